import { CustomerClient } from '../client/customer-client.ts'
import { RestClient } from '../client/rest-client.ts'
import { StaffClient } from '../client/staff-client.ts'
import type { Agent, SleepingChat } from './sleeping-chats.ts'

/** Customers who come at the same time. */
const AT_ONCE = 8

/** A message that was acknowledged and not heard for this long is given up. */
const HEARING_PATIENCE_MS = 10_000

export interface FirstMessages {
  /** From send to acknowledgement, one of each chat. */
  ackMs: number[]
  /** The same for the next message of these chats, which are awake by then: what noise alone takes. */
  awakeMs: number[]
  /** From send to its arrival at the agent who has the chat, where that one was there already. */
  receiptMs: number[]
}

/**
 * Lets the customers of sleeping chats write their first message, some at a time: every other one
 * by HTTP, the others over a socket as soon as they are welcome. Agents come back meanwhile.
 * @throws Error for a message that is refused, or acknowledged and never heard.
 */
export async function sendFirstMessages(
  baseUrl: string,
  chats: readonly SleepingChat[],
  agents: readonly Agent[],
): Promise<FirstMessages> {
  const ears = new Map(agents.map((agent) => [agent.agentId, new Ears(baseUrl, agent)]))
  const rest = new RestClient(baseUrl)
  const measured: FirstMessages = { ackMs: [], awakeMs: [], receiptMs: [] }
  const heard: Promise<void>[] = []
  const write = async (chat: SleepingChat, index: number, isFirst: boolean): Promise<void> => {
    const text = `Is anybody there? ${chat.chatId}`
    const ear = ears.get(chat.agentId ?? '')
    const send = index % 2 === 1 ? await socketOf(baseUrl, chat) : httpOf(rest, chat)
    const sentAt = performance.now()
    if (isFirst && ear?.isThere === true) {
      heard.push(
        ear.hears(text).then((at) => {
          measured.receiptMs.push(at - sentAt)
        }),
      )
    }
    await send(text)
    const tookMs = performance.now() - sentAt
    if (isFirst) measured.ackMs.push(tookMs)
    else measured.awakeMs.push(tookMs)
  }
  try {
    await someAtOnce(chats, (chat, index) => write(chat, index, true))
    await Promise.all(heard)
    await someAtOnce(chats, (chat, index) => write(chat, index, false))
  } finally {
    for (const ear of ears.values()) ear.close()
  }
  return measured
}

async function someAtOnce<T>(
  all: readonly T[],
  work: (one: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...all.entries()]
  const goOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await work(next[1], next[0])
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
}

type Send = (text: string) => Promise<void>

function httpOf(rest: RestClient, { channelId, token }: SleepingChat): Send {
  return async (text) => {
    const id = Bun.randomUUIDv7()
    const outcome = await rest.customerCommand(channelId, token, id, { type: 'sendMessage', text })
    if (outcome.kind === 'refused') throw new Error(`Refused: ${outcome.refusal.code}`)
  }
}

/** Resolves when the customer is welcome. */
async function socketOf(baseUrl: string, { channelId, token }: SleepingChat): Promise<Send> {
  const welcome = Promise.withResolvers<void>()
  const client: CustomerClient = new CustomerClient({
    baseUrl,
    channelId,
    token,
    heard: (frame) => {
      if (frame.type === 'welcome') welcome.resolve()
    },
    failed: (error) => welcome.reject(error),
  })
  await welcome.promise
  return async (text) => {
    const outcome = await client.command({ type: 'sendMessage', text })
    client.close()
    if (outcome.kind === 'refused') throw new Error(`Refused: ${outcome.refusal.code}`)
  }
}

/** An agent at the desk who hears the last words of each chat. */
class Ears {
  readonly #client: StaffClient
  readonly #waiting = new Map<string, (at: number) => void>()
  /** Whether the desk was shown: from then on everything is heard. */
  isThere = false

  constructor(baseUrl: string, { accountId, token }: Agent) {
    this.#client = new StaffClient({
      baseUrl,
      token,
      accountId,
      heard: (frame) => {
        if (frame.type === 'snapshot') this.isThere = true
        if (frame.type !== 'change') return
        for (const change of frame.changes) {
          if (change.kind === 'chat') this.#hear(change.chat.preview?.text ?? '')
        }
      },
      failed: (error) => {
        throw error
      },
    })
    this.#client.follow('desk')
  }

  /** When these words came. */
  hears(text: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.#waiting.set(text, resolve)
    const late = setTimeout(() => reject(new Error(`Never heard: ${text}`)), HEARING_PATIENCE_MS)
    return promise.finally(() => clearTimeout(late))
  }

  close(): void {
    this.#client.close()
  }

  #hear(text: string): void {
    this.#waiting.get(text)?.(performance.now())
    this.#waiting.delete(text)
  }
}
