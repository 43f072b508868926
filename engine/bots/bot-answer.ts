import { z } from 'zod'
import {
  MAX_FILE_NAME_LENGTH,
  MAX_LINE_LENGTH,
  MAX_SUBJECT_LENGTH,
  MAX_TEXT_LENGTH,
} from '#protocol/limits'
import { articleUrl, isStorable } from '#protocol/scalars'
import { MAX_FINDINGS } from './handover.ts'

/** What a bot says to a message: at least something, or a handover. */
export interface BotAnswer {
  messages: readonly BotMessage[]
  /** It knew no answer; so much it says of itself. */
  missed: boolean
  handover: BotHandover | null
}

export interface BotMessage {
  /** Empty where it is files alone. */
  text: string
  files: readonly BotFile[]
  buttons: readonly BotButton[]
}

/** A file that the bot has somewhere, or sends along in base64. */
export type BotFile = { name: string | null; url: string } | { name: string; data: string }

/** What a customer answers with one press: these words, or what the widget offers anyway. */
export interface BotButton {
  label: string
  action: 'say' | 'talkToPerson' | 'leaveMessage'
}

export interface BotHandover {
  /** By its number among the bot's, or by its id; null for the chat's own line. */
  group: number | string | null
  subject: string | null
  /** What the bot found out, by name. */
  attributes: Readonly<Record<string, string>>
  /** A word to the next one. */
  note: string | null
}

/** Messages of one answer, buttons of one message. */
export const MAX_BOT_MESSAGES = 10
export const MAX_BUTTONS = 10

/** Files of one message. */
export const MAX_BOT_FILES = 5

const short = z.string().trim().min(1).max(MAX_LINE_LENGTH).refine(isStorable)
const fileName = z.string().trim().min(1).max(MAX_FILE_NAME_LENGTH).refine(isStorable)
const long = z.string().trim().min(1).max(MAX_TEXT_LENGTH).refine(isStorable)

const button = z.strictObject({
  label: short,
  action: z.enum(['say', 'talkToPerson', 'leaveMessage']).default('say'),
})

const file = z.union([
  z.strictObject({ url: articleUrl, name: fileName.nullable().default(null) }),
  z.strictObject({ name: fileName, data: z.base64().min(1) }),
])

const message = z
  .strictObject({
    text: z.string().trim().max(MAX_TEXT_LENGTH).refine(isStorable).default(''),
    files: z.array(file).max(MAX_BOT_FILES).default([]),
    buttons: z.array(button).max(MAX_BUTTONS).default([]),
  })
  .refine(({ text, files }) => text !== '' || files.length > 0)

const handover = z.strictObject({
  group: z
    .union([z.int().min(1), short])
    .nullable()
    .default(null),
  subject: short.max(MAX_SUBJECT_LENGTH).nullable().default(null),
  attributes: z
    .record(short, short)
    .refine((named) => Object.keys(named).length <= MAX_FINDINGS)
    .default({}),
  note: long.nullable().default(null),
})

/** The body with which a webhook answers. */
const webhookAnswer = z
  .strictObject({
    messages: z.array(message).max(MAX_BOT_MESSAGES).default([]),
    handover: handover.nullable().default(null),
  })
  .refine(({ messages, handover: over }) => messages.length > 0 || over !== null)

/** What a webhook answered; null where it is none of the protocol's. */
export function readAnswer(text: string): BotAnswer | null {
  const read = webhookAnswer.safeParse(parsed(text))
  return read.success ? { ...read.data, missed: false } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
