import type { Stay } from './stay.ts'

/** Where a chat is. */
export interface Place {
  groupId: string | null
  agentId: string | null
}

/** A stay while it is added up. */
export interface Scope extends Stay {
  /** Since when it is here, this time. */
  since: number
  /** Whether a person wrote since. */
  spoke: boolean
}

/** What times and counts are added to: whoever has the chat, or had it. */
export interface Scoped {
  scopes: readonly Scope[]
  place: Place
  /** Until when times are added up. */
  until: number
}

/** The time since the last step, for all who had the chat. */
export function addTimes(tally: Scoped, at: number): void {
  const ms = at - tally.until
  tally.until = at
  if (tally.place.groupId === null || ms === 0) return
  const inHand = tally.place.agentId !== null
  for (const scope of present(tally)) {
    replace(tally, {
      ...scope,
      durationMs: scope.durationMs + ms,
      waitedMs: scope.waitedMs + (inHand ? 0 : ms),
      handlingMs: scope.handlingMs + (inHand ? ms : 0),
    })
  }
}

/** It comes to a group or an agent, once more or for the first time. */
export function arrive(tally: Scoped, kind: Stay['kind'], id: string, at: number): void {
  const known = tally.scopes.find((scope) => scope.kind === kind && scope.id === id)
  const scope = { ...(known ?? emptyScope(kind, id, at)), since: at, spoke: false }
  const chats = kind === 'agent' ? scope.chats + 1 : 1
  if (known === undefined) tally.scopes = [...tally.scopes, { ...scope, chats }]
  else replace(tally, { ...scope, chats })
}

type Asked = 'offers' | 'accepted' | 'declined' | 'missed'
type Sent = 'forwards' | 'forwardsIn' | 'overflows' | 'returned'
type Counter = Asked | Sent | 'customerMessages' | 'agentMessages'

/** One more of something, for all who have the chat. */
export function addHere(tally: Scoped, counter: Counter): void {
  for (const { kind, id } of present(tally)) add(tally, kind, id, counter)
}

/** One more for an agent who does not have the chat, and maybe never did. */
export function addFor(tally: Scoped, agentId: string, counter: Counter): void {
  if (!tally.scopes.some(({ kind, id }) => kind === 'agent' && id === agentId)) {
    tally.scopes = [...tally.scopes, emptyScope('agent', agentId, tally.until)]
  }
  add(tally, 'agent', agentId, counter)
}

/** One more of something, for one of them. */
export function add(tally: Scoped, kind: Stay['kind'], id: string, counter: Counter): void {
  tally.scopes = tally.scopes.map((scope) =>
    scope.kind === kind && scope.id === id ? { ...scope, [counter]: scope[counter] + 1 } : scope,
  )
}

/** The chat, the group that it is in and the agent who has it. */
export function present({ scopes, place }: Scoped): Scope[] {
  return scopes.filter(({ kind, id }) => {
    if (kind === 'account') return place.groupId !== null
    return id === (kind === 'group' ? place.groupId : place.agentId)
  })
}

/** Puts a scope in the place of its former self. */
export function replace(tally: Scoped, next: Scope): void {
  tally.scopes = tally.scopes.map((scope) =>
    scope.kind === next.kind && scope.id === next.id ? next : scope,
  )
}

/** One that has nothing yet. */
export function emptyScope(kind: Stay['kind'], id: string, since: number): Scope {
  return {
    kind,
    id,
    chats: 0,
    answered: 0,
    durationMs: 0,
    waitedMs: 0,
    handlingMs: 0,
    waitingMs: null,
    firstResponseMs: null,
    repliesMs: [],
    forwards: 0,
    forwardsIn: 0,
    overflows: 0,
    offers: 0,
    accepted: 0,
    declined: 0,
    missed: 0,
    returned: 0,
    customerMessages: 0,
    agentMessages: 0,
    abandoned: false,
    blocked: false,
    leftMessage: false,
    last: false,
    since,
    spoke: false,
  }
}
