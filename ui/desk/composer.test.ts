import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { FakeStorage } from '../testing/fake-storage.ts'
import { adoptTokens, button, find, inside, textOf, isAccessible } from '../testing/look.ts'
import './composer.ts'
import type { Composer, Written } from './composer.ts'
import { Drafts } from './drafts.ts'

async function show(drafts = new Drafts('acme', new FakeStorage())) {
  const written: Written[] = []
  const typing: boolean[] = []
  const composer = await fixture<Composer>(html`
    <parley-composer
      .chat=${'chat1'}
      .drafts=${drafts}
      .customer=${'Ada'}
      @parley-write=${({ detail }: CustomEvent<Written>) => written.push(detail)}
      @parley-typing=${({ detail }: CustomEvent<{ typing: boolean }>) => typing.push(detail.typing)}
    ></parley-composer>
  `)
  return { composer, written, typing, drafts }
}

const field = (composer: Composer) => find<HTMLTextAreaElement>(inside(composer), 'textarea')

describe('parley-composer', () => {
  before(adoptTokens)

  it('[UI33] is accessible in both modes', async () => {
    const { composer } = await show()
    await isAccessible(composer)
    composer.choose('comment')
    await composer.updateComplete
    await isAccessible(composer)
    expect(textOf(inside(composer))).to.contain('Add comment')
  })

  it('[UI33] changes its mode and sends by keyboard', async () => {
    const { composer, written } = await show()
    find(inside(composer), '[data-choose="message"]').focus()
    await sendKeys({ press: 'ArrowRight' })
    await composer.updateComplete
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'Ask Jonas' })
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([
      {
        mode: 'comment',
        chatId: 'chat1',
        text: 'Ask Jonas',
        files: [],
        visibleTo: 'staff',
        mentions: [],
      },
    ])
  })

  it('[UW1] says where one writes how a customer who left gets it', async () => {
    const { composer } = await show()
    composer.reach = { reaches: false, words: 'Left without an e-mail address' }
    await composer.updateComplete
    await isAccessible(composer)
    expect(textOf(find(inside(composer), '.hint'))).to.contain('Left without an e-mail address')
    composer.choose('comment')
    await composer.updateComplete
    expect(textOf(find(inside(composer), '.hint'))).to.contain('Never shown to the customer')
  })

  it('[UI34] keeps words of a comment away from messages, whatever happens in between', async () => {
    const { composer, written } = await show()
    composer.choose('comment')
    await composer.updateComplete
    composer.focus()
    await sendKeys({ type: 'The customer is difficult' })
    const form = find<HTMLFormElement>(inside(composer), 'form')
    composer.choose('message')
    await composer.updateComplete
    expect(field(composer).value).to.equal('')
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([])
    // the form that those words were typed in: still a comment's, even when it is sent late
    document.body.append(form)
    form.requestSubmit()
    form.remove()
    expect(written.map(({ mode }) => mode)).to.deep.equal(['comment'])
  })

  it('[UZ5] begins with a comment where the chat that is opened is over, and moves nothing begun', async () => {
    const { composer } = await show()
    const mode = () => composer.writingMode
    const open = async (chat: string, over: boolean | null): Promise<void> => {
      composer.chat = chat
      composer.over = over
      await composer.updateComplete
    }
    await open('chat2', null)
    expect(mode()).to.equal('message')
    await open('chat2', true)
    expect(mode()).to.equal('comment')
    await open('chat3', false)
    expect(mode()).to.equal('message')
    await open('chat3', true)
    expect(mode()).to.equal('message')
  })

  it('[UI34] gives each chat and mode a draft of its own, through a reload', async () => {
    const storage = new FakeStorage()
    const { composer } = await show(new Drafts('acme', storage))
    composer.focus()
    await sendKeys({ type: 'For Ada' })
    composer.chat = 'chat2'
    await composer.updateComplete
    expect(field(composer).value).to.equal('')
    const reloaded = await show(new Drafts('acme', storage))
    expect(field(reloaded.composer).value).to.equal('For Ada')
  })

  it('[UI35] never says typing for a comment', async () => {
    const { composer, typing } = await show()
    composer.focus()
    await sendKeys({ type: 'Hi' })
    expect(typing).to.include(true)
    composer.choose('comment')
    await composer.updateComplete
    typing.length = 0
    await sendKeys({ type: 'Only for us' })
    expect(typing).not.to.include(true)
  })

  it('[UI42] says why nothing can be written', async () => {
    const { composer, written } = await show()
    composer.messageWhy = 'Take this chat to answer'
    await composer.updateComplete
    expect(field(composer).readOnly).to.equal(true)
    expect(field(composer).placeholder).to.equal('Take this chat to answer')
    button(inside(composer), 'Send').click()
    expect(written).to.deep.equal([])
  })

  it('[UI70] sends no blanks around words, and takes blanks alone away', async () => {
    const written: Written[] = []
    const composer = await fixture<Composer>(html`
      <parley-composer
        .chat=${'chat1'}
        .drafts=${new Drafts('acme', null)}
        @parley-write=${({ detail }: CustomEvent<Written>) => written.push(detail)}
      ></parley-composer>
    `)
    composer.focus()
    await sendKeys({ type: '   ' })
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([])
    expect(inside(composer).querySelector('textarea')?.value).to.equal('')
    await sendKeys({ type: '  On its way ' })
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([
      { mode: 'message', chatId: 'chat1', text: 'On its way', files: [] },
    ])
  })
})
