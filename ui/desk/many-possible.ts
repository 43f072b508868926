import { msg, str } from '@lit/localize'
import { rowWhyNot, type RowCommand, type RowWhyNot } from '#protocol/row-possible'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { enumerated, number, plural } from '../locales/formats.ts'
import { chatCount } from './chat-count.ts'
import { customerName } from './names.ts'

/** What can be done with many chats at once. */
export const MANY_KINDS = ['forward', 'tag', 'close', 'block'] as const
export type ManyKind = (typeof MANY_KINDS)[number]

/** Why a chat is left out, in the order in which one looks. */
const WHY = ['loading', 'notYours', 'over', 'closing', 'blocked'] as const
type WhyLeftOut = RowWhyNot | 'loading'

const COMMAND_OF: Readonly<Record<ManyKind, RowCommand>> = {
  forward: 'forwardChat',
  tag: 'tagChat',
  close: 'closeChat',
  block: 'blockCustomer',
}

function whyWords(why: WhyLeftOut, count: number): string {
  const n = number(count)
  switch (why) {
    case 'loading':
      return plural(count, { one: msg(str`${n} is loading`), other: msg(str`${n} are loading`) })
    case 'notYours':
      return plural(count, {
        one: msg(str`${n} is not yours`),
        other: msg(str`${n} are not yours`),
      })
    case 'over':
      return plural(count, { one: msg(str`${n} is over`), other: msg(str`${n} are over`) })
    case 'closing':
      return plural(count, { one: msg(str`${n} is closing`), other: msg(str`${n} are closing`) })
    case 'blocked':
      return plural(count, {
        one: msg(str`${n} is blocked already`),
        other: msg(str`${n} are blocked already`),
      })
  }
}

function canWords(kind: ManyKind, count: number, all: number): string {
  const n = count === 0 ? msg('None') : number(count)
  const of = number(all)
  switch (kind) {
    case 'forward':
      return msg(str`${n} of ${of} can be forwarded`)
    case 'tag':
      return msg(str`${n} of ${of} can be tagged`)
    case 'close':
      return msg(str`${n} of ${of} can be closed`)
    case 'block':
      return msg(str`${n} of ${of} can be blocked`)
  }
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
  const left = new Map<WhyLeftOut, number>()
  const chats = selected.filter((chat) => {
    const why = desk === null ? 'loading' : rowWhyNot(COMMAND_OF[kind], chat, desk.me)
    if (why !== null) left.set(why, (left.get(why) ?? 0) + 1)
    return why === null
  })
  if (left.size === 0) return { chats, says: null }
  const why = WHY.flatMap((code) => {
    const count = left.get(code) ?? 0
    return count === 0 ? [] : [whyWords(code, count)]
  })
  const can = canWords(kind, chats.length, selected.length)
  return { chats, says: `${can}; ${enumerated(why)}` }
}

/** How a dialog names what it is about: one customer, or how many chats. */
export function subjectOf(chats: readonly ChatView[]): string {
  const [chat] = chats
  return chats.length === 1 && chat !== undefined ? customerName(chat) : chatCount(chats.length)
}
