import { z } from 'zod'
import { timeZone } from './scalars.ts'

/** Spans of a week that may be named, and days on which nothing opens. */
export const MAX_WEEKLY_SPANS = 100
export const MAX_HOLIDAYS = 1_000

/** Monday is 1, as in ISO 8601. */
export const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When a group is open, by the local clock of a place. */
export const openingHours = z.strictObject({
  /** An IANA name such as `Europe/Berlin`. */
  timeZone,
  /** Times of day; `24:00` ends a day; `to` at or before `from` is the next day's. */
  weekly: z
    .array(
      z.strictObject({ weekday, from: timeOfDay, to: z.union([timeOfDay, z.literal('24:00')]) }),
    )
    .max(MAX_WEEKLY_SPANS),
  /** `YYYY-MM-DD`, closed all day. */
  holidays: z.array(z.iso.date()).max(MAX_HOLIDAYS),
})

export type Weekday = z.infer<typeof weekday>
export type OpeningHours = z.infer<typeof openingHours>
