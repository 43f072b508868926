/**
 * `npm run words`: what the pages say, and how that is said in other languages.
 *
 * W1 `ui/locales/<language>.xlf` holds each message of the sources once, in their order, with its
 * translation; what no source says any more goes. W2 modules are made of it: one for the pages, and
 * a smaller one for the widget. W3 a translation that lost a placeholder is an error.
 */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFormatter } from '@lit/localize-tools/lib/formatters/index.js'
import type { Message, ProgramMessage } from '@lit/localize-tools/lib/messages.js'
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js'
import type { Config } from '@lit/localize-tools/lib/types/config.js'
import type { Locale } from '@lit/localize-tools/lib/types/locale.js'
import { Glob } from 'bun'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))
export const LOCALES = 'ui/locales'
export const TRANSLATED = ['de' as Locale] as const

const NO_SOURCES = /\.test\.ts$|^ui\/(testing\/|build\.ts$|locales\/(widget\/)?..\.ts$)/

/** Whose words a module holds, and where below the translations it goes. */
const MODULES = [
  { of: 'ui/**/*.ts', into: '.' },
  { of: 'ui/{chat,client,elements,locales}/**/*.ts', into: 'widget' },
] as const

/** The messages of some sources, and what they are in other languages. */
class Words extends RuntimeLitLocalizer {
  constructor(sources: string, into: string) {
    super({
      sourceLocale: 'en' as Locale,
      targetLocales: [...TRANSLATED],
      inputFiles: filesWithWords(sources),
      interchange: { format: 'xliff', xliffDir: LOCALES },
      output: { mode: 'runtime', outputDir: into, language: 'ts' },
      baseDir: ROOT,
      resolve: (path) => resolve(ROOT, path),
    } satisfies Config)
  }

  /** Throws where a source says something that cannot be translated. */
  messages(): ProgramMessage[] {
    const { messages, errors } = this.extractSourceMessages()
    if (errors.length === 0) return messages
    throw new Error(errors.map(({ messageText }) => JSON.stringify(messageText)).join('\n'))
  }

  /** What was translated of these sources: others have modules of their own. */
  translations(): Map<Locale, Message[]> {
    const said = new Set(this.messages().map(({ name }) => name))
    const { translations } = super.readTranslationsSync()
    return new Map(
      TRANSLATED.map((language) => [
        language,
        (translations.get(language) ?? []).filter(({ name }) => said.has(name)),
      ]),
    )
  }

  /** With English for what is not translated yet. */
  override readTranslationsSync() {
    const translations = this.translations()
    for (const [language, translated] of translations) {
      const names = new Set(translated.map(({ name }) => name))
      const others = this.messages().filter(({ name }) => !names.has(name))
      translations.set(language, [...translated, ...others])
    }
    return { translations }
  }

  /** W1 */
  async write(folder: string): Promise<void> {
    this.assertTranslationsAreValid()
    const translations = this.translations()
    // anew: what is there already would keep its place
    for (const language of TRANSLATED) await rm(join(folder, `${language}.xlf`), { force: true })
    const interchange = { format: 'xliff', xliffDir: folder } as const
    const formatter = makeFormatter({ ...this.config, interchange, resolve: (path) => path })
    await formatter.writeOutput(this.messages(), translations)
  }
}

export interface WordsReport {
  /** How many messages the sources have. */
  count: number
  /** What is said in English alone, by language. */
  missing: Record<string, string[]>
}

/**
 * Writes translations and modules below `folder`, as the sources of the pages want them. Throws
 * where a source or a translation is not as it has to be.
 */
export async function makeWords(folder: string): Promise<WordsReport> {
  const [all, ...others] = MODULES.map(({ of, into }) => new Words(of, join(folder, into)))
  if (all === undefined) throw new Error('There are no words')
  await all.build()
  for (const words of others) await words.build()
  await all.write(folder)
  const missing = [...all.translations()].map(([language, messages]): [string, string[]] => {
    const translated = new Set(messages.map(({ name }) => name))
    const untranslated = all.messages().filter(({ name }) => !translated.has(name))
    return [language, untranslated.map(inWords)]
  })
  return { count: all.messages().length, missing: Object.fromEntries(missing) }
}

function inWords({ contents }: ProgramMessage): string {
  return contents.map((part) => (typeof part === 'string' ? part : part.untranslatable)).join('')
}

/** Those that say something: reading the types of all others would take seconds. */
function filesWithWords(pattern: string): string[] {
  return [...new Glob(pattern).scanSync({ cwd: ROOT })]
    .filter((file) => !NO_SOURCES.test(file))
    .filter((file) => readFileSync(join(ROOT, file), 'utf8').includes("'@lit/localize'"))
    .toSorted()
}

if (import.meta.main) {
  const { count, missing } = await makeWords(join(ROOT, LOCALES))
  console.log(`${count} messages`)
  for (const [language, words] of Object.entries(missing)) {
    for (const one of words) console.log(`not in ${language} yet: ${one}`)
  }
}
