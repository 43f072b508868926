import { sendKeys } from '@web/test-runner-commands'
import { focusedElement } from '../elements/focus-back.ts'
import { elementsUnderAxe } from './look.ts'
import { pressKeys } from './keys.ts'

/*
 * K1 no pointer: a click that no key made fails the test. K2 the focus is somewhere whenever a key was
 * pressed and its turn is over. K3 each of the elements that are named had a key pressed inside it and
 * was under axe. That every element is named in some such list is held by engine/tools/by-keyboard.test.ts.
 */

/** How often Tab is pressed for something before it counts as out of reach. */
const FAR = 40

/** Hands press one key after the other, and machines may be busy. */
const A_WHILE_MS = 30_000

/** Tests that have a keyboard and no pointer, of elements by their tags. */
export function byKeyboard(elements: readonly string[], tests: () => void): void {
  describe('by keyboard alone', function () {
    this.timeout(A_WHILE_MS)
    const hadKeys = new Set<string>()
    const clicks: string[] = []
    const onKey = (event: KeyboardEvent): void => {
      const path = event.composedPath()
      // an element has a key where it has the focus itself, in its root or in what it is given
      for (const one of path) {
        if (!(one instanceof Element) || (one !== path[0] && one.localName !== 'slot')) continue
        const root = one.getRootNode()
        if (root instanceof ShadowRoot) hadKeys.add(root.host.localName)
        hadKeys.add(one.localName)
      }
    }
    const onClick = (event: MouseEvent): void => {
      const [target] = event.composedPath()
      // a button for files opens what the browser chooses files with
      const isFiles = target instanceof HTMLInputElement && target.type === 'file'
      // a page goes elsewhere by a link of its own, which nobody sees
      const isUnseen = target instanceof HTMLAnchorElement && target.textContent === ''
      if ((!event.isTrusted || event.detail > 0) && !isFiles && !isUnseen)
        clicks.push(target instanceof Element ? target.localName : 'the page')
    }
    before(() => {
      elementsUnderAxe.clear()
      addEventListener('keydown', onKey, true)
      addEventListener('click', onClick, true)
    })
    after(() => {
      removeEventListener('keydown', onKey, true)
      removeEventListener('click', onClick, true)
    })

    tests()

    afterEach(() => {
      failFor(clicks.splice(0), 'no key made the click on') // K1
    })
    after(() => {
      const without = (seen: ReadonlySet<string>) => elements.filter((tag) => !seen.has(tag))
      failFor(without(hadKeys), 'no key was pressed in') // K3
      failFor(without(elementsUnderAxe), 'axe did not see') // K3
    })
  })
}

function failFor(what: readonly string[], words: string): void {
  if (what.length > 0) throw new Error(`${words} ${what.join(', ')}`)
}

/** How what has the focus is called: its label, else its words. */
export function focusedName(): string {
  const at = focusedElement()
  if (at === null) return 'nothing'
  const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined
  const labels = 'labels' in at && label === undefined ? labelOf(at) : label
  const name = at.getAttribute('aria-label') ?? labelledBy(at) ?? labels ?? at.textContent
  return name.replaceAll(/\s+/g, ' ').trim()
}

function labelledBy(at: Element): string | undefined {
  return at.ariaLabelledByElements?.map(({ textContent }) => textContent).join(' ')
}

function labelOf(at: Element): string | undefined {
  const isField = at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement
  return isField ? at.labels[0]?.textContent : undefined
}

/** Presses keys, and lets what they did arrive. Rejects where the focus is lost by it. */
export async function keys(...chords: string[]): Promise<void> {
  for (const chord of chords) {
    await pressKeys(chord)
    await arrived()
    if (focusedElement() === null) throw new Error(`after ${chord} the focus is nowhere`) // K2
  }
}

/** Types words where the focus is. */
export async function type(words: string): Promise<void> {
  await sendKeys({ type: words })
  await arrived()
}

/** Presses Tab until what has the focus is called like that. Rejects with what was passed. */
export async function tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let tries = 0; tries < FAR; tries++) {
    if (focusedName().includes(name) && passed.length > 0) return
    await pressKeys(key)
    passed.push(focusedName())
    if (focusedName().includes(name)) return
  }
  throw new Error(`Tab does not reach “${name}”, only ${passed.join(' · ')}`)
}

/** Presses the arrow down until what has the focus is called like that. Rejects where nothing is. */
export async function arrowTo(name: string): Promise<void> {
  for (let tries = 0; tries < FAR; tries++) {
    if (focusedName().includes(name)) return
    await keys('ArrowDown')
  }
  throw new Error(`no arrow leads to “${name}”`)
}

/** Presses what asks the browser for files, and plays the browser's part: these are chosen. */
export async function chooseFiles(press: () => Promise<void>, ...files: File[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<HTMLInputElement>()
  const onClick = (event: Event): void => {
    const [target] = event.composedPath()
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return
    event.preventDefault()
    resolve(target)
  }
  addEventListener('click', onClick, true)
  await press()
  const input = await promise
  removeEventListener('click', onClick, true)
  const chosen = new DataTransfer()
  for (const file of files) chosen.items.add(file)
  input.files = chosen.files
  input.dispatchEvent(new Event('change'))
  await arrived()
}

/** Lets updates and the frame of a popover or a dialog go by. */
export async function arrived(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
}
