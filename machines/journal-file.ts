import { Replay, effectWords } from './replay.ts'
import type { JournalEvent, Replayed, ReplayedStep } from './replay.ts'
import type { Difference } from './difference.ts'
import { MACHINES } from './registry.ts'
import type { PlainSnapshot } from './step.ts'
import type { Machines } from './versions.ts'

export const JOURNAL_FORMAT = 'parley-journal@1'

/**
 * A journal as a file: one JSON object whose events stand one a line, so that a difference of two
 * files reads as what happened. `machine` and `xstate` stand where they change. There are no words
 * of anybody in it, unless `words` were asked for; see README.md in this folder.
 */
export interface JournalFile {
  format: typeof JOURNAL_FORMAT
  /** `chat:<id>` or `agent:<id>`. */
  actor: string
  events: FiledEvent[]
  /** What was stored of the actor after its last event; null where that is not known. */
  snapshot: { machine: string; step: number; kept: PlainSnapshot } | null
  /** When all that was said in the chat was erased; absent where it was not. */
  erasedAt?: number
  /** What was said, by the ids that stand in the events; absent unless it was asked for. */
  words?: FiledWords[]
}

export interface FiledEvent {
  step: number
  /** Milliseconds since the epoch. */
  at: number
  by: string
  type: string
  machine?: string
  xstate?: string
  /** The id of the command that made it happen. */
  command?: string
  /** The input of a birth; of all others what the event carries, absent where that is nothing. */
  data?: Record<string, unknown>
  /** Where it led, and what it asked of the host, when the file was made. */
  state?: string
  effects?: string[]
}

export interface FiledWords {
  id: string
  kind: 'message' | 'comment'
  at: number
  author: string
  text: string
}

/** An actor as its file makes it again, up to the first difference. */
export interface ReplayedFile {
  actor: string
  steps: ReplayedStep[]
  difference: Difference | null
  /** The states on the way, the newest last. */
  path: readonly string[]
}

/** Is no journal of this format; the message says what is wrong with it. */
export class NotAJournal extends Error {
  override name = 'NotAJournal'
}

/** Replays a file, and compares each step and the end with what was recorded. */
export function replayFile(file: JournalFile, machines: Machines = MACHINES): ReplayedFile {
  const replay = new Replay(file.actor, machines)
  const steps: ReplayedStep[] = []
  const ended = (difference: Difference | null): ReplayedFile => {
    return { actor: file.actor, steps, difference, path: replay.path }
  }
  let machine = ''
  for (const filed of file.events) {
    machine = filed.machine ?? machine
    const { step, at, by, type, data = {}, state } = filed
    const effects = state === undefined ? undefined : (filed.effects ?? [])
    const event = { actor: file.actor, actorSeq: step, type, data, at, by, machine }
    const replayed: Replayed = replay.take(event, { state, effects })
    if (replayed.kind === 'difference') return ended(replayed.difference)
    steps.push(replayed.step)
  }
  if (file.snapshot === null) return ended(null)
  return ended(replay.compare(file.snapshot.machine, file.snapshot.step, file.snapshot.kept))
}

/** A row of a journal: what a file keeps of it. */
export interface JournaledEvent extends JournalEvent {
  xstate: string
  commandId: string | null
}

/**
 * Makes the file of an actor's journal, whole from its birth. Where the charts of today take an
 * event no more, it is filed all the same, without a state.
 * @param stored what is kept of the actor after the last event.
 */
export function fileJournal(
  actor: string,
  journal: readonly JournaledEvent[],
  stored: { machine: string; seq: number; snapshot: PlainSnapshot } | null,
  machines: Machines = MACHINES,
): JournalFile {
  const filing = new Filing(actor, machines)
  for (const row of journal) filing.take(row)
  return filing.file(stored)
}

/** A file in the making, event by event: `fileJournal` for whoever does other things meanwhile. */
export class Filing {
  readonly #replay: Replay
  readonly #events: FiledEvent[] = []
  #before: JournaledEvent | null = null
  #isBroken = false

