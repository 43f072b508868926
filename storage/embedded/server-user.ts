import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { pollUntil } from './poll-until.ts'
import { type CommandUser, runCommand } from './run-command.ts'

const OWN_USER = 'parley-postgres'
const USER_DATABASE_DEADLINE_MS = 5_000 // another useradd may hold the lock of /etc/passwd

/** Whether this process is root, as whom Postgres refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * The unprivileged user that the server of a root product runs as: `parley-postgres`, which is made
 * when missing, so that no other server shares its files; where it cannot be made, `postgres`.
 * @throws EmbeddedPostgresError `noPermission` when there is neither.
 */
export async function findServerUser(): Promise<{ user: CommandUser; note?: string }> {
  const existing = await lookUp(OWN_USER)
  if (existing) return { user: existing }
  let output = ''
  const made = await pollUntil(USER_DATABASE_DEADLINE_MS, async () => {
    const result = await makeUser()
    output = result.output
    const user = await lookUp(OWN_USER) // also after a failure: another process may have made it
    if (user) return { user }
    return mayPass(result.code) ? undefined : 'impossible'
  })
  if (made !== undefined && made !== 'impossible') {
    return {
      user: made.user,
      note: `The system user ${OWN_USER} was made, because Postgres does not run as root.`,
    }
  }
  const postgres = await lookUp('postgres')
  if (postgres) return { user: postgres }
  throw new EmbeddedPostgresError(
    'noPermission',
    `Postgres does not run as root, and the user ${OWN_USER} could not be made ` +
      `(${output.trim()}). Make it by hand, start Parley as a user that is not root, ` +
      'or set DATABASE_URL.',
  )
}

function makeUser() {
  return runCommand('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/bin/false',
    OWN_USER,
  ])
}

/** Exit codes of useradd(8): 1 is a passwd file, 10 a group file that another process has locked. */
function mayPass(code: number | undefined): boolean {
  return code === 1 || code === 10
}

async function lookUp(name: string): Promise<CommandUser | undefined> {
  const [uid, gid] = await Promise.all([
    runCommand('id', ['-u', name]),
    runCommand('id', ['-g', name]),
  ])
  if (uid.code !== 0 || gid.code !== 0) return undefined
  return { uid: Number(uid.output), gid: Number(gid.output) }
}
