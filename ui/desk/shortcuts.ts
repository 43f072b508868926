import { html, nothing, type TemplateResult } from 'lit'
import { commandOf, type CommandId } from './commands.ts'

/** How keyboards name keys: Apple's have symbols, and no Alt. */
const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

const NAMES: Record<string, string> = isApple
  ? { $mod: '⌘', Alt: '⌥', Shift: '⇧' }
  : { $mod: 'Ctrl', Alt: 'Alt', Shift: 'Shift' }

/** Such as `Ctrl + Alt + E`, of a key in the syntax of tinykeys. */
export function keyWords(key: string): string {
  return partsOf(key)
    .map((part) => NAMES[part] ?? part)
    .join(isApple ? ' ' : ' + ')
}

/** The keys of a command as `aria-keyshortcuts` has them; nothing where it has none. */
export function ariaKeys(id: CommandId): string | typeof nothing {
  const keys = commandOf(id).keys.map((key) =>
    partsOf(key)
      .map((part) => (part === '$mod' ? (isApple ? 'Meta' : 'Control') : part))
      .join('+'),
  )
  return keys.length === 0 ? nothing : keys.join(' ')
}

/** The first key of a command, as it stands beside its words. */
export function keyMark(id: CommandId): TemplateResult | typeof nothing {
  const [key] = commandOf(id).keys
  return key === undefined ? nothing : html`<kbd>${keyWords(key)}</kbd>`
}

/** What a tooltip says: the words, and the key. */
export function withKey(words: string, id: CommandId): string {
  const [key] = commandOf(id).keys
  return key === undefined ? words : `${words} (${keyWords(key)})`
}

/** `KeyJ` is the key that an English keyboard calls J. */
function partsOf(key: string): string[] {
  return key
    .split(/(?<=[\w\]])\+/)
    .filter((part) => part !== '[Shift]')
    .map((part) => {
      const letter = /^Key([A-Z])$/.exec(part)?.[1]
      if (letter !== undefined) return letter
      if (part === 'Slash') return '/'
      return part.length === 1 ? part.toUpperCase() : part
    })
}
