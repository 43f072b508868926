import { fixture, html } from '@open-wc/testing'
import type { BotView } from '#protocol/bots'
import type { AccountSetup, AuditEntry } from '#protocol/console'
import type { ArticleEntry } from '#protocol/knowledge'
import type { PrompterView, Suggestion } from '#protocol/prompters'
import type { BotTrial } from '#protocol/trials'
import type { ApiTokens } from '#protocol/rest'
import type { WebhookDelivery, WebhookView } from '#protocol/webhooks'
import type { DeskSnapshot, StaffChange } from '#protocol/staff-frames'
import '../console/parley-console.ts'
import type { ConsoleRest } from '../console/console-book.ts'
import type { ParleyConsole } from '../console/parley-console.ts'
import { arrived } from './by-keyboard.ts'
import { find, inside } from './look.ts'
import { agentView, chatView, connectedDesk, NOW } from './staff-fixtures.ts'

export const ACCOUNT_SETUP: AccountSetup = {
  groups: [
    {
      groupId: 'billing',
      name: 'Billing',
      publicName: 'Billing',
      overflowGroupId: 'orders',
      defaultAgentId: null,
      number: 7,
      hours: null,
    },
    {
      groupId: 'orders',
      name: 'Orders',
      publicName: 'Orders team',
      overflowGroupId: null,
      defaultAgentId: 'jonas',
      number: null,
      hours: null,
    },
  ],
  members: [
    member('jonas', 'Jonas Lind', 'agent'),
    { ...member('mira', 'Mira Okafor', 'administrator'), chatLimit: 6 },
    { ...member('tomas', 'Tomás Herrera', 'agent'), active: false },
  ],
  channels: [
    {
      channelId: 'web',
      kind: 'widget',
      name: 'Shop',
      groupId: 'orders',
      botId: null,
      allowedOrigins: ['https://shop.example'],
      colour: '#0b6478',
    },
  ],
  bots: [{ botId: 'pine', name: 'Pine' }],
  prompters: [{ prompterId: 'helper', name: 'Help centre' }],
}

function member(
  personId: string,
  name: string,
  role: 'agent' | 'administrator',
): AccountSetup['members'][number] {
  return {
    personId,
    role,
    name,
    publicName: name.split(' ')[0] ?? name,
    email: `${personId}@acme.example`,
    groupIds: ['orders'],
    chatLimit: null,
    active: true,
  }
}

function auditEntry(seq: number, change: Partial<AuditEntry>): AuditEntry {
  const at = NOW - (100 - seq) * 60_000
  return { seq, at, by: 'agent:mira', kind: 'settingsChanged', data: {}, ...change }
}

const API_TOKEN: ApiTokens['tokens'][number] = {
  tokenId: 'token1',
  name: 'Nightly export',
  personId: 'mira',
  createdAt: NOW - 86_400_000,
  lastUsedAt: NOW,
}

const ARTICLE: ArticleEntry = {
  articleId: 'refunds',
  title: 'How long a refund takes',
  url: 'https://help.example/refunds',
  language: 'en',
  audience: 'customer',
  groupIds: ['billing'],
  savedAt: NOW - 3_600_000,
}

const PROMPTER: PrompterView = {
  prompterId: 'helper',
  kind: 'knowledge',
  name: 'Help centre',
  readsChats: true,
  isAsked: true,
  restsUntil: null,
  settings: { url: null, model: null, instructions: null, hasSecret: false },
  acceptance: { taken: 12, edited: 3, dismissed: 5 },
}

const WEBHOOK: PrompterView = {
  ...PROMPTER,
  prompterId: 'stock',
  kind: 'webhook',
  name: 'Stock',
  isAsked: false,
  restsUntil: NOW + 60_000,
  settings: { url: 'https://hooks.example/a', model: null, instructions: null, hasSecret: true },
  acceptance: { taken: 0, edited: 0, dismissed: 0 },
}

const SUGGESTION: Suggestion = {
  suggestionId: '01985000-0000-7000-8000-000000000001',
  match: 72,
  text: 'It takes a week.',
  extras: [],
  sources: [{ kind: 'article', title: ARTICLE.title, url: ARTICLE.url }],
}

