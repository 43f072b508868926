import { describe, expect, it } from 'vitest'
import { WEBHOOK_KINDS } from '#protocol/webhook-kinds'
import type { WebhookKind } from '#protocol/webhook-kinds'
import type { NewAccount } from '../commands/staff-account.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'

function webhook(webhookId: string, kinds: WebhookKind[], state: 'on' | 'off' = 'on') {
  return {
    webhookId,
    name: webhookId,
    url: 'https://crm.example/told',
    kinds,
    secret: 'a secret of at least 32 signs, to sign with',
    formerSecret: null,
    formerUntil: null,
    state,
    since: 0,
    deleted: false,
  }
}

async function desk(settings: NewAccount['settings'] = {}): Promise<TestHost> {
  const webhooks = [
    webhook('all', [...WEBHOOK_KINDS]),
    webhook('ends', ['chatClosed']),
    webhook('off', [...WEBHOOK_KINDS], 'off'),
  ]
  return TestHost.start({
    account: { ...smallAccount({ assignment: 'byHand', ...settings }), webhooks },
  })
}

const left = (test: TestHost, webhookId = 'all') =>
  (test.memory.contents(ACCOUNT)?.webhookDeliveries ?? []).filter(
    (row) => row.webhookId === webhookId,
  )
const kinds = (test: TestHost, webhookId = 'all') => left(test, webhookId).map(({ kind }) => kind)

describe('what turns leave for webhooks', () => {
  it('[WH2] is each thing that happens to a chat, once, in order, and only to who asked for it', async () => {
    const test = await desk({ rating: true })
    await test.online('ann', 'bob')
    const chatId = await test.writes('c1', 'SECRET words')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'SECRET answer' }))
    done(await test.staff('ann', { type: 'comment', chatId, text: 'SECRET', visibleTo: 'staff' }))
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await test.staff('ann', { type: 'forwardChat', chatId, to, note: 'SECRET note' }))
    done(await test.staff('bob', { type: 'takeChat', chatId }))
    done(await test.staff('bob', { type: 'closeChat', chatId }))
    done(await test.staff('bob', { type: 'undoClose', chatId }))
    done(await test.staff('bob', { type: 'returnChat', chatId }))
    done(await test.staff('bob', { type: 'takeChat', chatId }))
    done(await test.staff('bob', { type: 'closeChat', chatId }))
    await test.clock.pass(11_000)
    done(await test.customer('c1', { type: 'rateChat', score: 4, words: 'SECRET thanks' }))
    expect(kinds(test)).toEqual([
      'chatStarted',
      'chatQueued',
      'messageSaid',
      'chatAssigned',
      'messageSaid',
      'chatForwarded',
      'chatAssigned',
      'chatQueued',
      'chatAssigned',
      'chatClosed',
      'chatRated',
    ])
    expect(kinds(test, 'ends')).toEqual(['chatClosed'])
    expect(kinds(test, 'off')).toEqual([])
    const rows = left(test)
    expect(JSON.stringify(rows)).not.toContain('SECRET')
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(rows.length)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).toSorted((a, b) => a - b))
    expect(rows.map(({ data }) => data)).toMatchObject([
      { customerId: 'c1', channelId: 'web', groupId: 'support', by: 'customer:c1' },
      { priority: 0, waitingSince: rows[0]?.at },
      { by: 'customer:c1' },
      { agentId: 'ann', by: 'agent:ann' },
      { by: 'agent:ann' },
      { to: { kind: 'group', id: 'sales' } },
      { agentId: 'bob', groupId: 'sales' },
      { by: 'agent:bob' },
      { agentId: 'bob' },
      { reason: 'solved', agentId: 'bob', answered: true, by: 'timer' },
      { score: 4 },
    ])
  })

  it('[WH2] has ids that come from the journal, the same for every webhook', async () => {
    const test = await desk()
    const chatId = await test.writes('c1')
    expect(left(test).map(({ eventId }) => eventId)).toEqual([
      `chat:${chatId}:1:0`,
      `chat:${chatId}:1:1`,
      `chat:${chatId}:1:2`,
    ])
    done(await test.customer('c1', { type: 'endChat' }))
    const [all, ends] = ['all', 'ends'].map((id) => left(test, id).at(-1)?.eventId)
    expect(all).toBe(ends)
  })

  it('[WH2] tells of offers nothing but what comes of them', async () => {
    const test = await desk({ assignment: 'automatic', offers: true, offerLimitMs: 10_000 })
    await test.online('ann')
    const chatId = await test.writes('c1')
    expect(test.chat(chatId).state).toBe('offered')
    done(await test.staff('ann', { type: 'declineOffer', chatId }))
    expect(kinds(test)).toEqual(['chatStarted', 'chatQueued', 'messageSaid'])
  })

  it('[WH2] tells of a block instead of an end', async () => {
    const test = await desk()
    const chatId = await test.writes('c1')
    const words = { reason: 'SECRET reason', message: 'SECRET message' }
    done(await test.staff('sue', { type: 'blockCustomer', chatId, ...words }))
    expect(kinds(test).at(-1)).toBe('chatBlocked')
    expect(kinds(test)).not.toContain('chatClosed')
    expect(left(test).at(-1)?.data).toMatchObject({ by: 'agent:sue' })
    expect(JSON.stringify(left(test))).not.toContain('SECRET')
  })

  it('[WH3] is nothing in an account that has no webhook', async () => {
    const test = await TestHost.start()
    await test.writes('c1')
    expect(test.memory.contents(ACCOUNT)?.webhookDeliveries).toEqual([])
  })
})
