import { describe, expect, it } from 'vitest'
import { MAX_NOTES } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import { replayFully } from '../simulation/full-replay.ts'
import { settled } from '../testing/manual-clock.ts'
import { beginUpload, finishUpload } from './files.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'

const ada = { type: 'saveCustomer', customerId: 'c1', change: { name: 'Ada Nwosu' } } as const

describe('what is known of a customer', () => {
  it('[CU1] the customer gives, when a message is left too, and staff changes', async () => {
    const test = await TestHost.start()
    await test.writes('c1')
    done(await test.customer('c1', { type: 'introduce', name: 'ada' }))
    done(await test.customer('c1', { type: 'leaveMessage', email: 'a@mail.example' }))
    done(await test.staff('ann', ada))
    expect(contentsOf(test).customerDetails).toMatchObject([
      {
        customerId: 'c1',
        name: 'Ada Nwosu',
        email: 'a@mail.example',
        sources: { name: 'staff', email: 'customer' },
      },
    ])
    expect(refusalOf(await test.customer('nobody', { type: 'introduce', name: 'X' }))).toBe(
      'noChat',
    )
    expect(contentsOf(test).customers.map(({ customerId }) => customerId)).toEqual(['c1'])
  })

  it('[CU4] holds a bounded number of notes', async () => {
    const test = await TestHost.start()
    await test.writes('c1')
    const note = { type: 'addNote', customerId: 'c1', text: 'Words' } as const
    for (let count = 0; count < MAX_NOTES; count += 1) done(await test.staff('ann', note))
    expect(refusalOf(await test.staff('ann', note))).toBe('tooMany')
  })

  it('[CU3] notes go by their author and those who lead, also after a restart', async () => {
    const test = await TestHost.start()
    await closedChat(test)
    const note = async (personId: string): Promise<string> => {
      const command = { type: 'addNote', customerId: 'c1', text: 'Words' } as const
      const { noteId } = done(await test.staff(personId, command)).result
      return typeof noteId === 'string' ? noteId : ''
    }
    const drop = (noteId: string) => ({ type: 'deleteNote', customerId: 'c1', noteId }) as const
    const [first, second] = [await note('ann'), await note('ann')]
    await test.host.stop()
    const next = await TestHost.start({ clock: test.clock, memory: test.memory, account: null })
    expect(refusalOf(await next.staff('bob', drop(first)))).toBe('forbidden')
    done(await next.staff('ann', drop(first)))
    done(await next.staff('sue', drop(second)))
    expect(refusalOf(await next.staff('ann', drop(first)))).toBe('notFound')
    expect(contentsOf(next).customerNotes).toEqual([])
  })

  it('[CU5] names the customer in lists and conversations, also after a restart', async () => {
    const { tests, chatId } = await known()
    const { test } = tests
    const shownTo = async (hub: TestHub) => {
      const end = await hub.staff('ann', 'desk', `chat:${chatId}`)
      const [row] = end.last('snapshot').desk.chats
      return [row?.customerName, end.last('conversation').conversation.chat.customerName]
    }
    expect(await shownTo(tests)).toEqual(['Ada Nwosu', 'Ada Nwosu'])
    await test.host.stop()
    const next = await TestHub.start({ clock: test.clock, memory: test.memory, account: null })
    expect(await shownTo(next)).toEqual(['Ada Nwosu', 'Ada Nwosu'])
    // Closed and out of memory, and coming again.
    done(await next.test.customer('c1', { type: 'endChat' }))
    await next.test.clock.pass(200_000)
    const end = await next.staff('ann', 'desk', `chat:${chatId}`)
    expect(end.last('conversation').conversation.chat.customerName).toBe('Ada Nwosu')
    await next.test.writes('c1', 'Once more')
    expect(changesOf(end, 'chat').at(-1)?.chat.customerName).toBe('Ada Nwosu')
    done(await next.test.staff('ann', { ...ada, change: { name: null } }))
    expect(changesOf(end, 'chat').at(-1)?.chat.customerName).toBe('Visitor C1')
  })

  it('[CU6] reaches open desks at once, and who may see the customer hears of it', async () => {
    const { tests } = await known()
    const [sue, cleo] = [await tests.staff('sue', 'desk'), await tests.staff('cleo', 'desk')]
    const cursor = sue.last('snapshot').seq
    done(await tests.test.staff('ann', { ...ada, change: { name: 'Ada N.' } }))
    done(await tests.test.staff('ann', { type: 'addNote', customerId: 'c1', text: 'Words' }))
    expect(changesOf(sue, 'chat').at(-1)?.chat.customerName).toBe('Ada N.')
    const told = { kind: 'customer', customerId: 'c1', erased: false }
    expect(changesOf(sue, 'customer')).toEqual([told, told])
    expect(changesOf(cleo, 'customer')).toEqual([])
    const again = await tests.staff('sue')
    await again.say({ type: 'subscribe', topic: 'desk', after: cursor })
    expect(again.of('snapshot')).toEqual([])
    expect(changesOf(again, 'chat').at(-1)?.chat.customerName).toBe('Ada N.')
  })
})

