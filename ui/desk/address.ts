import { TABS, type Tab } from './chat-lists.ts'

/** Where one is in the desk. */
export interface Place {
  tab: Tab
  chatId: string | null
}

/** `#/mine/chat/<id>` and shorter; what cannot be read is the start: my chats. */
export function placeAt(hash: string): Place {
  const parts = hash.replace(/^#\/?/, '').split('/').filter(Boolean)
  const tab = TABS.find((one) => one === parts[0]) ?? 'mine'
  const at = parts.indexOf('chat')
  const chatId = at < 0 ? undefined : parts[at + 1]
  return { tab, chatId: chatId === undefined ? null : decodeURIComponent(chatId) }
}

export function addressOf({ tab, chatId }: Place): string {
  return chatId === null ? `#/${tab}` : `#/${tab}/chat/${encodeURIComponent(chatId)}`
}

/** The account that a path of the desk names, `/desk/<account>`; null where it names none. */
export function accountIn(path: string): string | null {
  const [, accountId] = /^\/desk\/([\w-]{1,64})\/?$/.exec(path) ?? []
  return accountId ?? null
}

export function pathOf(accountId: string): string {
  return `/desk/${encodeURIComponent(accountId)}`
}
