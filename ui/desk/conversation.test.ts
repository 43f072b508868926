import { expect, fixture, html, nextFrame } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import {
  adoptTokens,
  button,
  find,
  inside,
  settled,
  textOf,
  isAccessible,
} from '../testing/look.ts'
import {
  NOW,
  chatView,
  commentView,
  connectedDesk,
  deskState,
  messageView,
} from '../testing/staff-fixtures.ts'
import './chat-actions.ts'
import type { ChatActions } from './chat-actions.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import { Drafts } from './drafts.ts'
import './undo-bar.ts'
import type { UndoBar } from './undo-bar.ts'

async function show(change: Partial<ConversationSnapshot> = {}) {
  const { client, network } = connectedDesk({ conversation: change })
  const commands: StaffCommand[] = []
  const conversation = await fixture<Conversation>(html`
    <parley-conversation
      .client=${client}
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', null)}
      @parley-command=${({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)}
    ></parley-conversation>
  `)
  await conversation.updateComplete
  return { client, network, conversation, commands }
}

async function actions(change: Partial<ChatActions>) {
  const commands: StaffCommand[] = []
  const element = await fixture<ChatActions>(html`
    <parley-chat-actions
      .chat=${chatView()}
      .desk=${deskState()}
      .possible=${{}}
      .now=${() => NOW}
      @parley-command=${({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)}
    ></parley-chat-actions>
  `)
  Object.assign(element, change)
  await element.updateComplete
  return { element, commands, root: inside(element) }
}

/** Resolves when a new width was answered: sizes are observed at the end of a frame. */
async function fitted() {
  await nextFrame()
  await nextFrame()
}

