import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EmbeddedPostgresError, hasCode } from './embedded-postgres-error.ts'
import { pollUntil } from './poll-until.ts'

/** How a postmaster is asked to stop, and how long it gets. Neither loses what is committed. */
export const STOP_STEPS = [
  ['SIGINT', 60_000], // fast: it writes up to `shared_buffers` to the disk
  ['SIGQUIT', 10_000], // immediate: the next start replays the log
] as const

/**
 * Stops what a product that died left running on this cluster, and waits for its end.
 *
 * Only a process that is verified to be the postmaster of this very cluster is ever signalled; it
 * is asked to stop, never killed (E3).
 * The caller holds the folder's lock, so that no living product owns it.
 * @throws EmbeddedPostgresError `startFailed` when it does not end, `noPermission` when it is
 * somebody else's.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const orphans = findPostmasters(cluster)
  for (const [signal, deadlineMs] of STOP_STEPS) {
    for (const pid of orphans) if (isPostmasterOf(cluster, pid)) sendSignal(pid, signal)
    const gone = await pollUntil(deadlineMs, () =>
      orphans.some((pid) => isPostmasterOf(cluster, pid)) ? undefined : true,
    )
    if (gone) return
  }
  throw new EmbeddedPostgresError(
    'startFailed',
    `The database server of an earlier start (process ${orphans.join(', ')}) does not stop. ` +
      'Stop it, then start again.',
  )
}

/**
 * Lets a new server start past the `postmaster.pid` of one that was killed, when its number still
 * stands for something: another process by now, or a corpse that nobody buried. Only the number is
 * replaced, by our own, which Postgres knows not to mind: from the other lines it sees whether
 * workers of the dead server still hold its memory.
 */
export function disownPidFile(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  const content = readIfThere(file)
  if (content === undefined) return
  const [first = '', ...rest] = content.split('\n')
  const program = basename(commandOf(Number(first))?.[0] ?? '')
  if (program !== 'postgres') writeFileSync(file, [String(process.pid), ...rest].join('\n'))
}

function sendSignal(pid: number, signal: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    if (hasCode(cause, 'ESRCH')) return
    throw new EmbeddedPostgresError(
      'noPermission',
      `The database server of an earlier start (process ${pid}) runs as another user. ` +
        'Stop it, or start Parley as that user.',
      { cause },
    )
  }
}

/** The processes that run `postgres` on this cluster. */
export function findPostmasters(cluster: string): number[] {
  return runningProcesses().filter((pid) => isPostmasterOf(cluster, pid))
}

/** A server's workers do not pass: they name themselves `postgres: …`. */
function isPostmasterOf(cluster: string, pid: number): boolean {
  const command = commandOf(pid)
  if (!command || basename(command[0] ?? '') !== 'postgres') return false
  const folder = command[command.indexOf('-D') + 1]
  return folder === cluster || workingFolderOf(pid) === cluster // the second follows a renaming
}

function runningProcesses(): number[] {
  if (process.platform === 'linux') return readdirSync('/proc').map(Number).filter(Number.isInteger)
  return ps('-axo', 'pid=,ucomm=')
    .split('\n')
    .filter((line) => line.includes('postgres'))
    .map((line) => Number.parseInt(line, 10))
}

/** The command line of a process; undefined when it ended or may not be seen. */
function commandOf(pid: number): string[] | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') {
    const line = readIfThere(`/proc/${pid}/cmdline`)
    return line ? line.split('\0') : undefined
  }
  const line = ps('-wwo', 'command=', '-p', String(pid)).trim()
  return line ? line.split(/ (?=-[A-Za-z] )|(?<= -[A-Za-z]) /) : undefined
}

function ps(...args: string[]): string {
  return spawnSync('ps', args, { encoding: 'utf8' }).stdout
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined // not ours to see, gone, or no Linux
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined
    throw error
  }
}
