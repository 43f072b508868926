/** What has the focus, through all shadow roots; null where nothing has. */
export function focusedElement(): HTMLElement | SVGElement | null {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (at instanceof SVGElement) return at
  const isHost = at instanceof HTMLElement && at.shadowRoot !== null && at.tabIndex < 0
  const isNothing = at === document.body || isHost
  return at instanceof HTMLElement && !isNothing ? at : null
}

const before = new WeakMap<EventTarget, HTMLElement | SVGElement>()

/**
 * Listens to `beforetoggle` of what floats: when it closes and nothing took the focus, that returns
 * to where it was. Browsers return it to the outermost shadow root only.
 */
export function giveFocusBack({ currentTarget: floats, newState }: ToggleEvent): void {
  if (!(floats instanceof HTMLElement)) return
  const focused = focusedElement()
  if (newState === 'open') {
    if (focused !== null) before.set(floats, focused)
    return
  }
  const back = before.get(floats)
  if (back === undefined || focused === null || !holds(floats, focused)) return
  floats.addEventListener(
    'toggle',
    () => {
      const now = focusedElement()
      // what is hidden keeps it until the next frame
      if (now === null || holds(floats, now)) back.focus()
    },
    { once: true },
  )
}

/** Whether an element is inside of another one, in whatever shadow root. */
function holds(outer: Element, inner: Node): boolean {
  for (let at: Node | null = inner; at !== null; at = parentOf(at)) if (at === outer) return true
  return false
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode
}
