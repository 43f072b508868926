import { describe, expect, it } from 'vitest'
import { AppForTests } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const ACCOUNT = '/api/v1/accounts/acme'
const CHANNEL = '/api/v1/channels/site'

interface Chat {
  chatId: string
  state: string
  closedAt: number
}

const send = (path: string, token: string, command: object, id = Bun.randomUUIDv7()) =>
  tests.ask('POST', `${path}/commands`, { token, body: { id, command } })

/** A customer who wrote, and the chat. */
async function chatOf(text: string) {
  const { token, who } = await tests.customer()
  expect((await send(CHANNEL, token, { type: 'sendMessage', text })).status).toBe(200)
  const ada = await tests.signedIn('ada')
  const desk = await tests.ask('GET', `${ACCOUNT}/desk`, { token: ada })
  const { chats } = desk.json as { chats: (Chat & { customerId: string })[] }
  const chat = chats.find(({ customerId }) => customerId === who.customerId)
  if (chat === undefined) throw new Error('the chat is not on the desk')
  return { token, ada, chatId: chat.chatId }
}

async function online(personId: string): Promise<string> {
  const token = await tests.signedIn(personId)
  await tests.connect(token)
  await send(ACCOUNT, token, { type: 'goOnline' })
  return token
}

describe('a command', () => {
  it('[HT10] is answered after it is durable, and once per id', async () => {
    const { chatId, ada } = await chatOf('One')
    const mia = await online('mia')
    expect((await send(ACCOUNT, mia, { type: 'takeChat', chatId })).status).toBe(200)
    const id = Bun.randomUUIDv7()
    const command = { type: 'sendMessage', chatId, text: 'Answer' }
    const first = await send(ACCOUNT, mia, command, id)
    expect(first.status).toBe(200)
    expect(first.json).toMatchObject({ id, seq: expect.any(Number), result: {} })
    const stored = tests.db.selectFrom('messages').selectAll().where('commandId', '=', id)
    expect(await stored.execute()).toHaveLength(1)
    const again = await send(ACCOUNT, mia, command, id)
    expect(again.text).toBe(first.text)
    expect(await stored.execute()).toHaveLength(1)
    const other = await send(ACCOUNT, mia, { ...command, text: 'Another' }, id)
    expect(other.status).toBe(409)
    expect(other.json).toMatchObject({ refusal: { code: 'reused' } })
    expect((await send(ACCOUNT, ada, { type: 'takeChat', chatId })).status).toBe(409)
  })

  it('[HT10] that a rule refuses gets the status of its code', async () => {
    const { chatId } = await chatOf('Two')
    const lou = await tests.signedIn('lou')
    const settings = { type: 'changeSettings', change: { chatLimit: 9 } }
    expect((await send(ACCOUNT, lou, settings)).status).toBe(403)
    expect((await send(ACCOUNT, lou, { type: 'takeChat', chatId })).status).toBe(404)
    expect((await send(ACCOUNT, lou, { type: 'takeChat', chatId: 'no-such' })).status).toBe(404)
  })

  it('[HT11] of a customer is answered without a number or id of the account', async () => {
    const { token } = await tests.customer()
    const first = await send(CHANNEL, token, { type: 'sendMessage', text: 'One' })
    expect(first.json).toEqual({ id: expect.any(String), seq: 1, result: {} })
    const refused = await send(CHANNEL, token, { type: 'talkToPerson' })
    expect(refused.status).toBeGreaterThanOrEqual(400)
    const { refusal } = refused.json as { refusal: object }
    expect(Object.keys(refusal).toSorted()).toEqual(['code', 'says'])
  })
})

