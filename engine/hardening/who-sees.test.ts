import { describe, expect, it } from 'vitest'
import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffServerFrame } from '#protocol/staff-frames'
import { done } from '../testing/test-host.ts'
import { changesOf } from '../testing/test-hub.ts'
import type { StaffEnd } from '../testing/test-hub.ts'
import { CUSTOMER, arranged } from './arranged.ts'
import { ANOTHER, BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'
import { SEES, STATES } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]

const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

/** Words by which it shows who was told what. */
const SAID = {
  customer: 'Hello',
  comment: 'between us',
  personal: 'mine alone',
  lateCustomer: 'one more thing',
  lateComment: 'still between us',
  latePersonal: 'still mine alone',
} as const

const FOR_STAFF = [SAID.customer, SAID.comment]
const LATE = [SAID.lateCustomer, SAID.lateComment]

describe('what staff sees of a chat', () => {
  it.each(GRID)('[HD4] %s, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    for (const state of STATES) {
      const sees = SEES[assignment][viewer][state]
      if (sees === '') continue
      const isOver = state === 'closed' || state === 'blocked'
      const { rig, chatId } = await arranged(state, personId, assignment)
      await says(rig, { type: 'comment', chatId, text: SAID.comment, visibleTo: 'staff' })
      await says(rig, { type: 'comment', chatId, text: SAID.personal, visibleTo: 'author' })
      const topic = `chat:${chatId}` as const
      const end = await rig.staff(personId, 'desk', topic)
      const listed = end.last('snapshot').desk.chats.find((chat) => chat.chatId === chatId)
      expect(listed?.access ?? '-', state).toBe(isOver ? '-' : sees)
      expect(end.of('conversation')).toHaveLength(sees === 'full' ? 1 : 0)
      expect(end.of('topicRefused')).toHaveLength(sees === 'full' ? 0 : 1)
      expectWords(end.frames, sees === 'full' ? FOR_STAFF : [], state)
      expectIds(end.frames, chatId, sees, isOver)

      const token = sessionOf(personId)
      const account = '/api/v1/accounts/acme'
      const one = await rig.ask('GET', `${account}/chats/${chatId}`, { token })
      const older = await rig.ask('GET', `${account}/chats/${chatId}/messages?before=9999`, {
        token,
      })
      for (const told of [one, older]) {
        expect(told.status, state).toBe(sees === 'full' ? 200 : 404)
        expectWords(told.json, sees === 'full' ? FOR_STAFF : [], state)
        if (sees !== 'full') expect(told.text).not.toContain(CUSTOMER)
      }
      const desk = await rig.ask('GET', `${account}/desk`, { token })
      expect(desk.json).toEqual({
        seq: end.last('snapshot').seq,
        next: null,
        ...end.last('snapshot').desk,
      })
      const archive = await rig.ask('GET', `${account}/chats?state=closed`, { token })
      expect(archive.text.includes(chatId), state).toBe(isOver && sees === 'full')
      expectWords(archive.json, isOver && sees === 'full' ? [SAID.customer] : [], state)

      // Of what is looked for, each word is one of all that was said.
      for (const said of [SAID.customer, SAID.comment, SAID.personal]) {
        const asked = `text=${encodeURIComponent(said)}`
        const found = await rig.ask('GET', `${account}/search?${asked}`, { token })
        const isTold = sees === 'full' && said !== SAID.personal
        expectWords(found.json, isTold ? [said] : [], `${state}, looking for ${said}`)
        expect(found.text.includes(chatId), `${state}, looking for ${said}`).toBe(isTold)
        for (const narrowed of [asked, 'tagId=refund']) {
          const path = `${account}/chats?state=closed&${narrowed}`
          const closed = await rig.ask('GET', path, { token })
          expect(closed.status).toBe(200)
          if (!isOver || sees !== 'full') expect(closed.text).not.toContain(chatId)
        }
      }

      // What follows, live and for whoever comes back.
      const { seq } = end.last('snapshot')
      const shown = end.frames.length
      // Writing on to the greeter would hand the chat over.
      const isQuiet = isOver || state === 'bot'
      if (!isQuiet) await writes(rig, { type: 'sendMessage', text: SAID.lateCustomer })
      await says(rig, { type: 'comment', chatId, text: SAID.lateComment, visibleTo: 'staff' })
      await says(rig, { type: 'comment', chatId, text: SAID.latePersonal, visibleTo: 'author' })
      const live = end.frames.slice(shown)
      const late = isQuiet ? [SAID.lateComment] : LATE
      expectWords(live, sees === 'full' ? late : [], `${state}, live`)
      expectIds(live, chatId, sees, isOver)
      const again = await rig.staff(personId)
      for (const name of ['desk', topic] as const) {
        await again.say({ type: 'subscribe', topic: name, after: seq })
      }
      expectWords(again.frames, sees === 'full' ? late : [], `${state}, resumed`)
      const told = again.frames.filter((frame) => !isOnlyGone(frame, chatId))
      expectIds(told, chatId, sees, isOver)
    }
  })

  it('[HD4] a personal comment is told to its author on every way, and to nobody else', async () => {
    const { rig, chatId } = await arranged('assigned me', 'mia', 'byHand')
    const topic = `chat:${chatId}` as const
    const mine = await rig.staff('mia', topic)
    const others = await Promise.all(
      ['tom', 'sam', 'ada', BOSS].map((who) => rig.staff(who, topic)),
    )
    const words = { type: 'comment', chatId, text: SAID.personal, visibleTo: 'author' } as const
    expect(await rig.bySocket(mine, words)).toBe('done')
    expect(changesOf(mine, 'comment').map(({ comment }) => comment.text)).toEqual([SAID.personal])
    const again = await rig.staff('mia')
    await again.say({ type: 'subscribe', topic, after: mine.last('conversation').seq })
    expect(JSON.stringify(again.frames)).toContain(SAID.personal)
    const path = `/api/v1/accounts/acme/chats/${chatId}`
    const asked = await rig.ask('GET', path, { token: sessionOf('mia') })
    expect(asked.text).toContain(SAID.personal)
    const search = '/api/v1/accounts/acme/search?text=alone'
    const found = await rig.ask('GET', search, { token: sessionOf('mia') })
    expect(found.text).toContain(SAID.personal)
    for (const [index, who] of ['tom', 'sam', 'ada', BOSS].entries()) {
      const byRest = await rig.ask('GET', path, { token: sessionOf(who) })
      const looked = await rig.ask('GET', search, { token: sessionOf(who) })
      expect(looked.json).toEqual({ customers: [], lines: [], next: null })
      const said = JSON.stringify([others[index]?.frames, byRest])
      expect(said, who).not.toContain(SAID.personal)
    }
  })
})

