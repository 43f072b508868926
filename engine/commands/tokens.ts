import type { Json } from '#storage/json'
import { mayBeEmbedded, viewerOf } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { administers } from './staff-account.ts'

/** What the journal says of tokens that an administrator has made or revoked; no token stands there. */
export type TokenNote =
  | { type: 'embedTokenMade'; personId: string }
  | { type: 'apiTokenMade' | 'apiTokenRevoked'; tokenId: string }

/**
 * Notes it, where this person administers the account and the member, if one is meant, may be
 * embedded; refuses with `forbidden`, `notFound` or `notAnAgent`.
 */
export function noteToken(turn: Turn, personId: string, note: TokenNote): Record<string, Json> {
  const me = turn.account.members.get(personId)
  if (me === undefined || !me.active) refuse('unauthorized')
  administers(viewerOf(me, turn.account.retired))
  const { type, ...about } = note
  if ('personId' in about) {
    const member = turn.member(about.personId)
    if (!member.active) refuse('notFound', about)
    if (!mayBeEmbedded(member)) refuse('notAnAgent')
  }
  turn.recordForAccount(type, about)
  return {}
}