describe('what staff sees', () => {
  it('[HT12] is the desk, a chat, and older messages, as far as one may see them', async () => {
    const { chatId, token } = await chatOf('Three')
    const [mia, lou] = [await online('mia'), await tests.signedIn('lou')]
    await send(ACCOUNT, mia, { type: 'takeChat', chatId })
    for (let n = 0; n < 4; n += 1)
      await send(CHANNEL, token, { type: 'sendMessage', text: `m${n}` })
    await send(ACCOUNT, mia, { type: 'comment', chatId, text: 'mine', visibleTo: 'author' })
    const ask = (as: string, path: string) => tests.ask('GET', `${ACCOUNT}${path}`, { token: as })

    const shown = await ask(mia, `/chats/${chatId}`)
    const { messages, comments } = shown.json as {
      messages: { seq: number; text: string }[]
      comments: object[]
    }
    const texts = messages.map(({ text }) => text).filter((text) => text !== null)
    expect(texts).toEqual(['Three', 'm0', 'm1', 'm2', 'm3'])
    expect(comments.filter((one) => 'text' in one && one.text === 'mine')).toHaveLength(1)

    const before = messages.at(-2)?.seq ?? 0
    const older = await ask(mia, `/chats/${chatId}/messages?before=${before}`)
    const olderTexts = (older.json as { messages: { text: string }[] }).messages
    expect(olderTexts.map(({ text }) => text).filter((text) => text !== null)).toEqual([
      'Three',
      'm0',
      'm1',
    ])

    // Of another group: not there. An administrator: all but the personal comment.
    for (const path of [`/chats/${chatId}`, `/chats/${chatId}/messages?before=99`]) {
      expect((await ask(lou, path)).status).toBe(404)
    }
    expect(JSON.stringify((await ask(lou, '/desk')).json)).not.toContain(chatId)
    const ada = await ask(await tests.signedIn('ada'), `/chats/${chatId}`)
    expect(ada.status).toBe(200)
    expect(ada.text).toContain('m3')
    expect(ada.text).not.toContain('mine')
  })

  it('[HT12] the archive comes in pages, nothing twice and nothing left out', async () => {
    const mia = await online('mia')
    await send(ACCOUNT, await tests.signedIn('ada'), {
      type: 'changeSettings',
      change: { undoMs: 1, chatLimit: 50 },
    })
    const chatIds: string[] = []
    for (let n = 0; n < 7; n += 1) {
      const { chatId, token } = await chatOf(`Closing ${n}`)
      await send(ACCOUNT, mia, { type: 'takeChat', chatId })
      await send(CHANNEL, token, { type: 'endChat' })
      chatIds.push(chatId)
    }
    const page = async (as: string, query: string) => {
      const told = await tests.ask('GET', `${ACCOUNT}/chats?state=closed${query}`, { token: as })
      expect(told.status).toBe(200)
      return told.json as { chats: Chat[]; next: { closedAt: number; chatId: string } | null }
    }
    const all: Chat[] = []
    let query = '&limit=3'
    for (;;) {
      const { chats, next } = await page(mia, query)
      all.push(...chats)
      if (next === null) break
      query = `&limit=3&beforeClosedAt=${next.closedAt}&beforeChatId=${next.chatId}`
    }
    expect(new Set(all.map(({ chatId }) => chatId)).size).toBe(all.length)
    expect(all.map(({ chatId }) => chatId)).toEqual(expect.arrayContaining(chatIds))
    expect(all.map(({ closedAt }) => closedAt)).toEqual(
      all.map(({ closedAt }) => closedAt).toSorted((a, b) => b - a),
    )
    expect((await page(mia, '&groupId=support')).chats).toHaveLength(all.length)
    expect((await page(mia, '&groupId=sales')).chats).toHaveLength(0)
    expect((await page(await tests.signedIn('lou'), '')).chats).toHaveLength(0)
    expect((await page(await tests.signedIn('lou'), '&groupId=support')).chats).toHaveLength(0)
    expect((await page(await tests.signedIn('ada'), '')).chats).toHaveLength(all.length)
  })
})

describe('what a customer sees', () => {
  it('[HT11] is the own stream from a number on, without a word of staff’s side', async () => {
    const { chatId, token } = await chatOf('Four')
    const mia = await online('mia')
    await send(ACCOUNT, mia, { type: 'takeChat', chatId })
    await send(ACCOUNT, mia, { type: 'comment', chatId, text: 'secret', visibleTo: 'staff' })
    await send(ACCOUNT, mia, { type: 'sendMessage', chatId, text: 'Answer' })
    const items = async (after: number) => {
      const told = await tests.ask('GET', `${CHANNEL}/items?after=${after}`, { token })
      expect(told.status).toBe(200)
      expect(told.text).not.toMatch(/secret|comment|chatId|agent|support-/)
      return told.json as { items: { n: number; text: string }[]; newest: number }
    }
    const { items: all, newest } = await items(0)
    expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => index + 1))
    expect(newest).toBe(all.length)
    expect(all.at(-1)?.text).toBe('Answer')
    expect((await items(newest - 1)).items).toHaveLength(1)
    expect((await items(newest)).items).toEqual([])
    const { token: other } = await tests.customer()
    const theirs = await tests.ask('GET', `${CHANNEL}/items`, { token: other })
    expect(theirs.json).toEqual({ items: [], newest: 0 })
  })

  it('[HT12] is the channel before anybody wrote', async () => {
    expect((await tests.ask('GET', CHANNEL)).json).toMatchObject({
      channelId: 'site',
      name: 'support',
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
      welcome: expect.any(String),
    })
  })
})
