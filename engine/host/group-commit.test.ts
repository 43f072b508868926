import { describe, expect, it } from 'vitest'
import { MemoryStore } from '#storage/memory-store'
import { OutcomeUnknown, Rejected, StoreUnavailable } from '#storage/store'
import type { AccountBatch } from '#storage/store'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { ACCOUNT, channel, found, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'

type Commit = (batches: AccountBatch[]) => Promise<{ fenced: string[] }>

/** A store in whose way a test can stand, once or for good. */
class TroubledStore extends MemoryStore {
  trouble: ((batches: AccountBatch[], commit: Commit) => Promise<{ fenced: string[] }>) | null =
    null

  override commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    const commit: Commit = (written) => super.commit(written)
    return this.trouble === null ? commit(batches) : this.trouble(batches, commit)
  }

  /** The next commit goes this way, all others as ever. */
  once(trouble: NonNullable<TroubledStore['trouble']>): void {
    this.trouble = (batches, commit) => {
      this.trouble = null
      return trouble(batches, commit)
    }
  }
}

async function start(): Promise<{ test: TestHost; store: TroubledStore }> {
  const clock = new ManualClock()
  const store = new TroubledStore(() => clock.now())
  return { test: await TestHost.start({ clock, memory: store }), store }
}

const hello = { type: 'sendMessage', text: 'Hello' } as const

describe('a batch that fails', () => {
  it('[GC1] is tried again while the database is away, and nobody notices', async () => {
    const { test, store } = await start()
    let tries = 0
    store.trouble = async (batches, commit) => {
      tries += 1
      if (tries < 3) throw new StoreUnavailable('away')
      return commit(batches)
    }
    const answer = test.customer('c1', hello)
    await test.clock.pass(1_000)
    done(await answer)
    expect(tries).toBe(3)
    expect(await test.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(2)
  })

  it('[GC2] when the database stays away, callers hear transient and memory is dropped', async () => {
    const { test, store } = await start()
    store.trouble = async () => {
      throw new StoreUnavailable('away')
    }
    const id = test.newId()
    const answer = test.customer('c1', hello, id)
    await test.clock.pass(5_000)
    expect(await answer).toMatchObject({ refusal: { code: 'transient' } })
    expect(test.lost).toEqual([ACCOUNT])
    store.trouble = null
    done(await test.customer('c1', hello, id))
    expect(await test.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(2)
  })

  it('[GC3] that one account spoils does not hold up another', async () => {
    const { test, store } = await start()
    await found(test.host, { ...smallAccount(), channels: [channel('theirs')] }, 'other')
    const rejects = (batches: AccountBatch[]): boolean =>
      batches.some(({ accountId }) => accountId === ACCOUNT)
    store.trouble = async (batches, commit) => {
      if (rejects(batches)) throw new Rejected('a row of acme')
      return commit(batches)
    }
    const mine = test.customer('c1', hello)
    const theirs = test.desk.customer(
      { accountId: 'other', channelId: 'theirs', customerId: 'c9' },
      test.newId(),
      hello,
    )
    done(await theirs)
    expect(await mine).toMatchObject({ refusal: { code: 'transient' } })
    expect(test.lost).toEqual([ACCOUNT])
  })

  it('[GC4] a command that is rejected alone too is a fault; those near it go through', async () => {
    const { test, store } = await start()
    const poison = (batches: AccountBatch[]): boolean =>
      batches.some(({ messages }) => messages.some(({ text }) => text === 'poison'))
    store.trouble = async (batches, commit) => {
      if (poison(batches)) throw new Rejected('poison')
      return commit(batches)
    }
    const ids = [test.newId(), test.newId(), test.newId()]
    const send = () =>
      Promise.all([
        test.customer('c1', hello, ids[0]),
        test.customer('c2', { type: 'sendMessage', text: 'poison' }, ids[1]),
        test.customer('c3', hello, ids[2]),
      ])
    const first = await send()
    expect(first.map(refusalOf)).toEqual(['transient', 'transient', 'transient'])
    const heard: string[] = []
    for (let round = 0; round < 4 && !heard.includes('fault'); round += 1) {
      const answers = await send()
      heard.push(...answers.map((each) => (each.kind === 'done' ? 'done' : each.refusal.code)))
    }
    expect(heard).toContain('fault')
    done(await test.customer('c1', hello, ids[0]))
    done(await test.customer('c3', hello, ids[2]))
    expect(await test.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(2)
    expect(await test.memory.customerTail(ACCOUNT, 'c2', 10)).toHaveLength(0)
  })

  it('[GC5] an unknown outcome that was written gives the first answer to the same id', async () => {
    const { test, store } = await start()
    store.once(async (batches, commit) => {
      await commit(batches)
      throw new OutcomeUnknown('the connection died')
    })
    const id = test.newId()
    expect(refusalOf(await test.customer('c1', hello, id))).toBe('transient')
    const again = done(await test.customer('c1', hello, id))
    expect(again.result.n).toBe(1)
    expect(await test.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(2)
  })

  it('[GC6] an orphan of an unknown outcome cannot be written after the account was read', async () => {
    const { test, store } = await start()
    let orphan: (() => Promise<{ fenced: string[] }>) | null = null
    store.once(async (batches, commit) => {
      orphan = () => commit(batches)
      throw new OutcomeUnknown('the connection died')
    })
    const id = test.newId()
    expect(refusalOf(await test.customer('c1', hello, id))).toBe('transient')
    done(await test.customer('c1', hello, id))
    expect(await orphan!()).toEqual({ fenced: [ACCOUNT] })
    expect(await test.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(2)
  })

  it('[GC7] what was built on a lost batch is lost with it', async () => {
    const { test, store } = await start()
    await test.online('ann')
    const chatId = await test.writes('c1')
    let letGo = (): void => {}
    store.once(async () => {
      await new Promise<void>((resolve) => {
        letGo = resolve
      })
      throw new OutcomeUnknown('the connection died')
    })
    const take = test.staff('ann', { type: 'takeChat', chatId })
    await settled()
    const write = test.staff('ann', { type: 'sendMessage', chatId, text: 'I have it' })
    await settled()
    letGo()
    expect(refusalOf(await take)).toBe('transient')
    expect(refusalOf(await write)).toBe('transient')
    await test.host.look(ACCOUNT)
    expect(test.chat(chatId).state).toBe('queued')
  })
})
