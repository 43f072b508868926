import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadPages } from '../http/pages.ts'
import { ROOT } from './words.ts'

it('[LO3] the widget keeps to its budgets, and its parts are served under names for ever', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-build-'))
  try {
    const built = Bun.spawnSync([process.execPath, join(ROOT, 'ui', 'build.ts'), folder])
    expect(built.stderr.toString()).toBe('')
    expect(built.exitCode).toBe(0)
    expect(built.stdout.toString()).toMatch(
      /the widget: [\d.]+ kB at first, [\d.]+ kB with the first opening/,
    )
    const parts = (await readdir(join(folder, 'parts'))).filter((name) => name.endsWith('.js'))
    expect(parts).toContainEqual(expect.stringMatching(/^chat-window-/))
    expect(parts).toContainEqual(expect.stringMatching(/^own-client-/))
    const pages = await loadPages(folder)
    for (const name of parts) expect(pages.find(`/parts/${name}`)?.immutable).toBe(true)
    expect(pages.find('/widget.js')?.immutable).toBe(false)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
