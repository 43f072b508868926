import { z } from 'zod'
import { email, language, personName, sequence, text, words } from './scalars.ts'
import { fileIds, saysSomething } from './files.ts'

/** Everything that a customer can ask for. None of it can name a chat, an agent or a group. */
export const customerCommand = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('sendMessage'), text: words, fileIds: fileIds.optional() })
    .refine(saysSomething, { path: ['text'], message: 'is blank' }),
  z.strictObject({ type: z.literal('talkToPerson') }),
  /** Back to the bot of the channel, from a line or a person. */
  z.strictObject({ type: z.literal('talkToBot') }),
  z.strictObject({ type: z.literal('leaveMessage'), email }),
  /** Says who one is; what the account knows for certain stays. */
  z.strictObject({
    type: z.literal('introduce'),
    name: personName.optional(),
    email: email.optional(),
    /** What the device speaks; kept where nobody knows better. */
    language: language.optional(),
  }),
  z.strictObject({ type: z.literal('endChat') }),
  /** Of the chat that ended last; again changes it, for a while. */
  z.strictObject({
    type: z.literal('rateChat'),
    score: z.int().min(1).max(5),
    words: text.optional(),
  }),
  /** Of the open chat, else of the last one, by e-mail: to the address given here, or known before. */
  z.strictObject({ type: z.literal('sendTranscript'), email: email.optional() }),
  z.strictObject({ type: z.literal('markRead'), n: sequence }),
  /** All of the stream up to a number has come to a device of theirs, read or not. */
  z.strictObject({ type: z.literal('markDelivered'), n: sequence }),
])

export type CustomerCommand = z.infer<typeof customerCommand>
