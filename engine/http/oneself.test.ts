import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MAX_PICTURE_BYTES } from '#protocol/limits'
import { defaultPreferences } from '#protocol/default-preferences'
import type { Preferences, SignIns } from '#protocol/rest'
import { customerServerFrame } from '#protocol/customer-frames'
import { createApiToken } from '#storage/api-tokens'
import { AppForTests, PASSWORD } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const SESSION = '/api/v1/session'

/** The smallest PNG there is, and more bytes behind it. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
  'base64',
)

async function signIn(personId: string, device: string): Promise<string> {
  const told = await tests.ask('POST', SESSION, {
    body: { email: `${personId}@parley.example`, password: PASSWORD },
    headers: { 'user-agent': device },
  })
  const { token } = told.json as { token: string }
  return token
}

async function bring(image: Uint8Array, token: string) {
  const body = { image: Buffer.from(image).toString('base64') }
  return tests.ask('POST', `${SESSION}/pictures`, { token, body })
}

describe('a picture', () => {
  it('[OW6] is served under the hash of its bytes, for ever, typed and never sniffed', async () => {
    const token = await tests.signedIn('mia')
    const saved = await bring(PNG, token)
    expect(saved.status).toBe(201)
    const picture = createHash('sha256').update(PNG).digest('base64url')
    expect(saved.json).toEqual({ picture })
    expect((await bring(PNG, token)).json).toEqual({ picture })
    const told = await tests.ask('GET', `/api/v1/pictures/${picture}`)
    expect(told.status).toBe(200)
    expect(told.headers.get('content-type')).toBe('image/png')
    expect(told.headers.get('x-content-type-options')).toBe('nosniff')
    expect(told.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(told.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(told.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect((await tests.ask('GET', '/api/v1/pictures/another')).status).toBe(404)
  })

  it('[OW6] is an image by its bytes, and small', async () => {
    const token = await tests.signedIn('mia')
    const kinds: [number[], string | null][] = [
      [[0xff, 0xd8, 0xff, 0xe0, 1, 2], 'image/jpeg'],
      [[...Buffer.from('RIFF....WEBPVP8 ')], 'image/webp'],
      [[...Buffer.from('<svg onload="alert(1)">')], null],
      [[...Buffer.from('GIF89a........')], null],
    ]
    for (const [bytes, mime] of kinds) {
      const saved = await bring(new Uint8Array(bytes), token)
      if (mime === null) {
        expect(saved.json).toMatchObject({ refusal: { code: 'noImage' } })
        continue
      }
      const { picture } = saved.json as { picture: string }
      const told = await tests.ask('GET', `/api/v1/pictures/${picture}`)
      expect(told.headers.get('content-type')).toBe(mime)
    }
    const most = new Uint8Array(MAX_PICTURE_BYTES)
    most.set(PNG)
    expect((await bring(most, token)).status).toBe(201)
    const more = new Uint8Array(MAX_PICTURE_BYTES + 3)
    more.set(PNG)
    expect((await bring(more, token)).json).toMatchObject({ refusal: { code: 'invalid' } })
    const body = { image: 'AAAA' }
    expect((await tests.ask('POST', `${SESSION}/pictures`, { body })).status).toBe(401)
  })
})

describe('who one is in an account', () => {
  it('[OW5] is said by oneself, and seen by colleagues and customers', async () => {
    const token = await tests.signedIn('mia')
    const command = { type: 'saveProfile', name: 'Mia L.', publicName: 'Mia', picture: 'a-hash' }
    const save = { id: crypto.randomUUID(), command }
    const path = '/api/v1/accounts/acme/commands'
    expect((await tests.ask('POST', path, { token, body: save })).status).toBe(200)
    const ada = await tests.signedIn('ada')
    const desk = await tests.ask('GET', '/api/v1/accounts/acme/desk', { token: ada })
    const { agents } = desk.json as { agents: { agentId: string }[] }
    expect(agents.find(({ agentId }) => agentId === 'mia')).toMatchObject({
      name: 'Mia L.',
      publicName: 'Mia',
      picture: 'a-hash',
      role: 'agent',
      groupIds: ['support'],
    })
    // An administrator who changes something else of her leaves it.
    const member = {
      type: 'saveMember',
      personId: 'mia',
      role: 'agent',
      name: 'Mia L.',
      publicName: 'Mia',
      groupIds: ['support'],
      chatLimit: 3,
    }
    const change = { id: crypto.randomUUID(), command: member }
    expect((await tests.ask('POST', path, { token: ada, body: change })).status).toBe(200)
    const again = await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })
    expect(again.json).toMatchObject({ me: { agentId: 'mia', picture: 'a-hash', limit: 3 } })
    const spoof = { id: crypto.randomUUID(), command: { ...command, personId: 'ada' } }
    expect((await tests.ask('POST', path, { token, body: spoof })).status).toBe(400)
    const named = await tests.db.selectFrom('journal').select('data').execute()
    expect(JSON.stringify(named)).not.toContain('Mia L.')
  })

  it('[OW5] is what customers see beside what one wrote', async () => {
    const token = await tests.signedIn('mia')
    await tests.connect(token)
    const customer = await tests.customer()
    const channel = '/api/v1/channels/site'
    const asks = { id: crypto.randomUUID(), command: { type: 'sendMessage', text: 'Hello' } }
    await tests.ask('POST', `${channel}/commands`, { token: customer.token, body: asks })
    const desk = await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })
    const { chats } = desk.json as { chats: { chatId: string; customerId: string }[] }
    const chat = chats.find(({ customerId }) => customerId === customer.who.customerId)
    const chatId = chat?.chatId
    const commands = [
      { type: 'saveProfile', name: 'Mia L.', publicName: 'Mia', picture: 'a-hash' },
      { type: 'goOnline' },
      { type: 'takeChat', chatId },
      { type: 'sendMessage', chatId, text: 'Good morning' },
    ]
    for (const command of commands) {
      const body = { id: crypto.randomUUID(), command }
      const told = await tests.ask('POST', '/api/v1/accounts/acme/commands', { token, body })
      expect(told.status, command.type).toBe(200)
    }
    const items = await tests.ask('GET', `${channel}/items`, { token: customer.token })
    const { items: all } = items.json as { items: unknown[] }
    expect(all.at(-1)).toMatchObject({ from: 'person', name: 'Mia', picture: 'a-hash' })
    expect(all[0]).toMatchObject({ from: 'me', picture: null })
    expect(customerServerFrame.parse({ type: 'item', item: all.at(-1) })).toBeTruthy()
  })
})

describe('preferences', () => {
  it('[OW7] are the usual ones until one chooses, and one’s own then', async () => {
    const [mia, ada] = [await tests.signedIn('mia'), await tests.signedIn('ada')]
    const path = `${SESSION}/preferences`
    expect((await tests.ask('GET', path, { token: mia })).json).toEqual(defaultPreferences)
    const chosen: Preferences = {
      language: 'de',
      speaks: ['de', 'pt-BR'],
      singleKeys: false,
      notifications: { ...defaultPreferences.notifications, sound: true },
    }
    expect((await tests.ask('PUT', path, { token: mia, body: chosen })).status).toBe(204)
    expect((await tests.ask('GET', path, { token: mia })).json).toEqual(chosen)
    expect((await tests.ask('GET', path, { token: ada })).json).toEqual(defaultPreferences)
    const wrong = [{ ...chosen, theme: 'dark' }, { ...chosen, language: '<b>' }, { speaks: [] }]
    for (const body of wrong) {
      expect((await tests.ask('PUT', path, { token: mia, body })).status).toBe(400)
    }
    expect((await tests.ask('GET', path)).status).toBe(401)
  })

  it('[MA1] saved before there was a choice keep what they say, with its usual answer', async () => {
    const token = await tests.signedIn('mia')
    const path = `${SESSION}/preferences`
    const { singleKeys: _, ...before } = { ...defaultPreferences, language: 'de' }
    expect((await tests.ask('PUT', path, { token, body: before })).status).toBe(204)
    const told = (await tests.ask('GET', path, { token })).json
    expect(told).toEqual({ ...before, singleKeys: true })
  })
})

describe('where one is signed in', () => {
  const path = `${SESSION}/sign-ins`
  const list = async (token: string) => {
    const told = await tests.ask('GET', path, { token })
    return (told.json as SignIns).signIns
  }

  it('[OW8] is listed, and one of them or all others can be ended', async () => {
    const here = await signIn('lou', 'Firefox here')
    const there = await signIn('lou', 'Safari there')
    await signIn('lou', 'an old \u00e4 phone')
    const theirs = await signIn('sam', 'Chrome of Sam')
    const all = await list(here)
    expect(all.map(({ device }) => device).toSorted()).toEqual([
      'Firefox here',
      'Safari there',
      'an old  phone',
    ])
    expect(all.filter(({ current }) => current).map(({ device }) => device)).toEqual([
      'Firefox here',
    ])
    expect(all[0]).toMatchObject({ address: '192.0.2.1' })
    const id = all.find(({ device }) => device === 'Safari there')?.sessionId ?? ''
    expect((await tests.ask('DELETE', `${path}/${id}`, { token: theirs })).status).toBe(404)
    expect((await tests.ask('DELETE', `${path}/${id}`, { token: here })).status).toBe(204)
    expect(tests.revoked).toContain(id)
    expect((await tests.ask('GET', SESSION, { token: there })).status).toBe(401)
    expect((await tests.ask('DELETE', path, { token: here })).status).toBe(204)
    expect((await list(here)).map(({ device }) => device)).toEqual(['Firefox here'])
    expect((await list(theirs)).length).toBeGreaterThan(0)
  })

  it('[OW8] is not told to an API token, nor to nobody', async () => {
    await createApiToken(tests.db, 'pt_program', {
      tokenId: 'program',
      accountId: 'acme',
      personId: 'mia',
      name: 'A program',
      createdAt: 1,
    })
    for (const asked of [{ token: 'pt_program' }, {}]) {
      expect((await tests.ask('GET', path, asked)).status).toBe(401)
      expect((await tests.ask('DELETE', path, asked)).status).toBe(401)
      expect((await tests.ask('DELETE', `${path}/any`, asked)).status).toBe(401)
    }
  })
})
