import { countedChat, tallied } from '#machines/stays'
import type { ChatTally } from '#machines/stays'
import type { Machines } from '#machines/versions'
import type { ChatRow, JournalRow } from '#storage/rows'
import { addFigure } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import { ReplayedAgent } from '../replay/replayed-agent.ts'
import { ReplayedChat } from '../replay/replayed-chat.ts'
import { chatMoment } from './chat-moment.ts'
import { presenceFigures, ratingFigures, stayFigures, stayRows } from './counting.ts'

/*
 * What statistics say, made again from journals. Slow, and owes nothing to what a turn counted: it
 * counts the past of an account that was not counted, and tells whether what was counted is right.
 */

/** What one chat comes to, while its journal is replayed. */
export class ChatRecount {
  #tally: ChatTally | null = null
  /** None while it is open. */
  stays: StayRow[] = []

  /** A step that the replay took. */
  taken(row: JournalRow, replay: ReplayedChat): void {
    if (this.stays.length > 0) return
    this.#tally = tallied(this.#tally, chatMoment(row, replay))
    const counted = countedChat(this.#tally)
    if (counted !== null) this.stays = stayRows(counted, row.seq)
  }
}

/** How one agent spent the time, while its journal is replayed. */
export class PresenceRecount {
  #since: number | null = null
  readonly figures: FigureRow[] = []

  constructor(private readonly zone: string) {}

  /** A step is about to be taken, out of the state that the replay is in. */
  coming({ at, actor }: JournalRow, replay: ReplayedAgent): void {
    const agentId = actor.slice('agent:'.length)
    if (this.#since !== null) {
      const { value, context } = replay
      this.figures.push(...presenceFigures(agentId, this.zone, this.#since, at, { value, context }))
    }
    this.#since = at
  }
}

/** What a chat was, from its whole journal; none while it is open, or where it does not replay. */
export function recountedChat(journal: readonly JournalRow[], machines?: Machines): StayRow[] {
  const [first] = journal
  if (first === undefined) return []
  const replay = new ReplayedChat(first.actor, machines)
  const recount = new ChatRecount()
  for (const row of journal) {
    if (replay.take(row).kind === 'difference') return []
    recount.taken(row, replay)
  }
  return recount.stays
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
  const recount = new PresenceRecount(zone)
  for (const row of journal) {
    recount.coming(row, replay)
    if (replay.take(row).kind === 'difference') break
  }
  const figures = new Map<string, FigureRow>()
  for (const row of recount.figures) addFigure(figures, row)
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
      for (const row of figuresOfStay(stay, zone, ratings.get(stay.chatId) ?? null)) {
        addFigure(figures, row)
      }
    }
  }
  return { stays, figures: [...figures.values()] }
}

/** What a stay adds up to, with the rating that its chat has. */
export function figuresOfStay(stay: StayRow, zone: string, rating: number | null): FigureRow[] {
  const figures = stayFigures(stay, zone)
  if (rating === null) return figures
  return [...figures, ...ratingFigures(stay, zone, { before: null, now: rating })]
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
