import { spawn } from 'node:child_process'

/** Whom a command runs as. */
export interface CommandUser {
  uid: number
  gid: number
}

export interface CommandResult {
  /** The exit code; undefined when it could not be started or died of a signal. */
  code: number | undefined
  /** What it wrote to both outputs, or why it could not be started. */
  output: string
}

/**
 * What our commands and the server see of the environment: nothing of `PG*`, which would lead them
 * elsewhere, and one locale, because their words are read here.
 */
export const COMMAND_ENVIRONMENT = {
  PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** Runs a command to its end, in `/` and with a plain environment. Never rejects. */
export function runCommand(
  file: string,
  args: string[],
  user?: CommandUser,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...user,
      cwd: '/', // the product's own folder may be closed to that user
      env: COMMAND_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.on('error', (error) => resolve({ code: undefined, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? undefined, output }))
  })
}
