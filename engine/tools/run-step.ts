import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'

const LAST_WORDS_MS = 2_000 // a daemon that outlives the step may keep its output open for ever
const PATIENCE_MS = 3_000 // a test runner with a database needs a moment to end both

export interface Ended {
  /** 0 when all is well; null when it was killed or never started. */
  code: number | null
  /** What it wrote to both its outputs, without colours. */
  text: string
  /** Whether the time limit struck. */
  timedOut: boolean
}

interface StepOptions {
  /** Added to our own environment. */
  environment?: Record<string, string>
  /** Between being asked to end and being killed. */
  patienceMs?: number
}

const running = new Set<ChildProcess>()

/**
 * Runs a program in a process group of its own, shows its output, and resolves when it and all that
 * it left behind are gone: at `limitMs` the whole group is asked to end, then killed. Never rejects.
 */
export function runStep(
  command: readonly [string, ...string[]],
  limitMs: number,
  { environment = {}, patienceMs = PATIENCE_MS }: StepOptions = {},
): Promise<Ended> {
  const [program, ...words] = command
  const child = spawn(program, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...environment },
  })
  running.add(child)
  return new Promise((resolve) => {
    let text = ''
    let timedOut = false
    let killing: NodeJS.Timeout | undefined
    const limit = setTimeout(() => {
      timedOut = true
      signalGroup(child, 'SIGTERM')
      killing = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs)
    }, limitMs)
    const finish = (code: number | null): void => {
      clearTimeout(limit)
      clearTimeout(killing)
      running.delete(child)
      resolve({ code: timedOut ? null : code, text: withoutColours(text), timedOut })
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        process.stdout.write(chunk)
      })
    }
    child.once('error', (error) => {
      process.stdout.write(`${program} could not be started: ${error.message}\n`)
      finish(null)
    })
    child.once('exit', (code) => {
      signalGroup(child, 'SIGKILL') // what it left behind
      const closing = setTimeout(() => finish(code), LAST_WORDS_MS)
      child.once('close', () => {
        clearTimeout(closing)
        finish(code)
      })
    })
  })
}

/** Kills what runs, so that nothing outlives a command that is stopped by hand. */
export function killRunningSteps(): void {
  for (const child of running) signalGroup(child, 'SIGKILL')
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // the group is gone: that is what was wanted
  }
}

function withoutColours(text: string): string {
  return Bun.stripANSI(text)
}
