import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { SeedResult } from './simulation.ts'

/** What a worker is asked to do. */
export interface Work {
  seed: number
  steps: number
}

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

/**
 * Runs seeds over as many processes as there are processors, and tells of each as it ends, in no
 * order. Rejects where a process itself fails.
 */
export async function runSeeds(
  seeds: readonly number[],
  steps: number,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const waiting = [...seeds]
  const workers = Math.min(waiting.length, availableParallelism())
  await Promise.all(Array.from({ length: workers }, () => work(waiting, steps, onResult)))
}

/** One process, until nothing waits any more. */
async function work(
  waiting: number[],
  steps: number,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const next = (worker: { send: (work: Work) => void; kill: () => void }): void => {
    const seed = waiting.shift()
    if (seed === undefined) worker.kill()
    else worker.send({ seed, steps })
  }
  const worker = Bun.spawn([process.execPath, WORKER], {
    stdio: ['ignore', 'ignore', 'inherit'],
    ipc: (result: SeedResult) => {
      onResult(result)
      next(worker)
    },
  })
  next(worker)
  const code = await worker.exited
  if (worker.signalCode === null) throw new Error(`A worker ended with ${code}`)
}
