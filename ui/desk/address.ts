import { TABS, type Tab } from './chat-lists.ts'
import { idIn } from './id-in-address.ts'

/** Where one is in the desk. */
export interface Place {
  /** A list; `search` lists what was found. */
  tab: Tab | 'search'
  chatId: string | null
  /** The place in the conversation that is looked for: a sequence. */
  at?: number | null
  /** What narrows the list, by name. */
  query?: Readonly<Record<string, string>>
}

/** A chat in a list, and the place in it that a found line names. */
export type Stop = Readonly<Pick<Place, 'at'> & { chatId: string }>

/**
 * `#/mine/chat/<id>` and shorter, `#/closed?group=<id>`, `#/search/chat/<id>/at/<sequence>?text=…`;
 * what cannot be read is the start: my chats.
 */
export function placeAt(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const parts = path.split('/').filter(Boolean)
  const tab = parts[0] === 'search' ? 'search' : TABS.find((one) => one === parts[0])
  const after = (word: string): string | null => {
    const index = parts.indexOf(word)
    return index < 0 ? null : (parts[index + 1] ?? null)
  }
  const chatId = after('chat')
  const at = Number(after('at') ?? Number.NaN)
  return {
    tab: tab ?? 'mine',
    chatId: idIn(chatId),
    at: Number.isSafeInteger(at) ? at : null,
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

export function addressOf({ tab, chatId, at = null, query = {} }: Place): string {
  const chat = chatId === null ? '' : `/chat/${encodeURIComponent(chatId)}`
  const line = chatId === null || at === null ? '' : `/at/${at}`
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))
  const search = asked.size === 0 ? '' : `?${asked}`
  return `#/${tab}${chat}${line}${search}`
}

/** The pages of staff, as their paths begin. */
export type StaffPlace = 'desk' | 'console'

/** The account that a path of a page names, `/desk/<account>`; null where it names none. */
export function accountIn(path: string, place: StaffPlace = 'desk'): string | null {
  const [, page, accountId] = /^\/(desk|console)\/([\w-]{1,64})\/?$/.exec(path) ?? []
  return page === place ? (accountId ?? null) : null
}

export function pathOf(accountId: string, place: StaffPlace = 'desk'): string {
  return `/${place}/${encodeURIComponent(accountId)}`
}

/** The next or the previous one in an order; from nowhere, its first or its last one. */
export function beside<One>(order: readonly One[], at: number, step: 1 | -1): One | null {
  if (at < 0) return (step === 1 ? order.at(0) : order.at(-1)) ?? null
  return order[at + step] ?? null
}
