import { describe, expect, it } from 'vitest'
import { webhookDeliveries, webhooks } from '#protocol/webhooks'
import { AppForTests } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const ACME = '/api/v1/accounts/acme'
const SECRET = 'a-secret-of-at-least-32-letters-and-signs'

async function ask(personId: string, path: string) {
  return tests.ask('GET', `${ACME}${path}`, { token: await tests.signedIn(personId) })
}

async function command(command: object): Promise<string> {
  const body = { id: Bun.randomUUIDv7(), command }
  const token = await tests.signedIn('ada')
  const told = await tests.ask('POST', `${ACME}/commands`, { token, body })
  expect(told.status, told.text).toBe(200)
  return told.text
}

async function saved(name: string): Promise<string> {
  const answer: { result: { webhookId: string } } = JSON.parse(
    await command({
      type: 'saveWebhook',
      webhookId: null,
      name,
      url: 'https://crm.example/told',
      kinds: ['chatClosed', 'messageSaid'],
      isOn: true,
      secret: SECRET,
    }),
  )
  return answer.result.webhookId
}

describe('webhooks by REST', () => {
  it('[WH21] are shown by name with how they do, to administrators alone, without secrets', async () => {
    const [second, first] = [await saved('Z'), await saved('A')]
    const { json, text } = await ask('ada', '/webhooks')
    expect(webhooks.parse(json).webhooks).toMatchObject([
      { webhookId: first, name: 'A', state: 'on', failingSince: null, triedAt: null },
      { webhookId: second, name: 'Z', kinds: ['chatClosed', 'messageSaid'] },
    ])
    expect(text).not.toContain(SECRET)
    for (const path of ['/webhooks', `/webhooks/${first}/deliveries`]) {
      expect((await ask('sam', path)).status).toBe(403)
      expect((await ask('mia', path)).status).toBe(403)
    }
  })

  it('[WH21] have a log of events, the newest first and page by page', async () => {
    const webhookId = await saved('Logged')
    for (let count = 0; count < 3; count += 1) await command({ type: 'testWebhook', webhookId })
    const page = async (query: string) => {
      const { json, status } = await ask('ada', `/webhooks/${webhookId}/deliveries${query}`)
      expect(status).toBe(200)
      return webhookDeliveries.parse(json)
    }
    const first = await page('?limit=2')
    expect(first.deliveries).toMatchObject([
      { kind: 'test', chatId: null, state: 'pending', attempts: 0, tries: [] },
      { kind: 'test' },
    ])
    const last = await page(`?limit=2&before=${first.next}`)
    expect(last.deliveries).toHaveLength(1)
    expect(last.next).toBeNull()
    expect((await page('?state=failed')).deliveries).toEqual([])
    expect((await page('?state=pending&kind=test')).deliveries).toHaveLength(3)
    expect((await ask('ada', '/webhooks/nothing/deliveries')).status).toBe(404)
    expect((await ask('ada', `/webhooks/${webhookId}/deliveries?state=lost`)).status).toBe(400)
  })
})