  constructor(actor: string, machines: Machines = MACHINES) {
    this.#replay = new Replay(actor, machines)
  }

  take(row: JournaledEvent): void {
    const replayed = this.#isBroken ? null : this.#replay.take(row)
    if (replayed?.kind !== 'step') this.#isBroken = true
    const step = replayed?.kind === 'step' ? replayed.step : null
    this.#events.push(toFiled(row, this.#before, step))
    this.#before = row
  }

  file(stored: { machine: string; seq: number; snapshot: PlainSnapshot } | null): JournalFile {
    const snapshot = stored && { machine: stored.machine, step: stored.seq, kept: stored.snapshot }
    return { format: JOURNAL_FORMAT, actor: this.#replay.actor, events: this.#events, snapshot }
  }
}

function toFiled(
  { actorSeq, at, by, type, machine, xstate, commandId, data }: JournaledEvent,
  before: JournaledEvent | null,
  step: ReplayedStep | null,
): FiledEvent {
  const fields = typeof data === 'object' && data !== null ? { ...data } : {}
  const effects = step?.effects.map(effectWords) ?? []
  return {
    step: actorSeq,
    at,
    by,
    type,
    ...(before?.machine === machine ? {} : { machine }),
    ...(before?.xstate === xstate ? {} : { xstate }),
    ...(commandId === null ? {} : { command: commandId }),
    ...(Object.keys(fields).length === 0 ? {} : { data: fields }),
    ...(step === null ? {} : { state: step.state }),
    ...(effects.length === 0 ? {} : { effects }),
  }
}

/** The file's text: what `readJournal` reads. */
export function writeJournal(file: JournalFile): string {
  const { format, actor, events, snapshot, erasedAt, words } = file

  const parts = [
    `  "format": ${JSON.stringify(format)}`,
    `  "actor": ${JSON.stringify(actor)}`,
    `  "events": ${lines(events)}`,
    `  "snapshot": ${JSON.stringify(snapshot)}`,
    ...(erasedAt === undefined ? [] : [`  "erasedAt": ${erasedAt}`]),
    ...(words === undefined ? [] : [`  "words": ${lines(words)}`]),
  ]
  return `{\n${parts.join(',\n')}\n}\n`
}

/** Reads a file's text, or what its JSON is. @throws NotAJournal, with what is wrong. */
export function readJournal(file: unknown): JournalFile {
  const read: unknown = typeof file === 'string' ? parsed(file) : file
  if (!isFields(read)) throw new NotAJournal('A journal is a JSON object.')
  if (read.format !== JOURNAL_FORMAT) {
    throw new NotAJournal(`Its format is ${String(read.format)}, not ${JOURNAL_FORMAT}.`)
  }
  const { actor, events, snapshot } = read
  if (typeof actor !== 'string' || !/^(chat|agent):./.test(actor)) {
    throw new NotAJournal(`Its actor is ${String(actor)}, no chat and no agent.`)
  }
  if (!Array.isArray(events) || events.length === 0) throw new NotAJournal('It has no events.')
  const wrong = events.findIndex((event) => !isFiledEvent(event))
  if (wrong !== -1) throw new NotAJournal(`Event ${wrong + 1} has no step, time, doer or type.`)
  if (snapshot !== null && !isFields(snapshot)) throw new NotAJournal('It has no snapshot.')
  return read as unknown as JournalFile
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NotAJournal(`It is no JSON: ${String(error)}`)
  }
}

function isFiledEvent(event: unknown): boolean {
  return (
    isFields(event) &&
    typeof event.step === 'number' &&
    typeof event.at === 'number' &&
    typeof event.by === 'string' &&
    typeof event.type === 'string'
  )
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lines(rows: readonly object[]): string {
  if (rows.length === 0) return '[]'
  return `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`
}
