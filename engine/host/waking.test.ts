import { describe, expect, it } from 'vitest'
import { MemoryStore } from '#storage/memory-store'
import type { Store } from '#storage/store'
import { ManualClock } from '../testing/manual-clock.ts'
import { TestHost, done } from '../testing/test-host.ts'

/** A store that notes what is asked of it, and when it has answered. */
function noting(store: Store, notes: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]): Promise<unknown> => {
        notes.push(`${String(name)}?`)
        const answer: unknown = await value.apply(target, args)
        notes.push(`${String(name)}!`)
        return answer
      }
    },
  })
}

async function restarted(notes: string[]): Promise<{ test: TestHost; chatId: string }> {
  const clock = new ManualClock()
  const memory = new MemoryStore(() => clock.now())
  const before = await TestHost.start({ clock, memory })
  await before.online('ann')
  const chatId = await before.writes('c1')
  done(await before.staff('ann', { type: 'takeChat', chatId }))
  await before.host.stop()
  const test = await TestHost.start({ clock, memory, store: noting(memory, notes), account: null })
  await test.connect('ann', true)
  notes.length = 0
  return { test, chatId }
}

const AT_ONCE = ['findCommands?', 'loadActors?', 'loadCustomers?']

describe('the first turn of a chat that sleeps', () => {
  it('[SK8] of a customer asks at once for all that it needs, and then writes', async () => {
    const notes: string[] = []
    const { test } = await restarted(notes)
    done(await test.customer('c1', { type: 'sendMessage', text: 'Hello again' }))
    expect(notes.slice(0, 3).toSorted()).toEqual(AT_ONCE)
    expect(notes.filter((note) => note.endsWith('?')).slice(3)).toEqual(['commit?'])
  })

  it('[SK8] of an agent likewise', async () => {
    const notes: string[] = []
    const { test, chatId } = await restarted(notes)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    expect(notes.slice(0, 3).toSorted()).toEqual(AT_ONCE)
    expect(notes.filter((note) => note.endsWith('?')).slice(3)).toEqual(['commit?'])
  })

  it('[SK8] of somebody new asks for nobody twice', async () => {
    const notes: string[] = []
    const { test } = await restarted(notes)
    done(await test.customer('c2', { type: 'sendMessage', text: 'Hello' }))
    const asked = notes.filter((note) => note.endsWith('?'))
    expect(asked.toSorted()).toEqual(['commit?', 'findCommands?', 'loadCustomers?'])
  })
})
