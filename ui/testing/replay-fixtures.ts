import type {
  ReplayPage,
  ReplayedStepView,
  WhatCouldBe,
  WhatIfAnswer,
  WhyEntry,
} from '#protocol/replay'
import type { Statechart } from '#protocol/statechart'
import type { ReplayReader } from '../client/replay-rest.ts'
import { NOW } from './staff-fixtures.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

export function replayedStep(change: Partial<ReplayedStepView> = {}): ReplayedStepView {
  return {
    step: 1,
    at: NOW,
    by: 'system',
    type: 'customerWrote',
    data: {},
    machine: 'chat@1',
    commandId: null,
    effects: [],
    decision: null,
    state: 'queued.inLine',
    value: {},
    passed: [],
    guards: [],
    changed: [],
    delays: [],
    ...change,
  }
}

/** A chat that waited for a quarter of an hour, was given to Mia, answered and closed. */
export const CHAT_STEPS: readonly ReplayedStepView[] = [
  replayedStep({
    type: 'born',
    by: 'customer:c1',
    at: NOW - 20 * MINUTE,
    data: { messageId: 'm1' },
    changed: [{ key: 'line', before: null, after: { groupId: 'orders', priority: 0 } }],
    effects: [
      { type: 'tellCustomer', params: { code: 'waiting' }, outcome: 'inTurn' },
      { type: 'askBot', params: { botId: 'b', answers: null }, outcome: 'dead' },
    ],
    delays: [{ id: 'xstate.after.queueLimit.chat.queued', budgetMs: 30 * MINUTE }],
  }),
  replayedStep({
    step: 2,
    type: 'agentAssigned',
    at: NOW - 5 * MINUTE,
    data: { agentId: 'mia' },
    state: 'assigned.awaitingAgent',
    passed: ['chat.queued.inLine#0'],
    guards: ['isAnotherAgent'],
    changed: [{ key: 'agentId', before: null, after: 'mia' }],
    delays: [{ id: 'xstate.after.queueLimit.chat.queued', budgetMs: null }],
    decision: {
      policy: 'leastBusy',
      reason: 'leastBusy',
      considered: [
        { agentId: 'mia', inHand: 0, idleSince: NOW - 9 * MINUTE },
        { agentId: 'tom', inHand: 2, idleSince: NOW - 8 * MINUTE },
      ],
      leftOut: [{ agentId: 'lou', reason: 'online' }],
    },
    effects: [
      { type: 'tellCustomer', params: { code: 'joined', agentId: 'mia' }, outcome: 'inTurn' },
    ],
  }),
  replayedStep({
    step: 3,
    type: 'agentWrote',
    by: 'agent:mia',
    at: NOW - 4 * MINUTE,
    data: { agentId: 'mia', messageId: 'm2' },
    state: 'assigned.awaitingCustomer',
    commandId: 'command-12345678',
    changed: [{ key: 'unansweredSince', before: NOW - 20 * MINUTE, after: null }],
  }),
  replayedStep({
    step: 4,
    type: 'xstate.after.idleLimit.chat.assigned.awaitingCustomer',
    by: 'timer',
    at: NOW - 2 * MINUTE,
    state: 'closed',
  }),
]

/** So many steps, one each second; agents answer and customers write in turn. */
export function manySteps(count: number): ReplayedStepView[] {
  return Array.from({ length: count }, (_, place) =>
    replayedStep({
      step: place + 1,
      at: NOW + place * SECOND,
      type: place === 0 ? 'born' : place % 2 === 0 ? 'customerWrote' : 'agentWrote',
      by: place % 2 === 0 ? 'customer:c1' : 'agent:mia',
      state: place % 2 === 0 ? 'assigned.awaitingAgent' : 'assigned.awaitingCustomer',
    }),
  )
}

const state = (id: string, parent: string | null) => ({
  id,
  key: id.split('.').at(-1) ?? id,
  type: 'atomic' as const,
  parent,
  initial: null,
  description: null,
  entry: [],
  exit: [],
})

