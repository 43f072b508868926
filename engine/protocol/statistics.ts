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
  /** How many there are. */
  count: z.int(),
  /** All of them added up, by how many they are. */
  averageMs: z.int().nullable(),
  /** Half of them, and nine of ten, took no longer; read off classes, and so about right. */
  medianMs: z.int().nullable(),
  ninetiethMs: z.int().nullable(),
})

/** What an account is asked for by offers; those that were withdrawn asked nobody to the end. */
export const offerFigures = z.object({
  made: z.int(),
  accepted: z.int(),
  declined: z.int(),
  /** Their time ran out. */
  missed: z.int(),
  /** accepted / (accepted + declined + missed); null of none. */
  acceptance: z.number().nullable(),
})

/** Of an agent: how its time was spent; days are those in which it was, not those of chats. */
export const presenceFigures = z.object({
  /** Online with a socket, or within the grace of a lost one. */
  onlineMs: z.int(),
  awayMs: z.int(),
  /** The time away by its reasons, codes of the account and `missedOffers`, the longest first. */
  away: z.array(z.object({ reason: z.string(), ms: z.int() })),
  /** Online or away with something in hand: chats, offers, or wrapping up. */
  busyMs: z.int(),
  /** With something to wrap up. */
  wrapUpMs: z.int(),
  /** busyMs / (onlineMs + awayMs); null of none. */
  occupancy: z.number().nullable(),
  /** Chats in hand at a time: the time of each of them added up / busyMs; null of none. */
  concurrency: z.number().nullable(),
})

/** One line of a report. */
export const reportRow = z.object({
  /** Of the group, agent or channel; empty for the account. */
  id: z.string(),
  name: z.string(),
  /** In a report by subjects, of which one a bot said that these chats are about; else null. */
  subjectId: id.nullable(),
  /** Its name, as a bot said it last; null where whoever it was said to was erased. */
  subject: z.string().nullable(),
  /** Chats that ended; of an agent, how often it joined one. */
  chats: z.int(),
  /** How many of these had a person's message; the others, chats − answered, are unanswered. */
  answered: z.int(),
  unanswered: z.int(),
  /** Chats that never left the bot; they stand in no other figure. */
  botResolved: z.int(),
  /** Chats that the bot had first, and how long it had them on the average. */
  handedOver: z.int(),
  handoverMs: z.int().nullable(),
  /** Chats that go on with what an earlier chat was about: their customer came again. */
  cameAgain: z.int(),
  /** Customers who gave up while they waited, and how long they had waited. */
  abandoned: z.int(),
  abandoning: durations,
  blocked: z.int(),
  leftMessage: z.int(),
  /** How often chats were forwarded from here, and how often they came here by that. */
  forwards: z.int(),
  forwardsIn: z.int(),
  /** How often the limit of a line sent a chat on from here to another group. */
  overflows: z.int(),
  /** How often the response limit took a chat from its agent. */
  returned: z.int(),
  offers: offerFigures,
  messages: z.object({
    customer: z.int(),
    agent: z.int(),
    /** (customer + agent) / chats, while they were with people; null of none. */
    perChat: z.number().nullable(),
  }),
  /** From arrival to departure, of agents from joining to leaving; all together. */
  durationMs: z.int(),
  /** The same chat by chat: of the account until they were resolved. */
  duration: durations,
  /** How much of it nobody had them. */
  waitedMs: z.int(),
  /** From the first arrival until an agent joined; without chats that left a message. */
  waiting: durations,
  /** From arrival, of agents from joining, to the first message that answers the customer. */
  firstResponse: durations,
  /** From the customer's first unanswered message, or the arrival, to each later answer. */
  reply: durations,
  /** How long an agent had them. */
  handling: durations,
  /** Taken within the time asked for / (chats − leftMessage); of agents, and of none, null. */
  serviceLevel: z.number().nullable(),
  rating: z.object({
    average: z.number().nullable(),
    /** How often each number of 1 to 5 was given. */
    counts: z.array(z.int()).length(5),
  }),
  presence: presenceFigures.nullable(),
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
  /** How many chats came in each hour, of seven days, Monday first; of agents null. */
  hours: z.array(z.array(z.int()).length(24)).length(7).nullable(),
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
  'cameAgain',
  'forwards',
  'forwardsIn',
  'overflows',
  'returned',
  'offers',
  'accepted',
  'declined',
  'missed',
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
