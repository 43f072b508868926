import { describe, expect, it } from 'vitest'
import { wordsStored } from '../hardening/everything-stored.ts'
import { EMBEDDED_MS } from '../auth/sessions.ts'
import { AppForTests, OWN } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const CRM = 'https://crm.example'
const ACME = '/api/v1/accounts/acme'

const isAt = (token: string) => tests.ask('GET', `${ACME}/desk`, { token, origin: CRM })

const change = async (embedOrigins: unknown[], personId = 'ada') =>
  tests.ask('POST', `${ACME}/commands`, {
    token: await tests.signedIn(personId),
    body: {
      id: Bun.randomUUIDv7(),
      command: { type: 'changeSettings', change: { embedOrigins } },
    },
  })

async function apiToken(personId = 'ada') {
  const token = await tests.signedIn(personId)
  const told = await tests.ask('POST', `${ACME}/api-tokens`, { token, body: { name: 'CRM' } })
  return { status: told.status, ...(told.json as { token: string; tokenId: string }) }
}

async function minted(personId = 'mia') {
  const { token } = await apiToken()
  const told = await tests.ask('POST', `${ACME}/members/${personId}/embed-tokens`, { token })
  return { status: told.status, ...(told.json as { token: string; expiresAt: number }) }
}

const journal = async () =>
  JSON.stringify(
    await tests.db.selectFrom('journal').selectAll().where('accountId', '=', 'acme').execute(),
  )

describe('pages that may embed the desk', () => {
  it('[EM1] are listed by administrators, as the journal says', async () => {
    expect((await change([CRM], 'sam')).status).toBe(403)
    expect((await change([CRM], 'mia')).status).toBe(403)
    expect((await change([`${CRM}/desk`])).status).toBe(400)
    const { token } = await minted()
    expect((await isAt(token)).status).toBe(403)
    expect((await change([CRM])).status).toBe(200)
    expect((await isAt(token)).status).toBe(200)
    expect(await journal()).toContain(CRM)
    expect((await change([])).status).toBe(200)
    expect((await isAt(token)).status).toBe(403)
    expect((await change([CRM])).status).toBe(200)
  })

  it('[EM2] are known of an account that sleeps, too', async () => {
    await change([CRM])
    const { embedOrigins } = tests.asleep
    expect(await embedOrigins.has('acme', CRM)).toBe(true)
    expect(await embedOrigins.has('rival', CRM)).toBe(false)
    expect(await embedOrigins.has('no-such', CRM)).toBe(false)
    expect(await embedOrigins.hasAny('acme')).toBe(true)
    expect(await embedOrigins.hasAny('no-such')).toBe(false)
  })

  it('[EM3] bring no cookie along, and none is taken', async () => {
    const cookie = await tests.signedIn('mia')
    const asked = { cookie, origin: CRM }
    expect((await tests.ask('GET', `${ACME}/desk`, asked)).status).toBe(401)
    const headers = { upgrade: 'websocket', connection: 'Upgrade' }
    await tests.ask('GET', `${ACME}/socket`, { ...asked, headers })
    expect(tests.accepted.at(-1)).toEqual({
      who: 'staff',
      cookieToken: null,
      accountId: 'acme',
      elsewhere: CRM,
    })
    await tests.ask('GET', `${ACME}/socket`, { cookie, origin: OWN, headers })
    expect(tests.accepted.at(-1)).toMatchObject({ cookieToken: cookie, elsewhere: null })
    const before = tests.accepted.length
    for (const origin of ['https://evil.example', 'null', 'http://crm.example']) {
      const told = await tests.ask('GET', `${ACME}/socket`, { cookie, origin, headers })
      expect(told.status).toBe(403)
    }
    expect((await tests.ask('GET', `${ACME}/socket`, { cookie, headers })).status).toBe(403)
    expect(tests.accepted).toHaveLength(before)
  })
})

