import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Where it stands for those who embed. */
export const TYPES = join(ROOT, 'ui/embed/types')

/**
 * Generates what is known of the elements for pages of others, from the JSDoc of their sources.
 * Throws with what the analyzer said where it fails.
 */
export function generateElements(outdir: string = TYPES): void {
  const analyzer = join(ROOT, 'node_modules/@custom-elements-manifest/analyzer/cem.js')
  const config = 'ui/embed/custom-elements.config.mjs'
  const { status, stdout, stderr } = spawnSync(
    'node',
    [analyzer, 'analyze', '--config', config, '--quiet'],
    { cwd: ROOT, env: { ...process.env, ELEMENTS_OUT: outdir }, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`The analyzer failed: ${stdout}${stderr}`)
}

if (import.meta.main) generateElements()
