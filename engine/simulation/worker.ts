import type { Work } from './run-seeds.ts'
import { runSeed } from './simulation.ts'

/*
 * One of the threads over which seeds are spread: it takes a seed, runs it, and says what came of
 * it. A world of a seed shares nothing with another one, so where it runs makes no difference.
 */

declare const self: Worker

self.addEventListener('message', ({ data }: MessageEvent<Work>) => {
  void runSeed(data).then((result) => self.postMessage(result))
})
