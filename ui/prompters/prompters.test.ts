import { expect, fixture, html } from '@open-wc/testing'
import type { PrompterView, Suggestion, Suggestions, SuggestionsBody } from '#protocol/prompters'
import '../desk/conversation.ts'
import type { Conversation } from '../desk/conversation.ts'
import { Drafts } from '../desk/drafts.ts'
import { arrived, byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { FakeStorage } from '../testing/fake-storage.ts'
import { beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { connectedDesk, messageView } from '../testing/staff-fixtures.ts'
import './assistants.ts'
import './suggestion-card.ts'
import type { SuggestionCard } from './suggestion-card.ts'

function prompter(change: Partial<PrompterView> = {}): PrompterView {
  return {
    prompterId: 'helper',
    kind: 'knowledge',
    name: 'Articles',
    readsChats: true,
    isAsked: true,
    restsUntil: null,
    settings: null,
    acceptance: null,
    ...change,
  }
}

let made = 0

function suggestion(change: Partial<Suggestion> = {}): Suggestion {
  made += 1
  return {
    suggestionId: `0190f3a0-0000-7000-8000-${String(made).padStart(12, '0')}`,
    match: 72,
    text: 'A refund takes a week.',
    extras: [],
    sources: [{ kind: 'article', title: 'Refunds', url: 'https://help.example/refunds' }],
    ...change,
  }
}

function answered(...suggestions: Suggestion[]): Suggestions {
  return { prompterId: 'helper', state: 'answered', restsUntil: null, suggestions }
}

/** What was asked, and how the answers come. */
function asking(answers: (asked: SuggestionsBody) => Suggestions = () => answered(suggestion())) {
  const heard: SuggestionsBody[] = []
  const suggest = (_account: string, _prompter: string, asked: SuggestionsBody) => {
    heard.push(asked)
    return Promise.resolve({ ok: true as const, value: answers(asked) })
  }
  return { heard, suggest }
}

describe('a suggestion', () => {
  before(adoptTokens)

  it('[PM40] says how well it matches, shows what comes with it and is accessible', async () => {
    const picture = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
    const card = await fixture<SuggestionCard>(
      html`<parley-suggestion-card
        .suggestion=${suggestion({
          extras: [
            { kind: 'image', url: picture, name: 'Map' },
            { kind: 'audio', url: 'data:audio/wav;base64,', name: 'Spoken' },
            { kind: 'file', url: 'https://files.example/a.pdf', name: 'a.pdf' },
          ],
        })}
      ></parley-suggestion-card>`,
    )
    const root = inside(card)
    expect(textOf(root.querySelector('.match'))).to.equal('72 %')
    expect(textOf(root.querySelector('.sources'))).to.equal('Refunds')
    expect(root.querySelector('img')?.alt).to.equal('Map')
    expect(root.querySelector('audio')?.controls).to.equal(true)
    expect(textOf(root.querySelector('.extras a'))).to.equal('a.pdf')
    await isAccessible(card)
  })
})

async function conversation(options: Parameters<typeof connectedDesk>[0]) {
  const { client, network } = connectedDesk({
    conversation: {},
    prompters: [prompter()],
    ...options,
  })
  const element = await fixture<Conversation>(
    html`<parley-conversation
      style="block-size: 640px"
      .client=${client}
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', new FakeStorage())}
    ></parley-conversation>`,
  )
  await arrived()
  const root = inside(element)
  const bar = () => inside(find(root, 'parley-suggestions-bar'))
  const cards = () => [...bar().querySelectorAll('parley-suggestion-card')]
  const turnOn = async () => {
    button(inside(find(root, 'parley-prompter-switch')), 'Suggestions').click()
    await arrived()
  }
  const writes = () => inside(find(root, 'parley-composer'))
  return { client, network, element, root, bar, cards, turnOn, writes }
}

describe('suggestions for a chat', () => {
  before(adoptTokens)

  it('[PM41] are switched on for it, and come by themselves for each new message', async () => {
    const { heard, suggest } = asking()
    const { network, cards, turnOn, element } = await conversation({ suggest })
    expect(heard).to.deep.equal([])
    await turnOn()
    expect(heard).to.have.length(1)
    expect(cards()).to.have.length(1)
    await isAccessible(element)
    const message = messageView({ messageId: 'm9', seq: 11, text: 'And the invoice?' })
    network.socket
      .sayNumbered({
        type: 'change',
        topic: 'chat:chat1',
        seq: 11,
        changes: [{ kind: 'message', message }],
      })
      .flush()
    await arrived()
    expect(heard.at(-1)).to.deep.equal({ chatId: 'chat1', messageId: 'm9' })
    await turnOn()
    expect(cards()).to.have.length(0)
  })

  it('[PM42] are inserted to be edited, and what was made of them is said when that is sent', async () => {
    const { suggest } = asking()
    const { cards, turnOn, writes, network } = await conversation({ suggest })
    await turnOn()
    button(inside(cards()[0] ?? document.body), 'Insert').click()
    await arrived()
    const field = find<HTMLTextAreaElement>(writes(), 'textarea')
    expect(field.value).to.equal('A refund takes a week.')
    field.value = 'A refund takes two weeks.'
    field.form?.requestSubmit()
    await arrived()
    const commands = network.socket.heardOf('command').map(({ command }) => command)
    expect(commands).to.deep.include.members([
      { type: 'sendMessage', chatId: 'chat1', text: 'A refund takes two weeks.' },
    ])
    const noted = JSON.stringify(commands)
    expect(noted).to.include('"outcome":"edited"')
  })

  it('[PM42] are sent as they are, or dismissed', async () => {
    const { suggest } = asking(() => answered(suggestion(), suggestion({ text: 'Another' })))
    const { cards, turnOn, network } = await conversation({ suggest })
    await turnOn()
    button(inside(cards()[0] ?? document.body), 'Dismiss').click()
    await arrived()
    expect(cards()).to.have.length(1)
    button(inside(cards()[0] ?? document.body), 'Send as it is').click()
    await arrived()
    const commands = JSON.stringify(network.socket.heardOf('command'))
    expect(commands).to.include('"outcome":"dismissed"')
    expect(commands).to.include('"outcome":"taken"')
    expect(commands).to.include('"text":"Another"')
    expect(cards()).to.have.length(0)
  })

  it('[PM43] for an earlier message are asked for beside the customer’s name', async () => {
    const { heard, suggest } = asking()
    const { root, cards } = await conversation({ suggest })
    const ask = find<HTMLButtonElement>(root, '.group.customer .ask-prompter')
    ask.focus()
    ask.click()
    await arrived()
    expect(heard[0]?.chatId).to.equal('chat1')
    expect(heard[0]?.messageId).to.be.a('string')
    expect(cards()).to.have.length(1)
  })

  it('[PM43] for an earlier message stay, while new ones are suggested for by themselves', async () => {
    const { heard, suggest } = asking()
    const messages = [
      messageView({ messageId: 'm1', seq: 2, author: 'customer:ada', text: 'Hello' }),
      messageView({ messageId: 'm2', seq: 3, author: 'agent:mira', text: 'Good morning' }),
      messageView({ messageId: 'm3', seq: 4, author: 'customer:ada', text: 'Where is it?' }),
    ]
    const { root, turnOn } = await conversation({ suggest, conversation: { messages } })
    await turnOn()
    expect(heard.map(({ messageId }) => messageId)).to.deep.equal(['m3'])
    find<HTMLButtonElement>(root, '.group.customer .ask-prompter').click()
    await arrived()
    await arrived()
    expect(heard.map(({ messageId }) => messageId)).to.deep.equal(['m3', 'm1'])
  })

  it('[PM44] of a prompter that is late, down or rests say so', async () => {
    const states = ['late', 'failed', 'resting', 'answered'] as const
    const said: string[] = []
    for (const state of states) {
      const none = { ...answered(), state, restsUntil: null }
      const { bar, turnOn, root } = await conversation({ suggest: asking(() => none).suggest })
      await turnOn()
      said.push(textOf(bar().querySelector('.note')))
      if (state === 'failed') await isAccessible(find(root, 'parley-suggestions-bar'))
    }
    expect(said).to.deep.equal([
      'Articles It did not answer in time.',
      'Articles It could not answer.',
      'Articles It failed a few times and rests.',
      'Articles It has nothing that fits.',
    ])
  })

  it('[PM41] have no button where nobody makes any', async () => {
    const { root } = await conversation({ prompters: [prompter({ readsChats: false })] })
    expect(inside(find(root, 'parley-prompter-switch')).querySelector('button')).to.equal(null)
    expect(root.querySelector('.ask-prompter')).to.equal(null)
  })
})

byKeyboard(
  [
    'parley-prompter-switch',
    'parley-suggestions-bar',
    'parley-suggestion-card',
    'parley-side-tabs',
    'parley-assistants',
  ],
  () => {
    beginsAfresh()

    it('[PM45] suggestions are switched on, inserted, dismissed and folded', async () => {
      const { suggest } = asking(() => answered(suggestion(), suggestion({ text: 'Another' })))
      const { desk, open } = await keyboardDesk({ prompters: [prompter()], suggest })
      await open()
      await tabTo('Suggestions')
      await keys('Enter')
      await isAccessible(desk)
      await tabTo('Insert', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).to.include('Message to')
      await tabTo('Dismiss', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).to.equal('Insert')
      await tabTo('Fold suggestions')
      await keys('Enter')
      expect(focusedName()).to.include('Message to')
    })

    it('[PM46] assistants are asked in the side panel; ten requests are kept and walked', async () => {
      const { heard, suggest } = asking(({ question = '' }) =>
        answered(suggestion({ text: `On ${question}` })),
      )
      const { desk, root, open } = await keyboardDesk({ prompters: [prompter()], suggest })
      await open()
      const side = inside(find(root, 'parley-side-tabs'))
      while (side.activeElement === null) await tabTo('Customer')
      await keys('ArrowRight')
      expect(focusedName()).to.equal('Prompters')
      await tabTo('Question')
      for (let number = 1; number <= 11; number += 1) {
        await type(`question ${number}`)
        await keys('Enter')
      }
      const assistants = inside(find(side, 'parley-assistants'))
      expect(heard).to.have.length(11)
      expect(textOf(assistants.querySelector('.walk span'))).to.equal('10 of 10')
      await isAccessible(desk)
      await tabTo('The question before')
      for (let step = 0; step < 12; step += 1) await keys('Enter')
      expect(textOf(assistants.querySelector('.walk span'))).to.equal('1 of 10')
      expect(textOf(assistants.querySelector('.question'))).to.equal('question 2')
      await tabTo('Insert')
      await keys('Enter')
      expect(focusedName()).to.include('Message to')
    })
  },
)
