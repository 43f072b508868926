import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { QuickReplyView } from '#protocol/staff-views'
import { FakeStorage } from '../testing/fake-storage.ts'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import { chatView, deskState } from '../testing/staff-fixtures.ts'
import './composer.ts'
import type { Composer, Written } from './composer.ts'
import { Drafts } from './drafts.ts'
import { placeholdersOf } from './placeholder-values.ts'
import { filled, openPlaces } from './placeholders.ts'
import './quick-replies-dialog.ts'
import type { QuickRepliesDialog } from './quick-replies-dialog.ts'

const REPLIES: QuickReplyView[] = [
  { replyId: 'r1', whose: 'account', shortcut: 'bye', text: 'Have a good day' },
  {
    replyId: 'r2',
    whose: 'account',
    shortcut: 'hello',
    text: 'Hello {customer.name}, I am {agent.name}',
  },
  { replyId: 'r3', whose: 'own', shortcut: 'help', text: 'Your order is {order.number}' },
]

const values = placeholdersOf(chatView(), deskState())

async function composer() {
  const written: Written[] = []
  let asked = 0
  const element = await fixture<Composer>(html`
    <parley-composer
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', new FakeStorage())}
      .quickReplies=${REPLIES}
      .placeholders=${values}
      @parley-write=${({ detail }: CustomEvent<Written>) => written.push(detail)}
      @parley-quick-replies=${() => {
        asked += 1
      }}
    ></parley-composer>
  `)
  element.focus()
  const replies = find(inside(element), 'parley-quick-replies')
  const steady = async () => {
    await element.updateComplete
    await settled()
  }
  const list = () => inside(replies).querySelector('.list')
  const field = find<HTMLTextAreaElement>(inside(element), 'textarea')
  return { element, written, steady, list, field, replies, asked: () => asked }
}

describe('quick replies', () => {
  before(adoptTokens)

  it('[UT4] open at a slash that begins a word, are filtered and accessible', async () => {
    const { replies, steady, list, asked } = await composer()
    await sendKeys({ type: 'and/or' })
    await steady()
    expect(list()).to.equal(null)
    await sendKeys({ type: ' /' })
    await steady()
    expect(asked()).to.equal(1)
    expect(list()?.querySelectorAll('li')).to.have.length(3)
    await isAccessible(replies)
    await sendKeys({ type: 'he' })
    await steady()
    expect(textOf(list())).to.contain('/hello')
    expect(textOf(list())).not.to.contain('/bye')
  })

  it('[UT4] arrows choose, Enter and Tab insert and do not send', async () => {
    const { written, steady, field, list } = await composer()
    await sendKeys({ type: 'Well, /he' })
    await steady()
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    await steady()
    expect(field.value).to.equal('Well, Your order is {order.number}')
    expect([list(), written]).to.deep.equal([null, []])
    field.select()
    await sendKeys({ type: '/bye' })
    await sendKeys({ press: 'Tab' })
    await steady()
    expect(field.value).to.equal('Have a good day')
    await sendKeys({ press: 'Enter' })
    expect(written.map(({ text }) => text)).to.deep.equal(['Have a good day'])
  })

  it('[UT4] Escape closes the list, and Enter sends what stands there', async () => {
    const { written, steady, list } = await composer()
    await sendKeys({ type: '/he' })
    await steady()
    await sendKeys({ press: 'Escape' })
    await steady()
    expect(list()).to.equal(null)
    await sendKeys({ type: 'y' })
    await steady()
    expect(list()).to.equal(null)
    await sendKeys({ press: 'Enter' })
    expect(written.map(({ text }) => text)).to.deep.equal(['/hey'])
  })

  it('[UT5] what is known is filled in, what is not is pointed out', async () => {
    const { steady, field, replies } = await composer()
    await sendKeys({ type: '/hello' })
    await sendKeys({ press: 'Enter' })
    await steady()
    expect(field.value).to.equal('Hello Ada Nwosu, I am Mira')
    expect(textOf(inside(replies).querySelector('.open'))).to.equal('')
    await sendKeys({ type: ' /help' })
    await sendKeys({ press: 'Enter' })
    await steady()
    expect(textOf(inside(replies).querySelector('.open'))).to.equal(
      'Left to fill in: {order.number}',
    )
  })

  it('[UT5] nobody is greeted by the name that stands for none', () => {
    const nameless = placeholdersOf(chatView({ customerName: 'Visitor 4F2A' }), deskState())
    expect(filled('Hello {customer.name} of {group.name}', nameless)).to.equal(
      'Hello {customer.name} of Orders',
    )
    expect(openPlaces('{a} {A} {a.b} {a} {')).to.deep.equal(['{a}', '{a.b}'])
  })
})

describe('the quick replies in their dialog', () => {
  before(adoptTokens)

  async function dialog(keepsShelf: boolean, says: string | null = null) {
    const commands: StaffCommand[] = []
    const run = async (command: StaffCommand) => {
      commands.push(command)
      return says
    }
    const element = await fixture<QuickRepliesDialog>(html`
      <parley-quick-replies-dialog
        .replies=${REPLIES}
        ?keepsShelf=${keepsShelf}
        .run=${run}
      ></parley-quick-replies-dialog>
    `)
    await element.show()
    return { element, commands }
  }

  it('[UT6] are accessible, added, changed and deleted', async () => {
    const { element, commands } = await dialog(true)
    await isAccessible(element)
    button(inside(element), 'Add a quick reply').click()
    await element.updateComplete
    await isAccessible(element)
    await sendKeys({ type: 'thanks' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'Thank you, {customer.name}' })
    find<HTMLButtonElement>(inside(element), '.primary').click()
    await settled()
    await element.updateComplete
    button(inside(element), 'Edit /bye').click()
    await element.updateComplete
    find<HTMLTextAreaElement>(inside(element), 'textarea').value = 'See you'
    find<HTMLButtonElement>(inside(element), '.primary').click()
    await settled()
    await element.updateComplete
    button(inside(element), 'Delete /help').click()
    const saved = { type: 'saveQuickReply', whose: 'account' }
    expect(commands).to.deep.equal([
      { ...saved, replyId: null, shortcut: 'thanks', text: 'Thank you, {customer.name}' },
      { ...saved, replyId: 'r1', shortcut: 'bye', text: 'See you' },
      { type: 'deleteQuickReply', replyId: 'r3' },
    ])
  })

  it("[UT6] an agent changes none of the account's, and hears why something was refused", async () => {
    const { element, commands } = await dialog(false, 'There is one of this name already.')
    expect(inside(element).querySelector('[aria-label="Edit /bye"]')).to.equal(null)
    button(inside(element), 'Edit /help').click()
    await element.updateComplete
    find<HTMLInputElement>(inside(element), '#shortcut').value = 'not one word'
    const save = find<HTMLButtonElement>(inside(element), '.primary')
    save.click()
    expect(commands).to.deep.equal([])
    find<HTMLInputElement>(inside(element), '#shortcut').value = 'bye'
    save.click()
    await settled()
    await element.updateComplete
    expect(commands.map((command) => 'whose' in command && command.whose)).to.deep.equal(['own'])
    expect(textOf(inside(element))).to.contain('There is one of this name already.')
  })
})