describe('parley-conversation', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  it('[BO82] the top pane says what the chat is about, live too', async () => {
    const { conversation, network } = await show({ chat: chatView({ subject: 'A lost parcel' }) })
    await isAccessible(conversation)
    const pane = () => find(inside(conversation), 'header')
    expect(textOf(find(pane(), '.subject'))).to.contain('A lost parcel')
    const { bottom } = find(pane(), '.who').getBoundingClientRect()
    expect(find(pane(), '.subject').getBoundingClientRect().top).to.be.at.least(bottom)
    const changes = [{ kind: 'chat', chat: chatView({ seq: 20, subject: 'An invoice' }) }]
    network.socket.sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 20, changes }).flush()
    await conversation.updateComplete
    expect(textOf(find(pane(), '.subject'))).to.contain('An invoice')
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UI40] is accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { conversation } = await show({
        messages: [
          messageView({ seq: 1, author: 'bot:b', text: 'Hello' }),
          messageView({ seq: 2 }),
          messageView({
            seq: 3,
            author: 'system',
            kind: 'notice',
            text: null,
            data: { code: 'joined', agentId: 'mira' },
          }),
          messageView({ seq: 4, author: 'agent:mira', text: 'See https://example.com' }),
        ],
        more: true,
      })
      await isAccessible(conversation)
    })
  }

  it('[UI40] labels comments with who sees them', async () => {
    const { conversation } = await show({
      comments: [
        commentView({ seq: 6 }),
        commentView({ seq: 7, visibleTo: 'author', text: 'Mine alone' }),
        commentView({ seq: 8, kind: 'note', author: 'agent:jonas', text: 'Ask Mira' }),
      ],
    })
    const labels = [...inside(conversation).querySelectorAll('.comments .author')].map(textOf)
    expect(labels[0]).to.contain('You Comment, only agents see this')
    expect(labels[1]).to.contain('You Comment, only you see this')
    expect(labels[2]).to.contain('Jonas Lind Note with the forward, only agents see this')
  })

  it('[UI40] keeps messages and comments in one order', async () => {
    const { conversation } = await show({
      messages: [messageView({ seq: 5, text: 'first' }), messageView({ seq: 9, text: 'third' })],
      comments: [commentView({ seq: 7, text: 'second' })],
    })
    const words = [...inside(conversation).querySelectorAll('.bubble, .comment')].map(textOf)
    expect(words).to.deep.equal(['first', 'second', 'third'])
  })

  it('[UI41] says once that all of it was read', async () => {
    const { network, conversation } = await show()
    conversation.requestUpdate()
    await conversation.updateComplete
    const reads = () =>
      network.socket
        .heardOf('command')
        .map((frame) => frame['command'])
        .filter((command) => (command as StaffCommand).type === 'markRead')
    expect(reads()).to.deep.equal([{ type: 'markRead', chatId: 'chat1', seq: 6 }])
  })

  it('[UI41] says nothing while nobody looks', async () => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false })
    const { network, conversation } = await show()
    expect(network.socket.heardOf('command')).to.deep.equal([])
    Reflect.deleteProperty(document, 'hasFocus')
    window.dispatchEvent(new Event('focus'))
    await conversation.updateComplete
    expect(network.socket.heardOf('command')).to.have.length(1)
  })

  it('[UI24] says new words of others, and who types', async () => {
    const { network, conversation } = await show()
    const log = find(inside(conversation), '[role="log"]')
    expect(textOf(log)).to.equal('')
    network.socket.sayNumbered({
      type: 'change',
      topic: 'chat:chat1',
      seq: 12,
      changes: [{ kind: 'message', message: messageView({ seq: 12, text: 'Hello?' }) }],
    })
    network.socket.sayNumbered({
      type: 'typing',
      chatId: 'chat1',
      who: 'agent:jonas',
      typing: true,
    })
    network.socket.flush()
    await conversation.updateComplete
    expect(textOf(log)).to.equal('Ada Nwosu: Hello?')
    expect(textOf(find(inside(conversation), '.typing'))).to.equal('Jonas Lind types …')
  })

  it('[UI15] shows what was not sent, to be tried again', async () => {
    const { client, network, conversation } = await show()
    client.sendMessage('chat1', 'On its way')
    const id = network.socket.heardOf('command').at(-1)?.['id']
    const refusal = { code: 'holdsChat', says: 'Someone else has this chat.' }
    network.socket.sayNumbered({ type: 'refused', id, refusal }).flush()
    await settled()
    await conversation.updateComplete
    expect(textOf(inside(conversation))).to.contain('Not sent. Someone else has this chat.')
    button(inside(conversation), 'Try again').click()
    expect(network.socket.heardOf('command').at(-1)?.['id']).to.equal(id)
  })

  it('[UV2] shows how far a message has come', async () => {
    const { client, network, conversation } = await show({
      messages: [
        messageView({ seq: 5, author: 'agent:mira', text: 'One' }),
        messageView({ seq: 6, author: 'agent:mira', text: 'Two' }),
        messageView({ seq: 7, author: 'agent:mira', text: 'Three' }),
      ],
      readMarks: { customer: 5, device: 6 },
    })
    const marks = () =>
      [...inside(conversation).querySelectorAll('[data-key]')].map((mark) => textOf(mark))
    expect(marks()).to.deep.equal([
      'Read by the customer',
      'On a device of the customer, not read yet',
      'Sent',
    ])
    client.sendMessage('chat1', 'Four')
    await conversation.updateComplete
    expect(marks().at(-1)).to.equal('Sending')
    const change = { kind: 'read', chatId: 'chat1', reader: 'device', seq: 7 }
    network.socket
      .sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 12, changes: [change] })
      .flush()
    await conversation.updateComplete
    expect(marks()[2]).to.equal('On a device of the customer, not read yet')
  })

  it('[UI53] shows that a chat exists whose words are not mine, and lets me forward it', async () => {
    const { client, network } = connectedDesk({ desk: { chats: [chatView({ access: 'row' })] } })
    client.open('chat1')
    const refusal = { code: 'forbidden', says: 'Your role does not allow this.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    const asked: unknown[] = []
    const conversation = await fixture<Conversation>(html`
      <parley-conversation
        .client=${client}
        .chat=${'chat1'}
        @parley-dialog=${({ detail }: CustomEvent) => asked.push(detail)}
      ></parley-conversation>
    `)
    await isAccessible(conversation)
    expect(textOf(inside(conversation))).to.contain("Ada Nwosu's chat")
    const root = inside(find(inside(conversation), 'parley-chat-actions'))
    expect([...root.querySelectorAll('.label')].map(textOf)).to.deep.equal(['Forward'])
    button(root, 'Forward').click()
    expect(asked).to.deep.equal([{ kind: 'forward', chatId: 'chat1' }])
  })

  it('[UI75] tells an event once that has both a notice and a note', async () => {
    const at = NOW - 20_000
    const { conversation } = await show({
      messages: [
        messageView({
          seq: 7,
          author: 'system',
          kind: 'notice',
          text: null,
          data: { code: 'returned' },
          at,
        }),
      ],
      comments: [
        commentView({
          seq: 8,
          author: 'system',
          kind: 'note',
          text: null,
          data: { code: 'returned', agentId: 'jonas', reason: 'wentOffline' },
          at,
        }),
        commentView({ seq: 9, text: 'Ask Mira', data: { code: 'forwardNote' } }),
      ],
    })
    const told = [...inside(conversation).querySelectorAll('.notice')].map(textOf)
    expect(told).to.have.length(1)
    expect(told[0]).to.contain('Jonas Lind returned it to the line (went offline)')
    expect(textOf(find(inside(conversation), '.comments'))).to.contain('Note with the forward')
  })

  it('[UI76] names the bot once', async () => {
    const { conversation } = await show({ messages: [messageView({ author: 'bot:b' })] })
    expect(textOf(find(inside(conversation), '.author'))).to.match(/^Bot \d/)
  })

  it('[UI64] leads from a closed chat to the one that came after it', async () => {
    const closed = chatView({ state: 'closed', open: false, closeReason: 'solved', closedAt: NOW })
    const { conversation, network } = await show({ chat: closed, possible: { continueChat: null } })
    expect(textOf(find(inside(conversation), '.over'))).to.contain('Continue')
    network.socket
      .sayNumbered({
        type: 'change',
        topic: 'desk',
        seq: 14,
        changes: [{ kind: 'chat', chat: chatView({ chatId: 'chat2', continues: 'chat1' }) }],
      })
      .flush()
    await conversation.updateComplete
    const link = find<HTMLAnchorElement>(inside(conversation), '.over a')
    expect(textOf(link)).to.equal('Open the new chat')
    expect(link.getAttribute('href')).to.equal('#/mine/chat/chat2')
    await isAccessible(conversation)
  })

  it('[UI65] lets one copy a draft of a closed chat, make it a comment, or discard it', async () => {
    const drafts = new Drafts('acme', null)
    drafts.set('chat1', 'message', 'Half a sentence')
    const closed = chatView({ state: 'closed', open: false })
    const { conversation } = await show({ chat: closed, possible: { comment: null } })
    conversation.drafts = drafts
    await conversation.updateComplete
    const bar = find(inside(conversation), 'parley-stuck-draft')
    await isAccessible(bar)
    button(inside(bar), 'Make it a comment').click()
    await conversation.updateComplete
    await settled()
    expect(drafts.get('chat1', 'message')).to.equal('')
    expect(drafts.get('chat1', 'comment')).to.equal('Half a sentence')
    const composer = find(inside(conversation), 'parley-composer')
    await settled()
    expect(inside(composer).querySelector('textarea')?.value).to.equal('Half a sentence')
    expect(inside(conversation).querySelector('parley-stuck-draft')).to.equal(null)
  })

  it('[UI65] says while a chat closes that a draft was not sent', async () => {
    const drafts = new Drafts('acme', null)
    drafts.set('chat1', 'message', 'Half a sentence')
    const { conversation } = await show({
      chat: chatView({ state: 'closing', dueAt: NOW + 9_000 }),
      possible: { undoClose: null },
    })
    conversation.drafts = drafts
    await conversation.updateComplete
    const bar = inside(find(inside(conversation), 'parley-undo-bar'))
    expect(textOf(bar)).to.contain('Your draft was not sent.')
  })

  it('[UI65] carries a draft into the chat that goes on', () => {
    const drafts = new Drafts('acme', null)
    drafts.set('chat1', 'message', 'Half a sentence')
    drafts.carry('chat1', 'chat2')
    expect([drafts.get('chat1', 'message'), drafts.get('chat2', 'message')]).to.deep.equal([
      '',
      'Half a sentence',
    ])
  })

  it('[UI62] says of a chat that is not there that it is not, and does not say Loading', async () => {
    const { client, network } = connectedDesk({ desk: { chats: [] } })
    client.open('chat1')
    const refusal = { code: 'notFound', says: 'There is nothing here, or not for you.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    const conversation = await fixture<Conversation>(html`
      <parley-conversation .client=${client} .chat=${'chat1'}></parley-conversation>
    `)
    expect(textOf(find(inside(conversation), 'h2'))).to.equal('Not here')
  })
})

describe('parley-chat-actions', () => {
  before(adoptTokens)

  it('[UI42] can be focused where it is refused now, says why, and does nothing', async () => {
    const { element, commands, root } = await actions({
      chat: chatView({ state: 'queued', agentId: null }),
      possible: { takeChat: 'belowLimit', forwardChat: null },
    })
    await isAccessible(element)
    const take = button(root, 'Take chat')
    take.focus()
    expect(root.activeElement).to.equal(take)
    const why = take.getAttribute('aria-describedby') ?? ''
    expect(textOf(root.getElementById(why))).to.equal('You are at your limit of chats at a time')
    take.click()
    expect(commands).to.deep.equal([])
  })

  it('[UI42] leaves out what a role can never do, and keeps the rest in its place', async () => {
    const others = chatView({ agentId: 'jonas' })
    const { root } = await actions({ chat: others, possible: { forwardChat: null } })
    const labels = [...root.querySelectorAll('.label')].map(textOf)
    expect(labels).to.deep.equal(['Forward', 'Hold', 'Return', 'Close chat', 'Block customer'])
    const { root: supervisors } = await actions({
      chat: others,
      possible: { forwardChat: null, takeOverChat: null },
    })
    const supervisorsLabels = [...supervisors.querySelectorAll('.label')].map(textOf)
    expect(supervisorsLabels).to.deep.equal([...labels.slice(0, -1), 'Take over', 'Block customer'])
  })

  it('[UI66] keeps every action in its place, whatever the chat becomes', async () => {
    const { element, root } = await actions({ possible: { closeChat: null } })
    const places = () =>
      ['Forward', 'Hold', 'Return', 'Close chat'].map(
        (label) => button(root, label).getBoundingClientRect().left,
      )
    const before = places()
    for (const chat of [
      chatView({ state: 'queued', agentId: null }),
      chatView({ agentId: 'jonas' }),
      chatView({ state: 'offered' }),
      chatView({ state: 'closed', open: false }),
    ]) {
      element.chat = chat
      await element.updateComplete
      expect(places()).to.deep.equal(before)
    }
    expect(textOf(root)).not.to.contain('Continue')
  })

  it('[UI74] keeps closing in sight where there is little room, and the rest in a menu', async () => {
    const { element, root, commands } = await actions({
      possible: { closeChat: null, returnChat: null, forwardChat: 'notNow' },
    })
    element.style.inlineSize = '374px'
    await fitted()
    const shown = [...root.querySelectorAll<HTMLElement>('.actions button')]
      .filter((one) => one.checkVisibility())
      .map(textOf)
    expect(shown).to.deep.equal(['Forward', 'Close chat', 'More'])
    button(root, 'More').focus()
    await sendKeys({ press: 'Enter' })
    await isAccessible(element)
    expect(textOf(root.activeElement)).to.contain('Forward')
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    expect(textOf(root.activeElement)).to.equal('Return')
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([{ type: 'returnChat', chatId: 'chat1' }])
    expect(textOf(root.activeElement)).to.equal('More')
  })

  it('[UZ1] folds one action after the other, and words last, before anything is cut', async () => {
    const { element, root } = await actions({
      chat: chatView({ state: 'queued', agentId: null }),
      possible: { takeChat: null, forwardChat: null, blockCustomer: null },
    })
    const row = find(root, '.actions')
    const steps = new Set<string>()
    for (let width = 900; width >= 240; width -= 20) {
      element.style.inlineSize = `${width}px`
      await fitted()
      const { right } = row.getBoundingClientRect()
      const shown = [...row.querySelectorAll<HTMLElement>('button')].filter((one) =>
        one.checkVisibility(),
      )
      for (const one of shown) expect(one.getBoundingClientRect().right).to.be.at.most(right + 1)
      expect(shown).to.include(button(row, 'Take chat'))
      steps.add(`${element.dataset['folds'] ?? 'nothing'}: ${shown.map(textOf).join(', ')}`)
    }
    expect([...steps]).to.deep.equal([
      'nothing: Forward, Hold, Return, Close chat, Take chat, Block customer',
      'block: Forward, Hold, Return, Close chat, More, Take chat',
      'block return: Forward, Hold, Close chat, More, Take chat',
      'block return hold: Forward, Close chat, More, Take chat',
      'block return hold forward: Close chat, More, Take chat',
      'block return hold forward words: Close chat, More, Take chat',
    ])
    await isAccessible(element)
    element.chat = chatView()
    await element.updateComplete
    expect(element.dataset['folds'], 'words have room').to.equal('block return hold forward')
  })

  it('[UZ1] gives the focus of an action that folds to what it folds into', async () => {
    const { element, root } = await actions({ possible: { forwardChat: null } })
    element.style.inlineSize = '900px'
    await fitted()
    button(root, 'Forward').focus()
    element.style.inlineSize = '240px'
    await fitted()
    expect(textOf(root.activeElement)).to.equal('More')
  })

  it('[UI63] hands the focus on when the button that has it goes', async () => {
    const { element, root } = await actions({
      chat: chatView({ state: 'queued', agentId: null }),
      possible: { takeChat: null, forwardChat: null },
    })
    button(root, 'Take chat').focus()
    element.chat = chatView()
    await element.updateComplete
    expect(root.activeElement).not.to.equal(null)
  })

  it('[UI42] asks for what was pressed', async () => {
    const possible = { closeChat: null, returnChat: null, holdChat: null }
    const { root, commands, element } = await actions({ possible })
    button(root, 'Close chat').click()
    button(root, 'Return').click()
    button(root, 'Hold').click()
    await element.updateComplete
    button(root, 'In 1 hour').click()
    expect(commands).to.deep.equal([
      { type: 'closeChat', chatId: 'chat1' },
      { type: 'returnChat', chatId: 'chat1' },
      { type: 'holdChat', chatId: 'chat1', until: NOW + 3_600_000 },
    ])
  })
})

describe('parley-undo-bar', () => {
  before(adoptTokens)

  it('[UI47] counts down and lets one undo', async () => {
    let undone = 0
    const bar = await fixture<UndoBar>(html`
      <parley-undo-bar
        .until=${NOW + 7_000}
        .span=${10_000}
        .now=${() => NOW}
        @parley-undo=${() => undone++}
      ></parley-undo-bar>
    `)
    await isAccessible(bar)
    expect(textOf(inside(bar))).to.contain('The chat closes in 7 s')
    button(inside(bar), 'Undo').click()
    expect(undone).to.equal(1)
  })

  it('[UI47] stands above the composer while the chat closes', async () => {
    const { conversation, commands } = await show({
      chat: chatView({ state: 'closing', dueAt: NOW + 9_000 }),
      possible: { undoClose: null },
    })
    const bar = find(inside(conversation), 'parley-undo-bar')
    button(inside(bar), 'Undo').click()
    expect(commands).to.deep.equal([{ type: 'undoClose', chatId: 'chat1' }])
  })
})
