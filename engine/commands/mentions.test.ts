import { describe, expect, it } from 'vitest'
import { MAX_MENTIONS } from '#protocol/limits'
import { staffCommand } from '#protocol/staff-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import { memoryArchive } from '../testing/memory-archive.ts'
import { FileLinks } from '../files/file-links.ts'
import { LiveScreens } from '../http/live-screens.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { done, refusalOf } from '../testing/test-host.ts'
import type { TestHost } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'
import type { StaffEnd } from '../testing/test-hub.ts'
import { Statecharts } from '../statecharts/statecharts.ts'

/** A chat of ann's in which she names the supervisor. */
async function named() {
  const tests = await TestHub.start()
  const { test } = tests
  const chatId = await test.writes('c1')
  await test.online('ann')
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  return { tests, test, chatId }
}

function naming(chatId: string, ...mentions: string[]): StaffCommand {
  return { type: 'comment', chatId, text: '@sue look', visibleTo: 'staff', mentions }
}

/** What a desk says of the mentions of its viewer now. */
function unread(end: StaffEnd): string[] {
  const told = changesOf(end, 'mentions').at(-1)?.mentions ?? end.last('snapshot').desk.mentions
  return told.map(({ commentId }) => commentId)
}

/** The same account on a server that starts anew. */
async function restarted({ test }: { test: TestHost }): Promise<TestHub> {
  await test.host.stop()
  const { clock, memory } = test
  return TestHub.start({ clock, memory, account: null })
}

