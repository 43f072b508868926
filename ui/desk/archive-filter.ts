import type { ArchiveAsked } from '../client/rest.ts'

/** What the archive can be narrowed by, as the page's address names it. */
export const FILTERS = [
  'group',
  'agent',
  'customer',
  'channel',
  'tag',
  'since',
  'until',
  'text',
] as const

export type FilterName = (typeof FILTERS)[number]

export type Filter = Readonly<Partial<Record<FilterName, string>>>

const ID = /^[A-Za-z0-9_-]{1,64}$/

/** The filter in an address; what cannot be meant is left out. */
export function filterIn(query: Readonly<Record<string, string>>): Filter {
  const filter: Partial<Record<FilterName, string>> = {}
  for (const name of FILTERS) {
    const value = query[name]?.trim() ?? ''
    if (value !== '' && isMeant(name, value)) filter[name] = value
  }
  return filter
}

/** What the server is asked: days begin and end where this browser is. */
export function archiveAsked(filter: Filter): ArchiveAsked {
  const { since, until } = filter
  return {
    groupId: filter.group,
    agentId: filter.agent,
    customerId: filter.customer,
    channelId: filter.channel,
    tagId: filter.tag,
    closedFrom: since === undefined ? undefined : dayStart(since, 0),
    closedBefore: until === undefined ? undefined : dayStart(until, 1),
    text: filter.text,
  }
}

function isMeant(name: FilterName, value: string): boolean {
  switch (name) {
    case 'since':
    case 'until':
      return /^\d{4}-\d\d-\d\d$/.test(value) && dayStart(value, 0) >= 0
    case 'text':
      return value.length <= 500
    default:
      return ID.test(value)
  }
}

function dayStart(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).getTime()
}
