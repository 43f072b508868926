import { CustomerClient } from '../client/customer-client.ts'
import { RestClient } from '../client/rest-client.ts'
import type { Ears } from './ears.ts'
import type { SleepingChat } from './sleeping-chats.ts'

/** Customers who come at the same time. */
const AT_ONCE = 8

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
 * by HTTP, the others over a socket as soon as they are welcome.
 * @param ears of agents who are coming back meanwhile.
 * @throws Error for a message that is refused, or acknowledged and never heard.
 */
export async function sendFirstMessages(
  baseUrl: string,
  chats: readonly SleepingChat[],
  ears: Ears,
): Promise<FirstMessages> {
  const rest = new RestClient(baseUrl)
  const measured: FirstMessages = { ackMs: [], awakeMs: [], receiptMs: [] }
  const heard: Promise<void>[] = []
  const write = async (chat: SleepingChat, index: number, isFirst: boolean): Promise<void> => {
    const text = `Is anybody there? ${chat.chatId}`
    const send = index % 2 === 1 ? await socketOf(baseUrl, chat) : httpOf(rest, chat)
    const sentAt = performance.now()
    const { agentId } = chat
    if (isFirst && agentId !== null && ears.isListening(agentId)) {
      heard.push(
        ears.hears(agentId, text).then((at) => {
          measured.receiptMs.push(at - performance.timeOrigin - sentAt)
        }),
      )
    }
    await send(text)
    const tookMs = performance.now() - sentAt
    if (isFirst) measured.ackMs.push(tookMs)
    else measured.awakeMs.push(tookMs)
  }
  await someAtOnce(chats, (chat, index) => write(chat, index, true))
  await Promise.all(heard)
  await someAtOnce(chats, (chat, index) => write(chat, index, false))
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
