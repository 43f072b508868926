import { availableParallelism } from 'node:os'
import type { SeedResult } from './simulation.ts'

/** What a worker is asked to do. */
export interface Work {
  seed: number
  steps: number
}

/**
 * Runs seeds over as many threads as there are processors, and tells of each as it ends, in no
 * order. Rejects where a thread itself fails.
 */
export async function runSeeds(
  seeds: readonly number[],
  steps: number,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const waiting = [...seeds]
  const threads = Math.min(waiting.length, availableParallelism())
  await Promise.all(Array.from({ length: threads }, () => work(waiting, steps, onResult)))
}

/** One thread, until nothing waits any more. */
function work(
  waiting: number[],
  steps: number,
  onResult: (result: SeedResult) => void,
): Promise<void> {
  const worker = new Worker(new URL('worker.ts', import.meta.url))
  return new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const seed = waiting.shift()
      if (seed === undefined) resolve()
      else worker.postMessage({ seed, steps } satisfies Work)
    }
    worker.addEventListener('message', ({ data }: MessageEvent<SeedResult>) => {
      onResult(data)
      next()
    })
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    next()
  }).finally(() => worker.terminate())
}
