export type PolicyName = 'byHand' | 'leastBusy' | 'longestIdle' | 'roundRobin'

/** Why an agent got a chat: the rule that settled it, strongest first. */
export type DecisionReason =
  | 'forwardedToThem'
  | 'defaultAgent'
  | 'sticky'
  | 'leastBusy'
  | 'longestIdle'
  | 'roundRobin'
  | 'onlyOne'

/** Why an agent could not get a chat; also the codes with which taking it is refused. */
export type NotAccepting = 'online' | 'connected' | 'belowLimit'

/** A routing decision as it stands in the journal: ids and numbers only. */
export interface Decision {
  policy: PolicyName
  reason: DecisionReason
  considered: { agentId: string; inHand: number; idleSince: number }[]
  leftOut: { agentId: string; reason: NotAccepting | 'passedOver' | 'notTheTarget' }[]
}

/** The state of an agent that keeps chats away; at the limit, it is none. */
export type Hindrance = 'away' | 'offline' | 'grace' | 'gone'

/** Why nobody gets what waits, for all agents who may get it: ids and codes only. */
export interface Unmatched {
  policy: PolicyName
  /** Nobody by hand: then no machine gives chats. */
  leftOut: {
    agentId: string
    reason: NotAccepting | 'notTheTarget' | 'notThere'
    state: Hindrance | null
  }[]
  /** How many more there are whom the list has no place for. */
  others: number
}
