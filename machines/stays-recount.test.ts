import { expect, it } from 'vitest'
import { CHAT_BIRTHS, CHAT_SAMPLES } from './chat-situations.ts'
import { ChatLife } from './chat-life.ts'
import { isOver } from './chat-state.ts'
import { delayNameOf } from './delay-name.ts'
import { countedChat, tallied } from './stays.ts'
import type { ChatMoment, ChatTally, CountedChat, Stay } from './stays.ts'

/*
 * Everything that is counted of a chat, counted once more in the slow way: the whole life is laid
 * out as spans between its steps, and each figure is a sum over those that it is about.
 */

const LIVES = 400
const STEPS = 40

/** Ends a life; drawn rarely, so that lives are long. */
const ENDINGS = new Set(['customerEnded', 'customerBlocked', 'undoLimit', 'idleLimit'])
const ENDING_SHARE = 0.12

it(`[SA29] what is counted of a chat is what a slow recount gives, in ${LIVES} lives at random`, () => {
  let ended = 0
  for (let seed = 1; seed <= LIVES; seed += 1) {
    const moments = lifeOf(seed)
    let tally: ChatTally | null = null
    for (const moment of moments) tally = tallied(tally, moment)
    const counted = tally === null ? null : countedChat(tally)
    const words = `seed ${seed}: ${moments.map(({ type }) => type).join(', ')}`
    expect(byName(counted), words).toEqual(byName(slowlyCounted(moments)))
    if (counted !== null) ended += 1
  }
  expect(ended).toBeGreaterThan(LIVES / 2)
})

// -- lives --------------------------------------------------------------------------------------

function lifeOf(seed: number): ChatMoment[] {
  const dice = diceOf(seed)
  const pick = <One>(all: readonly One[]): One | undefined => all[Math.floor(dice() * all.length)]
  const life = new ChatLife(pick(CHAT_BIRTHS) ?? {})
  const moments = [momentOf(life, 'born')]
  const events = Object.values(CHAT_SAMPLES).flatMap((sample) => sample.events)
  for (let at = 0; at < STEPS * 12 && moments.length < STEPS; at += 1) {
    if (isOver(life.state)) break
    const delay = dice() < 0.1 ? pick(life.running) : undefined
    const event = pick(events)
    const name = delay ?? event?.type ?? ''
    if (ENDINGS.has(name) && dice() > ENDING_SHARE) continue
    if (delay !== undefined) {
      const timerId = life.timerOf(delay)
      life.whenTimeIsUp(delay)
      if (life.last.taken) moments.push(momentOf(life, timerId))
    } else if (event !== undefined) {
      life.when({ ...event, at: life.now + Math.floor(dice() * 90_000) })
      if (!life.last.taken) continue
      const subject = event.type === 'botHandedOver' ? { subjectId: pick(['s1', 's2']) ?? '' } : {}
      moments.push({ ...momentOf(life, event.type), ...subject })
    }
  }
  return moments
}

function momentOf(life: ChatLife, type: string): ChatMoment {
  return { type, at: life.now, state: life.state, context: life.context }
}

/** Numbers from 0 to 1, the same for the same seed. */
function diceOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

// -- the slow way -------------------------------------------------------------------------------

/** What happened from one step to the next: where the chat was, and what ended that. */
interface Span {
  from: number
  to: number
  groupId: string | null
  agentId: string | null
  /** Who is asked, and whether just so. */
  offeredTo: string | null
  isAsked: boolean
  unansweredSince: number | null
  underWay: boolean
  next: ChatMoment
}

