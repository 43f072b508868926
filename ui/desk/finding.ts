import { archiveReader, type ArchiveReader } from '../client/archive-reader.ts'
import type { Rest } from '../client/rest.ts'
import { searchReader, type SearchReader } from '../client/search-reader.ts'
import type { Place } from './address.ts'
import { archiveAsked, filterIn } from './archive-filter.ts'

/** Asks by REST for what closed chats and searches show. */
export type Finder = Pick<Rest, 'closedChats' | 'search'>

/** What is found in one account: of another one nothing is shown or taken for asked. */
export class Finding {
  readonly archive: ArchiveReader
  readonly found: SearchReader
  #shows = ''
  #erasures = 0

  constructor(
    finder: Finder,
    readonly accountId: string,
  ) {
    this.archive = archiveReader(finder, accountId)
    this.found = searchReader(finder, accountId)
  }

  /**
   * Asks for what a place shows, once for each arrival there, and anew where words were erased since:
   * what was found before is not shown any longer.
   */
  arrive({ tab, query = {} }: Place, erasures = this.#erasures): void {
    const shows = `${tab} ${JSON.stringify(query)}`
    const isErased = erasures !== this.#erasures
    this.#erasures = erasures
    if (isErased) for (const list of [this.archive, this.found]) list.forget()
    if (shows === this.#shows && !isErased) return
    this.#shows = shows
    if (tab === 'closed') void this.archive.ask(archiveAsked(filterIn(query)))
    if (tab === 'search' && query['text']) void this.found.ask(query['text'])
  }
}
