import { differenceWords } from '#machines/difference'
import type { Difference } from '#machines/difference'
import type { PlainSnapshot } from '#machines/step'
import type { Machines } from '#machines/versions'
import type { Db } from '#storage/database'
import { accountIds, readJournals } from '#storage/journals'
import type { StoredActors } from '#storage/journals'
import type { ActorRow, JournalRow } from '#storage/rows'
import { wrongColumns } from './compare.ts'
import type { ReplayedAgent } from './replayed-agent.ts'
import { ReplayedChat } from './replayed-chat.ts'
import { replayed } from './replayed.ts'

/** Differences that are told in words; the others are counted. */
const MOST_TOLD = 20

export interface ReplayOptions {
  /** Only actors that something happened to since then, from their birth; null: all. */
  since?: number | null
  /** Only these accounts; null: all. */
  accountIds?: readonly string[] | null
  machines?: Machines
}

export interface DatabaseReplay {
  journals: number
  events: number
  /** Actors whose journal is not what is stored of them. */
  mismatches: number
  /** Closed chats whose journal retention removed already. */
  swept: number
  /** The first of them in words. */
  words: string[]
}

/** What is printed of it as JSON. */
export interface ReplayFigures {
  journals: number
  replayMismatches: number
  eventsPerSecond: number
}

export function figuresOf(replayed: DatabaseReplay, seconds: number): ReplayFigures {
  const { journals, events, mismatches } = replayed
  const eventsPerSecond = Math.round(events / Math.max(seconds, 0.001))
  return { journals, replayMismatches: mismatches, eventsPerSecond }
}

/**
 * Replays the journals of a database from their births, and compares what comes of each with the
 * actor's snapshot and with the columns of its chat's row that come from the journal. Memory holds
 * a page at a time, however much there is. Rejects as the database does.
 */
export async function replayDatabase(db: Db, options: ReplayOptions = {}): Promise<DatabaseReplay> {
  const tally: DatabaseReplay = { journals: 0, events: 0, mismatches: 0, swept: 0, words: [] }
  for (const accountId of options.accountIds ?? (await accountIds(db))) {
    await readJournals(db, accountId, options.since ?? null, async (stored, events) => {
      const page = new Page(accountId, stored, tally, options.machines)
      for await (const rows of events) for (const row of rows) page.follow(row)
      page.end()
    })
  }
  return tally
}

/** Actors whose journals come one after the other, in the order of their names. */
class Page {
  readonly #accountId: string
  readonly #tally: DatabaseReplay
  readonly #machines: Machines | undefined
  readonly #actors: Map<string, ActorRow>
  readonly #chats: Map<string, StoredActors['chats'][number]>
  #replay: ReplayedChat | ReplayedAgent | null = null
  #difference: Difference | null = null

  constructor(
    accountId: string,
    { actors, chats }: StoredActors,
    tally: DatabaseReplay,
    machines?: Machines,
  ) {
    this.#accountId = accountId
    this.#tally = tally
    this.#machines = machines
    this.#actors = new Map(actors.map((row) => [row.actor, row]))
    this.#chats = new Map(chats.map((row) => [`chat:${row.chatId}`, row]))
  }

  follow(row: JournalRow): void {
    if (this.#replay?.actor !== row.actor) this.#begin(row.actor)
    this.#tally.events += 1
    if (this.#difference !== null) return
    const result = this.#replay?.take(row)
    if (result?.kind === 'difference') this.#difference = result.difference
  }

  /** What is left of the page has no journal at all. */
  end(): void {
    this.#finish()
    for (const actor of this.#actors.keys()) {
      if (this.#chats.get(actor)?.journalSwept === true) this.#tally.swept += 1
      else this.#wrong(`${actor}: its journal is missing`)
    }
  }

  #begin(actor: string): void {
    this.#finish()
    this.#tally.journals += 1
    this.#replay = replayed(actor, this.#machines)
    this.#difference = null
  }

  #finish(): void {
    const replay = this.#replay
    if (replay === null) return
    this.#replay = null
    const words = this.#difference ? differenceWords(this.#difference) : this.#judge(replay)
    this.#actors.delete(replay.actor)
    if (words !== null) this.#wrong(words)
  }

  /** What of an actor is not stored as its journal says; null where all is. */
  #judge(replay: ReplayedChat | ReplayedAgent): string | null {
    const { actor } = replay
    const stored = this.#actors.get(actor)
    if (stored === undefined) return `${actor}: its snapshot is missing`
    const kept: unknown = stored.snapshot
    const wrong = replay.compare(stored.machine, stored.seq, kept as PlainSnapshot)
    if (wrong !== null) return differenceWords(wrong)
    if (!(replay instanceof ReplayedChat)) return null
    const row = this.#chats.get(actor)
    if (row === undefined) return `${actor}: its row among the chats is missing`
    const columns = wrongColumns(row, replay.columns)
    if (columns.length === 0) return null
    return `${actor}: among the chats its row has ${columns.join(', ')}`
  }

  #wrong(words: string): void {
    this.#tally.mismatches += 1
    if (this.#tally.words.length < MOST_TOLD) this.#tally.words.push(`${this.#accountId}: ${words}`)
  }
}