function slowlyCounted(moments: readonly ChatMoment[]): CountedChat | null {
  const [born] = moments
  const last = moments.at(-1)
  if (born === undefined || last === undefined || !isOver(last.state)) return null
  const places = moments.map((_moment, index) => placeAt(moments, index))
  const spans = moments.slice(1).map((next, index): Span => {
    const moment = moments[index] ?? born
    const place = places[index] ?? NOBODY
    return {
      from: moment.at,
      to: next.at,
      ...(isUndone(moments, index) ? place : NOBODY),
      offeredTo: moment.state === 'offered' ? moment.context.agentId : null,
      isAsked: moment.type === 'offerMade',
      unansweredSince: moment.context.unansweredSince,
      underWay: moment.context.forward !== null && moment.state !== 'closing',
      next,
    }
  })
  const held = spans.map((span, index) => ({ ...span, ...(places[index] ?? NOBODY) }))
  const cameAt = moments.find((_moment, index) => places[index]?.groupId !== null)?.at ?? null
  const groups = new Set(places.flatMap(({ groupId }) => groupId ?? []))
  const agents = new Set([
    ...places.flatMap(({ agentId }) => agentId ?? []),
    ...spans.flatMap(({ offeredTo }) => offeredTo ?? []),
  ])
  const stayOf = (kind: Stay['kind'], id: string) =>
    slowStay(kind, id, moments, places, spans, held)
  const withBot = born.state === 'bot.answering' || born.state === 'bot.listening'
  return {
    chatId: born.context.chatId,
    channelId: born.context.channelId,
    cameAt,
    bornAt: born.at,
    handedOver: withBot && cameAt !== null,
    cameAgain: born.context.continues !== null,
    subjectId: moments.findLast(({ subjectId }) => subjectId !== undefined)?.subjectId ?? null,
    stays: [
      stayOf('account', ''),
      ...[...groups].map((id) => stayOf('group', id)),
      ...[...agents].map((id) => stayOf('agent', id)),
    ],
  }
}

type Place = Pick<Span, 'groupId' | 'agentId'>

const NOBODY: Place = { groupId: null, agentId: null }

/** Where it is after a step; while it closes, and once it is over, where it was before. */
function placeAt(moments: readonly ChatMoment[], index: number): Place {
  const moment = moments[index]
  if (moment === undefined) return NOBODY
  const { state, context } = moment
  if (state === 'closing' || isOver(state)) return placeAt(moments, index - 1)
  const isBots = state.startsWith('bot.') || context.forward?.to.kind === 'bot'
  if (isBots) return NOBODY
  const agentId = state.startsWith('assigned.') ? context.agentId : null
  return { groupId: context.line.groupId, agentId }
}

/** Whether the time after a step is somebody's: that of a closing is, where it went on. */
function isUndone(moments: readonly ChatMoment[], index: number): boolean {
  const isClosing = moments[index]?.state === 'closing'
  const later = moments.slice(index).find(({ state }) => state !== 'closing')
  return !isClosing || (later !== undefined && !isOver(later.state))
}

