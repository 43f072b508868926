import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { MentionsList } from '#protocol/rest'
import { FakeStorage } from '../testing/fake-storage.ts'
import { adoptTokens, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import {
  NOW,
  chatView,
  commentView,
  connectedDesk,
  deskState,
  welcomeStaff,
} from '../testing/staff-fixtures.ts'
import { chatRow } from './chat-row.ts'
import { chatRowStyles } from './chat-row.styles.ts'
import { tabCounts, unreadIn } from './chat-lists.ts'
import './composer.ts'
import type { Composer, Written } from './composer.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import { Drafts } from './drafts.ts'
import { namedIn } from './mentions.ts'
import './mentions-menu.ts'
import type { MentionsMenu } from './mentions-menu.ts'

const PEOPLE = [
  { personId: 'ben', name: 'Ben Okoro', picture: null },
  { personId: 'bea', name: 'Bea Lind', picture: null },
  { personId: 'tomas', name: 'Tomás Herrera', picture: null },
]

async function commenting() {
  const written: Written[] = []
  let asked = 0
  const element = await fixture<Composer>(html`
    <parley-composer
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', new FakeStorage())}
      .people=${PEOPLE}
      @parley-write=${({ detail }: CustomEvent<Written>) => written.push(detail)}
      @parley-mentionable=${() => {
        asked += 1
      }}
    ></parley-composer>
  `)
  const steady = async () => {
    await element.updateComplete
    await settled()
    await element.updateComplete
  }
  element.choose('comment')
  await steady()
  const picker = find(inside(element), 'parley-mention-picker')
  const list = () => inside(picker).querySelector('.list')
  const field = () => find<HTMLTextAreaElement>(inside(element), 'textarea')
  return { element, written, steady, picker, list, field, asked: () => asked }
}

describe('naming a colleague in a comment', () => {
  before(adoptTokens)

  it('[UA1] opens at an @ that begins a word, is filtered and accessible', async () => {
    const { picker, steady, list, asked } = await commenting()
    expect(asked()).to.equal(1)
    await sendKeys({ type: 'mail@' })
    await steady()
    expect(list()).to.equal(null)
    await sendKeys({ type: ' @' })
    await steady()
    expect(asked()).to.equal(2)
    expect(list()?.querySelectorAll('li')).to.have.length(3)
    await isAccessible(picker)
    await sendKeys({ type: 'be' })
    await steady()
    expect(textOf(list())).to.contain('Ben Okoro')
    expect(textOf(list())).not.to.contain('Tomás')
  })

  it('[UA1] arrows choose, Enter and Tab insert and do not send, Escape closes', async () => {
    const { written, steady, list, field } = await commenting()
    await sendKeys({ type: 'See @be' })
    await steady()
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    await steady()
    expect(field().value).to.equal('See @Bea Lind ')
    expect([list(), written]).to.deep.equal([null, []])
    await sendKeys({ type: 'and @her' })
    await sendKeys({ press: 'Tab' })
    await steady()
    expect(field().value).to.equal('See @Bea Lind and @Tomás Herrera ')
    await sendKeys({ type: '@x' })
    await steady()
    await sendKeys({ press: 'Escape' })
    await steady()
    expect(list()).to.equal(null)
    await sendKeys({ press: 'Enter' })
    expect(written).to.have.length(1)
  })

  it('[UZ2] the list goes with the comment that is added', async () => {
    const { written, steady, list } = await commenting()
    await sendKeys({ type: 'See @nobody' })
    await steady()
    expect(textOf(list())).to.contain('Nobody of this name')
    await sendKeys({ press: 'Enter' })
    await steady()
    expect(written).to.have.length(1)
    expect(list()).to.equal(null)
  })

  it('[UA2] the comment goes with whom it names as it stands there, a personal one with nobody', async () => {
    const { element, written, steady } = await commenting()
    await sendKeys({ type: '@ben okoro and @Bea Lindberg' })
    await sendKeys({ press: 'Enter' })
    await steady()
    const select = find<HTMLSelectElement>(inside(element), 'select')
    select.value = 'author'
    select.dispatchEvent(new Event('change'))
    await steady()
    find(inside(element), 'textarea').focus()
    await sendKeys({ type: '@Ben Okoro' })
    await steady()
    expect(inside(find(inside(element), 'parley-mention-picker')).querySelector('.list')).to.equal(
      null,
    )
    await sendKeys({ press: 'Enter' })
    const named = written.map((one) => (one.mode === 'comment' ? one.mentions : null))
    expect(named).to.deep.equal([['ben'], []])
  })

  it('[UA2] of names that begin alike the longest counts', () => {
    const people = [
      { personId: 'a', name: 'Ann', picture: null },
      { personId: 'b', name: 'Ann Lee', picture: null },
    ]
    expect(namedIn('@Ann Lee, look', people)).to.deep.equal(['b'])
    expect(namedIn('@ann: look', people)).to.deep.equal(['a'])
    expect(namedIn('mail@ann @Annika', people)).to.deep.equal([])
  })

  it('[UA2] a message names nobody, and no list opens there', async () => {
    const { element, written, steady } = await commenting()
    element.choose('message')
    await steady()
    await sendKeys({ type: '@Ben Okoro' })
    await steady()
    const picker = find(inside(element), 'parley-mention-picker')
    expect(inside(picker).querySelector('.list')).to.equal(null)
    await sendKeys({ press: 'Enter' })
    expect(written).to.have.length(1)
    expect(written[0]).not.to.have.property('mentions')
  })
})

describe('what names me', () => {
  before(adoptTokens)

  const mention = { commentId: 'k1', chatId: 'chat1', seq: 7, at: NOW }

  it('[UA3] stands marked in its comment, mine so that it stands out', async () => {
    const { client } = connectedDesk({
      conversation: {
        comments: [
          commentView({ text: '@Mira Okafor and @Jonas Lind', mentions: ['mira', 'jonas'] }),
        ],
      },
    })
    const element = await fixture<Conversation>(html`
      <parley-conversation .client=${client} .chat=${'chat1'}></parley-conversation>
    `)
    const marks = [...inside(element).querySelectorAll('.words .mention')]
    expect(marks.map(textOf)).to.deep.equal(['@Mira Okafor', '@Jonas Lind'])
    expect(marks.map((mark) => mark.classList.contains('me'))).to.deep.equal([true, false])
  })

  it('[UA4] marks the row of its chat and counts with what is unread, until it is read', async () => {
    const chat = chatView({ unread: 0 })
    const elsewhere = { ...mention, commentId: 'k2', chatId: 'long-closed' }
    const desk = deskState({ chats: [chat], mentions: [mention, elsewhere] })
    expect(unreadIn(chat, desk)).to.deep.equal({ messages: 0, mentions: 1 })
    expect(tabCounts(desk).unread).to.equal(2)
    const facts = { chat, now: NOW, href: '#', isSelected: false, isTabbable: true }
    const row = await fixture(
      html`<div>
        <style>
          ${chatRowStyles}
        </style>
        ${chatRow({ ...facts, desk })}
      </div>`,
    )
    expect(textOf(find(row, '.mentioned'))).to.contain('You are named in a comment')
    await isAccessible(row)
    const { client, network } = connectedDesk({
      desk: { chats: [chat], mentions: [mention] },
      conversation: {},
    })
    client.markRead('chat1', 6)
    expect(client.desk?.mentions).to.have.length(1)
    client.markRead('chat1', 7)
    expect(client.desk?.mentions).to.deep.equal([])
    const back = { kind: 'mentions', mentions: [mention] }
    network.socket.sayNumbered({ type: 'change', topic: 'desk', seq: 9, changes: [back] }).flush()
    expect(client.desk?.mentions, 'an older word').to.deep.equal([])
  })

  it('[UA5] is found in one list with its count, accessible, each with a way to the comment', async () => {
    const one: MentionsList['mentions'][number] = {
      ...mention,
      author: 'agent:jonas',
      text: '@Mira Okafor, can you look?',
      isRead: false,
      customerName: 'Ada Nwosu',
      groupId: 'billing',
      open: true,
    }
    const read = { ...one, commentId: 'k0', chatId: 'old', seq: 3, isRead: true, open: false }
    let asked = 0
    const element = await fixture<MentionsMenu>(html`
      <parley-mentions-menu
        .desk=${deskState({ mentions: [mention] })}
        .mentions=${[one, read]}
        .now=${() => NOW}
        @parley-mentions=${() => {
          asked += 1
        }}
      ></parley-mentions-menu>
    `)
    const root = inside(element)
    await isAccessible(element)
    const button = find<HTMLButtonElement>(root, 'button')
    expect(button.getAttribute('aria-label')).to.equal('Mentions, 1 unread')
    button.focus()
    await sendKeys({ press: 'Enter' })
    await settled()
    await element.updateComplete
    expect(asked).to.equal(1)
    await isAccessible(element)
    const links = [...root.querySelectorAll('a')]
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal([
      '#/mine/chat/chat1/at/7',
      '#/closed/chat/old/at/3',
    ])
    expect(links.map((link) => link.className)).to.deep.equal(['unread', 'read'])
    expect(textOf(links[0] ?? null)).to.contain('Jonas Lind')
    await sendKeys({ press: 'ArrowDown' })
    expect(root.activeElement).to.equal(links[1])
    await sendKeys({ press: 'Escape' })
    expect(find(root, '.menu').matches(':popover-open')).to.equal(false)
  })

  it('[UA5] says what will be in it while nothing is', async () => {
    const element = await fixture<MentionsMenu>(html`
      <parley-mentions-menu .desk=${deskState()} .mentions=${[]}></parley-mentions-menu>
    `)
    find<HTMLButtonElement>(inside(element), 'button').click()
    await element.updateComplete
    expect(textOf(find(inside(element), '.menu'))).to.contain('Nobody has named you')
    await isAccessible(element)
  })
})

describe('what names me in a chat whose words are not mine', () => {
  before(adoptTokens)

  it('[UA13] stands above what says so, alone and accessible, and is read once in sight', async () => {
    const mention = { commentId: 'k1', chatId: 'chat1', seq: 7, at: NOW }
    const chat = chatView({ access: 'row', agentId: 'jonas', preview: null })
    const { client, network } = connectedDesk({
      desk: { chats: [chat], mentions: [mention] },
      mentions: [
        {
          ...mention,
          author: 'agent:jonas',
          text: '@Mira Okafor, can you look?',
          isRead: false,
          customerName: 'Ada Nwosu',
          groupId: 'billing',
          open: true,
        },
      ],
    })
    client.open('chat1')
    const refusal = { code: 'notFound', says: 'There is no such thing.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    const element = await fixture<Conversation>(html`
      <parley-conversation .client=${client} .chat=${'chat1'} .at=${7}></parley-conversation>
    `)
    await settled()
    await element.updateComplete
    const named = find(inside(element), '.naming-me')
    expect(textOf(named)).to.contain('Jonas Lind')
    expect(textOf(named)).to.contain('@Mira Okafor, can you look?')
    expect(find(named, '.mention').classList.contains('me')).to.equal(true)
    expect(textOf(find(inside(element), '.unreadable'))).to.contain('can forward it')
    await isAccessible(element)
    const said = network.socket.heardOf('command').map((frame) => frame['command'])
    expect(said).to.deep.equal([{ type: 'markRead', chatId: 'chat1', seq: 7 }])
    expect(client.desk?.mentions).to.deep.equal([])
  })

  it('[UA13] is not there where nothing names me, and nothing is read', async () => {
    const chat = chatView({ access: 'row', agentId: 'jonas', preview: null })
    const { client, network } = connectedDesk({ desk: { chats: [chat] } })
    client.open('chat1')
    const refusal = { code: 'notFound', says: 'There is no such thing.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    const element = await fixture<Conversation>(html`
      <parley-conversation .client=${client} .chat=${'chat1'}></parley-conversation>
    `)
    await settled()
    await element.updateComplete
    expect(inside(element).querySelector('.naming-me')).to.equal(null)
    expect(network.socket.heardOf('command')).to.deep.equal([])
  })
})

describe('who looks at the same conversation', () => {
  before(adoptTokens)

  async function opened() {
    const { client, network } = connectedDesk({ conversation: {} })
    const element = await fixture<Conversation>(html`
      <parley-conversation .client=${client} .chat=${'chat1'}></parley-conversation>
    `)
    const company = async (people: object[]) => {
      network.socket.sayNumbered({ type: 'company', chatId: 'chat1', people }).flush()
      await element.updateComplete
    }
    return { client, network, element, company }
  }

  it('[UA6] stands in the top pane with a name, and what they write above the composer', async () => {
    const { element, company, network } = await opened()
    expect(network.socket.heardOf('looking').at(-1)).to.deep.equal({
      type: 'looking',
      chatId: 'chat1',
    })
    await company([{ personId: 'jonas', writes: 'comment' }])
    const here = find(inside(element), 'parley-company')
    await (here as Conversation).updateComplete
    expect(textOf(inside(here))).to.contain('Jonas Lind here too')
    const typing = find(inside(element), '.typing')
    expect(textOf(typing)).to.contain('Jonas Lind writes a comment')
    await isAccessible(here)
    await company([
      { personId: 'jonas', writes: 'message' },
      { personId: 'tomas', writes: null },
      { personId: 'ada', writes: null },
    ])
    await (here as Conversation).updateComplete
    expect(textOf(inside(here))).to.contain('3 colleagues here too')
    expect(textOf(typing)).to.contain('Jonas Lind types')
    network.clock.advance(6_000)
    await element.updateComplete
    expect(textOf(typing)).to.equal('')
  })

  it('[UA6] is told when one leaves, and again after a reconnect', async () => {
    const { element, network, client, company } = await opened()
    await company([{ personId: 'jonas', writes: null }])
    network.socket.close(1006)
    network.clock.advance(1_000)
    welcomeStaff(network)
    expect(network.socket.heardOf('looking')).to.have.length(1)
    expect(client.company('chat1')).to.deep.equal([])
    element.remove()
    expect(network.socket.heardOf('looking').at(-1)?.['chatId']).to.equal(null)
  })

  it('[UA7] that I write a comment is said to colleagues, of a personal one nothing', async () => {
    const { element, network } = await opened()
    const composer = find<Composer>(inside(element), 'parley-composer')
    composer.choose('comment')
    await composer.updateComplete
    await settled()
    await sendKeys({ type: 'h' })
    expect(network.socket.heardOf('typing')).to.deep.equal([
      { type: 'typing', chatId: 'chat1', typing: true, as: 'comment' },
    ])
    const select = find<HTMLSelectElement>(inside(composer), 'select')
    select.value = 'author'
    select.dispatchEvent(new Event('change'))
    await composer.updateComplete
    find(inside(composer), 'textarea').focus()
    await sendKeys({ type: 'ello' })
    const said = network.socket.heardOf('typing')
    expect(said.map((frame) => frame['typing'])).to.deep.equal([true, false])
  })
})
