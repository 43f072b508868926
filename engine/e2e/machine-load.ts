import type { StaffCommand } from '#protocol/staff-commands'
import { RestClient } from '../client/rest-client.ts'
import { StaffClient } from '../client/staff-client.ts'

/** A socket may send 30 frames a second. */
const PER_SOCKET = 25

/** An hour from now; nothing runs out while it is measured. */
const HOLD_MS = 3_600_000

/** Longer than any limit of a chat that is measured. */
const PATIENT_MS = 24 * 3_600_000

/**
 * Chats in agents' hands that go round as real ones do, by commands of agents over sockets on this
 * machine: answered, put on hold, taken up again. Each command that is taken is one transition of a
 * chat.
 */
export class MachineLoad {
  readonly #sockets: { client: StaffClient; chats: Round[] }[] = []
  #taken = 0
  #refused = 0
  #timers: ReturnType<typeof setInterval>[] = []

  /** Transitions since the start. */
  get taken(): number {
    return this.#taken
  }

  get refused(): number {
    return this.#refused
  }

  /** Lets agents take chats of a line, as many sockets as the rate wants. Rejects what is refused. */
  static async prepare(options: {
    baseUrl: string
    accountId: string
    administrator: { email: string; password: string }
    agents: readonly { email: string; password: string }[]
    chatIds: readonly string[]
    rate: number
    /** A socket was closed for good. */
    failed: (error: Error) => void
  }): Promise<MachineLoad> {
    const { baseUrl, accountId, rate, chatIds } = options
    const rest = new RestClient(baseUrl)
    const load = new MachineLoad()
    const lead = await rest.signIn(options.administrator.email, options.administrator.password)
    const change = {
      chatLimit: 100,
      responseLimitMs: PATIENT_MS,
      idleLimitMs: PATIENT_MS,
      queueLimitMs: PATIENT_MS,
    }
    await done(
      rest.staffCommand(accountId, lead.token, Bun.randomUUIDv7(), {
        type: 'changeSettings',
        change,
      }),
    )
    const tokens = await Promise.all(
      options.agents.map(async ({ email, password }) => (await rest.signIn(email, password)).token),
    )
    const count = Math.max(tokens.length, Math.ceil(rate / PER_SOCKET))
    for (let index = 0; index < count; index += 1) {
      const token = tokens[index % tokens.length] ?? ''
      const client = new StaffClient({
        baseUrl,
        accountId,
        token,
        failed: options.failed,
      })
      load.#sockets.push({ client, chats: [] })
      if (index < tokens.length) await done(client.command({ type: 'goOnline' }))
    }
    for (const [index, chatId] of chatIds.entries()) {
      const socket = load.#sockets[index % load.#sockets.length]
      if (socket === undefined) continue
      await done(socket.client.command({ type: 'takeChat', chatId }))
      socket.chats.push({ chatId, step: 0, isUnderWay: false })
    }
    return load
  }

  /** Begins, at so many commands a second in all. */
  start(rate: number): void {
    const everyMs = (1_000 * this.#sockets.length) / rate
    for (const socket of this.#sockets) {
      let next = 0
      this.#timers.push(
        setInterval(() => {
          const chat = socket.chats[next % socket.chats.length]
          next += 1
          if (chat !== undefined && !chat.isUnderWay) void this.#goOn(socket.client, chat)
        }, everyMs),
      )
    }
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
  }

  close(): void {
    this.stop()
    for (const { client } of this.#sockets) client.close()
  }

  async #goOn(client: StaffClient, chat: Round): Promise<void> {
    chat.isUnderWay = true
    const outcome = await client.command(commandAt(chat))
    chat.isUnderWay = false
    chat.step += 1
    if (outcome.kind === 'ack') this.#taken += 1
    else this.#refused += 1
  }
}

interface Round {
  chatId: string
  step: number
  isUnderWay: boolean
}

function commandAt({ chatId, step }: Round): StaffCommand {
  switch (step % 3) {
    case 0:
      return { type: 'sendMessage', chatId, text: 'One moment, I am looking it up.' }
    case 1:
      return { type: 'holdChat', chatId, until: Date.now() + HOLD_MS }
    default:
      return { type: 'resumeChat', chatId }
  }
}

async function done(
  asked: Promise<{ kind: 'ack' } | { kind: 'refused'; refusal: { says: string } }>,
) {
  const outcome = await asked
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.says)
}