describe('a mention', () => {
  it('[NO1] is of colleagues who know of the chat', async () => {
    const { test, chatId } = await named()
    const before = JSON.stringify(test.memory.contents(ACCOUNT))
    const refused = async (...mentions: string[]) =>
      refusalOf(await test.staff('ann', naming(chatId, ...mentions)))
    expect(await refused('cleo')).toBe('cannotSee')
    expect(await refused('sue', 'cleo')).toBe('cannotSee')
    expect(await refused('nobody')).toBe('notFound')
    expect(await refused('ann')).toBe('notFound')
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).toBe(before)
    done(await test.staff('ann', naming(chatId, 'sue', 'ada', 'bob')))
    done(await test.staff('ada', { type: 'deactivateMember', personId: 'sue' }))
    expect(await refused('sue')).toBe('notFound')
  })

  it('[NO2] is not in a personal comment', () => {
    const personal = { type: 'comment', chatId: 'c', text: '@sue', visibleTo: 'author' }
    expect(staffCommand.safeParse({ ...personal, mentions: ['sue'] }).success).toBe(false)
    expect(staffCommand.safeParse({ ...personal, mentions: [] }).success).toBe(true)
    const twice = { ...personal, visibleTo: 'staff', mentions: ['sue', 'sue'] }
    expect(staffCommand.safeParse(twice).success).toBe(false)
  })

  it('[NO3] is on the desk of whom it names until they have read it', async () => {
    const { tests, test, chatId } = await named()
    const sue = await tests.staff('sue', 'desk', `chat:${chatId}`)
    const others = await Promise.all(['ann', 'ada', 'bob'].map((who) => tests.staff(who, 'desk')))
    const { commentId } = done(await test.staff('ann', naming(chatId, 'sue'))).result
    expect(unread(sue)).toEqual([commentId])
    expect(changesOf(sue, 'comment').at(-1)?.comment.mentions).toEqual(['sue'])
    const { seq = 0 } = changesOf(sue, 'mentions').at(-1)?.mentions[0] ?? {}
    expect(others.flatMap((other) => changesOf(other, 'mentions'))).toEqual([])
    done(await test.staff('sue', { type: 'markRead', chatId, seq }))
    expect(unread(sue)).toEqual([])
  })

  it('[NO3] waits for whoever was away, after a restart too, and is among what was missed', async () => {
    const { tests, test, chatId } = await named()
    const away = await tests.staff('sue', 'desk')
    const { seq } = away.last('snapshot')
    await away.drop()
    const { commentId } = done(await test.staff('ann', naming(chatId, 'sue'))).result
    const back = await tests.staff('sue')
    await back.say({ type: 'subscribe', topic: 'desk', after: seq })
    expect(back.of('snapshot')).toEqual([])
    expect(unread(back)).toEqual([commentId])
    const next = await restarted({ test })
    expect(unread(await next.staff('sue', 'desk'))).toEqual([commentId])
    expect(unread(await next.staff('ada', 'desk'))).toEqual([])
  })

  it('[NO4] is read by the cursor of its chat, once that reaches it', async () => {
    const { tests, test, chatId } = await named()
    const sue = await tests.staff('sue', 'desk')
    done(await test.staff('ann', naming(chatId, 'sue')))
    const [mention] = changesOf(sue, 'mentions').at(-1)?.mentions ?? []
    const { seq = 0, commentId } = mention ?? {}
    done(await test.staff('sue', { type: 'markRead', chatId, seq: seq - 1 }))
    done(await test.staff('ada', { type: 'markRead', chatId, seq: seq + 9 }))
    expect(unread(sue)).toEqual([commentId])
    const next = await restarted({ test })
    expect(unread(await next.staff('sue', 'desk'))).toEqual([commentId])
    done(await next.test.staff('sue', { type: 'markRead', chatId, seq }))
    const last = await restarted(next)
    expect(unread(await last.staff('sue', 'desk'))).toEqual([])
  })

  it('[NO5] in a chat that is over is there like the rest, and after a restart', async () => {
    const { tests, test, chatId } = await named()
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(60_000)
    // All of the group may read a chat that is over.
    const bob = await tests.staff('bob', 'desk')
    const { commentId } = done(await test.staff('ann', naming(chatId, 'bob'))).result
    expect(unread(bob)).toEqual([commentId])
    await test.clock.pass(600_000)
    expect(test.host.peek(ACCOUNT)?.chats.has(chatId)).toBe(false)
    expect(unread(await tests.staff('bob', 'desk'))).toEqual([commentId])
    const next = await restarted({ test })
    expect(unread(await next.staff('bob', 'desk'))).toEqual([commentId])
  })

  it('[NO5] in a chat that went out of sight is not there, until it comes back', async () => {
    const { tests, test } = await named()
    const chatId = await test.writes('c2')
    await moveBob(test, 'support')
    const bob = await tests.staff('bob', 'desk')
    // By hand a line is everybody's of the group.
    const { commentId } = done(await test.staff('ann', naming(chatId, 'bob'))).result
    expect(unread(bob)).toEqual([commentId])
    const forward = async (groupId: string) =>
      done(await test.staff('ada', { type: 'forwardChat', chatId, to: { kind: 'group', groupId } }))
    await forward('sales')
    expect(unread(bob)).toEqual([])
    expect(unread(await tests.staff('bob', 'desk'))).toEqual([])
    await forward('support')
    expect(unread(bob)).toEqual([commentId])
    await moveBob(test, 'sales')
    expect(bob.last('snapshot').desk.mentions).toEqual([])
  })

  it('[NO6] is listed with its words, read or not, of one chat too', async () => {
    const { tests, test, chatId } = await named()
    done(await test.staff('ann', naming(chatId, 'sue', 'ada')))
    const waiting = await test.writes('c2')
    done(await test.staff('ann', { ...naming(waiting, 'sue', 'bob') }))
    const screens = screensOf(tests)
    const listed = await listOf(screens, 'sue')
    const [newest, older] = listed
    expect([newest?.chatId, older?.chatId]).toEqual([waiting, chatId])
    expect(older).toMatchObject({
      author: 'agent:ann',
      text: '@sue look',
      isRead: false,
      customerName: 'Visitor C1',
      groupId: 'support',
      open: true,
    })
    done(await test.staff('sue', { type: 'markRead', chatId, seq: older?.seq ?? 0 }))
    expect((await listOf(screens, 'sue')).map(({ isRead }) => isRead)).toEqual([false, true])
    expect(await listOf(screens, 'bob')).toHaveLength(1)
    done(await test.staff('ann', { type: 'takeChat', chatId: waiting }))
    expect(await listOf(screens, 'bob')).toHaveLength(1)
    expect(await listOf(screens, 'cleo')).toEqual([])
    expect((await listOf(screens, 'sue', chatId)).map((one) => one.chatId)).toEqual([chatId])
    expect(await listOf(screens, 'bob', chatId)).toEqual([])
  })

  it('[NO3] of a person the newest count', async () => {
    const { tests, test, chatId } = await named()
    for (let n = 0; n < MAX_MENTIONS + 2; n += 1) {
      done(await test.staff('ann', naming(chatId, 'sue')))
    }
    const newest = test.host.peek(ACCOUNT)?.seq
    const { mentions } = (await tests.staff('sue', 'desk')).last('snapshot').desk
    expect(mentions).toHaveLength(MAX_MENTIONS)
    expect(mentions[0]?.seq).toBe(newest)
  })

  it('[NO13] [NO4] is all that its person sees of a chat in a colleague’s hand, and can be read', async () => {
    const { tests, test, chatId } = await named()
    const bob = await tests.staff('bob', 'desk', `chat:${chatId}`)
    const { seq: before } = test.host.peek(ACCOUNT) ?? { seq: 0 }
    const read = async (upTo: number) => test.staff('bob', { type: 'markRead', chatId, seq: upTo })
    expect(refusalOf(await read(before))).toBe('forbidden')
    done(await test.staff('ann', naming(chatId, 'bob')))
    const [told] = changesOf(bob, 'mentions').at(-1)?.mentions ?? []
    const seq = told?.seq ?? 0
    const later = { type: 'comment', chatId, text: 'and later', visibleTo: 'staff' } as const
    done(await test.staff('ann', later))
    const list = await listOf(screensOf(tests), 'bob', chatId)
    expect(list.map(({ text }) => text)).toEqual(['@sue look'])
    expect(JSON.stringify(bob.frames)).not.toMatch(/look|and later/)
    done(await read(seq + 99))
    const mark = test.memory.contents(ACCOUNT)?.readMarks.find((one) => one.reader === 'agent:bob')
    expect(mark).toMatchObject({ chatId, seq })
    expect(unread(bob)).toEqual([])
    expect(refusalOf(await read(seq))).toBe('forbidden')
    const next = await restarted({ test })
    expect(unread(await next.staff('bob', 'desk'))).toEqual([])
    expect((await listOf(screensOf(next), 'bob')).map(({ isRead }) => isRead)).toEqual([true])
  })

  it('[NO7] leaves ids in the journal, and nothing once its customer is erased', async () => {
    const { tests, test, chatId } = await named()
    done(await test.staff('ann', naming(chatId, 'sue')))
    const contents = test.memory.contents(ACCOUNT)
    const commented = contents?.journal.find(({ type }) => type === 'commented')
    expect(commented?.data).toMatchObject({ chatId, mentions: ['sue'] })
    expect(JSON.stringify(contents?.journal)).not.toContain('look')
    const sue = await tests.staff('sue', 'desk')
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    expect(unread(sue)).toEqual([])
    expect(test.memory.contents(ACCOUNT)?.mentions).toEqual([])
    expect(await listOf(screensOf(tests), 'sue')).toEqual([])
  })

  it('[NO8] leaves no trace with the customer', async () => {
    const { tests, test, chatId } = await named()
    const end = await tests.customer('c1')
    const before = end.frames.length
    done(await test.staff('ann', naming(chatId, 'sue')))
    const ann = await tests.staff('ann', `chat:${chatId}`)
    await ann.say({ type: 'looking', chatId })
    await ann.say({ type: 'typing', chatId, typing: true, as: 'comment' })
    await test.clock.pass(1_000)
    expect(end.frames.slice(before)).toEqual([])
    await ann.say({ type: 'typing', chatId, typing: true })
    expect(end.frames.slice(before)).toEqual([{ type: 'typing', typing: true }])
  })

  it('[NO9] can be of whoever else knows of the chat', async () => {
    const { tests, test, chatId } = await named()
    const can = async (personId: string, of = chatId) => {
      const shown = await tests.screens.mentionable(ACCOUNT, personId, of)
      return shown.kind === 'shown' ? shown.value.personIds.toSorted() : shown.refusal.code
    }
    expect(await can('ann')).toEqual(['ada', 'bob', 'sue'])
    expect(await can('sue')).toEqual(['ada', 'ann', 'bob'])
    expect(await can('bob')).toBe('notFound')
    expect(await can('ann', 'no-chat')).toBe('notFound')
    const waiting = await test.writes('c2')
    expect(await can('ann', waiting)).toEqual(['ada', 'bob', 'sue'])
  })
})

/** Bob works in this group alone. */
async function moveBob(test: TestHost, groupId: string): Promise<void> {
  const bobs = test.host.peek(ACCOUNT)?.members.get('bob')
  if (bobs === undefined) throw new Error('bob is gone')
  const { active: _active, picture: _picture, ...fields } = bobs
  done(await test.staff('ada', { type: 'saveMember', ...fields, groupIds: [groupId] }))
}

function screensOf({ test, screens }: TestHub): LiveScreens {
  const { host, memory } = test
  const links = new FileLinks(new Uint8Array(32).fill(7), () => test.clock.now())
  return new LiveScreens({
    staff: screens,
    host,
    feed: memory,
    archive: memoryArchive(memory),
    links,
    statecharts: new Statecharts(async () => null),
  })
}

async function listOf(screens: LiveScreens, personId: string, chatId: string | null = null) {
  const shown = await screens.mentions(ACCOUNT, personId, chatId)
  if (shown.kind === 'refused') throw new Error(shown.refusal.code)
  return shown.value.mentions
}
