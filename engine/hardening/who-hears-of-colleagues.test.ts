import { describe, expect, it } from 'vitest'
import { COMPANY_PAUSE_MS } from '#protocol/limits'
import { done } from '../testing/test-host.ts'
import { changesOf } from '../testing/test-hub.ts'
import { arranged } from './arranged.ts'
import { BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'
import { SEES, STATES } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]

/** What is said around a comment that names somebody, and by its customer. */
const SAID = {
  customer: 'Hello',
  before: 'between us',
  named: 'only this one',
  after: 'still between us',
} as const

const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

describe('whom a comment names, and who looks at its chat', () => {
  it.each(GRID)('[NO1] [NO9] [NO13] [WR3] %s, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    for (const state of STATES) {
      const sees = SEES[assignment][viewer][state]
      if (sees === '') continue
      const { rig, chatId } = await arranged(state, personId, assignment)
      const topic = `chat:${chatId}` as const
      const end = await rig.staff(personId, 'desk', topic)
      await end.say({ type: 'looking', chatId })
      const boss = await rig.staff(BOSS, topic)
      await boss.say({ type: 'looking', chatId })
      await boss.say({ type: 'typing', chatId, typing: true, as: 'comment' })
      await rig.test.clock.pass(COMPANY_PAUSE_MS)
      const mayRead = sees === 'full'
      const knows = sees !== '-'
      const company = end.of('company').at(-1)?.people
      const named =
        boss
          .of('company')
          .at(-1)
          ?.people.map((one) => one.personId) ?? []
      expect(company, state).toEqual(mayRead ? [{ personId: BOSS, writes: 'comment' }] : undefined)
      expect(named, state).toEqual(mayRead ? [personId] : [])

      const path = `/api/v1/accounts/acme/chats/${chatId}/mentionable`
      const can = await rig.ask('GET', path, { token: sessionOf(BOSS) })
      const { personIds } = can.json as { personIds: string[] }
      expect(personIds.includes(personId), state).toBe(knows)
      const asked = await rig.ask('GET', path, { token: sessionOf(personId) })
      expect(asked.status, state).toBe(mayRead ? 200 : 404)

      const comment = { type: 'comment', chatId, visibleTo: 'staff' } as const
      const says = (text: string, ...mentions: string[]) =>
        rig.byRest(BOSS, { ...comment, text, mentions })
      expect(await says(SAID.before)).toBe('done')
      const { seq } = end.last('snapshot')
      expect(await says(SAID.named, personId), state).toBe(knows ? 'done' : 'cannotSee')
      expect(await says(SAID.after)).toBe('done')
      const heard = changesOf(end, 'mentions').at(-1)?.mentions ?? []
      expect(
        heard.map((one) => one.chatId),
        state,
      ).toEqual(knows ? [chatId] : [])

      const ask = (asked: string) =>
        rig.ask('GET', `/api/v1/accounts/acme/${asked}`, { token: sessionOf(personId) })
      for (const list of [await ask('mentions'), await ask(`mentions?chatId=${chatId}`)]) {
        expect(list.text.includes(chatId), state).toBe(knows)
        expect(saidIn(list.text), state).toEqual(knows ? [SAID.named] : [])
      }
      if (mayRead) continue
      // On every other way not even that comment is told.
      const again = await rig.staff(personId)
      for (const resumed of ['desk', topic] as const) {
        await again.say({ type: 'subscribe', topic: resumed, after: seq })
      }
      const told = [
        end.frames,
        again.frames,
        await ask('desk'),
        await ask(`chats/${chatId}`),
        await ask(`chats/${chatId}/messages?before=9999`),
        await ask('search?text=us'),
        await ask('search?text=this'),
      ]
      expect(saidIn(JSON.stringify(told)), state).toEqual([])
    }
  })

  it('[HD6] nobody of another account is named, told or listed', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const chatId = await rig.test.writes('c1')
    const theirs = await rig.staff('max-of-them', 'desk', `chat:${chatId}`)
    await theirs.say({ type: 'looking', chatId })
    const ours = await rig.staff(BOSS, `chat:${chatId}`)
    await ours.say({ type: 'looking', chatId })
    await rig.test.clock.pass(COMPANY_PAUSE_MS)
    expect(theirs.of('company')).toEqual([])
    expect(ours.last('company').people).toEqual([])
    const comment = { type: 'comment', chatId, text: 'look', visibleTo: 'staff' } as const
    const named = { ...comment, mentions: ['max-of-them'] }
    expect(await rig.byRest(BOSS, named)).toBe('notFound')
    done(await rig.test.staff(BOSS, { ...comment, mentions: ['ada'] }))
    expect(changesOf(theirs, 'mentions')).toEqual([])
    const token = sessionOf('max-of-them')
    for (const path of ['mentions', `chats/${chatId}/mentionable`]) {
      expect((await rig.ask('GET', `/api/v1/accounts/acme/${path}`, { token })).status).toBe(404)
    }
    const own = await rig.ask('GET', '/api/v1/accounts/rival/mentions', { token })
    expect(own.json).toEqual({ mentions: [] })
  })
})

function saidIn(text: string): string[] {
  return Object.values(SAID).filter(
    (one) => text.includes(`"${one}"`) || text.includes(`${one}\\"`),
  )
}
