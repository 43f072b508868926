import { msg, str } from '@lit/localize'
import type { GroupView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { number, plural } from '../locales/formats.ts'

/** How many of a group accept chats besides one: whoever sends a chat on does not count. */
export function othersAccepting(
  { groupId, accepting }: GroupView,
  { me }: Pick<DeskState, 'me'>,
): number {
  const isOne = me.notAccepting === null && me.groupIds.includes(groupId)
  return Math.max(0, accepting - (isOne ? 1 : 0))
}

/** What comes of a chat that is forwarded to where nobody accepts. */
export function nobodyAccepts(group: GroupView, { settings }: DeskState): string {
  const minutes = Math.max(1, Math.round(settings.forwardLimitMs / 60_000))
  return msg(
    str`Nobody accepts chats in ${group.name} now. If nobody takes it within ${minutes} min it goes back to its line.`,
  )
}

/** `Nobody accepts`, `1 accepts`, `3 accept`. */
export function acceptWords(count: number): string {
  if (count === 0) return msg('Nobody accepts')
  return plural(count, {
    one: msg(str`${number(count)} accepts`),
    other: msg(str`${number(count)} accept`),
  })
}

/** `1 waits`, `3 wait`. */
export function waitWords(count: number): string {
  return plural(count, {
    one: msg(str`${number(count)} waits`),
    other: msg(str`${number(count)} wait`),
  })
}
