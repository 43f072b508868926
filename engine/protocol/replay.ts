import { z } from 'zod'
import { id, sequence, time } from './scalars.ts'

/*
 * An actor's past, for administrators and for supervisors of its group. No words of anybody are in
 * it but those that a journal's file was asked for.
 */

const states = z.string().max(400)

/** `GET …/chats/{chatId}/journal` and `GET …/agents/{personId}/journal`: see machines/README.md. */
export const journalFile = z.object({
  format: z.literal('parley-journal@1'),
  actor: z.string(),
  events: z.array(
    z.object({
      step: sequence,
      at: time,
      by: z.string(),
      type: z.string(),
      machine: z.string().optional(),
      xstate: z.string().optional(),
      command: z.string().optional(),
      data: z.record(z.string(), z.json()).optional(),
      state: states.optional(),
      effects: z.array(z.string()).optional(),
    }),
  ),
  snapshot: z.object({ machine: z.string(), step: sequence, kept: z.json() }).nullable(),
  /** When all that was said in the chat was erased; absent where it was not. */
  erasedAt: time.optional(),
  words: z
    .array(
      z.object({
        id,
        kind: z.enum(['message', 'comment']),
        at: time,
        author: z.string(),
        text: z.string(),
      }),
    )
    .optional(),
})

/** Something that a step asked of the host. */
const replayedEffect = z.object({
  type: z.string(),
  params: z.json(),
  /**
   * Carried out in the turn itself; or, for third parties: still to be delivered, delivered, given
   * up, or so long ago that nothing is kept of it.
   */
  outcome: z.enum(['inTurn', 'pending', 'delivered', 'dead', 'forgotten']),
})

/** What a step made of the actor. */
const outcome = {
  /** In words, such as `assigned.awaitingAgent`; of an agent one for each region. */
  state: states,
  /** As the machine has it. */
  value: z.json(),
  /** The transitions that were taken, by their ids in the machine's graph. */
  passed: z.array(z.string()),
  /** The names of the guards that let it pass. */
  guards: z.array(z.string()),
  /** What of the context is another than before. */
  changed: z.array(z.object({ key: z.string(), before: z.json(), after: z.json() })),
  /** Delays that began, with their budgets in milliseconds, and null for those that ended. */
  delays: z.array(z.object({ id: z.string(), budgetMs: z.number().nullable() })),
}

/** Who was considered for a chat and who was left out, as routing decided it. */
export const decisionView = z.object({
  policy: z.string(),
  reason: z.string(),
  considered: z.array(z.object({ agentId: id, inHand: z.int(), idleSince: time })),
  leftOut: z.array(z.object({ agentId: id, reason: z.string() })),
})

export const replayedStep = z.object({
  step: sequence,
  at: time,
  by: z.string(),
  type: z.string(),
  /** What the event carries, or the input of a birth: ids and numbers. */
  data: z.record(z.string(), z.json()),
  /** The version that the actor is of from here on. */
  machine: z.string(),
  commandId: z.string().nullable(),
  effects: z.array(replayedEffect),
  /** Why this agent: where routing gave or offered the chat. */
  decision: decisionView.nullable(),
  ...outcome,
})

/** `GET …/steps`: steps above a number, ascending. */
export const replayPage = z.object({
  actor: z.string(),
  steps: z.array(replayedStep),
  /** There are steps after these. */
  more: z.boolean(),
  /** The newest step that there is. */
  last: sequence,
  /** Where the machines of today do not do what was recorded, in words; null where they do. */
  difference: z.string().nullable(),
  /** Of a chat, when all that was said in it was erased. */
  erasedAt: time.nullable(),
})

/** `POST …/what-if`: another event after a step, or a delay of it that runs out. Nothing is written. */
export const whatIfBody = z
  .strictObject({
    after: sequence,
    /** What happens: its `type` and what it carries; the types of XState's own are refused. */
    event: z.looseObject({ type: z.string().min(1).max(60) }).optional(),
    /** The id of a delay that runs after that step. */
    delay: z.string().max(200).optional(),
    /** When, in milliseconds since the epoch; at the step's own time where nothing is said. */
    at: time.optional(),
  })
  .refine(({ event, delay }) => (event === undefined) !== (delay === undefined), {
    message: 'an event or a delay',
    path: ['event'],
  })

