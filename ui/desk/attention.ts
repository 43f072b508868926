import { msg } from '@lit/localize'
import type { Preferences } from '#protocol/rest'
import { defaultPreferences } from '#protocol/default-preferences'
import type { ChatView } from '#protocol/staff-views'
import type { AttentionPorts, Happening } from '../client/attention-ports.ts'
import type { Clock } from '../client/clock.ts'
import type { DeskState } from '../client/desk-state.ts'
import { tabCounts, tabOf, unreadIn } from './chat-lists.ts'
import { customerName } from './names.ts'

/** So long before a response limit strikes it is told that it does. */
export const LIMIT_SOON_MS = 60_000

/** One thing that somebody may want to know at once. */
export interface News {
  happening: Happening
  chatId: string
}

type Notifications = Preferences['notifications']

export interface AttentionParts {
  ports: AttentionPorts
  clock: Clock
  /** The desk as it is now; null before the first one. */
  desk: () => DeskState | null
  /** The server's time. */
  now: () => number
  /** The conversation that is shown; null for none. */
  shown: () => string | null
  /** Shows a chat, at a line of it where one is named. */
  open: (chatId: string, seq: number | null) => void
  /** How much is unread, for the title; 0 where that is switched off. */
  count: (unread: number) => void
  /** Whether sounds are wanted and cannot be heard yet. */
  blocked: (isBlocked: boolean) => void
}

/**
 * Draws a person's attention to what happens in one account, as they prefer.
 *
 * T1 nothing is told of the conversation that one looks at. T2 of several tabs one tells. T3 what
 * stands in a notification goes when it is read. T4 what was there before the first desk is no news.
 */
export class Attention {
  readonly #parts: AttentionParts
  readonly #ends: (() => void)[] = []
  #notifications: Notifications = defaultPreferences.notifications
  #before: DeskState | null = null
  #leads = false
  /** Chats whose limit was told of, with when it runs out. */
  readonly #warned = new Map<string, number>()
  readonly #shown = new Map<string, { happening: Happening; close: () => void }>()
  #cancelLimit: () => void = () => {}

  constructor(accountId: string, parts: AttentionParts) {
    this.#parts = parts
    const { ports } = parts
    this.#ends.push(
      ports.lead(`parley:attention:${accountId}`, (leads) => {
        this.#leads = leads
      }),
      ports.onUnlock(() => this.#sayBlocked()),
      ports.onLook(() => this.changed()),
    )
  }

  /** Nothing is told any more, and what was told is taken back. */
  end(): void {
    for (const end of this.#ends) end()
    this.#cancelLimit()
    for (const { close } of this.#shown.values()) close()
    this.#shown.clear()
    this.#parts.ports.badge(0)
    this.#parts.blocked(false)
  }

  prefer({ notifications }: Preferences): void {
    this.#notifications = notifications
    this.#sayBlocked()
    this.changed()
  }

  /** The desk may be another one than before, or be looked at again. */
  changed(): void {
    const desk = this.#parts.desk()
    if (desk === null) return
    const before = this.#before
    this.#before = desk
    const unread = this.#notifications.badge ? tabCounts(desk).unread : 0
    this.#parts.count(unread)
    this.#parts.ports.badge(unread)
    this.#takeBack(desk)
    if (before !== null && before !== desk) this.#tell(newsBetween(before, desk), desk) // T4
    this.#watchLimits(desk)
  }

  #tell(news: readonly News[], desk: DeskState): void {
    const { ports } = this.#parts
    const told = news.filter((one) => this.#isWanted(one))
    const [first] = told
    // T2
    if (first === undefined || !this.#leads) return
    if (this.#notifications.sound) ports.play(first.happening)
    if (!this.#notifications.desktop || ports.isLookedAt()) return
    for (const one of told) this.#notify(one, desk)
  }

  /** T1 */
  #isWanted({ happening, chatId }: News): boolean {
    const { newInLine, ownMessages, mentions, limits } = this.#notifications
    const wanted = { chat: newInLine, message: ownMessages, mention: mentions, limit: limits }
    const isBefore = this.#parts.ports.isLookedAt() && this.#parts.shown() === chatId
    return wanted[happening] && !isBefore
  }

  #notify({ happening, chatId }: News, desk: DeskState): void {
    const { ports, open } = this.#parts
    const chat = desk.chats.get(chatId)
    const words = this.#notifications.words && happening === 'message' ? chat?.preview?.text : null
    const seq = desk.mentions.find((one) => one.chatId === chatId)?.seq ?? null
    this.#shown.get(chatId)?.close()
    const close = ports.notify({
      tag: `parley:${desk.account.accountId}:${chatId}`,
      title: chat === undefined ? desk.account.name : customerName(chat),
      body: words ?? bodyOf(happening, chat),
      chosen: () => {
        this.#shown.delete(chatId)
        ports.come()
        open(chatId, happening === 'mention' ? seq : null)
      },
    })
    this.#shown.set(chatId, { happening, close })
  }

  /** T3 */
  #takeBack(desk: DeskState): void {
    const isLookedAt = this.#parts.ports.isLookedAt()
    for (const [chatId, { happening, close }] of this.#shown) {
      const isBefore = isLookedAt && this.#parts.shown() === chatId
      if (!isBefore && isStillNews({ happening, chatId }, desk)) continue
      close()
      this.#shown.delete(chatId)
    }
  }

  /** Tells of each limit once, and wakes for the next one. */
  #watchLimits(desk: DeskState): void {
    this.#cancelLimit()
    const now = this.#parts.now()
    const lead = Math.min(LIMIT_SOON_MS, desk.settings.responseLimitMs / 2)
    let next = Infinity
    for (const chat of desk.chats.values()) {
      const { chatId, dueAt } = chat
      if (!owesAnswer(chat, desk) || dueAt === null || this.#warned.get(chatId) === dueAt) continue
      if (dueAt - lead > now) {
        next = Math.min(next, dueAt - lead)
        continue
      }
      this.#warned.set(chatId, dueAt)
      if (dueAt > now) this.#tell([{ happening: 'limit', chatId }], desk)
    }
    for (const chatId of this.#warned.keys()) {
      if (!desk.chats.has(chatId)) this.#warned.delete(chatId)
    }
    if (next === Infinity) return
    this.#cancelLimit = this.#parts.clock.after(next - now, () => {
      const later = this.#parts.desk()
      if (later !== null) this.#watchLimits(later)
    })
  }

