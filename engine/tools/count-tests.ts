import { z } from 'zod'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

/** A step that is one test by itself, such as types or lint. */
export function countAsOne(isWell: boolean): Counts {
  return { passed: isWell ? 1 : 0, failed: isWell ? 0 : 1, skipped: 0 }
}

/**
 * Counts a report of Vitest's JSON reporter. A file that could not be run is one failure; so is a
 * run that ended badly without a failed test (an error outside of tests, a crash: no report at all).
 */
export function countVitest(report: string | null, endedWell: boolean): Counts {
  const parsed = vitestReport.safeParse(readJson(report))
  if (!parsed.success) return countAsOne(false)
  const files = parsed.data.testResults
  const states = files.flatMap((file) => file.assertionResults.map((result) => result.status))
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
  )
  const counts = {
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed').length + broken.length,
    skipped: states.filter((state) => state !== 'passed' && state !== 'failed').length,
  }
  return failedAtLeast(counts, endedWell && parsed.data.success)
}

/**
 * Counts what Web Test Runner's default reporter wrote: each browser's last line such as
 * `Chrome: |███| 12/12 test files | 45 passed, 0 failed`.
 */
export function countWebTestRunner(text: string, endedWell: boolean): Counts {
  const lines = text.matchAll(
    /^\s*(\S[^|\n]*):\s*\|.*\d+\/\d+ test files \| (\d+) passed, (\d+) failed(?:, (\d+) skipped)?/gm,
  )
  const last = new Map<string, Counts>()
  for (const [, browser = '', passed, failed, skipped] of lines) {
    last.set(browser, {
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped ?? 0),
    })
  }
  const counts = [...last.values()].reduce(add, { passed: 0, failed: 0, skipped: 0 })
  return failedAtLeast(counts, endedWell && counts.passed > 0)
}

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

function failedAtLeast(counts: Counts, isWell: boolean): Counts {
  return isWell || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

function isFailed(result: { status: string }): boolean {
  return result.status === 'failed'
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
