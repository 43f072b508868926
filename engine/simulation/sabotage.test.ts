import { describe, expect, it } from 'vitest'
import { agentMachine } from '#machines/agent'
import { MACHINES } from '#machines/registry'
import type { Feed } from '#storage/feed'
import type { Outlived } from '#storage/outlived'
import type { Json } from '#storage/json'
import type { Store } from '#storage/store'
import { filesIn } from '../files/file-facts.ts'
import type { Clock } from '../ports.ts'
import type { Sabotage } from './fleet.ts'
import { runSeed } from './simulation.ts'
import type { PromiseName } from './violation.ts'

/** Within how many seeds a broken promise must be seen. */
const SEEDS = 200

const STEPS = 1_000

/** How late a store writes that answers before it did, in milliseconds. */
const LATE_MS = 500

/** Agents who take whatever they like: the chart's own guard says yes to everything. */
function withoutLimit(): Sabotage {
  const boundless = agentMachine.provide({ guards: { belowLimit: () => true } })
  return { machines: MACHINES.with({ name: 'agent@1', machine: boundless }) }
}

/** A database that forgets which commands were carried out, and lets them be written again. */
function withoutCommands(): Sabotage {
  const written = new Set<string>()
  return {
    store: (inner) => ({
      ...inner,
      findCommands: async () => [],
      commit: (batches) =>
        inner.commit(
          batches.map((batch) => ({
            ...batch,
            commands: batch.commands.filter(({ sender, commandId }) => {
              const key = `${batch.accountId} ${sender} ${commandId}`
              return !written.has(key) && written.add(key)
            }),
          })),
        ),
    }),
  }
}

/** A database that says *written* first, and writes a little later, if its process still lives. */
function answeringEarly(): Sabotage {
  return {
    store: (inner: Store & Feed & Outlived, clock: Clock) => {
      let last: Promise<unknown> = Promise.resolve()
      return {
        ...inner,
        commit: async (batches) => {
          const copies: typeof batches = JSON.parse(JSON.stringify(batches))
          const before = last
          last = new Promise((resolve) => {
            clock.schedule(LATE_MS, () => {
              void before.then(() => inner.commit(copies)).then(resolve, resolve)
            })
          })
          return { fenced: [] }
        },
      }
    },
  }
}

/** A database that puts the files of comments into what customers read. */
function leakingFiles(): Sabotage {
  const ofComments: Json[] = []
  return {
    store: (inner) => ({
      ...inner,
      commit: (batches) => {
        for (const { data } of batches.flatMap(({ comments }) => comments)) {
          if (filesIn(data).length > 0) ofComments.push(data)
        }
        return inner.commit(batches)
      },
      customerScreen: async (...asked) => {
        const screen = await inner.customerScreen(...asked)
        const data = ofComments.at(-1) ?? null
        return { ...screen, messages: screen.messages.map((one) => ({ ...one, data })) }
      },
    }),
  }
}

/** A database that forgets now and then what webhooks are to be told. */
function forgettingWebhooks(): Sabotage {
  let commits = 0
  return {
    store: (inner) => ({
      ...inner,
      commit: (batches) => {
        commits += 1
        if (commits % 50 !== 0) return inner.commit(batches)
        return inner.commit(batches.map((batch) => ({ ...batch, webhookDeliveries: [] })))
      },
    }),
  }
}

/** A database that says of what failed that a webhook was told. */
function believingWebhooks(): Sabotage {
  return {
    store: (inner) => ({
      ...inner,
      settleWebhookDelivery: (settlement) =>
        inner.settleWebhookDelivery({ ...settlement, outcome: { kind: 'delivered' } }),
    }),
  }
}

/** Runs seeds until one of them breaks one of these promises; gives all that it broke. */
async function firstBroken(
  sabotage: () => Sabotage,
  wanted: readonly PromiseName[],
): Promise<PromiseName[]> {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { violations } = await runSeed({ seed, steps: STEPS, sabotage: sabotage() })
    const broken = violations.map(({ promise }) => promise)
    if (broken.some((promise) => wanted.includes(promise))) return broken
  }
  return []
}

describe('a simulated world sees', () => {
  it('[SI5] agents above their limit', async () => {
    expect(await firstBroken(withoutLimit, ['limit'])).toContain('limit')
  }, 120_000)

  it('[SI6] a command that is carried out twice', async () => {
    const promises = await firstBroken(withoutCommands, ['once', 'answeredAlike'])
    expect(promises).not.toEqual([])
  }, 120_000)

  it('[SI7] an acknowledgement of what is not durable', async () => {
    const promises = await firstBroken(answeringEarly, ['acknowledgedIsStored'])
    expect(promises).not.toEqual([])
  }, 120_000)

  it('[WH20] a webhook that is not left what happened, or not told what is said to be told', async () => {
    for (const sabotage of [forgettingWebhooks, believingWebhooks]) {
      expect(await firstBroken(sabotage, ['webhooks'])).toContain('webhooks')
    }
  }, 240_000)

  it('[SI10] a customer who is told of a comment’s file', async () => {
    const promises = await firstBroken(leakingFiles, ['hiddenFromCustomers'])
    expect(promises).toContain('hiddenFromCustomers')
  }, 120_000)
})
