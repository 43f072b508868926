import { found } from '../bootstrap/found.ts'
import type { Settings } from '../host/settings.ts'
import type { Agent, Inside } from './inside.ts'

/** A group of an account with its agents and two channels: one with the greeter, one without. */
export interface Team {
  groupId: string
  channelId: string
  botChannelId: string
  agents: Agent[]
}

/** Founds an account with as many teams as `sizes` names, each of so many agents. */
export async function foundTeams(
  { host, enrol }: Pick<Inside, 'host' | 'enrol'>,
  accountId: string,
  sizes: readonly number[],
  { chatLimit, settings }: { chatLimit: number; settings: Partial<Settings> },
): Promise<Team[]> {
  const teams = await Promise.all(
    sizes.map(async (size, index): Promise<Team> => {
      const name = `${accountId}-${index}`
      const agents = await Promise.all(
        Array.from({ length: size }, (_, place) => enrol(accountId, `${name}-agent-${place}`)),
      )
      return { groupId: `group-${index}`, channelId: name, botChannelId: `${name}-bot`, agents }
    }),
  )
  await found(host, accountId, {
    name: accountId,
    settings,
    groups: teams.map(({ groupId }) => ({
      groupId,
      name: groupId,
      publicName: groupId,
      overflowGroupId: null,
      defaultAgentId: null,
      roundRobinAfter: null,
      number: null,
      hours: null,
      successorId: null,
    })),
    members: teams.flatMap(({ groupId, agents }) =>
      agents.map(({ agentId }) => ({
        personId: agentId,
        role: 'agent' as const,
        name: agentId,
        publicName: agentId,
        groupIds: [groupId],
        chatLimit,
        active: true,
        picture: null,
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
  return teams
}
