import type { Difference } from '#machines/difference'
import { firstDifference } from '#machines/json-difference'
import { Replay } from '#machines/replay'
import type { JournalEvent } from '#machines/replay'
import { stateWords } from '#machines/state-words'
import { toPlain } from '#machines/step'
import { MIGRATED } from '#machines/versions'
import type { Machines } from '#machines/versions'

/** Something that a later version does in another way. */
export interface Changed {
  /** What is another way, without where: `chat@2 refuses agentTook (isOnline), which chat@1 took`. */
  kind: string
  difference: Difference
}

/**
 * Lets an actor go over to the versions that follow right after its birth, and the rest of its
 * journal happen there: what was recorded later must lead to what a migration makes of the state
 * that it led to. Gives the first difference, or none.
 */
export function changedBehaviour(
  actor: string,
  events: readonly JournalEvent[],
  machines: Machines,
): Changed[] {
  const [born] = events
  const last = events.at(-1)
  if (born === undefined || last === undefined) return []
  const way = machines.wayForward(last.machine) ?? []
  const [target] = way.slice(-1)
  // An actor that went over in the middle was compared when that version was new.
  if (target === undefined || born.machine !== last.machine) return []
  const before = new Replay(actor, machines)
  const after = new Replay(actor, machines)
  before.take(born)
  after.take(born)
  way.forEach((machine, index) => {
    after.take({ ...born, type: MIGRATED, actorSeq: index + 2, machine, by: 'system', data: {} })
  })
  for (const event of events.slice(1)) {
    const then = before.take(event)
    if (then.kind === 'difference') return []
    const type = machines.timerAfter(event.type, way)
    const actorSeq = event.actorSeq + way.length
    const now = after.take({ ...event, type, actorSeq, machine: target })
    const about = { actor, step: event.actorSeq, event: `${event.type} by ${event.by}` }
    const path = [...before.path.slice(0, -1)]
    if (now.kind === 'difference') {
      const expected = `to be taken, as ${born.machine} took it`
      const difference = { ...about, expected, got: now.difference.got, path }
      const kind = `${target} does not take ${event.type}: ${now.difference.got}`
      return [{ kind, difference }]
    }
    let migrated = before.snapshot
    let version = born.machine
    for (const next of way) {
      migrated = machines.migrate(version, migrated, next).snapshot
      version = next
    }
    const found = firstDifference(toPlain(migrated), after.plain)
    if (found === null) continue
    const states = [migrated.value, after.snapshot.value].map(stateWords)
    const where = states[0] === states[1] ? found.where : 'another state'
    const kind = `${target} leads to ${where} by ${event.type}`
    const [expected = '', got = ''] =
      states[0] === states[1] ? [`${found.where} ${found.expected}`, found.got] : states
    return [{ kind, difference: { ...about, expected, got, path } }]
  }
  return []
}
