import type { PastAnswers } from './past-answers.ts'

/** A store in memory learns nothing from what was answered. */
export function memoryPastAnswers(): PastAnswers {
  return {
    words: async () => ({ count: 0, averageLength: 0, uses: [], words: [] }),
    said: async () => [],
  }
}
