import { z } from 'zod'
import { fileClass } from './files.ts'
import { commandId, email, id } from './scalars.ts'
import { staffCommand } from './staff-commands.ts'
import { quickReplyView } from './staff-views.ts'
import { customerCommand } from './customer-commands.ts'
import { refusal } from './refusals.ts'

/** `POST /api/v1/session`: sign in; sets the session's cookie and gives the token for other clients. */
export const signInBody = z.strictObject({ email, password: z.string().min(1).max(200) })

export const signedIn = z.object({
  token: z.string(),
  personId: id,
  name: z.string(),
  accounts: z.array(z.object({ accountId: id, name: z.string(), role: z.string() })),
})

/** `GET /api/v1/session`. */
export const session = signedIn.omit({ token: true })

/** `POST /api/v1/accounts/{accountId}/commands`: any staff command, answered after commit. */
export const staffCommandBody = z.strictObject({ id: commandId, command: staffCommand })

/** `GET /api/v1/accounts/{accountId}/quick-replies`: the account's and one's own, by shortcut. */
export const quickReplies = z.object({ replies: z.array(quickReplyView) })

/** `POST /api/v1/channels/{channelId}/commands`, with the customer's token. */
export const customerCommandBody = z.strictObject({ id: commandId, command: customerCommand })

export const acknowledged = z.object({
  id: commandId,
  seq: z.int(),
  result: z.record(z.string(), z.json()),
})

/** `POST /api/v1/channels/{channelId}/customers`: a token for a new customer; nothing is kept yet. */
export const customerToken = z.object({ token: z.string() })

/** `GET /api/v1/channels/{channelId}`: what the widget needs before anybody wrote. */
export const channelView = z.object({
  channelId: id,
  /** The public name of whom one talks to. */
  name: z.string(),
  colour: z.string(),
  welcome: z.string(),
  /** Whether somebody could answer now. */
  answering: z.boolean(),
  /** What files are taken: the largest in bytes, and which. */
  files: z.object({ maxBytes: z.int(), classes: z.array(fileClass) }),
})

/** Every error of the REST interface: RFC 9457 with the refusal in it. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  refusal,
})

export type SignedIn = z.infer<typeof signedIn>
export type Session = z.infer<typeof session>
export type ChannelView = z.infer<typeof channelView>
export type QuickReplies = z.infer<typeof quickReplies>
export type Problem = z.infer<typeof problem>
