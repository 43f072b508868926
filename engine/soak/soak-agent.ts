import type { StaffServerFrame } from '#protocol/staff-frames'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import { StaffClient } from '../client/staff-client.ts'

/** Between two commands: a socket may send 30 frames a second. */
const PACE_MS = 40

/** Of every few answers one comes with a comment. */
const COMMENT_EVERY = 20

/** What the chart says to whoever answers a chat that its customer has just ended. */
const TOO_LATE = ['chatOver', 'holdsChat', 'notNow', 'notFound', 'forbidden']

/** An agent who gets chats and answers every message in them. */
export class SoakAgent {
  readonly #agentId: string
  readonly #client: StaffClient
  readonly #said: () => void
  readonly #failed: (error: Error) => void
  /** By chat in hand, the time of the newest words that were answered. */
  readonly #answered = new Map<string, number>()
  #answers = 0
  #nextAt = 0

  constructor(options: {
    baseUrl: string
    accountId: string
    agentId: string
    token: string
    said: () => void
    failed: (error: Error) => void
  }) {
    this.#agentId = options.agentId
    this.#said = options.said
    this.#failed = options.failed
    this.#client = new StaffClient({
      baseUrl: options.baseUrl,
      token: options.token,
      accountId: options.accountId,
      heard: (frame) => this.#heard(frame),
      failed: options.failed,
    })
    this.#client.follow('desk')
  }

  /** Resolves when the agent is at work. */
  async start(): Promise<void> {
    await this.#command({ type: 'goOnline' }, [])
  }

  close(): void {
    this.#client.close()
  }

  #heard(frame: StaffServerFrame): void {
    if (frame.type === 'snapshotPart') for (const chat of frame.chats) this.#look(chat)
    if (frame.type === 'snapshot') for (const chat of frame.desk.chats) this.#look(chat)
    if (frame.type !== 'change') return
    for (const change of frame.changes) {
      if (change.kind === 'chat') this.#look(change.chat)
      if (change.kind === 'chatGone') this.#answered.delete(change.chatId)
    }
  }

  #look(chat: ChatView): void {
    const { chatId, agentId, open, preview } = chat
    if (!open || agentId !== this.#agentId || !chat.state.startsWith('assigned.')) {
      this.#answered.delete(chatId)
      return
    }
    const words = preview ?? this.#client.desk.chats.get(chatId)?.preview
    // After the bot's words it is a person's turn too.
    if (words === null || words === undefined || words.author.startsWith('agent:')) return
    if ((this.#answered.get(chatId) ?? 0) >= words.at) return
    this.#answered.set(chatId, words.at)
    this.#answer(chatId).catch((error: unknown) => {
      this.#failed(error instanceof Error ? error : new Error(String(error)))
    })
  }

  async #answer(chatId: string): Promise<void> {
    this.#answers += 1
    const text = 'Thank you, one moment, I am looking it up.'
    if (await this.#command({ type: 'sendMessage', chatId, text }, TOO_LATE)) this.#said()
    if (this.#answers % COMMENT_EVERY > 0) return
    const comment = { type: 'comment', chatId, text: 'Friendly.', visibleTo: 'staff' } as const
    await this.#command(comment, TOO_LATE)
  }

  /** Says whether it was done. @throws Error for a refusal that nobody expects. */
  async #command(command: StaffCommand, expected: readonly string[]): Promise<boolean> {
    const now = performance.now()
    this.#nextAt = Math.max(now, this.#nextAt + PACE_MS)
    if (this.#nextAt > now) await Bun.sleep(this.#nextAt - now)
    const outcome = await this.#client.command(command)
    if (outcome.kind === 'ack') return true
    const { code } = outcome.refusal
    if (expected.includes(code)) return false
    throw new Error(`${command.type} of an agent was refused: ${code}`)
  }
}
