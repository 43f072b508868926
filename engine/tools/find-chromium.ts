import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const ANSWER_LIMIT_MS = 20_000 // the first start of a browser after boot reads 200 MB
const INSTALL_LIMIT_MS = 5 * 60_000
const APT_LOCK_SECONDS = 120 // another apt may hold its lock, also the system's own at boot

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/**
 * The path of a Chromium or Chrome that starts: `CHROME_PATH`, else a usual place of the system,
 * else one in the search path. On Debian and Ubuntu, as root, one that is missing is installed with
 * apt-get, whose words go to standard error.
 * @throws Error that says what to do, when there is none and none could be installed.
 */
export function findChromium(): string {
  const named = process.env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    if (starts(named)) return named
    throw new Error(`CHROME_PATH names ${named}, which is no Chromium that starts.`)
  }
  const found = findInstalled() ?? (mayInstall() ? install() : undefined)
  if (found !== undefined) return found
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found. ' +
      'Install one (Debian: apt-get install chromium), or name it with CHROME_PATH.',
  )
}

function findInstalled(): string | undefined {
  return [...usualPlaces(), ...searchPath()].find(starts)
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', join(process.env['HOME'] ?? '', 'Applications')].flatMap((folder) => [
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ])
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => [
      join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
      join(process.env[name] ?? '', 'Chromium/Application/chrome.exe'),
    ])
  }
  return ['/usr/bin/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium']
}

function searchPath(): string[] {
  return COMMANDS.flatMap((command) => Bun.which(command) ?? [])
}

/** Ubuntu has a `chromium-browser` that only tells people to use snap: being there is not enough. */
function starts(file: string): boolean {
  if (!existsSync(file)) return false
  if (process.platform === 'win32') return true // --version opens a window there
  const { status, stdout } = spawnSync(file, ['--version'], {
    encoding: 'utf8',
    timeout: ANSWER_LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  return status === 0 && /chrom/i.test(stdout)
}

function mayInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && Bun.which('apt-get') !== null
}

function install(): string | undefined {
  process.stderr.write('No Chromium here: installing it with apt-get …\n')
  if (!aptGet('update')) return undefined
  if (!aptGet('install', '--yes', '--no-install-recommends', 'chromium')) return undefined
  return findInstalled()
}

function aptGet(...words: string[]): boolean {
  const { status } = spawnSync(
    'apt-get',
    ['-o', `DPkg::Lock::Timeout=${APT_LOCK_SECONDS}`, ...words],
    {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_LIMIT_MS,
    },
  )
  return status === 0
}

if (import.meta.main) process.stdout.write(`${findChromium()}\n`)
