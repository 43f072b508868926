import canonicalize from 'canonicalize'
import { firstDifference } from '#machines/json-difference'
import type { ChatRow } from '#storage/rows'

/** Whether two values have the same canonical JSON (RFC 8785). */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || canonicalize(a) === canonicalize(b)
}

/** Which columns of a chat's row are not what its journal says. */
export function wrongColumns(row: ChatRow, columns: Partial<ChatRow>): string[] {
  return Object.entries(columns).flatMap(([name, value]) => {
    const stored: unknown = row[name as keyof ChatRow]
    if (isSame(stored, value)) return []
    const found = firstDifference(stored, value)
    return `${name} ${found?.expected} for ${found?.got}`
  })
}
