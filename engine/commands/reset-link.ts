import type { Json } from '#storage/json'
import { viewerOf } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { administers } from './staff-account.ts'

/** The journal says who made a link for whom; the link itself is nowhere but in the answer. */
export function noteResetLink(
  turn: Turn,
  personId: string,
  memberId: string,
): Record<string, Json> {
  const member = turn.account.members.get(personId)
  if (member === undefined || !member.active) refuse('unauthorized')
  administers(viewerOf(member, turn.account.retired))
  if (!turn.member(memberId).active) refuse('notFound', { personId: memberId })
  turn.recordForAccount('resetLinkMade', { personId: memberId })
  return {}
}

/** Somebody asked for a link by e-mail: it is made when the mail goes out, not before. */
export function orderResetMail(turn: Turn, personId: string): Record<string, Json> {
  if (turn.account.members.get(personId)?.active !== true) refuse('notFound', { personId })
  turn.recordForAccount('resetAsked', { personId })
  turn.outbox.push({
    effectId: `account:${turn.accountActorSeq}:0`,
    chatId: `person:${personId}`,
    seq: turn.seq,
    kind: 'mail',
    payload: { mail: 'passwordReset', personId },
    at: turn.at,
  })
  return {}
}
