import { expect } from '@open-wc/testing'
import { TOKENS_CSS } from '../tokens.ts'

/** Gives the test's page the tokens that the root of a tree gives its parts. */
export function adoptTokens(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`${TOKENS_CSS} body { background: var(--ground); margin: 0 }`)
  document.adoptedStyleSheets = [sheet]
}

let checksUnderWay = 0

/** The tags of the elements that axe saw with something in them. */
export const elementsUnderAxe = new Set<string>()

/**
 * Rejects with what axe finds against an element and all inside it, as it is when everything that
 * moves or fades in has arrived: what is half faded in has half its contrast.
 */
export async function isAccessible(element: Element): Promise<void> {
  checksUnderWay++
  const around = element.getRootNode()
  // a dialog is all that its element shows
  if (element instanceof HTMLDialogElement && around instanceof ShadowRoot) {
    elementsUnderAxe.add(around.host.localName)
  }
  for (const root of rootsIn(element)) {
    if (root instanceof ShadowRoot && showsSomething(root))
      elementsUnderAxe.add(root.host.localName)
    for (const animation of root.getAnimations()) if (hasEnd(animation)) animation.finish()
  }
  await expect(element).to.be.accessible()
  checksUnderWay--
}

// chai's assertions look like promises here, so no linter can tell which of them must be awaited
afterEach(() => {
  const wereForgotten = checksUnderWay > 0
  checksUnderWay = 0
  if (wereForgotten) throw new Error('a check by axe was not awaited, or failed')
})

/** The document, and every shadow root in and under an element. */
function rootsIn(element: Element): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document]
  const look = (one: Element): void => {
    if (one.shadowRoot !== null) {
      roots.push(one.shadowRoot)
      one.shadowRoot.querySelectorAll('*').forEach(look)
    }
  }
  look(element)
  element.querySelectorAll('*').forEach(look)
  return roots
}

function showsSomething(root: ShadowRoot): boolean {
  return [...root.querySelectorAll('*')].some((one) => one.checkVisibility())
}

function hasEnd({ effect }: Animation): boolean {
  return Number.isFinite(effect?.getComputedTiming().endTime)
}

/** The one element of a root that a selector names. Throws where there is none. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector has it
export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector)
  if (found === null) throw new Error(`nothing is ${selector}`)
  return found
}

/** The shadow root of an element. Throws where it has none. */
export function inside(element: Element): ShadowRoot {
  if (element.shadowRoot === null) throw new Error(`${element.localName} has no shadow root`)
  return element.shadowRoot
}

/** The button of a root whose name holds these words. Throws where there is none. */
export function button(root: ParentNode, words: string): HTMLButtonElement {
  const found = [...root.querySelectorAll('button')].find((one) =>
    `${one.getAttribute('aria-label') ?? ''} ${one.textContent}`
      .replaceAll(/\s+/g, ' ')
      .includes(words),
  )
  if (found === undefined) throw new Error(`no button says ${words}`)
  return found
}

/** Text as it is read: spaces in a row are one. */
export function textOf(node: Node | null): string {
  return (node?.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}

/** Lets promises that are settled already say so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}
