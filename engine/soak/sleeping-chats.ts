import { randomBytes } from 'node:crypto'
import { openDatabase } from '#storage/database'
import { migrate } from '#storage/migrate'
import { PostgresStore } from '#storage/postgres-store'
import { secretOf } from '#storage/secrets'
import { CustomerTokens } from '../auth/customer-tokens.ts'
import { Sessions } from '../auth/sessions.ts'
import { storedPeople } from '../auth/stored-people.ts'
import { found } from '../bootstrap/found.ts'
import { agentConnected } from '../commands/connections.ts'
import type { Desk } from '../desk.ts'
import type { Answer } from '../host/answer.ts'
import { Host } from '../host/host.ts'
import { deliverToGreeter, hostDesk } from '../host/host-desk.ts'
import { OutboxWorker } from '../host/outbox.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Log } from '../ports.ts'

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

export interface Agent {
  accountId: string
  agentId: string
  /** A session's token. */
  token: string
}

export interface SleepingDesk {
  chats: SleepingChat[]
  /** Agents who were connected when the server ended. */
  agents: Agent[]
}

/** Where chats are made: a group with its channels and agents. */
interface Team {
  groupId: string
  channelId: string
  botChannelId: string
  agents: Agent[]
}

interface Builder {
  host: Host
  desk: Desk
  tokens: CustomerTokens
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
  const database = await openDatabase(databaseUrl)
  try {
    await migrate(database.db)
    const people = storedPeople(database.db)
    const store = new PostgresStore(database)
    const host: Host = new Host({
      store,
      clock: systemClock,
      ids: systemIds,
      log: SILENT,
      publish: () => {},
      onLost: (accountId) => {
        throw new Error(`The host lost ${accountId}`)
      },
      onOutbox: () => outbox.kick(),
    })
    const outbox = new OutboxWorker({
      store,
      clock: systemClock,
      log: SILENT,
      shards: () => host.lease.owned(),
      deliver: (delivery) => deliverToGreeter(host, delivery),
    })
    const secret = await secretOf(database.db, 'customer-tokens', {
      randomBytes,
      now: systemClock.now(),
    })
    const builder = { host, desk: hostDesk(host), tokens: new CustomerTokens(secret) }
    const sessions = new Sessions(people, systemClock, () => {})
    await host.start()
    outbox.start()
    try {
      const agents: Agent[] = []
      const chats: Promise<SleepingChat>[] = []
      const places = new Places(AT_ONCE)
      let done = 0
      for (const { accountId, size } of accountsFor(count)) {
        const teams = await foundDesk(builder, accountId, size, async (agentId) => {
          const person = { personId: agentId, name: agentId, email: `${agentId}@soak.example` }
          await people.addPerson({ ...person, passwordHash: null, createdAt: systemClock.now() })
          const token = await sessions.begin(agentId)
          return { accountId, agentId, token }
        })
        agents.push(...teams.flatMap((team) => team.agents))
        for (let index = 0; index < size; index += 1) {
          await places.take()
          const team = teams[Math.floor(index / PER_GROUP)]
          if (team === undefined) throw new Error('A chat without a team')
          const chat = openChat(builder, accountId, index % PER_GROUP, team).finally(() => {
            done += 1
            made(done)
            places.give()
          })
          chats.push(chat)
        }
      }
      const all = await Promise.all(chats)
      await untilDelivered(host, store)
      return { chats: all, agents }
    } finally {
      outbox.stop()
      await host.stop()
    }
  } finally {
    await database.close()
  }
}

function accountsFor(count: number): { accountId: string; size: number }[] {
  const each = Math.floor(count / 2 / SMALL_ACCOUNTS)
  const small = Array.from({ length: SMALL_ACCOUNTS }, (_, index) => ({
    accountId: `small-${index}`,
    size: each,
  }))
  return [{ accountId: 'large', size: count - each * SMALL_ACCOUNTS }, ...small]
}

async function foundDesk(
  { host, desk }: Builder,
  accountId: string,
  size: number,
  enrol: (agentId: string) => Promise<Agent>,
): Promise<Team[]> {
  const teams = await Promise.all(
    Array.from({ length: Math.ceil(size / PER_GROUP) }, async (_, index): Promise<Team> => {
      const groupId = `group-${index}`
      const name = `${accountId}-${index}`
      const chats = Math.min(PER_GROUP, size - index * PER_GROUP)
      const ids = Array.from(
        { length: Math.ceil(chats / 2 / CHAT_LIMIT) },
        (_agent, place) => `${name}-agent-${place}`,
      )
      const agents = await Promise.all(ids.map(enrol))
      return { groupId, channelId: name, botChannelId: `${name}-bot`, agents }
    }),
  )
  await found(host, accountId, {
    name: accountId,
    settings: {
      queueLimitMs: DAY_MS,
      responseLimitMs: DAY_MS,
      idleLimitMs: DAY_MS,
      botLimitMs: DAY_MS,
    },
    groups: teams.map(({ groupId }) => ({
      groupId,
      name: groupId,
      publicName: groupId,
      overflowGroupId: null,
      defaultAgentId: null,
      roundRobinAfter: null,
      hours: null,
      deleted: false,
    })),
    members: teams.flatMap(({ groupId, agents }) =>
      agents.map(({ agentId }) => ({
        personId: agentId,
        role: 'agent' as const,
        name: agentId,
        publicName: agentId,
        groupIds: [groupId],
        chatLimit: CHAT_LIMIT,
        active: true,
      })),
    ),
    channels: teams.flatMap(({ groupId, channelId, botChannelId }) =>
      [channelId, botChannelId].map((id) => ({
        channelId: id,
        kind: 'widget' as const,
        name: 'Widget',
        groupId,
        botId: id === botChannelId ? 'greeter' : null,
        settings: { allowedOrigins: [], colour: '#0b6478' },
      })),
    ),
  })
  const agents = teams.flatMap((team) => team.agents)
  await Promise.all(
    agents.map(async ({ agentId }) => {
      const lane = `agent:${agentId}`
      const decide: Parameters<Host['run']>[0]['decide'] = (turn) => agentConnected(turn, agentId)
      expectDone(await host.run({ accountId, by: 'system', command: null, lane, decide }))
      const who = { accountId, personId: agentId }
      expectDone(await desk.staff(who, systemIds.next(), { type: 'goOnline' }))
    }),
  )
  return teams
}

async function openChat(
  { host, desk, tokens }: Builder,
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

/** The greeter answers what it was asked: a server that runs leaves nothing undelivered for long. */
async function untilDelivered(host: Host, store: PostgresStore): Promise<void> {
  const isLeft = async (): Promise<boolean> => {
    const left = await store.takeOutbox(host.lease.owned(), systemClock.now(), 1)
    return left.length > 0
  }
  while (await isLeft()) await Bun.sleep(100)
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

/** @throws Error for a refusal: everything here is allowed. */
function expectDone(answer: Answer): void {
  if (answer.kind === 'refused') throw new Error(`Refused: ${answer.refusal.code}`)
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }
