import { lineColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { LineRow } from './rows.ts'

/** A lane and the turns of an account in which somebody waited in it. */
export interface LineAsked {
  groupId: string
  /** Empty where whoever of the group may get these chats. */
  targetAgentId: string
  fromTurn: number
  /** Null: up to now. */
  toTurn: number | null
}

/** What happened to a lane meanwhile. */
export interface StoredLine {
  /** What was the answer when it began; null where none is kept. */
  answer: LineRow | null
  /** What came from the first turn to the last, ascending. */
  rows: LineRow[]
  /** Whether there is more of it. */
  more: boolean
}

/** What happened to waiting lines: committed rows. */
export interface LineShelf {
  line(accountId: string, asked: LineAsked, limit: number): Promise<StoredLine>
}

/** The log of lines on Postgres. */
export function storedLines(db: Db): LineShelf {
  return {
    async line(accountId, { groupId, targetAgentId, fromTurn, toTurn }, limit) {
      const lane = db
        .selectFrom('lineLog')
        .select(namesOf(lineColumns))
        .where('accountId', '=', accountId)
        .where('groupId', '=', groupId)
        .where('targetAgentId', '=', targetAgentId)
      const answer = await lane
        .where('kind', '=', 'answer')
        .where('turn', '<=', fromTurn)
        .orderBy('turn', 'desc')
        .limit(1)
        .executeTakeFirst()
      const during = lane.where('turn', '>=', fromTurn)
      const rows = await (toTurn === null ? during : during.where('turn', '<=', toTurn))
        .orderBy('turn')
        .limit(limit + 1)
        .execute()
      return { answer: answer ?? null, rows: rows.slice(0, limit), more: rows.length > limit }
    },
  }
}
