import { enrol } from '../bootstrap/enrol.ts'
import { found } from '../bootstrap/found.ts'
import { withHost } from '../bootstrap/with-host.ts'
import type { Workshop } from '../bootstrap/with-host.ts'
import type { Cast, CastAccount } from './cast.ts'

type Assignment = CastAccount['assignment']

/** Of three agents, two work by hand and one is given chats. */
const BY_HAND_SHARE = 2 / 3

const GROUPS = ['front', 'billing', 'repairs']

const TAGS = ['refund', 'urgent', 'praise']

/**
 * Founds two accounts for a rehearsal in a database that no server uses yet: one whose agents take
 * chats by hand, one that gives them out. Each has three groups with a channel; one channel has the
 * greeter. Account and person ids are new, so that several casts fit into one database.
 */
export function foundCast(databaseUrl: string, agents: number): Promise<Cast> {
  return withHost(databaseUrl, async (workshop) => {
    const byHand = Math.max(2, Math.round(agents * BY_HAND_SHARE))
    return {
      accounts: [
        await foundOne(workshop, 'byHand', byHand),
        await foundOne(workshop, 'automatic', Math.max(1, agents - byHand)),
      ],
    }
  })
}

async function foundOne(
  workshop: Workshop,
  assignment: Assignment,
  agents: number,
): Promise<CastAccount> {
  const accountId = `rehearsal-${workshop.ids.next()}`
  const prefix = accountId.slice(-12)
  const people: {
    role: 'administrator' | 'supervisor' | 'agent'
    name: string
    groupIds: string[]
  }[] = [
    { role: 'administrator', name: 'Administrator', groupIds: GROUPS },
    { role: 'supervisor', name: 'Supervisor', groupIds: GROUPS },
    ...Array.from({ length: agents }, (_, index) => ({
      role: 'agent' as const,
      name: `Agent ${index + 1}`,
      groupIds: groupsOf(index, agents),
    })),
  ]
  const members = await Promise.all(
    people.map(async ({ role, name, groupIds }) => {
      const email = `${name.toLowerCase().replace(' ', '-')}@${prefix}.example`
      const { personId, password } = await enrol(workshop, { name, email })
      return { role, name, groupIds, signIn: { personId, email, password, groupIds } }
    }),
  )
  const channelIds = GROUPS.map((groupId) => `${prefix}-${groupId}`)
  await found(workshop.host, accountId, {
    name: `Rehearsal ${assignment}`,
    settings: { assignment },
    tags: TAGS.map((tagId) => ({ tagId, name: tagId, colour: 'teal', deleted: false })),
    groups: GROUPS.map((groupId) => ({
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
    members: members.map(({ role, name, groupIds, signIn }) => ({
      personId: signIn.personId,
      role,
      name,
      publicName: name,
      groupIds,
      chatLimit: null,
      active: true,
      picture: null,
    })),
    channels: channelIds.map((channelId, index) => ({
      channelId,
      kind: 'widget',
      name: channelId,
      groupId: GROUPS[index] ?? '',
      botId: index === 0 ? 'greeter' : null,
      settings: { allowedOrigins: [], colour: '#0b6478' },
    })),
  })
  const [administrator, supervisor, ...rest] = members.map(({ signIn }) => signIn)
  if (administrator === undefined || supervisor === undefined) throw new Error('Nobody leads')
  return {
    accountId,
    assignment,
    groupIds: GROUPS,
    channelIds,
    botChannelId: channelIds[0] ?? '',
    tagIds: TAGS,
    administrator,
    supervisor,
    agents: rest,
  }
}

/** Every group has somebody; with few agents everybody is in all, later every third is in two. */
function groupsOf(index: number, agents: number): string[] {
  if (agents < GROUPS.length) return GROUPS
  const own = GROUPS[index % GROUPS.length] ?? ''
  const next = GROUPS[(index + 1) % GROUPS.length] ?? ''
  return index % 3 === 2 ? [own, next] : [own]
}
