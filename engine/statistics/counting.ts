import { classCounts } from '#machines/duration-classes'
import type { PresenceTime } from '#machines/presence-time'
import type { CountedChat, Stay } from '#machines/stays'
import { noFigures } from '#storage/statistics-rows'
import type { FigureCounts, FigureRow, StayRow } from '#storage/statistics-rows'
import { localDay } from './local-day.ts'

/*
 * From what a chat was to the rows of statistics. The same functions count in a turn, when the past
 * is counted anew, and in the tests that recount.
 */

/** A chat that is over, as the list of what a figure counts has it. */
export function stayRows(chat: CountedChat, seq: number): StayRow[] {
  const { chatId, channelId, handedOver } = chat
  return chat.stays.map((stay) => ({
    kind: stay.kind,
    id: stay.id,
    chatId,
    channelId,
    seq,
    cameAt: chat.cameAt ?? chat.bornAt,
    chats: stay.chats,
    answered: stay.answered,
    handedOver: handedOver && stay.kind === 'account',
    abandoned: stay.abandoned,
    blocked: stay.blocked,
    leftMessage: stay.leftMessage,
    last: stay.last,
    forwards: stay.forwards,
    durationMs: stay.durationMs,
    waitedMs: stay.waitedMs,
    handlingMs: stay.handlingMs,
    waitingMs: stay.waitingMs,
    firstResponseMs: stay.firstResponseMs,
    repliesMs: [...stay.repliesMs],
  }))
}

/** What a stay adds to the figures of its day and month; a whole chat to its channel's, too. */
export function stayFigures(row: StayRow, zone: string): FigureRow[] {
  const { waitingMs, firstResponseMs, kind } = row
  // Who left a message was not there to be served at once.
  const waiting = row.leftMessage ? null : waitingMs
  const counts: FigureCounts = {
    ...noFigures(),
    chats: row.chats,
    answered: row.answered,
    botResolved: kind === 'account' && row.chats === 0 ? 1 : 0,
    handedOver: Number(row.handedOver),
    abandoned: Number(row.abandoned),
    blocked: Number(row.blocked),
    leftMessage: Number(row.leftMessage),
    forwards: row.forwards,
    durationMs: row.durationMs,
    waitedMs: row.waitedMs,
    handlingMs: row.handlingMs,
    waitingMs: waiting ?? 0,
    firstResponseMs: firstResponseMs ?? 0,
    repliesMs: row.repliesMs.reduce((sum, ms) => sum + ms, 0),
    waiting: oneOf(waiting),
    firstResponse: oneOf(firstResponseMs),
    replies: classCounts(row.repliesMs),
    handling: oneOf(row.handlingMs > 0 ? row.handlingMs : null),
  }
  return inDayAndMonth(zone, row.cameAt, placesOf(row), counts)
}

/** What a rating adds where the chat was last; a changed one takes the former away. */
export function ratingFigures(
  row: StayRow,
  zone: string,
  rating: { before: number | null; now: number },
): FigureRow[] {
  if (!row.last) return []
  const counts = noFigures()
  counts.ratings = counts.ratings.map((_n, index) => {
    return Number(index + 1 === rating.now) - Number(index + 1 === rating.before)
  })
  return inDayAndMonth(zone, row.cameAt, placesOf(row), counts)
}

/** How an agent spent the time between two moments, by the days in which it was. */
export function presenceFigures(
  agentId: string,
  zone: string,
  from: number,
  to: number,
  spent: (ms: number) => PresenceTime,
): FigureRow[] {
  const rows: FigureRow[] = []
  for (let at = from; at < to;) {
    const until = Math.min(to, localDay(zone, at).end)
    const time = spent(until - at)
    if (time.onlineMs + time.awayMs === 0) return rows
    const counts = { ...noFigures(), ...time }
    rows.push(...inDayAndMonth(zone, at, [{ kind: 'agent', id: agentId }], counts))
    at = until
  }
  return rows
}

type Place = Pick<FigureRow, 'kind' | 'id'>

function placesOf({ kind, id, channelId }: Pick<Stay, 'kind' | 'id'> & StayRow): Place[] {
  return kind === 'account'
    ? [
        { kind, id },
        { kind: 'channel', id: channelId },
      ]
    : [{ kind, id }]
}

function inDayAndMonth(
  zone: string,
  at: number,
  places: readonly Place[],
  counts: FigureCounts,
): FigureRow[] {
  const { day, month } = localDay(zone, at)
  return places.flatMap((place) => [
    { zone, grain: 'day' as const, day, ...place, counts },
    { zone, grain: 'month' as const, day: month, ...place, counts },
  ])
}

function oneOf(ms: number | null): number[] {
  return classCounts(ms === null ? [] : [ms])
}