describe('an embedding token', () => {
  it('[EM4] is made by an administrator’s program, for an active agent alone', async () => {
    const { status, token, expiresAt } = await minted()
    expect(status).toBe(201)
    expect(expiresAt).toBeGreaterThan(Date.now())
    expect((await minted('sam')).status).toBe(409)
    expect((await minted('ada')).status).toBe(409)
    expect((await minted('max')).status).toBe(404)
    for (const personId of ['mia', 'sam']) {
      const of = { token: await tests.signedIn(personId) }
      const told = await tests.ask('POST', `${ACME}/members/mia/embed-tokens`, of)
      expect(told.status).toBe(403)
    }
    const again = await tests.ask('POST', `${ACME}/members/mia/embed-tokens`, { token })
    expect(again.status).toBe(403)
    expect(await journal()).toContain('embedTokenMade')
    expect(await wordsStored(tests.db)).not.toContain(token)
  })

  it('[EM6] is over after its time, when it is revoked, and with the others at a new password', async () => {
    await change([CRM])
    const { token } = await minted()
    tests.aheadMs = EMBEDDED_MS + 1
    const late = (await isAt(token)).status
    tests.aheadMs = 0
    expect([(await isAt(token)).status, late]).toEqual([200, 401])
    const own = { token: await tests.signedIn('mia') }
    const { json } = await tests.ask('GET', '/api/v1/session/sign-ins', own)
    const { signIns } = json as { signIns: { sessionId: string; device: string }[] }
    const listed = signIns.filter(({ device }) => device === 'embedded')
    expect(listed.length).toBeGreaterThan(0)
    for (const { sessionId } of listed) {
      const told = await tests.ask('DELETE', `/api/v1/session/sign-ins/${sessionId}`, own)
      expect(told.status).toBe(204)
      expect(tests.revoked).toContain(sessionId)
    }
    expect((await isAt(token)).status).toBe(401)
    const another = (await minted()).token
    await tests.parts.sessions.endAllOf('mia')
    expect((await isAt(another)).status).toBe(401)
  })
})

describe('files on a page of others', () => {
  it('[EM8] open by their links alone, for their agent, where a page is listed', async () => {
    const { token: customer } = await tests.customer()
    const path = '/api/v1/channels/site'
    const uploaded = await tests.ask('POST', `${path}/files?name=a.txt`, {
      token: customer,
      raw: 'words',
    })
    const { fileId } = uploaded.json as { fileId: string }
    const command = { type: 'sendMessage', text: '', fileIds: [fileId] }
    const body = { id: Bun.randomUUIDv7(), command }
    await tests.ask('POST', `${path}/commands`, { token: customer, body })
    await change([CRM])
    const { token } = await minted()
    const desk = (await isAt(token)).json as { chats: { chatId: string }[] }
    const chatId = desk.chats.at(-1)?.chatId ?? ''
    const shown = await tests.ask('GET', `${ACME}/chats/${chatId}/files/${fileId}`, {
      token,
      origin: CRM,
    })
    const { url } = shown.json as { url: string }
    expect((await tests.ask('GET', url)).status).toBe(401)
    const of = (personId: string) => url.replace('/acme/', `/acme/embedded/${personId}/`)
    const told = await tests.ask('GET', of('mia'))
    expect([told.status, told.text]).toEqual([200, 'words'])
    expect(told.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    for (const other of ['sam', 'ada', 'lou', 'no-such']) {
      expect((await tests.ask('GET', of(other))).status).toBe(403)
    }
    const longer = of('mia').replace(/until=\d+/, (until) => `${until}0`)
    expect((await tests.ask('GET', longer)).status).toBe(403)
    await change([])
    expect((await tests.ask('GET', of('mia'))).status).toBe(403)
  })
})

describe('API tokens', () => {
  it('[EM9] are made, listed and revoked by administrators, and by no program', async () => {
    const { status, token, tokenId } = await apiToken()
    expect(status).toBe(201)
    for (const personId of ['mia', 'sam']) expect((await apiToken(personId)).status).toBe(403)
    const boss = { token: await tests.signedIn('ada') }
    const list = await tests.ask('GET', `${ACME}/api-tokens`, boss)
    expect(list.text).toContain(tokenId)
    expect(list.text).not.toContain(token)
    const one = `${ACME}/api-tokens/${tokenId}`
    for (const [method, path, body] of [
      ['GET', `${ACME}/api-tokens`],
      ['POST', `${ACME}/api-tokens`, { name: 'more' }],
      ['DELETE', one],
    ] as const) {
      expect((await tests.ask(method, path, { token, body })).status).toBe(403)
    }
    expect((await tests.ask('DELETE', one, boss)).status).toBe(204)
    expect((await tests.ask('DELETE', one, boss)).status).toBe(404)
    expect(tests.revoked).toContain(`api:${tokenId}`)
    expect((await tests.ask('GET', `${ACME}/desk`, { token })).status).toBe(401)
    expect(await journal()).toMatch(new RegExp(`apiTokenRevoked[^}]*${tokenId}`))
    expect(await wordsStored(tests.db)).not.toContain(token)
  })
})
