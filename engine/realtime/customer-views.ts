import type { CustomerChatView, CustomerItem } from '#protocol/customer-frames'
import type { Json } from '#storage/json'
import type { ChatRow, MessageRow } from '#storage/rows'
import { filesIn } from '../files/file-facts.ts'
import type { ShowFiles } from '../files/file-links.ts'
import type { Account } from '../host/account.ts'
import { GREETER, noticeText, textsIn } from '../texts.ts'
import type { CustomerTexts } from '../texts.ts'

const IN_ENGLISH = textsIn([])

/**
 * An entry of the customer's stream, with our own words in the language of whoever reads it. What it
 * cannot name, no customer can learn.
 */
export function toCustomerItem(
  message: MessageRow,
  account: Account,
  show: ShowFiles,
  texts: CustomerTexts = IN_ENGLISH,
): CustomerItem {
  const data = fieldsOf(message.data)
  const [kind = '', id = ''] = message.author.split(':')
  return {
    n: message.customerSeq,
    kind: message.kind,
    from:
      kind === 'customer' ? 'me' : kind === 'agent' ? 'person' : kind === 'bot' ? 'bot' : 'system',
    name:
      kind === 'agent'
        ? publicName(account, id, texts)
        : kind === 'bot'
          ? botName(account, id, texts)
          : null,
    picture: kind === 'agent' ? pictureOf(account, id) : null,
    text:
      message.kind === 'text'
        ? toWords(message, texts)
        : toNoticeText(message, data, account, texts),
    code: message.kind === 'notice' ? textOf(data.code) : null,
    ...(message.kind === 'notice' && data.unstaffed === true ? { unstaffed: true } : {}),
    files: show(message.chatId, filesIn(message.data)),
    buttons: buttonsOf(data.buttons, texts),
    at: message.at,
    commandId: kind === 'customer' ? message.commandId : null,
  }
}

export function toCustomerChat(
  chat: ChatRow | null,
  account: Account,
  texts: CustomerTexts = IN_ENGLISH,
): CustomerChatView {
  const nothing = {
    canTalkToPerson: false,
    canTalkToBot: false,
    canLeaveMessage: false,
    canRate: false,
    rated: null,
  }
  if (chat === null) return { state: 'none', with: null, ...nothing }
  const group = account.groups.get(chat.groupId)?.publicName ?? ''
  if (chat.state.startsWith('bot.')) {
    const name = botName(account, chat.botId ?? '', texts)
    const who = { kind: 'bot' as const, name, picture: null }
    const can = { canTalkToPerson: true, canLeaveMessage: !chat.leftMessage }
    return { state: 'bot', with: who, ...nothing, ...can }
  }
  const hasBot = (account.channels.get(chat.channelId)?.botId ?? null) !== null
  if (chat.state === 'blocked') {
    // With a bot the customer may write on: the bot is all that they get.
    return { state: hasBot ? 'ended' : 'blocked', with: null, ...nothing }
  }
  if (!chat.open) {
    const canRate = account.settings.values.rating && chat.erasedAt === null
    return { state: 'ended', with: null, ...nothing, canRate, rated: chat.rating }
  }
  const person =
    chat.agentId === null
      ? null
      : {
          kind: 'person' as const,
          name: publicName(account, chat.agentId, texts),
          picture: pictureOf(account, chat.agentId),
        }
  const canTalkToBot = hasBot && chat.state !== 'closing'
  if (chat.state === 'assigned.onHold') {
    return { state: 'onHold', with: person, ...nothing, canTalkToBot }
  }
  if (person !== null && (chat.state.startsWith('assigned.') || chat.state === 'closing')) {
    return { state: 'talking', with: person, ...nothing, canTalkToBot }
  }
  return {
    state: 'waiting',
    with: { kind: 'group', name: group, picture: null },
    ...nothing,
    canTalkToBot,
    canLeaveMessage: !chat.leftMessage,
  }
}

/** The greeter's words are ours, whatever language they were stored in. */
function toWords({ text, author }: MessageRow, texts: CustomerTexts): string {
  if (text === null) return texts.erased
  return author.startsWith('bot:') && text === GREETER.greeting ? texts.greeter.greeting : text
}

function toNoticeText(
  message: MessageRow,
  data: Record<string, Json>,
  account: Account,
  texts: CustomerTexts,
): string {
  if (message.text !== null) return message.text
  const groupId = textOf(data.groupId) ?? account.chats.get(message.chatId)?.groupId ?? ''
  const named = {
    agent: publicName(account, textOf(data.agentId) ?? '', texts),
    group: account.groups.get(groupId)?.publicName ?? texts.ourTeam,
    unstaffed: data.unstaffed === true,
    reason: textOf(data.reason),
  }
  return noticeText(textOf(data.code) ?? '', named, texts)
}

function publicName(account: Account, agentId: string, texts: CustomerTexts): string {
  return account.members.get(agentId)?.publicName ?? texts.ourTeam
}

function botName(account: Account, botId: string, texts: CustomerTexts): string {
  return account.bots.get(botId)?.name ?? texts.greeter.name
}

function pictureOf(account: Account, agentId: string): string | null {
  return account.members.get(agentId)?.picture ?? null
}

function buttonsOf(buttons: Json | undefined, texts: CustomerTexts): CustomerItem['buttons'] {
  if (!Array.isArray(buttons)) return []
  return buttons.flatMap((button) => {
    // The greeter's button is ours, whatever language it was stored in.
    if (button === 'talkToPerson') return { label: texts.greeter.button, action: button }
    const { label, action } = fieldsOf(button)
    return typeof label === 'string' && isAction(action) ? { label, action } : []
  })
}

function isAction(action: Json | undefined): action is CustomerItem['buttons'][number]['action'] {
  return action === 'say' || action === 'talkToPerson' || action === 'leaveMessage'
}

function fieldsOf(data: Json): Record<string, Json> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
