import type { CustomerNotice } from '#machines/chat-events'

/*
 * What customers read besides messages, in the account's words. English is built in; accounts set
 * their own, per language and channel.
 */

type NoticeCode = CustomerNotice['code']

/** Who a notice names, whether nobody of the group is there to come, and why a chat ended. */
interface Named {
  agent: string
  group: string
  unstaffed: boolean
  reason: string | null
}

const NOTICES: Record<NoticeCode, (named: Named) => string> = {
  waiting: ({ group, unstaffed }) =>
    unstaffed
      ? `You are in line. ${nobody(group)}`
      : `You are in line. ${group} will be with you as soon as possible.`,
  joined: ({ agent }) => `${agent} is with you now.`,
  forwarded: ({ group, unstaffed }) =>
    `You are being passed on to ${group}.${unstaffed ? ` ${nobody(group)}` : ''}`,
  forwardedToBot: () => 'You are talking to our assistant again.',
  returned: ({ group, unstaffed }) =>
    unstaffed
      ? `You are back in line. ${nobody(group)}`
      : `Someone else from ${group} will be with you shortly.`,
  onHold: () => 'We are looking into it and will come back to you here.',
  leaveMessage: () =>
    'It takes longer than usual. Leave your e-mail address and we will answer there, or keep waiting.',
  closed: ({ group, reason }) => endWords(group, reason),
  blocked: () => 'This chat has ended.',
}

/** Words of a notice; an unknown code says nothing. */
export function noticeText(code: string, named: Named): string {
  return isNoticeCode(code) ? NOTICES[code](named) : ''
}

/** Who ended a chat, in public words. */
function endWords(group: string, reason: string | null): string {
  switch (reason) {
    case 'solved':
      return `${group} ended this chat.`
    case 'endedByCustomer':
      return 'You ended this chat.'
    case 'abandoned':
      return 'This chat has ended before anybody could answer.'
    case 'idle':
      return 'This chat has ended after a long silence.'
    default:
      return 'This chat has ended.'
  }
}

function nobody(group: string): string {
  return `Nobody from ${group} is here at the moment. Leave your e-mail address, or wait: you keep your place.`
}

function isNoticeCode(code: string): code is NoticeCode {
  return Object.hasOwn(NOTICES, code)
}

/** What a blocked customer gets, unless the account or the agent writes something else. */
export const BLOCKED_MESSAGE = 'We have ended this conversation and cannot serve you here any more.'

/** What agents say when they close their chats to go, unless the account or the agent says something else. */
export const FAREWELL =
  'I have to go now and close our chat here. Write again whenever you like; my colleagues will help you.'

/** What stands where the words of an erased customer stood, in the customer's own stream. */
export const ERASED = 'This message was deleted.'

export const WELCOME = 'Hello. How can we help?'

export const GREETER = {
  name: 'Assistant',
  greeting:
    'Hello, I am the assistant here. I pass your words on; a person can answer them. Would you like to talk to one?',
  button: 'Talk to a person',
}
