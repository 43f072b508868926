import { z } from 'zod'
import { AUDIT_KINDS } from './audit-kinds.ts'
import { openingHours } from './opening-hours.ts'
import { email, groupNumber, id, line, sequence, time } from './scalars.ts'

/** A group as it is set up. */
export const groupSetup = z.object({
  groupId: id,
  name: z.string(),
  /** What customers read. */
  publicName: z.string(),
  /** Where chats go that waited too long. */
  overflowGroupId: id.nullable(),
  /** Who is asked first. */
  defaultAgentId: id.nullable(),
  /** By which bots name it; null for none. */
  number: groupNumber.nullable(),
  /** Null: always open. */
  hours: openingHours.nullable(),
})

/** Somebody of staff as they are set up; who was deactivated too. */
export const memberSetup = z.object({
  personId: id,
  role: z.enum(['agent', 'supervisor', 'administrator']),
  name: z.string(),
  publicName: z.string(),
  /** Told to administrators alone. */
  email: z.string().nullable(),
  groupIds: z.array(id),
  /** Their own; null: the account's counts. */
  chatLimit: z.int().nullable(),
  active: z.boolean(),
})

/** Where customers come from, as it is set up. */
export const channelSetup = z.object({
  channelId: id,
  kind: z.enum(['widget', 'api']),
  name: z.string(),
  groupId: id,
  botId: id.nullable(),
  /** The sites that may show the widget; none is any. */
  allowedOrigins: z.array(z.string()),
  colour: z.string(),
})

/**
 * `GET /api/v1/accounts/{accountId}/setup`: what an account is made of, for those who lead. Channels,
 * bots and prompters are an administrator's, and nobody else is told of any.
 */
export const accountSetup = z.object({
  groups: z.array(groupSetup),
  members: z.array(memberSetup),
  channels: z.array(channelSetup),
  bots: z.array(z.object({ botId: id, name: z.string() })),
  prompters: z.array(z.object({ prompterId: id, name: z.string() })),
})

export const auditKind = z.enum(AUDIT_KINDS)

/** `POST /api/v1/accounts/{accountId}/invitations`: somebody comes to the account. */
export const invitationBody = z.strictObject({
  email,
  /** What colleagues read; who is invited can change it. */
  name: line.max(100),
  role: z.enum(['agent', 'supervisor', 'administrator']),
  groupIds: z.array(id).max(200),
})

export const invitation = z.object({
  personId: id,
  /**
   * From `/` on, where a password is chosen; null for who has one on this server already, and joins
   * with it, and where a mail brings it.
   */
  path: z.string().nullable(),
  expiresAt: time.nullable(),
  /** A mail tells them. */
  mailed: z.boolean(),
})

/** Who did what, and when. */
export const auditEntry = z.object({
  seq: sequence,
  at: time,
  /** `agent:<id>`, or `system`. */
  by: z.string(),
  kind: auditKind,
  /** What it is about: ids and numbers, and of settings what they became; no words of anybody. */
  data: z.record(z.string(), z.json()),
})

/** `GET /api/v1/accounts/{accountId}/audit`: the newest first. */
export const auditPage = z.object({
  entries: z.array(auditEntry),
  /** Ask with it as `before` for the next page; null on the last. */
  next: sequence.nullable(),
})

export type GroupSetup = z.infer<typeof groupSetup>
export type MemberSetup = z.infer<typeof memberSetup>
export type ChannelSetup = z.infer<typeof channelSetup>
export type InvitationBody = z.infer<typeof invitationBody>
export type Invitation = z.infer<typeof invitation>
export type AccountSetup = z.infer<typeof accountSetup>
export type AuditKind = z.infer<typeof auditKind>
export type AuditEntry = z.infer<typeof auditEntry>
export type AuditPage = z.infer<typeof auditPage>