const BOT: BotView = {
  botId: 'pine',
  name: 'Pine',
  serves: { kind: 'webhook', url: 'https://bot.example/hook' },
  groups: [{ number: 7, groupId: 'billing' }],
  channelIds: ['web'],
  restsUntil: null,
}

const BOT_TRIAL: BotTrial = {
  tookMs: 1_240,
  problem: null,
  messages: [{ text: 'Parcels take two days.', buttons: [{ label: 'Track it', action: 'say' }] }],
  handover: {
    groupId: 'billing',
    subject: 'A lost parcel',
    attributes: { order: 'A-17' },
    note: null,
  },
}

const CLOSED = chatView({
  chatId: 'chat9',
  customerName: 'Bo Lind',
  open: false,
  state: 'closed',
  closedAt: NOW - 60_000,
  closeReason: 'solved',
})
const CRM: WebhookView = {
  webhookId: 'crm',
  name: 'The CRM',
  url: 'https://crm.example/told',
  kinds: ['chatStarted', 'chatClosed'],
  state: 'on',
  since: NOW - 86_400_000,
  formerSecretUntil: null,
  failingSince: null,
  deliveredAt: NOW - 60_000,
  triedAt: NOW - 60_000,
}

export const WEBHOOKS: WebhookView[] = [
  CRM,
  {
    ...CRM,
    webhookId: 'board',
    name: 'The board',
    url: 'https://board.example/told',
    state: 'failed',
    failingSince: NOW - 6 * 86_400_000,
    deliveredAt: null,
  },
]

const TOLD: WebhookDelivery = {
  eventId: 'chat:c1:9:0',
  kind: 'chatClosed',
  chatId: 'c1',
  at: NOW - 60_000,
  state: 'delivered',
  attempts: 1,
  nextAt: null,
  tries: [{ at: NOW - 60_000, tookMs: 84, status: 204, why: null, answer: null }],
}

export const DELIVERIES: WebhookDelivery[] = [
  TOLD,
  {
    ...TOLD,
    eventId: 'chat:c2:1:0',
    kind: 'chatStarted',
    chatId: 'c2',
    state: 'pending',
    nextAt: NOW + 300_000,
    tries: [
      { at: NOW - 70_000, tookMs: 15_000, status: null, why: 'late', answer: null },
      { at: NOW - 65_000, tookMs: 40, status: 503, why: 'status', answer: 'Down for repairs' },
    ],
  },
  {
    ...TOLD,
    eventId: 'account:7:0',
    kind: 'test',
    chatId: null,
    state: 'failed',
    tries: [{ at: NOW - 90_000, tookMs: 3, status: null, why: 'notAllowed', answer: null }],
  },
]

const AUDIT: AuditEntry[] = [
  auditEntry(9, { data: { version: 3, change: { chatLimit: 6 } } }),
  auditEntry(8, { kind: 'groupSaved', data: { groupId: 'billing' } }),
]

const OLDER: AuditEntry[] = [auditEntry(2, { kind: 'founded', by: 'system' })]

/** A console whose server the test plays. */
const SIGN_IN = {
  sessionId: 'session1',
  device: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  address: '192.0.2.7',
  createdAt: NOW - 86_400_000,
  lastSeenAt: NOW - 3_600_000,
  current: false,
}

