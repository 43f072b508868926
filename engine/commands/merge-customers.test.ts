import { describe, expect, it } from 'vitest'
import { customerView } from '#protocol/customer-card'
import type { CustomerView } from '#protocol/customer-card'
import { MAX_PARTS_OF_PERSON } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import { memoryCustomerBook } from '#storage/memory-customer-book'
import type { CustomerDetailsRow } from '#storage/rows'
import { CustomerScreens } from '../http/customer-screens.ts'
import { replayFully } from '../simulation/full-replay.ts'
import { settled } from '../testing/manual-clock.ts'
import { done, refusalOf } from '../testing/test-host.ts'
import type { TestHost } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'
import { noDetails } from './customer-details.ts'

type Merge = Extract<StaffCommand, { type: 'mergeCustomers' }>

const merge = (more: Partial<Merge> = {}): Merge => ({
  type: 'mergeCustomers',
  customerId: 'c1',
  otherId: 'c2',
  take: [],
  takeAttributes: [],
  ...more,
})

const part = { type: 'unmergeCustomer', customerId: 'c2' } as const

describe('merging two customers', () => {
  it('[CM3] makes one person of them, whose values are those that were chosen', async () => {
    const { tests, card } = await two()
    const { test } = tests
    await says(test, 'c1', { name: 'Ada', email: 'ada@mail.example', phone: '+49 1' })
    const plans = ['pro', 'free'].map((value) => [{ name: 'plan', value }])
    await says(test, 'c1', { attributes: plans[0] })
    const seat = { name: 'seat', value: '7' }
    await says(test, 'c2', { name: 'A. Nwosu', email: 'a@work.example', language: 'de' })
    await says(test, 'c2', { attributes: [...(plans[1] ?? []), seat] })
    done(await test.staff('ann', merge({ take: ['email'], takeAttributes: ['plan'] })))
    const whole = await card('c1')
    expect(whole).toMatchObject({
      customerId: 'c1',
      customerName: 'Ada',
      email: 'a@work.example',
      details: {
        name: { value: 'Ada' },
        phone: { value: '+49 1' },
        language: { value: 'de' },
        attributes: [{ name: 'plan', value: 'free' }, seat],
      },
      parts: [
        { customerId: 'c1', customerName: 'Ada', mergedAt: null },
        { customerId: 'c2', customerName: 'A. Nwosu', mergedBy: 'agent:ann' },
      ],
    })
    expect(await card('c2')).toEqual(whole)
    expect(refusalOf(await test.staff('ann', merge()))).toBe('notNow')
    expect(refusalOf(await test.staff('ann', merge({ otherId: 'c1' })))).toBe('notNow')
  })

  it('[CM4] shows all chats, notes and names as one, by what one may read', async () => {
    const { tests, card } = await two()
    const { test } = tests
    await says(test, 'c1', { name: 'Ada' })
    done(await test.staff('ann', { type: 'addNote', customerId: 'c2', text: 'Of the second' }))
    const [first, second] = [openOf(test, 'c1'), openOf(test, 'c2')]
    const toSales = { kind: 'group', groupId: 'sales' } as const
    done(await test.staff('ann', { type: 'forwardChat', chatId: second, to: toSales }))
    const [ann, cleo] = [await tests.staff('ann', 'desk'), await tests.staff('cleo', 'desk')]
    done(await test.staff('ann', merge()))
    const names = changesOf(ann, 'chat').map(({ chat }) => [chat.customerId, chat.customerName])
    expect(names).toContainEqual(['c2', 'Ada'])
    expect(changesOf(ann, 'customer').map(({ customerId }) => customerId)).toEqual(
      expect.arrayContaining(['c1', 'c2']),
    )
    // Whoever may read a chat of one part sees the person, and of the chats those that are theirs.
    expect(changesOf(cleo, 'customer')).not.toEqual([])
    const seen = await card('c1', 'cleo')
    expect(seen.chats.map(({ chatId }) => chatId)).toEqual([second])
    expect(seen.notes.map(({ text }) => text)).toEqual(['Of the second'])
    expect((await card('c2')).chats.map(({ chatId }) => chatId).sort()).toEqual(
      [first, second].sort(),
    )
    done(await test.staff('cleo', { type: 'addNote', customerId: 'c1', text: 'By sales' }))
    await test.host.stop()
    const next = await TestHub.start({ clock: test.clock, memory: test.memory, account: null })
    const { chats } = (await next.staff('ann', 'desk')).last('snapshot').desk
    expect(chats.map(({ customerName }) => customerName)).toEqual(['Ada', 'Ada'])
  })

  it('[CM13] lists a person with the time of the part that came last, and says on the card when the first one came', async () => {
    const tests = await TestHub.start()
    const { test } = tests
    await test.writes('c1')
    const first = test.clock.now()
    await test.clock.pass(60_000)
    await test.writes('c2')
    const last = test.clock.now()
    done(await test.staff('ann', merge()))
    const book = memoryCustomerBook((accountId) => test.memory.contents(accountId))
    const screens = new CustomerScreens(tests.screens, book)
    const query = { search: null, blocked: false, before: null, limit: 10 }
    const listed = await screens.list('acme', 'ann', query)
    const card = await screens.customer('acme', 'ann', 'c1')
    if (listed.kind === 'refused' || card.kind === 'refused') throw new Error('it is refused')
    expect(listed.value.customers.map(({ createdAt }) => createdAt)).toEqual([last])
    expect(card.value.createdAt).toBe(first)
  })

  it('[CM5] shows no customer anything of another one’s chats', async () => {
    const { tests } = await two()
    const { test } = tests
    const ends = [await tests.customer('c1'), await tests.customer('c2')]
    const told = ends.map(({ frames }) => frames.length)
    done(await test.staff('ann', merge()))
    done(await test.staff('ann', { type: 'addNote', customerId: 'c2', text: 'A note' }))
    await settled()
    expect(ends.map(({ frames }) => frames.length)).toEqual(told)
    await test.writes('c1', 'Only from the first one')
    expect(JSON.stringify(ends[1]?.frames)).not.toContain('Only from the first one')
    const again = await tests.customer('c2')
    const said = again.last('welcome').items.filter(({ kind }) => kind === 'text')
    expect(said.map(({ text }) => text)).toEqual(['Hello'])
    expect(openOf(test, 'c1')).not.toBe(openOf(test, 'c2'))
  })

  it('[CM6] takes a verified and an unverified one together only knowingly, by those who lead', async () => {
    const { tests, card } = await two()
    const { test } = tests
    const introduced = { type: 'introduce', name: 'Somebody', email: 'some@body.example' } as const
    done(await test.customer('c1', introduced))
    await verify(test, 'c2', { name: 'Ada Nwosu' })
    expect(refusalOf(await test.staff('ann', merge({ knowsUnverified: true })))).toBe('forbidden')
    expect(refusalOf(await test.staff('sue', merge()))).toBe('unverified')
    const other = merge({ customerId: 'c2', otherId: 'c1', knowsUnverified: true, take: ['name'] })
    expect(refusalOf(await test.staff('sue', other))).toBe('verified')
    done(await test.staff('sue', merge({ knowsUnverified: true })))
    expect((await card('c1')).details).toMatchObject({
      name: { value: 'Ada Nwosu', from: 'verified' },
      email: { value: 'some@body.example', from: 'customer' },
    })
    // What is verified stays, whichever part somebody writes to or from.
    const change = { name: 'Else' }
    const save = { type: 'saveCustomer', customerId: 'c1', change } as const
    expect(refusalOf(await test.staff('sue', save))).toBe('verified')
    done(await test.customer('c1', { type: 'introduce', name: 'Not Ada' }))
    expect((await card('c2', 'ann')).customerName).toBe('Ada Nwosu')
    expect(refusalOf(await test.staff('ann', part))).toBe('forbidden')
    expect((await card('c2', 'ann')).mayUnmerge).toBe(false)
    done(await test.staff('sue', part))
  })

  it('[CM6] leaves two that are verified on one channel two', async () => {
    const { tests } = await two()
    const { test } = tests
    await test.writes('c3', 'Hello', 'bot')
    for (const customerId of ['c1', 'c2', 'c3']) await verify(test, customerId, { name: 'Ada' })
    expect(refusalOf(await test.staff('ada', merge()))).toBe('twoIdentities')
    done(await test.staff('ada', merge({ otherId: 'c3' })))
    expect(refusalOf(await test.staff('ada', merge()))).toBe('twoIdentities')
  })

  it('[CM7] is undone whole, with what was said since where it was said', async () => {
    const { tests, card } = await two()
    const { test } = tests
    await says(test, 'c1', { name: 'Ada', email: 'ada@mail.example' })
    await says(test, 'c2', { name: 'Bo' })
    const before = [await card('c1'), await card('c2')]
    done(await test.staff('ann', merge({ take: ['name'] })))
    expect((await card('c1')).customerName).toBe('Bo')
    done(await test.staff('ann', { type: 'addNote', customerId: 'c1', text: 'Said since' }))
    done(await test.staff('ann', part))
    const after = [await card('c1'), await card('c2')]
    const known = (view: CustomerView) => [view.customerName, view.details, view.parts]
    expect(after.map(known)).toEqual(before.map(known))
    expect(after.map(({ notes }) => notes.length)).toEqual([1, 0])
    const { chats } = (await tests.staff('ann', 'desk')).last('snapshot').desk
    expect(chats.map(({ customerName }) => customerName).sort()).toEqual(['Ada', 'Bo'])
    expect(refusalOf(await test.staff('ann', part))).toBe('notNow')
    expect(replays(test)).toEqual([])
  })

  it('[CM8] shows what was said last, by staff or by whichever customer, and removes everywhere', async () => {
    const { tests, card } = await two()
    const { test } = tests
    await says(test, 'c1', { name: 'Ada', phone: '+49 1' })
    await says(test, 'c2', { name: 'Bo', phone: '+49 2' })
    done(await test.staff('ann', merge({ take: ['name'] })))
    await says(test, 'c2', { name: 'Cy' })
    expect((await card('c1')).details.name).toEqual({ value: 'Cy', from: 'staff' })
    done(await test.customer('c2', { type: 'introduce', name: 'Di' }))
    expect((await card('c1')).details.name).toEqual({ value: 'Di', from: 'customer' })
    await says(test, 'c1', { phone: null })
    expect((await card('c1')).details.phone).toBeNull()
  })

  it('[HD30] keeps what a part says of itself, although the person is known by it or vouched for', async () => {
    const { tests, card } = await two()
    const { test } = tests
    const email = 'ada@mail.example'
    done(await test.customer('c1', { type: 'introduce', name: 'Ada', email }))
    done(await test.staff('ann', merge()))
    done(await test.customer('c2', { type: 'introduce', name: 'Ada', email }))
    const known = test.memory.contents('acme')?.customerDetails
    expect(known?.find(({ customerId }) => customerId === 'c2')).toMatchObject({
      name: 'Ada',
      email,
    })
    done(await test.staff('ann', part))
    expect(await card('c2')).toMatchObject({ customerName: 'Ada', email })

    done(await test.staff('ann', merge()))
    await verify(test, 'c1', { name: 'Ada Nwosu', email: 'ada@work.example' })
    done(await test.customer('c2', { type: 'introduce', email: 'ada@home.example' }))
    expect((await card('c1')).email).toBe('ada@work.example')
    const said = test.memory.contents('acme')?.customerDetails
    expect(said?.find(({ customerId }) => customerId === 'c2')?.email).toBe('ada@home.example')
  })

  it('[HD31] with one who is blocked is for those who may block the others', async () => {
    const { tests } = await two()
    const { test } = tests
    const [first, second] = [openOf(test, 'c1'), openOf(test, 'c2')]
    await test.online('ann', 'bob')
    done(await test.staff('ann', { type: 'takeChat', chatId: second }))
    const words = { reason: 'rude', message: 'We end this here.' }
    done(await test.staff('ann', { type: 'blockCustomer', chatId: second, ...words }))
    const tried = async () => {
      for (const command of [merge(), merge({ customerId: 'c2', otherId: 'c1' })]) {
        expect(refusalOf(await test.staff('ann', command))).toBe('forbidden')
      }
    }
    done(await test.staff('bob', { type: 'takeChat', chatId: first }))
    done(await test.staff('bob', { type: 'closeChat', chatId: first }))
    await test.clock.pass(60_000)
    await tried()
    // Ann may read what was closed, and knows the customer by it; the next chat is in Bob's hands.
    await test.writes('c1', 'Once more')
    const open = openOf(test, 'c1')
    done(await test.staff('bob', { type: 'takeChat', chatId: open }))
    await tried()
    expect(test.host.peek('acme')?.chats.get(open)?.agentId).toBe('bob')
    done(await test.staff('sue', merge()))
    expect(refusalOf(await test.customer('c1', { type: 'endChat' }))).toBe('blocked')
  })

  it('[CM9] with one who is blocked blocks both, and so does blocking and unblocking', async () => {
    const { tests, card } = await two()
    const { test } = tests
    const [first, second] = [openOf(test, 'c1'), openOf(test, 'c2')]
    const words = { reason: 'rude', message: 'We end this here.' }
    done(await test.staff('sue', { type: 'blockCustomer', chatId: second, ...words }))
    const end = await tests.customer('c1')
    done(await test.staff('sue', merge()))
    expect(end.last('item').item).toMatchObject({ code: 'blocked', text: words.message })
    expect(test.memory.contents('acme')?.chats.map(({ state }) => state)).toEqual([
      'blocked',
      'blocked',
    ])
    const writes = (customerId: string) =>
      test.customer(customerId, { type: 'sendMessage', text: 'Hi' })
    expect(refusalOf(await writes('c1'))).toBe('blocked')
    expect(await card('c1')).toMatchObject({ block: words, mayUnblock: false })
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    done(await writes('c1'))
    done(await writes('c2'))
    expect((await card('c1')).block).toBeNull()
    done(await test.staff('sue', { type: 'blockCustomer', chatId: first, ...words }))
    for (const customerId of ['c1', 'c2']) {
      expect(refusalOf(await writes(customerId))).toBe('blocked')
    }
    // One act is one block on the card, and being taken out frees nobody.
    expect((await card('c1')).blocks.filter(({ endedAt }) => endedAt === null)).toHaveLength(1)
    done(await test.staff('sue', part))
    expect(refusalOf(await writes('c2'))).toBe('blocked')
    expect((await card('c2', 'sue')).block).toMatchObject(words)
    expect(replays(test)).toEqual([])
  })

  it('[HD36] with one who was erased while blocked has words for the other one', async () => {
    const { tests } = await two()
    const { test } = tests
    const words = { reason: 'rude', message: 'SECRET' }
    const chatId = openOf(test, 'c2')
    done(await test.staff('sue', { type: 'blockCustomer', chatId, ...words }))
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c2' }))
    const end = await tests.customer('c1')
    done(await test.staff('ada', merge()))
    const { blocked } = test.host.peek('acme')?.settings.values.texts ?? {}
    expect(blocked).toMatch(/./)
    expect(end.last('item').item).toMatchObject({ code: 'blocked', text: blocked })
    const answer = await test.customer('c1', { type: 'sendMessage', text: 'Hi' })
    expect(answer).toMatchObject({ refusal: { code: 'blocked', says: blocked } })
  })

  it('[CM10] is erased whole: no word of any part stays, and nothing says that they were one', async () => {
    const { tests } = await two()
    const { test } = tests
    await says(test, 'c1', { name: 'SECRET one' })
    await says(test, 'c2', { name: 'SECRET two', attributes: [{ name: 'SECRET', value: 'x' }] })
    done(await test.staff('ann', merge({ takeAttributes: ['SECRET'] })))
    done(await test.staff('ann', { type: 'addNote', customerId: 'c2', text: 'SECRET note' }))
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c2' }))
    await settled()
    const contents = test.memory.contents('acme')
    expect(JSON.stringify(contents)).not.toMatch(/SECRET|Hello/)
    expect(
      contents?.customers.map(({ mergedInto, openChatId }) => [mergedInto, openChatId]),
    ).toEqual([
      [null, null],
      [null, null],
    ])
    expect(contents?.customerDetails.map(({ erasedAt }) => erasedAt === null)).toEqual([
      false,
      false,
    ])
    expect(JSON.stringify((await tests.staff('ada', 'desk')).frames)).not.toContain('SECRET')
    expect(replays(test)).toEqual([])
  })

  it('[CM11] says in the journal who became whom, and no word of what was chosen', async () => {
    const { tests } = await two()
    const { test } = tests
    await says(test, 'c2', { attributes: [{ name: 'SECRET', value: 'x' }] })
    done(await test.staff('ann', merge({ takeAttributes: ['SECRET'] })))
    done(await test.staff('ann', part))
    const journal = test.memory.contents('acme')?.journal ?? []
    const told = journal.filter(({ type }) => /merged/i.test(type))
    expect(told.map(({ type, data, by }) => [type, data, by])).toEqual([
      ['customersMerged', { customerId: 'c1', otherId: 'c2' }, 'agent:ann'],
      ['customerUnmerged', { customerId: 'c1', otherId: 'c2' }, 'agent:ann'],
    ])
    expect(JSON.stringify(journal)).not.toContain('SECRET')
  })

  it('[CM12] of people of several customers keeps one level, up to a number', async () => {
    const { tests, card } = await two()
    const { test } = tests
    for (const customerId of ['c3', 'c4']) await test.writes(customerId)
    done(await test.staff('ann', merge()))
    await test.clock.pass(1)
    done(await test.staff('ann', merge({ customerId: 'c4', otherId: 'c3' })))
    await test.clock.pass(1)
    done(await test.staff('ann', merge({ customerId: 'c3', otherId: 'c2' })))
    const ids = async (customerId: string) =>
      (await card(customerId)).parts.map((one) => one.customerId)
    expect(await ids('c2')).toEqual(['c4', 'c3', 'c1', 'c2'])
    const into = test.memory.contents('acme')?.customers.map(({ mergedInto }) => mergedInto)
    expect(into).toEqual(['c4', 'c4', 'c4', null])
    for (let n = 5; n <= MAX_PARTS_OF_PERSON; n += 1) {
      await test.writes(`c${n}`)
      done(await test.staff('ann', merge({ customerId: 'c4', otherId: `c${n}` })))
    }
    await test.writes('more')
    expect(refusalOf(await test.staff('ann', merge({ otherId: 'more' })))).toBe('tooMany')
  })
})

