import { differenceWords } from '#machines/difference'
import { graphOf } from '#machines/graph'
import { Replay, kindOf } from '#machines/replay'
import type { Machines } from '#machines/versions'
import type { Db } from '#storage/database'
import { journalFrom } from '#storage/journals'
import { liveDelays, liveStates, liveVersions, sampleActors } from '#storage/live-actors'
import type { LiveDelay } from '#storage/live-actors'
import type { JournalRow } from '#storage/rows'
import { changedBehaviour } from './changed-behaviour.ts'
import type { Changed } from './changed-behaviour.ts'
import { strandedWords, toStranded, whyStranded } from './way-forward.ts'

/** Journals that are replayed, of each kind, where nothing else is said. */
export const SAMPLE = 200

/** Events of one journal that are replayed: an agent's may be very long. */
const MOST_EVENTS = 5_000

export interface CheckedMachines {
  /** How many actors live, and how many journals were replayed. */
  live: number
  replayed: number
  /** What must not be: a server would not start, or a released version is not what it was. */
  problems: string[]
  /** What is another way than before, on purpose or not: for whoever made the version to read. */
  changes: string[]
}

/**
 * Compares machines with what lives in a database: states that are gone, events that nothing takes
 * any more, delays that run and end; and replays a sample of journals, as they were recorded and
 * through the migrations, to find changed guards, states and effects. Nothing is written.
 */
export async function checkMachines(
  db: Db,
  machines: Machines,
  sample: number = SAMPLE,
): Promise<CheckedMachines> {
  const versions = await liveVersions(db)
  const names = versions.map(({ machine }) => machine)
  const problems: string[] = []
  const changes: string[] = []
  for (const state of await liveStates(db, names)) {
    const why = whyStranded(state, machines)
    if (why !== null) problems.push(strandedWords(toStranded(state, why)))
  }
  for (const delay of await liveDelays(db, names)) {
    const words = endedDelay(delay, machines)
    if (words === null) continue
    const isMoving = (machines.wayForward(delay.machine)?.length ?? 0) > 0
    if (isMoving) changes.push(words)
    else problems.push(words)
  }
  for (const version of names) changes.push(...removedEvents(version, machines))
  const journals = await sampled(db, sample)
  const behaviour: Changed[] = []
  for (const { actor, events } of journals) {
    const broken = differenceOf(actor, events, machines)
    if (broken !== null) problems.push(broken)
    else behaviour.push(...changedBehaviour(actor, events, machines))
  }
  changes.push(...grouped(behaviour, journals.length))
  const live = versions.reduce((sum, { actors }) => sum + actors, 0)
  return { live, replayed: journals.length, problems: [...new Set(problems)], changes }
}

/** What becomes of a delay that runs, where its id is in no chart that its actors go over to. */
function endedDelay(delay: LiveDelay, machines: Machines): string | null {
  const { machine, timerId, timers, examples } = delay
  const way = machines.wayForward(machine)
  if (way === null) return null
  const id = machines.timerAfter(timerId, way)
  const target = way.at(-1) ?? machine
  const known = graphOf(machines.of(target)).transitions.some(
    ({ source, delay: name }) => id === `xstate.after.${name}.${source}`,
  )
  if (known) return null
  const who = examples.map(({ actor }) => actor).join(', ')
  return `${target} has no delay ${id}: ${timers} of ${machine} that run end (${who})`
}

/** Events that a version takes somewhere, and the one that its actors go over to nowhere. */
function removedEvents(version: string, machines: Machines): string[] {
  const target = machines.wayForward(version)?.at(-1)
  if (target === undefined) return []
  const now = eventsOf(machines, target)
  const gone = [...eventsOf(machines, version)].filter((type) => !now.has(type))
  return gone.map((type) => `${target} takes ${type} nowhere, which ${version} takes`)
}

function eventsOf(machines: Machines, version: string): Set<string> {
  const { transitions } = graphOf(machines.of(version))
  return new Set(transitions.flatMap(({ event }) => event ?? []))
}

async function sampled(db: Db, sample: number): Promise<{ actor: string; events: JournalRow[] }[]> {
  const journals: { actor: string; events: JournalRow[] }[] = []
  for (const { accountId, actor } of await sampleActors(db, sample)) {
    const { events } = await journalFrom(db, accountId, actor, MOST_EVENTS)
    if (events.length > 0) journals.push({ actor, events })
  }
  return journals
}

/** What of a journal the versions that recorded it do not do any more. */
function differenceOf(
  actor: string,
  events: readonly JournalRow[],
  machines: Machines,
): string | null {
  // That a version is not known is said of all that lives.
  if (events.some(({ machine }) => !machines.knows(machine))) return null
  const replay = new Replay(actor, machines)
  for (const event of events) {
    const result = replay.take(event)
    if (result.kind === 'difference') {
      const version = event.machine
      return `${version} is not what it was when ${kindOf(actor)}s of it were recorded: ${differenceWords(result.difference)}`
    }
  }
  return null
}

/** The same change of many journals is told once, with the first place where it shows. */
function grouped(behaviour: readonly Changed[], journals: number): string[] {
  const kinds = new Map<string, { first: Changed; times: number }>()
  for (const change of behaviour) {
    const known = kinds.get(change.kind)
    if (known === undefined) kinds.set(change.kind, { first: change, times: 1 })
    else known.times += 1
  }
  return [...kinds.values()].map(
    ({ first, times }) =>
      `${first.kind}, in ${times} of ${journals} journals; first ${differenceWords(first.difference)}`,
  )
}
