import { describe, expect, it, vi } from 'vitest'
import { runStep } from './run-step.ts'

const GENEROUS_MS = 20_000

describe('a step', () => {
  it('[HO12] tells its exit code and what it wrote to both outputs', async () => {
    const ended = await runStep(
      bun("console.log('a'); console.error('b'); process.exit(3)"),
      GENEROUS_MS,
    )
    expect(ended).toMatchObject({ code: 3, timedOut: false })
    expect(ended.text.split('\n').toSorted()).toEqual(['', 'a', 'b'])
  })

  it('[HO12] is stopped at its time limit, though it does not want to end', async () => {
    const stubborn =
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid)"
    const ended = await runStep(bun(stubborn), 500, { patienceMs: 50 })
    expect(ended).toMatchObject({ code: null, timedOut: true })
    expect(isAlive(Number(ended.text))).toBe(false)
  })

  it('[HO12] takes with it what it started and left behind', async () => {
    const careless = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
      console.log(child.pid); child.unref(); setTimeout(() => process.exit(0), 50)`
    const ended = await runStep(bun(careless), GENEROUS_MS)
    expect(ended.code).toBe(0)
    await vi.waitFor(() => expect(isAlive(Number(ended.text))).toBe(false)) // the system buries it
  })

  it('[HO12] that cannot be started ends like one that failed', async () => {
    expect(await runStep(['/nowhere/at-all'], GENEROUS_MS)).toMatchObject({ code: null })
  })
})

function bun(code: string): readonly [string, ...string[]] {
  return [process.execPath, '-e', code]
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
