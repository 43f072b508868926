import type { Stamp } from './actor-ref.ts'
import type { JournaledEvent } from './journal-file.ts'
import type { Life, Told } from './life.ts'
import { XSTATE_VERSION } from './registry.ts'
import { toPlain } from './step.ts'

/** A life whose journal is kept, as a host would keep it. */
export function journaled<Event extends Stamp & { type: string }>(
  actor: string,
  life: Life<Event>,
  input: object & Stamp,
  events: readonly (Told<Event> | { timeIsUp: string })[],
) {
  const { machine: chart } = life
  const machine = `${chart.id}@${chart.version}`
  const journal: JournaledEvent[] = []
  const note = (type: string, data: object, { at, by }: Stamp): void => {
    const actorSeq = journal.length + 1
    const rest = { machine, xstate: XSTATE_VERSION, commandId: null }
    journal.push({ actor, actorSeq, type, data, at, by, ...rest })
  }
  note('born', input, input)
  for (const event of events) {
    if ('timeIsUp' in event) {
      const timerId = life.timerOf(event.timeIsUp)
      life.whenTimeIsUp(event.timeIsUp)
      note(timerId, {}, { at: life.now, by: 'timer' })
    } else {
      const { type, at: _at, by, ...data }: { type: string } & Partial<Stamp> = event
      life.given(event)
      note(type, data, { at: life.now, by: by ?? 'system' })
    }
  }
  const stored = { machine, seq: journal.length, snapshot: toPlain(life.snapshot) }
  return { actor, journal, stored }
}
