import { WEBHOOK_KINDS } from '#protocol/webhook-kinds'
import type { WebhookKind } from '#protocol/webhook-kinds'
import type { WebhookRow } from '#storage/webhook-rows'
import type { ChannelRow, GroupRow, MemberRow } from '#storage/rows'
import type { NewAccount } from '../commands/staff-account.ts'
import type { Settings } from '../host/settings.ts'
import { BOT_SECRET } from './simulated-bots.ts'
import { WEBHOOK_SECRET } from './simulated-webhooks.ts'
import type { SeededRandom } from './seeded-random.ts'

/** One account of a simulated world, as it is founded, and who will act in it. */
export interface AccountPlan extends NewAccount {
  accountId: string
  customers: { customerId: string; channelId: string }[]
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** A week in which it is nearly always open, with gaps that a simulated morning meets. */
const HOURS = {
  timeZone: 'Europe/Berlin',
  weekly: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
    { weekday, from: '00:00', to: '10:20' },
    { weekday, from: '10:25', to: '11:00' },
    { weekday, from: '11:02', to: '24:00' },
  ]),
  holidays: [],
}

/** Four accounts with different habits; what is left open is drawn anew for each seed. */
export function planAccounts(random: SeededRandom): AccountPlan[] {
  const policy = () => random.pick(['leastBusy', 'longestIdle', 'roundRobin'] as const)
  return [
    planAccount('a0', random, { assignment: 'byHand' }),
    planAccount('a1', random, {
      assignment: 'automatic',
      policy: policy(),
      retentionMs: 3 * MINUTE,
    }),
    planAccount('a2', random, {
      assignment: 'automatic',
      policy: policy(),
      offers: true,
      chatLimit: 1,
    }),
    planAccount('a3', random, {
      assignment: random.pick(['automatic', 'byHand']),
      policy: policy(),
      offers: random.chance(0.5),
      retentionMs: 20 * SECOND,
    }),
  ]
}

function planAccount(
  accountId: string,
  random: SeededRandom,
  settings: Partial<Settings>,
): AccountPlan {
  const name = (of: string): string => `${accountId}-${of}`
  const agents = ['ann', 'bob', 'cem', 'dana'].map(name)
  const group = (id: string, more: Partial<GroupRow>): GroupRow => ({
    groupId: name(id),
    name: id,
    publicName: `Team ${id}`,
    overflowGroupId: null,
    defaultAgentId: null,
    roundRobinAfter: null,
    number: null,
    hours: null,
    successorId: null,
    ...more,
  })
  const groups = [
    group('sales', {
      overflowGroupId: random.chance(0.6) ? name('desk') : null,
      hours: random.chance(0.3) ? HOURS : null,
    }),
    group('billing', { defaultAgentId: random.chance(0.3) ? random.pick(agents) : null }),
    group('desk', {}),
  ]
  const groupIds = groups.map(({ groupId }) => groupId)
  const member = (id: string, role: MemberRow['role'], of: string[]): MemberRow => ({
    personId: id,
    role,
    name: `${id} Staffname`,
    publicName: `Public ${id.slice(accountId.length + 1)}`,
    groupIds: of,
    chatLimit: random.chance(0.3) ? random.between(1, 3) : null,
    active: true,
    picture: null,
  })
  const some = (): string[] => groupIds.filter(() => random.chance(0.6))
  const channel = (id: string, botId: string | null): ChannelRow => ({
    channelId: name(id),
    kind: id === 'web' ? 'widget' : 'api',
    name: id,
    groupId: random.pick(groupIds),
    botId,
    settings: {},
  })
  // The greeter, a webhook, or one that answers from articles; or nobody.
  const answering = random.pick(['greeter', name('hook'), name('bot')])
  const channels = [channel('web', answering), channel('api', null)]
  return {
    accountId,
    name: `Account ${accountId}`,
    settings: {
      ...delays(random),
      wrapUpMs: random.pick([0, 5 * SECOND]),
      rating: random.chance(0.7),
      ...settings,
    },
    groups,
    members: [
      member(name('admin'), 'administrator', some()),
      member(name('sue'), 'supervisor', groupIds.slice(0, 2)),
      ...agents.map((id, index) =>
        member(id, 'agent', [...new Set([groupIds[index % 3] ?? '', ...some()])]),
      ),
    ],
    channels,
    tags: ['refund', 'urgent', 'spam'].map((id) => ({
      tagId: name(id),
      name: id,
      colour: 'teal',
      deleted: false,
    })),
    quickReplies: [
      {
        replyId: name('reply'),
        ownerId: null,
        shortcut: 'hello',
        text: 'Hello {customer.name}',
        deleted: false,
      },
    ],
    bots: [
      {
        botId: name('hook'),
        kind: 'webhook',
        name: 'Hook',
        url: 'https://bot.example/hook',
        secret: BOT_SECRET,
        threshold: null,
        groups: [{ number: 1, groupId: groupIds[0] ?? '' }],
        deleted: false,
      },
      {
        botId: name('bot'),
        kind: 'knowledge',
        name: 'Pine',
        url: null,
        secret: null,
        threshold: 50,
        groups: [],
        deleted: false,
      },
    ],
    webhooks: [
      webhook(accountId, 'all', [...WEBHOOK_KINDS]),
      webhook(accountId, 'some', ['chatClosed', 'messageSaid']),
    ],
    articles: [
      {
        articleId: name('article'),
        title: 'How to get a refund',
        url: 'https://help.example/refunds',
        text: 'It takes a week.',
        language: 'en',
        audience: 'customer',
        groupIds: [],
        savedAt: 0,
        deleted: false,
      },
    ],
    prompters: [
      {
        prompterId: name('prompter'),
        kind: 'knowledge',
        name: 'Helper',
        readsChats: true,
        isAsked: true,
        url: null,
        model: null,
        instructions: null,
        secret: null,
        deleted: false,
      },
    ],
    customers: [1, 2, 3, 4, 5].map((number) => ({
      customerId: name(`cust${number}`),
      channelId: name(number % 2 === 0 ? 'api' : 'web'),
    })),
  }
}

function webhook(accountId: string, id: string, kinds: WebhookKind[]): WebhookRow {
  return {
    webhookId: `${accountId}-${id}`,
    name: `Told ${id}`,
    url: `https://hook.example/${accountId}/${id}`,
    kinds,
    secret: WEBHOOK_SECRET,
    formerSecret: null,
    formerUntil: null,
    state: 'on',
    since: 0,
    deleted: false,
  }
}

/** Short enough that every delay runs out many times in a seed. */
function delays(random: SeededRandom): Partial<Settings> {
  return {
    chatLimit: random.between(1, 3),
    queueLimitMs: random.between(15, 90) * SECOND,
    offerLimitMs: random.between(4, 20) * SECOND,
    responseLimitMs: random.between(15, 120) * SECOND,
    idleLimitMs: random.between(20, 180) * SECOND,
    forwardLimitMs: random.between(10, 60) * SECOND,
    botLimitMs: random.between(3, 20) * SECOND,
    undoMs: random.between(1, 10) * SECOND,
    graceMs: random.between(3, 15) * SECOND,
    stickyMs: random.pick([0, MINUTE, 15 * MINUTE]),
    missedReplyMs: random.between(10, 60) * SECOND,
  }
}
