import { describe, expect, it } from 'vitest'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'

const here = new Set<string>()

const reach = (sendsMail: boolean) => ({
  sendsMail,
  isHere: (_accountId: string, customerId: string) => here.has(customerId),
})

/** A chat that ended, of a customer who is not here any more. */
async function ended(test: TestHost, email: string | null): Promise<string> {
  here.clear()
  await test.online('ann')
  const chatId = await test.writes('c1')
  if (email !== null) done(await test.customer('c1', { type: 'introduce', email }))
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  done(await test.customer('c1', { type: 'endChat' }))
  return chatId
}

const ADDRESS = 'ada@mail.example'

describe('continuing a chat', () => {
  it('[MR11] is refused where nobody would get what is written', async () => {
    for (const [sendsMail, email] of [
      [true, null],
      [false, ADDRESS],
    ] as const) {
      const test = await TestHost.start({ reach: reach(sendsMail) })
      const chatId = await ended(test, email)
      const again = { type: 'continueChat', chatId } as const
      expect(refusalOf(await test.staff('ann', again))).toBe('notReachable')
      here.add('c1')
      expect((await test.staff('ann', again)).kind).toBe('done')
    }
  })

  it('[MR11] is possible by mail, and the desk hears so when an address becomes known', async () => {
    const { test, staff } = await hubWithMail()
    const chatId = await ended(test, null)
    const end = await staff(chatId)
    expect(end.last('conversation').conversation.possible).toMatchObject({
      continueChat: 'notReachable',
    })
    const change = { email: ADDRESS }
    done(await test.staff('ann', { type: 'saveCustomer', customerId: 'c1', change }))
    expect(changesOf(end, 'possible').at(-1)?.possible).toMatchObject({ continueChat: null })
    expect((await test.staff('ann', { type: 'continueChat', chatId })).kind).toBe('done')
  })

  it('[MR11] is known of a customer who sleeps as well', async () => {
    const { test, staff } = await hubWithMail()
    const chatId = await ended(test, ADDRESS)
    await test.clock.pass(5 * 60_000)
    expect(test.host.peek('acme')?.customers.has('c1')).toBe(false)
    const end = await staff(chatId)
    expect(end.last('conversation').conversation.possible).toMatchObject({ continueChat: null })
  })
})

async function hubWithMail() {
  const hub = await TestHub.start({ reach: reach(true) })
  return {
    test: hub.test,
    staff: (chatId: string) => hub.staff('ann', 'desk', `chat:${chatId}`),
  }
}
