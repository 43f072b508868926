import { z } from 'zod'
import { id, time } from './scalars.ts'
import { chatView } from './staff-views.ts'

/** What the rows of a report are: the whole account, its groups, its agents or its channels. */
export const reportName = z.enum(['account', 'groups', 'agents', 'channels'])

/** A day of the account's calendar, `2026-03-01`. */
export const calendarDay = z
  .string()
  .regex(/^(19[7-9]\d|20\d\d)-\d\d-\d\d$/, 'is not a day such as 2026-03-01')
  .refine((day) => z.iso.date().safeParse(day).success, 'is no day of the calendar')

/** The longest period that one report is of, in days: ten years. */
export const MAX_REPORT_DAYS = 3_660

/** How long something took, over several chats; null where there are none. */
export const durations = z.object({
  count: z.int(),
  averageMs: z.int().nullable(),
  /** These two are read off classes of durations, and so are about right. */
  medianMs: z.int().nullable(),
  ninetiethMs: z.int().nullable(),
})

/** One line of a report. */
export const reportRow = z.object({
  /** Of the group, agent or channel; empty for the account. */
  id: z.string(),
  name: z.string(),
  /** Chats that ended; of an agent, how often it joined one. */
  chats: z.int(),
  /** How many of these had a person's message; the others are unanswered. */
  answered: z.int(),
  unanswered: z.int(),
  /** Chats that never left the bot; they stand in no other figure. */
  botResolved: z.int(),
  /** Chats that the bot had first. */
  handedOver: z.int(),
  /** Customers who gave up while they waited. */
  abandoned: z.int(),
  blocked: z.int(),
  leftMessage: z.int(),
  forwards: z.int(),
  /** From arrival to departure, of agents from joining to leaving; all together. */
  durationMs: z.int(),
  /** How much of it nobody had them. */
  waitedMs: z.int(),
  waiting: durations,
  firstResponse: durations,
  reply: durations,
  handling: durations,
  /** The share that was taken within the time asked for, of all that left no message; null of none. */
  serviceLevel: z.number().nullable(),
  rating: z.object({
    average: z.number().nullable(),
    /** How often each number of 1 to 5 was given. */
    counts: z.array(z.int()).length(5),
  }),
  /** Of an agent: time at work, and the share of it with something in hand. */
  presence: z
    .object({
      onlineMs: z.int(),
      awayMs: z.int(),
      busyMs: z.int(),
      occupancy: z.number().nullable(),
    })
    .nullable(),
})

/** A day or a month of a chart; what a report's line says of a period, as far as it is drawn. */
export const reportPoint = z.object({
  from: calendarDay,
  chats: z.int(),
  answered: z.int(),
  abandoned: z.int(),
  botResolved: z.int(),
  serviceLevel: z.number().nullable(),
  /** Medians. */
  waitingMs: z.int().nullable(),
  firstResponseMs: z.int().nullable(),
  /** The average. */
  rating: z.number().nullable(),
})

/** One line of a chart: of the account or of one of the rows with most chats. */
export const reportSeries = z.object({
  id: z.string(),
  name: z.string(),
  points: z.array(reportPoint),
})

/** `GET /api/v1/accounts/{accountId}/statistics/{report}`. */
export const report = z.object({
  report: reportName,
  /** Whose days these are. */
  zone: z.string(),
  from: calendarDay,
  to: calendarDay,
  /** The time that `serviceLevel` is about. */
  withinMs: z.int(),
  /** What came in the period, and is not over and so not counted. */
  stillOpen: z.int(),
  /** Since when figures of what was there before are being computed; null when they are whole. */
  computingSince: time.nullable(),
  rows: z.array(reportRow),
  /** What one point of a series is. */
  grain: z.enum(['day', 'month']),
  series: z.array(reportSeries),
})

/** What can be counted, and so be listed. */
export const countedFigure = z.enum([
  'chats',
  'answered',
  'unanswered',
  'botResolved',
  'handedOver',
  'abandoned',
  'blocked',
  'leftMessage',
  'forwards',
  'within',
  'rated',
])

/** Where a page of counted chats ends: the next one holds what came before it. */
export const countedCursor = z.object({ cameAt: time, chatId: id })

/** `GET /api/v1/accounts/{accountId}/statistics/{report}/chats`: what a figure counts, newest first. */
export const countedChats = z.object({
  chats: z.array(
    z.object({
      chat: chatView,
      /** When it came to the agents, or to the bot that kept it. */
      cameAt: time,
      durationMs: z.int(),
      waitingMs: z.int().nullable(),
      firstResponseMs: z.int().nullable(),
    }),
  ),
  /** Ask with these as `beforeCameAt` and `beforeChatId` for the next page; null on the last. */
  next: countedCursor.nullable(),
})

export type ReportName = z.infer<typeof reportName>
export type Report = z.infer<typeof report>
export type ReportRow = z.infer<typeof reportRow>
export type ReportPoint = z.infer<typeof reportPoint>
export type ReportSeries = z.infer<typeof reportSeries>
export type Durations = z.infer<typeof durations>
export type CountedFigure = z.infer<typeof countedFigure>
export type CountedChats = z.infer<typeof countedChats>
