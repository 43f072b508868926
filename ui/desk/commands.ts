import { msg, str } from '@lit/localize'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { ChatView, Possibilities } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import type { Place, Stop } from './address.ts'
import { tabsOf, type Tab } from './chat-lists.ts'
import { closingAsks } from './close-dialog.ts'
import type { DeskEvents } from './desk-events.ts'
import type { WritingMode } from './drafts.ts'
import { standsAgainst } from './refusal-words.ts'

/*
 * All that one can do at the desk, once: the keys, the command bar, the list under `?`, the tooltips
 * and `aria-keyshortcuts` are made of it.
 *
 * D1 whether something is possible is the same answer as its button's. D2 a key without Ctrl, Cmd or
 * Alt works only while nobody types, and can be switched off (WCAG 2.1.4): each of those has another.
 */

/** What commands need of the desk. */
export interface CommandDesk {
  /** Null while it loads. */
  readonly desk: DeskState | null
  readonly place: Place
  /** The chat that one looks at, and what can be done with it; null where there is none. */
  readonly chat: ChatView | null
  readonly possible: Possibilities | null
  /** Why nothing can be written in a mode now; null where it can. */
  whyNoWriting(mode: WritingMode): string | null
  readonly takesFiles: boolean
  readonly hasAccounts: boolean
  readonly isEmbedded: boolean
  readonly hasSearch: boolean
  readonly hasSide: boolean
  readonly newBelow: boolean
  /** The chat above or below in the list that shows; null at its end. */
  neighbour(step: 1 | -1): Stop | null
  go(place: Place): void
  goNextAfter(chatId: string): void
  run(command: StaffCommand): void
  ask(dialog: DeskEvents['parley-dialog']): void
  to(part: DeskPart): void
}

/** What a command leads to. */
export type DeskPart =
  | 'list'
  | 'filter'
  | 'search'
  | 'conversation'
  | 'unread'
  | 'composer'
  | 'message'
  | 'comment'
  | 'attach'
  | 'emoji'
  | 'hold'
  | 'tags'
  | 'side'
  | 'customers'
  | 'accounts'
  | 'signOut'
  | 'bar'
  | 'help'

/** Under which title a command is listed. */
export const SECTIONS = ['chats', 'thisChat', 'writing', 'places', 'me', 'help'] as const
export type CommandSection = (typeof SECTIONS)[number]

export interface DeskCommand {
  section: CommandSection
  words: () => string
  /** In the syntax of tinykeys; the first one is shown. */
  keys: readonly string[]
  /** Why it cannot be done now; null where it can. */
  whyNot?: (desk: CommandDesk) => string | null
  run: (desk: CommandDesk) => void
}

/** In a page of others one is who one is there. */
function whyNotOnesOwn({ isEmbedded }: CommandDesk): string | null {
  return isEmbedded ? msg('You are signed in by the page around the desk') : null
}

const leadsTo = (part: DeskPart) => (desk: CommandDesk) => desk.to(part)

/** D1 */
const stands = (type: StaffCommandType) => (desk: CommandDesk) => {
  if (desk.chat === null) return msg('No chat is open here')
  return standsAgainst(desk.possible, type, desk.chat.state).why
}

const needsChat = (desk: CommandDesk) => (desk.chat === null ? msg('No chat is open here') : null)

const asks = (kind: 'forward' | 'block') => (desk: CommandDesk) => {
  if (desk.chat !== null) desk.ask({ kind, chatId: desk.chat.chatId })
}

