import type { FoundCustomer, FoundLine } from '#protocol/rest'
import { PagedList } from './paged-list.ts'
import type { Rest, SearchCursor } from './rest.ts'

/** Something that was found. */
export type Found =
  | { kind: 'customer'; customer: FoundCustomer }
  | { kind: 'line'; line: FoundLine }

/** What words are found in, customers first, then what was said, newest first. */
export type SearchReader = PagedList<string, Found, SearchCursor>

export function searchReader(rest: Pick<Rest, 'search'>, accountId: string): SearchReader {
  return new PagedList({
    keyOf: foundKey,
    load: async (text, after) => {
      const answer = await rest.search(accountId, text, after)
      if (!answer.ok) return answer
      const { customers, lines, next } = answer.value
      const items: Found[] = [
        ...customers.map((customer) => ({ kind: 'customer' as const, customer })),
        ...lines.map((line) => ({ kind: 'line' as const, line })),
      ]
      return { ok: true, value: { items, next } }
    },
  })
}

export function foundKey(found: Found): string {
  return found.kind === 'customer' ? `customer ${found.customer.customerId}` : found.line.lineId
}
