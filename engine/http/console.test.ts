import { describe, expect, it } from 'vitest'
import { accountSetup, auditPage, invitation } from '#protocol/console'
import { signIns } from '#protocol/rest'
import { AppForTests } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const ACME = '/api/v1/accounts/acme'

async function ask(personId: string, path: string) {
  return tests.ask('GET', `${ACME}${path}`, { token: await tests.signedIn(personId) })
}

async function command(personId: string, command: object) {
  const body = { id: Bun.randomUUIDv7(), command }
  const token = await tests.signedIn(personId)
  const told = await tests.ask('POST', `${ACME}/commands`, { token, body })
  expect(told.status, told.text).toBe(200)
}

describe('how an account is set up', () => {
  it('[CN1] is told to administrators whole', async () => {
    const { json, status } = await ask('ada', '/setup')
    expect(status).toBe(200)
    const { groups, members, channels } = accountSetup.parse(json)
    expect(groups.map(({ groupId }) => groupId)).toContain('support')
    const mia = members.find(({ personId }) => personId === 'mia')
    expect(mia).toMatchObject({ email: 'mia@parley.example', active: true, role: 'agent' })
    expect(channels.map(({ channelId }) => channelId)).toContain('site')
  })

  it('[CN1] is told to supervisors without addresses and channels, and to no agent', async () => {
    const { json } = await ask('sam', '/setup')
    const { members, channels, bots, prompters } = accountSetup.parse(json)
    expect(new Set(members.map(({ email }) => email))).toEqual(new Set([null]))
    expect([channels, bots, prompters]).toEqual([[], [], []])
    expect((await ask('mia', '/setup')).status).toBe(403)
  })

  it('[CN1] a group that was deleted is not told of any more', async () => {
    const saved = { name: 'Extra', publicName: 'Extra', overflowGroupId: null }
    await command('ada', { type: 'saveGroup', groupId: 'extra', ...saved, defaultAgentId: null })
    const ids = async () =>
      accountSetup.parse((await ask('ada', '/setup')).json).groups.map(({ groupId }) => groupId)
    expect(await ids()).toContain('extra')
    await command('ada', { type: 'deleteGroup', groupId: 'extra', successorId: 'support' })
    expect(await ids()).not.toContain('extra')
  })
})

/** A customer's chat that is over; its id and whose it is. */
async function overChat() {
  const { token, who } = await tests.customer()
  const say = async (command: object) => {
    const body = { id: Bun.randomUUIDv7(), command }
    const told = await tests.ask('POST', '/api/v1/channels/site/commands', { token, body })
    expect(told.status, told.text).toBe(200)
  }
  await say({ type: 'sendMessage', text: 'Hello' })
  await say({ type: 'endChat' })
  const { json } = await ask('ada', `/chats?state=closed&customerId=${who.customerId}`)
  const [chat] = (json as { chats: { chatId: string }[] }).chats
  return { chatId: chat?.chatId ?? '', customerId: who.customerId }
}

describe('the audit of an account', () => {
  it('[CN2] says who changed what, the newest first, without words', async () => {
    await command('ada', { type: 'changeSettings', change: { chatLimit: 7 } })
    await command('ada', {
      type: 'changeSettings',
      change: { texts: { blocked: 'Words of the account' } },
    })
    const { json, text } = await ask('ada', '/audit?kind=settingsChanged')
    const { entries } = auditPage.parse(json)
    const [texts, limit] = entries
    expect(texts).toMatchObject({ by: 'agent:ada', data: { texts: ['blocked'] } })
    expect(limit).toMatchObject({ by: 'agent:ada', data: { change: { chatLimit: 7 } } })
    expect(text).not.toContain('Words of the account')
  })

  it('[ER3] says who erased whom', async () => {
    const { customerId } = await overChat()
    await command('ada', { type: 'eraseCustomer', customerId })
    const { json } = await ask('ada', '/audit?kind=customerErased')
    const [entry] = auditPage.parse(json).entries
    expect(entry).toMatchObject({ by: 'agent:ada', data: { customerId } })
  })

  it('[ER13] says who opened whose past, and how, once for many pages', async () => {
    const { chatId } = await overChat()
    const of = `chat:${chatId}`
    for (const path of ['steps', 'steps?after=1', 'journal', 'journal?words=true', 'journal']) {
      expect((await ask('sam', `/chats/${chatId}/${path}`)).status).toBe(200)
    }
    expect((await ask('mia', `/chats/${chatId}/journal`)).status).toBe(403)
    expect((await ask('sam', '/agents/mia/steps')).status).toBe(200)
    const { json } = await ask('ada', '/audit?kind=pastOpened')
    const { entries } = auditPage.parse(json)
    expect(entries.map(({ by, data }) => [by, data.of, data.as])).toEqual([
      ['agent:sam', 'agent:mia', 'replay'],
      ['agent:sam', of, 'fileWithWords'],
      ['agent:sam', of, 'file'],
      ['agent:sam', of, 'replay'],
    ])
  })

  it('[CN2] comes in pages, and narrowed by person', async () => {
    for (const chatLimit of [3, 4, 5]) {
      await command('ada', { type: 'changeSettings', change: { chatLimit } })
    }
    const limits: unknown[] = []
    let next: number | null = null
    do {
      const before: string = next === null ? '' : `&before=${next}`
      const { json } = await ask('ada', `/audit?kind=settingsChanged&limit=2${before}`)
      const page = auditPage.parse(json)
      limits.push(...page.entries.map(({ data }) => data['change']))
      ;({ next } = page)
    } while (next !== null)
    expect(limits.slice(0, 3)).toEqual([{ chatLimit: 5 }, { chatLimit: 4 }, { chatLimit: 3 }])
    const { json } = await ask('ada', '/audit?personId=mia')
    expect(auditPage.parse(json).entries).toEqual([])
  })

  it('[CN2] is an administrator’s', async () => {
    expect((await ask('sam', '/audit')).status).toBe(403)
    expect((await ask('mia', '/audit')).status).toBe(403)
  })
})

