import type { ChatContext } from './chat.ts'
import { isOver } from './chat-state.ts'
import type { ChatStateName } from './chat-state.ts'
import { delayNameOf } from './delay-name.ts'
import type { Stay } from './stay.ts'
import {
  add,
  addFor,
  addHere,
  addTimes,
  arrive,
  emptyScope,
  present,
  replace,
} from './stay-scopes.ts'
import type { Place, Scoped } from './stay-scopes.ts'

export type { Stay } from './stay.ts'

/*
 * What statistics count of a chat, folded from its steps.
 *
 * Y1 only a chat that is over counts. Y2 it counts for the time at which it came to the agents; one
 * that never left the bot counts as that alone. Y3 a group counts a chat once, however often it
 * comes, and adds its times up; an agent counts every joining. Y4 the time in which closing can be
 * undone is nobody's, unless it is undone. Y5 what a bot says a chat is about holds for all of it,
 * the newest word last.
 */

/** One step of a chat, as a host takes it or a replay makes it again. */
export interface ChatMoment {
  /** `born`, or the event's type. */
  type: string
  at: number
  state: ChatStateName
  context: ChatContext
  /** What the event says that the chat is about; absent where it says nothing of that. */
  subjectId?: string
}

/** A chat that is over, as statistics count it. */
export interface CountedChat {
  chatId: string
  channelId: string
  /** When it came to the agents; null for one that never left the bot. */
  cameAt: number | null
  bornAt: number
  /** It began with the bot and came to the agents. */
  handedOver: boolean
  /** It goes on with what an earlier chat was about: its customer came again. */
  cameAgain: boolean
  /** What the bot said that it is about; null where it said nothing. */
  subjectId: string | null
  /** The whole chat first. */
  stays: readonly Stay[]
}

/** What is known of a chat so far. */
export interface ChatTally extends Scoped {
  chatId: string
  channelId: string
  bornAt: number
  withBot: boolean
  cameAgain: boolean
  subjectId: string | null
  cameAt: number | null
  unansweredSince: number | null
  closing: boolean
  ended: boolean
  /** It is under way to whom it was forwarded. */
  underWay: boolean
  /** Whom it is offered to. */
  offeredTo: string | null
  lastGroupId: string | null
  lastAgentId: string | null
}

const NOWHERE: Place = { groupId: null, agentId: null }

/** A chat's tally after a step; `before` is null for its birth. Changes nothing. */
export function tallied(before: ChatTally | null, moment: ChatMoment): ChatTally {
  const tally = before === null ? newborn(moment) : { ...before }
  if (tally.ended) return tally
  const { at, state, context } = moment
  if (!tally.closing) addTimes(tally, at)
  tally.subjectId = moment.subjectId ?? tally.subjectId
  noteMessage(tally, moment)
  noteLeaving(tally, moment)
  if (isOver(state)) end(tally, moment)
  else if (state === 'closing') tally.closing = true
  else {
    // Y4: closing that was undone did not happen.
    if (tally.closing) addTimes(tally, at)
    tally.closing = false
    move(tally, placeOf(state, context), moment)
    noteOffer(tally, moment)
    tally.underWay = context.forward !== null
  }
  tally.unansweredSince = context.unansweredSince
  return tally
}

/** What statistics count of it; null while it is open (Y1). */
export function countedChat(tally: ChatTally): CountedChat | null {
  if (!tally.ended) return null
  const { chatId, channelId, bornAt, cameAt, withBot, cameAgain, subjectId } = tally
  return {
    chatId,
    channelId,
    cameAt,
    bornAt,
    handedOver: withBot && cameAt !== null,
    cameAgain,
    subjectId,
    stays: tally.scopes.map(({ since: _since, spoke: _spoke, ...stay }) => stay),
  }
}

function newborn({ at, context, state }: ChatMoment): ChatTally {
  return {
    chatId: context.chatId,
    channelId: context.channelId,
    bornAt: at,
    withBot: state === 'bot.answering' || state === 'bot.listening',
    cameAgain: context.continues !== null,
    subjectId: null,
    cameAt: null,
    place: NOWHERE,
    until: at,
    unansweredSince: context.unansweredSince,
    closing: false,
    ended: false,
    underWay: false,
    offeredTo: null,
    lastGroupId: null,
    lastAgentId: null,
    scopes: [{ ...emptyScope('account', '', at) }],
  }
}

