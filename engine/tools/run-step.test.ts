import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
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
    expect(isAlive(Number(ended.text))).toBe(false)
  })

  it('[HO12] that cannot be started ends like one that failed', async () => {
    expect(await runStep(['/nowhere/at-all'], GENEROUS_MS)).toMatchObject({ code: null })
  })
})

function bun(code: string): readonly [string, ...string[]] {
  return [process.execPath, '-e', code]
}

/** Whether the process still runs: one that is dead and only waits to be buried (Z) does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^Z\s]/.test(stdout.trim())
}
