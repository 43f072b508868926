import { createActor } from 'xstate'
import type { AnyActorScope, AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { By, Stamp } from './actor-ref.ts'
import { delayNameOf } from './delay-name.ts'
import { NOT_NOW, explainRefusal } from './explain-refusal.ts'
import { transitionIdsOf } from './graph.ts'

/** What is kept of an actor between turns: JSON, without undefined. */
export interface PlainSnapshot {
  value: unknown
  context: unknown
  status: 'active'
}

/** A described effect: the host carries it out after the turn is durable. */
export interface Effect {
  type: string
  params: unknown
}

export interface Taken {
  taken: true
  snapshot: AnyMachineSnapshot
  effects: Effect[]
  /** By timer id: the budget in milliseconds of a delay that began to run, or null where it ended. */
  timers: Map<string, number | null>
  /** The transitions that were taken, in their order, by their ids in the machine's graph. */
  passed: string[]
}

export interface Refused {
  taken: false
  /** The name of the guard that said no, or `notNow` where the state does not know the event. */
  code: string
}

export type MachineEvent = AnyEventObject & Stamp

/** The first snapshot of an actor and what its birth sets going. */
export function birth(machine: AnyStateMachine, input: Stamp): Taken {
  const stage = stageOf(machine)
  const snapshot = machine.getInitialSnapshot(stage.scope, input)
  return { taken: true, snapshot, ...stage.collected() }
}

/**
 * Where an event takes an actor, by XState's pure transition. Nothing is executed.
 * An event that the state does not take, or a guard does not let pass, is refused with a code.
 * Of XState's own events (`xstate.…`) only a delay that ran out is an event here, and only by the
 * timer. Throws what an action of the chart throws, which is a fault of the chart.
 */
export function step(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: MachineEvent,
): Taken | Refused {
  if (isReserved(event)) return { taken: false, code: NOT_NOW }
  const stage = stageOf(machine)
  const next = machine.transition(snapshot, event, stage.scope)
  const { effects, timers, passed } = stage.collected()
  if (next === snapshot && effects.length === 0 && timers.size === 0) {
    return { taken: false, code: explainRefusal(machine, snapshot, event) }
  }
  return { taken: true, snapshot: next, effects, timers, passed }
}

/** The event with which a delay that ran out is delivered. */
export function timerEvent(timerId: string, at: number): MachineEvent {
  const by: By = 'timer'
  return { type: timerId, at, by }
}

/** The budget in milliseconds that a running delay has under the present context. */
export function budgetOf(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  timerId: string,
): number | null {
  const name = delayNameOf(timerId)
  const delay: unknown = name === null ? undefined : machine.implementations.delays[name]
  if (typeof delay === 'number') return delay
  if (typeof delay !== 'function') return null
  const budget: unknown = delay({ context: snapshot.context, event: { type: timerId } }, undefined)
  return typeof budget === 'number' ? budget : null
}

export function toPlain(snapshot: AnyMachineSnapshot): PlainSnapshot {
  return { value: snapshot.value, context: snapshot.context, status: 'active' }
}

/** Restores what `toPlain` kept. Entry actions do not run again. */
export function fromPlain(machine: AnyStateMachine, plain: PlainSnapshot): AnyMachineSnapshot {
  return machine.resolveState({
    value: plain.value as never,
    context: plain.context,
    status: 'active',
  })
}

/** XState would let `xstate.stop` end an actor and anybody fire a timer, and throws at a `*`. */
function isReserved({ type, by }: MachineEvent): boolean {
  if (type === '*') return true
  if (!type.startsWith('xstate.')) return false
  return delayNameOf(type) === null || by !== 'timer'
}

interface Stage {
  scope: AnyActorScope
  /** What was gathered since the stage was given. */
  collected: () => Pick<Taken, 'effects' | 'timers' | 'passed'>
}

const stages = new WeakMap<AnyStateMachine, Stage>()

/**
 * The machine's stage, empty: nothing is left on it of a turn that threw.
 * One scope per machine, made once: XState's free `transition()` builds an actor for each event,
 * context factory included, and is three to four times slower.
 */
function stageOf(machine: AnyStateMachine): Stage {
  const known = stages.get(machine)
  if (known !== undefined) {
    known.collected()
    return known
  }
  let effects: Effect[] = []
  let timers = new Map<string, number | null>()
  let passed: string[] = []
  const self = createActor(machine)
  const ids = transitionIdsOf(machine)
  self.system.inspect((inspected) => {
    if (inspected.type !== '@xstate.microstep') return
    for (const transition of inspected._transitions) {
      const id = ids.get(transition)
      if (id !== undefined) passed.push(id)
    }
  })
  const scope: AnyActorScope = {
    self,
    system: self.system,
    id: machine.id,
    sessionId: self.sessionId,
    logger: () => {},
    defer: () => {},
    stopChild: () => {},
    emit: () => {},
    actionExecutor: (action) => {
      const params: unknown = action.params
      if (action.type === 'xstate.raise') {
        const raised = params as { id?: string; delay?: number }
        if (raised.delay !== undefined && raised.id !== undefined) {
          timers.set(raised.id, raised.delay)
        }
      } else if (action.type === 'xstate.cancel') {
        timers.set((params as { sendId: string }).sendId, null)
      } else {
        effects.push({ type: action.type, params: params ?? null })
      }
    },
  }
  const stage: Stage = {
    scope,
    collected: () => {
      const result = { effects, timers, passed }
      effects = []
      timers = new Map()
      passed = []
      return result
    },
  }
  stages.set(machine, stage)
  return stage
}