export async function connectedConsole(
  desk: Partial<DeskSnapshot> = {},
  rest: Partial<ConsoleRest> = {},
) {
  const me = agentView({ role: 'administrator' })
  const { client, network } = connectedDesk({ desk: { me, ...desk } })
  let tokens = [API_TOKEN]
  let signIns = [SIGN_IN]
  /** What was asked of the audit, and who was invited. */
  const asked: object[] = []
  const asks: ConsoleRest = {
    setup: async () => ({ ok: true, value: ACCOUNT_SETUP }),
    audit: async (_accountId, narrowed, before) => {
      asked.push({ ...narrowed, before })
      return before === null
        ? { ok: true, value: { entries: AUDIT, next: 8 } }
        : { ok: true, value: { entries: OLDER, next: null } }
    },
    customers: async () => ({ ok: true, value: { customers: [], next: null } }),
    invite: async (_accountId, invited) => {
      asked.push(invited)
      return {
        ok: true,
        value: { personId: 'nia', path: '/sign-in#reset=pr_2', expiresAt: NOW, mailed: false },
      }
    },
    apiTokens: async () => ({ ok: true, value: { tokens } }),
    makeApiToken: async (_accountId, name) => {
      tokens = [...tokens, { ...API_TOKEN, tokenId: 'token2', name, lastUsedAt: null }]
      return { ok: true, value: { tokenId: 'token2', token: 'pt_secret' } }
    },
    revokeApiToken: async (_accountId, tokenId) => {
      tokens = tokens.filter((one) => one.tokenId !== tokenId)
      return { ok: true, value: null }
    },
    articles: async () => ({ ok: true, value: { articles: [ARTICLE], next: null } }),
    article: async () => ({ ok: true, value: { ...ARTICLE, text: 'It takes **a week**.' } }),
    prompters: async () => ({ ok: true, value: { prompters: [PROMPTER, WEBHOOK] } }),
    tryPrompter: async (_accountId, prompterId, question) => {
      asked.push({ prompterId, question })
      return { ok: true, value: { tookMs: 12, problem: null, suggestions: [SUGGESTION] } }
    },
    bots: async () => ({ ok: true, value: { bots: [BOT] } }),
    tryBot: async (_accountId, botId, tried) => {
      asked.push({ botId, ...tried })
      return { ok: true, value: BOT_TRIAL }
    },
    closedChats: async () => ({ ok: true, value: { chats: [CLOSED], next: null } }),
    webhooks: async () => ({ ok: true, value: { webhooks: WEBHOOKS } }),
    webhookDeliveries: async (_accountId, _webhookId, narrowed, before) => {
      asked.push({ ...narrowed, before })
      return before === null
        ? { ok: true, value: { deliveries: DELIVERIES, next: 5 } }
        : { ok: true, value: { deliveries: [{ ...TOLD, eventId: 'chat:c0:1:0' }], next: null } }
    },
    makeResetLink: async () => ({
      ok: true,
      value: { path: '/sign-in#reset=pr_1', expiresAt: NOW },
    }),
    report: async () => ({ ok: false, refusal: { code: 'notFound', says: 'There is none.' } }),
    countedChats: async () => ({ ok: true, value: { chats: [], next: null } }),
    signInsOf: async () => ({ ok: true, value: { signIns } }),
    signOutMember: async () => {
      signIns = []
      return { ok: true, value: null }
    },
    ...rest,
  }
  const element = await fixture<ParleyConsole>(
    html`<parley-console
      .client=${client}
      .asks=${asks}
      .accounts=${[{ accountId: 'acme', name: 'Acme support' }]}
    ></parley-console>`,
  )
  await arrived()
  const root = inside(element)
  let seq = 10
  const last = () => network.socket.heardOf('command').at(-1)
  /** The answer to what was sent last. */
  const answer = async (result: object = {}): Promise<void> => {
    network.socket.sayNumbered({ type: 'ack', id: last()?.['id'], seq: ++seq, result }).flush()
    await arrived()
  }
  const refuse = async (code: string, says: string): Promise<void> => {
    const refusal = { code, says }
    network.socket.sayNumbered({ type: 'refused', id: last()?.['id'], refusal }).flush()
    await arrived()
  }
  /** What the server says of the desk. */
  const change = async (...changes: StaffChange[]): Promise<void> => {
    network.socket.sayNumbered({ type: 'change', topic: 'desk', seq: ++seq, changes }).flush()
    await arrived()
  }
  return {
    element,
    root,
    network,
    asked,
    answer,
    change,
    refuse,
    /** The root of a page that is shown. */
    page: (tag: string) => inside(find(root, tag)),
    sent: () => last()?.['command'],
  }
}
