import { describe, expect, it } from 'vitest'
import { toCustomerItem } from '../realtime/customer-views.ts'
import { noticeText } from '../texts.ts'
import { member, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'

const account = () => {
  const small = smallAccount()
  return { ...small, members: [...small.members, member('sam', ['sales'], { role: 'supervisor' })] }
}

/** Ann has a chat of support and one of sales. */
async function atWork(): Promise<{ test: TestHost; support: string; sales: string }> {
  const test = await TestHost.start({ account: account() })
  await test.online('ann')
  const support = await test.writes('c1')
  const sales = await test.writes('c2')
  const to = { kind: 'group', groupId: 'sales' } as const
  done(await test.staff('ann', { type: 'forwardChat', chatId: sales, to }))
  for (const chatId of [support, sales]) done(await test.staff('ann', { type: 'takeChat', chatId }))
  return { test, support, sales }
}

describe('setting a colleague offline', () => {
  it('[PS1] decides over the chats that one may see oneself; the others go back to their lines', async () => {
    const { test, support, sales } = await atWork()
    const offline = { type: 'goOffline', agentId: 'ann', choice: { kind: 'close' } } as const
    done(await test.staff('sam', offline))
    expect(test.chat(sales)).toMatchObject({ state: 'closing' })
    expect(test.chat(support)).toMatchObject({ state: 'queued', agentId: null })
  })

  it('[PS1] to a group likewise', async () => {
    const { test, support, sales } = await atWork()
    const choice = { kind: 'forward', groupId: 'support' } as const
    done(await test.staff('sam', { type: 'goOffline', agentId: 'ann', choice }))
    expect(test.chat(sales)).toMatchObject({ state: 'forwarded', groupId: 'support' })
    expect(test.chat(support)).toMatchObject({ state: 'queued', groupId: 'support' })
  })

  it('[PS2] a supervisor sets no administrator offline', async () => {
    const small = account()
    const ada = member('ada', ['sales'], { role: 'administrator' })
    const members = small.members.map((one) => (one.personId === 'ada' ? ada : one))
    const test = await TestHost.start({ account: { ...small, members } })
    await test.online('ada')
    const offline = { type: 'goOffline', agentId: 'ada' } as const
    expect(refusalOf(await test.staff('sam', offline))).toBe('forbidden')
  })
})

describe('a farewell', () => {
  const farewell = 'I have to go. My colleagues will help you.'
  const choice = { kind: 'close', farewell } as const

  it('[FW1] is said in each chat that closes, in the same turn, and not in one that closes already', async () => {
    const { test, support, sales } = await atWork()
    const hold = { type: 'holdChat', chatId: sales, until: test.clock.now() + 60_000 } as const
    done(await test.staff('ann', hold))
    const closing = await test.writes('c3')
    done(await test.staff('ann', { type: 'takeChat', chatId: closing }))
    done(await test.staff('ann', { type: 'closeChat', chatId: closing }))
    done(await test.staff('ann', { type: 'goOffline', choice }))
    const { messages } = test.published.at(-1) ?? { messages: [] }
    const said = messages.filter(({ kind }) => kind === 'text')
    expect(said.map(({ chatId }) => chatId).toSorted()).toEqual([support, sales].toSorted())
    for (const { author, text } of said) {
      expect({ author, text }).toEqual({ author: 'agent:ann', text: farewell })
    }
    for (const chatId of [support, sales]) {
      expect(test.chat(chatId)).toMatchObject({ state: 'closing', answered: true })
    }
  })

  it('[FW2] leaves no word in the journal, and the account has one to begin with', async () => {
    const { test } = await atWork()
    done(await test.staff('ann', { type: 'goOffline', choice }))
    const stored = test.memory.contents('acme')
    expect(JSON.stringify(stored?.messages)).toContain('My colleagues')
    expect(JSON.stringify([stored?.journal, stored?.actors])).not.toContain('My colleagues')
    const change = { texts: { farewell: 'So long.' } }
    done(await test.staff('ada', { type: 'changeSettings', change }))
    const { texts } = test.host.peek('acme')?.settings.values ?? {}
    expect(texts).toMatchObject({ farewell: 'So long.' })
    expect(JSON.stringify(test.memory.contents('acme')?.journal)).not.toContain('So long')
  })

  it('[FW3] on a colleague’s behalf is the colleague’s, where one may close oneself', async () => {
    const { test, support, sales } = await atWork()
    done(await test.staff('sam', { type: 'goOffline', agentId: 'ann', choice }))
    const { messages } = test.published.at(-1) ?? { messages: [] }
    const said = messages.filter(({ kind }) => kind === 'text')
    expect(said.map(({ chatId, author }) => [chatId, author])).toEqual([[sales, 'agent:ann']])
    expect(test.chat(support).state).toBe('queued')
  })
})

describe('what customers are told of it', () => {
  it('[PS3] says so where nobody of the group is left to come', async () => {
    const { test, support } = await atWork()
    const choice = { kind: 'return' } as const
    done(await test.staff('ann', { type: 'goOffline', choice }))
    const data = await newestNotice(test, 'c1')
    expect(data).toMatchObject({ code: 'returned', unstaffed: true })
    expect(test.chat(support).state).toBe('queued')
    const named = { agent: '', group: 'Support', unstaffed: true, reason: null }
    expect(noticeText('returned', named)).toContain('Nobody from Support is here')
  })

  it('[PS3] and promises somebody else where there is one', async () => {
    const { test } = await atWork()
    await test.online('bob')
    done(await test.staff('ann', { type: 'goOffline', choice: { kind: 'return' } }))
    expect(await newestNotice(test, 'c1')).toEqual({ code: 'returned' })
  })
})

describe('what a notice carries', () => {
  it('[PS9] says as a fact that nobody is there to come', async () => {
    const { test } = await atWork()
    done(await test.staff('ann', { type: 'goOffline', choice: { kind: 'return' } }))
    const account = test.host.peek('acme')
    const stream = await test.memory.customerTail('acme', 'c1', 10)
    const items = stream.flatMap((row) =>
      account === null ? [] : [toCustomerItem(row, account, () => [])],
    )
    const notices = items.filter(({ kind }) => kind === 'notice')
    expect(notices.at(-1)).toMatchObject({ code: 'returned', unstaffed: true })
    expect(items.find(({ kind }) => kind === 'text')).not.toHaveProperty('unstaffed')
  })

  it.each([
    ['solved', 'Support ended this chat.'],
    ['endedByCustomer', 'You ended this chat.'],
    ['abandoned', 'This chat has ended before anybody could answer.'],
    ['idle', 'This chat has ended after a long silence.'],
  ])('[PS9] says who ended a chat: %s', (reason, words) => {
    const named = { agent: '', group: 'Support', unstaffed: false, reason }
    expect(noticeText('closed', named)).toBe(words)
  })
})

describe('a chat that nobody took', () => {
  it('[PS4] is of nobody in the archive, and makes nobody the one to ask first', async () => {
    const test = await TestHost.start({
      account: smallAccount({ assignment: 'automatic', offers: true }),
    })
    await test.online('ann')
    const chatId = await test.writes('c1')
    expect(test.chat(chatId).state).toBe('offered')
    done(await test.customer('c1', { type: 'endChat' }))
    const [closed] = await test.memory.loadChats('acme', [chatId])
    expect(closed).toMatchObject({ open: false, agentId: null })
    const [known] = await test.memory.loadCustomers('acme', ['c1'])
    expect(known?.row).toMatchObject({ lastChatId: chatId, lastAgentId: null, lastClosedAt: null })
  })
})

async function newestNotice(test: TestHost, customerId: string): Promise<unknown> {
  const stream = await test.memory.customerTail('acme', customerId, 10)
  return stream.findLast(({ kind }) => kind === 'notice')?.data
}
