// Runs one of the project's scripts under the project's own Bun:
//
//   node engine/tools/run.mjs <script.ts> [arguments…]
//
// Brings what that needs first: the packages of package-lock.json and the Bun among them.
//
// R1 Nothing of ours is written to standard output: that belongs to the script.
// R2 Of two commands that start at once, one installs and the other waits for it.
// R3 The script runs in the project's root, with our streams; its exit code or signal is ours.
// R4 Nothing is imported from node_modules: this file runs before there is one.

import { spawn, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { constants } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 20
const LOCK_POLL_MS = 200
const LOCK_PATIENCE_MS = 15 * 60_000 // npm over a slow line; afterwards a person has to look
const UNSIGNED_LOCK_MS = 5_000 // a lock without a number is one that is just being written
const SMALLEST_BUN_BYTES = 1_000_000 // Bun has 100 MB, the placeholder that npm puts first 500 bytes

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
/** Installed in somebody's project: npm brought the packages, and put them beside us. */
const isPackage =
  basename(dirname(root)) === 'node_modules' && !fs.existsSync(join(root, 'package-lock.json'))
const modules = isPackage ? dirname(root) : join(root, 'node_modules')
const lockFile = join(root, '.cache', 'install.lock')

/** What a person reads when a command cannot run: one sentence, no stack. */
class CannotRun extends Error {}

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof CannotRun)) throw error
  say(error.message)
  process.exitCode = 1
}

/** @param {string[]} words */
async function main([script, ...rest]) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new CannotRun(
      `Node ${OLDEST_NODE} or newer is needed to start; this is Node ${process.versions.node}.`,
    )
  }
  if (script === undefined) {
    throw new CannotRun('Usage: node engine/tools/run.mjs <script.ts> [arguments…]')
  }
  const file = isAbsolute(script) ? script : join(root, script)
  if (!fs.existsSync(file)) throw new CannotRun(`There is no ${script} in ${root}.`)
  if (!isInstalled() || readyBun() === undefined) await withInstallLock(install)
  const bun = readyBun() ?? platformBun()
  if (bun === undefined) {
    throw new CannotRun(
      `Bun has no build for this system (${process.platform} ${process.arch}), or its package did not install. ` +
        'See https://bun.com/docs/installation for the systems that it runs on, ' +
        'or delete node_modules and try again.',
    )
  }
  endLike(await runToEnd(bun, [file, ...rest], 'inherit'))
}

/** Makes node_modules what package-lock.json says, and Bun's binary real. Runs under the lock. */
async function install() {
  if (!isInstalled()) {
    say(
      'installing the packages of package-lock.json (npm ci); the first time takes about a minute …',
    )
    const [command, first] = npm()
    const { code, signal } = await runToEnd(command, [...first, 'ci', '--loglevel=error'], 'quiet')
    if (signal !== null) endLike({ code, signal })
    if (code !== 0) {
      throw new CannotRun(
        '`npm ci` could not install the packages; its own words are above. ' +
          'It needs the npm registry the first time and whenever package-lock.json changes, ' +
          'so check the network, then try again.',
      )
    }
  }
  const installer = join(modules, 'bun', 'install.js')
  if (readyBun() === undefined && fs.existsSync(installer)) {
    // npm did not run Bun's install script (--ignore-scripts or a policy): the same, by hand.
    await runToEnd(process.execPath, [installer], 'quiet')
  }
}

/**
 * True when every package that package-lock.json demands is installed in that version. Compared by
 * content, not by age: a checkout of another branch and back changes only the ages. Optional
 * packages are other systems'; packages beyond the demanded ones are left alone.
 */
function isInstalled() {
  if (isPackage) return true
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(modules, '.package-lock.json'))
  if (wanted === undefined)
    throw new CannotRun(`There is no readable package-lock.json in ${root}.`)
  if (present === undefined) return false
  const omitsDev = npmOmitsDev()
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || (entry.dev && omitsDev)) return true
    const there = present[path]
    return there?.version === entry.version && there?.integrity === entry.integrity
  })
}

/** Whether `npm ci` leaves out the packages that only development needs. */
function npmOmitsDev() {
  const omitted = (process.env['npm_config_omit'] ?? '').split(/[\s,]+/)
  return process.env['NODE_ENV'] === 'production' || omitted.includes('dev')
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, dev?: boolean }> | undefined}
 */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** Bun's binary where its install script puts it; undefined while that is still the placeholder. */
