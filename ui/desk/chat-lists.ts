import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'

export const TABS = ['mine', 'queue', 'team', 'closed'] as const

export type Tab = (typeof TABS)[number]

/** Which tabs there are: a line to pick from exists only where chats are taken by hand. */
export function tabsOf(desk: DeskState): readonly Tab[] {
  return desk.settings.assignment === 'byHand' ? TABS : TABS.filter((tab) => tab !== 'queue')
}

/** In which tab a chat stands; null once it is over. */
export function tabOf(chat: ChatView, desk: DeskState): Exclude<Tab, 'closed'> | null {
  const { me, settings } = desk
  if (!chat.open) return null
  if (chat.agentId === me.agentId || chat.targetAgentId === me.agentId) return 'mine'
  if (waits(chat) && settings.assignment === 'byHand') return 'queue'
  return 'team'
}

/** The chats of the tabs that are live, in their order. */
export interface ChatLists {
  mine: readonly ChatView[]
  queue: readonly ChatView[]
  /** What waits first, where a role sees that under automatic assignment. */
  team: readonly ChatView[]
  /** How many of the team's chats wait. */
  waiting: number
}

const known = new WeakMap<DeskState['chats'], { desk: DeskState; lists: ChatLists }>()

/** The lists of a desk; made once for each state of it. */
export function chatLists(desk: DeskState): ChatLists {
  const before = known.get(desk.chats)
  if (before?.desk.settings === desk.settings && before.desk.me === desk.me) return before.lists
  const lists = makeLists(desk)
  known.set(desk.chats, { desk, lists })
  return lists
}

function makeLists(desk: DeskState): ChatLists {
  const mine: ChatView[] = []
  const queue: ChatView[] = []
  const waiting: ChatView[] = []
  const team: ChatView[] = []
  for (const chat of desk.chats.values()) {
    switch (tabOf(chat, desk)) {
      case 'mine':
        mine.push(chat)
        break
      case 'queue':
        queue.push(chat)
        break
      case 'team':
        if (waits(chat)) waiting.push(chat)
        else team.push(chat)
        break
      default:
    }
  }
  const inLine = queueOrder(desk.settings.queueOrder)
  mine.sort(byUrgency)
  queue.sort(inLine)
  waiting.sort(inLine)
  team.sort(byUrgency)
  return { mine, queue, team: [...waiting, ...team], waiting: waiting.length }
}

/** What of a chat I have not read: messages, where it is mine, and what names me. */
export function unreadIn(
  chat: Pick<ChatView, 'chatId' | 'agentId' | 'unread'>,
  desk: Pick<DeskState, 'me' | 'mentions'>,
): { messages: number; mentions: number } {
  return {
    messages: chat.agentId === desk.me.agentId ? chat.unread : 0,
    mentions: desk.mentions.filter(({ chatId }) => chatId === chat.chatId).length,
  }
}

/** Counts of the tabs, from what the desk holds. */
export interface TabCounts {
  mine: number
  queue: number
  team: number
  /** Messages in my chats that I have not read, and comments that name me, in whatever chat. */
  unread: number
  /** Customers in the lines of my groups whom I do not see as rows. */
  waitingUnseen: number
}

/** Everything that the desk counts: in tabs, in the page's title, beside a list. */
export function tabCounts(desk: DeskState): TabCounts {
  const { mine, queue, team } = chatLists(desk)
  const seesWaiting = desk.settings.assignment === 'byHand' || desk.me.role !== 'agent'
  let waitingUnseen = 0
  if (!seesWaiting) {
    for (const groupId of desk.me.groupIds) waitingUnseen += desk.groups.get(groupId)?.waiting ?? 0
  }
  return {
    mine: mine.length,
    queue: queue.length,
    team: team.length,
    unread: mine.reduce((sum, chat) => sum + unreadIn(chat, desk).messages, desk.mentions.length),
    waitingUnseen,
  }
}

/** Whether a chat of the team stands in a line. */
export function waits({ state, targetAgentId }: ChatView): boolean {
  return (state === 'queued' || state === 'forwarded') && targetAgentId === null
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
      return (a, b) => waitsFrom(b) - waitsFrom(a) || compareIds(a, b)
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
  return a.chatId < b.chatId ? -1 : a.chatId > b.chatId ? 1 : 0
}
