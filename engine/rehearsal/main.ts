import { writeFile } from 'node:fs/promises'
import { WrongArguments, readOptions } from './options.ts'
import type { RehearsalOptions } from './options.ts'
import { foundCast } from './found-cast.ts'
import { rehearse } from './rehearse.ts'
import type { Progress, Rehearsed } from './rehearse.ts'
import { shortcomings } from './report.ts'

/** Findings that are told in words; the counts are in the line. */
const MOST_TOLD = 30

try {
  await main(process.argv.slice(2))
} catch (error) {
  const isForPeople = error instanceof WrongArguments
  const words =
    error instanceof Error
      ? ((isForPeople ? undefined : error.stack) ?? error.message)
      : String(error)
  process.stderr.write(`${words}\n`)
  process.exit(2)
}

async function main(args: readonly string[]): Promise<void> {
  const asked = readOptions(args)
  if (asked.kind === 'found') {
    const databaseUrl = process.env.DATABASE_URL ?? ''
    if (databaseUrl === '') throw new WrongArguments('--found needs DATABASE_URL.')
    const cast = await foundCast(databaseUrl, asked.agents)
    await writeFile(asked.file, JSON.stringify(cast, null, 2), { mode: 0o600 })
    return
  }
  const { options } = asked
  const rehearsed = await rehearse(options, showProgress(), interruption())
  const short = tellShortcomings(options, rehearsed)
  process.stdout.write(`${JSON.stringify(rehearsed.report)}\n`)
  process.exit(short ? 1 : 0)
}

/** The first signal ends the rehearsal in order, the second at once. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return controller.signal
}

/** One line on a terminal, written over and over. */
function showProgress(): (progress: Progress) => void {
  if (!process.stderr.isTTY) return () => {}
  return ({ over, conversations, messages, kills }) => {
    const killed = kills === 0 ? '' : `, ${kills} kills`
    process.stderr.write(
      `\r${over} of ${conversations} conversations, ${messages} messages${killed} `,
    )
  }
}

/** Tells what went wrong, if anything did. */
function tellShortcomings({ kill, seed, json }: RehearsalOptions, rehearsed: Rehearsed): boolean {
  const { report, findings, differences, broken, surprises, outagesMs } = rehearsed
  const short = shortcomings(report, kill)
  const lines = [
    ...(broken === null ? [] : [`Broken off: ${broken}`]),
    ...findings.slice(0, MOST_TOLD).map(({ violation, says }) => `${violation}: ${says}`),
    ...(findings.length > MOST_TOLD ? [`… and ${findings.length - MOST_TOLD} more findings`] : []),
    ...differences,
    ...[...surprises].map(([what, times]) => `refused, unexpectedly, ${times} times: ${what}`),
    ...(json || outagesMs.length === 0 ? [] : [`Away for ${outagesMs.join(', ')} ms.`]),
    ...(json || short.length > 0 ? [] : [`Passed (seed ${seed}).`]),
    ...(short.length > 0 ? [`Not passed (seed ${seed}): ${short.join(', ')}.`] : []),
  ]
  if (process.stderr.isTTY) process.stderr.write('\n')
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`)
  return short.length > 0 || broken !== null
}
