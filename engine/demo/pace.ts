/** What makes simulated people look like people: they need time, and never the same. */
export interface Pace {
  /** Resolves after a time between two, in milliseconds, or at once when everything ends. */
  rest(fromMs: number, toMs: number): Promise<void>
  /** About how long it takes to type this. */
  type(words: string): Promise<void>
  chance(probability: number): boolean
  /** One of several. */
  oneOf<Choice>(choices: readonly [Choice, ...Choice[]]): Choice
  readonly over: boolean
}

/** Milliseconds a character: a practised typist who thinks a little. */
const PER_CHARACTER_MS = 45
const LONGEST_TYPING_MS = 7_000

/** A pace that ends with the signal. */
export function paceUntil(signal: AbortSignal, random: () => number): Pace {
  const rest = (fromMs: number, toMs: number): Promise<void> => {
    const ms = fromMs + random() * (toMs - fromMs)
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(end, ms)
      signal.addEventListener('abort', end, { once: true })
      function end(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
    })
  }
  return {
    rest,
    type: (words) => {
      const ms = Math.min(LONGEST_TYPING_MS, words.length * PER_CHARACTER_MS)
      return rest(ms, ms * 1.5)
    },
    chance: (probability) => random() < probability,
    oneOf: (choices) => choices[Math.floor(random() * choices.length)] ?? choices[0],
    get over() {
      return signal.aborted
    },
  }
}
