import { describe, expect, it } from 'vitest'
import { accountSetup, auditPage, invitation } from '#protocol/console'
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
    const { members, channels } = accountSetup.parse(json)
    expect(new Set(members.map(({ email }) => email))).toEqual(new Set([null]))
    expect(channels).toEqual([])
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
  const invite = async (personId: string, body: object) =>
    tests.ask('POST', `${ACME}/invitations`, { token: await tests.signedIn(personId), body })

  it('[CN3] makes a link for who is new, who chooses a password by it and is in', async () => {
    const told = await invite('ada', { ...somebody, email: 'Nia@new.example' })
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
    const told = await invite('ada', { ...somebody, email: 'MAX@parley.example' })
    expect(told.json).toEqual({ personId: 'max', path: null, expiresAt: null })
    const session = await tests.ask('GET', '/api/v1/session', {
      token: await tests.signedIn('max'),
    })
    expect(session.text).toContain('"acme"')
    expect(session.text).toContain('"rival"')
  })

  it('[CN3] is an administrator’s, and of nobody who is in already', async () => {
    expect((await invite('sam', { ...somebody, email: 'x@new.example' })).status).toBe(403)
    const again = await invite('ada', { ...somebody, email: 'mia@parley.example' })
    expect(again.json).toMatchObject({ refusal: { code: 'isInactive' } })
    const nowhere = { ...somebody, groupIds: ['nowhere'], email: 'y@new.example' }
    expect((await invite('ada', nowhere)).status).toBe(404)
  })
})