describe('inviting', () => {
  const somebody = { name: 'Nia Bello', role: 'agent', groupIds: ['support'] }
  const invite = async (personId: string, body: object, app?: Parameters<typeof tests.ask>[3]) =>
    tests.ask('POST', `${ACME}/invitations`, { token: await tests.signedIn(personId), body }, app)

  it('[CN3] makes a link for who is new, who chooses a password by it and is in', async () => {
    const told = await invite('ada', { ...somebody, email: 'Nia@new.example' }, tests.withoutMail())
    expect(told.status).toBe(201)
    const { path, personId } = invitation.parse(told.json)
    const [, token = ''] = path?.split('#reset=') ?? []
    const password = 'a good new one'
    const used = { body: { token, password } }
    expect((await tests.ask('POST', '/api/v1/session/reset', used)).status).toBe(204)
    expect((await tests.ask('POST', '/api/v1/session/reset', used)).status).toBe(410)
    const body = { email: 'nia@new.example', password }
    const signedIn = await tests.ask('POST', '/api/v1/session', { body })
    expect(signedIn.json).toMatchObject({ personId, accounts: [{ accountId: 'acme' }] })
    const audit = auditPage.parse((await ask('ada', '/audit?kind=memberSaved')).json)
    expect(audit.entries[0]).toMatchObject({ by: 'agent:ada', data: { personId } })
  })

  it('[CN3] of somebody who is known makes no link: the one person joins', async () => {
    const told = await invite(
      'ada',
      { ...somebody, email: 'MAX@parley.example' },
      tests.withoutMail(),
    )
    expect(told.json).toEqual({ personId: 'max', path: null, expiresAt: null, mailed: false })
    const session = await tests.ask('GET', '/api/v1/session', {
      token: await tests.signedIn('max'),
    })
    expect(session.text).toContain('"acme"')
    expect(session.text).toContain('"rival"')
  })

  it('[CN4] by mail says so, keeps the link for the mail, and orders one with nobody’s words', async () => {
    const told = await invite('ada', { ...somebody, email: 'Lin@new.example' })
    const { personId, ...said } = invitation.parse(told.json)
    expect(said).toEqual({ path: null, expiresAt: null, mailed: true })
    const orders = await tests.db.selectFrom('outbox').select('payload').execute()
    expect(orders.map(({ payload }) => payload)).toContainEqual({
      mail: 'invitation',
      personId,
      by: 'ada',
    })
    const audit = auditPage.parse((await ask('ada', '/audit?kind=invited')).json)
    expect(audit.entries[0]).toMatchObject({ by: 'agent:ada', data: { personId } })
  })

  it('[CN3] is an administrator’s, and of nobody who is in already', async () => {
    expect((await invite('sam', { ...somebody, email: 'x@new.example' })).status).toBe(403)
    const again = await invite('ada', { ...somebody, email: 'mia@parley.example' })
    expect(again.json).toMatchObject({ refusal: { code: 'isInactive' } })
    const nowhere = { ...somebody, groupIds: ['nowhere'], email: 'y@new.example' }
    expect((await invite('ada', nowhere)).status).toBe(404)
  })
})

describe('where people are signed in', () => {
  const signInsOf = (personId: string) => `/members/${personId}/sign-ins`

  it('[CN5] is told to who administers all of their accounts, and ended by them', async () => {
    const theirs = await tests.signedIn('mia')
    const told = signIns.parse((await ask('ada', signInsOf('mia'))).json)
    expect(told.signIns.length).toBeGreaterThan(0)
    const token = await tests.signedIn('ada')
    const ended = await tests.ask('DELETE', `${ACME}${signInsOf('mia')}`, { token })
    expect(ended.status).toBe(204)
    expect(signIns.parse((await ask('ada', signInsOf('mia'))).json).signIns).toEqual([])
    expect((await tests.ask('GET', '/api/v1/session', { token: theirs })).status).toBe(401)
    const audit = auditPage.parse((await ask('ada', '/audit?kind=signInsEnded')).json)
    expect(audit.entries[0]).toMatchObject({ by: 'agent:ada', data: { personId: 'mia' } })
  })

  it('[CN5] of oneself leaves the session that asks', async () => {
    const [asks, other] = [await tests.signedIn('ada'), await tests.signedIn('ada')]
    const ended = await tests.ask('DELETE', `${ACME}${signInsOf('ada')}`, { token: asks })
    expect(ended.status).toBe(204)
    expect((await tests.ask('GET', '/api/v1/session', { token: asks })).status).toBe(200)
    expect((await tests.ask('GET', '/api/v1/session', { token: other })).status).toBe(401)
  })

  it('[CN5] is no supervisor’s, and nobody’s of who works elsewhere too', async () => {
    expect((await ask('sam', signInsOf('mia'))).status).toBe(403)
    expect((await ask('ada', signInsOf('nobody'))).status).toBe(404)
    const invited = { email: 'max@parley.example', name: 'Max', role: 'agent', groupIds: [] }
    await tests.ask('POST', `${ACME}/invitations`, {
      token: await tests.signedIn('ada'),
      body: invited,
    })
    const elsewhere = await ask('ada', signInsOf('max'))
    expect(elsewhere.json).toMatchObject({ refusal: { code: 'worksElsewhere' } })
  })
})
