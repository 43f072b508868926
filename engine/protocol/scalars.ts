import { z } from 'zod'
import {
  MAX_ADDRESS_LENGTH,
  MAX_ARTICLE_LENGTH,
  MAX_INSTRUCTIONS_LENGTH,
  MAX_GROUP_NUMBER,
  MAX_SECRET_LENGTH,
  MAX_ATTRIBUTE_NAME_LENGTH,
  MAX_LINE_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_PAGE_ADDRESS_LENGTH,
  MAX_PAGE_TITLE_LENGTH,
  MAX_TEXT_LENGTH,
} from './limits.ts'

/** An id that Parley gave: letters, digits, `-` and `_`. */
export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'not an id')

/**
 * A command's own id, made by the client: a UUID in lower case, so that one id has one spelling.
 * Version 7 is answered fastest.
 */
export const commandId = z.uuid().regex(/^[^A-F]+$/, 'is not in lower case')

/** Storable text: well-formed UTF-16 without control characters but tab and line ends, not blank. */
export const text = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')
  .refine((value) => value.trim() !== '', 'is blank')

/** Text beside files: it may be blank. */
export const words = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')

/** One line of storable text, not blank. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(MAX_LINE_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')

/** What stands after `/` in a composer: letters and digits, also joined by `-` or `_`. */
export const shortcut = z
  .string()
  .max(32)
  .regex(/^[\p{L}\p{N}]+([-_][\p{L}\p{N}]+)*$/u, 'is not letters and digits')

/** Milliseconds since the epoch. */
export const time = z.int().min(0).max(8_640_000_000_000_000)

/** Position in an account's or a customer's stream. */
export const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

/** The origin of a web page, or an address on it. */
export const pageAddress = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(isStorable, 'holds a character that cannot be stored')

/** An origin exactly as browsers name it: lower case, no path, no port that is the usual one. */
export const origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/)
  .refine((text) => !/^(http:.*:80|https:.*:443)$/.test(text), 'names the usual port')

export const email = z.email().max(254)

/** How a person is called. */
export const personName = line.max(120)

/** As it is dialled or written: digits and the signs between them. */
export const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+?[\d\s()./-]*\d[\d\s()./-]*$/, 'is not a phone number')

/** A language tag, such as `de` or `pt-BR`. */
export const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'is not a language tag')

/** The IANA name of a time zone, such as `Europe/Berlin`. */
export const timeZone = z.string().max(64).refine(isTimeZone, 'is not the name of a time zone')

/** By which bots name a group. */
export const groupNumber = z.int().min(1).max(MAX_GROUP_NUMBER)

/** The name of a free attribute of a customer. */
export const attributeName = line.max(MAX_ATTRIBUTE_NAME_LENGTH)

/** What a note about a customer says. */
export const noteText = text.max(MAX_NOTE_LENGTH)

/** Markdown of an article; it may be empty. */
export const articleText = z
  .string()
  .max(MAX_ARTICLE_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')

/** What a model is told besides what was asked. */
export const instructions = text.max(MAX_INSTRUCTIONS_LENGTH)

/** What opens a service: it goes in, and is never shown again. */
export const secret = z
  .string()
  .min(1)
  .max(MAX_SECRET_LENGTH)
  .regex(/^[\x21-\x7e]+$/, 'is not in printable letters and signs')

/** Where an article can be read. */
export const articleUrl = z
  .url({ protocol: /^https?$/ })
  .max(MAX_ADDRESS_LENGTH)
  .refine(isStorable, 'holds a character that cannot be stored')

/** The page that a customer is on. */
export const page = z.strictObject({
  address: z
    .url({ protocol: /^https?$/ })
    .max(MAX_PAGE_ADDRESS_LENGTH)
    .refine(isStorable),
  title: z.string().max(MAX_PAGE_TITLE_LENGTH).refine(isStorable),
})

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false // `+01:00` is an offset: it knows no summer time
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

export function isStorable(value: string): boolean {
  return !/[\p{Surrogate}\p{Control}]/u.test(value.replace(/[\t\n\r]/g, ''))
}
