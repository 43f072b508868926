import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPages } from '../http/pages.ts'
import type { Pages } from '../http/pages.ts'
import type { Log } from '../ports.ts'

/** What a build writes when all else is there. */
const LAST_WRITTEN = 'index.html'

/**
 * The built user interface of a checkout; builds it first where it is missing or older than its
 * sources. Null where there is nothing to serve: the reason is logged, and the API works without.
 */
export async function openUserInterface(root: string, log: Log): Promise<Pages | null> {
  const built = join(root, 'dist', 'ui')
  const script = join(root, 'ui', 'build.ts')
  try {
    const sources = Math.max(
      await newest(join(root, 'ui')),
      await newest(join(root, 'engine', 'protocol')),
    )
    if (
      sources > (await changedAt(join(built, LAST_WRITTEN))) &&
      (await Bun.file(script).exists())
    ) {
      log.info({}, 'building the user interface')
      await build(root, script)
    }
  } catch (error) {
    log.error({ error: String(error) }, 'the user interface was not built')
  }
  try {
    return await loadPages(built)
  } catch (error) {
    log.error({ error: String(error) }, 'there is no user interface to serve')
    return null
  }
}

/** In a process of its own: a bundler's memory is not ours to carry for weeks. */
async function build(root: string, script: string): Promise<void> {
  const builder = Bun.spawn([process.execPath, script], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [words, code] = await Promise.all([new Response(builder.stderr).text(), builder.exited])
  if (code !== 0) throw new Error(words.trim().slice(-2_000))
}

/** When the newest source of a folder changed; 0 where there is none. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
  const times = files.map((file) => changedAt(join(file.parentPath, file.name)))
  return Math.max(0, ...(await Promise.all(times)))
}

/** When a file was written; 0 where it is not there. */
async function changedAt(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  return found?.mtimeMs ?? 0
}
