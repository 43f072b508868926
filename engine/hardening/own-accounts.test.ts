import { describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { channel, group, member } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'
import type { StaffEnd } from '../testing/test-hub.ts'
import { acme, rival } from './cast.ts'
import { apiTokenOf, sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'

/** Mia works here too; the rivals are not her business. */
const SHOP = 'shop'

async function twoDesks() {
  const shop = {
    name: 'Shop',
    groups: [group('counter')],
    members: [
      member('mia', ['counter'], { role: 'supervisor' }),
      member('zoe', ['counter'], { role: 'administrator' }),
    ],
    channels: [channel('shop-web', { groupId: 'counter' })],
  }
  const rig = await Rig.start({ acme: acme(), [SHOP]: shop, rival: rival() })
  const who = { accountId: SHOP, personId: 'mia' }
  const at = (command: Parameters<typeof rig.test.desk.staff>[2]) =>
    rig.test.desk.staff(who, rig.test.newId(), command)
  const { hub } = rig
  const desk: StaffEnd = rig.staffSocket()
  const hello = { type: 'hello', protocol: PROTOCOL_VERSION } as const
  await desk.say({ ...hello, token: sessionOf('mia'), accountId: SHOP })
  const end = rig.staffSocket()
  await end.say({ ...hello, token: sessionOf('mia'), accountId: 'acme' })
  /** A customer of the shop writes, and Mia has the chat. */
  const gets = async (): Promise<void> => {
    done(await at({ type: 'goOnline' }))
    const customer = await rig.customer('shop-web', rig.auth.newCustomer(SHOP, 'shop-web'))
    const write = { type: 'sendMessage', text: 'Is the blue one there?' } as const
    await customer.say({ type: 'command', id: rig.test.newId(), command: write })
    const [chat] = rig.test.memory.contents(SHOP)?.chats ?? []
    done(await at({ type: 'takeChat', chatId: chat?.chatId ?? '' }))
  }
  return { rig, end, at, gets, hub, hello }
}

const newest = (end: StaffEnd) =>
  end.last('accounts').accounts.map(({ accountId, role, presence, unread }) => {
    return [accountId, role, presence, unread]
  })

describe('one’s own accounts', () => {
  it('[OW1] are told to whoever asks, with one’s role, presence and what is unread', async () => {
    const { end, gets } = await twoDesks()
    await gets()
    expect(end.of('accounts')).toHaveLength(0)
    await end.say({ type: 'accounts' })
    expect(newest(end)).toEqual([
      ['acme', 'agent', 'offline', 0],
      [SHOP, 'supervisor', 'online', 1],
    ])
    expect(end.frames.map(({ n }) => n)).toEqual(end.frames.map((_, index) => index + 1))
  })

  it('[OW2] are told again when something happens in another one, not more than once a second', async () => {
    const { rig, end, at, gets } = await twoDesks()
    await end.say({ type: 'accounts' })
    await gets()
    expect(end.of('accounts')).toHaveLength(1)
    await rig.test.clock.pass(1_000)
    expect(end.of('accounts')).toHaveLength(2)
    expect(newest(end)[1]).toEqual([SHOP, 'supervisor', 'online', 1])
    await rig.test.clock.pass(2_000)
    const [chat] = rig.test.memory.contents(SHOP)?.chats ?? []
    done(await at({ type: 'markRead', chatId: chat?.chatId ?? '', seq: chat?.seq ?? 0 }))
    await rig.test.clock.pass(0)
    expect(newest(end)[1]).toEqual([SHOP, 'supervisor', 'online', 0])
    done(await at({ type: 'goAway', reason: 'lunch' }))
    await rig.test.clock.pass(1_000)
    expect(newest(end)[1]).toEqual([SHOP, 'supervisor', 'away', 0])
  })

  it('[OW2] are asked for now and then even so, where there are several', async () => {
    const { rig, end } = await twoDesks()
    await end.say({ type: 'accounts' })
    const alone = await rig.staff('lou')
    await alone.say({ type: 'accounts' })
    await rig.test.clock.pass(61_500)
    expect(end.of('accounts')).toHaveLength(2)
    expect(alone.of('accounts')).toHaveLength(1)
    await end.drop()
    await rig.test.clock.pass(120_000)
    expect(end.of('accounts')).toHaveLength(2)
  })

  it('[OW3] are those of this moment: whose membership ended is told there and elsewhere', async () => {
    const { rig, end } = await twoDesks()
    await end.say({ type: 'accounts' })
    const zoe = { accountId: SHOP, personId: 'zoe' }
    const ended = { type: 'deactivateMember', personId: 'mia' } as const
    done(await rig.test.desk.staff(zoe, rig.test.newId(), ended))
    await rig.test.clock.pass(1_000)
    expect(newest(end)).toEqual([['acme', 'agent', 'offline', 0]])
    expect(end.closedWith).toBe(null)
    const path = `/api/v1/accounts/${SHOP}/desk`
    expect((await rig.ask('GET', path, { token: sessionOf('mia') })).status).toBe(404)
  })

  it('[OW4] of an API token are its one account, and nobody hears of others’', async () => {
    const { rig, gets, hello } = await twoDesks()
    const token = rig.staffSocket()
    await token.say({ ...hello, token: apiTokenOf('mia', 'acme') })
    await token.say({ type: 'accounts' })
    const other = await rig.staff('tom')
    await other.say({ type: 'accounts' })
    await gets()
    await rig.test.clock.pass(5_000)
    expect(newest(token)).toEqual([['acme', 'agent', 'offline', 0]])
    expect(newest(other)).toEqual([['acme', 'agent', 'offline', 0]])
    expect(JSON.stringify([token.frames, other.frames])).not.toContain(SHOP)
  })

  it('[OW2] are told once the database is back', async () => {
    const { rig, end } = await twoDesks()
    rig.people.away = true
    await end.say({ type: 'accounts' })
    expect(end.of('accounts')).toHaveLength(0)
    rig.people.away = false
    await rig.test.clock.pass(5_000)
    expect(end.of('accounts')).toHaveLength(1)
  })
})
