/** What stands in place of what was masked; it is the same in every language. */
const MASK = '•••'

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu
const ADDRESS = /https?:\/\/[^\s<>"]+/gi
/** Digits with what is written between them. */
const DIGITS = /(?<![\p{L}\p{N}])[+(]?\d(?:[\s().\-/]{0,2}\d){5,}/gu
const DAY = /^\d{4}-\d{2}-\d{2}(?:[\sT]+\d{2}(?::\d{2})*)?$/

/** A phone number has as many digits: https://www.itu.int/rec/T-REC-E.164, and short local ones. */
const LEAST_OF_PHONE = 7
const MOST_OF_PHONE = 15
/** Of a card: ISO/IEC 7812-1. */
const LEAST_OF_CARD = 12
const MOST_OF_CARD = 19

/**
 * A text without e-mail addresses, phone numbers and numbers of cards, for whoever was not told them.
 * Addresses of pages stay as they are, but for what they were asked with where that holds any.
 */
export function mask(text: string): string {
  const parts: string[] = []
  let from = 0
  for (const found of text.matchAll(ADDRESS)) {
    parts.push(maskWords(text.slice(from, found.index)), maskAddress(found[0]))
    from = found.index + found[0].length
  }
  return [...parts, maskWords(text.slice(from))].join('')
}

function maskWords(text: string): string {
  return text.replace(EMAIL, MASK).replace(DIGITS, (number) => {
    const digits = number.replace(/\D/g, '')
    if (isCard(digits)) return MASK
    const isPhone = digits.length >= LEAST_OF_PHONE && digits.length <= MOST_OF_PHONE
    return isPhone && !DAY.test(number.trim()) ? MASK : number
  })
}

/** The path names a page, whatever numbers it is made of; what stands behind `?` may be somebody's. */
function maskAddress(address: string): string {
  const at = address.search(/[?#]/)
  const page = (at === -1 ? address : address.slice(0, at)).replace(EMAIL, MASK)
  const rest = at === -1 ? '' : address.slice(at)
  return maskWords(decoded(rest)) === decoded(rest) ? page + rest : page
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** By the check digit of Luhn: ISO/IEC 7812-1, annex B. */
function isCard(digits: string): boolean {
  if (digits.length < LEAST_OF_CARD || digits.length > MOST_OF_CARD) return false
  let sum = 0
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
