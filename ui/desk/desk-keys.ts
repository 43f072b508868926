import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { tinykeys } from 'tinykeys'
import { COMMAND_IDS, commandOf, type CommandId } from './commands.ts'

export interface DeskKeysOptions {
  /** Whether the desk is the page: else keys count only while the focus is inside. */
  isPage: () => boolean
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys: () => boolean
  run: (id: CommandId) => void
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** The desk's keys, for as long as it is in the document. */
export class DeskKeys implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: DeskKeysOptions
  #end: () => void = () => {}

  constructor(host: ReactiveControllerHost & HTMLElement, options: DeskKeysOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    const keys = Object.fromEntries(
      COMMAND_IDS.flatMap((id) => commandOf(id).keys.map((key) => [key, this.#runs(id)])),
    )
    this.#end = tinykeys(window, keys, { ignore: this.#isNotMeant })
  }

  hostDisconnected(): void {
    this.#end()
  }

  #runs(id: CommandId) {
    return (event: KeyboardEvent): void => {
      event.preventDefault()
      this.#options.run(id)
    }
  }

  readonly #isNotMeant = (event: KeyboardEvent): boolean => {
    // another part took it, a word is being composed, or AltGr writes a character
    if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) {
      return true
    }
    const path = event.composedPath()
    if (!this.#options.isPage() && !path.includes(this.#host)) return true
    // what is open above the desk has keys of its own
    const isAbove = path.some(
      (one) => one instanceof Element && one.matches('dialog[open], :popover-open'),
    )
    if (isAbove) return true
    const types = path[0] instanceof Element && isTyped(path[0])
    const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey
    if (isSingle) return types || !this.#options.singleKeys()
    return types && isApple && writes(event)
  }
}

function isTyped(element: Element): boolean {
  return (
    element.matches('input, textarea, select') ||
    (element instanceof HTMLElement && element.isContentEditable)
  )
}

/** Option on an Apple keyboard writes characters: those belong to whoever types. */
function writes({ key, code, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!altKey || ctrlKey || metaKey) return false
  return (key.length === 1 || key === 'Dead') && `Key${key.toUpperCase()}` !== code
}
