import { describe, expect, it } from 'vitest'
import type { ArchivePage, SearchPage } from '#protocol/rest'
import { storedArchive } from '#storage/archive'
import { SearchTooBroad } from '#storage/search'
import { AppForTests } from './app-for-tests.ts'
import { createApp } from './app.ts'
import { excerptOf } from './excerpt.ts'

const tests = AppForTests.forThisFile()
const ACCOUNT = '/api/v1/accounts/acme'

const send = async (path: string, token: string, command: object) => {
  const body = { id: Bun.randomUUIDv7(), command }
  expect((await tests.ask('POST', `${path}/commands`, { token, body })).status).toBe(200)
}

async function online(personId: string): Promise<string> {
  const token = await tests.signedIn(personId)
  await tests.connect(token)
  await send(ACCOUNT, token, { type: 'goOnline' })
  return token
}

async function newTag(name: string): Promise<string> {
  const token = await tests.signedIn('ada')
  const command = { type: 'saveTag', tagId: null, name, colour: 'teal' }
  const body = { id: Bun.randomUUIDv7(), command }
  const { json } = await tests.ask('POST', `${ACCOUNT}/commands`, { token, body })
  return (json as { result: { tagId: string } }).result.tagId
}

/** A chat in which a customer wrote. */
async function chatOf(text: string, channelId = 'site') {
  const { token, who } = await tests.customer(channelId)
  const channel = `/api/v1/channels/${channelId}`
  await send(channel, token, { type: 'sendMessage', text })
  const ada = await tests.signedIn('ada')
  const { json } = await tests.ask('GET', `${ACCOUNT}/desk`, { token: ada })
  const { chats } = json as { chats: { chatId: string; customerId: string }[] }
  const chatId = chats.find(({ customerId }) => customerId === who.customerId)?.chatId
  if (chatId === undefined) throw new Error('the chat is not on the desk')
  return { token, channel, chatId, customerId: who.customerId }
}

async function search(as: string, query: string): Promise<SearchPage> {
  const told = await tests.ask('GET', `${ACCOUNT}/search?${query}`, {
    token: await tests.signedIn(as),
  })
  expect(told.status).toBe(200)
  return told.json as SearchPage
}

async function archive(as: string, query: string): Promise<ArchivePage> {
  const told = await tests.ask('GET', `${ACCOUNT}/chats?state=closed&${query}`, {
    token: await tests.signedIn(as),
  })
  expect(told.status).toBe(200)
  return told.json as ArchivePage
}

describe('search', () => {
  it('[LI5] finds words of open and closed chats that one may read, and marks them', async () => {
    const mia = await online('mia')
    const { chatId, token, channel } = await chatOf('My zebra parcel is lost')
    await send(ACCOUNT, mia, { type: 'takeChat', chatId })
    const words = { type: 'comment', chatId, visibleTo: 'staff', text: 'A zebra, again' }
    await send(ACCOUNT, mia, words)
    await send(ACCOUNT, mia, { ...words, visibleTo: 'author', text: 'My own zebra' })

    const { lines, customers, next } = await search('mia', 'text=ZEB')
    expect(lines.map(({ kind, excerpt }) => [kind, excerpt])).toEqual([
      ['comment', 'My own zebra'],
      ['comment', 'A zebra, again'],
      ['message', 'My zebra parcel is lost'],
    ])
    const [first, , last] = lines
    expect(first?.marks.map(([from, to]) => first.excerpt.slice(from, to))).toEqual(['zeb'])
    expect(last).toMatchObject({ chat: { chatId, open: true, access: 'full' } })
    expect({ customers, next }).toEqual({ customers: [], next: null })

    // A supervisor and an administrator read along; of another group nobody does.
    for (const who of ['sam', 'ada']) {
      const seen = await search(who, 'text=zebra')
      expect(seen.lines.map(({ excerpt }) => excerpt)).toEqual([
        'A zebra, again',
        'My zebra parcel is lost',
      ])
    }
    expect((await search('lou', 'text=zebra')).lines).toEqual([])
    await send(channel, token, { type: 'endChat' })
    await tests.parts.screens.desk('acme', 'ada', { afterChatId: null, limit: 1 })
    expect((await search('mia', 'text=parcel%20zebra')).lines).toHaveLength(1)
    expect((await search('mia', 'text=%F0%9F%A6%93')).lines).toEqual([])
  })

  it('[LI5] finds customers by their e-mail address, with chats that one may read', async () => {
    const { token, channel, chatId, customerId } = await chatOf('Nobody here?')
    await send(channel, token, { type: 'leaveMessage', email: 'zoe.quill@shop.example' })
    const { customers } = await search('mia', 'text=quill')
    expect(customers).toMatchObject([
      { customerId, email: 'zoe.quill@shop.example', chats: [{ chatId }] },
    ])
    expect(customers[0]?.marks).toEqual({ name: [], email: [[4, 9]] })
    expect((await search('lou', 'text=quill')).customers).toEqual([])
    const foreign = await tests.ask('GET', '/api/v1/accounts/rival/search?text=quill', {
      token: await tests.signedIn('max'),
    })
    expect(foreign.json).toEqual({ customers: [], lines: [], next: null })
  })

  it('[LI5] comes in pages, nothing twice and nothing left out', async () => {
    const { token, channel } = await chatOf('okapi 0')
    for (let n = 1; n < 7; n += 1)
      await send(channel, token, { type: 'sendMessage', text: `okapi ${n}` })
    const read: string[] = []
    let query = 'text=okapi&limit=3'
    for (let more = true; more;) {
      const { lines, next } = await search('mia', query)
      read.push(...lines.map(({ excerpt }) => excerpt))
      await send(channel, token, { type: 'sendMessage', text: 'okapi later' })
      if (next) query = `text=okapi&limit=3&beforeSeq=${next.seq}&beforeLineId=${next.lineId}`
      more = next !== null
    }
    expect(read).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `okapi ${n}`))
  })

  it('[LI5] shows the part of a long text in which the words are', () => {
    const long = `${'so '.repeat(200)}the needle in it ${'and '.repeat(200)}`
    const { excerpt, marks } = excerptOf(long, ['need'])
    expect(excerpt.length).toBeLessThan(170)
    expect(excerpt).toMatch(/^…so .*the needle in it and .*…$/)
    expect(marks.map(([from, to]) => excerpt.slice(from, to))).toEqual(['need'])
    expect(excerptOf('x'.repeat(400), ['x']).marks).toEqual([[0, 1]])
    expect(excerptOf('🦓'.repeat(200), ['a']).excerpt).toBe(`${'🦓'.repeat(80)}…`)
    expect(excerptOf('a\nb', ['b'])).toEqual({ excerpt: 'a b', marks: [[2, 3]] })
  })
})

