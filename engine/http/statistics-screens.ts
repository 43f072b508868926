import type {
  CountedChats,
  CountedFigure,
  Report,
  ReportName,
  ReportRow,
} from '#protocol/statistics'
import { PREVIEW_LENGTH } from '#protocol/limits'
import type { Feed } from '#storage/feed'
import type { ChatRow } from '#storage/rows'
import type { StatisticsShelf, StayCursor, StillOpen } from '#storage/statistics'
import { awayOf, noFigures } from '#storage/statistics-rows'
import { accessTo, maySeeStatistics } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { Account } from '../host/account.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { toChatView } from '../realtime/staff-views.ts'
import { dateOfDay, startOfDay } from '../statistics/local-day.ts'
import { chartDays, grainOf, spansOf, toReportPoint, toReportRow } from '../statistics/report.ts'
import type { Period } from '../statistics/report.ts'
import { previewIn } from './found-views.ts'

/** Lines of one chart, at most: those with most chats. */
const MOST_LINES = 5

/** Lines of a report by subjects that is read on a page; the table has all. */
const MOST_PARTED = 300

const KIND_OF = {
  account: 'account',
  groups: 'group',
  agents: 'agent',
  channels: 'channel',
} as const satisfies Record<ReportName, string>

export interface AskedReport {
  report: ReportName
  period: Period
  withinMs: number
  /** Groups and agents parted by what bots say that chats are about. */
  bySubject: boolean
  /** Whether every line is wanted, however many there are. */
  whole: boolean
}

export interface AskedList extends AskedReport {
  id: string
  subjectId: string | null
  figure: CountedFigure
  before: StayCursor | null
  limit: number
}

/** What of the statistics somebody may see. Names are those of now; deleted groups keep theirs. */
export class StatisticsScreens {
  readonly #staff: Pick<StaffScreens, 'viewer' | 'present' | 'names' | 'handovers'>
  readonly #shelf: StatisticsShelf
  readonly #feed: Pick<Feed, 'words'>

  constructor(parts: {
    staff: Pick<StaffScreens, 'viewer' | 'present' | 'names' | 'handovers'>
    shelf: StatisticsShelf
    feed: Pick<Feed, 'words'>
  }) {
    this.#staff = parts.staff
    this.#shelf = parts.shelf
    this.#feed = parts.feed
  }

