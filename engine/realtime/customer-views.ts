import type { CustomerChatView, CustomerItem } from '#protocol/customer-frames'
import type { Json } from '#storage/json'
import type { ChatRow, MessageRow } from '#storage/rows'
import { filesIn } from '../files/file-facts.ts'
import type { ShowFiles } from '../files/file-links.ts'
import type { Account } from '../host/account.ts'
import { ERASED, GREETER, noticeText } from '../texts.ts'

/** An entry of the customer's stream. What it cannot name, no customer can learn. */
export function toCustomerItem(
  message: MessageRow,
  account: Account,
  show: ShowFiles,
): CustomerItem {
  const data = fieldsOf(message.data)
  const [kind = '', id = ''] = message.author.split(':')
  return {
    n: message.customerSeq,
    kind: message.kind,
    from:
      kind === 'customer' ? 'me' : kind === 'agent' ? 'person' : kind === 'bot' ? 'bot' : 'system',
    name: kind === 'agent' ? publicName(account, id) : kind === 'bot' ? GREETER.name : null,
    picture: kind === 'agent' ? pictureOf(account, id) : null,
    text: message.kind === 'text' ? (message.text ?? ERASED) : toNoticeText(message, data, account),
    code: message.kind === 'notice' ? textOf(data.code) : null,
    ...(message.kind === 'notice' && data.unstaffed === true ? { unstaffed: true } : {}),
    files: show(message.chatId, filesIn(message.data)),
    buttons: buttonsOf(data.buttons),
    at: message.at,
    commandId: kind === 'customer' ? message.commandId : null,
  }
}

export function toCustomerChat(chat: ChatRow | null, account: Account): CustomerChatView {
  const nothing = {
    canTalkToPerson: false,
    canLeaveMessage: false,
    canRate: false,
    rated: null,
  }
  if (chat === null) return { state: 'none', with: null, ...nothing }
  const group = account.groups.get(chat.groupId)?.publicName ?? ''
  if (chat.state.startsWith('bot.')) {
    const who = { kind: 'bot' as const, name: GREETER.name, picture: null }
    return { state: 'bot', with: who, ...nothing, canTalkToPerson: true }
  }
  if (chat.state === 'blocked') return { state: 'blocked', with: null, ...nothing }
  if (!chat.open) {
    const { rating } = account.settings.values
    return { state: 'ended', with: null, ...nothing, canRate: rating, rated: chat.rating }
  }
  const person =
    chat.agentId === null
      ? null
      : {
          kind: 'person' as const,
          name: publicName(account, chat.agentId),
          picture: pictureOf(account, chat.agentId),
        }
  if (chat.state === 'assigned.onHold') return { state: 'onHold', with: person, ...nothing }
  if (person !== null && (chat.state.startsWith('assigned.') || chat.state === 'closing')) {
    return { state: 'talking', with: person, ...nothing }
  }
  return {
    state: 'waiting',
    with: { kind: 'group', name: group, picture: null },
    ...nothing,
    canLeaveMessage: !chat.leftMessage,
  }
}

function toNoticeText(message: MessageRow, data: Record<string, Json>, account: Account): string {
  if (message.text !== null) return message.text
  const groupId = textOf(data.groupId) ?? account.chats.get(message.chatId)?.groupId ?? ''
  return noticeText(textOf(data.code) ?? '', {
    agent: publicName(account, textOf(data.agentId) ?? ''),
    group: account.groups.get(groupId)?.publicName ?? 'Our team',
    unstaffed: data.unstaffed === true,
    reason: textOf(data.reason),
  })
}

function publicName(account: Account, agentId: string): string {
  return account.members.get(agentId)?.publicName ?? 'Our team'
}

function pictureOf(account: Account, agentId: string): string | null {
  return account.members.get(agentId)?.picture ?? null
}

function buttonsOf(buttons: Json | undefined): CustomerItem['buttons'] {
  return buttons === undefined || !Array.isArray(buttons) || buttons.length === 0
    ? []
    : [{ label: GREETER.button, action: 'talkToPerson' }]
}

function fieldsOf(data: Json): Record<string, Json> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
