import { describe, expect, it } from 'vitest'
import { MAX_PAGE_BYTES, MAX_SEND_BUFFER_BYTES } from '#protocol/limits'
import {
  olderMessages,
  conversationScreen,
  customerItems,
  deskScreen,
} from '../http/rest-screens.ts'
import { done } from '../testing/test-host.ts'
import { acme } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'

/** The longest message that there can be, in characters that take three bytes each. */
const LONGEST = '€'.repeat(8_000)

/** Fewer than a page may hold by their number, and more than it may by their bytes. */
const MANY = 40

const ACCOUNT = '/api/v1/accounts/acme'

async function longChat() {
  const rig = await Rig.start({ acme: acme() })
  const { test } = rig
  const token = rig.auth.newCustomer('acme', 'web')
  const who = await rig.auth.customer('web', token)
  for (let index = 0; index < MANY; index += 1) {
    const text = `${index} ${LONGEST}`.slice(0, 8_000)
    await rig.customerByRest('web', token, { type: 'sendMessage', text })
  }
  const chatId = test.host.peek('acme')?.customers.get(who?.customerId ?? '')?.row.openChatId ?? ''
  return { rig, token, chatId, isFirst: (text: string | null) => text?.startsWith('0 ') === true }
}

describe('a conversation of long messages', () => {
  it('[LI9] comes in pages bounded by bytes, which leave nothing out and repeat nothing', async () => {
    const { rig, chatId, isFirst } = await longChat()
    const asked = { token: sessionOf('ada') }
    const end = await rig.staff('ada', `chat:${chatId}`)
    const { conversation } = end.last('conversation')
    expect(conversation.more).toBe(true)
    expect(end.closedWith).toBe(null)
    expect(JSON.stringify(conversation).length).toBeLessThan(MAX_PAGE_BYTES)

    const shown = await rig.ask('GET', `${ACCOUNT}/chats/${chatId}`, asked)
    expect(Buffer.byteLength(shown.text)).toBeLessThan(MAX_SEND_BUFFER_BYTES / 2)
    const newest = conversationScreen.parse(shown.json)
    const seen = newest.messages.toReversed()
    for (let { more } = newest; more;) {
      const before = seen.at(-1)?.seq
      const path = `${ACCOUNT}/chats/${chatId}/messages?before=${before}&limit=500`
      const told = await rig.ask('GET', path, asked)
      expect(Buffer.byteLength(told.text)).toBeLessThan(MAX_SEND_BUFFER_BYTES / 2)
      const page = olderMessages.parse(told.json)
      seen.push(...page.messages.toReversed())
      more = page.more
    }
    const texts = seen.flatMap(({ kind, text }) => (kind === 'text' ? (text ?? '') : []))
    expect(texts).toHaveLength(MANY)
    expect(new Set(texts).size).toBe(MANY)
    expect(isFirst(texts.at(-1) ?? null)).toBe(true)
  })

  it('[LI9] is sent anew to a client that missed more than a page', async () => {
    const { rig, chatId } = await longChat()
    const end = await rig.staff('ada')
    await end.say({ type: 'subscribe', topic: `chat:${chatId}`, after: 1 })
    expect(end.of('conversation')).toHaveLength(1)
    expect(end.of('change')).toEqual([])
  })

  it('[LI9] comes to its customer as its newest end, and by REST page by page', async () => {
    const { rig, token } = await longChat()
    const end = await rig.customer('web', token)
    const { items, newest, fresh } = end.last('welcome')
    expect(fresh).toBe(true)
    expect(items.at(-1)?.n).toBe(newest)
    expect(items.length).toBeLessThan(MANY)
    expect(Buffer.byteLength(JSON.stringify(items))).toBeLessThan(MAX_SEND_BUFFER_BYTES / 2)
    const seen: number[] = []
    while (seen.at(-1) !== newest) {
      const path = `/api/v1/channels/web/items?after=${seen.at(-1) ?? 0}`
      const told = await rig.ask('GET', path, { token })
      expect(Buffer.byteLength(told.text)).toBeLessThan(MAX_SEND_BUFFER_BYTES / 2)
      seen.push(...customerItems.parse(told.json).items.map(({ n }) => n))
    }
    expect(seen).toEqual(Array.from({ length: newest }, (_, index) => index + 1))
  })
})

describe('a desk by REST', () => {
  it('[LI10] comes in pages by a cursor, which leave nothing out and repeat nothing', async () => {
    const rig = await Rig.start({ acme: acme() })
    const chatIds: string[] = []
    for (let index = 0; index < 7; index += 1) {
      chatIds.push(await rig.test.writes(`c${index}`, 'Hello', 'web'))
    }
    const ask = async (query: string) => {
      const told = await rig.ask('GET', `${ACCOUNT}/desk?${query}`, { token: sessionOf('ada') })
      return deskScreen.parse(told.json)
    }
    const first = await ask('limit=3')
    expect(first.chats.map(({ chatId }) => chatId)).toEqual(chatIds.slice(0, 3))
    // One that was told is over, and one that was not: what stays is told once.
    done(await rig.test.customer('c1', { type: 'endChat' }))
    done(await rig.test.customer('c4', { type: 'endChat' }))
    const second = await ask(`limit=3&afterChatId=${first.next}`)
    expect(second.chats.map(({ chatId }) => chatId)).toEqual([3, 5, 6].map((at) => chatIds[at]))
    expect(second.next).toBe(null)
    expect((await ask('')).chats).toHaveLength(5)
    expect(second.seq).toBeGreaterThan(first.seq)
  })

  it('[LI10] takes no page of more than 500', async () => {
    const rig = await Rig.start({ acme: acme() })
    const told = await rig.ask('GET', `${ACCOUNT}/desk?limit=501`, { token: sessionOf('ada') })
    expect(told.status).toBe(400)
  })
})
