import { describe, expect, it } from 'vitest'
import { customerPage, customerView } from '#protocol/customer-card'
import { done } from '../testing/test-host.ts'
import { CUSTOMER, arranged } from './arranged.ts'
import { BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig, codeOf } from './rig.ts'
import { SEES, STATES } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const CUSTOMERS = '/api/v1/accounts/acme/customers'

const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

describe('what staff sees of a customer', () => {
  it.each(GRID)('[CU2] is as much as of a chat: %s, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    const token = sessionOf(personId)
    for (const state of STATES) {
      const sees = SEES[assignment][viewer][state]
      if (sees === '') continue
      const { rig, chatId } = await arranged(state, personId, assignment)
      const mayAll = sees === 'full'
      const card = await rig.ask('GET', `${CUSTOMERS}/${CUSTOMER}`, { token })
      const list = await rig.ask('GET', CUSTOMERS, { token })
      expect(card.status, state).toBe(mayAll ? 200 : 404)
      const { customers } = customerPage.parse(list.json)
      expect(
        customers.map(({ customerId }) => customerId),
        state,
      ).toEqual(mayAll ? [CUSTOMER] : [])
      if (mayAll) {
        const { chats } = customerView.strict().parse(card.json)
        expect(chats.map((chat) => [chat.chatId, chat.access])).toEqual([[chatId, 'full']])
      } else {
        expect(codeOf(card)).toBe('notFound')
      }
      const before = rig.seqs()
      const end = await rig.staff(personId)
      const change = { name: 'Ada' }
      const save = { type: 'saveCustomer', customerId: CUSTOMER, change } as const
      const note = { type: 'addNote', customerId: CUSTOMER, text: 'Words' } as const
      const wanted = mayAll ? 'done' : 'notFound'
      expect(await rig.bySocket(end, save), state).toBe(wanted)
      expect(await rig.byRest(personId, note), state).toBe(wanted)
      if (!mayAll) expect(rig.seqs(), state).toBe(before)
    }
  })

  it('[CU12] has details, notes, blocks and chats, and says what one may', async () => {
    const { rig, chatId } = await blockedInSupport()
    const cardOf = async (personId: string) => {
      const path = `${CUSTOMERS}/c1`
      const told = await rig.ask('GET', path, { token: sessionOf(personId) })
      return customerView.strict().parse(told.json)
    }
    const card = await cardOf('mia')
    expect(card).toMatchObject({
      customerId: 'c1',
      customerName: 'Ada Nwosu',
      email: 'ada@mail.example',
      details: {
        name: { value: 'Ada Nwosu', from: 'staff' },
        email: { value: 'ada@mail.example', from: 'customer' },
        attributes: [{ name: 'plan', value: 'pro', from: 'staff' }],
      },
      notes: [{ text: 'Calls on Mondays', author: 'agent:tom', mayDelete: false }],
      block: { reason: 'rude', message: 'No.', by: `agent:${BOSS}`, endedAt: null },
      hasOpenChat: false,
      mayUnblock: false,
      mayErase: false,
    })
    expect(card.chats.map((chat) => [chat.chatId, chat.state])).toEqual([[chatId, 'blocked']])
    expect(await cardOf('sam')).toMatchObject({ mayUnblock: true, mayErase: false })
    expect(await cardOf('ada')).toMatchObject({ mayUnblock: true, mayErase: true })
    expect(await cardOf('tom')).toMatchObject({ notes: [{ mayDelete: true }] })
  })

  it('[CU8] lists who is blocked to supervisors of own groups and administrators', async () => {
    const { rig } = await blockedInSupport()
    const listed = async (personId: string) => {
      const told = await rig.ask('GET', `${CUSTOMERS}?blocked=true`, { token: sessionOf(personId) })
      if (told.status !== 200) return codeOf(told)
      return customerPage
        .parse(told.json)
        .customers.map((one) => [one.customerId, one.block?.reason])
    }
    expect(await listed('mia')).toBe('forbidden')
    expect(await listed('sue')).toEqual([])
    expect(await listed('sam')).toEqual([['c1', 'rude']])
    expect(await listed('ada')).toEqual([['c1', 'rude']])
    done(await rig.test.staff(BOSS, { type: 'unblockCustomer', customerId: 'c1' }))
    expect(await listed('ada')).toEqual([])
  })

  it('[CU11] pages by a cursor and finds by name, address, phone and id', async () => {
    const { rig } = await blockedInSupport()
    await rig.test.clock.pass(10)
    await rig.test.writes('c2')
    const listed = async (query: string) => {
      const told = await rig.ask('GET', `${CUSTOMERS}?${query}`, { token: sessionOf('ada') })
      return customerPage.strict().parse(told.json)
    }
    const ids = async (query: string) =>
      (await listed(query)).customers.map(({ customerId }) => customerId)
    const first = await listed('limit=1')
    expect(first.customers.map(({ customerId }) => customerId)).toEqual(['c2'])
    const { createdAt, customerId } = first.next ?? { createdAt: 0, customerId: '' }
    const second = await listed(`beforeCreatedAt=${createdAt}&beforeCustomerId=${customerId}`)
    expect(second).toMatchObject({ customers: [{ customerId: 'c1' }], next: null })
    for (const words of ['nwo ad', 'ADA@MAIL.example', '4917', 'c1']) {
      expect(await ids(`search=${encodeURIComponent(words)}`), words).toEqual(['c1'])
    }
    expect(await ids('search=%2A')).toEqual([])
    expect(await ids('search=nobody')).toEqual([])
  })

  it('[CU5] the archive names the customers', async () => {
    const { rig } = await blockedInSupport()
    const path = '/api/v1/accounts/acme/chats?state=closed'
    const told = await rig.ask('GET', path, { token: sessionOf('mia') })
    expect(told.json).toMatchObject({ chats: [{ customerName: 'Ada Nwosu' }] })
  })
})

/** A customer of whom things are known, and who was blocked in `support`. */
async function blockedInSupport(): Promise<{ rig: Rig; chatId: string }> {
  const rig = await Rig.start({ acme: acme(), rival: rival() })
  const { test } = rig
  const chatId = await test.writes('c1')
  done(await test.customer('c1', { type: 'introduce', name: 'ada', email: 'ada@mail.example' }))
  const change = {
    name: 'Ada Nwosu',
    phone: '+49 170',
    attributes: [{ name: 'plan', value: 'pro' }],
  }
  done(await test.staff('tom', { type: 'saveCustomer', customerId: 'c1', change }))
  done(await test.staff('tom', { type: 'addNote', customerId: 'c1', text: 'Calls on Mondays' }))
  done(await test.staff(BOSS, { type: 'blockCustomer', chatId, reason: 'rude', message: 'No.' }))
  return { rig, chatId }
}
