import type { CustomerCommand } from '#protocol/customer-commands'
import { customerServerFrame } from '#protocol/customer-frames'
import type { CustomerChatView, CustomerItem, CustomerServerFrame } from '#protocol/customer-frames'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { Link } from './link.ts'
import { PendingCommands } from './pending-commands.ts'
import type { Outcome } from './pending-commands.ts'
import { readFrame } from './wire-fault.ts'

/** The number of one's own message in the stream, where the command made one. */
export interface CustomerAck {
  n: number | null
}

export interface CustomerClientOptions {
  /** `http://host:port`. */
  baseUrl: string
  channelId: string
  token: string
  /** Each frame, after it was applied. */
  heard?: (frame: CustomerServerFrame, text: string) => void
  /** The server broke the protocol or closed the socket for good. */
  failed: (error: Error) => void
}

const NOBODY: CustomerChatView = {
  state: 'none',
  with: null,
  canTalkToPerson: false,
  canTalkToBot: false,
  canLeaveMessage: false,
  canRate: false,
  rated: null,
}

/**
 * A customer over a socket: the stream as far as it is known, and commands that are sent until they
 * are answered.
 *
 * Q1 `items` is the stream without holes: what arrives twice is dropped, and a hole makes the client
 * resume from before it.
 */
export class CustomerClient {
  readonly #options: CustomerClientOptions
  readonly #link: Link
  readonly #pending: PendingCommands<CustomerCommand, CustomerAck>
  items: CustomerItem[] = []
  chat: CustomerChatView = NOBODY
  /** How far staff has read. */
  readN = 0
  connected = false
  /** When the last hello was accepted, by the monotonic clock in milliseconds. */
  welcomedAt = 0
  /** How often a socket was lost and the stream gone on with; holes that were met. */
  readonly figures = { resumes: 0, holes: 0 }
  #welcomes = 0

  constructor(options: CustomerClientOptions) {
    this.#options = options
    const socketUrl = `${options.baseUrl.replace(/^http/, 'ws')}/api/v1/channels/${options.channelId}/socket`
    this.#pending = new PendingCommands((frame) => this.#link.send(frame))
    this.#link = new Link({
      url: socketUrl,
      hello: () => ({
        type: 'hello',
        protocol: PROTOCOL_VERSION,
        token: options.token,
        ...(this.#welcomes === 0 ? {} : { after: this.newest }),
      }),
      hear: (text) => this.#hear(text),
      lost: () => {
        this.connected = false
        this.#pending.pause()
      },
      over: (error) => {
        this.connected = false
        this.#pending.fail(error)
        options.failed(error)
      },
    })
  }

  /** Newest number of the stream that is known here. */
  get newest(): number {
    return this.items.at(-1)?.n ?? 0
  }

  /** Sendings beyond each command's first. */
  get resent(): number {
    return this.#pending.resent
  }

  /** Resolves with the answer, however many sockets it takes. Rejects with `LinkOver`. */
  command(
    command: CustomerCommand,
    id: string = Bun.randomUUIDv7(),
  ): Promise<Outcome<CustomerAck>> {
    return this.#pending.run(id, command)
  }

  /** Sends an unanswered command once more. */
  again(id: string): void {
    this.#pending.again(id)
  }

  typing(typing: boolean): void {
    this.#link.send({ type: 'typing', typing })
  }

  drop(): void {
    this.#link.drop()
  }

  deafen(forMs: number): void {
    this.#link.deafen(forMs)
  }

  close(): void {
    this.connected = false
    this.#link.close()
  }

  #hear(text: string): void {
    let frame: CustomerServerFrame
    try {
      frame = readFrame(customerServerFrame, text)
    } catch (error) {
      this.close()
      this.#options.failed(error instanceof Error ? error : new Error(String(error)))
      return
    }
    const whole = this.#apply(frame)
    this.#options.heard?.(frame, text)
    if (!whole) {
      this.figures.holes += 1
      this.#link.drop()
    }
  }

  /** Q1: false where something is missing before this frame. */
  #apply(frame: CustomerServerFrame): boolean {
    switch (frame.type) {
      case 'welcome': {
        this.#welcomes += 1
        this.welcomedAt = performance.now()
        this.connected = true
        if (this.#welcomes > 1) this.figures.resumes += 1
        this.#link.welcomed(frame.heartbeatMs)
        if (frame.fresh) this.items = []
        const whole = frame.items.every((item) => this.#add(item, frame.fresh))
        this.chat = frame.chat
        this.readN = frame.readN
        this.#pending.resume()
        return whole
      }
      case 'item':
        return this.#add(frame.item, false)
      case 'chat':
        this.chat = frame.chat
        return true
      case 'read':
        this.readN = frame.n
        return true
      case 'ack':
        this.#pending.answer(frame.id, { kind: 'ack', ack: { n: frame.n } })
        return true
      case 'refused':
        this.#pending.answer(frame.id, { kind: 'refused', refusal: frame.refusal })
        return true
      case 'heartbeat':
        return frame.newest <= this.newest
      case 'typing':
        return true
    }
  }

  #add(item: CustomerItem, fresh: boolean): boolean {
    if (item.n <= this.newest) return true
    const mayStart = fresh && this.items.length === 0
    if (item.n !== this.newest + 1 && !mayStart) return false
    this.items.push(item)
    return true
  }
}
