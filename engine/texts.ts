import type { CustomerNotice } from '#machines/chat-events'

/*
 * What customers read besides messages, where the account has no words of its own: in the language
 * that a customer's device asks for, or English.
 */

type NoticeCode = CustomerNotice['code']

/** Who a notice names, whether nobody of the group is there to come, and why a chat ended. */
interface Named {
  agent: string
  group: string
  unstaffed: boolean
  reason: string | null
}

export interface CustomerTexts {
  notices: Record<NoticeCode, (named: Named) => string>
  /** Before anybody wrote. */
  welcome: string
  /** Stands where the words of an erased customer stood, in the customer's own stream. */
  erased: string
  /** A group or an agent that has no name any more. */
  ourTeam: string
  greeter: { name: string; greeting: string; button: string }
  bot: BotTexts
}

/** What the built-in bot says besides articles; `asked` and `missed` are for whoever gets the chat. */
export interface BotTexts {
  greeting: string
  unknown: string
  nobody: string
  person: string
  leave: string
  asked: string
  missed: string
}

const ENGLISH: CustomerTexts = {
  notices: {
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
    closed({ group, reason }) {
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
    },
    blocked: () => 'This chat has ended.',
    stillBlocked: () => 'We cannot serve you here any more.',
  },
  welcome: 'Hello. How can we help?',
  erased: 'This message was deleted.',
  ourTeam: 'Our team',
  greeter: {
    name: 'Assistant',
    greeting:
      'Hello, I am the assistant here. I pass your words on; a person can answer them. Would you like to talk to one?',
    button: 'Talk to a person',
  },
  bot: {
    greeting: 'Hello, what is it about? Ask me, or talk to a person.',
    unknown:
      'I have not found an answer to that. Ask in other words, or talk to a person about it.',
    nobody:
      'Nobody is here to answer at the moment. Leave a message with your e-mail address, and we will write to you.',
    person: 'Talk to a person',
    leave: 'Leave a message',
    asked: 'Asked the bot for a person.',
    missed: 'The bot knew no answer, twice in a row.',
  },
}

const GERMAN: CustomerTexts = {
  notices: {
    waiting: ({ group, unstaffed }) =>
      unstaffed
        ? `Sie sind in der Warteschlange. ${niemand(group)}`
        : `Sie sind in der Warteschlange. ${group} ist so bald wie möglich für Sie da.`,
    joined: ({ agent }) => `${agent} ist jetzt für Sie da.`,
    forwarded: ({ group, unstaffed }) =>
      `Sie werden an ${group} weitergeleitet.${unstaffed ? ` ${niemand(group)}` : ''}`,
    forwardedToBot: () => 'Sie sprechen wieder mit unserem Assistenten.',
    returned: ({ group, unstaffed }) =>
      unstaffed
        ? `Sie sind wieder in der Warteschlange. ${niemand(group)}`
        : `Jemand anderes von ${group} ist gleich für Sie da.`,
    onHold: () => 'Wir kümmern uns darum und melden uns hier wieder bei Ihnen.',
    leaveMessage: () =>
      'Es dauert länger als gewöhnlich. Hinterlassen Sie Ihre E-Mail-Adresse, dann antworten wir dort, oder warten Sie weiter.',
    closed({ group, reason }) {
      switch (reason) {
        case 'solved':
          return `${group} hat diesen Chat beendet.`
        case 'endedByCustomer':
          return 'Sie haben diesen Chat beendet.'
        case 'abandoned':
          return 'Dieser Chat wurde beendet, bevor jemand antworten konnte.'
        case 'idle':
          return 'Dieser Chat wurde nach langer Stille beendet.'
        default:
          return 'Dieser Chat ist beendet.'
      }
    },
    blocked: () => 'Dieser Chat ist beendet.',
    stillBlocked: () => 'Wir können Ihnen hier nicht mehr helfen.',
  },
  welcome: 'Guten Tag. Wie können wir helfen?',
  erased: 'Diese Nachricht wurde gelöscht.',
  ourTeam: 'Unser Team',
  greeter: {
    name: 'Assistent',
    greeting:
      'Guten Tag, ich bin der Assistent hier. Ich gebe Ihre Worte weiter; eine Person kann sie beantworten. Möchten Sie mit jemandem sprechen?',
    button: 'Mit einer Person sprechen',
  },
  bot: {
    greeting: 'Guten Tag, worum geht es? Fragen Sie mich, oder sprechen Sie mit einer Person.',
    unknown:
      'Dazu habe ich keine Antwort gefunden. Fragen Sie mit anderen Worten, oder sprechen Sie mit einer Person.',
    nobody:
      'Gerade ist niemand da. Hinterlassen Sie eine Nachricht mit Ihrer E-Mail-Adresse, dann schreiben wir Ihnen.',
    person: 'Mit einer Person sprechen',
    leave: 'Nachricht hinterlassen',
    asked: 'Hat den Bot um eine Person gebeten.',
    missed: 'Der Bot wusste zweimal nacheinander keine Antwort.',
  },
}

function nobody(group: string): string {
  return `Nobody from ${group} is here at the moment. Leave your e-mail address, or wait: you keep your place.`
}

function niemand(group: string): string {
  return `Von ${group} ist gerade niemand da. Hinterlassen Sie Ihre E-Mail-Adresse, oder warten Sie: Ihr Platz bleibt erhalten.`
}

/** A language that we have words of our own in. */
export type TextLanguage = 'en' | 'de'

const TEXTS: Record<TextLanguage, CustomerTexts> = { en: ENGLISH, de: GERMAN }

/** The first of these languages that there are texts in, else English. */
export function spokenIn(languages: readonly string[]): TextLanguage {
  const bases = languages.map((tag) => tag.trim().split(/[-;]/, 1)[0]?.toLowerCase() ?? '')
  return bases.find(isTextLanguage) ?? 'en'
}

function isTextLanguage(base: string): base is TextLanguage {
  return Object.hasOwn(TEXTS, base)
}

/** The texts in that language. */
export function textsIn(languages: readonly string[]): CustomerTexts {
  return TEXTS[spokenIn(languages)]
}

/** Words of a notice; an unknown code says nothing. */
export function noticeText(code: string, named: Named, texts: CustomerTexts = ENGLISH): string {
  return isNoticeCode(code) ? texts.notices[code](named) : ''
}

function isNoticeCode(code: string): code is NoticeCode {
  return Object.hasOwn(ENGLISH.notices, code)
}

/** What a blocked customer gets, unless the account or the agent writes something else. */
export const BLOCKED_MESSAGE = 'We have ended this conversation and cannot serve you here any more.'

/** What agents say when they close their chats to go, unless the account or the agent says something else. */
export const FAREWELL =
  'I have to go now and close our chat here. Write again whenever you like; my colleagues will help you.'

export const { erased: ERASED, greeter: GREETER } = ENGLISH
