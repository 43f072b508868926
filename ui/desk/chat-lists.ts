import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'

export const TABS = ['mine', 'queue', 'team'] as const

export type Tab = (typeof TABS)[number]

/** Which tabs there are: a line to pick from exists only where chats are taken by hand. */
export function tabsOf(desk: DeskState): readonly Tab[] {
  return desk.settings.assignment === 'byHand' ? TABS : TABS.filter((tab) => tab !== 'queue')
}

/** In which tab a chat stands; null once it is over. */
export function tabOf(chat: ChatView, desk: DeskState): Tab | null {
  const { me, settings } = desk
  if (!chat.open) return null
  if (chat.agentId === me.agentId || chat.targetAgentId === me.agentId) return 'mine'
  const waits = chat.state === 'queued' || chat.state === 'forwarded'
  if (waits && chat.targetAgentId === null && settings.assignment === 'byHand') return 'queue'
  return 'team'
}

/** The chats of every tab, in their order. */
export function chatLists(desk: DeskState): Record<Tab, ChatView[]> {
  const lists: Record<Tab, ChatView[]> = { mine: [], queue: [], team: [] }
  for (const chat of desk.chats.values()) {
    const tab = tabOf(chat, desk)
    if (tab !== null) lists[tab].push(chat)
  }
  lists.mine.sort(byUrgency)
  lists.queue.sort(queueOrder(desk.settings.queueOrder))
  lists.team.sort(byUrgency)
  return lists
}

/** What wants an answer first: offers, then who waits longest, then the newest words. */
function byUrgency(a: ChatView, b: ChatView): number {
  return (
    rank(a) - rank(b) ||
    (rank(a) < 2 ? waitsFrom(a) - waitsFrom(b) : lastWords(b) - lastWords(a)) ||
    compareIds(a, b)
  )
}

function rank(chat: ChatView): number {
  if (chat.state === 'offered' || chat.state === 'forwarded') return 0
  return chat.state === 'assigned.awaitingAgent' || chat.state === 'queued' ? 1 : 2
}

function queueOrder(
  order: DeskState['settings']['queueOrder'],
): (a: ChatView, b: ChatView) => number {
  // the place in the line is by the first waiting, as the machine takes it
  const place = (chat: ChatView) => chat.firstWaitingAt ?? waitsFrom(chat)
  const longestFirst = (a: ChatView, b: ChatView) => place(a) - place(b) || compareIds(a, b)
  switch (order) {
    case 'longestWaiting':
      return longestFirst
    case 'newest':
      return (a, b) => longestFirst(b, a)
    case 'priority':
      return (a, b) => b.priority - a.priority || longestFirst(a, b)
  }
}

function waitsFrom(chat: ChatView): number {
  return chat.unansweredSince ?? chat.firstWaitingAt ?? chat.openedAt
}

function lastWords(chat: ChatView): number {
  return chat.preview?.at ?? chat.openedAt
}

function compareIds(a: ChatView, b: ChatView): number {
  return a.chatId < b.chatId ? -1 : 1
}
