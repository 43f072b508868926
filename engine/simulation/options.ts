import { parseArgs } from 'node:util'

/** Seeds of a run that says nothing else: a minute's worth. */
const DEFAULT_SEEDS = 20

/** Steps of a seed: enough for every kind of fault, and for what follows from it. */
const DEFAULT_STEPS = 1_000

export const USAGE = `Usage: npm run simulate -- [--seeds N] [--seed S] [--steps N] [--json]
  --seeds N   runs the seeds 1 to N (default ${DEFAULT_SEEDS})
  --seed S    runs this seed only, exactly as it always runs
  --steps N   steps of each seed (default ${DEFAULT_STEPS})
  --json      prints one line of JSON and nothing else on standard output`

export interface Options {
  seeds: number[]
  steps: number
  json: boolean
}

/** A command line that says nothing that can be done. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** @throws UsageError with the usage as its message. */
export function parseOptions(words: string[]): Options {
  const values = parse(words)
  const steps = whole('steps', values.steps, DEFAULT_STEPS)
  if (values.seed !== undefined) {
    if (values.seeds !== undefined) throw new UsageError(`--seed or --seeds.\n${USAGE}`)
    return { seeds: [whole('seed', values.seed, 0)], steps, json: values.json }
  }
  const count = whole('seeds', values.seeds, DEFAULT_SEEDS)
  const seeds = Array.from({ length: count }, (_, index) => index + 1)
  return { seeds, steps, json: values.json }
}

function parse(words: string[]) {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        steps: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${words}\n${USAGE}`, { cause: error })
  }
}

function whole(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  const number = Number(value)
  const fits = /^\d+$/.test(value) && number > 0 && number < 2 ** 32
  if (!fits) throw new UsageError(`--${name} is no whole number above 0: ${value}\n${USAGE}`)
  return number
}
