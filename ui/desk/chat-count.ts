import { msg, str } from '@lit/localize'
import { number, plural } from '../locales/formats.ts'

/** `1 chat`, `3 chats`; of a list that goes on `3 chats, more below`. */
export function chatCount(count: number, goesOn = false): string {
  const chats = plural(count, {
    one: msg(str`${number(count)} chat`),
    other: msg(str`${number(count)} chats`),
  })
  return goesOn ? msg(str`${chats}, more below`) : chats
}
