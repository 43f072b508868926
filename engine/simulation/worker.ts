import type { Work } from './run-seeds.ts'
import { runSeed } from './simulation.ts'

/*
 * One of the processes over which seeds are spread: it takes a seed, runs it, and says what came
 * of it. A world of a seed shares nothing with another one, so where it runs makes no difference.
 */

process.on('message', (work: Work) => {
  void runSeed(work).then((result) => process.send?.(result))
})

// Whoever asked is gone.
process.on('disconnect', () => process.exit())
