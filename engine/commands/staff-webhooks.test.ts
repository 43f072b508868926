import { describe, expect, it } from 'vitest'
import { MAX_WEBHOOKS } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import { staffCommand } from '#protocol/staff-commands'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { FORMER_SECRET_MS } from './staff-webhooks.ts'

type Save = Extract<StaffCommand, { type: 'saveWebhook' }>

const SECRET = 'a-secret-of-at-least-32-letters-and-signs'
const OTHER = 'another-secret-of-at-least-32-letters-and-signs'

const WEBHOOK: Save = {
  type: 'saveWebhook',
  webhookId: null,
  name: 'The CRM',
  url: 'https://crm.example/told',
  kinds: ['chatClosed'],
  isOn: true,
  secret: SECRET,
}

async function saved(test: TestHost, command: Save = WEBHOOK): Promise<string> {
  const { webhookId } = done(await test.staff('ada', command)).result
  if (typeof webhookId !== 'string') throw new Error('no id')
  return webhookId
}

const stored = (test: TestHost, webhookId: string) =>
  test.memory.contents(ACCOUNT)?.webhooks.find((one) => one.webhookId === webhookId)

describe('webhooks', () => {
  it('[WH4] are kept by administrators, and what becomes of them stands in the audit', async () => {
    const test = await TestHost.start()
    for (const personId of ['ann', 'sue']) {
      expect(refusalOf(await test.staff(personId, WEBHOOK))).toBe('forbidden')
    }
    const webhookId = await saved(test)
    done(await test.staff('ada', { type: 'testWebhook', webhookId }))
    const what = { failedSince: 5 }
    done(await test.staff('ada', { type: 'resendToWebhook', webhookId, what }))
    done(await test.staff('ada', { type: 'deleteWebhook', webhookId }))
    expect(refusalOf(await test.staff('ada', { type: 'testWebhook', webhookId }))).toBe('notFound')
    const journal = test.memory.contents(ACCOUNT)?.journal ?? []
    expect(journal.slice(-4).map(({ type, by, data }) => [type, by, data])).toEqual([
      ['webhookSaved', 'agent:ada', { webhookId, state: 'on' }],
      ['webhookTested', 'agent:ada', { webhookId }],
      ['webhookResent', 'agent:ada', { webhookId, failedSince: 5 }],
      ['webhookDeleted', 'agent:ada', { webhookId }],
    ])
    expect(JSON.stringify([journal, test.memory.contents(ACCOUNT)?.commands])).not.toContain(SECRET)
    expect(stored(test, webhookId)).toMatchObject({ url: '', secret: null, deleted: true })
  })

  it('[WH4] are so many at most', async () => {
    const test = await TestHost.start()
    for (let count = 0; count < MAX_WEBHOOKS; count += 1) await saved(test)
    expect(refusalOf(await test.staff('ada', WEBHOOK))).toBe('tooMany')
  })

  it('[WH18] keep their secret for one server; a new one has the former beside it for a day', async () => {
    const test = await TestHost.start()
    expect(refusalOf(await test.staff('ada', { ...WEBHOOK, secret: null }))).toBe('invalid')
    const webhookId = await saved(test)
    const change = (more: Partial<Save>) => test.staff('ada', { ...WEBHOOK, webhookId, ...more })
    done(await change({ url: 'https://crm.example/elsewhere', secret: null }))
    expect(stored(test, webhookId)).toMatchObject({ secret: SECRET, formerSecret: null })
    done(await change({ secret: OTHER }))
    const formerUntil = test.clock.now() + FORMER_SECRET_MS
    const rotated = { secret: OTHER, formerSecret: SECRET, formerUntil }
    expect(stored(test, webhookId)).toMatchObject(rotated)
    done(await change({ secret: null, name: 'Named anew' }))
    expect(stored(test, webhookId)).toMatchObject(rotated)
    const elsewhere = { url: 'https://other.example/told' }
    expect(refusalOf(await change({ ...elsewhere, secret: null }))).toBe('invalid')
    done(await change({ ...elsewhere, secret: SECRET }))
    const alone = { secret: SECRET, formerSecret: null, formerUntil: null }
    expect(stored(test, webhookId)).toMatchObject(alone)
  })

  it.each([
    ['a secret that is too short', { secret: 'short' }],
    ['a secret with blanks', { secret: 'a secret of more than 32 letters and signs' }],
    ['no kind', { kinds: [] }],
    ['a kind that is not there', { kinds: ['chatEaten'] }],
    ['another protocol', { url: 'ftp://crm.example/told' }],
    ['no address', { url: 'crm' }],
  ])('[WH4] take no %s', (_, wrong) => {
    expect(staffCommand.safeParse({ ...WEBHOOK, ...wrong }).success).toBe(false)
    expect(staffCommand.safeParse(WEBHOOK).success).toBe(true)
  })

  it('[WH16] that are off are not tried and told nothing again; switched on they are on since then', async () => {
    const test = await TestHost.start()
    const webhookId = await saved(test, { ...WEBHOOK, isOn: false })
    expect(stored(test, webhookId)).toMatchObject({ state: 'off', since: test.clock.now() })
    expect(refusalOf(await test.staff('ada', { type: 'testWebhook', webhookId }))).toBe(
      'webhookOff',
    )
    const what = { failedSince: 0 }
    const again = { type: 'resendToWebhook', webhookId, what } as const
    expect(refusalOf(await test.staff('ada', again))).toBe('webhookOff')
    await test.clock.pass(1_000)
    done(await test.staff('ada', { ...WEBHOOK, webhookId, name: 'Named anew', isOn: false }))
    expect(stored(test, webhookId)?.since).toBe(test.clock.now() - 1_000)
    done(await test.staff('ada', { ...WEBHOOK, webhookId }))
    expect(stored(test, webhookId)).toMatchObject({ state: 'on', since: test.clock.now() })
  })
})
