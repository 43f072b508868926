import { describe, expect, it } from 'vitest'
import { createApiToken } from '#storage/api-tokens'
import { RESET_LINK_MS } from '../auth/password-reset.ts'
import { wordsStored } from '../hardening/everything-stored.ts'
import { AppForTests, OWN, PASSWORD } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const SESSION = '/api/v1/session'
const NEXT = 'lobu-nepa-wixo'

const forgot = (email: string, address = '192.0.2.1') =>
  tests.ask('POST', `${SESSION}/forgotten`, { body: { email }, address })
const reset = (token: string, password = NEXT) =>
  tests.ask('POST', `${SESSION}/reset`, { body: { token, password } })
const signIn = (personId: string, password: string) =>
  tests.ask('POST', SESSION, { body: { email: `${personId}@parley.example`, password } })

describe('a forgotten password', () => {
  it('[FP1] is answered alike, known or not, and only who is known gets a mail', async () => {
    const known = await forgot('MIA@parley.example')
    const unknown = await forgot('who@parley.example')
    expect([known.status, known.text]).toEqual([202, unknown.text])
    expect(known.json).toEqual({ sendsMail: true })
    await tests.untilOrdered(1)
    expect(tests.ordered).toEqual([{ accountId: 'acme', personId: 'mia' }])
  })

  it('[FP1] is not asked for too often, by e-mail address or by network address', async () => {
    const before = tests.ordered.length
    const few = tests.withResetRates({ points: 2, perSeconds: 60 }, { points: 4, perSeconds: 60 })
    const ask = (email: string, address: string) =>
      tests.ask('POST', `${SESSION}/forgotten`, { body: { email }, address }, few)
    for (const email of ['who@parley.example', 'Who@parley.example']) {
      expect((await ask(email, '192.0.2.7')).status).toBe(202)
    }
    const told = await ask('who@parley.example', '192.0.2.8')
    expect(told.status).toBe(429)
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0)
    for (const name of ['a', 'b']) await ask(`${name}@parley.example`, '192.0.2.7')
    expect((await ask('c@parley.example', '192.0.2.7')).status).toBe(429)
    expect(tests.ordered).toHaveLength(before)
  })

  it('[FP1] is nobody’s business on another page', async () => {
    const body = { email: 'mia@parley.example' }
    const asked = { body, origin: 'https://evil.example' }
    expect((await tests.ask('POST', `${SESSION}/forgotten`, asked)).status).toBe(403)
    const own = { body, origin: OWN }
    expect((await tests.ask('POST', `${SESSION}/forgotten`, own)).status).toBe(202)
  })

  it('[FP2] [FP3] is replaced by a link, once; sessions and other links end', async () => {
    const session = await tests.signedIn('mia')
    const { token } = await tests.parts.passwordReset.newLink('mia')
    const { token: other } = await tests.parts.passwordReset.newLink('mia')
    expect((await reset(token, 'short')).status).toBe(400)
    expect((await reset(token)).status).toBe(204)
    expect((await tests.ask('GET', SESSION, { token: session })).status).toBe(401)
    expect((await signIn('mia', NEXT)).status).toBe(200)
    expect((await signIn('mia', PASSWORD)).status).toBe(401)
    for (const used of [token, other, 'pr_never']) {
      expect((await reset(used, 'another-password')).json).toMatchObject({
        refusal: { code: 'linkOver' },
      })
    }
    expect((await signIn('mia', NEXT)).status).toBe(200)
    expect(await wordsStored(tests.db)).not.toContain(token)
  })

  it('[FP2] is not replaced after an hour', async () => {
    const { token } = await tests.parts.passwordReset.newLink('sam')
    tests.aheadMs = RESET_LINK_MS
    expect((await reset(token)).status).toBe(410)
    tests.aheadMs = 0
    expect((await reset(token)).status).toBe(204)
  })
})

describe('a link that an administrator makes', () => {
  const path = (personId: string, accountId = 'acme') =>
    `/api/v1/accounts/${accountId}/members/${personId}/reset-links`
  const make = async (personId: string, by: string) =>
    tests.ask('POST', path(personId), { token: await tests.signedIn(by) })

  it('[FP4] works, and stands in the journal without its token', async () => {
    const made = await make('lou', 'ada')
    expect(made.status).toBe(201)
    const { path: link } = made.json as { path: string }
    const token = link.replace('/sign-in#reset=', '')
    const journal = await tests.db
      .selectFrom('journal')
      .select(['by', 'data'])
      .where('type', '=', 'resetLinkMade')
      .execute()
    expect(journal).toMatchObject([{ by: 'agent:ada', data: { personId: 'lou' } }])
    expect(await wordsStored(tests.db)).not.toContain(token)
    expect((await reset(token)).status).toBe(204)
    expect((await signIn('lou', NEXT)).status).toBe(200)
  })

  it('[FP4] is an administrator’s alone, for members of the account, and no program’s', async () => {
    for (const by of ['sam', 'mia']) {
      expect((await make('lou', by)).json).toMatchObject({ refusal: { code: 'forbidden' } })
    }
    for (const nobody of ['max', 'who']) {
      expect((await make(nobody, 'ada')).json).toMatchObject({ refusal: { code: 'notFound' } })
    }
    expect((await make('lou', 'max')).status).toBe(404)
    expect((await tests.ask('POST', path('lou'))).status).toBe(401)
    await createApiToken(tests.db, 'pt_of-ada', {
      tokenId: 'of-ada',
      accountId: 'acme',
      personId: 'ada',
      name: 'A program',
      createdAt: 1,
    })
    const program = await tests.ask('POST', path('lou'), { token: 'pt_of-ada' })
    expect(program.json).toMatchObject({ refusal: { code: 'forbidden' } })
  })

  it('[FP4] is not made for who works where the administrator administers nothing', async () => {
    const member = {
      type: 'saveMember',
      personId: 'lou',
      role: 'agent',
      name: 'Lou',
      publicName: 'Lou',
      groupIds: [],
      chatLimit: null,
    }
    const token = await tests.signedIn('max')
    const body = { id: crypto.randomUUID(), command: member }
    const told = await tests.ask('POST', '/api/v1/accounts/rival/commands', { token, body })
    expect(told.status).toBe(200)
    for (const [by, accountId] of [
      ['ada', 'acme'],
      ['max', 'rival'],
    ] as const) {
      const asked = { token: await tests.signedIn(by) }
      const made = await tests.ask('POST', path('lou', accountId), asked)
      expect(made.json).toMatchObject({ refusal: { code: 'worksElsewhere' } })
    }
  })
})
