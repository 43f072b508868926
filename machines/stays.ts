import type { ChatContext } from './chat.ts'
import { isOver } from './chat-state.ts'
import type { ChatStateName } from './chat-state.ts'

/*
 * What statistics count of a chat, folded from its steps.
 *
 * Y1 only a chat that is over counts. Y2 it counts for the time at which it came to the agents; one
 * that never left the bot counts as that alone. Y3 a group counts a chat once, however often it
 * comes, and adds its times up; an agent counts every joining. Y4 the time in which closing can be
 * undone is nobody's, unless it is undone.
 */

/** One step of a chat, as a host takes it or a replay makes it again. */
export interface ChatMoment {
  /** `born`, or the event's type. */
  type: string
  at: number
  state: ChatStateName
  context: ChatContext
}

/** What the whole chat, a group or an agent had of it. Times in milliseconds. */
export interface Stay {
  kind: 'account' | 'group' | 'agent'
  /** Empty for the whole chat. */
  id: string
  /** Of an agent, how often it joined; else 1, and 0 for a chat that never left the bot. */
  chats: number
  /** How many of these had a person's message. */
  answered: number
  /** From arrival to departure, of an agent from joining to leaving. */
  durationMs: number
  /** How much of that nobody had the chat. */
  waitedMs: number
  /** How much of it an agent had the chat. */
  handlingMs: number
  /** From the first arrival until an agent joined; null where none did. */
  waitingMs: number | null
  /** From arrival or joining to the first message that answers the customer. */
  firstResponseMs: number | null
  /** How long each later answer took, from the customer's message or the arrival, the later one. */
  repliesMs: readonly number[]
  /** How often it was forwarded from here. */
  forwards: number
  /** The customer gave up while it waited here. */
  abandoned: boolean
  /** The customer was blocked while it was here. */
  blocked: boolean
  /** The customer left a message, and it ended here. */
  leftMessage: boolean
  /** It was here when it ended, or last: a rating is theirs. */
  last: boolean
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
  /** The whole chat first. */
  stays: readonly Stay[]
}

/** Where a chat is. */
interface Place {
  groupId: string | null
  agentId: string | null
}

interface Scope extends Stay {
  /** Since when it is here, this time. */
  since: number
  /** Whether a person wrote since. */
  spoke: boolean
}

/** What is known of a chat so far. */
export interface ChatTally {
  chatId: string
  channelId: string
  bornAt: number
  withBot: boolean
  cameAt: number | null
  place: Place
  /** Until when times are added up. */
  until: number
  unansweredSince: number | null
  closing: boolean
  ended: boolean
  lastGroupId: string | null
  lastAgentId: string | null
  scopes: readonly Scope[]
}

const NOWHERE: Place = { groupId: null, agentId: null }

/** A chat's tally after a step; `before` is null for its birth. Changes nothing. */
export function tallied(before: ChatTally | null, moment: ChatMoment): ChatTally {
  const tally = before === null ? newborn(moment) : { ...before }
  if (tally.ended) return tally
  const { at, state, context } = moment
  if (!tally.closing) addTimes(tally, at)
  noteMessage(tally, moment)
  if (moment.type === 'forwarded') {
    for (const scope of present(tally)) replace(tally, { ...scope, forwards: scope.forwards + 1 })
  }
  if (isOver(state)) end(tally, moment)
  else if (state === 'closing') tally.closing = true
  else {
    // Y4: closing that was undone did not happen.
    if (tally.closing) addTimes(tally, at)
    tally.closing = false
    move(tally, placeOf(state, context), at)
  }
  tally.unansweredSince = context.unansweredSince
  return tally
}

/** What statistics count of it; null while it is open (Y1). */
export function countedChat(tally: ChatTally): CountedChat | null {
  if (!tally.ended) return null
  const { chatId, channelId, bornAt, cameAt, withBot } = tally
  return {
    chatId,
    channelId,
    cameAt,
    bornAt,
    handedOver: withBot && cameAt !== null,
    stays: tally.scopes.map(({ since: _since, spoke: _spoke, ...stay }) => stay),
  }
}

function newborn({ at, context, state }: ChatMoment): ChatTally {
  return {
    chatId: context.chatId,
    channelId: context.channelId,
    bornAt: at,
    withBot: state === 'bot.answering' || state === 'bot.listening',
    cameAt: null,
    place: NOWHERE,
    until: at,
    unansweredSince: context.unansweredSince,
    closing: false,
    ended: false,
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

function addTimes(tally: ChatTally, at: number): void {
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

/** A person's message answers, for the chat, its group and its agent. */
function noteMessage(tally: ChatTally, { type, at }: ChatMoment): void {
  if (type !== 'agentWrote') return
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

/** Y3 */
function move(tally: ChatTally, place: Place, at: number): void {
  const { groupId, agentId } = tally.place
  tally.place = place
  if (place.groupId !== null && place.groupId !== groupId) {
    if (tally.cameAt === null) {
      tally.cameAt = at
      arrive(tally, 'account', '', at)
    }
    arrive(tally, 'group', place.groupId, at)
    tally.lastGroupId = place.groupId
  }
  if (place.agentId === null || place.agentId === agentId) return
  tally.lastAgentId = place.agentId
  arrive(tally, 'agent', place.agentId, at)
  for (const scope of present(tally)) {
    if (scope.kind === 'agent' || scope.waitingMs !== null) continue
    replace(tally, { ...scope, waitingMs: at - scope.since })
  }
}

function arrive(tally: ChatTally, kind: Stay['kind'], id: string, at: number): void {
  const known = tally.scopes.find((scope) => scope.kind === kind && scope.id === id)
  const scope = { ...(known ?? emptyScope(kind, id, at)), since: at, spoke: false }
  const chats = kind === 'agent' ? scope.chats + 1 : 1
  if (known === undefined) tally.scopes = [...tally.scopes, { ...scope, chats }]
  else replace(tally, { ...scope, chats })
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

/** The chat, the group that it is in and the agent who has it. */
function present({ scopes, place }: ChatTally): Scope[] {
  return scopes.filter(({ kind, id }) => {
    if (kind === 'account') return place.groupId !== null
    return id === (kind === 'group' ? place.groupId : place.agentId)
  })
}

function replace(tally: ChatTally, next: Scope): void {
  tally.scopes = tally.scopes.map((scope) =>
    scope.kind === next.kind && scope.id === next.id ? next : scope,
  )
}

function emptyScope(kind: Stay['kind'], id: string, since: number): Scope {
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
    abandoned: false,
    blocked: false,
    leftMessage: false,
    last: false,
    since,
    spoke: false,
  }
}
