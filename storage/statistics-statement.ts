import { columnName } from './columns.ts'
import type { SqlType } from './columns.ts'
import type { ParameterNumbers } from './row-parameters.ts'
import {
  FIGURE_LISTS,
  FIGURE_LIST_NAMES,
  FIGURE_SUMS,
  type FigureRow,
  type StayRow,
} from './statistics-rows.ts'

/*
 * Stays and figures come as one JSON parameter each: only batches in which something is counted
 * have them, and figures are few.
 */

export const STAY_COLUMNS: { readonly [Name in keyof StayRow]: SqlType } = {
  kind: 'text',
  id: 'text',
  chatId: 'text',
  channelId: 'text',
  seq: 'bigint',
  cameAt: 'bigint',
  chats: 'integer',
  answered: 'integer',
  handedOver: 'boolean',
  handoverMs: 'bigint',
  cameAgain: 'boolean',
  subjectId: 'text',
  abandoned: 'boolean',
  blocked: 'boolean',
  leftMessage: 'boolean',
  last: 'boolean',
  forwards: 'integer',
  forwardsIn: 'integer',
  overflows: 'integer',
  offers: 'integer',
  accepted: 'integer',
  declined: 'integer',
  missed: 'integer',
  returned: 'integer',
  customerMessages: 'integer',
  agentMessages: 'integer',
  durationMs: 'bigint',
  waitedMs: 'bigint',
  handlingMs: 'bigint',
  waitingMs: 'bigint',
  firstResponseMs: 'bigint',
  repliesMs: 'json',
}

const KEYS = {
  zone: 'text',
  grain: 'text',
  kind: 'text',
  day: 'integer',
  id: 'text',
  subjectId: 'text',
} as const

/** Writes stays; `account` is the SQL of their account's id, over the rows `x`, and `join` has it. */
export function stayInsertion(numbers: ParameterNumbers, account: string, join: string): string {
  const names = Object.keys(STAY_COLUMNS)
  const types = Object.entries(STAY_COLUMNS).map(([name, type]) => `"${name}" ${type}`)
  return `insert into stays (account_id, ${names.map(columnName).join(', ')})
    select ${account}, ${names.map((name) => `x."${name}"`).join(', ')}
    from json_to_recordset(${numbers.next()}::text::json) as x(place integer, ${types.join(', ')})
    ${join}`
}

/**
 * Adds figures to what is there, rows in the order of their keys: of several writers none waits for
 * another that waits for it.
 */
export function figureAddition(numbers: ParameterNumbers, account: string, join: string): string {
  const counts = [...FIGURE_SUMS, ...FIGURE_LIST_NAMES]
  const types = [
    ...Object.entries(KEYS).map(([name, type]) => `"${name}" ${type}`),
    ...FIGURE_SUMS.map((name) => `"${name}" bigint`),
    ...FIGURE_LIST_NAMES.map((name) => `"${name}" integer[]`),
  ]
  const added = [
    ...FIGURE_SUMS.map(columnName).map((name) => `${name} = f.${name} + excluded.${name}`),
    ...FIGURE_LIST_NAMES.map((name) => {
      const column = columnName(name)
      const items = Array.from({ length: FIGURE_LISTS[name] }, (_, at) => `[${at + 1}]`)
      const sums = items.map((item) => `f.${column}${item} + excluded.${column}${item}`)
      return `${column} = array[${sums.join(', ')}]`
    }),
  ]
  const keys = Object.keys(KEYS)
  return `insert into figures as f (account_id, ${[...keys, ...counts].map(columnName).join(', ')})
    select ${account}, ${[...keys, ...counts].map((name) => `x."${name}"`).join(', ')}
    from json_to_recordset(${numbers.next()}::text::json) as x(place integer, ${types.join(', ')})
    ${join}
    order by ${[account, ...Object.entries(KEYS).map(inOrder)].join(', ')}
    on conflict (account_id, zone, grain, kind, day, id, subject_id) do update set ${added.join(', ')}`
}

/** The parameter of `stayInsertion`: `rows[p]` are those of place `p`. */
export function stayParameter(rows: StayRow[][]): string {
  return JSON.stringify(rows.flatMap((some, place) => some.map((row) => ({ place, ...row }))))
}

/** The parameter of `figureAddition`. */
export function figureParameter(rows: FigureRow[][]): string {
  return JSON.stringify(
    rows.flatMap((some, place) =>
      some.map(({ counts, ...keys }) => ({ place, ...keys, ...counts })),
    ),
  )
}

/** As the keys' columns compare. */
function inOrder([name, type]: [string, string]): string {
  return type === 'text' ? `x."${name}" collate "C"` : `x."${name}"`
}
