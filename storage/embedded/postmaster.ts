import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { EmbeddedPostgresError, hasCode } from './embedded-postgres-error.ts'
import { STOP_STEPS, disownPidFile } from './orphan.ts'
import { pollUntil } from './poll-until.ts'
import { COMMAND_ENVIRONMENT, type CommandUser } from './run-command.ts'
import { serverSettings } from './server-settings.ts'

/** A running server that is this process' child. */
export interface Postmaster {
  port: number
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>
  /**
   * Rolls open transactions back, writes everything out, ends.
   * @throws EmbeddedPostgresError `startFailed` when it does not end within 70 s.
   */
  stop(): Promise<void>
}

export interface PostmasterPlan {
  postgres: string
  cluster: string
  user: CommandUser | undefined
  /** Where the first lines go, until the server writes its own log. */
  startLog: string
  /** The port to try first. */
  port: number | undefined
  extraConfig: Record<string, string> | undefined
}

const READY_DEADLINE_MS = 300_000 // after a power cut it replays up to 1 GB of log
const PREDECESSOR_DEADLINE_MS = 10_000 // workers of a killed server end by themselves
const PORT_ATTEMPTS = 10

/**
 * Starts the server and waits until it accepts connections.
 * @throws EmbeddedPostgresError `startFailed` with the server's own words, `noSpace`.
 */
export async function startPostmaster(plan: PostmasterPlan): Promise<Postmaster> {
  disownPidFile(plan.cluster)
  const giveUpAt = performance.now() + PREDECESSOR_DEADLINE_MS
  let port = plan.port ?? (await freePort())
  for (let attempt = 1; ; attempt++) {
    const child = launch(plan, port)
    if (await becomesReady(child, plan.cluster)) return supervise(child, plan.cluster, plan, port)

    const words = await lastWords(plan)
    const portTaken = words.includes('Address already in use')
    const predecessorLeaves = words.includes('pre-existing shared memory block')
    if (portTaken && attempt < PORT_ATTEMPTS) port = await freePort()
    else if (!predecessorLeaves || performance.now() > giveUpAt) throw startFailed(words)
  }
}

function launch(plan: PostmasterPlan, port: number): ChildProcess {
  const settings = Object.entries(serverSettings(port, plan.extraConfig))
  rmSync(plan.startLog, { force: true }) // it may be another user's, of another start
  const log = openSync(plan.startLog, 'w', 0o600)
  try {
    return spawn(
      plan.postgres,
      ['-D', plan.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...plan.user,
        cwd: plan.cluster,
        env: COMMAND_ENVIRONMENT,
        detached: true, // Ctrl-C in the terminal is for the product, which then stops its server
        stdio: ['ignore', log, log],
      },
    )
  } finally {
    closeSync(log)
  }
}

/** False when the server ended instead. */
async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let failed = false
  child.once('error', () => (failed = true))
  const ready = await pollUntil(READY_DEADLINE_MS, async () => {
    if (failed || hasEnded(child)) return false
    return (await saysReady(child, cluster)) || undefined
  })
  if (ready === undefined) await stopChild(child)
  return ready ?? false
}

/** Reads what pg_ctl reads: line 1 of postmaster.pid is the process, line 8 its state. */
async function saysReady(child: ChildProcess, cluster: string): Promise<boolean> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
    return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready'
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

function supervise(
  child: ChildProcess,
  cluster: string,
  { user }: PostmasterPlan,
  port: number,
): Postmaster {
  const watchdog = startWatchdog(child, cluster, user)
  const ended = new Promise<void>((resolve) => {
    const onEnd = () => {
      watchdog.kill('SIGKILL')
      resolve()
    }
    if (hasEnded(child)) onEnd()
    else child.once('exit', onEnd)
  })
  child.unref() // a forgotten server does not keep the product alive; its watchdog stops it
  return { port, ended, stop: () => stopChild(child) }
}

/**
 * Stops the server when this process dies without doing so: a shell that waits for the end of a
 * pipe which only we hold open. It then checks that the cluster is still that server's.
 */
function startWatchdog(
  child: ChildProcess,
  cluster: string,
  user: CommandUser | undefined,
): ChildProcess {
  const script =
    'trap "" HUP INT TERM; read -r _; ' +
    'read -r pid < postmaster.pid && [ "$pid" = "$0" ] && kill -INT "$pid"'
  const watchdog = spawn('/bin/sh', ['-c', script, String(child.pid)], {
    ...user,
    cwd: cluster,
    env: COMMAND_ENVIRONMENT,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.on('error', () => {}) // without it, the next start finds the server and stops it
  watchdog.unref()
  return watchdog
}

async function stopChild(child: ChildProcess): Promise<void> {
  for (const [signal, deadlineMs] of STOP_STEPS) {
    if (hasEnded(child)) return
    child.kill(signal)
    if (await pollUntil(deadlineMs, () => hasEnded(child) || undefined)) return
  }
  throw new EmbeddedPostgresError(
    'startFailed',
    `The database server (process ${child.pid}) does not stop; the next start tries again.`,
  )
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** What the server said since it was launched, on our file and then in its own log. */
async function lastWords({ startLog, cluster }: PostmasterPlan): Promise<string> {
  const early = await readFile(startLog, 'utf8')
  if (!early.includes('redirecting log output')) return early
  const folder = join(cluster, 'log')
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  )
  const newest = files.sort((a, b) => b.at - a.at)[0]
  if (!newest) return early
  const log = await readFile(join(folder, newest.name), 'utf8')
  return log.slice(Math.max(0, log.lastIndexOf('starting PostgreSQL')))
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

function startFailed(words: string): EmbeddedPostgresError {
  const noSpace = words.includes('No space left')
  return new EmbeddedPostgresError(
    noSpace ? 'noSpace' : 'startFailed',
    `The database server does not start:\n${words.trim() || '(it said nothing)'}\n` +
      'Mend this, or set DATABASE_URL to a Postgres of your own.',
  )
}