describe('a block', () => {
  it('[CU8] says when and by whom it ended', async () => {
    const { test, chatId } = await blocked()
    await test.clock.pass(5_000)
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    const [block] = contentsOf(test).blocks
    expect(block).toMatchObject({ endedAt: test.clock.now(), endedBy: 'agent:sue' })
    await test.writes('c1', 'Back again')
    expect(chatId).not.toBe(test.host.peek('acme')?.customers.get('c1')?.row.openChatId)
    const again = await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' })
    expect(refusalOf(again)).toBe('notNow')
  })

  it('[CU9] is set by a chat that is over: the open one ends, or the next one never begins', async () => {
    const test = await TestHost.start()
    const over = await closedChat(test)
    const block = { type: 'blockCustomer', chatId: over, reason: 'rude', message: 'No.' } as const
    expect(refusalOf(await test.staff('ann', block))).toBe('forbidden')
    done(await test.staff('sue', block))
    expect(refusalOf(await test.customer('c1', { type: 'sendMessage', text: 'Hi' }))).toBe(
      'blocked',
    )
    expect(refusalOf(await test.staff('sue', block))).toBe('blocked')
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    const open = await test.writes('c1')
    done(await test.staff('sue', block))
    expect(test.memory.contents('acme')?.chats.find(({ chatId }) => chatId === open)).toMatchObject(
      {
        state: 'blocked',
        open: false,
      },
    )
  })

  it('[CU10] says its message to the customer', async () => {
    const tests = await TestHub.start()
    const end = await tests.customer('c1')
    const chatId = await tests.test.writes('c1')
    const message = 'We end this here.'
    const block = { type: 'blockCustomer', chatId, reason: 'rude', message } as const
    done(await tests.test.staff('sue', block))
    expect(end.last('item').item).toMatchObject({ kind: 'notice', code: 'blocked', text: message })
    expect((await tests.customer('c1')).last('welcome').items.at(-1)?.text).toBe(message)
    expect(JSON.stringify(end.frames)).not.toContain('rude')
  })

  it('[CU10] is filled in with a text of the account, which stands in no journal', async () => {
    const tests = await TestHub.start()
    const end = await tests.staff('ann', 'desk')
    expect(end.last('snapshot').desk.settings.texts.blocked).toContain('cannot serve you')
    const change = { chatLimit: 3, texts: { blocked: 'SECRET words' } }
    done(await tests.test.staff('ada', { type: 'changeSettings', change }))
    const [told] = changesOf(end, 'settings').slice(-1)
    expect(told?.settings).toMatchObject({ chatLimit: 3, texts: change.texts })
    const { journal } = contentsOf(tests.test)
    expect(JSON.stringify(journal)).not.toContain('SECRET')
    await tests.test.host.stop()
    const { clock, memory } = tests.test
    const next = await TestHub.start({ clock, memory, account: null })
    const again = await next.staff('ann', 'desk')
    expect(again.last('snapshot').desk.settings.texts).toMatchObject(change.texts)
  })
})

