import { inLanguage } from '../locales/formats.ts'

const UNITS = ['B', 'KB', 'MB', 'GB'] as const

const whole = inLanguage((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const tenths = inLanguage((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))

/** A number of bytes as people say it: 48 KB, 1.2 MB. */
export function fileSize(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_024
    unit += 1
  }
  const format = unit > 0 && size < 9.95 ? tenths : whole
  return `${format().format(size)} ${UNITS[unit]}`
}

/** What a line says: its words, or what its files are called. */
export function spokenWords(text: string, files: readonly { name: string }[]): string {
  return text.trim() === '' ? files.map(({ name }) => name).join(', ') : text
}
