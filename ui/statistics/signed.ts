import { inLanguage } from '../locales/formats.ts'

const numbers = signs({})
const percents = signs({ style: 'percent' })
const ratings = signs({ minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** `+3`, `−2`, `0`. */
export function signed(n: number): string {
  return minus(numbers().format(n))
}

/** `+12%`. */
export function signedPercent(share: number): string {
  return minus(percents().format(share))
}

/** `−0.3`. */
export function signedRating(n: number): string {
  return minus(ratings().format(n))
}

function signs(how: Intl.NumberFormatOptions): () => Intl.NumberFormat {
  return inLanguage(
    (locale) =>
      new Intl.NumberFormat(locale, {
        maximumFractionDigits: 0,
        ...how,
        signDisplay: 'exceptZero',
      }),
  )
}

/** A hyphen is too short for a sign. */
function minus(words: string): string {
  return words.replace('-', '−')
}
