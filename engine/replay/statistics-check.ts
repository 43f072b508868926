import { firstDifference } from '#machines/json-difference'
import type { Db } from '#storage/database'
import type { JournalRow } from '#storage/rows'
import { accountAt, figuresIn, isBeingCounted, staysAt } from '#storage/statistics-audit'
import { addFigure, figureKey } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import { settingsOf } from '../host/settings.ts'
import { ChatRecount, PresenceRecount, figuresOfStay } from '../statistics/recount.ts'
import { isSame } from './compare.ts'
import { ReplayedAgent } from './replayed-agent.ts'
import { ReplayedChat } from './replayed-chat.ts'

/**
 * Counts an account again while its journals are replayed, and compares that with what statistics
 * have of it: each chat's stays, and, where all journals are there and nothing happens meanwhile,
 * every figure in the account's time zone.
 */
export class StatisticsCheck {
  readonly #accountId: string
  readonly #zone: string
  readonly #seq: number
  readonly #figures = new Map<string, FigureRow>()
  #actor: string | null = null
  #counting: ChatRecount | PresenceRecount | null = null
  #stays: StayRow[] = []
  /** Whether every journal there is was replayed to its end. */
  #isWhole = true

  private constructor(accountId: string, zone: string, seq: number) {
    this.#accountId = accountId
    this.#zone = zone
    this.#seq = seq
  }

  /** Null where there is no such account. */
  static async of(db: Db, accountId: string): Promise<StatisticsCheck | null> {
    const account = await accountAt(db, accountId)
    if (account === null) return null
    const { seq, settings, version } = account
    const { timeZone } = settingsOf(version === null ? null : { version, settings }).values
    return new StatisticsCheck(accountId, timeZone, seq)
  }

  /** A step is about to be taken. */
  coming(row: JournalRow, replay: ReplayedChat | ReplayedAgent): void {
    if (row.actor !== this.#actor) {
      this.#actor = row.actor
      const isChat = replay instanceof ReplayedChat
      this.#counting = isChat ? new ChatRecount() : new PresenceRecount(this.#zone)
    }
    if (replay instanceof ReplayedAgent && this.#counting instanceof PresenceRecount) {
      this.#counting.coming(row, replay)
    }
  }

  /** It was taken. */
  taken(row: JournalRow, replay: ReplayedChat | ReplayedAgent): void {
    if (replay instanceof ReplayedChat && this.#counting instanceof ChatRecount) {
      this.#counting.taken(row, replay)
    }
  }

  /** An actor's journal was replayed to its end; of a chat with the rating that it has. */
  ended(rating: number | null): void {
    const counting = this.#counting
    if (counting instanceof PresenceRecount) {
      for (const row of counting.figures) addFigure(this.#figures, row)
    }
    if (counting instanceof ChatRecount) {
      this.#stays.push(...counting.stays)
      for (const stay of counting.stays) {
        for (const row of figuresOfStay(stay, this.#zone, rating)) addFigure(this.#figures, row)
      }
    }
    this.#counting = null
  }

  /** A journal does not replay, or is not there: figures cannot be compared. */
  missing(): void {
    this.#isWhole = false
    this.#counting = null
  }

  /** What of the stays of a page is not as its journals say, in words. */
  async page(db: Db): Promise<string[]> {
    const wanted = this.#stays.splice(0)
    if (wanted.length === 0) return []
    const found = new Map(
      (await staysAt(db, this.#accountId, wanted)).map((stay) => [stayKey(stay), stay]),
    )
    return wanted.flatMap((stay) => {
      const stored = found.get(stayKey(stay))
      const whose = `chat:${stay.chatId}: its stay of ${stay.kind} ${stay.id}`
      if (stored === undefined) return [`${whose} is missing`]
      return isSame(stored, stay) ? [] : [`${whose} has ${differing(stored, stay)}`]
    })
  }

  /** What of the figures is not as the journals say, in words; none where that cannot be told. */
  async figures(db: Db): Promise<string[]> {
    if (!this.#isWhole || (await isBeingCounted(db, this.#accountId, this.#zone))) return []
    const stored = await figuresIn(db, this.#accountId, this.#zone)
    const now = await accountAt(db, this.#accountId)
    if (now?.seq !== this.#seq) return []
    const known = new Map(stored.map((row) => [figureKey(row), row]))
    const wrong = [...this.#figures].flatMap(([key, row]) => {
      const found = known.get(key)
      known.delete(key)
      if (found === undefined) return [`figure ${key} is missing`]
      return isSame(found.counts, row.counts)
        ? []
        : [`figure ${key} has ${differing(found.counts, row.counts)}`]
    })
    return [...wrong, ...[...known.keys()].map((key) => `figure ${key} is of nothing`)]
  }
}

function stayKey({ chatId, kind, id, cameAt }: StayRow): string {
  return `${chatId} ${kind} ${id} ${cameAt}`
}

function differing(stored: object, wanted: object): string {
  const names = Object.keys(wanted).filter((name) => {
    const [a, b] = [stored, wanted].map((row) => (row as Record<string, unknown>)[name])
    return !isSame(a, b)
  })
  const found = firstDifference(stored, wanted)
  return `${names.join(', ')}: ${found?.expected} for ${found?.got}`
}