  #sayBlocked(): void {
    this.#parts.blocked(this.#notifications.sound && !this.#parts.ports.mayPlay())
  }
}

/** What happened between two states of a desk that its person may want to know, the most urgent first. */
export function newsBetween(before: DeskState, after: DeskState): News[] {
  const news: News[] = []
  const known = new Set(before.mentions.map(({ commentId }) => commentId))
  for (const { commentId, chatId } of after.mentions) {
    if (!known.has(commentId)) news.push({ happening: 'mention', chatId })
  }
  if (before.chats !== after.chats) {
    for (const chat of after.chats.values()) {
      const old = before.chats.get(chat.chatId)
      if (old === chat) continue
      const { chatId } = chat
      if (comesToMe(old, chat, after)) news.push({ happening: 'chat', chatId })
      else if (
        unreadIn(chat, after).messages > (old === undefined ? 0 : unreadIn(old, after).messages)
      ) {
        news.push({ happening: 'message', chatId })
      }
    }
  }
  return news.toSorted((a, b) => ORDER.indexOf(a.happening) - ORDER.indexOf(b.happening))
}

const ORDER: readonly Happening[] = ['chat', 'mention', 'message', 'limit']

/** It is mine, is offered to me or waits where I pick by hand, and was not so; by no act of my own. */
function comesToMe(old: ChatView | undefined, chat: ChatView, desk: DeskState): boolean {
  const stood = old === undefined ? null : tabOf(old, desk)
  const stands = tabOf(chat, desk)
  if (stands === 'queue') return stood === null
  if (stands !== 'mine' || stood === 'mine') return false
  if (!isInHand(chat)) return true
  // By hand it is I who takes it, and what a colleague had I took over.
  return desk.settings.assignment === 'automatic' && (old?.agentId ?? null) === null
}

/** Whether what was told of is still to be read, taken or answered. */
function isStillNews({ happening, chatId }: News, desk: DeskState): boolean {
  const chat = desk.chats.get(chatId)
  const unread = unreadIn(chat ?? { chatId, agentId: null, unread: 0 }, desk)
  if (happening === 'limit') return chat !== undefined && owesAnswer(chat, desk)
  if (happening === 'chat' && chat !== undefined && isForMe(chat, desk) && !isInHand(chat)) {
    return true
  }
  return unread.messages + unread.mentions > 0
}

function isForMe(chat: ChatView, desk: DeskState): boolean {
  const tab = tabOf(chat, desk)
  return tab === 'mine' || tab === 'queue'
}

function isInHand({ state }: ChatView): boolean {
  return state.startsWith('assigned.') || state === 'closing'
}

function owesAnswer({ state, agentId }: ChatView, { me }: DeskState): boolean {
  return state === 'assigned.awaitingAgent' && agentId === me.agentId
}

/** Says what happened without a word of anybody. */
function bodyOf(happening: Happening, chat: ChatView | undefined): string {
  switch (happening) {
    case 'chat':
      return chat?.state === 'offered' ? msg('Offered to you') : msg('New chat')
    case 'message':
      return msg('New message')
    case 'mention':
      return msg('A colleague names you in a comment')
    case 'limit':
      return msg('Your time to answer is nearly over')
  }
}