function slowStay(
  kind: Stay['kind'],
  id: string,
  moments: readonly ChatMoment[],
  places: readonly Place[],
  spans: readonly Span[],
  held: readonly Span[],
): Stay {
  const isHere = ({ groupId, agentId }: Place): boolean =>
    kind === 'account' ? groupId !== null : id === (kind === 'group' ? groupId : agentId)
  const here = spans.filter(isHere)
  const lengthOf = (some: readonly Span[]): number => sum(some.map(({ from, to }) => to - from))
  const heldHere = held.filter(isHere)
  const ends = (isIt: (span: Span) => boolean): number => heldHere.filter(isIt).length
  const by = (type: string) => ends(({ next }) => next.type === type)
  const limit =
    (name: string) =>
    ({ next }: Span) =>
      delayNameOf(next.type) === name
  const arrivals = moments.flatMap((moment, index) => {
    const [before, now] = [places[index - 1] ?? NOBODY, places[index] ?? NOBODY]
    const isNew = kind === 'agent' ? now.agentId !== before.agentId : now.groupId !== before.groupId
    return isNew && isHere(now) ? [{ index, moment }] : []
  })
  const counts = kind === 'account' ? arrivals.slice(0, 1) : arrivals
  const since = (at: number): number => counts.findLast(({ index }) => index <= at)?.moment.at ?? 0
  const answers = held.flatMap((span, index) =>
    span.next.type === 'agentWrote' && isHere(span)
      ? [{ at: span.to, since: since(index), question: span.unansweredSince, span: index }]
      : [],
  )
  const [first, ...others] = answers
  const joined = moments.flatMap((moment, index) => {
    const [before, now] = [places[index - 1] ?? NOBODY, places[index] ?? NOBODY]
    const isJoined = now.agentId !== null && now.agentId !== before.agentId
    return isJoined && isHere(now) ? [{ index, at: moment.at }] : []
  })
  const asked = kind === 'agent' ? ({ offeredTo }: Span) => offeredTo === id : isHere
  const offers = held.filter((span) => span.offeredTo !== null && asked(span))
  const ending = (isIt: (span: Span) => boolean) => offers.filter(isIt).length
  const spoken = arrivals.filter(({ index }, nth) => {
    const until = arrivals[nth + 1]?.index ?? moments.length
    return answers.some(({ span }) => span >= index && span < until)
  })
  const over = moments.at(-1)
  const lastPlace = places.findLast(isHere)
  const lastGroup = places.findLast(({ groupId }) => groupId !== null)?.groupId
  const lastAgent = places.findLast(({ agentId }) => agentId !== null)?.agentId
  const endedWith = places.at(-1)?.agentId
  const came = places.some(({ groupId }) => groupId !== null)
  const isLast = came && (kind === 'account' || id === (kind === 'group' ? lastGroup : lastAgent))
  const isEnd = came && (kind === 'account' || id === (kind === 'group' ? lastGroup : endedWith))
  const birthMessage =
    isHere(places[0] ?? NOBODY) && moments[0]?.context.lastCustomerMessageId != null ? 1 : 0
  const [firstJoined] = joined
  return {
    kind,
    id,
    chats: kind === 'agent' ? arrivals.length : Math.min(1, arrivals.length),
    answered: kind === 'agent' ? spoken.length : Math.min(1, answers.length),
    durationMs: lengthOf(here),
    waitedMs: lengthOf(here.filter(({ agentId }) => agentId === null)),
    handlingMs: lengthOf(here.filter(({ agentId }) => agentId !== null)),
    waitingMs:
      kind === 'agent' || firstJoined === undefined
        ? null
        : firstJoined.at - since(firstJoined.index),
    firstResponseMs: first === undefined || first.question === null ? null : first.at - first.since,
    repliesMs: others.flatMap(({ at, since: arrived, question }) =>
      question === null ? [] : [at - Math.max(question, arrived)],
    ),
    forwards: by('forwarded'),
    forwardsIn:
      kind === 'account'
        ? 0
        : arrivals.filter(({ index, moment }) =>
            kind === 'group'
              ? moment.type === 'forwarded'
              : spans[index - 1]?.underWay === true && moment.type !== 'agentTookOver',
          ).length,
    overflows: held.filter(
      (span, index) =>
        isHere(span) && limit('queueLimit')(span) && places[index + 1]?.groupId !== span.groupId,
    ).length,
    offers: ending(({ isAsked }) => isAsked),
    accepted: ending(({ next }) => next.type === 'offerAccepted'),
    declined: ending(({ next }) => next.type === 'offerDeclined'),
    missed: ending(limit('offerLimit')),
    returned: ends(limit('responseLimit')),
    customerMessages: by('customerWrote') + birthMessage,
    agentMessages: by('agentWrote'),
    abandoned: isEnd && over?.context.closed?.reason === 'abandoned',
    blocked: isEnd && over?.state === 'blocked',
    leftMessage: isEnd && over?.context.leftMessage === true,
    last: isLast && lastPlace !== undefined,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}

/** The stays in one order. */
function byName(chat: CountedChat | null): CountedChat | null {
  if (chat === null) return null
  const name = ({ kind, id }: Stay): string => `${kind} ${id}`
  return { ...chat, stays: chat.stays.toSorted((a, b) => (name(a) < name(b) ? -1 : 1)) }
}