describe('erasing a customer', () => {
  it('[CU13] leaves no word anywhere, ends what is open, and the journal replays', async () => {
    const { tests, chatId } = await known()
    const { test } = tests
    await test.online('ann')
    const staff = async (command: StaffCommand) => done(await test.staff('ann', command))
    await staff({ type: 'takeChat', chatId })
    await staff({ type: 'sendMessage', chatId, text: 'SECRET answer' })
    await staff({ type: 'comment', chatId, text: 'SECRET comment', visibleTo: 'author' })
    await staff({ type: 'addNote', customerId: 'c1', text: 'SECRET note' })
    const change = { email: 'secret@mail.example', attributes: [{ name: 'told', value: 'SECRET' }] }
    await staff({ type: 'saveCustomer', customerId: 'c1', change })
    await test.writes('c2', 'Words of another')
    const before = contentsOf(test).messages.length
    for (const personId of ['ann', 'sue']) {
      const no = await test.staff(personId, { type: 'eraseCustomer', customerId: 'c1' })
      expect(refusalOf(no)).toBe('forbidden')
    }
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    await settled()
    const contents = contentsOf(test)
    expect(JSON.stringify(contents)).not.toMatch(/SECRET|secret|Ada Nwosu|Hello/)
    expect(JSON.stringify(contents)).toContain('Words of another')
    expect(contents.messages.length).toBe(before + 1)
    expect(contents.customerDetails).toMatchObject([{ erasedAt: test.clock.now(), name: null }])
    expect(contents.chats.find((chat) => chat.chatId === chatId)).toMatchObject({ open: false })
    expect(test.host.peek('acme')?.agent('ann')?.context.chats).toEqual([])
    expect(replays(test)).toEqual([])
    // Nor after a restart.
    await test.host.stop()
    const next = await TestHost.start({ clock: test.clock, memory: test.memory, account: null })
    const note = { type: 'addNote', customerId: 'c1', text: 'New words' } as const
    done(await next.staff('ada', note))
    expect(contentsOf(next).customerNotes.map(({ text }) => text)).toEqual(['New words'])
  })

  it('[CU14] begins open conversations and the customer’s sockets anew', async () => {
    const { tests, chatId } = await known()
    const end = await tests.staff('ann', 'desk', `chat:${chatId}`)
    const cursor = end.last('conversation').seq
    const customer = await tests.customer('c1')
    done(await tests.test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    await settled()
    const { chat, messages } = end.last('conversation').conversation
    expect(chat.customerName).toBe('Visitor C1')
    expect(messages.map(({ text }) => text).filter((text) => text !== null)).toEqual([])
    expect(customer.closedWith?.reason).toBe('erased')
    const items = (await tests.customer('c1')).last('welcome').items
    expect(items[0]).toMatchObject({ n: 1, text: 'This message was deleted.' })
    const back = await tests.staff('ann')
    await back.say({ type: 'subscribe', topic: `chat:${chatId}`, after: cursor })
    expect(back.of('conversation')).toHaveLength(1)
    await tests.test.writes('c1', 'New words')
    const { staff } = await everybody(tests)
    expect(staff).toContain('New words')
    expect(staff).not.toMatch(/Hello|Ada Nwosu/)
  })

  it('[CU14] takes nothing of what is written after it in the same batch', async () => {
    const test = await TestHost.start()
    await closedChat(test)
    const answers = await Promise.all([
      test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }),
      test.customer('c1', { type: 'sendMessage', text: 'Right after' }),
      test.staff('ada', { type: 'addNote', customerId: 'c1', text: 'Note after' }),
    ])
    answers.forEach(done)
    const { messages, customerNotes } = contentsOf(test)
    const texts = messages.flatMap(({ text }) => text ?? [])
    expect([...texts, ...customerNotes.map(({ text }) => text)]).toEqual([
      'Right after',
      'Note after',
    ])
  })
})

function contentsOf(test: TestHost) {
  const contents = test.memory.contents('acme')
  if (contents === null) throw new Error('nothing is stored')
  return contents
}

/** What a replay of all journals finds wrong. */
function replays(test: TestHost): string[] {
  const wrong: string[] = []
  replayFully(contentsOf(test), {
    holds: (holds, promise, words) => {
      if (!holds) wrong.push(`${promise}: ${words()}`)
    },
  })
  return wrong
}

async function everybody(tests: TestHub): Promise<{ staff: string }> {
  const end = await tests.staff('ada', 'desk')
  return { staff: JSON.stringify(end.frames) }
}

async function known() {
  const tests = await TestHub.start()
  const chatId = await tests.test.writes('c1')
  done(await tests.test.staff('ann', ada))
  return { tests, chatId }
}

async function closedChat(test: TestHost): Promise<string> {
  const chatId = await test.writes('c1')
  done(await test.customer('c1', { type: 'endChat' }))
  return chatId
}

async function blocked() {
  const test = await TestHost.start()
  const chatId = await test.writes('c1')
  done(await test.staff('sue', { type: 'blockCustomer', chatId, reason: 'rude', message: 'No.' }))
  return { test, chatId }
}

describe('an upload that was not sent', () => {
  it('[CU15] goes with its customer, by name and for use', async () => {
    const test = await TestHost.start()
    await test.writes('c1')
    const by = { kind: 'customer', customerId: 'c1' } as const
    const begun = { name: 'passport.png', size: 10, storageKey: 'acme/f1' }
    done(
      await test.host.run({
        accountId: 'acme',
        by: 'system',
        command: null,
        lane: 'customer:c1',
        decide: (turn) => {
          beginUpload(turn, by, 'f1', begun)
          finishUpload(turn, by, 'f1', { mime: 'image/png', kind: 'image', size: 10 })
          return {}
        },
      }),
    )
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    expect(contentsOf(test).files).toMatchObject([{ state: 'dropped', name: '' }])
    const sent = await test.customer('c1', { type: 'sendMessage', text: 'Here', fileIds: ['f1'] })
    expect(refusalOf(sent)).toBe('fileGone')
  })
})
