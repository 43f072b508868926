import { agentConnected } from '../commands/connections.ts'
import type { Desk } from '../desk.ts'
import type { Host } from '../host/host.ts'
import { systemIds } from '../operation/system-ports.ts'
import { expectDone, withInside } from './inside.ts'
import type { Agent, Inside } from './inside.ts'
import { foundTeams } from './teams.ts'
import type { Team } from './teams.ts'

/** Half of the chats are in one account: the largest memory that one load has to make. */
const SMALL_ACCOUNTS = 19

/** Chats in one agent's hands, as many as the most experienced have. */
const CHAT_LIMIT = 15

/** Commands under way at once while the chats are made. */
const AT_ONCE = 400

/** No limit runs out while it is measured. */
const DAY_MS = 24 * 3_600_000

/** Chats of one group: what one agent sees. */
const PER_GROUP = 500

/** An open chat that nothing happens in, and how to get at it from outside. */
export interface SleepingChat {
  accountId: string
  channelId: string
  chatId: string
  /** The customer's token. */
  token: string
  /** Who has it; null for one that waits or that the bot has. */
  agentId: string | null
}

export interface SleepingDesk {
  chats: SleepingChat[]
  /** Agents who were connected when the server ended. */
  agents: Agent[]
}

/**
 * Makes a database with open chats through the host's own commands: of each ten, five are in the
 * hands of agents, four wait in the line, one is the bot's. Customers' tokens and agents' sessions
 * are real. `made` hears how many there are.
 */
export async function makeSleepingChats(
  databaseUrl: string,
  count: number,
  made: (chats: number) => void,
): Promise<SleepingDesk> {
  return withInside(databaseUrl, async (inside) => {
    const agents: Agent[] = []
    const chats: Promise<SleepingChat>[] = []
    const places = new Places(AT_ONCE)
    let done = 0
    for (const { accountId, size } of accountsFor(count)) {
      const teams = await foundDesk(inside, accountId, size)
      agents.push(...teams.flatMap((team) => team.agents))
      for (let index = 0; index < size; index += 1) {
        await places.take()
        const team = teams[Math.floor(index / PER_GROUP)]
        if (team === undefined) throw new Error('A chat without a team')
        const chat = openChat(inside, accountId, index % PER_GROUP, team).finally(() => {
          done += 1
          made(done)
          places.give()
        })
        chats.push(chat)
      }
    }
    const all = await Promise.all(chats)
    // A server that runs leaves nothing undelivered for long.
    while (await inside.owes()) await Bun.sleep(100)
    return { chats: all, agents }
  })
}

function accountsFor(count: number): { accountId: string; size: number }[] {
  const each = Math.floor(count / 2 / SMALL_ACCOUNTS)
  const small = Array.from({ length: SMALL_ACCOUNTS }, (_, index) => ({
    accountId: `small-${index}`,
    size: each,
  }))
  return [{ accountId: 'large', size: count - each * SMALL_ACCOUNTS }, ...small]
}

/** An account whose agents are all at work, with room for half of these chats. */
async function foundDesk(inside: Inside, accountId: string, size: number): Promise<Team[]> {
  const sizes = Array.from({ length: Math.ceil(size / PER_GROUP) }, (_, index) =>
    Math.ceil(Math.min(PER_GROUP, size - index * PER_GROUP) / 2 / CHAT_LIMIT),
  )
  const teams = await foundTeams(inside, accountId, sizes, {
    chatLimit: CHAT_LIMIT,
    settings: {
      queueLimitMs: DAY_MS,
      responseLimitMs: DAY_MS,
      idleLimitMs: DAY_MS,
      botLimitMs: DAY_MS,
    },
  })
  const { host, desk } = inside
  await Promise.all(
    teams.flatMap(({ agents }) =>
      agents.map(async ({ agentId }) => {
        const lane = `agent:${agentId}`
        const decide: Parameters<Host['run']>[0]['decide'] = (turn) => agentConnected(turn, agentId)
        expectDone(await host.run({ accountId, by: 'system', command: null, lane, decide }))
        const who = { accountId, personId: agentId }
        expectDone(await desk.staff(who, systemIds.next(), { type: 'goOnline' }))
      }),
    ),
  )
  return teams
}

async function openChat(
  { host, desk, tokens }: Inside,
  accountId: string,
  index: number,
  team: Team,
): Promise<SleepingChat> {
  const withBot = index % 10 === 9
  const inHands = index % 10 < 5
  const channelId = withBot ? team.botChannelId : team.channelId
  const place = { accountId, channelId }
  const token = tokens.issue(place)
  const who = tokens.read(place, token)
  if (who === null) throw new Error('A token that was just issued is not valid')
  const says = async (text: string): Promise<void> => {
    expectDone(await desk.customer(who, systemIds.next(), { type: 'sendMessage', text }))
  }
  await says('Hello, I ordered two lamps last week and only one of them has arrived so far.')
  const chatId = host.peek(accountId)?.customers.get(who.customerId)?.row.openChatId
  if (chatId === undefined || chatId === null) throw new Error('No chat was opened')
  if (!inHands) {
    if (!withBot) await says('It is order 20417-A, the parcel came on Tuesday.')
    return { ...place, chatId, token, agentId: null }
  }
  const held = Math.floor(index / 10) * 5 + (index % 10)
  const agentId = team.agents[held % team.agents.length]?.agentId ?? ''
  const agent = { accountId, personId: agentId }
  const acts = async (command: Parameters<Desk['staff']>[2]): Promise<void> => {
    expectDone(await desk.staff(agent, systemIds.next(), command))
  }
  await acts({ type: 'takeChat', chatId })
  await acts({ type: 'sendMessage', chatId, text: 'Thank you, one moment, I am looking it up.' })
  if (index % 2 === 0) await says('Yes please! And can I still change the colour of the third one?')
  return { ...place, chatId, token, agentId }
}

/** So many at a time; the next one waits for a place. */
class Places {
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(count: number) {
    this.#free = count
  }

  async take(): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#free -= 1
  }

  give(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }
}
