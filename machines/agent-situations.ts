import type { AnyMachineSnapshot } from 'xstate'
import type { AgentEvent } from './agent-events.ts'
import { HIRED } from './agent-life.ts'
import { inHand } from './agent.ts'
import type { AgentContext } from './agent.ts'
import { NINE } from './chat-life.ts'
import { delaysIn } from './versions.ts'
import type { Told } from './life.ts'
import type { MachineEvent } from './step.ts'

/* What an agent's chart is explored with: samples of every event, and every delay. */

const CHATS = ['1', '2', '3', '4']

export const AGENT_SAMPLES: Record<AgentEvent['type'], Told<AgentEvent>[]> = {
  wentOnline: [{ type: 'wentOnline' }],
  wentAway: [{ type: 'wentAway', reason: 'lunch' }],
  wentOffline: [{ type: 'wentOffline', choice: { kind: 'keep' } }],
  socketOpened: [{ type: 'socketOpened' }],
  socketClosed: [{ type: 'socketClosed' }],
  chatGiven: CHATS.flatMap((chatId) => [
    { type: 'chatGiven', chatId, as: 'chat' },
    { type: 'chatGiven', chatId, as: 'offer' },
  ]),
  offerBecameChat: CHATS.map((chatId) => ({ type: 'offerBecameChat', chatId })),
  chatLeft: CHATS.map((chatId) => ({ type: 'chatLeft', chatId })),
  wrapUpBegan: [
    { type: 'wrapUpBegan', chatId: '1', forMs: 30_000 },
    { type: 'wrapUpBegan', chatId: '2', forMs: 60_000 },
  ],
  wrapUpEnded: [{ type: 'wrapUpEnded' }],
  offerMissed: [{ type: 'offerMissed' }],
  limitChanged: [1, HIRED.limit].map((limit) => ({ type: 'limitChanged', limit })),
  settingsChanged: [{ type: 'settingsChanged', version: 2, graceMs: 5_000 }],
  deactivated: [{ type: 'deactivated' }],
  reactivated: [{ type: 'reactivated' }],
}

const stamped = Object.values(AGENT_SAMPLES).flatMap((events) =>
  events.map((event): MachineEvent => ({ by: 'system', at: NINE + 5_000, ...event })),
)

/** Everything that could happen in a snapshot, whether it is taken or not. */
export function agentTries(snapshot: AnyMachineSnapshot): MachineEvent[] {
  const delays = delaysIn(snapshot).map((type) => ({
    type,
    at: NINE + 5_000,
    by: 'timer' as const,
  }))
  return [...stamped, ...delays]
}

/** Nothing in hand, one less than the limit, the limit, more than a lowered limit. */
export function loadOf(snapshot: AnyMachineSnapshot): string {
  const context: AgentContext = snapshot.context
  const free = context.limit - inHand(context)
  if (free < 0) return 'over'
  if (free === 0) return 'limit'
  if (inHand(context) === 0) return 'none'
  return free === 1 ? 'limit - 1' : 'some'
}

/** What decides what may happen next. */
export function agentKey(snapshot: AnyMachineSnapshot): string {
  const { value } = snapshot
  const context: AgentContext = snapshot.context
  return JSON.stringify([
    value,
    loadOf(snapshot),
    context.chats.length,
    context.offers.length,
    context.wrapUps.map(({ chatId }) => chatId),
    context.limit,
    context.missedOffers,
    context.awayReason,
    context.active,
  ])
}
