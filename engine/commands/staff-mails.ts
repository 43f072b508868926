import type { StaffCommand } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { decideStaff } from './staff.ts'

/** Somebody who joins an account. */
export type Joining = Extract<StaffCommand, { type: 'saveMember' }>

/** Somebody asked for a link by e-mail: it is made when the mail goes out, not before. */
export function orderResetMail(turn: Turn, personId: string): Record<string, Json> {
  if (turn.account.members.get(personId)?.active !== true) refuse('notFound', { personId })
  turn.recordForAccount('resetAsked', { personId })
  order(turn, personId, { mail: 'passwordReset', personId })
  return {}
}

/** Lets somebody join, and orders the mail that tells them. Refuses as saving a member does. */
export function inviteByMail(turn: Turn, personId: string, joining: Joining): Record<string, Json> {
  const result = decideStaff(turn, personId, joining)
  turn.recordForAccount('invited', { personId: joining.personId })
  order(turn, joining.personId, { mail: 'invitation', personId: joining.personId, by: personId })
  return result
}

/** Of the account's last record: a mail to somebody of staff, in a line of their own. */
function order(turn: Turn, personId: string, payload: Record<string, Json>): void {
  turn.outbox.push({
    effectId: `account:${turn.accountActorSeq}:0`,
    chatId: `person:${personId}`,
    seq: turn.seq,
    kind: 'mail',
    payload,
    at: turn.at,
  })
}
