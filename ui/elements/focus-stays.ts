import type { LitElement, ReactiveController } from 'lit'
import { focusedElement } from './focus-back.ts'

const REACHABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'

/**
 * Where an update takes away what has the focus, that goes to what followed it, else to what stood
 * before it: it is not lost with a button that goes.
 */
export class FocusStays implements ReactiveController {
  #had: Element | null = null
  /** What was around it, nearest first. */
  #near: Element[] = []

  /** @param prefers where it rather goes; null for the usual */
  constructor(
    private readonly host: LitElement,
    private readonly prefers: () => HTMLElement | null = () => null,
  ) {
    host.addController(this)
  }

  hostUpdate(): void {
    this.#had = this.host.shadowRoot?.activeElement ?? null
    this.#near = this.#had === null ? [] : around(this.#had)
  }

  hostUpdated(): void {
    const had = this.#had
    if (had === null || isReached(had)) return
    const now = focusedElement()
    if (now !== null && now !== had) return
    const to = this.prefers() ?? firstIn(this.#near) ?? this.#inside() ?? this.#beyond()
    to?.focus()
  }

  /** Where all that stood around it went too. */
  #inside(): HTMLElement | undefined {
    const root = this.host.shadowRoot
    const all = (root?.querySelector('dialog[open]') ?? root)?.querySelectorAll('*') ?? []
    return firstIn([...all])
  }

  /** Where nothing is left in the element itself. */
  #beyond(): HTMLElement | undefined {
    let at: Element = this.host
    for (;;) {
      const found = firstIn(around(at))
      const root = at.getRootNode()
      if (found !== undefined || !(root instanceof ShadowRoot)) return found
      at = root.host
    }
  }
}

/** All that stands in the same dialog or root, what follows first. */
function around(element: Element): Element[] {
  const root = element.getRootNode()
  const inside = element.closest('dialog') ?? (root instanceof ShadowRoot ? root : document)
  const all = [...inside.querySelectorAll('*')]
  const at = all.indexOf(element)
  return [...all.slice(at + 1), ...all.slice(0, at).toReversed()]
}

/** The first one that Tab reaches, also inside of other elements. */
function firstIn(elements: readonly Element[]): HTMLElement | undefined {
  for (const one of elements) {
    if (!isReached(one)) continue
    if (one instanceof HTMLElement && one.matches(REACHABLE) && one.tabIndex >= 0) return one
    const inside = firstIn([...(one.shadowRoot?.querySelectorAll('*') ?? [])])
    if (inside !== undefined) return inside
  }
  return undefined
}

function isReached(element: Element): boolean {
  return element.isConnected && element.checkVisibility() && !element.matches(':disabled')
}
