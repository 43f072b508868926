// `npm test`: every check there is, in order, and the last line says `N passed, N failed`.
//
// T1 Every step runs, whatever failed before it, but for what cannot run without a browser.
// T2 Every step has a time limit; nothing that a step started outlives it.
// T3 Whatever goes wrong, a runner that crashes included, is at least one failure.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Counts } from './count-tests.ts'
import { add, countAsOne, countVitest, countWebTestRunner } from './count-tests.ts'
import { findChromium } from './find-chromium.ts'
import type { Ended } from './run-step.ts'
import { killRunningSteps, runStep } from './run-step.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORTS = join(ROOT, '.cache', 'test')
const MINUTE = 60_000

const SIMULATED_SEEDS = 36
const REHEARSED_CONVERSATIONS = 40
/** Conversations of our own writing that come with the checkout. */
const REHEARSAL_DATA = 'engine/rehearsal/conversations.jsonl'

interface Step {
  title: string
  /** What must exist, relative to the root, for the step to make sense. */
  needs: string[]
  needsBrowser?: boolean
  limitMs: number
  command: readonly [string, ...string[]]
  count(ended: Ended): Counts
}

const STEPS: Step[] = [
  {
    title: 'types',
    needs: ['tsconfig.json'],
    limitMs: 6 * MINUTE,
    command: ours('typescript/lib/tsc.js', '-b'),
    count: wentWell,
  },
  {
    title: 'lint',
    needs: ['.oxlintrc.json'],
    limitMs: 5 * MINUTE,
    command: ours('oxlint/bin/oxlint', '--type-aware', '--max-warnings', '0'),
    count: wentWell,
  },
  {
    title: 'format',
    needs: ['.oxfmtrc.json'],
    limitMs: 2 * MINUTE,
    command: ours('oxfmt/bin/oxfmt', '--check'),
    count: wentWell,
  },
  {
    title: 'machines, storage, engine',
    needs: ['engine/tools/vitest.config.ts'],
    limitMs: 25 * MINUTE,
    command: vitest('engine/tools/vitest.config.ts', 'units.json'),
    count: (ended) => countVitest(report('units.json'), ended.code === 0),
  },
  {
    title: 'elements in a browser',
    needs: ['ui/web-test-runner.config.mjs'],
    needsBrowser: true,
    limitMs: 12 * MINUTE,
    command: ours('@web/test-runner/dist/bin.js', '--config', 'ui/web-test-runner.config.mjs'),
    count: (ended) => countWebTestRunner(ended.text, ended.code === 0),
  },
  {
    title: 'end to end',
    needs: ['engine/e2e'],
    needsBrowser: true,
    limitMs: 18 * MINUTE,
    command: vitest('engine/tools/vitest.e2e.config.ts', 'e2e.json'),
    count: (ended) => countVitest(report('e2e.json'), ended.code === 0),
  },
  {
    title: `a rehearsal of ${REHEARSED_CONVERSATIONS} conversations, with kills`,
    needs: ['engine/rehearsal/main.ts', REHEARSAL_DATA],
    limitMs: 8 * MINUTE,
    command: script(
      'engine/rehearsal/main.ts',
      ...['--data', REHEARSAL_DATA, '--conversations', String(REHEARSED_CONVERSATIONS)],
      ...['--kill', '--json'],
    ),
    count: wentWell,
  },
  {
    title: `${SIMULATED_SEEDS} seeds of the simulation`,
    needs: ['engine/simulation/main.ts'],
    limitMs: 8 * MINUTE,
    command: script('engine/simulation/main.ts', ...['--seeds', String(SIMULATED_SEEDS), '--json']),
    count: wentWell,
  },
]

process.exitCode = await main()

async function main(): Promise<number> {
  process.chdir(ROOT)
  stopWithUs()
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })
  let total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const summary: string[] = []
  for (const step of STEPS) {
    const startedAt = performance.now()
    const { counts, remark } = await take(step)
    total = add(total, counts)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const line = `${counts.failed === 0 ? '  ' : '✗ '}${step.title}: ${remark ?? told(counts)} (${seconds} s)`
    summary.push(line)
    say(line)
  }
  say(`\n${summary.join('\n')}\n`)
  say(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
}

async function take(step: Step): Promise<{ counts: Counts; remark?: string }> {
  say(`\n── ${step.title}`)
  const missing = step.needs.filter((file) => !existsSync(file))
  if (missing.length > 0) {
    return { counts: countAsOne(false), remark: `not run: there is no ${missing.join(' and no ')}` }
  }
  const environment: Record<string, string> = {}
  if (step.needsBrowser === true) {
    try {
      environment['CHROME_PATH'] = findChromium()
    } catch (error) {
      return { counts: countAsOne(false), remark: `not run: ${String(error)}` }
    }
  }
  const ended = await runStep(step.command, step.limitMs, { environment })
  const counts = step.count(ended)
  if (!ended.timedOut) return { counts }
  const remark = `stopped after ${step.limitMs / MINUTE} min; ${told(counts)}`
  return { counts: counts.failed > 0 ? counts : add(counts, countAsOne(false)), remark }
}

function told({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function wentWell(ended: Ended): Counts {
  return countAsOne(ended.code === 0)
}

/** A tool of ours, run by the Bun that runs this: no other Node is asked for. */
function ours(tool: string, ...words: string[]): readonly [string, ...string[]] {
  return [process.execPath, '--bun', join(ROOT, 'node_modules', tool), ...words]
}

function script(file: string, ...words: string[]): readonly [string, ...string[]] {
  return [process.execPath, file, ...words]
}

function vitest(config: string, reportName: string): readonly [string, ...string[]] {
  return ours(
    'vitest/vitest.mjs',
    ...['run', '--config', config, '--reporter=default', '--reporter=json'],
    `--outputFile.json=${join(REPORTS, reportName)}`,
  )
}

function report(name: string): string | null {
  const file = join(REPORTS, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

function stopWithUs(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      killRunningSteps()
      process.kill(process.pid, signal)
    })
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
