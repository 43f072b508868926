import { describe, expect, it } from 'vitest'
import { OutcomeUnknown } from '#storage/store'
import type { Store } from '#storage/store'
import { ManualClock } from '../testing/manual-clock.ts'
import { meteredStore } from './metered-store.ts'
import { Metrics } from './metrics.ts'

const counters = {
  turns: 7,
  refusals: 2,
  batches: 3,
  batchTurns: 7,
  rejectedBatches: 0,
  lostAccounts: 0,
  faults: 1,
  timersFired: 4,
  commitMs: 12,
}

describe('the figures', () => {
  it('[HT9] show what the parts count, each time as it is', async () => {
    const metrics = new Metrics()
    const host = {
      counters: { ...counters },
      awake: { accounts: 2, actors: 9, pending: 5, remembered: 5, timers: 3 },
      lease: { owned: () => [1, 2, 3] },
    }
    metrics.watch({
      host: host as never,
      hub: { sockets: { staff: 4, customers: 6 } },
      outbox: { counters: { delivered: 8, retried: 1, dead: 0 } },
      webhooks: { counters: { told: 5, failed: 2, givenUp: 1 } },
    })
    metrics.observeCommit(0.003, 'committed', 12)
    const { text, contentType } = await metrics.text()
    expect(contentType).toContain('text/plain')
    for (const line of [
      'parley_turns_total 7',
      'parley_refusals_total 2',
      'parley_actors_awake 9',
      'parley_commands_pending 5',
      'parley_shards_owned 3',
      'parley_staff_sockets 4',
      'parley_customer_sockets 6',
      'parley_deliveries_total 8',
      'parley_commit_seconds_count{outcome="committed"} 1',
      'parley_commit_seconds_bucket{le="0.005",outcome="committed"} 1',
      'parley_batch_journal_rows_sum 12',
    ]) {
      expect(text).toContain(`${line}\n`)
    }
    expect(text).toContain('process_resident_memory_bytes')
    host.counters.turns = 9
    expect((await metrics.text()).text).toContain('parley_turns_total 9\n')
  })

  it('[HT9] of commits are taken where they happen, and change nothing of them', async () => {
    const clock = new ManualClock()
    const seen: unknown[] = []
    const failure = new OutcomeUnknown('gone')
    let fails = false
    const store = {
      name: 'the store',
      async commit() {
        clock.skip(250)
        if (fails) throw failure
        return { fenced: ['a'] }
      },
      async owner(this: { name: string }) {
        return this.name
      },
    }
    const metered = meteredStore(store as unknown as Store, clock, (...one) => seen.push(one))
    expect(await metered.commit([])).toEqual({ fenced: ['a'] })
    fails = true
    await expect(metered.commit([])).rejects.toBe(failure)
    expect(seen).toEqual([
      [0.25, 'committed', []],
      [0.25, 'failed', []],
    ])
    expect(await metered.owner()).toBe('the store')
  })
})