/** In the order in which they are listed. */
export const COMMANDS = {
  nextChat: {
    section: 'chats',
    words: () => msg('Next chat'),
    keys: ['Alt+KeyJ', 'j'],
    whyNot: (desk) => (desk.neighbour(1) === null ? msg('This is the last one') : null),
    run: (desk) => goBeside(desk, 1),
  },
  previousChat: {
    section: 'chats',
    words: () => msg('Previous chat'),
    keys: ['Alt+KeyK', 'k'],
    whyNot: (desk) => (desk.neighbour(-1) === null ? msg('This is the first one') : null),
    run: (desk) => goBeside(desk, -1),
  },
  nextTab: {
    section: 'chats',
    words: () => msg('Next list'),
    keys: ['Alt+KeyN'],
    run: (desk) => goToTab(desk, 1),
  },
  previousTab: {
    section: 'chats',
    words: () => msg('Previous list'),
    keys: ['Alt+Shift+KeyN'],
    run: (desk) => goToTab(desk, -1),
  },
  filter: {
    section: 'chats',
    words: () => msg('Filter this list'),
    keys: ['Alt+Shift+KeyF'],
    run: leadsTo('filter'),
  },
  search: {
    section: 'chats',
    words: () => msg('Search in all chats'),
    keys: ['Alt+KeyS', '[Shift]+/'],
    whyNot: (desk) => (desk.hasSearch ? null : msg('There is no search here')),
    run: leadsTo('search'),
  },
  take: {
    section: 'thisChat',
    words: () => msg('Take chat'),
    keys: ['Alt+KeyT', 't'],
    whyNot: (desk) => stands(joining(desk))(desk),
    run: (desk) => {
      if (desk.chat !== null) desk.run({ type: joining(desk), chatId: desk.chat.chatId })
    },
  },
  forward: {
    section: 'thisChat',
    words: () => msg('Forward'),
    keys: ['Alt+KeyF', 'f'],
    whyNot: stands('forwardChat'),
    run: asks('forward'),
  },
  hold: {
    section: 'thisChat',
    words: () => msg('Hold'),
    keys: ['Alt+KeyM', 'h'],
    whyNot: (desk) => stands(isHeld(desk) ? 'resumeChat' : 'holdChat')(desk),
    run: (desk) => {
      if (desk.chat === null) return
      if (isHeld(desk)) desk.run({ type: 'resumeChat', chatId: desk.chat.chatId })
      else desk.to('hold')
    },
  },
  return: {
    section: 'thisChat',
    words: () => msg('Return to the line'),
    keys: ['Alt+KeyR'],
    whyNot: stands('returnChat'),
    run: (desk) => {
      if (desk.chat !== null) desk.run({ type: 'returnChat', chatId: desk.chat.chatId })
    },
  },
  close: {
    section: 'thisChat',
    words: () => msg('Close chat'),
    keys: ['Alt+KeyE', 'e'],
    whyNot: stands('closeChat'),
    run: close,
  },
  closeAndNext: {
    section: 'thisChat',
    words: () => msg('Close chat, go to the next in the list'),
    keys: ['$mod+Alt+KeyE'],
    whyNot: stands('closeChat'),
    run: (desk) => {
      if (desk.chat !== null) desk.goNextAfter(desk.chat.chatId)
      close(desk)
    },
  },
  tag: {
    section: 'thisChat',
    words: () => msg('Tag'),
    keys: ['Alt+KeyG', 'l'],
    whyNot: stands('tagChat'),
    run: leadsTo('tags'),
  },
  block: {
    section: 'thisChat',
    words: () => msg('Block customer'),
    keys: ['Alt+Shift+KeyB'],
    whyNot: stands('blockCustomer'),
    run: asks('block'),
  },
  message: {
    section: 'writing',
    words: () => msg('Write a message'),
    keys: ['Alt+KeyL', 'r'],
    whyNot: (desk) => needsChat(desk) ?? desk.whyNoWriting('message'),
    run: leadsTo('message'),
  },
  comment: {
    section: 'writing',
    words: () => msg('Write a comment'),
    keys: ['Alt+KeyP', 'c'],
    whyNot: (desk) => needsChat(desk) ?? desk.whyNoWriting('comment'),
    run: leadsTo('comment'),
  },
  attach: {
    section: 'writing',
    words: () => msg('Attach files'),
    keys: ['$mod+Alt+KeyA'],
    whyNot: (desk) => needsChat(desk) ?? (desk.takesFiles ? null : msg('Files are not taken here')),
    run: leadsTo('attach'),
  },
  emoji: {
    section: 'writing',
    words: () => msg('Insert an emoji'),
    keys: ['$mod+Alt+KeyM'],
    whyNot: (desk) => needsChat(desk) ?? desk.whyNoWriting('comment'),
    run: leadsTo('emoji'),
  },
  quickReplies: {
    section: 'writing',
    words: () => msg('Quick replies'),
    keys: ['Alt+KeyQ'],
    run: (desk) => desk.ask({ kind: 'quickReplies' }),
  },
  list: {
    section: 'places',
    words: () => msg('Go to the list'),
    keys: ['Alt+KeyI'],
    run: leadsTo('list'),
  },
  conversation: {
    section: 'places',
    words: () => msg('Go to the conversation'),
    keys: ['Alt+KeyC'],
    whyNot: needsChat,
    run: leadsTo('conversation'),
  },
  composer: {
    section: 'places',
    words: () => msg('Go where one writes'),
    keys: ['Alt+KeyW'],
    whyNot: needsChat,
    run: leadsTo('composer'),
  },
  unread: {
    section: 'places',
    words: () => msg('Jump to what is unread'),
    keys: ['Alt+KeyU', 'u'],
    whyNot: (desk) => needsChat(desk) ?? (desk.newBelow ? null : msg('Nothing is unread here')),
    run: leadsTo('unread'),
  },
  side: {
    section: 'places',
    words: () => msg('Customer’s panel'),
    keys: ['Alt+KeyO'],
    whyNot: (desk) => (desk.hasSide ? null : msg('No chat is open here')),
    run: leadsTo('side'),
  },
  customers: {
    section: 'places',
    words: () => msg('Customers'),
    keys: ['Alt+Shift+KeyC'],
    run: leadsTo('customers'),
  },
  accounts: {
    section: 'places',
    words: () => msg('Choose another account'),
    keys: ['Alt+Shift+KeyS'],
    whyNot: (desk) => (desk.hasAccounts ? null : msg('You have one account')),
    run: leadsTo('accounts'),
  },
  goOnline: {
    section: 'me',
    words: () => msg('Go online'),
    keys: ['Alt+Shift+KeyO'],
    whyNot: (desk) => already(desk, 'online'),
    run: (desk) => desk.run({ type: 'goOnline' }),
  },
  goAway: {
    section: 'me',
    words: () => msg('Go away for a break'),
    keys: ['Alt+Shift+KeyA'],
    whyNot: (desk) => already(desk, 'away'),
    run: (desk) => desk.run({ type: 'goAway', reason: 'break' }),
  },
  goOffline: {
    section: 'me',
    words: () => msg('Go offline'),
    keys: ['Alt+Shift+KeyX'],
    whyNot: (desk) => already(desk, 'offline'),
    run: (desk) => {
      const me = desk.desk?.me
      if ((me?.inHand ?? 0) > (me?.wrapUps.length ?? 0)) desk.ask({ kind: 'offline' })
      else desk.run({ type: 'goOffline' })
    },
  },
  profile: {
    section: 'me',
    words: () => msg('Profile and password'),
    keys: ['Alt+Shift+KeyP'],
    whyNot: whyNotOnesOwn,
    run: (desk) => desk.ask({ kind: 'profile' }),
  },
  signOut: {
    section: 'me',
    words: () => msg('Sign out'),
    keys: [],
    whyNot: whyNotOnesOwn,
    run: leadsTo('signOut'),
  },
  bar: {
    section: 'help',
    words: () => msg('All commands'),
    keys: ['$mod+KeyK'],
    run: leadsTo('bar'),
  },
  help: {
    section: 'help',
    words: () => msg('Keys'),
    keys: ['$mod+Slash', '[Shift]+?'],
    run: leadsTo('help'),
  },
} as const satisfies Record<string, DeskCommand>

