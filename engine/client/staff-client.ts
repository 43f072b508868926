import type { Json } from '#storage/json'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import { staffServerFrame } from '#protocol/staff-frames'
import type { StaffChange, StaffServerFrame, StaffTopic } from '#protocol/staff-frames'
import { ConversationMirror } from './conversation-mirror.ts'
import { DeskMirror } from './desk-mirror.ts'
import { Link } from './link.ts'
import { PendingCommands } from './pending-commands.ts'
import type { Outcome } from './pending-commands.ts'
import { readFrame } from './wire-fault.ts'

export interface StaffAck {
  seq: number
  result: Record<string, Json>
}

export interface StaffClientOptions {
  /** `http://host:port`. */
  baseUrl: string
  token: string
  accountId: string
  /** Each frame, after it was applied. */
  heard?: (frame: StaffServerFrame, text: string) => void
  /** The server broke the protocol or closed the socket for good. */
  failed: (error: Error) => void
}

/**
 * What is known of a topic; `seq` is the cursor to resume from, null before its snapshot. `live` where
 * nothing is on its way but news.
 */
interface Followed {
  seq: number | null
  live: boolean
}

/**
 * Somebody of staff over a socket: the desk and conversations that are followed, and commands that
 * are sent until they are answered.
 *
 * F1 a hole in the numbers of frames is a loss: the client resumes. F2 a topic's cursor moves only
 * with what was told of that topic, or with a heartbeat while the topic is live. F3 of a conversation
 * out of sight nothing is told, not even the rest of the turn that took it away: it has no cursor. F4
 * what comes before a topic's snapshot is of an earlier following, and is not heard.
 */
export class StaffClient {
  readonly #options: StaffClientOptions
  readonly #link: Link
  readonly #pending: PendingCommands<StaffCommand, StaffAck>
  readonly #topics = new Map<StaffTopic, Followed>()
  readonly desk = new DeskMirror()
  readonly conversations = new Map<string, ConversationMirror>()
  connected = false
  /** When the last hello was accepted, by the monotonic clock in milliseconds. */
  welcomedAt = 0
  personId: string | null = null
  /** How often a socket was lost and gone on with; holes that were met. */
  readonly figures = { resumes: 0, holes: 0 }
  #n = 0
  #welcomes = 0

