import { presenceTime } from '#machines/presence-time'
import { countedChat, tallied } from '#machines/stays'
import type { ChatTally } from '#machines/stays'
import type { Machines } from '#machines/versions'
import type { ChatRow, JournalRow } from '#storage/rows'
import { addFigure } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import { ReplayedAgent } from '../replay/replayed-agent.ts'
import { ReplayedChat } from '../replay/replayed-chat.ts'
import { presenceFigures, ratingFigures, stayFigures, stayRows } from './counting.ts'

/*
 * What statistics say, made again from journals. Slow, and owes nothing to what a turn counted: it
 * counts the past of an account that was not counted, and tells whether what was counted is right.
 */

/** What a chat was, from its whole journal; none while it is open, or where it does not replay. */
export function recountedChat(journal: readonly JournalRow[], machines?: Machines): StayRow[] {
  const [first] = journal
  if (first === undefined) return []
  const replay = new ReplayedChat(first.actor, machines)
  let tally: ChatTally | null = null
  for (const row of journal) {
    if (replay.take(row).kind === 'difference') return []
    const { state, context } = replay
    tally = tallied(tally, { type: row.type, at: row.at, state, context })
    const counted = countedChat(tally)
    if (counted !== null) return stayRows(counted, row.seq)
  }
  return []
}

/** How an agent spent the time, from the journal as far as it goes. */
export function recountedPresence(
  journal: readonly JournalRow[],
  zone: string,
  machines?: Machines,
): FigureRow[] {
  const [first] = journal
  if (first === undefined) return []
  const replay = new ReplayedAgent(first.actor, machines)
  const agentId = first.actor.slice('agent:'.length)
  const figures = new Map<string, FigureRow>()
  let since = first.at
  for (const row of journal) {
    if (replay.seq > 0) {
      const { value, context } = replay
      const spent = (ms: number) => presenceTime({ value, context }, ms)
      for (const figure of presenceFigures(agentId, zone, since, row.at, spent)) {
        addFigure(figures, figure)
      }
    }
    if (replay.take(row).kind === 'difference') break
    since = row.at
  }
  return [...figures.values()]
}

/** Everything that statistics say of an account in a time zone. */
export function recount(
  { journal, chats }: { journal: readonly JournalRow[]; chats: readonly ChatRow[] },
  zone: string,
): { stays: StayRow[]; figures: FigureRow[] } {
  const stays: StayRow[] = []
  const figures = new Map<string, FigureRow>()
  const ratings = new Map(chats.map(({ chatId, rating }) => [chatId, rating]))
  for (const [actor, rows] of journalsIn(journal)) {
    if (actor.startsWith('agent:')) {
      for (const row of recountedPresence(rows, zone)) addFigure(figures, row)
    }
    if (!actor.startsWith('chat:')) continue
    for (const stay of recountedChat(rows)) {
      stays.push(stay)
      for (const row of stayFigures(stay, zone)) addFigure(figures, row)
      const now = ratings.get(stay.chatId) ?? null
      if (now === null) continue
      for (const row of ratingFigures(stay, zone, { before: null, now })) addFigure(figures, row)
    }
  }
  return { stays, figures: [...figures.values()] }
}

function journalsIn(rows: readonly JournalRow[]): Map<string, JournalRow[]> {
  const journals = new Map<string, JournalRow[]>()
  for (const row of rows) {
    const own = journals.get(row.actor)
    if (own === undefined) journals.set(row.actor, [row])
    else own.push(row)
  }
  return journals
}
