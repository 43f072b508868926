import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { PostgresStore } from './postgres-store.ts'
import {
  AT,
  Scribe,
  chatRow,
  detailsRow,
  rareRows,
  webhookDeliveryRow,
  webhookRow,
  webhookTry,
} from './store-fixtures.ts'
import { storedWebhookLog } from './webhook-log.ts'
import type { LogAsked, WebhookLog } from './webhook-log.ts'
import { KEPT_TRIES } from './webhook-rows.ts'
import type { WebhookSettlement } from './webhook-rows.ts'

const tested = DatabaseForTests.forThisFile()
let store: PostgresStore
let scribe: Scribe
let log: WebhookLog

beforeEach(async () => {
  await tested.empty()
  store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  scribe = new Scribe('acme')
  log = storedWebhookLog(tested.db)
})

const ALL: LogAsked = { state: null, kind: null, before: null, limit: 10 }

function settlement(eventId: string, more: Partial<WebhookSettlement> = {}): WebhookSettlement {
  return {
    accountId: 'acme',
    webhookId: 'w1',
    eventId,
    outcome: { kind: 'retry', at: AT + 5 },
    tried: webhookTry(),
    counts: true,
    ...more,
  }
}

test('[WH66] the log is the newest first, in pages, narrowed by state and kind, of one webhook', async () => {
  const other = new Scribe('globex')
  const rows = [1, 2, 3, 4, 5].map((seq) =>
    webhookDeliveryRow('w1', 'c1', seq, { kind: seq % 2 === 0 ? 'chatClosed' : 'chatStarted' }),
  )
  const webhooks = [webhookRow('w1')]
  await store.commit([
    scribe.founding(
      { webhookDeliveries: [...rows, webhookDeliveryRow('w2', 'c1', 9)] },
      { webhooks },
    ),
    other.founding({ webhookDeliveries: [webhookDeliveryRow('w1', 'c1', 1)] }, { webhooks }),
  ])
  await store.settleWebhookDelivery(settlement('chat:c1:4:0', { outcome: { kind: 'failed' } }))
  const seqs = async (asked: Partial<LogAsked>) =>
    (await log.deliveries('acme', 'w1', { ...ALL, ...asked })).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([5, 4, 3, 2, 1])
  expect(await seqs({ kind: 'chatClosed' })).toEqual([4, 2])
  expect(await seqs({ state: 'failed' })).toEqual([4])
  expect(await seqs({ state: 'pending', kind: 'chatClosed' })).toEqual([2])
  const [newest, next] = await log.deliveries('acme', 'w1', { ...ALL, limit: 2 })
  expect(newest).toMatchObject({ ...rows[4], state: 'pending', attempts: 0, tries: [], nextAt: AT })
  expect(next).toMatchObject({ state: 'failed', attempts: 1, tries: [webhookTry()] })
  expect(await seqs({ before: next?.position ?? 0 })).toEqual([3, 2, 1])
  expect(await log.health('acme')).toMatchObject([{ webhookId: 'w1', failingSince: AT }])
  expect(await log.health('globex')).toEqual([])
})

test('[WH66] of many tries of one event the newest are kept', async () => {
  const webhookDeliveries = [webhookDeliveryRow('w1', 'c1', 1)]
  await store.commit([scribe.founding({ webhookDeliveries }, { webhooks: [webhookRow('w1')] })])
  for (let count = 1; count <= KEPT_TRIES + 3; count += 1) {
    const tried = webhookTry({ at: AT + count, answer: `"${count}\\"` })
    await store.settleWebhookDelivery(settlement('chat:c1:1:0', { tried }))
  }
  const [row] = await log.deliveries('acme', 'w1', ALL)
  expect(row?.attempts).toBe(KEPT_TRIES + 3)
  expect(row?.tries.map(({ at }) => at - AT)).toEqual(
    Array.from({ length: KEPT_TRIES }, (_, index) => index + 4),
  )
  expect(row?.tries.at(-1)?.answer).toBe(`"${KEPT_TRIES + 3}\\"`)
})

test('[WH67] of whoever is erased no answer keeps a word, whether it came before or comes after', async () => {
  const rows = ['c1', 'c2'].map((chatId) => webhookDeliveryRow('w1', chatId, 1))
  const webhookDeliveries = [...rows, webhookDeliveryRow('w1', 'c1', 2)]
  await store.commit([
    scribe.founding(
      { chats: [chatRow('c1'), chatRow('c2')], webhookDeliveries },
      { webhooks: [webhookRow('w1')] },
    ),
  ])
  const said = webhookTry({ answer: 'You said: SECRET' })
  for (const eventId of ['chat:c1:1:0', 'chat:c2:1:0']) {
    await store.settleWebhookDelivery(settlement(eventId, { tried: said }))
  }
  scribe.event('account')
  const erased = detailsRow('customer-of-c1', { erasedAt: AT + 100 })
  await store.commit([
    scribe.batch({
      rare: rareRows({
        customerDetails: [erased],
        erasures: [{ customerId: 'customer-of-c1', upToSeq: 9, at: AT + 100 }],
      }),
    }),
  ])
  const late = settlement('chat:c1:2:0', { tried: { ...said, at: AT + 100 } })
  await store.settleWebhookDelivery(late)
  const answers = (await log.deliveries('acme', 'w1', ALL)).map(
    ({ chatId, tries }) => `${chatId}: ${tries[0]?.answer}, ${tries[0]?.status}`,
  )
  expect(answers.toSorted()).toEqual([
    'c1: null, 500',
    'c1: null, 500',
    'c2: You said: SECRET, 500',
  ])
  // What is sent from now on has no word of theirs, so its answer may be kept.
  await store.settleWebhookDelivery(
    settlement('chat:c1:2:0', { tried: { ...said, at: AT + 101, answer: 'thanks' } }),
  )
  const [newest] = await log.deliveries('acme', 'w1', ALL)
  expect(newest?.tries.map(({ answer }) => answer)).toEqual([null, 'thanks'])
})
