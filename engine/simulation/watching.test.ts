import { describe, expect, it } from 'vitest'
import { MemoryStore } from '#storage/memory-store'
import type { AccountBatch } from '#storage/store'
import { beginUpload, finishUpload } from '../commands/files.ts'
import { ACCOUNT, found, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { AccountHistory } from './account-history.ts'
import type { PromiseName } from './violation.ts'
import { Witness } from './violation.ts'

/** What was written while two chats were in hand, a file was sent, and the agent went home. */
async function written(): Promise<AccountBatch[]> {
  const batches: AccountBatch[] = []
  const memory = new MemoryStore(() => test.clock.now())
  const commit = memory.commit.bind(memory)
  const test: TestHost = new TestHost({ memory })
  memory.commit = async (all) => {
    const copies: AccountBatch[] = JSON.parse(JSON.stringify(all))
    batches.push(...copies.filter(({ accountId }) => accountId === ACCOUNT))
    return commit(all)
  }
  await test.host.start()
  await found(test.host, smallAccount())
  await test.online('ann')
  const chats = [await test.writes('c1'), await test.writes('c2')]
  for (const chatId of chats) done(await test.staff('ann', { type: 'takeChat', chatId }))
  const by = { kind: 'customer', customerId: 'c1' } as const
  for (const fileId of ['photo', 'note']) {
    done(
      await test.host.run({
        accountId: ACCOUNT,
        by: 'customer:c1',
        command: null,
        lane: 'customer:c1',
        decide: (turn) => {
          beginUpload(turn, by, fileId, { name: 'x', size: 3, storageKey: fileId })
          finishUpload(turn, by, fileId, { mime: 'text/plain', kind: 'other', size: 3 })
          return {}
        },
      }),
    )
  }
  done(await test.customer('c1', { type: 'sendMessage', text: 'Here', fileIds: ['photo'] }))
  done(await test.staff('ann', { type: 'goOffline', choice: { kind: 'return' } }))
  const [chatId = ''] = chats
  done(await test.staff('sue', { type: 'blockCustomer', chatId, reason: 'x', message: 'No.' }))
  return batches
}

/** Which promises are seen to be broken when what was written is falsified. */
async function brokenBy(falsify: (batches: AccountBatch[]) => void): Promise<Set<PromiseName>> {
  const batches = await written()
  falsify(batches)
  const witness = new Witness(
    () => 0,
    () => {},
  )
  const history = new AccountHistory(ACCOUNT, witness)
  for (const batch of batches) history.committed(batch)
  return new Set(witness.violations.map(({ promise }) => promise))
}

describe('whoever watches a simulated world', () => {
  it('[SI11] finds nothing where nothing is wrong', async () => {
    expect(await brokenBy(() => {})).toEqual(new Set())
  })

  it('[SI11] sees that a chat in hand did not become what was chosen', async () => {
    const broken = await brokenBy((batches) => {
      for (const row of batches.flatMap(({ journal }) => journal)) {
        if (row.type === 'wentOffline')
          row.data = { ...Object(row.data), choice: { kind: 'close' } }
      }
    })
    expect(broken).toContain('choiceHolds')
  })

  it('[SI11] sees an open chat of somebody who is blocked', async () => {
    const broken = await brokenBy((batches) => {
      for (const row of batches.flatMap(({ customers }) => customers)) row.blockId = 'a-block'
    })
    expect(broken).toContain('blockHolds')
  })

  it('[SI10] sees a file that stands in two places', async () => {
    const broken = await brokenBy((batches) => {
      const messages = batches.flatMap((batch) => batch.messages)
      const one = messages.find(({ data }) => JSON.stringify(data).includes('photo'))
      const [other] = messages
      if (one !== undefined && other !== undefined) other.data = one.data
    })
    expect(broken).toContain('filesOnce')
  })

  it('[SI10] sees a file that is used twice', async () => {
    const broken = await brokenBy((batches) => {
      const files = batches.flatMap(({ rare }) => rare?.files ?? [])
      const used = files.find(({ state }) => state === 'used')
      const last = batches.at(-1)
      if (used !== undefined && last?.rare != null) last.rare.files.push({ ...used })
    })
    expect(broken).toContain('filesOnce')
  })
})
