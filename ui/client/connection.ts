import { msg } from '@lit/localize'
import { CLOSE, type CloseReason } from '#protocol/close-codes'
import type { CustomerServerFrame } from '#protocol/customer-frames'
import type { StaffServerFrame } from '#protocol/staff-frames'
import { backOffMs, goingAwayMs } from './back-off.ts'
import type { Clock } from './clock.ts'
import { newCommandId } from './command-id.ts'
import { inWords, isRetryable, notReached, type Refusal } from './refused.ts'
import type { OpenSocket, Socket } from './socket.ts'
import type { OnWake } from './wake.ts'

/*
 * Invariants:
 * C1 The first frame of every socket is a hello; nothing else goes out before the welcome.
 * C2 A command keeps its id until it is acknowledged or refused for good.
 * C3 After a welcome every unsettled command goes out again, in the order in which it was asked.
 * C4 Of one lane only the oldest unsettled command is under way, so that messages keep their order.
 * C5 A socket that was silent for more than two heartbeats is given up.
 */

/** A welcome that takes longer belongs to a server that will not answer. */
const WELCOME_TIMEOUT_MS = 12_000

/** Silence is measured against two heartbeats and this share of one, for a late network. */
const HEARTBEATS_MISSED = 2.4

/** A connection that lived shorter than this counts as a failed attempt. */
const STABLE_AFTER_MS = 5_000

/** A command that the server refuses as busy this often is handed back. */
const MAX_RETRIES = 8

const RETRY_MS = 1_000

type ServerFrame = StaffServerFrame | CustomerServerFrame

export type ConnectionStatus =
  | { kind: 'idle' }
  /** Trying since `since`: when it started, or when the connection was lost. */
  | { kind: 'connecting'; since: number }
  | { kind: 'waiting'; since: number }
  | { kind: 'live' }
  /** The server closed for a reason that trying again does not help. */
  | { kind: 'over'; reason: CloseReason }

export type Settled<Ack> = { ok: true; ack: Ack } | { ok: false; refusal: Refusal }

/** What the outside world is to a client: sockets, time, randomness, signs of life. */
export interface Ports {
  openSocket: OpenSocket
  clock: Clock
  /** Numbers in [0, 1). */
  random: () => number
  onWake: OnWake
}

export interface ConnectionOptions<In, Out, Command> {
  url: string
  /** The first frame of a new socket, with what is known by then. */
  hello(): Out
  commandFrame(id: string, command: Command): Out
  received(frame: In): void
  changed(status: ConnectionStatus): void
  /** Words were erased: nothing that was shown may stay. */
  erased?(): void
}

interface Pending<Command, Ack> {
  id: string
  command: Command
  lane: string | null
  phase: 'queued' | 'sent' | 'resting'
  retries: number
  settle: (settled: Settled<Ack>) => void
}

/** One socket after the other, as if it were a single one that never breaks. */
export class Connection<In extends ServerFrame, Out, Command> {
  status: ConnectionStatus = { kind: 'idle' }

  readonly #ports: Ports
  readonly #options: ConnectionOptions<In, Out, Command>
  #socket: Socket | null = null
  #pending: Pending<Command, Extract<In, { type: 'ack' }>>[] = []
  #attempt = 0
  #liveSince = 0
  #lastHeard = 0
  #silenceMs = Number.POSITIVE_INFINITY
  #stopTimer: () => void = () => {}
  #stopWake: () => void = () => {}
  readonly #restTimers = new Set<() => void>()

  constructor(ports: Ports, options: ConnectionOptions<In, Out, Command>) {
    this.#ports = ports
    this.#options = options
  }

  start(): void {
    if (this.status.kind !== 'idle' && this.status.kind !== 'over') return
    this.#attempt = 0
    this.#stopWake()
    this.#stopWake = this.#ports.onWake(() => this.#woke())
    this.#connect(this.#ports.clock.now())
  }