describe('rights that change while a socket is open', () => {
  it('[HD5] a supervisor who becomes an agent hears no more of a colleague’s chat', async () => {
    const { rig, chatId } = await arranged('assigned else', 'sam', 'byHand')
    const end = await rig.staff('sam', 'desk', `chat:${chatId}`)
    expect(end.of('conversation')).toHaveLength(1)
    await moves(rig, { ...saved('sam'), role: 'agent' })
    expect(end.last('topicRefused').topic).toBe(`chat:${chatId}`)
    expect(rowsIn(end)).toMatchObject([{ chatId, access: 'row' }])
    await hearsNothing(rig, end, chatId)
  })

  it('[HD5] who leaves a group sees nothing of it any more', async () => {
    const { rig, chatId } = await arranged('queued', 'mia', 'byHand')
    const end = await rig.staff('mia', 'desk', `chat:${chatId}`)
    await moves(rig, { ...saved('mia'), groupIds: ['sales'] })
    expect(end.last('topicRefused').topic).toBe(`chat:${chatId}`)
    expect(rowsIn(end)).toEqual([])
    await hearsNothing(rig, end, chatId)
  })

  it('[HD5] an agent sees no line any more when assignment becomes automatic', async () => {
    const { rig, chatId } = await arranged('queued', 'mia', 'byHand')
    for (const personId of ['mia', ANOTHER]) {
      done(await rig.test.staff(personId, { type: 'goAway', reason: 'lunch' }))
    }
    const end = await rig.staff('mia', 'desk', `chat:${chatId}`)
    await moves(rig, { type: 'changeSettings', change: { assignment: 'automatic' } })
    expect(end.last('topicRefused').topic).toBe(`chat:${chatId}`)
    expect(rowsIn(end)).toEqual([])
    await hearsNothing(rig, end, chatId)
  })

  it('[HD5] who comes into a group sees its line at once', async () => {
    const { rig, chatId } = await arranged('queued', 'lou', 'byHand')
    const end = await rig.staff('lou', 'desk')
    expect(rowsIn(end)).toEqual([])
    await moves(rig, { ...saved('lou'), groupIds: ['support'] })
    expect(rowsIn(end)).toMatchObject([{ chatId, access: 'full' }])
  })

  it('[HD5] who was deactivated is told nothing of that', async () => {
    const { rig } = await arranged('assigned me', 'mia', 'byHand')
    const end = await rig.staff('mia', 'desk')
    const before = end.frames.length
    done(await rig.test.staff(BOSS, { type: 'deactivateMember', personId: 'mia' }))
    expect(end.frames).toHaveLength(before)
    expect(end.closedWith?.reason).toBe('unauthorized')
  })
})

