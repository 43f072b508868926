import { describe, expect, it } from 'vitest'
import { sessionOf } from './memory-people.ts'
import { arranged } from './arranged.ts'
import { ANOTHER, BOSS, VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { codeOf } from './rig.ts'
import type { Rig } from './rig.ts'
import { SEES, STATES } from './who-may.ts'
import { done } from '../testing/test-host.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const LEADS: readonly ViewerName[] = [
  'supervisor of the group',
  'supervisor of another group',
  'administrator',
]

/** Everything that there is of an actor's past, for somebody; each `done` or the code of a refusal. */
async function asked(rig: Rig, path: string, personId: string): Promise<string[]> {
  const token = sessionOf(personId)
  const base = `/api/v1/accounts/acme/${path}`
  const body = { after: 1, event: { type: 'customerLeft' } }
  const told = [
    await rig.ask('GET', `${base}/journal`, { token }),
    await rig.ask('GET', `${base}/steps`, { token }),
    await rig.ask('GET', `${base}/what-if?after=1`, { token }),
    await rig.ask('POST', `${base}/what-if`, { token, body }),
    ...(path.startsWith('chats/') ? [await rig.ask('GET', `${base}/why`, { token })] : []),
  ]
  return told.map((answer) => (answer.status === 200 ? 'done' : codeOf(answer)))
}

describe('the past of a chat', () => {
  it.each(NAMES)('[JX2] is for %s as far as they lead and see it', async (viewer) => {
    const personId = VIEWERS[viewer]
    for (const state of STATES) {
      const sees = SEES.byHand[viewer][state]
      if (sees === '') continue
      const { rig, chatId } = await arranged(state, personId, 'byHand')
      const before = rig.stored()
      const written = (): string[] =>
        (rig.test.memory.contents('acme')?.journal ?? []).map(({ type }) => type)
      const upTo = written().length
      const mayReplay = LEADS.includes(viewer) && sees === 'full'
      const expected = sees === '-' ? 'notFound' : mayReplay ? 'done' : 'forbidden'
      const outcomes = await asked(rig, `chats/${chatId}`, personId)
      expect(outcomes, `${viewer}, ${state}`).toEqual(Array(5).fill(expected))
      // Who opened it is answered for; beside that nothing is written.
      const since = [...new Set(written().slice(upTo))]
      expect(since, `${viewer}, ${state}`).toEqual(expected === 'done' ? ['pastOpened'] : [])
      if (expected !== 'done') expect(rig.stored(), `${viewer}, ${state}`).toBe(before)
    }
  })

  it('[JX3] holds no word of anybody, unless it is asked for, and no other’s personal comment', async () => {
    const { rig, chatId } = await arranged('assigned else', VIEWERS.administrator, 'byHand')
    const say = (personId: string, text: string, visibleTo: 'staff' | 'author') =>
      rig.test.staff(personId, { type: 'comment', chatId, text, visibleTo })
    done(await say(ANOTHER, 'Words to staff', 'staff'))
    done(await say(ANOTHER, 'Words to oneself', 'author'))
    done(await say(BOSS, 'Words of the boss alone', 'author'))
    const token = sessionOf(BOSS)
    const base = `/api/v1/accounts/acme/chats/${chatId}`
    const plain = [
      await rig.ask('GET', `${base}/journal`, { token }),
      await rig.ask('GET', `${base}/journal?words=false`, { token }),
      await rig.ask('GET', `${base}/steps`, { token }),
      await rig.ask('GET', `${base}/why`, { token }),
    ]
    for (const { text } of plain) expect(text).not.toMatch(/Hello|Words/)
    const { text } = await rig.ask('GET', `${base}/journal?words=true`, { token })
    for (const words of ['Hello', 'Words to staff', 'Words of the boss alone']) {
      expect(text).toContain(words)
    }
    expect(text).not.toContain('Words to oneself')
  })
})

describe('the past of an agent', () => {
  it.each(NAMES)('[JX2] is for %s as far as they lead them', async (viewer) => {
    const { rig } = await arranged('queued', VIEWERS[viewer], 'byHand')
    const leads = viewer === 'supervisor of the group' || viewer === 'administrator'
    const expected = leads ? 'done' : 'forbidden'
    const outcomes = await asked(rig, `agents/${ANOTHER}`, VIEWERS[viewer])
    expect(outcomes).toEqual([expected, expected, expected, expected])
    expect(await asked(rig, 'agents/nobody', VIEWERS[viewer])).toEqual(Array(4).fill('notFound'))
  })
})