  constructor(options: StaffClientOptions) {
    this.#options = options
    this.#pending = new PendingCommands((frame) => this.#link.send(frame))
    this.#link = new Link({
      url: `${options.baseUrl.replace(/^http/, 'ws')}/api/v1/staff/socket`,
      hello: () => {
        this.#n = 0
        const { token, accountId } = options
        return { type: 'hello', protocol: PROTOCOL_VERSION, token, accountId }
      },
      hear: (text) => this.#hear(text),
      lost: () => {
        this.connected = false
        this.#pending.pause()
        for (const topic of this.#topics.values()) topic.live = false
      },
      over: (error) => {
        this.connected = false
        this.#pending.fail(error)
        options.failed(error)
      },
    })
  }

  /** Sendings beyond each command's first. */
  get resent(): number {
    return this.#pending.resent
  }

  follow(topic: StaffTopic): void {
    if (this.#topics.has(topic)) return
    this.#topics.set(topic, { seq: null, live: false })
    const chatId = chatIdOf(topic)
    if (chatId !== null) this.conversations.set(chatId, new ConversationMirror())
    if (this.connected) this.#link.send({ type: 'subscribe', topic })
  }

  unfollow(topic: StaffTopic): void {
    if (!this.#topics.delete(topic)) return
    const chatId = chatIdOf(topic)
    if (chatId !== null) this.conversations.delete(chatId)
    if (this.connected) this.#link.send({ type: 'unsubscribe', topic })
  }

  follows(topic: StaffTopic): boolean {
    return this.#topics.has(topic)
  }

  /** Resolves with the answer, however many sockets it takes. Rejects with `LinkOver`. */
  command(command: StaffCommand, id: string = Bun.randomUUIDv7()): Promise<Outcome<StaffAck>> {
    return this.#pending.run(id, command)
  }

  /** Sends an unanswered command once more. */
  again(id: string): void {
    this.#pending.again(id)
  }

  typing(chatId: string, typing: boolean): void {
    this.#link.send({ type: 'typing', chatId, typing })
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
    let frame: StaffServerFrame
    try {
      frame = readFrame(staffServerFrame, text)
    } catch (error) {
      this.close()
      this.#options.failed(error instanceof Error ? error : new Error(String(error)))
      return
    }
    // F1
    if (frame.n !== this.#n + 1) {
      this.figures.holes += 1
      this.#link.drop()
      return
    }
    this.#n = frame.n
    this.#apply(frame)
    this.#options.heard?.(frame, text)
  }

  #apply(frame: StaffServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcomes += 1
        this.welcomedAt = performance.now()
        if (this.#welcomes > 1) this.figures.resumes += 1
        this.connected = true
        this.personId = frame.personId
        this.#link.welcomed(frame.heartbeatMs)
        for (const [topic, { seq }] of this.#topics) {
          this.#link.send({ type: 'subscribe', topic, ...(seq === null ? {} : { after: seq }) })
        }
        this.#pending.resume()
        return
      case 'snapshotPart':
        this.desk.takePart(frame.part, frame.chats)
        return
      case 'snapshot':
        if (!this.#reach(frame.topic, frame.seq, true)) return
        this.desk.show(frame.desk, frame.parts, frame.gone)
        return
      case 'conversation':
        if (!this.#reach(frame.topic, frame.seq, true)) return
        this.conversations.get(chatIdOf(frame.topic) ?? '')?.show(frame.conversation, frame.seq)
        return
      case 'resumed':
      case 'change': {
        // F4
        if ((this.#topics.get(frame.topic)?.seq ?? null) === null) return
        this.#reach(frame.topic, frame.seq, frame.type === 'resumed')
        this.#change(frame.topic, frame.seq, frame.type === 'change' ? frame.changes : [])
        return
      }
      case 'topicRefused': {
        this.#topics.delete(frame.topic)
        const chatId = chatIdOf(frame.topic)
        if (chatId !== null) this.conversations.delete(chatId)
        return
      }
      case 'ack':
        this.#pending.answer(frame.id, {
          kind: 'ack',
          ack: { seq: frame.seq, result: frame.result },
        })
        return
      case 'refused':
        this.#pending.answer(frame.id, { kind: 'refused', refusal: frame.refusal })
        return
      case 'machines':
      case 'actor':
      case 'accounts':
        return
      case 'heartbeat':
        // F2
        for (const topic of this.#topics.values()) {
          if (topic.live && topic.seq !== null) topic.seq = Math.max(topic.seq, frame.seq)
        }
        return
      case 'page':
      case 'company':
      case 'typing':
    }
  }

  #change(name: StaffTopic, seq: number, changes: StaffChange[]): void {
    const chatId = chatIdOf(name)
    const conversation = chatId === null ? undefined : this.conversations.get(chatId)
    for (const change of changes) (conversation ?? this.desk).change(change)
    if (conversation === undefined) return
    conversation.seq = seq
    // F3
    const isGone = changes.some(({ kind }) => kind === 'chatGone')
    if (isGone) this.#topics.set(name, { seq: null, live: false })
  }

  /** F2: false for a topic that is not followed any more. */
  #reach(name: StaffTopic, seq: number, live: boolean): boolean {
    const topic = this.#topics.get(name)
    if (topic === undefined) return false
    topic.seq = seq
    topic.live ||= live
    return true
  }
}

function chatIdOf(topic: StaffTopic): string | null {
  return topic === 'desk' ? null : topic.slice('chat:'.length)
}
