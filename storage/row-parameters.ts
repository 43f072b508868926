import { type Columns, columnName, namesOf } from './columns.ts'

/*
 * Rows travel to Postgres by column, one parameter for each column: an array literal, or for JSON
 * the JSON text of an array. Postgres reads that a quarter faster than JSON texts of whole rows.
 * All are texts that are cast there: a client that knew the type `json` would encode them again.
 */

/** Where and how rows of one kind are written. */
export interface Target<Row> {
  table: string
  columns: Columns<Row>
  /** Properties that, with the account, name a stored row to be replaced; none: a double is refused. */
  replaceBy?: (keyof Row & string)[]
  /** A stored row is replaced only by one that has as much of this, or more. */
  neverLess?: keyof Row & string
  /** What is stored of this stays, once there is something. */
  onceSet?: keyof Row & string
  orderBy?: string
  /** Columns that the rows do not bring, as SQL over the row `x`; `$1` is the account where there is no join. */
  more?: Record<string, string>
}

/** Numbers the parameters of one statement, from `$1`. */
export class ParameterNumbers {
  #last = 0

  next(): string {
    this.#last += 1
    return `$${this.#last}`
  }
}

/**
 * An insertion of rows that come as parameters. `account` is the SQL of their account's id, `join`
 * what has it, over the rows' column `place`; without a join the rows have no places.
 */
export function insertion<Row>(
  { table, columns, replaceBy, neverLess, onceSet, orderBy, more = {} }: Target<Row>,
  numbers: ParameterNumbers,
  account: string,
  join: string | null,
): string {
  const names = namesOf(columns)
  const into = ['account_id', ...names.map(quotedColumn), ...Object.keys(more)]
  const values = [account, ...names.map((name) => `x."${name}"`), ...Object.values(more)]
  const lines = [
    `insert into ${table} (${into.join(', ')})`,
    `select ${values.join(', ')} from (${rowSource(columns, numbers, join !== null)}) x`,
  ]
  if (join) lines.push(join)
  if (orderBy) lines.push(`order by ${orderBy}`)
  if (replaceBy) {
    const changed = [
      ...names.filter((name) => !replaceBy.includes(name) && name !== onceSet).map(quotedColumn),
      ...Object.keys(more),
    ]
    const sets = changed.map((column) => `${column} = excluded.${column}`)
    if (onceSet) {
      const column = quotedColumn(onceSet)
      sets.push(`${column} = coalesce(${table}.${column}, excluded.${column})`)
    }
    lines.push(
      `on conflict (account_id, ${replaceBy.map(quotedColumn).join(', ')}) do update`,
      `set ${sets.join(', ')}`,
    )
    if (neverLess) {
      const column = quotedColumn(neverLess)
      lines.push(`where ${table}.${column} <= excluded.${column}`)
    }
  }
  return lines.join('\n')
}

/** A query of the rows that `addRows` gives as parameters; their names are the properties'. */
export function rowSource<Row>(
  columns: Columns<Row>,
  numbers: ParameterNumbers,
  hasPlaces: boolean,
): string {
  const places = hasPlaces ? [`unnest(${numbers.next()}::text::integer[]) place`] : []
  const values = namesOf(columns).map((name) =>
    columns[name] === 'json'
      ? `json_array_elements(${numbers.next()}::text::json) "${name}"`
      : `unnest(${numbers.next()}::text::${columns[name]}[]) "${name}"`,
  )
  return `select ${[...places, ...values].join(', ')}`
}

/** Adds the parameters of a `rowSource` with places: `rows[p]` are those of place `p`. */
export function addPlacedRows<Row>(
  parameters: string[],
  columns: Columns<Row>,
  rows: Row[][],
): void {
  const places = rows.map((some, place) => `,${place}`.repeat(some.length)).join('')
  parameters.push(`{${places.slice(1)}}`)
  addRows(parameters, columns, rows.length === 1 ? (rows[0] ?? []) : rows.flat())
}

/** Adds the parameters of a `rowSource` without places. */
export function addRows<Row>(parameters: string[], columns: Columns<Row>, rows: Row[]): void {
  for (const name of namesOf(columns)) {
    parameters.push(
      columns[name] === 'json'
        ? JSON.stringify(rows.map((row) => row[name]))
        : arrayLiteral(rows, name),
    )
  }
}

/** SQL that makes a row one JSON object, as the row's type has it. */
export function jsonObject<Row>(columns: Columns<Row>, alias: string): string {
  const fields = namesOf(columns).map((name) => `'${name}', ${alias}.${quotedColumn(name)}`)
  return `json_build_object(${fields.join(', ')})`
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayLiteral<Row>(rows: Row[], name: keyof Row): string {
  let literal = ''
  for (const row of rows) {
    const value = row[name]
    if (typeof value === 'string') {
      const isPlain = !value.includes('"') && !value.includes('\\')
      literal += `,"${isPlain ? value : value.replace(/["\\]/g, '\\$&')}"`
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      literal += `,${value}`
    } else {
      literal += ',NULL'
    }
  }
  return `{${literal.slice(1)}}`
}

function quotedColumn(property: string): string {
  return `"${columnName(property)}"`
}
