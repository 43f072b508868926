import { CLOSE } from '#protocol/close-codes'
import { HEARTBEAT_MS } from '#protocol/limits'
import type { Refusal } from '#protocol/refusals'
import type { FileRow } from '#storage/rows'
import type { Connection, SocketHandler } from '../realtime/connection.ts'
import type { FaultCounts } from './fault-kinds.ts'
import type { Heard, Ledger } from './ledger.ts'
import { Link } from './link.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { SimulatedIds } from './simulated-ids.ts'
import type { SimulatedNode } from './simulated-node.ts'
import type { Witness } from './violation.ts'

/** What clients need of their world. */
export interface Surroundings {
  world: SimulatedClock
  random: SeededRandom
  ids: SimulatedIds
  witness: Witness
  ledger: Ledger
  counts: FaultCounts
  /** What is stored of a file. */
  fileOf: (accountId: string, fileId: string) => FileRow | undefined
  /** Processes that clients can connect to now. */
  nodes: () => SimulatedNode[]
}

/** Tries of a command before its client gives up. */
const MOST_TRIES = 8

/** A client that heard nothing for this long connects anew. */
const PATIENCE_MS = 2.5 * HEARTBEAT_MS
const HELLO_PATIENCE_MS = 12_000

/** Commands that are over, kept to be sent again. */
const REMEMBERED = 10

interface Pending {
  command: object
  tries: number
}

/** Ids and bodies of what one person sent, on whichever tab. */
export class Sent {
  readonly #bodies = new Map<string, Set<string>>()

  note(id: string, command: object): void {
    const bodies = this.#bodies.get(id) ?? new Set()
    bodies.add(JSON.stringify(command))
    this.#bodies.set(id, bodies)
  }

  bodies(id: string): number {
    return this.#bodies.get(id)?.size ?? 0
  }
}

/**
 * One browser tab as a model client: it connects, says hello, keeps what it saw, resends what was
 * not answered with the same id, and connects anew after every loss.
 */
export abstract class Tab {
  protected readonly around: Surroundings
  readonly accountId: string
  /** `agent:<id>` or `customer:<id>`. */
  readonly sender: string
  readonly #sent: Sent
  readonly #pending = new Map<string, Pending>()
  #over: { id: string; command: object }[] = []
  #link: Link | null = null
  #node: SimulatedNode | null = null
  #wanted = false
  #welcomed = false
  #heardAt = 0
  /** Grows with each connection, so that what an old one planned is dropped. */
  #connection = 0

  constructor(around: Surroundings, accountId: string, sender: string, sent: Sent) {
    this.around = around
    this.accountId = accountId
    this.sender = sender
    this.#sent = sent
  }

  /** Whether its hello was answered on a connection that it believes in. */
  get open(): boolean {
    return this.#welcomed
  }

  get node(): SimulatedNode | null {
    return this.#node
  }

  /** Frames under way on its connection. */
  get underWay(): number {
    return this.#link?.underWay ?? 0
  }

  /** Whether it waits for an answer, and could get one. */
  get waits(): boolean {
    return this.#welcomed && this.#pending.size > 0
  }

  /** What of its past the tab may send again. */
  get remembered(): readonly { id: string; command: object }[] {
    return this.#over
  }

  protected abstract accept(node: SimulatedNode, connection: Connection): SocketHandler
  protected abstract hello(): object
  protected abstract receive(text: string): void
  /** The connection is gone; what was seen stays. */
  protected abstract lost(): void
  /** Whether connecting again makes sense after a refusal to let this person in. */
  protected abstract mayReturn(): boolean