/** As much of a chat's chart as these steps need, with a picture. */
export const CHAT_CHART: Statechart = {
  graph: {
    machine: 'chat@1',
    root: 'chat',
    states: [
      state('chat', null),
      state('chat.queued', 'chat'),
      state('chat.queued.inLine', 'chat.queued'),
      state('chat.assigned', 'chat'),
      state('chat.assigned.awaitingAgent', 'chat.assigned'),
      state('chat.assigned.awaitingCustomer', 'chat.assigned'),
      state('chat.closed', 'chat'),
    ],
    transitions: [
      {
        id: 'chat.queued.inLine#0',
        source: 'chat.queued.inLine',
        kind: 'event',
        event: 'agentAssigned',
        delay: null,
        guard: null,
        guards: [],
        targets: ['chat.assigned.awaitingAgent'],
        actions: [],
        reenter: false,
      },
    ],
  },
  layout: {
    width: 2_400,
    height: 900,
    states: [
      { id: 'chat', x: 0, y: 0, width: 2_400, height: 900 },
      { id: 'chat.queued', x: 40, y: 40, width: 300, height: 200 },
      { id: 'chat.queued.inLine', x: 80, y: 110, width: 160, height: 80 },
      { id: 'chat.assigned', x: 1_400, y: 40, width: 700, height: 200 },
      { id: 'chat.assigned.awaitingAgent', x: 1_440, y: 110, width: 200, height: 80 },
      { id: 'chat.assigned.awaitingCustomer', x: 1_800, y: 110, width: 220, height: 80 },
      { id: 'chat.closed', x: 1_440, y: 700, width: 160, height: 80 },
    ],
    slips: [],
    initials: [],
    edges: [
      {
        id: 'chat.queued.inLine#0',
        transitions: ['chat.queued.inLine#0'],
        points: [240, 150, 1_440, 150],
        label: {
          x: 800,
          y: 130,
          width: 110,
          height: 16,
          lines: [{ words: 'agent assigned', guard: null }],
        },
      },
    ],
  },
}

export const COULD_BE: WhatCouldBe = {
  state: 'assigned.awaitingAgent',
  events: [
    {
      event: { type: 'agentWrote', agentId: 'mia' },
      code: null,
      fields: [{ name: 'agentId', kind: 'agent' }],
    },
    {
      event: { type: 'putOnHold', forMs: 30 * MINUTE, until: NOW },
      code: null,
      fields: [{ name: 'forMs', kind: 'duration', end: 'until' }],
    },
    { event: { type: 'customerEnded' }, code: null, fields: [] },
    { event: { type: 'agentTook' }, code: 'isAnotherAgent', fields: [] },
  ],
  delays: [
    { id: 'xstate.after.responseLimit.x', name: 'responseLimit', armedAt: NOW, budgetMs: MINUTE },
  ],
}

export const WOULD_CLOSE: WhatIfAnswer = {
  taken: true,
  state: 'closed',
  value: 'closed',
  passed: [],
  guards: [],
  changed: [{ key: 'agentId', before: 'mia', after: null }],
  delays: [],
  effects: [{ type: 'tellCustomer', params: { code: 'closed', reason: 'endedByCustomer' } }],
}

/** Why that chat waited: nobody was online, then Mia had her hands full. */
const WAITED: WhyEntry = {
  kind: 'waited',
  step: 1,
  from: NOW - 20 * MINUTE,
  to: NOW - 5 * MINUTE,
  groupId: 'orders',
  targetAgentId: null,
  priority: 0,
  firstWaitingAt: NOW - 20 * MINUTE,
  nobody: [
    {
      from: NOW - 20 * MINUTE,
      to: NOW - 10 * MINUTE,
      policy: 'leastBusy',
      free: false,
      leftOut: [{ agentId: 'mia', reason: 'online', state: 'offline' }],
      others: 2,
    },
    {
      from: NOW - 10 * MINUTE,
      to: NOW - 5 * MINUTE,
      policy: 'leastBusy',
      free: false,
      leftOut: [{ agentId: 'mia', reason: 'belowLimit', state: null }],
      others: 0,
    },
  ],
  ahead: [
    { from: NOW - 20 * MINUTE, count: 2 },
    { from: NOW - 12 * MINUTE, count: 0 },
  ],
  toldUntil: null,
}

/** A reader that knows these steps, and keeps what it was asked. */
export function readerOf(
  steps: readonly ReplayedStepView[],
  change: Partial<ReplayReader> = {},
): ReplayReader & { asked: object[] } {
  const asked: object[] = []
  return {
    asked,
    steps: (_accountId, actor, after, limit) => {
      const page = steps.slice(after, after + limit)
      const value: ReplayPage = {
        actor: `${actor.kind}:${actor.actorId}`,
        steps: page,
        more: after + page.length < steps.length,
        last: steps.length,
        difference: null,
        erasedAt: null,
      }
      return Promise.resolve({ ok: true, value })
    },
    statechart: () => Promise.resolve({ ok: true, value: CHAT_CHART }),
    why: (_accountId, chatId) =>
      Promise.resolve({
        ok: true,
        value: { chatId, entries: [WAITED], more: false, difference: null },
      }),
    whatCouldBe: () => Promise.resolve({ ok: true, value: COULD_BE }),
    whatIf: (_accountId, _actor, body) => {
      asked.push(body)
      return Promise.resolve({ ok: true, value: WOULD_CLOSE })
    },
    journal: (_accountId, { kind, actorId }, words) =>
      Promise.resolve({ ok: true, value: `${kind}:${actorId}${words ? ' with words' : ''}` }),
    ...change,
  }
}
