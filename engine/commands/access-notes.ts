import type { Json } from '#storage/json'
import { mayBeEmbedded, viewerOf } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { administers } from './staff-account.ts'

/**
 * What the journal says of ways in that an administrator opens or closes, where the ways themselves
 * are none of the journal's: no token and no link stands there.
 */
export type AccessNote =
  | { type: 'embedTokenMade' | 'resetLinkMade' | 'signInsEnded'; personId: string }
  | { type: 'apiTokenMade' | 'apiTokenRevoked'; tokenId: string }

/**
 * Notes it, where this person administers the account and the member, if one is meant, is active in
 * it, and for a page that embeds may be embedded; refuses with `forbidden`, `notFound` or `notAnAgent`.
 */
export function noteAccess(turn: Turn, personId: string, note: AccessNote): Record<string, Json> {
  const me = turn.account.members.get(personId)
  if (me === undefined || !me.active) refuse('unauthorized')
  administers(viewerOf(me, turn.account.retired))
  const { type, ...about } = note
  if ('personId' in about) {
    const member = turn.member(about.personId)
    if (!member.active) refuse('notFound', about)
    if (type === 'embedTokenMade' && !mayBeEmbedded(member)) refuse('notAnAgent')
  }
  turn.recordForAccount(type, about)
  return {}
}
