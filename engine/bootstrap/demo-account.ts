import type { TagColour } from '#protocol/staff-commands'
import type { GroupRow, MemberRow } from '#storage/rows'
import type { NewAccount } from '../commands/staff-account.ts'
import type { Host } from '../host/host.ts'
import { DEMO_ARTICLES, DEMO_BOT, DEMO_PROMPTER } from './demo-articles.ts'
import { enrol } from './enrol.ts'
import type { NewSignIn } from './enrol.ts'
import { found } from './found.ts'

/** The demo account and its channel have names that everybody knows: there is one of them. */
export const DEMO_ACCOUNT_ID = 'demo'
export const DEMO_CHANNEL_ID = 'demo'

/** A small account beside it, in which one of its people works too. */
export const SECOND_DEMO_ACCOUNT_ID = 'harbour'
const WORKS_IN_BOTH = 'samir@demo.example'

type Role = MemberRow['role']
type EnrolParts = Parameters<typeof enrol>[0]

/** A sign-in of the demo account. */
export interface DemoSignIn extends NewSignIn {
  role: Role
  groups: string[]
}

const GROUPS = [
  { groupId: 'sales', name: 'Sales', publicName: 'Sales', number: 1 },
  { groupId: 'support', name: 'Support', publicName: 'Support', number: 2 },
  { groupId: 'billing', name: 'Billing', publicName: 'Billing', number: 3 },
]

const PEOPLE: { name: string; publicName: string; role: Role; groupIds: string[] }[] = [
  {
    name: 'Ada Fischer',
    publicName: 'Ada',
    role: 'administrator',
    groupIds: ['sales', 'support', 'billing'],
  },
  {
    name: 'Samir Haddad',
    publicName: 'Samir',
    role: 'supervisor',
    groupIds: ['sales', 'support', 'billing'],
  },
  { name: 'Mia Lindqvist', publicName: 'Mia', role: 'agent', groupIds: ['support'] },
  { name: 'Tom Okafor', publicName: 'Tom', role: 'agent', groupIds: ['support', 'billing'] },
  { name: 'Lena Novak', publicName: 'Lena', role: 'agent', groupIds: ['sales'] },
  { name: 'Ben Castillo', publicName: 'Ben', role: 'agent', groupIds: ['billing'] },
]

const TAGS: [tagId: string, name: string, colour: TagColour][] = [
  ['refund', 'Refund', 'teal'],
  ['delivery', 'Delivery', 'blue'],
  ['invoice', 'Invoice', 'violet'],
  ['feedback', 'Feedback', 'brown'],
]

const QUICK_REPLIES: [shortcut: string, text: string][] = [
  ['hello', 'Hello, this is {agent.name} from {group.name}. How can I help?'],
  ['look', 'Let me look into that for you. It takes a moment.'],
  ['refund', 'The refund is on its way; it takes three to five working days.'],
  ['bye', 'Thank you for writing to us. Have a good day!'],
]

/**
 * Founds the demo account: an administrator, a supervisor, agents in three groups, a widget with a
 * bot that answers from articles; and a second, small one, of which the supervisor is the administrator. Gives the sign-ins
 * with their passwords, which nobody can learn again.
 * @throws Error where one exists already or the host does not own its shard.
 */
export async function foundDemoAccount(parts: EnrolParts & { host: Host }): Promise<DemoSignIn[]> {
  const signIns: DemoSignIn[] = []
  const members: NewAccount['members'] = []
  for (const { name, publicName, role, groupIds } of PEOPLE) {
    const email = `${publicName.toLowerCase()}@demo.example`
    const signIn = await enrol(parts, { name, email })
    const groups = GROUPS.filter(({ groupId }) => groupIds.includes(groupId))
    signIns.push({ ...signIn, role, groups: groups.map((group) => group.name) })
    const { personId } = signIn
    members.push({
      personId,
      role,
      name,
      publicName,
      groupIds,
      chatLimit: null,
      active: true,
      picture: null,
    })
  }
  await found(parts.host, DEMO_ACCOUNT_ID, {
    name: 'Demo',
    groups: GROUPS.map(asGroup),
    members,
    settings: { rating: true },
    tags: TAGS.map(([tagId, name, colour]) => ({ tagId, name, colour, deleted: false })),
    articles: DEMO_ARTICLES,
    bots: [DEMO_BOT],
    prompters: [DEMO_PROMPTER],
    quickReplies: QUICK_REPLIES.map(([shortcut, text]) => ({
      replyId: shortcut,
      ownerId: null,
      shortcut,
      text,
      deleted: false,
    })),
    channels: [
      {
        channelId: DEMO_CHANNEL_ID,
        kind: 'widget',
        name: 'Website',
        groupId: 'support',
        botId: DEMO_BOT.botId,
        settings: { allowedOrigins: [], colour: '#0b6478' },
      },
    ],
  })
  const both = signIns.find(({ email }) => email === WORKS_IN_BOTH)
  if (both !== undefined) await foundSecond(parts.host, both)
  return signIns
}

async function foundSecond(host: Host, { personId, name }: DemoSignIn): Promise<void> {
  const [publicName = name] = name.split(' ')
  const groupId = 'shop'
  const role = 'administrator'
  await found(host, SECOND_DEMO_ACCOUNT_ID, {
    name: 'Harbour Books',
    groups: [asGroup({ groupId, name: 'Shop', publicName: 'The bookshop', number: null })],
    members: [
      {
        personId,
        role,
        name,
        publicName,
        groupIds: [groupId],
        chatLimit: null,
        active: true,
        picture: null,
      },
    ],
    channels: [
      {
        channelId: SECOND_DEMO_ACCOUNT_ID,
        kind: 'widget',
        name: 'Bookshop',
        groupId,
        botId: null,
        settings: { allowedOrigins: [], colour: '#7a4a1d' },
      },
    ],
  })
}

function asGroup(group: Pick<GroupRow, 'groupId' | 'name' | 'publicName' | 'number'>): GroupRow {
  return {
    ...group,
    overflowGroupId: null,
    defaultAgentId: null,
    roundRobinAfter: null,
    hours: null,
    successorId: null,
  }
}
