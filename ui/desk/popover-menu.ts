import { isRightToLeft } from '../elements/direction.ts'
import { giveFocusBack } from '../elements/focus-back.ts'

/** Between what floats and the edge of the window. */
const EDGE_PX = 8

/** Between what floats and its button. */
const GAP_PX = 4

/** Below the button that opens it, both beginning at the same edge as far as the window has room. */
export function placeBelow(floats: HTMLElement, button: HTMLElement): void {
  floats.style.insetBlockStart = `${button.getBoundingClientRect().bottom + GAP_PX}px`
  placeBeside(floats, button)
}

/** Above the button that opens it, both beginning at the same edge as far as the window has room. */
export function placeAbove(floats: HTMLElement, button: HTMLElement): void {
  const { top } = button.getBoundingClientRect()
  floats.style.insetBlockEnd = `${window.innerHeight - top + GAP_PX}px`
  placeBeside(floats, button)
}

function placeBeside(floats: HTMLElement, button: HTMLElement): void {
  const { left, right } = button.getBoundingClientRect()
  const start = isRightToLeft(button) ? window.innerWidth - right : left
  // what does not show yet has no width but the one that it is going to have
  const width = floats.offsetWidth || Number.parseFloat(getComputedStyle(floats).inlineSize)
  const most = window.innerWidth - width - EDGE_PX
  floats.style.insetInlineStart = `${Math.max(EDGE_PX, Math.min(start, most))}px`
}

/** Listens to `beforetoggle` of what stands behind its button: it opens below that, and gives the focus back. */
export function onPopoverToggles(event: ToggleEvent): void {
  const { currentTarget: floats, newState } = event
  giveFocusBack(event)
  if (!(floats instanceof HTMLElement) || newState !== 'open') return
  const button = buttonOf(floats)
  if (button !== null) placeBelow(floats, button)
}

/** Up and Down move through a menu, in a circle; Home and End lead to its ends. */
export function onMenuKey(event: KeyboardEvent): void {
  const { currentTarget: menu } = event
  if (!(menu instanceof HTMLElement)) return
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  const at = items.findIndex((item) => item.matches(':focus'))
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }
  const next = to[event.key]
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}

/** What opens gets the focus, where something is chosen there; its button, before it, says so. */
export function onMenuToggle({ currentTarget: menu, newState }: ToggleEvent): void {
  if (!(menu instanceof HTMLElement)) return
  const button = buttonOf(menu)
  if (button !== null) button.ariaExpanded = String(newState === 'open')
  if (newState !== 'open') return
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"]')
  const first = chosen ?? menu.querySelector<HTMLElement>('[role^="menuitem"]')
  first?.focus()
}

/** The button before it. */
function buttonOf(floats: HTMLElement): HTMLButtonElement | null {
  const button = floats.previousElementSibling
  return button instanceof HTMLButtonElement ? button : null
}
