import type { Hono } from 'hono'
import { z } from 'zod'
import { id, time } from '#protocol/scalars'
import { SERVICE_TIMES_MS } from '#protocol/service-times'
import {
  MAX_REPORT_DAYS,
  calendarDay,
  countedChats,
  countedFigure,
  report,
  reportName,
} from '#protocol/statistics'
import { RateLimit } from '../auth/rate-limit.ts'
import { dayNumber } from '../statistics/local-day.ts'
import { reportTable } from '../statistics/report-table.ts'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'
import { over } from './rates.ts'

/** Chats on one page, unless fewer are asked for. */
const COUNTED_PAGE = 50
const MAX_COUNTED_PAGE = 200

/** What counts as served in time where nothing else is asked for. */
const SERVED_WITHIN_MS = 60_000

const WHO = 'For administrators; supervisors see own groups and whoever they lead.'
const RULES =
  'Only chats that are over count, blocked ones too, for the day on which they came to the ' +
  'agents, in the account’s time zone.'

const serviceTime = numberText(
  z.int().refine((ms) => SERVICE_TIMES_MS.some((one) => one === ms), {
    message: `is none of ${SERVICE_TIMES_MS.join(', ')}`,
  }),
)

const asked = { from: calendarDay, to: calendarDay, withinMs: serviceTime.optional() }

const reportQuery = z
  .strictObject({ ...asked, by: z.literal('subject').optional() })
  .refine(isPeriod, { message: 'is no period', path: ['to'] })

const listQuery = z
  .strictObject({
    ...asked,
    id: id.optional(),
    subjectId: id.optional(),
    figure: countedFigure,
    beforeCameAt: numberText(time).optional(),
    beforeChatId: id.optional(),
    limit: numberText(z.int().min(1).max(MAX_COUNTED_PAGE)).optional(),
  })
  .refine(isPeriod, { message: 'is no period', path: ['to'] })
  .refine((one) => (one.beforeCameAt === undefined) === (one.beforeChatId === undefined), {
    message: 'beforeCameAt and beforeChatId go together',
  })

const ofReport = z.strictObject({ accountId: id, report: reportName })

/** Adds the statistics to the routes of an account. */
export function addStatisticsRoutes(routes: Hono<StaffEnv>, { statistics, rates }: Parts): void {
  const asking = new RateLimit(rates.searchesPerSender)

  routes.get(
    '/:accountId/statistics/:report',
    documented({
      tag: 'Staff',
      summary: 'A report: the account, its groups, agents or channels over a period',
      description: `${WHO} ${RULES} Medians are read off classes of durations.`,
      security: 'staff',
      answer: { says: 'The report.', schema: report },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofReport),
    query(reportQuery),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, asking, who.sessionId)
      if (refusal !== null) return refusal
      const given = { ...c.req.valid('param'), ...c.req.valid('query') }
      const shown = await statistics.report(who.accountId, who.personId, toAsked(given))
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/statistics/:report/table',
    documented({
      tag: 'Staff',
      summary: 'The same report as a table for spreadsheets',
      description: `${WHO} ${RULES} CSV; times in seconds.`,
      security: 'staff',
      answer: { says: 'The table.', schema: z.string(), mediaType: 'text/csv' },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofReport),
    query(reportQuery),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, asking, who.sessionId)
      if (refusal !== null) return refusal
      const given = { ...c.req.valid('param'), ...c.req.valid('query') }
      const shown = await statistics.report(who.accountId, who.personId, {
        ...toAsked(given),
        whole: true,
      })
      if (shown.kind === 'refused') return problem(c, shown.refusal)
      return c.body(reportTable(shown.value), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${given.report}-${given.from}-${given.to}.csv"`,
      })
    },
  )

  routes.get(
    '/:accountId/statistics/:report/chats',
    documented({
      tag: 'Staff',
      summary: 'The chats that a figure counts, newest first',
      description: `${WHO} ${RULES} Of an agent a supervisor is told the chats of own groups.`,
      security: 'staff',
      answer: { says: 'One page.', schema: countedChats },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofReport),
    query(listQuery),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, asking, who.sessionId)
      if (refusal !== null) return refusal
      const given = { ...c.req.valid('param'), ...c.req.valid('query') }
      const { beforeCameAt: cameAt, beforeChatId: chatId } = given
      const shown = await statistics.chats(who.accountId, who.personId, {
        ...toAsked(given),
        id: given.id ?? '',
        subjectId: given.subjectId ?? null,
        figure: given.figure,
        before: cameAt === undefined || chatId === undefined ? null : { cameAt, chatId },
        limit: given.limit ?? COUNTED_PAGE,
      })
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}

function toAsked({
  report: name,
  from,
  to,
  withinMs,
  by,
}: z.infer<typeof ofReport> & z.infer<typeof reportQuery>) {
  return {
    report: name,
    period: { from: dayNumber(from), to: dayNumber(to) },
    withinMs: withinMs ?? SERVED_WITHIN_MS,
    bySubject: by === 'subject',
    whole: false,
  }
}

/** Days that follow each other, and not too many. */
function isPeriod({ from, to }: { from: string; to: string }): boolean {
  if (!calendarDay.safeParse(from).success || !calendarDay.safeParse(to).success) return true
  const days = dayNumber(to) - dayNumber(from) + 1
  return days >= 1 && days <= MAX_REPORT_DAYS
}
