import { CustomerClient } from '../client/customer-client.ts'
import type { RestClient } from '../client/rest-client.ts'
import { BOT_QUESTIONS } from './dialogues.ts'
import type { Dialogue } from './dialogues.ts'
import type { Pace } from './pace.ts'
import type { DemoVisitor } from './visitors.ts'

/** A customer who gives up waiting for the next words after this. */
const PATIENCE_MS = 6 * 60_000

const LOOK_MS = 500

/** So many have a question that the bot answers, and want nobody else. */
const FOR_BOT = 0.2

/**
 * Plays a customer's side of a dialogue on a channel, from the first words to leaving. Where everything
 * ends first, so does the chat: nobody would be there for it next time.
 */
export async function playCustomer(
  rest: RestClient,
  baseUrl: string,
  channelId: string,
  dialogue: Dialogue,
  visitor: DemoVisitor | null,
  pace: Pace,
): Promise<void> {
  const token = await rest.newCustomer(channelId)
  const client = new CustomerClient({ baseUrl, channelId, token, failed: () => {} })
  try {
    if (pace.chance(FOR_BOT)) return await askBot(client, pace)
    await say(client, 'Hello', pace)
    if (visitor !== null) {
      const { name, email } = visitor
      await client.command({ type: 'introduce', name, ...(email === null ? {} : { email }) })
    }
    await until(() => client.items.some(({ buttons }) => buttons.length > 0), pace)
    await pace.rest(1_000, 3_000)
    await client.command({ type: 'talkToPerson' })
    for (const [index, words] of dialogue.lines.entries()) {
      if (pace.over) return
      if (index % 2 === 0) await say(client, words, pace)
      else if (!(await until(() => heard(client) > Math.floor(index / 2), pace))) break
    }
    await markRead(client)
    await pace.rest(3_000, 15_000)
    if (pace.chance(0.3)) await client.command({ type: 'endChat' })
  } finally {
    if (pace.over) await client.command({ type: 'endChat' })
    client.close()
  }
}

/** Asks what the bot knows, reads the answer, and goes. */
async function askBot(client: CustomerClient, pace: Pace): Promise<void> {
  await say(client, pace.oneOf(BOT_QUESTIONS), pace)
  await until(() => client.items.some(({ from }) => from === 'bot'), pace)
  await markRead(client)
  await pace.rest(5_000, 20_000)
  await client.command({ type: 'endChat' })
}

async function say(client: CustomerClient, words: string, pace: Pace): Promise<void> {
  await markRead(client)
  await pace.rest(500, 2_500)
  client.typing(true)
  await pace.type(words)
  client.typing(false)
  await client.command({ type: 'sendMessage', text: words })
}

async function markRead(client: CustomerClient): Promise<void> {
  if (client.newest > 0) await client.command({ type: 'markRead', n: client.newest })
}

/** How often a person answered. */
function heard(client: CustomerClient): number {
  return client.items.filter(({ from }) => from === 'person').length
}

/** False where patience or everything ended first. */
async function until(holds: () => boolean, pace: Pace): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS && !pace.over; waited += LOOK_MS) {
    if (holds()) return true
    await pace.rest(LOOK_MS, LOOK_MS)
  }
  return false
}
