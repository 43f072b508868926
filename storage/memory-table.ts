import { Rejected } from './store.ts'

/** Rows by their key, which is unique, as is each of the further keys. */
export class Table<Row> {
  readonly rows = new Map<string, Row>()
  readonly #taken = new Set<string>()

  constructor(
    readonly name: string,
    readonly key: (row: Row) => string,
    readonly alsoUnique: (row: Row) => string | null = () => null,
  ) {}

  /** @throws Rejected where one of the rows is there already, or twice among them. */
  checkNew(rows: Row[]): void {
    this.checkOnce(rows)
    const taken = new Set<string>()
    for (const row of rows) {
      const other = this.alsoUnique(row)
      if (this.rows.has(this.key(row))) throw new Rejected(`${this.name} ${this.key(row)} exists`)
      if (other === null) continue
      if (this.#taken.has(other) || taken.has(other)) {
        throw new Rejected(`${this.name} ${other} exists`)
      }
      taken.add(other)
    }
  }

  /** @throws Rejected where a row is twice among them. */
  checkOnce(rows: Row[]): void {
    const keys = new Set(rows.map(this.key))
    if (keys.size < rows.length) throw new Rejected(`a row of ${this.name} is twice in the batch`)
  }

  put(rows: Row[]): void {
    for (const row of rows) {
      this.rows.set(this.key(row), row)
      const other = this.alsoUnique(row)
      if (other !== null) this.#taken.add(other)
    }
  }

  remove(row: Row): void {
    this.rows.delete(this.key(row))
    const other = this.alsoUnique(row)
    if (other !== null) this.#taken.delete(other)
  }

  all(): Row[] {
    return [...this.rows.values()]
  }

  sorted(): Row[] {
    return [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  }
}

/** The rows of these keys that are there, by key. */
export function pick<Row>(table: Table<Row>, keys: string[]): Row[] {
  return copy([...new Set(keys)].sort().flatMap((one) => table.rows.get(one) ?? []))
}

/** Removes at most `limit` rows that are over, and says how many. */
export function sweepTable<Row>(
  table: Table<Row>,
  limit: number,
  isOver: (row: Row) => boolean,
): number {
  const over = table.all().filter(isOver).slice(0, Math.max(0, limit))
  for (const row of over) table.remove(row)
  return over.length
}

/** The last `limit` of rows in their order. */
export function newest<Row>(rows: Row[], limit: number): Row[] {
  return rows.slice(Math.max(0, rows.length - limit))
}

/** Parts of a key, joined by what no id holds. */
export function key(...parts: string[]): string {
  return parts.join('\u0001')
}

/** M1: as it would come back from a database, without what JSON cannot hold. */
export function copy<T>(value: T): T {
  const copied: T = JSON.parse(JSON.stringify(value))
  return copied
}
