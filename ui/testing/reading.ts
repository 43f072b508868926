/** Where words begin and end on the screen, as they are painted. */
export function boxOf(root: Node, words: string): DOMRect {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (texts.nextNode() !== null) {
    const { currentNode } = texts
    const at = (currentNode.nodeValue ?? '').indexOf(words)
    if (at < 0) continue
    const range = document.createRange()
    range.setStart(currentNode, at)
    range.setEnd(currentNode, at + words.length)
    return range.getBoundingClientRect()
  }
  throw new Error(`nowhere stands ${words}`)
}

/** Whether an element, and all that it shows, stays inside of the window. */
export function staysInside(element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return left >= 0 && right <= window.innerWidth && top >= 0 && bottom <= window.innerHeight
}

/** By how many pixels the page is wider than its window, with all that stands in its shadow trees. */
export function overhang(root: ParentNode): number {
  const wide = [document.documentElement, ...partsOf(root)].map(
    ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
  )
  return Math.max(...wide)
}

/** Elements that scroll, or cut off what they hold, are no wider than they seem only where they scroll. */
function* partsOf(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot !== null) yield* partsOf(element.shadowRoot)
    const { overflowX } = getComputedStyle(element)
    if (overflowX === 'auto' || overflowX === 'scroll') yield element
  }
}
