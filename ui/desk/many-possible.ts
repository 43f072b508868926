import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { waits } from './chat-lists.ts'

/** What can be done with many chats at once. */
export const MANY_KINDS = ['forward', 'tag', 'close', 'block'] as const
export type ManyKind = (typeof MANY_KINDS)[number]

/** Why a chat is left out, in the order in which one looks. */
const WHY: Record<string, { one: string; many: string }> = {
  loading: { one: 'is loading', many: 'are loading' },
  notYours: { one: 'is not yours', many: 'are not yours' },
  over: { one: 'is over', many: 'are over' },
  closing: { one: 'is closing', many: 'are closing' },
  blocked: { one: 'is blocked already', many: 'are blocked already' },
}

const DONE: Record<ManyKind, string> = {
  forward: 'forwarded',
  tag: 'tagged',
  close: 'closed',
  block: 'blocked',
}

/** Which of the selected chats something can be done with, and why not with the others. */
export interface ManyPossible {
  chats: readonly ChatView[]
  /** Such as *8 of 12 can be forwarded; 4 are not yours*; null where all can. */
  says: string | null
}

/**
 * What the rows themselves say: the role, who has the chat, its state. What the server knows beyond
 * that, it says for each chat when it is asked.
 */
export function manyPossible(
  kind: ManyKind,
  selected: readonly ChatView[],
  desk: DeskState | null,
): ManyPossible {
  const left = new Map<string, number>()
  const chats = selected.filter((chat) => {
    const why = whyNot(kind, chat, desk)
    if (why !== null) left.set(why, (left.get(why) ?? 0) + 1)
    return why === null
  })
  if (left.size === 0) return { chats, says: null }
  const why = Object.entries(WHY)
    .flatMap(([code, words]) => {
      const count = left.get(code) ?? 0
      return count === 0 ? [] : [`${count} ${count === 1 ? words.one : words.many}`]
    })
    .join(', ')
  const count = chats.length === 0 ? 'None' : String(chats.length)
  return { chats, says: `${count} of ${selected.length} can be ${DONE[kind]}; ${why}` }
}

function whyNot(kind: ManyKind, chat: ChatView, desk: DeskState | null): string | null {
  if (desk === null) return 'loading'
  const { me } = desk
  const reads = chat.access === 'full'
  const mine = chat.agentId === me.agentId
  const leads = me.role !== 'agent'
  switch (kind) {
    case 'forward':
      return whyNotOpen(chat)
    case 'close':
      return reads && (leads || mine) ? whyNotOpen(chat) : 'notYours'
    case 'tag':
      return reads && (leads || mine) ? null : 'notYours'
    case 'block': {
      const isInLine = chat.open && (waits(chat) || chat.state === 'offered')
      const asAgent = isInLine ? me.groupIds.includes(chat.groupId) : chat.open && mine
      if (!reads || !(leads || asAgent)) return 'notYours'
      return chat.state === 'blocked' ? 'blocked' : null
    }
  }
}

function whyNotOpen(chat: ChatView): string | null {
  if (!chat.open) return 'over'
  return chat.state === 'closing' ? 'closing' : null
}

/** How a dialog names what it is about: one customer, or how many chats. */
export function subjectOf(chats: readonly ChatView[]): string {
  const [chat] = chats
  return chats.length === 1 && chat !== undefined ? chat.customerName : `${chats.length} chats`
}
