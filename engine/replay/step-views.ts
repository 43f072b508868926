import { differenceWords } from '#machines/difference'
import { changedKeys } from '#machines/json-difference'
import { guardsOf, kindOf } from '#machines/replay'
import type { Replay, ReplayedStep } from '#machines/replay'
import { stateWords } from '#machines/state-words'
import { step, timerEvent } from '#machines/step'
import type { MachineEvent, Taken } from '#machines/step'
import type { ActorKind } from '#machines/versions'
import { decisionView } from '#protocol/replay'
import type { ReplayPage, ReplayedStepView, WhatIfAnswer, WhatIfBody } from '#protocol/replay'
import type { DeliveryState } from '#storage/journal-shelf'
import type { Json } from '#storage/json'
import type { JournalRow } from '#storage/rows'
import { inPieces } from './in-pieces.ts'

/**
 * What viewers are shown of an actor's context: ids, times and numbers. A context gets no other key
 * here by itself.
 */
const SHOWN: Record<ActorKind, readonly string[]> = {
  chat: [
    'line',
    'botId',
    'agentId',
    'passedOver',
    'forward',
    'sticky',
    'continues',
    'unansweredSince',
    'lastCustomerMessageId',
    'answered',
    'botAnswered',
    'leftMessage',
    'customerPresent',
    'hold',
    'closed',
    'closingFrom',
    'blockId',
    'settingsVersion',
    'limits',
  ],
  agent: [
    'limit',
    'chats',
    'offers',
    'wrapUps',
    'missedOffers',
    'awayReason',
    'idleSince',
    'graceMs',
    'settingsVersion',
    'active',
  ],
}

/** Effects that third parties carry out; all others are rows of the turn itself. */
const DELIVERED = new Set(['askBot'])

/** A part of a page: steps, or where the machines of today do something else. */
export type Told = Pick<ReplayPage, 'steps' | 'difference'>

/** Lets events of the journal happen, and tells the steps after a number. */
export async function tellSteps(
  replay: Replay,
  events: readonly JournalRow[],
  after: number,
): Promise<Told> {
  const steps: ReplayedStepView[] = []
  for await (const piece of inPieces(events)) {
    for (const row of piece) {
      const before: unknown = replay.seq === 0 ? {} : replay.snapshot.context
      const result = replay.take(row)
      if (result.kind === 'difference') {
        return { steps, difference: differenceWords(result.difference) }
      }
      if (row.actorSeq > after) steps.push(toStepView(row, result.step, before))
    }
  }
  return { steps, difference: null }
}

/** The ids of what steps left for third parties. */
export function deliveriesOf({ actor, steps }: Pick<ReplayPage, 'actor' | 'steps'>): string[] {
  return steps.flatMap(({ step: number, effects }) =>
    effects.flatMap(({ type }, index) =>
      DELIVERED.has(type) ? effectIdOf(actor, number, index) : [],
    ),
  )
}

/** The same page with what became of deliveries. */
export function withOutcomes(page: ReplayPage, deliveries: readonly DeliveryState[]): ReplayPage {
  const states = new Map(deliveries.map(({ effectId, state }) => [effectId, state]))
  const outcomeOf = (number: number, index: number) => {
    const state = states.get(effectIdOf(page.actor, number, index))
    if (state === undefined) return 'forgotten'
    return state === 'done' ? 'delivered' : state
  }
  return {
    ...page,
    steps: page.steps.map((view) => ({
      ...view,
      effects: view.effects.map((effect, index) =>
        DELIVERED.has(effect.type) ? { ...effect, outcome: outcomeOf(view.step, index) } : effect,
      ),
    })),
  }
}

/** Where the pure machine would go from here, if something else happened. Nothing is written or sent. */
export function toWhatIf(
  { actor, snapshot, timers }: Replay,
  { event, delay, at }: Omit<WhatIfBody, 'after' | 'at'> & { at: number },
  by: MachineEvent['by'],
): WhatIfAnswer {
  const state = stateWords(snapshot.value)
  if (delay !== undefined && !timers.has(delay)) return { taken: false, code: 'notNow', state }
  const happened = delay === undefined ? { ...event, at, by } : timerEvent(delay, at)
  const result = tried(snapshot, happened as MachineEvent)
  if (!result.taken) return { taken: false, code: result.code, state }
  return {
    taken: true,
    effects: result.effects.map(({ type, params }) => ({ type, params: asJson(params) })),
    ...toOutcome(actor, snapshot.context, result, guardsOf(snapshot.machine, result.passed)),
  }
}

/** A made-up event may lack what the chart counts on: then nothing takes it. */
function tried(snapshot: ReplayedStep['snapshot'], event: MachineEvent): ReturnType<typeof step> {
  try {
    return step(snapshot.machine, snapshot, event)
  } catch {
    return { taken: false, code: 'invalid' }
  }
}

function toStepView(row: JournalRow, replayed: ReplayedStep, before: unknown): ReplayedStepView {
  const { step: number, version, snapshot, guards, passed, effects, timers, event } = replayed
  const decision = decisionView.safeParse(fieldsOf(row.data).decision)
  return {
    step: number,
    at: event.at,
    by: event.by,
    type: event.type,
    data: fieldsOf(row.data),
    machine: version,
    commandId: row.commandId,
    effects: effects.map(({ type, params }) => ({
      type,
      params: asJson(params),
      outcome: 'inTurn',
    })),
    decision: decision.success ? decision.data : null,
    ...toOutcome(row.actor, before, { snapshot, passed, timers }, guards),
  }
}

function toOutcome(
  actor: string,
  before: unknown,
  { snapshot, passed, timers }: Pick<Taken, 'snapshot' | 'passed'> & Pick<ReplayedStep, 'timers'>,
  guards: string[],
) {
  const shown = SHOWN[kindOf(actor)]
  const [old, now] = [fieldsOf(before), fieldsOf(snapshot.context)]
  return {
    state: stateWords(snapshot.value),
    value: asJson(snapshot.value),
    passed,
    guards,
    changed: changedKeys(old, now)
      .filter((key) => shown.includes(key))
      .map((key) => ({ key, before: old[key] ?? null, after: now[key] ?? null })),
    delays: [...timers].map(([id, budgetMs]) => ({ id, budgetMs })),
  }
}

function effectIdOf(actor: string, number: number, index: number): string {
  return `${actor}:${number}:${index}`
}

function fieldsOf(value: unknown): Record<string, Json> {
  return typeof value === 'object' && value !== null ? { ...(value as Record<string, Json>) } : {}
}

function asJson(value: unknown): Json {
  return value as Json
}
