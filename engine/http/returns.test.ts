import { afterEach, describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { Rig, codeOf } from '../hardening/rig.ts'
import { RETURN_LINK_MS } from '../auth/return-links.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'

const PLACE = { accountId: ACCOUNT, channelId: 'web' }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A customer who wrote, with their own token, and a link of a mail to them. */
async function mailed() {
  const rig = await Rig.start({ [ACCOUNT]: smallAccount() })
  ends.push(() => rig.removeFiles())
  const token = rig.auth.newCustomer(ACCOUNT, 'web')
  const who = await rig.auth.customer('web', token)
  if (who === null) throw new Error('nobody')
  const chatId = await rig.test.writes(who.customerId, 'My card was charged twice')
  const link = rig.returnLinks.link(PLACE, who.customerId)
  const exchange = (body: { link: string; token?: string }, channelId = 'web') =>
    rig.ask('POST', `/api/v1/channels/${channelId}/returns`, { body })
  return { rig, token, who, chatId, link, exchange }
}

async function visitOf({ exchange, link }: Awaited<ReturnType<typeof mailed>>) {
  const { json } = await exchange({ link })
  return json as { token: string; until: number }
}

describe('a link back', () => {
  it('[MR8] is exchanged for a token that ends with it, and whoever has their own keeps it', async () => {
    const world = await mailed()
    const { rig, token, link, exchange } = world
    const before = rig.stored()
    const visit = await visitOf(world)
    expect(visit.token).toMatch(/^pv_/)
    expect(visit.until).toBe(rig.test.clock.now() + RETURN_LINK_MS)
    expect((await exchange({ link, token })).json).toEqual({ token, until: null })
    const stranger = rig.auth.newCustomer(ACCOUNT, 'web')
    const other = await exchange({ link, token: stranger })
    expect(other.json).toMatchObject({ token: expect.stringMatching(/^pv_/) })
    // A visit is no token of one's own: it is not made longer by itself.
    const again = await exchange({ link, token: visit.token })
    expect(again.json).toMatchObject({ until: visit.until })
    expect(rig.stored()).toBe(before)
  })

  it('[MR8] that is wrong, over, of another channel or of who was erased since is refused alike', async () => {
    const world = await mailed()
    const { rig, who, link, exchange } = world
    const stranger = rig.returnLinks.link(PLACE, 'c-nobody')
    for (const wrong of [`${link}x`, link.slice(0, -4), 'pl_nothing', 'nonsense', stranger]) {
      expect(codeOf(await exchange({ link: wrong }))).toBe('linkOver')
    }
    expect(codeOf(await exchange({ link }, 'bot'))).toBe('linkOver')
    const erased = { type: 'eraseCustomer', customerId: who.customerId } as const
    rig.test.clock.skip(1)
    done(await rig.test.staff('ada', erased))
    expect(codeOf(await exchange({ link }))).toBe('linkOver')
    rig.test.clock.skip(1)
    const later = rig.returnLinks.link(PLACE, who.customerId)
    expect((await exchange({ link: later })).status).toBe(200)
    rig.test.clock.skip(RETURN_LINK_MS)
    expect(codeOf(await exchange({ link: later }))).toBe('linkOver')
  })

  it('[MR9] leads to what the customer reads, and a block holds', async () => {
    const world = await mailed()
    const { rig, who, chatId } = world
    const { token } = await visitOf(world)
    const items = await rig.ask('GET', '/api/v1/channels/web/items', { token })
    expect(items.text).toContain('My card was charged twice')
    expect(items.text).not.toContain(who.customerId)
    const text = 'From my phone'
    expect(await rig.customerByRest('web', token, { type: 'sendMessage', text })).toBe('done')
    expect(rig.chat(chatId).unread).toBe(2)
    expect(await rig.customerByRest('bot', token, { type: 'sendMessage', text })).toBe(
      'unauthorized',
    )
    const words = { reason: 'rude', message: 'No.' }
    done(await rig.test.staff('ada', { type: 'blockCustomer', chatId, ...words }))
    expect(await rig.customerByRest('web', token, { type: 'sendMessage', text })).toBe('blocked')
  })

  it('[HD32] ends with the erasing of its customer, and so does every visit by it', async () => {
    const world = await mailed()
    const { rig, who, token: own } = world
    const { token } = await visitOf(world)
    const end = await rig.customer('web', token)
    rig.test.clock.skip(1)
    done(await rig.test.staff('ada', { type: 'eraseCustomer', customerId: who.customerId }))
    await rig.test.clock.pass(0)
    expect(end.closedWith).not.toBeNull()
    const again = rig.customerSocket('web')
    await again.say({ type: 'hello', protocol: PROTOCOL_VERSION, token })
    expect(again.closedWith?.reason).toBe('unauthorized')
    const text = 'Whoever has that mail'
    expect(await rig.customerByRest('web', token, { type: 'sendMessage', text })).toBe(
      'unauthorized',
    )
    expect(await rig.customerByRest('web', own, { type: 'sendMessage', text })).toBe('done')
  })

  it('[MR9] opens a socket that ends with it, and none after', async () => {
    const world = await mailed()
    const { rig } = world
    const { token, until } = await visitOf(world)
    // A process that stood still gets its shards anew.
    rig.test.clock.skip(until - rig.test.clock.now() - 120_000)
    await rig.test.clock.pass(60_000)
    const end = await rig.customer('web', token)
    expect(end.last('welcome').items).toHaveLength(2)
    await rig.test.clock.pass(45_000)
    expect(end.closedWith).toBeNull()
    await rig.test.clock.pass(30_000)
    expect(end.closedWith?.reason).toBe('unauthorized')
    const late = rig.customerSocket('web')
    await late.say({ type: 'hello', protocol: PROTOCOL_VERSION, token })
    expect(late.closedWith?.reason).toBe('unauthorized')
  })
})
