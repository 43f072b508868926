import type { By, Stamp } from './actor-ref.ts'
import { differenceWords } from './difference.ts'
import { readJournal, replayFile } from './journal-file.ts'
import type { ReplayedFile } from './journal-file.ts'
import { MACHINES } from './registry.ts'
import type { ReplayedStep } from './replay.ts'
import { isIn } from './state-words.ts'
import { step } from './step.ts'
import type { Machines } from './versions.ts'

/*
 * Chats and agents in tests. The matchers are plain functions, for any runner that has
 * `expect.extend`; `testing/vitest.ts` gives them to Vitest, with their types.
 */

/** What a matcher can be asked of: a journal's file, its text, a replay, or a step of one. */
export type Replayable = unknown

/** An event as a test says it; when and by whom may be left out. */
export type TriedEvent = { type: string; at?: number; by?: By } & Record<string, unknown>

export interface MatcherResult {
  pass: boolean
  message: () => string
}

/** A journal that was played back, step by step. */
export class ReplayedJournal {
  readonly actor: string
  /** Every step with its state, effects and the guards that let it pass, up to the first difference. */
  readonly steps: readonly ReplayedStep[]
  readonly difference: ReplayedFile['difference']
  readonly path: readonly string[]

  constructor({ actor, steps, difference, path }: ReplayedFile) {
    this.actor = actor
    this.steps = steps
    this.difference = difference
    this.path = path
  }

  /** The state after each step, in words: `queued.inLine`. */
  get states(): string[] {
    return this.steps.map(({ state }) => state)
  }

  /** The last step. Throws where not even the birth could be replayed. */
  get end(): ReplayedStep {
    return this.at(this.steps.length)
  }

  /** A step by its number, from 1. Throws for one that there is not. */
  at(number: number): ReplayedStep {
    const found = this.steps[number - 1]
    if (found !== undefined) return found
    const words = this.difference === null ? '' : `\n${differenceWords(this.difference)}`
    throw new Error(`${this.actor} has no step ${number}, but ${this.steps.length}${words}`)
  }
}

/**
 * Plays a journal back: a file as `parley export` writes it, its text or its JSON.
 * @param machines the versions to play it on; those that are released where nothing is said.
 * @throws NotAJournal for anything else. What cannot be replayed is its `difference`.
 */
export function replay(file: Replayable, machines: Machines = MACHINES): ReplayedJournal {
  if (file instanceof ReplayedJournal) return file
  return new ReplayedJournal(replayFile(readJournal(file), machines))
}

/** Every step is taken as it was recorded, and leads to what was stored. */
export function toReplay(received: Replayable): MatcherResult {
  const { actor, steps, difference } = replay(received)
  return {
    pass: difference === null,
    message: () =>
      difference === null
        ? `expected ${actor} not to replay, and all ${steps.length} steps did`
        : differenceWords(difference),
  }
}

/** Some step leads to a state: `assigned`, or more exactly `assigned.awaitingAgent`. */
export function toReach(received: Replayable, state: string): MatcherResult {
  const { actor, steps, path, difference } = replay(received)
  const found = steps.find(({ snapshot }) => isIn(snapshot.value, state))
  return {
    pass: found !== undefined,
    message: () => {
      const where = found === undefined ? 'and never does' : `and does at step ${found.step}`
      const broken = difference === null ? '' : `\n${differenceWords(difference)}`
      const expected = found === undefined ? 'to reach' : 'not to reach'
      return `expected ${actor} ${expected} ${state}, ${where}\n  path: ${path.join(' → ')}${broken}`
    },
  }
}

/**
 * An event is refused: after a step, or after the last one of a journal.
 * @param code the guard that has to say no; any refusal where nothing is said.
 */
export function toRefuse(received: Replayable, event: TriedEvent, code?: string): MatcherResult {
  const {
    snapshot,
    event: last,
    state,
    step: number,
  } = isStep(received) ? received : replay(received).end
  const stamp: Stamp = { at: event.at ?? last.at, by: event.by ?? 'system' }
  const tried = step(snapshot.machine, snapshot, { ...event, ...stamp })
  const got = tried.taken ? 'is taken' : `is refused with ${tried.code}`
  return {
    pass: !tried.taken && (code === undefined || tried.code === code),
    message: () => {
      const wanted = code === undefined ? '' : ` with ${code}`
      const about = `${last.actor} at step ${number}, in ${state}`
      return `expected ${about} to refuse ${event.type}${wanted}, and it ${got}`
    },
  }
}

/** The matchers as `expect(…)` has them; `testing/vitest.ts` says so to Vitest. */
export interface ParleyMatchers<Returned> {
  /** Every step is taken as it was recorded, and leads to what was stored. */
  toReplay(): Returned
  /** Some step leads to a state: `assigned`, or more exactly `assigned.awaitingAgent`. */
  toReach(state: string): Returned
  /** The event is refused after the last step, or after the step that is given. */
  toRefuse(event: TriedEvent, code?: string): Returned
}

/** For `expect.extend`. */
export const parleyMatchers = { toReplay, toReach, toRefuse }

function isStep(received: Replayable): received is ReplayedStep {
  return (
    typeof received === 'object' &&
    received !== null &&
    'snapshot' in received &&
    'guards' in received
  )
}