  async report(
    accountId: string,
    personId: string,
    { report, period, withinMs, bySubject, whole }: AskedReport,
  ): Promise<Shown<Report>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const rowsSeen = rowsOf(report, account, viewer)
    if (rowsSeen === null) return refusedScreen('forbidden')
    const zone = account.settings.values.timeZone
    const kind = KIND_OF[report]
    const ids = [...rowsSeen.keys()]
    const grain = grainOf(period)
    const begins = chartDays(period)
    const isParted = bySubject && (kind === 'group' || kind === 'agent')
    const asked = { zone, kind, ids }
    const most = isParted && !whole ? { most: MOST_PARTED } : {}
    const [sums, away, hours, open, computingSince] = await Promise.all([
      this.#shelf.figures(accountId, { ...asked, bySubject: isParted, ...most }, spansOf(period)),
      kind === 'agent' && !isParted ? this.#away(accountId, zone, period) : NO_AWAY,
      kind === 'agent' ? null : this.#shelf.hours(accountId, asked, period),
      this.#shelf.stillOpen(accountId, ...bounds(zone, period)),
      this.#shelf.computingSince(accountId, zone),
    ])
    const subjectIds = new Set(sums.flatMap(({ subjectId }) => subjectId || []))
    const subjects = await this.#shelf.subjects(accountId, [...subjectIds])
    const nothing = { id: '', subjectId: '', counts: noFigures() }
    const rows = (sums.length === 0 && report === 'account' ? [nothing] : sums)
      .map(({ id, subjectId, counts }) => {
        const subject =
          subjectId === '' ? null : { subjectId, words: subjects.get(subjectId) ?? null }
        const name = rowsSeen.get(id) ?? ''
        const of = { id, name, isAgent: kind === 'agent', subject, away: away.get(id) ?? [] }
        return toReportRow(of, counts, withinMs)
      })
      .sort(mostFirst)
    const charted = isParted ? [] : rows.slice(0, MOST_LINES)
    const points = await this.#shelf.series(
      accountId,
      { zone, kind, ids: charted.map(({ id }) => id) },
      { grain, from: begins[0] ?? period.from, to: period.to },
    )
    const pointOf = new Map(points.map(({ id, day, counts }) => [`${day} ${id}`, counts]))
    const value: Report = {
      report,
      zone,
      from: dateOfDay(period.from),
      to: dateOfDay(period.to),
      withinMs,
      stillOpen: openIn(open, report, rowsSeen),
      computingSince,
      rows,
      grain,
      hours,
      series: charted.map(({ id, name }) => ({
        id,
        name,
        points: begins.map((from) => {
          const counts = pointOf.get(`${from} ${id}`) ?? noFigures()
          return toReportPoint({ from, isAgent: kind === 'agent' }, counts, withinMs)
        }),
      })),
    }
    return { kind: 'shown', seq: account.seq, value }
  }

  /** The time away of each agent, by its reasons. */
  async #away(accountId: string, zone: string, period: Period): Promise<Away> {
    const asked = { zone, kind: 'away', ids: null } as const
    const found: Away = new Map()
    for (const { id, counts } of await this.#shelf.figures(accountId, asked, spansOf(period))) {
      const { agentId, reason } = awayOf(id)
      found.set(agentId, [...(found.get(agentId) ?? []), { reason, ms: counts.awayMs }])
    }
    return found
  }

  /** Of an agent's chats a supervisor is told those that they may read. */
  async chats(accountId: string, personId: string, asked: AskedList): Promise<Shown<CountedChats>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const seen = rowsOf(asked.report, account, viewer)
    if (seen === null) return refusedScreen('forbidden')
    if (!seen.has(asked.id)) return refusedScreen('notFound')
    const zone = account.settings.values.timeZone
    const kind = KIND_OF[asked.report]
    const [cameFrom, cameBefore] = bounds(zone, asked.period)
    const { figure, withinMs: ms } = asked
    const page = await this.#shelf.counted(
      accountId,
      {
        kind: kind === 'channel' ? 'account' : kind,
        id: kind === 'channel' ? '' : asked.id,
        channelId: kind === 'channel' ? asked.id : null,
        subjectId: asked.subjectId,
        groupIds: viewer.role === 'administrator' ? null : viewer.groupIds,
        cameFrom,
        cameBefore,
        which: figure === 'within' ? { figure, ms } : { figure },
      },
      asked.before,
      asked.limit,
    )
    // Rights are those of the moment after the reading.
    const now = this.#staff.present(accountId, personId)
    if (now === null) return refusedScreen('notReady')
    const settings = now.account.settings.values
    const mayRead = ({ chat }: { chat: ChatRow }): boolean =>
      accessTo(chat, now.viewer, settings) === 'full'
    const stays = page.stays.filter(mayRead)
    const rows = stays.map(({ chat }) => chat)
    const lastIds = rows.flatMap(({ lastMessageId }) => lastMessageId ?? [])
    const last = await this.#feed.words(accountId, lastIds, PREVIEW_LENGTH)
    const previews = new Map(last.map((one) => [one.chatId, one]))
    const names = await this.#staff.names(now.account, rows)
    const handovers = await this.#staff.handovers(now.account, rows)
    const chats = stays.map(({ chat, stay: { chatId: _chatId, ...stay } }) => ({
      ...stay,
      chat: toChatView(chat, 'full', {
        dueAt: null,
        preview: previewIn(previews.get(chat.chatId)),
        customerName: names.get(chat.customerId) ?? null,
        handover: handovers.get(chat.chatId) ?? null,
      }),
    }))
    return { kind: 'shown', seq: account.seq, value: { chats, next: page.next } }
  }
}

/** The time away of agents, by their ids. */
type Away = Map<string, { reason: string; ms: number }[]>

const NO_AWAY: Away = new Map()

function mostFirst(one: ReportRow, other: ReportRow): number {
  if (one.chats !== other.chats) return other.chats - one.chats
  const [a, b] = [one, other].map(({ name, subject }) => `${name} ${subject ?? ''}`)
  return (a ?? '') < (b ?? '') ? -1 : 1
}

/** Whom a report may be about, with their names, for one viewer; null where it is not theirs. */
function rowsOf(report: ReportName, account: Account, viewer: Viewer): Map<string, string> | null {
  switch (report) {
    case 'account':
      return maySeeStatistics({ kind: 'account' }, viewer) ? new Map([['', account.name]]) : null
    case 'channels':
      return maySeeStatistics({ kind: 'account' }, viewer)
        ? new Map([...account.channels.values()].map(({ channelId, name }) => [channelId, name]))
        : null
    case 'groups':
      if (viewer.role === 'agent') return null
      return new Map(
        [...account.groups.values()]
          .filter(({ groupId }) => maySeeStatistics({ kind: 'group', groupId }, viewer))
          .map(({ groupId, name }) => [groupId, name]),
      )
    case 'agents':
      if (viewer.role === 'agent') return null
      return new Map(
        [...account.members.values()]
          .filter((member) => maySeeStatistics({ kind: 'agent', member }, viewer))
          .map(({ personId, name }) => [personId, name]),
      )
  }
}

function openIn(open: StillOpen[], report: ReportName, seen: ReadonlyMap<string, string>): number {
  const isIn = ({ groupId, channelId, agentId }: StillOpen): boolean => {
    switch (report) {
      case 'account':
        return true
      case 'groups':
        return seen.has(groupId)
      case 'channels':
        return seen.has(channelId)
      case 'agents':
        return agentId !== null && seen.has(agentId)
    }
  }
  return open.filter(isIn).reduce((sum, { chats }) => sum + chats, 0)
}

function bounds(zone: string, { from, to }: Period): [from: number, before: number] {
  return [startOfDay(zone, from), startOfDay(zone, to + 1)]
}
