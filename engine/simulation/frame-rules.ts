import { WORDS } from './account-history.ts'
import { MADE_BY } from './simulated-ids.ts'

/** How texts of a simulated world begin: whose they are, and who may read them. */
export type Audience = 'all' | 'staff' | `personal:${string}`

export function textFor(accountId: string, audience: Audience, words: string): string {
  return `${WORDS}${accountId}:${audience}: ${words}`
}

const TEXT = new RegExp(`${WORDS}(a\\d):(all|staff|personal:[a-z0-9-]+):`, 'g')
const SAID = new RegExp(`${WORDS}a\\d:all: answer \\d+`, 'g')
const OF_ACCOUNT = /\b(a\d)-[a-z]/g
const HOST_ID = new RegExp(`[0-9a-f-]{23}-${MADE_BY.host}[0-9a-f]{10}`, 'g')
const STAFF_ONLY = /Staffname|"seq"|chatId|groupId|agentId|"details"|"subject"|"handover"/

/** What no customer's frame may hold; null where it holds nothing of it. */
export function wrongForCustomer(accountId: string, frame: string): string | null {
  for (const [text, account, audience] of frame.matchAll(TEXT)) {
    if (account !== accountId || audience !== 'all') return text
  }
  const [id] = frame.match(OF_ACCOUNT) ?? frame.match(HOST_ID) ?? frame.match(STAFF_ONLY) ?? []
  return id ?? null
}

/** What no mail to a customer may hold, and which words it brings. */
export function wordsOfMail(text: string): { wrong: string | null; said: string[] } {
  const found = [...text.matchAll(TEXT)]
  const wrong = found.find(([, , audience]) => audience !== 'all')
  const said = [...text.matchAll(SAID)].map(([words]) => words)
  return { wrong: wrong?.[0] ?? text.match(HOST_ID)?.[0] ?? null, said }
}

/** What no frame of staff may hold: another account, another person's own comments. */
export function wrongForStaff(
  accountId: string,
  personId: string,
  frame: string,
  accountOfChat: (chatId: string) => string | undefined,
): string | null {
  for (const [text, account, audience = ''] of frame.matchAll(TEXT)) {
    if (account !== accountId) return text
    if (audience.startsWith('personal:') && audience !== `personal:${personId}`) return text
  }
  for (const [id, account] of frame.matchAll(OF_ACCOUNT)) if (account !== accountId) return id
  // A refusal may name what the command itself named.
  if (frame.startsWith('{"type":"refused"')) return null
  for (const [id] of frame.matchAll(HOST_ID)) {
    const account = accountOfChat(id)
    if (account !== undefined && account !== accountId) return id
  }
  return null
}