function readyBun() {
  const file = join(modules, 'bun', 'bin', 'bun.exe') // that is its name on every system
  return isBinary(file) ? file : undefined
}

/** The first Bun among the installed platform packages that runs here. */
function platformBun() {
  const folder = join(modules, '@oven')
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : []
  return names
    .flatMap((name) => [join(folder, name, 'bin', 'bun'), join(folder, name, 'bin', 'bun.exe')])
    .find((file) => isBinary(file) && spawnSync(file, ['--version']).status === 0)
}

/** @param {string} file */
function isBinary(file) {
  return (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > SMALLEST_BUN_BYTES
}

/**
 * How to call npm: the one that called us, else the one in the path.
 * @returns {[string, string[]]}
 */
function npm() {
  const caller = process.env['npm_execpath'] ?? ''
  if (/npm-cli\.c?js$/.test(caller)) return [process.execPath, [caller]]
  return process.platform === 'win32' ? ['cmd.exe', ['/d', '/c', 'npm']] : ['npm', []]
}

/**
 * Runs a program to its end; signals that reach us meanwhile go on to it.
 * @param {string} command
 * @param {string[]} args
 * @param {'inherit' | 'quiet'} streams 'quiet': no input, and its output goes to standard error
 * @returns {Promise<{ code: number | null, signal: string | null }>}
 */
function runToEnd(command, args, streams) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: streams === 'inherit' ? 'inherit' : ['ignore', 2, 2],
    })
    const stopForwarding = forwardSignals(child)
    child.once('error', (error) => {
      stopForwarding()
      failed(new CannotRun(`${command} could not be started: ${error.message}`))
    })
    child.once('exit', (code, signal) => {
      stopForwarding()
      done({ code, signal })
    })
  })
}

/**
 * A terminal sends Ctrl-C and its hang-up to the child too: those are not doubled, because a
 * second one may mean *at once*.
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  const handlers = ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => {
    const handler = () => {
      if (signal === 'SIGTERM' || !atTerminal) child.kill(signal)
    }
    process.on(signal, handler)
    return () => process.off(signal, handler)
  })
  return () => handlers.forEach((off) => off())
}

/**
 * Ends this process as the child ended.
 * @param {{ code: number | null, signal: string | null }} end
 */
function endLike({ code, signal }) {
  if (signal === null) process.exit(code ?? 1)
  process.kill(process.pid, signal)
  // Where that signal does not end us, the shell's way to say it does.
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 1_000)
}

/**
 * Does `work` while no other command does.
 * @param {() => Promise<void>} work
 */
async function withInstallLock(work) {
  fs.mkdirSync(dirname(lockFile), { recursive: true })
  const patientUntil = Date.now() + LOCK_PATIENCE_MS
  let said = false
  while (!takeLock()) {
    const holder = lockHolder()
    if (holder.gone) {
      breakLock(holder.text)
      continue
    }
    if (!said) say(`waiting for another command (process ${holder.text}) to install the packages …`)
    said = true
    if (Date.now() > patientUntil) {
      throw new CannotRun(
        `Process ${holder.text} has been installing the packages for very long. ` +
          `If it does not, delete ${lockFile} and try again.`,
      )
    }
    await delay(LOCK_POLL_MS)
  }
  const release = () => fs.rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function takeLock() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw new CannotRun(`Cannot write ${lockFile}: ${error.message}`)
  }
}

/** Who holds the lock, and whether that process is no more. */
function lockHolder() {
  try {
    const text = fs.readFileSync(lockFile, 'utf8')
    const age = Date.now() - fs.statSync(lockFile).mtimeMs
    return { text, gone: text === '' ? age > UNSIGNED_LOCK_MS : !isAlive(Number(text)) }
  } catch {
    return { text: '', gone: false } // released just now
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Removes a dead process's lock, unless another waiter did and holds a new one by now.
 * @param {string} text what the dead lock says
 */
function breakLock(text) {
  const aside = `${lockFile}.${process.pid}`
  try {
    fs.renameSync(lockFile, aside)
    if (fs.readFileSync(aside, 'utf8') !== text) fs.linkSync(aside, lockFile)
    fs.rmSync(aside, { force: true })
  } catch {
    // somebody was faster: the next round sees what is there
  }
}

/** @param {string} sentence */
function say(sentence) {
  process.stderr.write(`parley: ${sentence}\n`)
}
