import { sql } from 'kysely'
import { columnName, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { Json } from './json.ts'
import { FIGURE_LIST_NAMES, FIGURE_SUMS, type FigureRow, type StayRow } from './statistics-rows.ts'
import { STAY_COLUMNS } from './statistics-statement.ts'

/* Statistics as they are stored, for those who count again: committed rows, read past the port. */

/** How far an account is, and what it has set; null where there is none. */
export async function accountAt(
  db: Db,
  accountId: string,
): Promise<{ seq: number; settings: Json; version: number | null } | null> {
  const found = await db
    .selectFrom('accounts')
    .select(['seq', 'settings', 'settingsVersion'])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (found === undefined) return null
  return { seq: found.seq, settings: found.settings, version: found.settingsVersion }
}

/** Whether the past of a zone is still being counted. */
export async function isBeingCounted(db: Db, accountId: string, zone: string): Promise<boolean> {
  const book = await db
    .selectFrom('figureBooks')
    .select('zone')
    .where('accountId', '=', accountId)
    .where('zone', '=', zone)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return book !== undefined
}

/** The stays of some chats, each found by its key. */
export async function staysAt(
  db: Db,
  accountId: string,
  keys: readonly Pick<StayRow, 'kind' | 'id' | 'cameAt' | 'chatId'>[],
): Promise<StayRow[]> {
  const wanted = keys.map(({ kind, id, cameAt, chatId }) => ({ kind, id, cameAt, chatId }))
  const columns = sql.raw(
    namesOf(STAY_COLUMNS)
      .map((name) => `s.${columnName(name)}`)
      .join(', '),
  )
  const { rows } = await sql<StayRow>`
    select ${columns}
    from json_to_recordset(${JSON.stringify(wanted)}::text::json)
      as k(kind text, id text, "cameAt" bigint, "chatId" text)
    join stays s on s.account_id = ${accountId} and s.kind = k.kind and s.id = k.id
      and s.came_at = k."cameAt" and s.chat_id = k."chatId"`.execute(db)
  return rows
}

/** Every figure of a zone. */
export async function figuresIn(db: Db, accountId: string, zone: string): Promise<FigureRow[]> {
  const counts = [...FIGURE_SUMS, ...FIGURE_LIST_NAMES]
    .map((name) => `'${name}', ${columnName(name)}`)
    .join(', ')
  const { rows } = await sql<FigureRow>`
    select zone, grain, kind, day, id, subject_id, json_build_object(${sql.raw(counts)}) as counts
    from figures where account_id = ${accountId} and zone = ${zone}`.execute(db)
  return rows
}
