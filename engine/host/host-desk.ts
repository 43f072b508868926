import canonicalize from 'canonicalize'
import type { PendingDelivery } from '#storage/store'
import type { Json } from '#storage/json'
import { decideCustomer } from '../commands/customer.ts'
import { greet } from '../commands/greeter.ts'
import { decideStaff } from '../commands/staff.ts'
import { noteAccess } from '../commands/access-notes.ts'
import { inviteByMail } from '../commands/staff-mails.ts'
import type { Desk } from '../desk.ts'
import type { Host } from './host.ts'

/** What people can ask of the host, as turns. */
export function hostDesk(host: Host): Desk {
  return {
    staff: async ({ accountId, personId }, id, command) =>
      host.run({
        accountId,
        by: `agent:${personId}`,
        command: { sender: `agent:${personId}`, id, digest: digestOf(command) },
        lane: 'chatId' in command ? `chat:${command.chatId}` : `agent:${personId}`,
        decide: (turn) => decideStaff(turn, personId, command),
      }),
    noteAccess: async ({ accountId, personId }, note) =>
      host.run({
        accountId,
        by: `agent:${personId}`,
        command: null,
        lane: `agent:${personId}`,
        decide: (turn) => noteAccess(turn, personId, note),
      }),
    invite: async ({ accountId, personId }, id, joining) =>
      host.run({
        accountId,
        by: `agent:${personId}`,
        command: { sender: `agent:${personId}`, id, digest: digestOf(joining) },
        lane: `agent:${personId}`,
        decide: (turn) => inviteByMail(turn, personId, joining),
      }),
    customer: async (who, id, command) =>
      host.run({
        accountId: who.accountId,
        by: `customer:${who.customerId}`,
        command: { sender: `customer:${who.customerId}`, id, digest: digestOf(command) },
        lane: `customer:${who.customerId}`,
        decide: (turn) => decideCustomer(turn, who, command),
      }),
  }
}

/** Delivers to the built-in greeter. Throws where the host could not take the answer now. */
export async function deliverToGreeter(host: Host, delivery: PendingDelivery): Promise<void> {
  if (delivery.kind !== 'askBot') throw new Error(`Nobody receives ${delivery.kind}`)
  const { botId, answers } = fieldsOf(delivery.payload)
  if (typeof botId !== 'string') throw new Error('The delivery names no bot')
  const answer = await host.run({
    accountId: delivery.accountId,
    by: `bot:${botId}`,
    command: {
      sender: `bot:${botId}`,
      id: delivery.effectId,
      digest: digestOf(delivery.payload),
    },
    lane: `chat:${delivery.chatId}`,
    decide: (turn) => greet(turn, delivery.chatId, typeof answers === 'string' ? answers : null),
  })
  // A rule that says no ends it: the chat moved on, and a late answer is dropped.
  if (answer.kind === 'refused' && answer.refusal.retryAfterMs !== undefined) {
    throw new Error(answer.refusal.code)
  }
}

/** SHA-256 of the canonical JSON (RFC 8785) of a command, base64url. */
export function digestOf(body: unknown): string {
  return Bun.SHA256.hash(canonicalize(body) ?? '', 'base64url')
}

function fieldsOf(payload: Json): Record<string, Json> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? payload : {}
}
