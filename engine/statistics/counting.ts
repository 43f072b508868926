import { classCounts } from '#machines/duration-classes'
import { presenceTime } from '#machines/presence-time'
import type { CountedChat } from '#machines/stays'
import { awayId, noFigures } from '#storage/statistics-rows'
import type { FigureCounts, FigureRow, StayRow } from '#storage/statistics-rows'
import { localDay, localHour } from './local-day.ts'

/*
 * From what a chat was to the rows of statistics. The same functions count in a turn, when the past
 * is counted anew, and in the tests that recount.
 */

/** A chat that is over, as the list of what a figure counts has it. */
export function stayRows(chat: CountedChat, seq: number): StayRow[] {
  const { chatId, channelId, handedOver, cameAgain, subjectId } = chat
  const handover = handedOver && chat.cameAt !== null ? chat.cameAt - chat.bornAt : null
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
    handoverMs: handover !== null && stay.kind === 'account' ? handover : null,
    cameAgain: cameAgain && stay.kind === 'account',
    subjectId,
    abandoned: stay.abandoned,
    blocked: stay.blocked,
    leftMessage: stay.leftMessage,
    last: stay.last,
    forwards: stay.forwards,
    forwardsIn: stay.forwardsIn,
    overflows: stay.overflows,
    offers: stay.offers,
    accepted: stay.accepted,
    declined: stay.declined,
    missed: stay.missed,
    returned: stay.returned,
    customerMessages: stay.customerMessages,
    agentMessages: stay.agentMessages,
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
    cameAgain: Number(row.cameAgain),
    forwards: row.forwards,
    forwardsIn: row.forwardsIn,
    overflows: row.overflows,
    offers: row.offers,
    accepted: row.accepted,
    declined: row.declined,
    missed: row.missed,
    returned: row.returned,
    customerMessages: row.customerMessages,
    agentMessages: row.agentMessages,
    handoverMs: row.handoverMs ?? 0,
    abandoningMs: row.abandoned ? row.waitedMs : 0,
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
    durations: oneOf(row.chats > 0 ? row.durationMs : null),
    abandoning: oneOf(row.abandoned ? row.waitedMs : null),
    hours: inHour(localHour(zone, row.cameAt), row.chats),
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

/** How an agent in a state spent the time between two moments, by the days in which it was. */
export function presenceFigures(
  agentId: string,
  zone: string,
  from: number,
  to: number,
  state: Parameters<typeof presenceTime>[0],
): FigureRow[] {
  const rows: FigureRow[] = []
  for (let at = from; at < to;) {
    const until = Math.min(to, localDay(zone, at).end)
    const time = presenceTime(state, until - at)
    const { onlineMs, awayMs } = time
    if (onlineMs + awayMs === 0) return rows
    const whole = { kind: 'agent', id: agentId, subjectId: '' } as const
    rows.push(...inDayAndMonth(zone, at, [whole], { ...noFigures(), ...time }))
    if (awayMs > 0) {
      const reason = state.context.awayReason ?? ''
      const away = { kind: 'away', id: awayId(agentId, reason), subjectId: '' } as const
      rows.push(...inDayAndMonth(zone, at, [away], { ...noFigures(), awayMs }))
    }
    at = until
  }
  return rows
}

type Place = Pick<FigureRow, 'kind' | 'id' | 'subjectId'>

/** Of groups and agents what a chat is about parts the figures, beside those of all. */
function placesOf({ kind, id, channelId, subjectId }: StayRow): Place[] {
  const whole = { kind, id, subjectId: '' }
  if (kind === 'account') return [whole, { kind: 'channel', id: channelId, subjectId: '' }]
  return subjectId === null ? [whole] : [whole, { kind, id, subjectId }]
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

function inHour(hour: number, chats: number): number[] {
  return Array.from({ length: 24 }, (_, at) => (at === hour ? chats : 0))
}
