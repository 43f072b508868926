import type { StaffCommand } from '#protocol/staff-commands'
import { RestClient } from '../client/rest-client.ts'
import { StaffClient } from '../client/staff-client.ts'

/** A socket may send 30 frames a second. */
const PER_SOCKET = 25

/** How often it is looked at what is due: many times a frame of a screen would say no more. */
const LOOK_MS = 10

/** What could not be asked in time within this is not made up for. */
const BEHIND_MS = 1_000

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
  readonly #sockets: StaffClient[] = []
  /** Chats of sockets in turn. */
  readonly #rounds: Round[] = []
  #taken = 0
  #refused = 0
  #timer: ReturnType<typeof setInterval> | null = null

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
      load.#sockets.push(client)
      if (index < tokens.length) await done(client.command({ type: 'goOnline' }))
    }
    for (const [index, chatId] of chatIds.entries()) {
      const client = load.#sockets[index % load.#sockets.length]
      if (client === undefined) continue
      await done(client.command({ type: 'takeChat', chatId }))
      load.#rounds.push({ chatId, client, step: 0, isUnderWay: false })
    }
    return load
  }

  /** Begins, at so many commands a second in all; what is due and has no free chat waits for one. */
  start(rate: number): void {
    let asked = 0
    let next = 0
    const began = performance.now()
    this.#timer = setInterval(() => {
      const due = ((performance.now() - began) * rate) / 1_000
      asked = Math.max(asked, due - (rate * BEHIND_MS) / 1_000)
      for (let tries = this.#rounds.length; asked < due && tries > 0; tries -= 1) {
        const round = this.#rounds[next % this.#rounds.length]
        next += 1
        if (round === undefined || round.isUnderWay) continue
        asked += 1
        void this.#goOn(round)
      }
    }, LOOK_MS)
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  close(): void {
    this.stop()
    for (const client of this.#sockets) client.close()
  }

  async #goOn(round: Round): Promise<void> {
    round.isUnderWay = true
    const outcome = await round.client.command(commandAt(round))
    round.isUnderWay = false
    round.step += 1
    if (outcome.kind === 'ack') this.#taken += 1
    else this.#refused += 1
  }
}

interface Round {
  chatId: string
  client: StaffClient
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
