import type { CustomerCommand } from '#protocol/customer-commands'
import { CustomerClient } from '../client/customer-client.ts'

/** Of every few visits one loses its socket in the middle, another marks what it read. */
const DROP_EVERY = 10
const READ_EVERY = 5

/** Messages of one customer before they leave: with the answers, a chat of some twenty. */
const ROUNDS = 10

/** A visit that nothing moves in for this long is stuck. */
const PATIENCE_MS = 120_000

const TEXTS = [
  'Hello, I ordered two lamps last week and only one of them has arrived so far.',
  'It is 20417-A, the parcel came on Tuesday.',
  'ok',
  'Yes please! And can I still change the colour of the third one, or is it too late for that?',
]

export interface VisitOptions {
  baseUrl: string
  channelId: string
  token: string
  /** The greeter has the floor first. */
  withBot: boolean
  /** Which visit of its place this is: what happens in it follows from that. */
  number: number
  said: () => void
  isOver: () => boolean
}

/** One customer's visit over a socket of their own, from the first message to the end of the chat. */
export class SoakVisit {
  readonly #options: VisitOptions
  readonly #client: CustomerClient
  #wake: () => void = () => {}
  #failure: Error | null = null

  constructor(options: VisitOptions) {
    this.#options = options
    this.#client = new CustomerClient({
      baseUrl: options.baseUrl,
      channelId: options.channelId,
      token: options.token,
      heard: () => this.#wake(),
      failed: (error) => {
        this.#failure = error
        this.#wake()
      },
    })
  }

  /** @throws Error where something is refused or nothing moves any more. */
  async run(): Promise<void> {
    const { withBot, number, isOver } = this.#options
    const client = this.#client
    try {
      await this.#until('a welcome', () => client.connected)
      for (let round = 0; round < ROUNDS && !isOver(); round += 1) {
        const text = TEXTS[round % TEXTS.length] ?? ''
        await this.#command({ type: 'sendMessage', text })
        this.#options.said()
        if (round === 0 && withBot) {
          await this.#until('the bot', () => client.chat.canTalkToPerson)
          await this.#command({ type: 'talkToPerson' })
        }
        const answers = round + 1
        await this.#until('an answer', () => this.#answers >= answers || isOver())
        if (number % DROP_EVERY === 0 && round === 3) client.drop()
        if (number % READ_EVERY === 0) await this.#command({ type: 'markRead', n: client.newest })
      }
      await this.#until('the socket', () => client.connected)
      if (client.items.length > 0) await this.#command({ type: 'endChat' })
    } finally {
      client.close()
    }
  }

  get #answers(): number {
    return this.#client.items.filter(({ kind, from }) => kind === 'text' && from === 'person')
      .length
  }

  async #command(command: CustomerCommand): Promise<void> {
    const outcome = await this.#client.command(command)
    if (outcome.kind === 'refused') {
      throw new Error(`${command.type} of a customer was refused: ${outcome.refusal.code}`)
    }
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    const late = setTimeout(() => {
      this.#failure ??= new Error(`A customer waited for ${what} in vain`)
      this.#wake()
    }, PATIENCE_MS)
    try {
      while (!holds()) {
        if (this.#failure !== null) throw this.#failure
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      clearTimeout(late)
    }
  }
}
