import { CONSOLE_PAGES, type ConsolePageId } from './console-pages.ts'

/** Where one is in the console: a page, and maybe one of the things that it lists. */
export interface ConsolePlace {
  page: ConsolePageId
  /** `new` for one that is being made. */
  itemId: string | null
}

/** `#/people`, `#/people/<id>`; null for the start, which lists the pages, and for places elsewhere. */
export function consolePlaceAt(hash: string): ConsolePlace | null {
  const [path = ''] = hash.replace(/^#\/?/, '').split('?')
  const [name, itemId = ''] = path.split('/')
  const page = CONSOLE_PAGES.find((one) => one === name)
  return page === undefined ? null : { page, itemId: itemId === '' ? null : decoded(itemId) }
}

export function consoleAddress(page: ConsolePageId, itemId: string | null = null): string {
  return itemId === null ? `#/${page}` : `#/${page}/${encodeURIComponent(itemId)}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
