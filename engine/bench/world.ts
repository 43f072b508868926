import { shardOf } from '#storage/shard'
import { agentConnected } from '../commands/connections.ts'
import { foundAccount } from '../commands/staff-account.ts'
import type { Answer } from '../host/answer.ts'
import type { Host } from '../host/host.ts'
import { hostDesk } from '../host/host-desk.ts'
import type { Settings } from '../host/settings.ts'
import { Lane } from './lane.ts'

const ACCOUNTS = 4
const AGENTS = 8 // of each account

/** No limit runs out while it is measured. */
const DAY_MS = 24 * 3_600_000
const PATIENT: Partial<Settings> = {
  queueLimitMs: DAY_MS,
  responseLimitMs: DAY_MS,
  idleLimitMs: DAY_MS,
}

const GROUP = 'support'

/**
 * Founds accounts of their own with connected agents who have open chats, all through the host's
 * own commands, and gives the chats: neighbours are of different accounts.
 */
export async function foundWorld(host: Host, name: string, chats: number): Promise<Lane[]> {
  const perAgent = Math.ceil(chats / (ACCOUNTS * AGENTS))
  const accountIds = Array.from({ length: ACCOUNTS }, (_, index) => `${name}-${index}`)
  await Promise.all(accountIds.map((accountId) => foundDesk(host, accountId, perAgent)))
  return Promise.all(
    Array.from({ length: chats }, (_, index) => {
      const accountId = accountIds[index % ACCOUNTS] ?? ''
      const agentId = agentOf(Math.floor(index / ACCOUNTS) % AGENTS)
      return openChat(host, accountId, agentId, `customer-${index}`)
    }),
  )
}

async function foundDesk(host: Host, accountId: string, chatLimit: number): Promise<void> {
  host.found(accountId, shardOf(accountId))
  const people = Array.from({ length: AGENTS }, (_, index) => agentOf(index))
  const inside = { accountId, by: 'system' as const, command: null }
  const founded = await host.run({
    ...inside,
    lane: accountId,
    decide: (turn) =>
      foundAccount(turn, {
        name: accountId,
        settings: PATIENT,
        groups: [
          {
            groupId: GROUP,
            name: 'Support',
            publicName: 'Support',
            overflowGroupId: null,
            defaultAgentId: null,
            roundRobinAfter: null,
            number: null,
            hours: null,
            successorId: null,
          },
        ],
        members: people.map((personId) => ({
          personId,
          role: 'agent',
          name: personId,
          publicName: personId,
          groupIds: [GROUP],
          chatLimit,
          active: true,
          picture: null,
        })),
        channels: [
          {
            channelId: channelOf(accountId),
            kind: 'widget',
            name: 'Widget',
            groupId: GROUP,
            botId: null,
            settings: {},
          },
        ],
      }),
  })
  expectDone(founded)
  const desk = hostDesk(host)
  for (const personId of people) {
    const lane = `agent:${personId}`
    expectDone(
      await host.run({ ...inside, lane, decide: (turn) => agentConnected(turn, personId) }),
    )
    expectDone(await desk.staff({ accountId, personId }, host.ids.next(), { type: 'goOnline' }))
  }
}

async function openChat(
  host: Host,
  accountId: string,
  agentId: string,
  customerId: string,
): Promise<Lane> {
  const desk = hostDesk(host)
  const channelId = channelOf(accountId)
  const who = { accountId, channelId, customerId }
  expectDone(await desk.customer(who, host.ids.next(), { type: 'sendMessage', text: 'Hello' }))
  const chatId = host.peek(accountId)?.customers.get(customerId)?.row.openChatId
  if (chatId === undefined || chatId === null) throw new Error(`${customerId} has no chat`)
  const agent = { accountId, personId: agentId }
  expectDone(await desk.staff(agent, host.ids.next(), { type: 'takeChat', chatId }))
  expectDone(
    await desk.staff(agent, host.ids.next(), { type: 'sendMessage', chatId, text: 'Good morning' }),
  )
  return new Lane({ accountId, channelId, customerId, agentId, chatId })
}

/** @throws Error for a refusal: nothing that is measured may be one. */
export function expectDone(answer: Answer): void {
  if (answer.kind === 'refused') throw new Error(`Refused: ${answer.refusal.code}`)
}

function agentOf(index: number): string {
  return `agent-${index}`
}

/** Channels are known without their account, so their ids are unique among all. */
function channelOf(accountId: string): string {
  return `${accountId}-widget`
}