  /** Ends it; commands that are not settled are handed back. */
  stop(): void {
    this.#drop()
    this.#stopWake()
    this.#become({ kind: 'idle' })
    for (const stopTimer of this.#restTimers) stopTimer()
    this.#restTimers.clear()
    const left = this.#pending
    this.#pending = []
    for (const { settle } of left) {
      settle({ ok: false, refusal: notReached(msg('The connection was closed.')) })
    }
  }

  /** Gives this socket up and resumes on a new one: something was missed. */
  resume(): void {
    if (this.status.kind !== 'live') return
    const attempt = this.#nextAttempt()
    this.#lost(attempt === 0 ? 0 : backOffMs(attempt, this.#ports.random()))
  }

  /** Sends what nobody misses when it is lost, such as typing. False while there is no socket. */
  send(frame: Out): boolean {
    if (this.status.kind !== 'live' || this.#socket === null) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  newId(): string {
    return newCommandId(this.#ports.clock.now(), this.#ports.random)
  }

  /**
   * Sends a command until the server settled it. Resolves, never rejects: with the acknowledgement,
   * which comes after the commit, or with the refusal.
   */
  command(
    command: Command,
    options: { id?: string; lane?: string } = {},
  ): Promise<Settled<Extract<In, { type: 'ack' }>>> {
    return new Promise((settle) => {
      this.#pending.push({
        id: options.id ?? this.newId(),
        command,
        lane: options.lane ?? null,
        phase: 'queued',
        retries: 0,
        settle,
      })
      this.#pump()
    })
  }

  #connect(since: number): void {
    this.#drop()
    this.#become({ kind: 'connecting', since })
    const socket = this.#ports.openSocket(this.#options.url, {
      opened: () => this.#socket?.send(JSON.stringify(this.#options.hello())),
      received: (data) => this.#received(data),
      closed: (code) => this.#closed(code),
    })
    this.#socket = socket
    this.#stopTimer = this.#ports.clock.after(WELCOME_TIMEOUT_MS, () => this.#closed(0))
  }

  #drop(): void {
    this.#stopTimer()
    this.#socket?.close()
    this.#socket = null
  }

  #closed(code: number): void {
    const reason = reasonOf(code)
    if (reason !== null && !CLOSE[reason].again) {
      this.#drop()
      this.#become({ kind: 'over', reason })
      return
    }
    if (reason === 'erased') this.#options.erased?.()
    const random = this.#ports.random()
    const attempt = this.#nextAttempt()
    const leaves = reason === 'goingAway' && attempt === 0
    this.#lost(leaves ? goingAwayMs(random) : backOffMs(attempt, random))
  }

  /** How many attempts failed in a row; a connection that lasted starts the count anew. */
  #nextAttempt(): number {
    const lived = this.#ports.clock.now() - this.#liveSince
    if (this.status.kind === 'live' && lived >= STABLE_AFTER_MS) this.#attempt = 0
    return this.#attempt++
  }

  #lost(waitMs: number): void {
    const { clock } = this.#ports
    const since = 'since' in this.status ? this.status.since : clock.now()
    this.#drop()
    this.#become({ kind: 'waiting', since })
    this.#stopTimer = clock.after(waitMs, () => this.#connect(since))
  }

  #woke(): void {
    if (this.status.kind === 'waiting') this.#connect(this.status.since)
    else if (this.status.kind === 'live') this.#checkSilence()
  }

  #received(data: string): void {
    const known = parseFrame(data)
    if (known === null) return
    this.#lastHeard = this.#ports.clock.now()
    const frame = known as In
    if (known.type === 'welcome') {
      this.#silenceMs = known.heartbeatMs * HEARTBEATS_MISSED
      this.#liveSince = this.#lastHeard
      this.#become({ kind: 'live' })
      this.#stopTimer()
      this.#watchSilence()
      for (const pending of this.#pending) {
        if (pending.phase === 'sent') pending.phase = 'queued'
      }
    }
    this.#options.received(frame)
    if (known.type === 'ack') {
      this.#settle(known.id, { ok: true, ack: frame as Extract<In, { type: 'ack' }> })
    } else if (known.type === 'refused') {
      this.#refused(known.id, inWords(known.refusal))
    }
    this.#pump()
  }

  #watchSilence(): void {
    this.#stopTimer = this.#ports.clock.after(this.#silenceMs, () => this.#checkSilence())
  }

  #checkSilence(): void {
    this.#stopTimer()
    const silent = this.#ports.clock.now() - this.#lastHeard
    if (silent >= this.#silenceMs) {
      this.#closed(0)
      return
    }
    this.#stopTimer = this.#ports.clock.after(this.#silenceMs - silent, () => this.#checkSilence())
  }

  #refused(id: string, refusal: Refusal): void {
    const pending = this.#pending.find((one) => one.id === id)
    if (pending === undefined) return
    if (!isRetryable(refusal) || pending.retries >= MAX_RETRIES) {
      this.#settle(id, { ok: false, refusal })
      return
    }
    pending.retries++
    pending.phase = 'resting'
    const stopTimer = this.#ports.clock.after(
      refusal.retryAfterMs ?? RETRY_MS * pending.retries,
      () => {
        this.#restTimers.delete(stopTimer)
        pending.phase = 'queued'
        this.#pump()
      },
    )
    this.#restTimers.add(stopTimer)
  }

  #settle(id: string, settled: Settled<Extract<In, { type: 'ack' }>>): void {
    const pending = this.#pending.find((one) => one.id === id)
    if (pending === undefined) return
    this.#pending = this.#pending.filter((one) => one !== pending)
    pending.settle(settled)
  }

  #pump(): void {
    if (this.status.kind !== 'live') return
    const busyLanes = new Set<string>()
    for (const pending of this.#pending) {
      const waitsItsTurn = pending.lane !== null && busyLanes.has(pending.lane)
      if (pending.lane !== null) busyLanes.add(pending.lane)
      if (waitsItsTurn || pending.phase !== 'queued') continue
      if (this.send(this.#options.commandFrame(pending.id, pending.command))) {
        pending.phase = 'sent'
      }
    }
  }

  #become(status: ConnectionStatus): void {
    this.status = status
    this.#options.changed(status)
  }
}

function reasonOf(code: number): CloseReason | null {
  const reasons = Object.keys(CLOSE) as CloseReason[]
  return reasons.find((reason) => CLOSE[reason].code === code) ?? null
}

/** The server's frames are its own schema's; only what is no frame at all is kept out here. */
function parseFrame(data: string): ServerFrame | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && 'type' in value
      ? (value as ServerFrame)
      : null
  } catch {
    return null
  }
}
