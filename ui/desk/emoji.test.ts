import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import './composer.ts'
import type { Composer } from './composer.ts'
import { Drafts } from './drafts.ts'
import { EmojiPicker } from './emoji-picker.ts'

const DATA = '/node_modules/emoji-picker-element-data/en/emojibase/data.json'

async function show(text = '') {
  const drafts = new Drafts('acme:mira', null)
  drafts.set('chat1', 'message', text)
  const composer = await fixture<Composer>(html`
    <parley-composer .chat=${'chat1'} .drafts=${drafts}></parley-composer>
  `)
  const field = find<HTMLTextAreaElement>(inside(composer), 'textarea')
  const opener = inside(find(inside(composer), 'parley-emoji-button'))
  const open = async (): Promise<ShadowRoot> => {
    find(opener, 'button').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => opener.querySelector('parley-emoji-picker') !== null, 'opens')
    return inside(find(opener, 'parley-emoji-picker'))
  }
  return { composer, drafts, field, opener, open }
}

const emoji = (root: ShadowRoot) => [...root.querySelectorAll<HTMLElement>('.grid button')]
/** Nearly two thousand of them go into the browser's database first. */
const PATIENT = { timeout: 15_000 }
const SLOW_MS = 40_000
const filled = (root: ShadowRoot) => waitUntil(() => emoji(root).length > 0, 'has emoji', PATIENT)

describe('emoji', function () {
  this.timeout(SLOW_MS)
  before(adoptTokens)
  afterEach(() => emulateMedia({ colorScheme: 'light' }))

  it('[UE3] come with the pages; where they did not come that is said, and they are asked for again', async () => {
    expect(new URL(EmojiPicker.source('en')).origin).to.equal(location.origin)
    EmojiPicker.source = () => '/nothing-here.json'
    const picker = await fixture<EmojiPicker>(html`<parley-emoji-picker></parley-emoji-picker>`)
    await waitUntil(() => inside(picker).querySelector('[role=alert]') !== null, 'says so', PATIENT)
    expect(textOf(find(inside(picker), '[role=alert]'))).to.contain('The emoji did not come.')
    EmojiPicker.source = () => DATA
    button(inside(picker), 'Try again').click()
    await filled(inside(picker))
    expect(inside(picker).querySelector('[role=alert]')).to.equal(null)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UE1] are accessible, and chosen by keyboard alone, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { composer, field, open, opener } = await show('Thank you ')
      field.focus()
      field.setSelectionRange(10, 10)
      const picker = await open()
      await filled(picker)
      await isAccessible(composer)
      expect(picker.activeElement?.getAttribute('placeholder')).to.equal('Find an emoji')
      await sendKeys({ press: 'Tab' })
      expect(picker.activeElement?.getAttribute('role')).to.equal('tab')
      await sendKeys({ press: 'ArrowRight' })
      await waitUntil(
        () => emoji(picker).some((one) => textOf(one) === '👋'),
        'shows people',
        PATIENT,
      )
      await sendKeys({ press: 'Tab' })
      expect(picker.activeElement?.getAttribute('data-at')).to.equal('0')
      await sendKeys({ press: 'ArrowDown' })
      expect(picker.activeElement?.getAttribute('data-at')).to.equal('8')
      await sendKeys({ press: 'ArrowUp' })
      await sendKeys({ press: 'ArrowUp' })
      expect(picker.activeElement?.localName).to.equal('input')
      await sendKeys({ press: 'Escape' })
      await sendKeys({ press: 'Escape' })
      await waitUntil(() => opener.querySelector('parley-emoji-picker') === null, 'closes')
    })
  }

  it('[UE2] are inserted where one was writing, and what was used lately comes first', async () => {
    const { drafts, field, open, composer } = await show('Done  bye')
    field.focus()
    field.setSelectionRange(5, 5)
    let picker = await open()
    await filled(picker)
    await sendKeys({ type: 'parrot' })
    await waitUntil(() => textOf(emoji(picker)[0] ?? null) === '🦜', 'finds it', PATIENT)
    await sendKeys({ press: 'Enter' })
    expect(field.value).to.equal('Done 🦜 bye')
    expect(drafts.get('chat1', 'message')).to.equal('Done 🦜 bye')
    await waitUntil(() => inside(composer).activeElement === field, 'focus is back')
    picker = await open()
    await waitUntil(() => textOf(emoji(picker)[0] ?? null) === '🦜', 'lately used', PATIENT)
  })
})
