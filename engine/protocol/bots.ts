import { z } from 'zod'
import { MAX_BOT_SECRET_LENGTH, MAX_GROUPS_OF_BOT, MIN_BOT_SECRET_LENGTH } from './limits.ts'
import { articleUrl, groupNumber, id, line, time } from './scalars.ts'

/** A number of this bot's own, which counts before that of a group. */
const numbered = z.strictObject({ number: groupNumber, groupId: id })

export const groupNumbers = z.array(numbered).max(MAX_GROUPS_OF_BOT)

/** In per cent: so well has an article to match to be an answer. */
const threshold = z.int().min(1).max(100)

/** Signs what a webhook hears and says: it goes in, and is never shown again. */
const botSecret = z
  .string()
  .min(MIN_BOT_SECRET_LENGTH)
  .max(MAX_BOT_SECRET_LENGTH)
  .regex(/^[\x21-\x7e]+$/, 'is not in printable letters and signs')

/** What a bot is, as an administrator says it. */
export const botServes = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('knowledge'), threshold }),
  z.strictObject({
    kind: z.literal('webhook'),
    url: articleUrl,
    /** Null keeps the one that is known. */
    secret: botSecret.nullable(),
  }),
])

export const botView = z.object({
  botId: id,
  /** What customers read. */
  name: line,
  serves: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('knowledge'), threshold }),
    z.object({ kind: z.literal('webhook'), url: z.string() }),
  ]),
  groups: z.array(z.object({ number: z.int(), groupId: id })),
  /** Channels whose customers it gets first. */
  channelIds: z.array(id),
  /** Until when it is left alone because it failed; null while it is asked. */
  restsUntil: time.nullable(),
})

/** `GET /api/v1/accounts/{accountId}/bots` */
export const bots = z.object({ bots: z.array(botView) })

export type BotView = z.infer<typeof botView>
export type Bots = z.infer<typeof bots>
