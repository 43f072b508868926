import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const

/**
 * Takes a page's picture light and dark, wide and narrow, into the folder that `PARLEY_PICTURES`
 * names; without one, nothing. The page is left as it was.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PARLEY_PICTURES']
  if (folder === undefined || folder === '') return
  await mkdir(folder, { recursive: true })
  for (const size of SIZES) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        path: join(folder, `${name}-${size.width}-${colorScheme}.png`),
        animations: 'disabled',
      })
    }
  }
  await page.setViewportSize(SIZES[0])
  await page.emulateMedia({ colorScheme: 'light' })
}