  /** Opens the tab, and keeps it connected from now on. */
  enter(): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#connect()
  }

  /** Closes the tab. */
  leave(): void {
    this.#wanted = false
    this.#drop()
  }

  /** The network loses the connection with everything under way. */
  cut(): boolean {
    if (this.#link === null) return false
    this.#link.cut()
    return true
  }

  /** The network holds everything up for a while, one way. */
  stall(way: 'toServer' | 'toClient', durationMs: number): boolean {
    if (this.#link === null) return false
    this.#link.stall(way, durationMs)
    return true
  }

  protected send(frame: object): void {
    this.#link?.send(JSON.stringify(frame))
  }

  /** Sends a command; it is resent until it is answered or given up. */
  command(id: string, command: object): void {
    if (!this.#welcomed) return
    this.#pending.set(id, { command, tries: 0 })
    this.#transmit(id)
  }

  /** Sends a command once more, whatever became of it. */
  again(id: string, command: object): void {
    if (!this.#welcomed) return
    this.around.counts.framesDoubled += 1
    if (!this.#pending.has(id)) this.#pending.set(id, { command, tries: 0 })
    this.#sent.note(id, command)
    this.around.ledger.sent(this.accountId, this.sender, id)
    this.send({ type: 'command', id, command })
  }

  /** Something arrived that was no answer to a hello before. */
  protected welcomed(): void {
    this.#welcomed = true
    for (const id of [...this.#pending.keys()]) this.#transmit(id)
  }

  protected answered(
    id: string,
    answer: { refusal: Refusal } | Extract<Heard, { kind: 'ack' }>,
  ): void {
    const { ledger, world } = this.around
    const bodies = this.#sent.bodies(id)
    const pending = this.#pending.get(id)
    if (!('refusal' in answer)) {
      ledger.heard(this.accountId, this.sender, id, answer, bodies)
      this.#finish(id)
      return
    }
    const { code, retryAfterMs } = answer.refusal
    const again = retryAfterMs !== undefined
    ledger.heard(this.accountId, this.sender, id, { kind: 'refused', code, again }, bodies)
    this.around.witness.holds(code !== 'fault', 'noFault', () => `${this.sender} ${id}: fault`)
    if (!again) return this.#finish(id)
    if (pending === undefined) return
    const connection = this.#connection
    world.schedule(retryAfterMs, () => {
      if (connection === this.#connection && this.#pending.has(id)) this.#transmit(id)
    })
  }

  #transmit(id: string): void {
    const pending = this.#pending.get(id)
    if (pending === undefined || !this.#welcomed) return
    pending.tries += 1
    if (pending.tries > MOST_TRIES) {
      this.#pending.delete(id)
      return
    }
    if (pending.tries > 1) this.around.counts.framesDoubled += 1
    this.#sent.note(id, pending.command)
    this.around.ledger.sent(this.accountId, this.sender, id)
    this.send({ type: 'command', id, command: pending.command })
  }

  #finish(id: string): void {
    const pending = this.#pending.get(id)
    if (pending === undefined) return
    this.#pending.delete(id)
    this.#over.push({ id, command: pending.command })
    this.#over = this.#over.slice(-REMEMBERED)
  }

  #connect(): void {
    if (!this.#wanted || this.#link !== null) return
    const { world, random, nodes } = this.around
    const accepting = nodes()
    if (accepting.length === 0 || !this.mayReturn()) return this.#later(500)
    const stays = this.#node !== null && accepting.includes(this.#node)
    const node = stays && this.#node !== null ? this.#node : random.pick(accepting)
    this.#node = node
    this.#connection += 1
    const connection = this.#connection
    const isCurrent = (): boolean => connection === this.#connection
    const link: Link = new Link({
      world,
      server: node.clock,
      random,
      client: {
        receive: (text) => {
          if (!isCurrent()) return
          this.#heardAt = world.now()
          this.receive(text)
        },
        closed: (code) => {
          node.links.delete(link)
          if (isCurrent()) this.#closed(code)
        },
      },
      accept: (server) => this.accept(node, server),
    })
    node.links.add(link)
    this.#link = link
    this.#heardAt = world.now()
    this.send(this.hello())
    const watch = (): void => {
      if (!isCurrent() || this.#link === null) return
      const patience = this.#welcomed ? PATIENCE_MS : HELLO_PATIENCE_MS
      if (world.now() - this.#heardAt <= patience) {
        world.schedule(HEARTBEAT_MS, watch)
        return
      }
      this.#node = null
      this.#drop()
      this.#later(random.between(50, 500))
    }
    world.schedule(HELLO_PATIENCE_MS, watch)
  }

  #closed(code: number | null): void {
    const { random } = this.around
    this.#gone()
    if (code === CLOSE.notReady.code || code === null) this.#node = null
    const barred = code === CLOSE.unauthorized.code || code === CLOSE.forbidden.code
    this.around.witness.holds(
      code !== CLOSE.badFrame.code && code !== CLOSE.wrongVersion.code,
      'wire',
      () => `${this.sender} was closed with ${code}`,
    )
    this.#later(barred ? 5_000 : random.between(50, 1_500))
  }

  #drop(): void {
    this.#link?.close()
    this.#gone()
  }

  #gone(): void {
    this.#link = null
    this.#welcomed = false
    this.#connection += 1
    this.lost()
  }

  #later(delayMs: number): void {
    this.around.world.schedule(delayMs, () => this.#connect())
  }
}
