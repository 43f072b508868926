import { SeededRandom } from '../../simulation/seeded-random.ts'
import type { Asked } from './measure.ts'

/** The line that `npm run prompters -- --json` prints. */
export interface Recall {
  recallAt1: number
  recallAt5: number
  bm25At1: number
  bm25At5: number
  msPerRequest: number
}

export function recallOf(asked: readonly Asked[]): Recall {
  return {
    recallAt1: share(asked, ({ place }) => isWithin(place, 1)),
    recallAt5: share(asked, ({ place }) => isWithin(place, 5)),
    bm25At1: share(asked, ({ bm25Place }) => isWithin(bm25Place, 1)),
    bm25At5: share(asked, ({ bm25Place }) => isWithin(bm25Place, 5)),
    msPerRequest: rounded(asked.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, asked.length)),
  }
}

/** How often questions are drawn anew, to see how far chance alone moves the figures. */
const DRAWS = 2_000

/** What the figures are worth: each fold's, and within what the advantage lies in 95 of 100 draws. */
export function explanation(asked: readonly Asked[]): string {
  const folds = [...new Set(asked.map(({ fold }) => fold))].map((fold) => {
    const { recallAt1, recallAt5, bm25At1, bm25At5 } = recallOf(
      asked.filter((one) => one.fold === fold),
    )
    return `fold ${fold + 1}: at 1 ${recallAt1} (BM25 ${bm25At1}), at 5 ${recallAt5} (BM25 ${bm25At5})`
  })
  return [...folds, advantage(asked, 1), advantage(asked, 5)].join('\n')
}

function advantage(asked: readonly Asked[], places: number): string {
  const gains = asked.map(
    ({ place, bm25Place }) => Number(isWithin(place, places)) - Number(isWithin(bm25Place, places)),
  )
  const random = new SeededRandom(1)
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0
    for (let n = 0; n < gains.length; n += 1) sum += gains[random.between(0, gains.length - 1)] ?? 0
    return sum / gains.length
  }).toSorted((a, b) => a - b)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const [low = 0, high = 0] = [means[Math.floor(DRAWS * 0.025)], means[Math.floor(DRAWS * 0.975)]]
  return (
    `advantage at ${places}: ${rounded(mean)}, ` +
    `within ${rounded(low)} and ${rounded(high)} in 95 of 100 draws of the questions`
  )
}

function isWithin(place: number | null, places: number): boolean {
  return place !== null && place < places
}

function share(asked: readonly Asked[], is: (one: Asked) => boolean): number {
  return rounded(asked.filter(is).length / Math.max(1, asked.length))
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
