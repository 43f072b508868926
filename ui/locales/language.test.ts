import { msg } from '@lit/localize'
import { expect, fixture, html } from '@open-wc/testing'
import { LitElement } from 'lit'
import { customElement } from 'lit/decorators.js'
import { answerOf } from '../client/answer.ts'
import { inside, textOf } from '../testing/look.ts'
import { enumerated, listed, number, plural } from './formats.ts'
import { directionOf, languageOf, renderAnew, speak, spoken, type Load } from './language.ts'

const bring: Load = () => import('./de.ts')

@customElement('test-says')
class Says extends LitElement {
  override render() {
    return html`<p>${msg('Sign in')}</p>`
  }
}

@customElement('test-outer')
class Outer extends LitElement {
  override render() {
    return html`<div><test-says></test-says></div>`
  }
}

describe('the language of the pages', () => {
  afterEach(() => speak('en', bring))

  it('[UG1] is the first that is wanted and known, else English', () => {
    expect(languageOf(['de-AT', 'en'])).to.equal('de')
    expect(languageOf([null, 'fr', 'DE', 'en-GB'])).to.equal('de')
    expect(languageOf(['fr', 'toString'])).to.equal('en')
    expect(languageOf([])).to.equal('en')
  })

  it('[UG2] changes without a reload, wherever words are shown', async () => {
    const outer = await fixture<Outer>(html`<test-outer></test-outer>`)
    const says = inside(outer).querySelector<Says>('test-says')
    if (says === null) throw new Error('it says nothing')
    expect(textOf(inside(says))).to.equal('Sign in')
    expect(await speak('de', bring)).to.equal(true)
    renderAnew(document)
    await says.updateComplete
    expect(textOf(inside(says))).to.equal('Anmelden')
    await speak('en', bring)
    renderAnew(document)
    await says.updateComplete
    expect(textOf(inside(says))).to.equal('Sign in')
  })

  it('[UG2] stays as it was where words cannot be had, and can be asked for again', async () => {
    expect(await speak('de', () => Promise.reject(new Error('away')))).to.equal(false)
    expect(spoken()).to.equal('en')
    expect(await speak('de', bring)).to.equal(true)
    expect(spoken()).to.equal('de')
  })

  it('[UG4] counts, lists and writes numbers as it is usual in it', async () => {
    const messages = (count: number) =>
      plural(count, { one: `${count} message`, other: `${count} messages` })
    expect([0, 1, 2].map(messages)).to.deep.equal(['0 messages', '1 message', '2 messages'])
    expect(number(1_234.5)).to.equal('1,234.5')
    expect(listed(['Ann', 'Ben', 'Cem'])).to.equal('Ann, Ben and Cem')
    expect(enumerated(['one', 'two'])).to.equal('one, two')
    await speak('de', bring)
    expect(number(1_234.5)).to.equal('1.234,5')
    expect(listed(['Ann', 'Ben', 'Cem'])).to.equal('Ann, Ben und Cem')
  })

  it('[UG10] says in it what the server refuses', async () => {
    const refusal = { code: 'chatOver', says: 'This chat is over.' }
    const said = () => {
      const answer = answerOf(false, JSON.stringify({ refusal }))
      return answer.ok ? '' : answer.refusal.says
    }
    expect(said()).to.equal('This chat is over.')
    await speak('de', bring)
    expect(said()).to.equal('Dieser Chat ist beendet.')
    refusal.code = 'newer'
    expect(said()).to.equal('This chat is over.')
  })

  it('[UG5] says in which direction it is read', () => {
    expect(['en', 'de-CH', 'ar', 'he-IL', 'fa'].map(directionOf)).to.deep.equal([
      'ltr',
      'ltr',
      'rtl',
      'rtl',
      'rtl',
    ])
  })
})

declare global {
  interface HTMLElementTagNameMap {
    'test-says': Says
    'test-outer': Outer
  }
}
