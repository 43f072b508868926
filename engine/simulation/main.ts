/*
 * `npm run simulate`: the whole engine in one process on virtual time, customers and agents acting
 * at random, everything going wrong that can, and all promises watched. See SPEC.md, *Simulation*.
 */
import { UsageError, parseOptions } from './options.ts'
import type { Options } from './options.ts'
import { addResult, emptySummary, failureText, summaryText, toJson } from './report.ts'
import { runSeeds } from './run-seeds.ts'

try {
  await run(parseOptions(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function run({ seeds, steps, json }: Options): Promise<void> {
  const startedAt = performance.now()
  const summary = emptySummary()
  progress(`0 of ${seeds.length} seeds`)
  await runSeeds(seeds, steps, (result) => {
    addResult(summary, result)
    progress(`${summary.seeds} of ${seeds.length} seeds, ${summary.violations} promises broken`)
    if (result.violations.length > 0) console.error(`\n${failureText(result, steps)}\n`)
  })
  progress('')
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(json ? toJson(summary) : summaryText(summary, seconds))
  if (summary.violations > 0) process.exitCode = 1
}

/** Says how far it is, where somebody looks. */
function progress(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${words}`)
}
