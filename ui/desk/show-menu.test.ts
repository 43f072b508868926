import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import type { StaffChange } from '#protocol/staff-frames'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import { commentView, connectedDesk, messageView } from '../testing/staff-fixtures.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import { Drafts } from './drafts.ts'

async function show() {
  const { client, network } = connectedDesk({
    conversation: {
      messages: [
        messageView({ seq: 5, text: 'Where is it?' }),
        messageView({
          seq: 6,
          author: 'system',
          kind: 'notice',
          text: null,
          data: { code: 'joined', agentId: 'mira' },
        }),
      ],
      comments: [
        commentView({ seq: 7, text: 'Ask the carrier' }),
        commentView({ seq: 8, kind: 'note', text: null, data: { code: 'customerLeft' } }),
      ],
    },
  })
  const conversation = await fixture<Conversation>(html`
    <parley-conversation
      .client=${client}
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', null)}
    ></parley-conversation>
  `)
  await conversation.updateComplete
  const menu = inside(find(inside(conversation), 'parley-show-menu'))
  const said = () => [...inside(conversation).querySelectorAll('.bubble, .comment')].map(textOf)
  const bar = () => textOf(inside(conversation).querySelector('.filtered'))
  const comes = async (...changes: StaffChange[]) => {
    const seq = Math.max(
      ...changes.map((change) =>
        change.kind === 'message'
          ? change.message.seq
          : change.kind === 'comment'
            ? change.comment.seq
            : 0,
      ),
    )
    network.socket.sayNumbered({ type: 'change', topic: 'chat:chat1', seq, changes }).flush()
    await settled()
    await conversation.updateComplete
  }
  const choose = async (name: string) => {
    button(menu, 'Show').click()
    ;[...menu.querySelectorAll<HTMLElement>('[role="menuitemradio"]')]
      .find((item) => textOf(item).startsWith(name))
      ?.click()
    await conversation.updateComplete
  }
  /** How often something was said to be read; each time it is acknowledged at once. */
  const reads = async () => {
    const said = network.socket.heardOf('command').filter(({ command }) => isRead(command))
    for (const { id } of said) network.socket.sayNumbered({ type: 'ack', id, seq: 11, result: {} })
    network.socket.flush()
    await settled()
    return said.length
  }
  return { client, conversation, menu, said, bar, comes, choose, reads }
}

function isRead(command: unknown): boolean {
  return typeof command === 'object' && command !== null && 'type' in command
    ? command.type === 'markRead'
    : false
}

describe('what is shown of a chat', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UH1] is accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { conversation, menu, choose } = await show()
      await choose('Messages')
      button(menu, 'Show').click()
      await isAccessible(conversation)
    })
  }

  it('[UH1] is chosen by keyboard, and the focus comes back', async () => {
    const { menu, said, conversation } = await show()
    expect(said()).to.deep.equal(['Where is it?', 'Ask the carrier'])
    button(menu, 'Show').focus()
    await sendKeys({ press: 'Enter' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    await conversation.updateComplete
    expect(said()).to.deep.equal(['Where is it?'])
    expect(button(menu, 'Show').matches(':focus')).to.equal(true)
  })

  it('[UH1] always holds what happened', async () => {
    const { conversation, choose } = await show()
    const notices = () => inside(conversation).querySelectorAll('.notice').length
    expect(notices()).to.equal(2)
    await choose('Comments')
    expect(notices()).to.equal(2)
    await choose('Messages')
    expect(notices()).to.equal(2)
  })

  it('[UH2] says what is hidden, counts what comes, and leads back', async () => {
    const { conversation, said, bar, comes, choose } = await show()
    expect(bar()).to.equal('')
    await choose('Comments')
    expect(said()).to.deep.equal(['Ask the carrier'])
    expect(bar()).to.equal('Messages are hidden Show everything')
    await comes({ kind: 'message', message: messageView({ seq: 12, text: 'Hello?' }) })
    await comes({ kind: 'comment', comment: commentView({ seq: 13, text: 'They wait' }) })
    expect(bar()).to.equal('Messages are hidden, 1 new Show everything')
    button(inside(conversation), 'Show everything').click()
    await conversation.updateComplete
    expect(bar()).to.equal('')
    expect(said()).to.deep.equal(['Where is it?', 'Ask the carrier', 'Hello?', 'They wait'])
  })

  it('[UH2] is everything again in another chat', async () => {
    const { conversation, bar, choose } = await show()
    await choose('Messages')
    conversation.chat = 'chat2'
    await conversation.updateComplete
    conversation.chat = 'chat1'
    await conversation.updateComplete
    expect(bar()).to.equal('')
  })

  it('[UH3] says no message to be read that is hidden', async () => {
    const { conversation, comes, choose, reads } = await show()
    const before = await reads()
    await choose('Comments')
    await comes({ kind: 'message', message: messageView({ seq: 12, text: 'Hello?' }) })
    expect(await reads()).to.equal(before)
    button(inside(conversation), 'Show everything').click()
    await conversation.updateComplete
    expect(await reads()).to.equal(before + 1)
  })

  it('[UH4] is everything when I write what would be hidden', async () => {
    const { conversation, bar, choose } = await show()
    await choose('Messages')
    const detail = { mode: 'comment', chatId: 'chat1', text: 'Note', files: [], visibleTo: 'staff' }
    find(inside(conversation), 'parley-composer').dispatchEvent(
      new CustomEvent('parley-write', { detail }),
    )
    await conversation.updateComplete
    expect(bar()).to.equal('')
    expect(textOf(inside(conversation))).to.contain('Note')
  })

  it('[UH4] is everything when a hidden line is looked for', async () => {
    const { conversation, bar, choose } = await show()
    await choose('Messages')
    conversation.at = 7
    await conversation.updateComplete
    await settled()
    await conversation.updateComplete
    expect(bar()).to.equal('')
    expect(inside(conversation).querySelector('[data-seq="7"]')).not.to.equal(null)
  })
})
