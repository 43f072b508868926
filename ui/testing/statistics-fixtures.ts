import { fixture, html } from '@open-wc/testing'
import type { CountedChats, Report, ReportRow } from '#protocol/statistics'
import type { ReportAsked } from '../client/rest.ts'
import type { ConsoleRest } from '../console/console-book.ts'
import { consolePlaceAt } from '../console/console-address.ts'
import type { StatisticsPage } from '../statistics/statistics-page.ts'
import '../statistics/statistics-page.ts'
import { arrived } from './by-keyboard.ts'
import { inside } from './look.ts'
import { agentView, chatView, connectedDesk, NOW } from './staff-fixtures.ts'

const SOME = { count: 3, averageMs: 40_000, medianMs: 42_000, ninetiethMs: 185_000 }

/** Most came on Tuesday at nine. */
const HOURS = Array.from({ length: 7 }, (_, day) =>
  Array.from({ length: 24 }, (_none, hour) => (day === 1 && hour === 9 ? 7 : hour % 3)),
)

export function reportRow(id: string, name: string, more: Partial<ReportRow> = {}): ReportRow {
  return {
    id,
    name,
    subjectId: null,
    subject: null,
    chats: 12,
    answered: 9,
    unanswered: 3,
    botResolved: 0,
    handedOver: 2,
    handoverMs: 30_000,
    cameAgain: 1,
    abandoned: 1,
    abandoning: SOME,
    blocked: 0,
    leftMessage: 1,
    forwards: 4,
    forwardsIn: 2,
    overflows: 1,
    returned: 0,
    offers: { made: 10, accepted: 6, declined: 1, missed: 1, acceptance: 0.75 },
    messages: { customer: 40, agent: 36, perChat: 6.33 },
    durationMs: 7_800_000,
    duration: SOME,
    waitedMs: 600_000,
    waiting: SOME,
    firstResponse: SOME,
    reply: SOME,
    handling: SOME,
    serviceLevel: 0.82,
    rating: { average: 4.5, counts: [0, 0, 0, 1, 1] },
    presence: null,
    ...more,
  }
}

/** Four days of a report. */
export function reportOf({ report, from, to, withinMs }: ReportAsked): Report {
  const rows =
    report === 'account'
      ? [reportRow('', 'Acme')]
      : [reportRow('billing', 'Billing'), reportRow('orders', 'Orders')]
  return {
    report,
    zone: 'Europe/Berlin',
    from,
    to,
    withinMs,
    stillOpen: 2,
    computingSince: null,
    rows,
    grain: 'day',
    hours: report === 'agents' ? null : HOURS,
    series: rows.map(({ id, name }) => ({
      id,
      name,
      points: [1, 2, 3, 4].map((day) => ({
        from: `2026-03-0${day}`,
        chats: day * 3,
        answered: day * 2,
        abandoned: 0,
        botResolved: 0,
        serviceLevel: day === 2 ? null : day / 4,
        waitingMs: day * 1_000,
        firstResponseMs: day * 2_000,
        rating: day,
      })),
    })),
  }
}

const COUNTED: CountedChats['chats'][number] = {
  chat: chatView({ state: 'closed', open: false, rating: 4 }),
  cameAt: NOW,
  durationMs: 90_000,
  waitingMs: 5_000,
  firstResponseMs: null,
}

/** The page of statistics, at an address, whose server the test plays. */
export async function shownStatistics({
  role = 'administrator',
  address = '#/statistics',
  report = reportOf,
}: {
  role?: 'administrator' | 'supervisor'
  address?: string
  report?: (asked: ReportAsked) => Report | string
} = {}) {
  const asked: ReportAsked[] = []
  const listed: object[] = []
  const { client } = connectedDesk({ desk: { me: agentView({ role }) } })
  const rest: Pick<ConsoleRest, 'report' | 'countedChats'> = {
    report: async (_accountId, what) => {
      asked.push(what)
      const value = report(what)
      return typeof value === 'string'
        ? { ok: false, refusal: { code: 'transient', says: value } }
        : { ok: true, value }
    },
    countedChats: async (_accountId, { figure, id, subjectId }, after) => {
      listed.push({ id, subjectId, figure, after })
      return {
        ok: true,
        value: {
          chats: after === null ? [COUNTED] : [],
          next: after === null ? { cameAt: NOW, chatId: COUNTED.chat.chatId } : null,
        },
      }
    },
  }
  const element = await fixture<StatisticsPage>(
    html`<parley-statistics-page
      .rest=${rest}
      .desk=${client.desk}
      .query=${queryIn(address)}
      .now=${() => NOW}
    ></parley-statistics-page>`,
  )
  const went: string[] = []
  /** As the console does: an address leads to the page anew. */
  const go = async (to: string): Promise<void> => {
    went.push(to)
    element.query = queryIn(to)
    await arrived()
  }
  element.go = (to) => void go(to)
  await arrived()
  return { element, root: inside(element), asked, listed, went, go }
}

function queryIn(address: string): Readonly<Record<string, string>> {
  return consolePlaceAt(address)?.query ?? {}
}