/** Two customers with an open chat each, and their cards. */
async function two() {
  const tests = await TestHub.start()
  for (const customerId of ['c1', 'c2']) await tests.test.writes(customerId)
  const { memory } = tests.test
  const book = memoryCustomerBook((accountId) => memory.contents(accountId))
  const screens = new CustomerScreens(tests.screens, book)
  const card = async (customerId: string, personId = 'ann'): Promise<CustomerView> => {
    const shown = await screens.customer('acme', personId, customerId)
    if (shown.kind === 'refused') throw new Error(shown.refusal.code)
    return customerView.strict().parse(shown.value)
  }
  return { tests, card }
}

type Change = Extract<StaffCommand, { type: 'saveCustomer' }>['change']

async function says(test: TestHost, customerId: string, change: Change): Promise<void> {
  done(await test.staff('ann', { type: 'saveCustomer', customerId, change }))
}

/** As if a signed identity had said so. */
async function verify(
  test: TestHost,
  customerId: string,
  known: Partial<Pick<CustomerDetailsRow, 'name' | 'email'>>,
): Promise<void> {
  const sources = Object.fromEntries(Object.keys(known).map((field) => [field, 'verified']))
  const details = { ...noDetails(customerId), ...known, sources }
  const answer = await test.host.run({
    accountId: 'acme',
    by: 'system',
    command: null,
    lane: `customer:${customerId}`,
    decide: (turn) => {
      turn.rare.customerDetails.set(customerId, details)
      turn.recordForCustomer(customerId, 'customerSaved', { fields: ['name'] })
      return {}
    },
  })
  done(answer)
}

function openOf(test: TestHost, customerId: string): string {
  return test.host.peek('acme')?.openChatOf(customerId)?.chatId ?? ''
}

/** What a replay of all journals finds wrong. */
function replays(test: TestHost): string[] {
  const wrong: string[] = []
  const contents = test.memory.contents('acme')
  if (contents === null) return ['nothing is stored']
  replayFully(contents, {
    holds: (holds, promise, words) => {
      if (!holds) wrong.push(`${promise}: ${words()}`)
    },
  })
  return wrong
}
