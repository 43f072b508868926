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
import { StatisticsCheck } from './statistics-check.ts'

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
  /** Actors whose journal is not what is stored of them, and figures that are not what journals say. */
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
 * actor's snapshot, with the columns of its chat's row that come from the journal, and with what
 * statistics count of it. Memory holds a page at a time, and figures of days. Rejects as the database
 * does.
 */
export async function replayDatabase(db: Db, options: ReplayOptions = {}): Promise<DatabaseReplay> {
  const tally: DatabaseReplay = { journals: 0, events: 0, mismatches: 0, swept: 0, words: [] }
  const since = options.since ?? null
  for (const accountId of options.accountIds ?? (await accountIds(db))) {
    const check = options.machines === undefined ? await StatisticsCheck.of(db, accountId) : null
    const note = (words: string[]): void => {
      for (const one of words) noteWrong(tally, accountId, one)
    }
    await readJournals(db, accountId, since, async (stored, events) => {
      const page = new Page(accountId, stored, tally, check, options.machines)
      for await (const rows of events) for (const row of rows) page.follow(row)
      page.end()
      if (check !== null) note(await check.page(db))
    })
    if (check !== null && since === null) note(await check.figures(db))
  }
  return tally
}

/** Actors whose journals come one after the other, in the order of their names. */
class Page {
  readonly #accountId: string
  readonly #tally: DatabaseReplay
  readonly #check: StatisticsCheck | null
  readonly #machines: Machines | undefined
  readonly #actors: Map<string, ActorRow>
  readonly #chats: Map<string, StoredActors['chats'][number]>
  #replay: ReplayedChat | ReplayedAgent | null = null
  #difference: Difference | null = null

  constructor(
    accountId: string,
    { actors, chats }: StoredActors,
    tally: DatabaseReplay,
    check: StatisticsCheck | null,
    machines?: Machines,
  ) {
    this.#accountId = accountId
    this.#tally = tally
    this.#check = check
    this.#machines = machines
    this.#actors = new Map(actors.map((row) => [row.actor, row]))
    this.#chats = new Map(chats.map((row) => [`chat:${row.chatId}`, row]))
  }

  follow(row: JournalRow): void {
    if (this.#replay?.actor !== row.actor) this.#begin(row.actor)
    this.#tally.events += 1
    if (this.#difference !== null) return
    const replay = this.#replay
    if (replay === null) return
    this.#check?.coming(row, replay)
    const result = replay.take(row)
    if (result.kind === 'difference') this.#difference = result.difference
    else this.#check?.taken(row, replay)
  }

  /** What is left of the page has no journal at all. */
  end(): void {
    this.#finish()
    for (const actor of this.#actors.keys()) {
      this.#check?.missing()
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
    if (this.#difference === null) this.#check?.ended(this.#chats.get(replay.actor)?.rating ?? null)
    else this.#check?.missing()
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
    noteWrong(this.#tally, this.#accountId, words)
  }
}

function noteWrong(tally: DatabaseReplay, accountId: string, words: string): void {
  tally.mismatches += 1
  if (tally.words.length < MOST_TOLD) tally.words.push(`${accountId}: ${words}`)
}
