import { describe, expect, it } from 'vitest'
import { SHARD_COUNT } from '#storage/store'
import { settled } from '../testing/manual-clock.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { LEASE_MS } from './lease.ts'

const hello = { type: 'sendMessage', text: 'Hello' } as const

async function startSecond(first: TestHost): Promise<TestHost> {
  return TestHost.start({ clock: first.clock, memory: first.memory, account: null })
}

describe('two hosts on one store', () => {
  it('[LE1] the second owns nothing while the first lives, and refuses', async () => {
    const first = await TestHost.start()
    const second = await startSecond(first)
    await first.clock.pass(30_000)
    expect(first.host.lease.owned()).toHaveLength(SHARD_COUNT)
    expect(second.host.lease.owned()).toHaveLength(0)
    expect(second.host.lease.owner).toBe(first.host.lease.incarnation)
    expect(refusalOf(await second.customer('c1', hello))).toBe('notReady')
  })

  it('[LE2] it takes over within the lease when the first one dies, and nothing is lost', async () => {
    const first = await TestHost.start()
    await first.online('ann')
    const chatId = await first.writes('c1')
    const second = await startSecond(first)
    first.host.abandon()
    await first.clock.pass(LEASE_MS + 2_000)
    expect(second.host.lease.owned()).toHaveLength(SHARD_COUNT)
    expect((await second.host.look(ACCOUNT))?.chats.get(chatId)?.state).toBe('queued')
    expect((await second.host.look(ACCOUNT))?.agent('ann')?.value.connection).toBe('grace')
  })

  it('[LE3] one that was paused past its lease writes nothing when it wakes', async () => {
    const first = await TestHost.start()
    await first.writes('c1')
    const clockOfTheFirst = first.clock
    const second = new TestHost({ clock: clockOfTheFirst, memory: first.memory })
    // The first is not scheduled any more, as under SIGSTOP; its lease runs out.
    clockOfTheFirst.skip(LEASE_MS + 1)
    await second.host.start()
    expect(second.host.lease.owned()).toHaveLength(SHARD_COUNT)
    const before = (await second.host.look(ACCOUNT))?.seq
    expect(refusalOf(await first.customer('c1', hello))).toBe('notReady')
    await clockOfTheFirst.pass(10_000)
    expect((await second.host.look(ACCOUNT))?.seq).toBe(before)
    expect(first.host.peek(ACCOUNT)).toBeNull()
  })

  it('[LE4] a batch under way when the shard changes hands is fenced, and its caller told', async () => {
    const first = await TestHost.start()
    await first.writes('c1')
    const raised = await first.memory.raise(first.host.lease.incarnation, first.host.lease.owned())
    expect(raised).toHaveLength(SHARD_COUNT)
    expect(refusalOf(await first.customer('c1', hello))).toBe('transient')
    await first.clock.pass(5_000)
    done(await first.customer('c1', hello))
  })

  it('[LE5] a host that stops gives its shards up at once, after writing what it gathered', async () => {
    const first = await TestHost.start()
    await first.clock.pass(10_000)
    await first.writes('c1')
    const answer = first.customer('c1', hello)
    await first.host.stop()
    done(await answer)
    const second = await startSecond(first)
    expect(second.host.lease.owned()).toHaveLength(SHARD_COUNT)
    await settled()
    expect(await first.memory.customerTail(ACCOUNT, 'c1', 10)).toHaveLength(3)
  })
})
