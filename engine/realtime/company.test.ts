import { describe, expect, it } from 'vitest'
import { COMPANY_PAUSE_MS, MAX_COMPANY, TYPING_EXPIRES_MS } from '#protocol/limits'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'
import type { StaffEnd } from '../testing/test-hub.ts'
import { Company } from './company.ts'

/** A chat of ann's, at which she, the supervisor and the administrator look. */
async function looking() {
  const tests = await TestHub.start()
  const { test } = tests
  const chatId = await test.writes('c1')
  await test.online('ann')
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  const looks = async (personId: string): Promise<StaffEnd> => {
    const end = await tests.staff(personId, `chat:${chatId}`)
    await end.say({ type: 'looking', chatId })
    return end
  }
  const [ann, sue, ada] = await Promise.all([looks('ann'), looks('sue'), looks('ada')])
  await test.clock.pass(COMPANY_PAUSE_MS)
  return { tests, test, chatId, looks, ann, sue, ada }
}

/** Who is there by the newest word to a socket, with what they write. */
function there(end: StaffEnd): Record<string, string | null> {
  const { people } = end.last('company')
  return Object.fromEntries(people.map(({ personId, writes }) => [personId, writes]))
}

describe('who looks at a conversation', () => {
  it('[WR1] is told to the others who do, each once', async () => {
    const { test, looks, ann, sue, chatId } = await looking()
    expect(ann.last('company').chatId).toBe(chatId)
    expect(there(ann)).toEqual({ sue: null, ada: null })
    const second = await looks('ann')
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(second)).toEqual({ sue: null, ada: null })
    expect(there(sue)).toEqual({ ann: null, ada: null })
    await ann.drop()
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: null, ada: null })
  })

  it('[WR1] is told with what they write', async () => {
    const { test, chatId, ann, sue, ada } = await looking()
    await ann.say({ type: 'typing', chatId, typing: true })
    await ada.say({ type: 'typing', chatId, typing: true, as: 'comment' })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: 'message', ada: 'comment' })
    expect(there(ann)).toEqual({ sue: null, ada: 'comment' })
    await ada.say({ type: 'typing', chatId, typing: false, as: 'comment' })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: 'message', ada: null })
    // Only who has the chat writes messages in it.
    await sue.say({ type: 'typing', chatId, typing: true })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(ada)).toEqual({ ann: 'message', sue: null })
  })

  it('[WR2] ends with a look elsewhere and with the socket', async () => {
    const { test, ann, sue, ada } = await looking()
    await sue.say({ type: 'looking', chatId: null })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(ann)).toEqual({ ada: null })
    await ada.drop()
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(ann)).toEqual({})
    const heard = sue.of('company').length
    await ann.say({ type: 'looking', chatId: null })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(sue.of('company')).toHaveLength(heard)
  })

  it('[WR2] writing that is not renewed is over, and a message of who lost the chat', async () => {
    const { test, chatId, ann, sue, ada } = await looking()
    await ann.say({ type: 'typing', chatId, typing: true })
    await test.clock.pass(TYPING_EXPIRES_MS)
    await ada.say({ type: 'typing', chatId, typing: true, as: 'comment' })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: null, ada: 'comment' })
    await ann.say({ type: 'typing', chatId, typing: true })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toMatchObject({ ann: 'message' })
    await test.online('sue')
    done(await test.staff('sue', { type: 'takeOverChat', chatId }))
    await test.clock.pass(COMPANY_PAUSE_MS)
    // A colleague's chat is a row to an agent: she is not there any more.
    expect(there(ada)).toEqual({ sue: null })
  })

  it('[WR3] is told to and of nobody who may not read it', async () => {
    const { tests, test, chatId, looks, sue } = await looking()
    const strangers = await Promise.all([looks('bob'), looks('cleo')])
    const idle = await tests.staff('ada', `chat:${chatId}`)
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: null, ada: null })
    expect([...strangers, idle].flatMap((end) => end.of('company'))).toEqual([])
    done(await test.staff('ann', { type: 'returnChat', chatId }))
    const bob = await looks('bob')
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: null, ada: null, bob: null })
    const member = test.host.peek(ACCOUNT)?.members.get('bob')
    if (member === undefined) throw new Error('bob is gone')
    const { active: _active, picture: _picture, ...now } = member
    const heard = bob.of('company').length
    done(await test.staff('ada', { type: 'saveMember', ...now, groupIds: ['sales'] }))
    await sue.say({ type: 'typing', chatId, typing: true, as: 'comment' })
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(there(sue)).toEqual({ ann: null, ada: null })
    expect(bob.of('company')).toHaveLength(heard)
  })

  it('[WR3] of a chat that is over is told to whoever may read that', async () => {
    const { test, chatId, looks, ann } = await looking()
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(600_000)
    expect(test.host.peek(ACCOUNT)?.chats.has(chatId)).toBe(false)
    const bob = await looks('bob')
    const cleo = await looks('cleo')
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(Object.keys(there(bob)).toSorted()).toEqual(['ada', 'ann', 'sue'])
    expect(Object.keys(there(ann)).toSorted()).toEqual(['ada', 'bob', 'sue'])
    expect(cleo.of('company')).toEqual([])
  })

  it('[WR4] is told once a pause, and written nowhere', async () => {
    const { test, chatId, ann, sue } = await looking()
    const before = test.host.peek(ACCOUNT)?.seq
    const heard = sue.of('company').length
    for (let n = 0; n < 20; n += 1) {
      await ann.say({ type: 'typing', chatId, typing: n % 2 === 0 })
    }
    await test.clock.pass(COMPANY_PAUSE_MS)
    expect(sue.of('company')).toHaveLength(heard + 1)
    expect(test.host.peek(ACCOUNT)?.seq).toBe(before)
  })

  it('[WR4] names a bounded number of people', async () => {
    const clock = new ManualClock()
    const company = new Company<number>(clock)
    const told: number[] = []
    for (let n = 0; n < MAX_COMPANY + 9; n += 1) {
      company.look(n, 'c1', {
        personId: `p${n}`,
        mayRead: () => true,
        hasChat: () => false,
        tell: (people) => told.push(people.length),
      })
    }
    await clock.pass(COMPANY_PAUSE_MS)
    expect(told).toEqual(Array.from({ length: MAX_COMPANY + 9 }, () => MAX_COMPANY))
    company.leave(0)
    company.leave(0)
    expect(clock.pending).toBe(1)
  })
})
