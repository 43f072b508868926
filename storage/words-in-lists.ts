import { sql } from 'kysely'
import type { Json } from './json.ts'
import type { MessageRow } from './rows.ts'

/** How a message is called in lists: by its words, one without words by its first file. */
export function wordsInLists({ text, data }: Pick<MessageRow, 'text' | 'data'>): string {
  return text === null || text === '' ? firstFileName(data) : text
}

/** The same in a query over `messages`, the first `length` characters of it. */
export function wordsInListsOf(length: number) {
  return sql<string>`left(
    coalesce(nullif(messages.text, ''), messages.data #>> '{files,0,name}', ''), ${length})`
}

function firstFileName(data: Json): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return ''
  const [first] = Array.isArray(data.files) ? data.files : []
  const name =
    typeof first === 'object' && first !== null && !Array.isArray(first) ? first.name : ''
  return typeof name === 'string' ? name : ''
}
