import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import { DEMO_ACCOUNT_ID, DEMO_CHANNEL_ID, foundDemoAccount } from '../bootstrap/demo-account.ts'
import type { DemoSignIn } from '../bootstrap/demo-account.ts'
import { withHost } from '../bootstrap/with-host.ts'
import { hostDesk } from '../host/host-desk.ts'

/** Commands under way at a time: as many as a batch takes well. */
const AT_ONCE = 200

const WORDS =
  'hello parcel order late invoice charged twice return size colour delivery address password login thanks please when where refund'.split(
    ' ',
  )

export interface ManyChats {
  signIns: DemoSignIn[]
  /** The chat with many messages. */
  longChatId: string
  /** All of them, that one first. */
  chatIds: string[]
}

/**
 * Makes a demo account in an empty data folder in which many customers wait, one with many messages.
 * @param asked.others messages of each of the others; one, where nothing is said.
 */
export async function makeManyChats(
  dataFolder: string,
  { chats, messages, others = 1 }: { chats: number; messages: number; others?: number },
): Promise<ManyChats> {
  const postgres = await startEmbeddedPostgres({ dataDir: dataFolder })
  try {
    return await withHost(postgres.url, async (workshop) => {
      const signIns = await foundDemoAccount(workshop)
      const desk = hostDesk(workshop.host)
      const says = async (customerId: string, text: string): Promise<string> => {
        const who = { accountId: DEMO_ACCOUNT_ID, channelId: DEMO_CHANNEL_ID, customerId }
        const command = { type: 'sendMessage', text } as const
        const answer = await desk.customer(who, Bun.randomUUIDv7(), command)
        if (answer.kind === 'refused') throw new Error(answer.refusal.says)
        const row = workshop.host.peek(DEMO_ACCOUNT_ID)?.customers.get(customerId)?.row
        return row?.openChatId ?? ''
      }
      const asks = async (customerId: string): Promise<void> => {
        const who = { accountId: DEMO_ACCOUNT_ID, channelId: DEMO_CHANNEL_ID, customerId }
        await desk.customer(who, Bun.randomUUIDv7(), { type: 'talkToPerson' })
      }
      const longChatId = await says('long', sentence(0))
      await asks('long')
      await inTurns(messages - 1, (n) => says('long', sentence(n)))
      const chatIds = [longChatId]
      await inTurns(chats - 1, async (n) => {
        chatIds.push(await says(`c${n}`, sentence(n)))
        await asks(`c${n}`)
        for (let said = 1; said < others; said += 1) await says(`c${n}`, sentence(said))
      })
      return { signIns, longChatId, chatIds }
    })
  } finally {
    await postgres.stop()
  }
}

async function inTurns(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 1
  const worker = async (): Promise<void> => {
    for (let n = next++; n <= count; n = next++) await work(n)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function sentence(n: number): string {
  const words = Array.from(
    { length: 4 + (n % 12) },
    (_, at) => WORDS[(n * 7 + at * at) % WORDS.length],
  )
  return `${words.join(' ')} ${n}`
}
