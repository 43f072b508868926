/** What one run of the benchmark is asked for. */
export interface Options {
  json: boolean
  /** How long each of host, limit and simple runs in each alternation. */
  seconds: number
  alternations: number
  /** Commands under way at once, one level after the other. */
  inFlight: number[]
}

/** Chats that are set up: each command under way has a chat of its own. */
export const MOST_IN_FLIGHT = 1_000

const DEFAULTS: Options = { json: false, seconds: 5, alternations: 5, inFlight: [1, 16, 64, 256] }

export const USAGE = `Usage: npm run bench -- [--json] [--seconds S] [--alternations N] [--in-flight 1,16,64,256]`

/** Said to whoever asked for something that is not there. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** @throws UsageError for a word or a number that it does not know what to do with. */
export function parseOptions(words: readonly string[]): Options {
  const options = { ...DEFAULTS }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name = '', given] = word.split('=', 2)
    const value = (): string => given ?? rest.shift() ?? ''
    switch (name) {
      case '--json':
        options.json = true
        break
      case '--seconds':
        options.seconds = numberFrom(name, value(), 0.01, 3_600)
        break
      case '--alternations':
        options.alternations = wholeFrom(name, value(), 1_000)
        break
      case '--in-flight':
        options.inFlight = value()
          .split(',')
          .map((part) => wholeFrom(name, part, MOST_IN_FLIGHT))
        break
      default:
        throw new UsageError(`Unknown option ${name}.\n${USAGE}`)
    }
  }
  return options
}

function wholeFrom(name: string, text: string, most: number): number {
  const value = numberFrom(name, text, 1, most)
  if (!Number.isInteger(value)) throw new UsageError(`${name} wants whole numbers.\n${USAGE}`)
  return value
}

function numberFrom(name: string, text: string, least: number, most: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (value >= least && value <= most) return value
  throw new UsageError(`${name} wants numbers from ${least} to ${most}.\n${USAGE}`)
}
