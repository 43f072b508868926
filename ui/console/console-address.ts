import { CONSOLE_PAGES, type ConsolePageId } from './console-pages.ts'

/** Where one is in the console: a page, and maybe one of the things that it lists. */
export interface ConsolePlace {
  page: ConsolePageId
  /** `new` for one that is being made. */
  itemId: string | null
  /** What narrows it, by name. */
  query: Readonly<Record<string, string>>
}

/** `#/people`, `#/people/<id>`, `#/statistics?report=groups`; null for the start, which lists the pages, and for places elsewhere. */
export function consolePlaceAt(hash: string): ConsolePlace | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [name, itemId = ''] = path.split('/')
  const page = CONSOLE_PAGES.find((one) => one === name)
  if (page === undefined) return null
  const query = Object.fromEntries(new URLSearchParams(search))
  return { page, itemId: itemId === '' ? null : decoded(itemId), query }
}

export function consoleAddress(
  page: ConsolePageId,
  itemId: string | null = null,
  query: Readonly<Record<string, string>> = {},
): string {
  const path = itemId === null ? `#/${page}` : `#/${page}/${encodeURIComponent(itemId)}`
  const asked = new URLSearchParams(query)
  return asked.size === 0 ? path : `${path}?${asked}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
