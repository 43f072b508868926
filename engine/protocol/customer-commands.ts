import { z } from 'zod'
import { email, sequence, text } from './scalars.ts'

/** Everything that a customer can ask for. None of it can name a chat, an agent or a group. */
export const customerCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sendMessage'), text }),
  z.strictObject({ type: z.literal('talkToPerson') }),
  z.strictObject({ type: z.literal('leaveMessage'), email }),
  z.strictObject({ type: z.literal('endChat') }),
  z.strictObject({ type: z.literal('markRead'), n: sequence }),
])

export type CustomerCommand = z.infer<typeof customerCommand>