describe('two accounts on one server', () => {
  it('[HD6] neither hears, lists or resumes anything of the other', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const theirs = await rig.staff('max-of-them', 'desk')
    const ours = await rig.staff('ada', 'desk')
    const { seq } = theirs.last('snapshot')
    const chatId = await rig.test.writes(CUSTOMER, SAID.customer)
    await says(rig, { type: 'comment', chatId, text: SAID.comment, visibleTo: 'staff' })
    await theirs.say({ type: 'subscribe', topic: `chat:${chatId}` })
    await theirs.say({ type: 'subscribe', topic: `chat:${chatId}`, after: 1 })
    await theirs.say({ type: 'subscribe', topic: 'desk', after: seq })
    await theirs.say({ type: 'typing', chatId, typing: true })
    await rig.test.clock.pass(20_000)
    const token = sessionOf('max-of-them')
    const asked = await Promise.all(
      ['desk', 'chats?state=closed', 'search?text=Hello'].map((path) =>
        rig.ask('GET', `/api/v1/accounts/rival/${path}`, { token }),
      ),
    )
    const paths = ['desk', 'chats?state=closed', `chats/${chatId}`, 'search?text=Hello']
    const refused = await Promise.all(
      paths.map((path) => rig.ask('GET', `/api/v1/accounts/acme/${path}`, { token })),
    )
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const told = JSON.stringify([theirs.frames, asked, refused]).replaceAll(`chat:${chatId}`, '')
    for (const secret of [chatId, CUSTOMER, SAID.customer, SAID.comment, 'staff mia', 'support']) {
      expect(told.includes(secret), secret).toBe(false)
    }
    expect(theirs.last('heartbeat').seq).toBe(rig.test.host.peek('rival')?.seq)
    expect(JSON.stringify(ours.frames)).toContain(chatId)
  })
})

async function says({ test }: Rig, command: StaffCommand): Promise<void> {
  done(await test.staff(BOSS, command))
}

async function writes({ test }: Rig, command: CustomerCommand): Promise<void> {
  done(await test.customer(CUSTOMER, command))
}

async function moves({ test }: Rig, command: StaffCommand): Promise<void> {
  done(await test.staff(BOSS, command))
  await test.clock.pass(0)
}

function saved(personId: string): Extract<StaffCommand, { type: 'saveMember' }> {
  const found = acme().members.find((member) => member.personId === personId)
  if (found === undefined) throw new Error(`nobody is called ${personId}`)
  const { active: _active, ...fields } = found
  return { type: 'saveMember', ...fields }
}

function rowsIn(end: StaffEnd) {
  return end.last('snapshot').desk.chats
}

/** Nothing that is said in a chat reaches a socket. */
async function hearsNothing(rig: Rig, end: StaffEnd, chatId: string): Promise<void> {
  const before = end.frames.length
  await says(rig, { type: 'comment', chatId, text: SAID.lateComment, visibleTo: 'staff' })
  await writes(rig, { type: 'sendMessage', text: SAID.lateCustomer })
  expectWords(end.frames.slice(before), [], 'after the change')
  expect(end.closedWith).toBeNull()
}

/** Of all words, exactly these are told. */
function expectWords(told: unknown, words: readonly string[], where: string): void {
  const text = JSON.stringify(told ?? null)
  const found = Object.values(SAID).filter((one) => text.includes(`"${one}"`))
  expect(new Set(found), where).toEqual(new Set(words))
}

/** A chat that is not seen is not named, except where the viewer named it. */
function expectIds(
  frames: readonly StaffServerFrame[],
  chatId: string,
  sees: string,
  isOver: boolean,
): void {
  if (sees !== '-' || isOver) return
  const unasked = frames.filter((frame) => frame.type !== 'topicRefused')
  const text = JSON.stringify(unasked)
  expect(text).not.toContain(chatId)
  expect(text).not.toContain(CUSTOMER)
}

/** What is gone may be named to whoever comes back: the server does not know what they had seen. */
function isOnlyGone(frame: StaffServerFrame, chatId: string): boolean {
  if (frame.type !== 'change') return false
  const about = frame.changes.filter((change) => JSON.stringify(change).includes(chatId))
  return about.every((change) => change.kind === 'chatGone')
}