describe('the archive', () => {
  it('[LI6] is narrowed, and brings last words', async () => {
    const mia = await online('mia')
    await send(ACCOUNT, await tests.signedIn('ada'), {
      type: 'changeSettings',
      change: { undoMs: 1, chatLimit: 50 },
    })
    const tagId = await newTag('Animals')
    const closed = []
    for (const channelId of ['site', 'second']) {
      const one = await chatOf(`A quokka at ${channelId}`, channelId)
      await send(ACCOUNT, mia, { type: 'takeChat', chatId: one.chatId })
      if (channelId === 'second') {
        await send(ACCOUNT, mia, { type: 'tagChat', chatId: one.chatId, tagId })
      }
      await send(one.channel, one.token, { type: 'endChat' })
      closed.push(one)
    }
    const [first, second] = closed
    const ids = async (as: string, query: string) =>
      (await archive(as, query)).chats.map(({ chatId }) => chatId)
    expect(await ids('mia', 'text=quokka')).toEqual([second?.chatId, first?.chatId])
    expect(await ids('mia', 'text=quokka&channelId=second')).toEqual([second?.chatId])
    expect(await ids('mia', `text=quokka&customerId=${first?.customerId}`)).toEqual([first?.chatId])
    expect(await ids('mia', 'text=quokka&agentId=mia')).toHaveLength(2)
    expect(await ids('mia', 'text=quokka&agentId=sam')).toEqual([])
    expect(await ids('mia', `tagId=${tagId}`)).toEqual([second?.chatId])
    expect(await ids('mia', 'tagId=of-nobody')).toEqual([])
    expect(await ids('lou', `tagId=${tagId}`)).toEqual([])
    expect(await ids('lou', 'text=quokka')).toEqual([])
    const { chats } = await archive('mia', 'text=quokka')
    const [newest, oldest] = chats
    expect(newest?.preview?.text).toBe('A quokka at second')
    const between = `text=quokka&closedFrom=${oldest?.closedAt}&closedBefore=${newest?.closedAt}`
    if (newest?.closedAt !== oldest?.closedAt) {
      expect(await ids('mia', between)).toEqual([first?.chatId])
    }
    expect(await ids('mia', `text=quokka&closedFrom=${(newest?.closedAt ?? 0) + 1}`)).toEqual([])
  })
})

describe('what takes too much', () => {
  it('[LI7] is refused by name', async () => {
    const archived = storedArchive(tests.db)
    const tooBroad = () => Promise.reject(new SearchTooBroad('too long'))
    const app = createApp(
      tests.partsWith({ ...archived, findLines: tooBroad, closedChats: tooBroad }),
    )
    const token = await tests.signedIn('ada')
    for (const path of ['search?text=a', 'chats?state=closed&text=a']) {
      const told = await tests.ask('GET', `${ACCOUNT}/${path}`, { token }, app)
      expect(told.status).toBe(422)
      expect(told.json).toMatchObject({ refusal: { code: 'tooBroad' } })
    }
  })

  it('[LI7] is refused with the time to come again where it comes too often', async () => {
    const rates = { ...tests.parts.rates, searchesPerSender: { points: 2, perSeconds: 60 } }
    const app = createApp({ ...tests.parts, rates })
    const token = await tests.signedIn('mia')
    const asked = []
    for (const path of ['search?text=a', 'chats?state=closed&text=a', 'search?text=b']) {
      asked.push(await tests.ask('GET', `${ACCOUNT}/${path}`, { token }, app))
    }
    expect(asked.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(asked[2]?.json).toMatchObject({ refusal: { code: 'tooManyRequests' } })
    const without = await tests.ask('GET', `${ACCOUNT}/chats?state=closed`, { token }, app)
    expect(without.status).toBe(200)
  })
})
