import { z } from 'zod'

const signIn = z.object({
  personId: z.string(),
  email: z.string(),
  password: z.string(),
  groupIds: z.array(z.string()),
})

const castAccount = z.object({
  accountId: z.string(),
  assignment: z.enum(['byHand', 'automatic']),
  groupIds: z.array(z.string()),
  channelIds: z.array(z.string()),
  /** The channel of these that has a bot. */
  botChannelId: z.string(),
  tagIds: z.array(z.string()),
  administrator: signIn,
  supervisor: signIn,
  agents: z.array(signIn),
})

/** Who takes part in a rehearsal: accounts with their sign-ins, as `foundCast` made them. */
export const cast = z.object({ accounts: z.array(castAccount) })

export type SignInOf = z.infer<typeof signIn>
export type CastAccount = z.infer<typeof castAccount>
export type Cast = z.infer<typeof cast>
