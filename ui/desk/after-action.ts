import { msg, str } from '@lit/localize'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { chatLists } from './chat-lists.ts'
import { agentName, groupName } from './names.ts'

/** Commands that end my part in a chat. */
type Ending = Extract<StaffCommand, { type: 'forwardChat' | 'closeChat' | 'returnChat' }>

/** Whether a command ends my part in a chat of mine. */
export function endsMyPart(command: StaffCommand, desk: DeskState | null): command is Ending {
  const ends =
    command.type === 'forwardChat' || command.type === 'closeChat' || command.type === 'returnChat'
  if (!ends || desk === null) return false
  return desk.chats.get(command.chatId)?.agentId === desk.me.agentId
}

/** What opens after a chat that I am done with: the most urgent one of mine, or null. */
export function nextOfMine(desk: DeskState, doneWith: string): string | null {
  const next = chatLists(desk).mine.find(
    ({ chatId, state }) => chatId !== doneWith && state !== 'closing',
  )
  return next?.chatId ?? null
}

/** What was done, in words. */
export function doneWords(command: Ending, desk: DeskState, customerName: string): string {
  switch (command.type) {
    case 'forwardChat':
      return msg(str`${customerName} was forwarded to ${targetName(command.to, desk)}`)
    case 'returnChat':
      return msg(str`${customerName} is back in the line`)
    case 'closeChat':
      return msg(str`The chat with ${customerName} closes`)
  }
}

function targetName(to: Extract<Ending, { type: 'forwardChat' }>['to'], desk: DeskState): string {
  switch (to.kind) {
    case 'group':
      return groupName(desk, to.groupId)
    case 'agent':
      return agentName(desk, to.agentId)
    case 'bot':
      return msg('the bot')
  }
}

/** Where a chat is that I cannot read, as far as I may know it. */
export function whereWords(chat: ChatView, desk: DeskState | null): string {
  const group = groupName(desk, chat.groupId)
  if (!chat.open) return msg('It is over.')
  if (chat.state.startsWith('bot.')) return msg('The bot talks with this customer.')
  if (chat.targetAgentId !== null)
    return msg(str`It was forwarded to ${agentName(desk, chat.targetAgentId)}.`)
  if (chat.agentId === null) return msg(str`It waits in the line of ${group}.`)
  const who = agentName(desk, chat.agentId)
  return chat.state === 'offered' ? msg(str`It is offered to ${who}.`) : msg(str`${who} has it.`)
}