/** With the bot, or on the way to one, a chat is with no group; only in hand it is with an agent. */
function placeOf(state: ChatStateName, context: ChatContext): Place {
  if (state === 'bot.answering' || state === 'bot.listening') return NOWHERE
  if (context.forward?.to.kind === 'bot') return NOWHERE
  const inHand = state.startsWith('assigned.')
  return { groupId: context.line.groupId, agentId: inHand ? context.agentId : null }
}

/** A person's message answers, for the chat, its group and its agent. */
function noteMessage(tally: ChatTally, { type, at }: ChatMoment): void {
  if (type === 'customerWrote') addHere(tally, 'customerMessages')
  if (type !== 'agentWrote') return
  addHere(tally, 'agentMessages')
  const { unansweredSince } = tally
  for (const scope of present(tally)) {
    const counts = scope.kind === 'agent' ? !scope.spoke : scope.answered === 0
    const isFirst = scope.firstResponseMs === null && scope.answered === 0
    const ms = unansweredSince === null ? null : at - Math.max(unansweredSince, scope.since)
    replace(tally, {
      ...scope,
      answered: scope.answered + (counts ? 1 : 0),
      spoke: true,
      ...(ms === null || !isFirst ? {} : { firstResponseMs: at - scope.since }),
      ...(ms === null || isFirst ? {} : { repliesMs: [...scope.repliesMs, ms] }),
    })
  }
}

/** How it leaves the place where it was, and what becomes of an offer. */
function noteLeaving(tally: ChatTally, { type, context }: ChatMoment): void {
  if (type === 'forwarded') addHere(tally, 'forwards')
  const delay = delayNameOf(type)
  if (delay === 'responseLimit') addHere(tally, 'returned')
  if (delay === 'queueLimit' && context.line.groupId !== tally.place.groupId) {
    addHere(tally, 'overflows')
  }
  if (type === 'offerAccepted') endOffer(tally, 'accepted')
  if (type === 'offerDeclined') endOffer(tally, 'declined')
  if (delay === 'offerLimit') endOffer(tally, 'missed')
}

/** An offer counts for the chat, the group that it waits in and the agent who is asked. */
function noteOffer(tally: ChatTally, { type, state, context }: ChatMoment): void {
  tally.offeredTo = state === 'offered' ? context.agentId : null
  if (type !== 'offerMade' || tally.offeredTo === null) return
  addHere(tally, 'offers')
  addFor(tally, tally.offeredTo, 'offers')
}

function endOffer(tally: ChatTally, how: 'accepted' | 'declined' | 'missed'): void {
  if (tally.offeredTo === null) return
  addHere(tally, how)
  addFor(tally, tally.offeredTo, how)
}

/** Y3 */
function move(tally: ChatTally, place: Place, { type, at, context }: ChatMoment): void {
  const { groupId, agentId } = tally.place
  tally.place = place
  if (place.groupId !== null && place.groupId !== groupId) {
    if (tally.cameAt === null) {
      tally.cameAt = at
      arrive(tally, 'account', '', at)
    }
    arrive(tally, 'group', place.groupId, at)
    if (type === 'forwarded') add(tally, 'group', place.groupId, 'forwardsIn')
    tally.lastGroupId = place.groupId
  }
  if (type === 'born' && context.lastCustomerMessageId !== null) addHere(tally, 'customerMessages')
  if (place.agentId === null || place.agentId === agentId) return
  tally.lastAgentId = place.agentId
  arrive(tally, 'agent', place.agentId, at)
  if (tally.underWay && type !== 'agentTookOver') {
    add(tally, 'agent', place.agentId, 'forwardsIn')
  }
  for (const scope of present(tally)) {
    if (scope.kind === 'agent' || scope.waitingMs !== null) continue
    replace(tally, { ...scope, waitingMs: at - scope.since })
  }
}

/** Whoever had it at its end, or last, has how it ended. */
function end(tally: ChatTally, { state, context }: ChatMoment): void {
  tally.ended = true
  const { place, lastGroupId, lastAgentId } = tally
  const abandoned = context.closed?.reason === 'abandoned'
  tally.scopes = tally.scopes.map((scope) => {
    if (tally.cameAt === null) return scope
    const { kind, id } = scope
    const here = kind === 'account' || id === (kind === 'group' ? lastGroupId : place.agentId)
    const last = kind === 'account' || id === (kind === 'group' ? lastGroupId : lastAgentId)
    return {
      ...scope,
      abandoned: abandoned && here,
      blocked: state === 'blocked' && here,
      leftMessage: context.leftMessage && here,
      last,
    }
  })
}
