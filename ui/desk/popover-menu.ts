/** Below the button that opens it, inside the window. */
export function placeBelow(menu: HTMLElement | null, button: HTMLElement, width = 252): void {
  if (menu === null) return
  const { bottom, left } = button.getBoundingClientRect()
  const start = Math.max(8, Math.min(left, window.innerWidth - width - 8))
  menu.style.insetBlockStart = `${bottom + 4}px`
  menu.style.left = `${start}px`
}

/** Shows a menu below the button that was pressed. */
export function openBelow(menu: HTMLElement | null, { currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) placeBelow(menu, currentTarget)
  menu?.showPopover()
}

/** Up and Down move through a menu, in a circle. */
export function onMenuKey(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const { currentTarget: menu } = event
  if (step === 0 || !(menu instanceof HTMLElement)) return
  event.preventDefault()
  const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  const at = items.findIndex((item) => item.matches(':focus'))
  items[(at + step + items.length) % items.length]?.focus()
}

/** What opens gets the focus, where something is chosen there; its button, before it, says so. */
export function onMenuToggle({ currentTarget: menu, newState }: ToggleEvent): void {
  if (!(menu instanceof HTMLElement)) return
  const button = menu.previousElementSibling
  if (button instanceof HTMLButtonElement) button.ariaExpanded = String(newState === 'open')
  if (newState !== 'open') return
  const chosen = menu.querySelector<HTMLElement>('[aria-checked="true"]')
  const first = chosen ?? menu.querySelector<HTMLElement>('[role^="menuitem"]')
  first?.focus()
}
