import { expect, fixture, html, nextFrame } from '@open-wc/testing'
import { LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { Subscription } from './subscription.ts'

/** A client that says when it changed. */
class Told {
  readonly #listeners = new Set<() => void>()
  changes = 0

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  change(): void {
    this.changes += 1
    for (const listener of this.#listeners) listener()
  }
}

const told = new Told()

@customElement('shows-changes')
class ShowsChanges extends LitElement {
  drawn = 0
  protected readonly subscription = new Subscription(this, () => told)

  override render() {
    this.drawn += 1
    return html`${told.changes}`
  }
}

const textOf = (element: ShowsChanges) => element.shadowRoot?.textContent?.trim()

describe('an element that shows a client', () => {
  it('[WY32] shows a change that comes alone at once', async () => {
    const element = await fixture<ShowsChanges>(html`<shows-changes></shows-changes>`)
    await nextFrame()
    told.change()
    await element.updateComplete
    expect(textOf(element)).to.equal(String(told.changes))
  })

  it('[WY32] is drawn a few times a frame at most, however many come, and ends with the newest', async () => {
    const element = await fixture<ShowsChanges>(html`<shows-changes></shows-changes>`)
    await nextFrame()
    const before = element.drawn
    for (let burst = 0; burst < 50; burst += 1) {
      told.change()
      await element.updateComplete
    }
    expect(element.drawn - before).to.be.lessThan(50)
    await nextFrame()
    await nextFrame()
    await element.updateComplete
    expect(textOf(element)).to.equal(String(told.changes))
  })

  it('[WY32] that left is drawn no more', async () => {
    const element = await fixture<ShowsChanges>(html`<shows-changes></shows-changes>`)
    for (let burst = 0; burst < 10; burst += 1) told.change()
    element.remove()
    await element.updateComplete
    const before = element.drawn
    await nextFrame()
    await nextFrame()
    expect(element.drawn).to.equal(before)
  })
})

declare global {
  interface HTMLElementTagNameMap {
    'shows-changes': ShowsChanges
  }
}
