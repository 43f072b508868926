import { describe, expect, it } from 'vitest'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const CART = { address: 'https://shop.example/cart?step=2', title: 'Your cart' }

describe('the page that a customer is on', () => {
  it('[CU7] is told to whoever follows the chat, at once and when it changes', async () => {
    const { tests, end, chatId } = await onPage()
    const ann = await tests.staff('ann', `chat:${chatId}`)
    expect(ann.last('page')).toMatchObject({ chatId, page: CART })
    const done_ = { address: 'https://shop.example/done', title: '' }
    await end.say({ type: 'page', page: done_ })
    expect(ann.last('page').page).toEqual(done_)
    const other = await tests.customer('c1')
    await end.drop()
    expect(ann.last('page').page).toEqual(done_)
    await other.drop()
    expect(ann.last('page').page).toBeNull()
    expect((await tests.staff('ann', `chat:${chatId}`)).of('page')).toEqual([])
  })

  it('[CU7] is told without password and fragment', async () => {
    const { tests, end, chatId } = await onPage()
    const address = 'https://me:secret@shop.example/a#token=x'
    await end.say({ type: 'page', page: { address, title: 'A' } })
    const ann = await tests.staff('ann', `chat:${chatId}`)
    expect(ann.last('page').page?.address).toBe('https://shop.example/a')
  })

  it('[CU7] is told to nobody who may not read the chat', async () => {
    const { tests, end, chatId } = await onPage()
    await tests.test.online('ann')
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    const others = await Promise.all(['bob', 'cleo'].map((who) => tests.staff(who, 'desk')))
    for (const other of others) await other.say({ type: 'subscribe', topic: `chat:${chatId}` })
    await end.say({ type: 'page', page: CART })
    expect(others.flatMap((other) => other.of('page'))).toEqual([])
  })

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'cart', `https://a/${'x'.repeat(2_000)}`])(
    '[CU7] that is no page of the web closes the socket: %s',
    async (address) => {
      const { end } = await onPage()
      await end.say({ type: 'page', page: { address: address.slice(0, 2_010), title: '' } })
      expect(end.closedWith?.reason).toBe('badFrame')
    },
  )

  it('[CU7] is kept nowhere', async () => {
    const { tests } = await onPage()
    const { memory, host } = tests.test
    const before = host.peek('acme')?.seq
    const end = await tests.customer('c1')
    await end.say({ type: 'page', page: CART })
    expect(host.peek('acme')?.seq).toBe(before)
    expect(JSON.stringify(memory.contents('acme'))).not.toContain('shop.example')
  })
})

async function onPage() {
  const tests = await TestHub.start()
  const chatId = await tests.test.writes('c1')
  const end = await tests.customer('c1')
  await end.say({ type: 'page', page: CART })
  return { tests, end, chatId }
}
