import { randomUUID } from 'node:crypto'
import {
  access,
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { EmbeddedPostgresError, hasCode } from './embedded-postgres-error.ts'
import { makeFolder } from './make-folder.ts'
import { type CommandResult, type CommandUser, runCommand } from './run-command.ts'

export interface ServerBinaries {
  postgres: string
  initdb: string
  note?: string
}

export interface BinariesWanted {
  /** The package's `native` folder; by default that of the installed package. */
  native?: string
  /** Whom they must run as; by default this process' own user. */
  user?: CommandUser
  /** Where a copy goes when the package itself will not do. */
  copies: string
}

const packageSchema = z.object({ version: z.string() })
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The Postgres programs in a place from which `user` can really run them.
 *
 * That is the npm package itself, its library links made if npm did not run its install script. If
 * the user cannot get at it, or the links cannot be made there, it is a copy in
 * `copies/postgres-<version>`, made once.
 * @throws EmbeddedPostgresError `unsupported` where no programs exist for this system or they do
 * not run; `noPermission` when a copy is needed and cannot be made.
 */
export async function findServerBinaries(wanted: BinariesWanted): Promise<ServerBinaries> {
  const native = wanted.native ?? packagedNative()
  const usable = (await makeReady(native)) && (await tryOut(native, wanted.user)).code === 0
  if (usable) return programsIn(native)

  const copy = join(wanted.copies, `postgres-${await versionOf(native)}`)
  if ((await tryOut(copy, wanted.user)).code !== 0) {
    await makeCopy(native, copy)
    const tried = await tryOut(copy, wanted.user)
    if (tried.code !== 0) throw doesNotRun(tried)
  }
  return { ...programsIn(copy), note: `The database programs were copied to ${copy}.` }
}

function programsIn(native: string): ServerBinaries {
  return { postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') }
}

function packagedNative(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  if (system === 'windows') throw notBuilt(name) // stopping it well needs signals
  try {
    const carrier = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(carrier).resolve(name)), '../native')
  } catch (cause) {
    throw notBuilt(name, cause)
  }
}

function notBuilt(name: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported',
    `There is no built-in Postgres for this system (the package ${name} is not installed or ` +
      'cannot be used). Set DATABASE_URL to a Postgres of your own.',
    { cause },
  )
}

function doesNotRun(tried: CommandResult): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported',
    `The built-in Postgres does not run on this system (${tried.output.trim()}); on Linux it ` +
      'needs glibc, so not Alpine. Set DATABASE_URL to a Postgres of your own.',
  )
}

async function versionOf(native: string): Promise<string> {
  const description = await readFile(join(native, '../package.json'), 'utf8')
  return packageSchema.parse(JSON.parse(description)).version
}

/** Makes missing library links and execute bits; says whether all is there. */
async function makeReady(native: string): Promise<boolean> {
  try {
    await makeLinks(native, native)
    for (const program of Object.values(programsIn(native))) {
      if (((await stat(program)).mode & 0o111) === 0) await chmod(program, 0o755)
    }
    return true
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
    throw error
  }
}

/** Makes the links in `into` that the package in `native` lists but does not carry. */
async function makeLinks(native: string, into: string): Promise<void> {
  for (const { source, target } of await listedLinks(native)) {
    const link = join(into, relative('native', target))
    const to = relative(dirname(target), source)
    if ((await linkAt(link)) === undefined) {
      await symlink(to, link).catch((error: unknown) => {
        if (!hasCode(error, 'EEXIST')) throw error // another start was faster
      })
    }
  }
}

async function listedLinks(native: string) {
  try {
    const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8')
    return linksSchema.parse(JSON.parse(list))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

/** Where the link leads, or the file itself (some archives carry files for links). */
async function linkAt(path: string): Promise<string | undefined> {
  try {
    return await readlink(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    if (hasCode(error, 'EINVAL')) return path
    throw error
  }
}

/** Runs the server's `--version` as that user: paths, modes, libraries and libc in one answer. */
async function tryOut(native: string, user: CommandUser | undefined): Promise<CommandResult> {
  try {
    await access(join(native, 'bin/postgres'))
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return { code: undefined, output: `${native} does not exist` }
  }
  // The input comes from the share folder, to know that this can be read too.
  const script = 'exec "$0/bin/postgres" --version < "$0/share/postgresql/postgres.bki"'
  return await runCommand('/bin/sh', ['-c', script, native], user)
}

async function makeCopy(native: string, copy: string): Promise<void> {
  const fresh = `${copy}.${randomUUID()}`
  try {
    await makeFolder(dirname(copy), 0o755)
    await copyTree(native, fresh)
    await makeLinks(native, fresh)
    await rm(copy, { recursive: true, force: true }) // only one that did not run
    await rename(fresh, copy)
  } catch (cause) {
    await rm(fresh, { recursive: true, force: true })
    if (hasCode(cause, 'ENOTEMPTY', 'EEXIST')) return // another start was faster
    throw new EmbeddedPostgresError(
      hasCode(cause, 'ENOSPC') ? 'noSpace' : 'noPermission',
      `The database programs could not be copied to ${copy}. Make ${dirname(copy)} writable ` +
        'with 100 MB free, or set DATABASE_URL to a Postgres of your own.',
      { cause },
    )
  }
}

/** Copies folders and files readable by all, whatever umask the package was installed with. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) await copyTree(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else {
      await copyFile(source, target)
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644)
    }
  }
}
