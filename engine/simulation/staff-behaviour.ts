import type { OfflineChoice, SettingsChange, StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import type { AccountPlan } from './plan.ts'
import { textFor } from './frame-rules.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What a person at a desk decides by. */
export interface DeskSituation {
  now: number
  random: SeededRandom
  plan: AccountPlan
  /** Groups on this person's screen. */
  groupIds: string[]
  personId: string
  role: 'agent' | 'supervisor' | 'administrator'
  presence: 'online' | 'away' | 'offline' | null
  /** Open chats on this person's screen. */
  chats: ChatView[]
  /** The chat that everybody reaches for just now; null where there is none. */
  hotChatId: string | null
  /** Any chat of this account, closed ones too, and chats of other accounts. */
  anyChatId: () => string
  foreignChatId: () => string
  /** Uploads to send with a message or comment in a chat. */
  filesFor: (chatId: string) => string[]
  /** A number that makes texts different. */
  count: number
}

type Make = (chatId: string, s: DeskSituation) => StaffCommand

/** What staff does next: mostly what makes sense, sometimes anything. Null for nothing. */
export function nextStaffCommand(s: DeskSituation): StaffCommand | null {
  const { random } = s
  if (s.presence !== 'online' && random.chance(0.5)) return { type: 'goOnline' }
  if (random.chance(0.05)) return presence(s)
  if (random.chance(0.01)) return profile(s)
  if (s.role === 'administrator' && random.chance(0.25)) return administration(s)
  if (random.chance(0.02)) return administration(s)
  if (random.chance(0.03)) return shelf(s)
  if (random.chance(0.12)) return anything(s)
  if (s.hotChatId !== null && random.chance(0.35)) return onHotChat(s.hotChatId, s)
  const chat = s.chats.length === 0 ? null : random.pick(s.chats)
  return chat === null ? anything(s) : onChat(chat, s)
}

function onHotChat(chatId: string, s: DeskSituation): StaffCommand {
  const known = s.chats.find((chat) => chat.chatId === chatId)
  return known === undefined ? MAKE.takeChat(chatId) : onChat(known, s)
}

/** What makes sense with a chat as it looks. */
function onChat(chat: ChatView, s: DeskSituation): StaffCommand {
  const mine = chat.agentId === s.personId
  const make = s.random.weighted(choices(chat, mine, s))
  return make(chat.chatId, s)
}

function choices(chat: ChatView, mine: boolean, s: DeskSituation): [number, Make][] {
  const leads = s.role !== 'agent'
  if (chat.state === 'offered' && mine) {
    return [
      [5, MAKE.acceptOffer],
      [3, MAKE.declineOffer],
      [1, MAKE.takeChat],
      [1, MAKE.closeChat],
    ]
  }
  if (chat.state === 'queued' || chat.state === 'forwarded' || chat.state === 'offered') {
    return [
      [6, MAKE.takeChat],
      [2, MAKE.declineForward],
      [1, MAKE.forwardChat],
      [1, MAKE.comment],
      [1, MAKE.blockCustomer],
      [leads ? 2 : 0, MAKE.setPriority],
      [leads ? 2 : 0, MAKE.takeOverChat],
    ]
  }
  if (chat.state === 'closing') {
    return [
      [4, MAKE.undoClose],
      [1, MAKE.returnChat],
      [1, MAKE.closeChat],
      [1, MAKE.sendMessage],
      [1, MAKE.takeOverChat],
    ]
  }
  if (!mine) {
    return [
      [2, MAKE.takeChat],
      [leads ? 3 : 1, MAKE.takeOverChat],
      [2, MAKE.sendMessage],
      [2, MAKE.comment],
      [2, MAKE.forwardChat],
      [1, MAKE.closeChat],
    ]
  }
  return [
    [8, MAKE.sendMessage],
    [3, MAKE.comment],
    [2, MAKE.closeChat],
    [1, MAKE.tagChat],
    [0.5, MAKE.untagChat],
    [3, MAKE.forwardChat],
    [1, MAKE.returnChat],
    [2, MAKE.holdChat],
    [chat.state === 'assigned.onHold' ? 3 : 0, MAKE.resumeChat],
    [2, MAKE.markRead],
    [0.3, MAKE.sendTranscript],
    [0.3, MAKE.blockCustomer],
  ]
}

function anything(s: DeskSituation): StaffCommand {
  const { random } = s
  const chatId = random.chance(0.1) ? s.foreignChatId() : s.anyChatId()
  if (random.chance(0.1)) {
    const { customerId } = random.pick(s.plan.customers)
    return { type: 'unblockCustomer', customerId }
  }
  if (random.chance(0.15)) return onCustomer(s)
  return random.pick(Object.values(MAKE))(chatId, s)
}

/** What is known of a customer changes, words go, a customer is forgotten. */
function onCustomer(s: DeskSituation): StaffCommand {
  const { random, plan } = s
  const { customerId } = random.pick(plan.customers)
  const words = textFor(plan.accountId, 'staff', `known ${s.count}`)
  const attribute = { name: 'told', value: words }
  return random.weighted<StaffCommand>([
    [4, { type: 'saveCustomer', customerId, change: { name: words } }],
    [2, { type: 'saveCustomer', customerId, change: { name: null, attributes: [attribute] } }],
    [2, { type: 'addNote', customerId, text: words }],
    [1, { type: 'deleteNote', customerId, noteId: `note${s.count}` }],
    [
      2,
      {
        type: 'mergeCustomers',
        customerId,
        otherId: random.pick(plan.customers).customerId,
        take: random.chance(0.5) ? ['name'] : [],
        takeAttributes: random.chance(0.5) ? ['told'] : [],
      },
    ],
    [2, { type: 'unmergeCustomer', customerId }],
    [s.role === 'administrator' ? 0.5 : 0.1, { type: 'eraseCustomer', customerId }],
  ])
}

const MAKE = {
  takeChat: (chatId) => ({ type: 'takeChat', chatId }),
  takeOverChat: (chatId) => ({ type: 'takeOverChat', chatId }),
  acceptOffer: (chatId) => ({ type: 'acceptOffer', chatId }),
  declineOffer: (chatId) => ({ type: 'declineOffer', chatId }),
  declineForward: (chatId) => ({ type: 'declineForward', chatId }),
  sendMessage: (chatId, s) => ({
    type: 'sendMessage',
    chatId,
    ...saying(textFor(s.plan.accountId, 'all', `answer ${s.count}`), chatId, s),
  }),
  comment: (chatId, s) => {
    const personal = s.random.chance(0.4)
    const audience = personal ? (`personal:${s.personId}` as const) : 'staff'
    const text = textFor(s.plan.accountId, audience, `comment ${s.count}`)
    const words = saying(text, chatId, s)
    if (personal) return { type: 'comment', chatId, ...words, visibleTo: 'author' }
    const mentions = s.random.chance(0.4) ? [aPerson(s)] : []
    return { type: 'comment', chatId, ...words, visibleTo: 'staff', mentions }
  },
  forwardChat: (chatId, s) => ({
    type: 'forwardChat',
    chatId,
    to: s.random.weighted([
      [4, { kind: 'group', groupId: aGroup(s) } as const],
      [4, { kind: 'agent', agentId: aPerson(s) } as const],
      [2, { kind: 'bot' } as const],
    ]),
    ...(s.random.chance(0.5)
      ? { note: textFor(s.plan.accountId, 'staff', `note ${s.count}`) }
      : {}),
  }),
  holdChat: (chatId, s) => ({
    type: 'holdChat',
    chatId,
    until: s.now + s.random.between(-1_000, 40_000),
  }),
  resumeChat: (chatId) => ({ type: 'resumeChat', chatId }),
  returnChat: (chatId) => ({ type: 'returnChat', chatId }),
  closeChat: (chatId, s) => ({
    type: 'closeChat',
    chatId,
    ...(s.random.chance(0.3) ? { tagIds: [aTag(s)] } : {}),
    ...(s.random.chance(0.3) ? { reasonId: s.random.pick(['solved', 'spam', 'nothing']) } : {}),
  }),
  tagChat: (chatId, s) => ({ type: 'tagChat', chatId, tagId: aTag(s) }),
  untagChat: (chatId, s) => ({ type: 'untagChat', chatId, tagId: aTag(s) }),
  undoClose: (chatId) => ({ type: 'undoClose', chatId }),
  continueChat: (chatId) => ({ type: 'continueChat', chatId }),
  sendTranscript: (chatId) => ({ type: 'sendTranscript', chatId }),
  setPriority: (chatId, s) => ({
    type: 'setPriority',
    chatId,
    priority: s.random.between(-1, 1),
  }),
  blockCustomer: (chatId, s) => ({
    type: 'blockCustomer',
    chatId,
    reason: textFor(s.plan.accountId, 'staff', `reason ${s.count}`),
    message: textFor(s.plan.accountId, 'all', `goodbye ${s.count}`),
  }),
  markRead: (chatId, s) => ({ type: 'markRead', chatId, seq: s.random.between(0, 3_000) }),
} satisfies Record<string, Make>

/** Words, files or both. */
function saying(text: string, chatId: string, { filesFor, random }: DeskSituation) {
  const fileIds = filesFor(chatId)
  if (fileIds.length === 0) return { text }
  return { text: random.chance(0.3) ? '' : text, fileIds }
}

function presence(s: DeskSituation): StaffCommand {
  const { random } = s
  const colleague = random.chance(s.role === 'agent' ? 0.05 : 0.4) ? aPerson(s) : undefined
  return random.weighted<StaffCommand>([
    [3, { type: 'goOnline' }],
    [2, { type: 'goAway', reason: 'lunch' }],
    [2, { type: 'endWrapUp' }],
    [
      4,
      {
        type: 'goOffline',
        ...(colleague === undefined ? {} : { agentId: colleague }),
        ...(random.chance(0.85) ? { choice: aChoice(s) } : {}),
      },
    ],
  ])
}

function aChoice(s: DeskSituation): OfflineChoice {
  return s.random.pick<OfflineChoice>([
    { kind: 'keep' },
    { kind: 'return' },
    { kind: 'forward', groupId: aGroup(s) },
    { kind: 'bot' },
    { kind: 'close' },
    { kind: 'close', farewell: textFor(s.plan.accountId, 'all', `farewell ${s.count}`) },
  ])
}

function administration(s: DeskSituation): StaffCommand {
  const { random, plan } = s
  const { accountId } = plan
  const settings: StaffCommand = { type: 'changeSettings', change: aChange(s) }
  const member = random.pick(plan.members)
  const group = random.pick(plan.groups)
  const founded = `${accountId}-team${s.count}`
  const channel = random.pick(plan.channels)
  const target = random.pick(plan.members)
  return random.weighted<StaffCommand>([
    [4, settings],
    [
      2,
      {
        type: 'saveMember',
        personId: member.personId,
        role: member.role,
        name: member.name,
        publicName: member.publicName,
        groupIds: s.groupIds.filter(() => random.chance(0.6)),
        chatLimit: random.pick([null, 1, 2, 3]),
      },
    ],
    [1, { type: 'deactivateMember', personId: target.personId }],
    [
      1,
      {
        type: 'saveGroup',
        groupId: group.groupId,
        name: group.name,
        publicName: group.publicName,
        overflowGroupId: random.chance(0.5) ? `${accountId}-desk` : null,
        defaultAgentId: random.chance(0.3) ? target.personId : null,
      },
    ],
    [
      0.5,
      {
        type: 'saveGroup',
        groupId: founded,
        name: founded,
        publicName: 'A new team',
        overflowGroupId: random.chance(0.5) ? aGroup(s) : null,
        defaultAgentId: null,
      },
    ],
    [0.7, { type: 'deleteGroup', groupId: aGroup(s), successorId: aGroup(s) }],
    [
      1,
      {
        type: 'saveChannel',
        channelId: channel.channelId,
        kind: channel.kind,
        name: channel.name,
        groupId: aGroup(s),
        botId: random.chance(0.6) ? channel.botId : null,
        allowedOrigins: [],
        colour: '#224466',
      },
    ],
  ])
}

/** What customers read names nobody by an id: that would be found as a leak. */
function profile({ random, personId }: DeskSituation): StaffCommand {
  const name = random.pick([personId, `${personId} again`])
  const publicName = random.pick(['Somebody', 'Somebody else'])
  const picture = random.pick([null, 'a-picture', 'another-picture'])
  return { type: 'saveProfile', name, publicName, picture }
}

function aChange(s: DeskSituation): SettingsChange {
  const { random } = s
  const seconds = (least: number, most: number): number => 1_000 * random.between(least, most)
  return random.pick<SettingsChange>([
    { chatLimit: random.between(1, 3) },
    { offers: random.chance(0.5) },
    { policy: random.pick(['leastBusy', 'longestIdle', 'roundRobin']) },
    { queueLimitMs: seconds(10, 90) },
    { responseLimitMs: seconds(10, 120), idleLimitMs: seconds(20, 180) },
    { offerLimitMs: seconds(3, 20), undoMs: seconds(1, 10) },
    { graceMs: seconds(3, 15), botLimitMs: seconds(3, 20), forwardLimitMs: seconds(10, 60) },
    { assignment: random.pick(['byHand', 'automatic']) },
    { wrapUpMs: random.pick([0, seconds(2, 30)]), rating: random.chance(0.8) },
    {
      closeReasons: ['solved', 'spam'].map((reasonId) => ({ reasonId, name: `Why: ${reasonId}` })),
      closeReasonRequired: random.chance(0.3),
    },
  ])
}

/** Tags and quick replies: those that the account began with, new ones and some that are not there. */
function shelf(s: DeskSituation): StaffCommand {
  const { random, count } = s
  const { accountId } = s.plan
  const whose = random.pick(['account', 'own'] as const)
  const replyId = random.pick([null, `${accountId}-reply`])
  const name = `${accountId} tag ${random.between(1, 20)}`
  return random.weighted<StaffCommand>([
    [3, { type: 'saveTag', tagId: random.pick([null, aTag(s)]), name, colour: 'violet' }],
    [0.5, { type: 'deleteTag', tagId: aTag(s) }],
    [
      3,
      {
        type: 'saveQuickReply',
        replyId,
        whose,
        shortcut: `r${random.between(1, 20)}`,
        text: textFor(accountId, 'staff', `reply ${count}`),
      },
    ],
    [0.5, { type: 'deleteQuickReply', replyId: `${accountId}-reply` }],
    [
      2,
      {
        type: 'saveArticle',
        articleId: random.pick([null, `${accountId}-article`]),
        title: `${accountId} article ${random.between(1, 20)}`,
        url: null,
        text: textFor(accountId, 'staff', `article ${count}`),
        language: random.pick(['en', 'de', null]),
        audience: random.pick(['customer', 'staff']),
        groupIds: random.chance(0.5) ? [] : [aGroup(s)],
      },
    ],
    [0.3, { type: 'deleteArticle', articleId: `${accountId}-article` }],
    [
      1,
      {
        type: 'saveBot',
        botId: random.pick([null, `${accountId}-bot`]),
        name: `${accountId} bot`,
        serves: { kind: 'knowledge', threshold: random.between(1, 100) },
        groups: [{ number: 1, groupId: aGroup(s) }],
      },
    ],
    [0.2, { type: 'deleteBot', botId: `${accountId}-bot` }],
    [
      1,
      {
        type: 'saveWebhook',
        webhookId: `${accountId}-some`,
        name: 'Told some',
        url: `https://hook.example/${accountId}/some`,
        kinds: random.pick([['messageSaid'], ['chatClosed', 'chatRated']]),
        isOn: random.chance(0.8),
        secret: random.pick([null, `another-secret-of-simulated-webhooks-${random.between(1, 9)}`]),
      },
    ],
    [0.1, { type: 'deleteWebhook', webhookId: `${accountId}-some` }],
    [0.5, { type: 'testWebhook', webhookId: aWebhook(s) }],
    [
      0.5,
      {
        type: 'resendToWebhook',
        webhookId: aWebhook(s),
        what: random.pick([{ failedSince: 0 }, { eventId: 'account:1:0' }]),
      },
    ],
    [
      1,
      {
        type: 'savePrompter',
        prompterId: random.pick([null, `${accountId}-prompter`]),
        kind: random.pick(['knowledge', 'webhook', 'model']),
        name: `${accountId} prompter ${random.between(1, 9)}`,
        readsChats: random.chance(0.7),
        isAsked: random.chance(0.7),
        url: random.pick([null, 'https://hooks.example/suggest']),
        model: random.pick([null, 'a-model']),
        instructions: null,
        secret: random.pick([null, 'a-secret']),
      },
    ],
    [0.2, { type: 'deletePrompter', prompterId: `${accountId}-prompter` }],
    [
      2,
      {
        type: 'noteSuggestion',
        prompterId: `${accountId}-prompter`,
        suggestionId: `0190f3a0-0000-7000-8000-${String(random.between(1, 99)).padStart(12, '0')}`,
        chatId: null,
        outcome: random.pick(['taken', 'edited', 'dismissed']),
      },
    ],
  ])
}

function aTag(s: DeskSituation): string {
  return `${s.plan.accountId}-${s.random.pick(['refund', 'urgent', 'spam', 'nothing'])}`
}

function aWebhook(s: DeskSituation): string {
  return `${s.plan.accountId}-${s.random.pick(['all', 'some', 'none'])}`
}

function aGroup(s: DeskSituation): string {
  if (s.groupIds.length === 0 || s.random.chance(0.03)) return 'nowhere'
  return s.random.pick(s.groupIds)
}

function aPerson(s: DeskSituation): string {
  if (s.random.chance(0.03)) return 'nobody'
  return s.random.pick(s.plan.members).personId
}