export type CommandId = keyof typeof COMMANDS
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[]

export function commandOf(id: CommandId): DeskCommand {
  return COMMANDS[id]
}

/** Does it, where it is possible; else gives why it is not. */
export function runCommand(id: CommandId, desk: CommandDesk): string | null {
  const command = commandOf(id)
  const why = desk.desk === null ? msg('Loading') : (command.whyNot?.(desk) ?? null)
  if (why === null) command.run(desk)
  return why
}

export function sectionWords(section: CommandSection): string {
  switch (section) {
    case 'chats':
      return msg('Chats')
    case 'thisChat':
      return msg('This chat')
    case 'writing':
      return msg('Writing')
    case 'places':
      return msg('Going about')
    case 'me':
      return msg('Yourself')
    case 'help':
      return msg('Help')
  }
}

/** The one way in that fits. */
function joining({
  desk,
  chat,
  possible,
}: CommandDesk): 'acceptOffer' | 'takeChat' | 'takeOverChat' {
  if (chat?.state === 'offered' && chat.agentId === desk?.me.agentId) return 'acceptOffer'
  const isTaken = chat?.agentId !== null && possible?.['takeOverChat'] !== undefined
  return isTaken ? 'takeOverChat' : 'takeChat'
}

function isHeld({ chat }: CommandDesk): boolean {
  return chat?.state === 'assigned.onHold'
}

function close(desk: CommandDesk): void {
  const { chat } = desk
  if (chat === null) return
  if (closingAsks(desk.desk)) desk.ask({ kind: 'close', chatId: chat.chatId })
  else desk.run({ type: 'closeChat', chatId: chat.chatId })
}

function goBeside(desk: CommandDesk, step: 1 | -1): void {
  const stop = desk.neighbour(step)
  if (stop !== null) desk.go({ ...desk.place, at: null, ...stop })
}

function goToTab(desk: CommandDesk, step: 1 | -1): void {
  if (desk.desk === null) return
  const tabs: readonly Tab[] = tabsOf(desk.desk)
  const at = tabs.findIndex((tab) => tab === desk.place.tab)
  const tab = tabs[(at + step + tabs.length) % tabs.length] ?? 'mine'
  desk.go({ tab, chatId: desk.place.chatId })
}

function already({ desk }: CommandDesk, presence: string): string | null {
  return desk?.me.presence === presence ? msg(str`You are ${presenceWord(presence)} already`) : null
}

function presenceWord(presence: string): string {
  switch (presence) {
    case 'online':
      return msg('online')
    case 'away':
      return msg('away')
    default:
      return msg('offline')
  }
}