export const whatIfAnswer = z.discriminatedUnion('taken', [
  z.object({
    taken: z.literal(true),
    effects: z.array(replayedEffect.omit({ outcome: true })),
    ...outcome,
  }),
  z.object({
    taken: z.literal(false),
    /** The guard that says no, or `notNow`. */
    code: z.string(),
    state: states,
  }),
])

/** What of an event may be another one than it is, and what it may be. */
export const whatIfField = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.enum(['agent', 'group', 'number', 'words']) }),
  /** To a group, an agent or the chat's bot, where it has one: an object of its own. */
  z.object({ name: z.string(), kind: z.literal('target'), botId: z.string().nullable() }),
  /** Milliseconds; `end` names the field that says when they are over, where there is one. */
  z.object({ name: z.string(), kind: z.literal('duration'), end: z.string().nullable() }),
  /** One of the chats that the agent has. */
  z.object({ name: z.string(), kind: z.literal('chat'), chats: z.array(z.string()) }),
  /** One of these, each with the name that it has. */
  z.object({
    name: z.string(),
    kind: z.literal('choice'),
    choices: z.array(z.object({ name: z.string(), value: z.json() })),
  }),
])

/** `GET …/what-if?after=3`: what could have happened after a step, besides what did. */
export const whatCouldBe = z.object({
  state: states,
  /** As whoever it concerns would send it, in the order of the chart. */
  events: z.array(
    z.object({
      event: z.looseObject({ type: z.string() }),
      /** The guard that would say no; null where the machine would take it. */
      code: z.string().nullable(),
      fields: z.array(whatIfField),
    }),
  ),
  /** Delays that run after that step. */
  delays: z.array(
    z.object({ id: z.string(), name: z.string(), armedAt: time, budgetMs: z.number().nullable() }),
  ),
})

export type WhatIfField = z.infer<typeof whatIfField>
export type WhatCouldBe = z.infer<typeof whatCouldBe>
/** For how long an agent, or nobody, could get a chat that waited, and why. */
const nobodySpan = z.object({
  from: time,
  /** Null: still so. */
  to: time.nullable(),
  /** `byHand`: people take chats, no machine gives them. Null where nothing is kept of that time. */
  policy: z.string().nullable(),
  /** Somebody could get it: it was about to be given. */
  free: z.boolean(),
  /** Who was looked at and could not get it. */
  leftOut: z.array(
    z.object({
      agentId: id,
      /** `online`, `connected`, `belowLimit`: what they were not; `notTheTarget` of a forward. */
      reason: z.string(),
      /** The state that kept chats away: `away`, `offline`, `grace` of a lost connection, `gone`. */
      state: z.string().nullable(),
    }),
  ),
  /** How many more could not, beyond those. */
  others: z.int().nonnegative(),
})

export const whyEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('waited'),
    /** The step with which it began. */
    step: sequence,
    from: time,
    /** Null: it waits. */
    to: time.nullable(),
    groupId: id,
    /** The agent to whom alone it could go. */
    targetAgentId: id.nullable(),
    priority: z.int(),
    firstWaitingAt: time,
    nobody: z.array(nobodySpan),
    /** How many chats that the same agents could get stood before it, from when on. */
    ahead: z.array(z.object({ from: time, count: z.int().nonnegative() })),
    /** Up to when both are told, where more happened than is told at once; null: to the end. */
    toldUntil: time.nullable(),
  }),
  z.object({
    kind: z.literal('given'),
    step: sequence,
    at: time,
    /** Who gave or took it: `system` for the machine. */
    by: z.string(),
    type: z.string(),
    agentId: id,
    as: z.enum(['chat', 'offer']),
    /** As routing decided it; null where a person did. */
    decision: decisionView.nullable(),
  }),
])

/** `GET …/chats/{chatId}/why`: why it waited, and why it came to whom; above a step, ascending. */
export const whyPage = z.object({
  chatId: id,
  entries: z.array(whyEntry),
  /** There are entries after these: ask again with the step of the last. */
  more: z.boolean(),
  /** Where the machines of today do not do what was recorded, in words; null where they do. */
  difference: z.string().nullable(),
})

export type NobodySpan = z.infer<typeof nobodySpan>
export type WhyEntry = z.infer<typeof whyEntry>
export type WhyPage = z.infer<typeof whyPage>
export type JournalFileView = z.infer<typeof journalFile>
export type ReplayedStepView = z.infer<typeof replayedStep>
export type ReplayPage = z.infer<typeof replayPage>
export type WhatIfBody = z.infer<typeof whatIfBody>
export type WhatIfAnswer = z.infer<typeof whatIfAnswer>
