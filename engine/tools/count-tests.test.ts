import { describe, expect, it } from 'vitest'
import { countVitest, countWebTestRunner } from './count-tests.ts'

describe('counting', () => {
  it('[HO11] each test of a runner counts, and skipped ones count as neither', () => {
    const json = report(true, ['passed', ['passed', 'passed', 'pending']])
    expect(countVitest(json, true)).toEqual({ passed: 2, failed: 0, skipped: 1 })
  })

  it('[HO11] a file that could not be read is one failure', () => {
    const json = report(false, ['failed', []], ['failed', ['passed', 'failed']])
    expect(countVitest(json, false)).toEqual({ passed: 1, failed: 2, skipped: 0 })
  })

  it('[HO11] a run that ended badly is a failure though every test passed', () => {
    expect(countVitest(report(true, ['passed', ['passed']]), false).failed).toBe(1)
    expect(countVitest(report(false, ['passed', ['passed']]), true).failed).toBe(1)
  })

  it.each([null, '', '{"success":true', '{}'])(
    '[HO11] a runner that crashed and left %j is a failure',
    (json) => {
      expect(countVitest(json, true)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    },
  )

  it('[HO11] of the browser’s progress, its last line counts', () => {
    const text = [
      'Chrome: |███               | 1/2 test files | 3 passed, 0 failed',
      'Chrome: |██████████████████| 2/2 test files | 5 passed, 1 failed, 2 skipped',
      '',
      'Finished running tests in 1.3s with 1 failed tests.',
    ].join('\n')
    expect(countWebTestRunner(text, false)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })

  it('[HO11] a browser that did not start, or ended badly, is a failure', () => {
    expect(countWebTestRunner('', true).failed).toBe(1)
    const well = 'Chrome: |██████| 2/2 test files | 5 passed, 0 failed'
    expect(countWebTestRunner(well, true)).toEqual({ passed: 5, failed: 0, skipped: 0 })
    expect(countWebTestRunner(well, false).failed).toBe(1)
  })
})

function report(success: boolean, ...files: [string, string[]][]): string {
  const testResults = files.map(([status, states]) => ({
    status,
    assertionResults: states.map((state) => ({ status: state })),
  }))
  return JSON.stringify({ success, testResults })
}
