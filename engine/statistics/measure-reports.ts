import { sql } from 'kysely'
import type { Db } from '#storage/database'
import { storedStatistics } from '#storage/statistics'
import type { AskedStays } from '#storage/statistics'
import type { Wanted } from './made-chats.ts'
import { localDay } from './local-day.ts'
import { chartDays, grainOf, spansOf } from './report.ts'

type Kind = 'account' | 'channel' | 'group' | 'agent'

/** How long one thing took, in milliseconds. */
export interface Measured {
  what: string
  ms: number
}

const DAY_MS = 86_400_000
/** Chats on one page of a list. */
const PAGE = 50
/** Lines of one chart. */
const LINES = 5
/** Lines of a report by subjects. */
const PARTED = 300

/**
 * What each report asks of the database, over the whole time and over 30 days, and the lists behind
 * a figure, beside a plain count of all chats; the median of some runs, taken in turns.
 */
export async function measureReports(
  db: Db,
  { accountId, days, until, groups, agents }: Wanted,
  runs: number,
): Promise<Measured[]> {
  const shelf = storedStatistics(db)
  const since = until - days * DAY_MS
  const today = localDay('UTC', until).day
  const report = async (kind: Kind, from: number, bySubject = false) => {
    const period = { from, to: today }
    const asked = {
      zone: 'UTC',
      kind,
      ids: null,
      bySubject,
      ...(bySubject ? { most: PARTED } : {}),
    }
    const found = await shelf.figures(accountId, asked, spansOf(period))
    if (kind !== 'agent') await shelf.hours(accountId, asked, period)
    else await shelf.figures(accountId, { zone: 'UTC', kind: 'away', ids: null }, spansOf(period))
    await shelf.subjects(accountId, [...new Set(found.flatMap(({ subjectId }) => subjectId || []))])
    const ids = found.slice(0, LINES).map(({ id }) => id)
    const span = { grain: grainOf(period), from: chartDays(period)[0] ?? from, to: today }
    await shelf.series(accountId, { zone: 'UTC', kind, ids }, span)
    await shelf.stillOpen(accountId, since, until)
    await shelf.computingSince(accountId, 'UTC')
  }
  const list = (asked: Partial<AskedStays>) =>
    shelf.counted(
      accountId,
      {
        kind: 'account',
        id: '',
        channelId: null,
        subjectId: null,
        groupIds: null,
        cameFrom: since,
        cameBefore: until + 1,
        which: { figure: 'chats' },
        ...asked,
      },
      { cameAt: until - (days * DAY_MS) / 2, chatId: '' },
      PAGE,
    )
  const whole = localDay('UTC', since).day
  const things: [what: string, run: () => Promise<unknown>][] = [
    [
      'select count(*)',
      () => sql`select count(*) from chats where account_id = ${accountId}`.execute(db),
    ],
    ...(['group', 'agent'] as const).map((kind): [string, () => Promise<unknown>] => [
      `report of ${kind} by subject, ${days} days`,
      () => report(kind, whole, true),
    ]),
    ...(['account', 'group', 'agent', 'channel'] as const).flatMap(
      (kind): [string, () => Promise<unknown>][] => [
        [`report of ${kind}, ${days} days`, () => report(kind, whole)],
        [`report of ${kind}, 30 days`, () => report(kind, today - 29)],
      ],
    ),
    ['list of unanswered chats', () => list({ which: { figure: 'unanswered' } })],
    [
      'list of a group, taken within 15 s',
      () =>
        list({ kind: 'group', id: `group-${groups - 1}`, which: { figure: 'within', ms: 15_000 } }),
    ],
    [
      'list of a group, of one subject',
      () => list({ kind: 'group', id: `group-${groups - 1}`, subjectId: 'subject-7' }),
    ],
    [
      'list of what came again, of which there is none',
      () => list({ which: { figure: 'cameAgain' } }),
    ],
    [
      'list of an agent, rated',
      () => list({ kind: 'agent', id: `agent-${agents - 1}`, which: { figure: 'rated' } }),
    ],
  ]
  const times = new Map<string, number[]>(things.map(([what]) => [what, []]))
  for (let run = 0; run < runs; run += 1) {
    for (const [what, once] of things) {
      const begun = performance.now()
      await once()
      times.get(what)?.push(performance.now() - begun)
    }
  }
  return [...times].map(([what, all]) => ({ what, ms: Math.round(median(all) * 10) / 10 }))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
