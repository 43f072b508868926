import { expect, fixture, html } from '@open-wc/testing'
import type { FileView } from '#protocol/files'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import { aFile } from '../testing/fake-files.ts'
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
import type { Composer } from './composer.ts'
import type { Conversation } from './conversation.ts'
import { Drafts } from './drafts.ts'

const RECEIPT: FileView = {
  fileId: 'f1',
  name: 'receipt.txt',
  mime: 'text/plain',
  size: 900,
  kind: 'other',
  url: '/api/v1/accounts/acme/chats/chat1/files/f1/content?until=9999999999999&signature=x',
}

async function show(change: Partial<ConversationSnapshot> = {}) {
  const { client, network, files } = connectedDesk({ conversation: change })
  const conversation = await fixture<Conversation>(html`
    <parley-conversation
      style="block-size: 700px"
      .client=${client}
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', null)}
    ></parley-conversation>
  `)
  const shown = async (): Promise<void> => {
    await settled()
    await conversation.updateComplete
    await settled()
  }
  await shown()
  const root = inside(conversation)
  const composer = find<Composer>(root, 'parley-composer')
  return { client, network, files, conversation, root, composer, shown }
}

function drag(type: string, name: string): DragEvent {
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(aFile(name))
  return new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true })
}

describe('files of a conversation', () => {
  before(adoptTokens)

  it('[UF7] stand with the words of messages and comments', async () => {
    const { conversation, root } = await show({
      messages: [messageView({ text: '', files: [RECEIPT] })],
      comments: [commentView({ files: [{ ...RECEIPT, fileId: 'f2', name: 'for us.txt' }] })],
    })
    const names = [...root.querySelectorAll('parley-sent-files')].map((list) =>
      textOf(inside(list)),
    )
    expect(names[0]).to.contain('receipt.txt')
    expect(names[1]).to.contain('for us.txt')
    expect(find(root, '.comment').querySelector('parley-sent-files')).not.to.equal(null)
    // A message that is a file alone has no empty bubble.
    expect([...root.querySelectorAll('.bubble')].map(textOf)).to.deep.equal([])
    await isAccessible(conversation)
  })

  it('[UF5] that are dropped go where one writes: to the customer, or into a comment', async () => {
    const { conversation, root, composer, files, client, shown } = await show()
    const scroller = find(root, '.scroller')
    scroller.dispatchEvent(drag('dragover', 'a.txt'))
    await shown()
    expect(textOf(find(root, '.drop-here'))).to.contain('Drop files to send to')
    conversation.dispatchEvent(drag('dragleave', 'a.txt'))
    composer.choose('comment')
    scroller.dispatchEvent(drag('dragover', 'a.txt'))
    await shown()
    expect(textOf(find(root, '.drop-here'))).to.equal('Drop files for a comment')
    scroller.dispatchEvent(drag('drop', 'a.txt'))
    await shown()
    expect(files.uploads.map(({ place }) => place)).to.deep.equal([
      { kind: 'chat', accountId: 'acme', chatId: 'chat1' },
    ])
    expect(client.attachments('chat1', 'comment').list).to.have.length(1)
    expect(client.attachments('chat1', 'message').isEmpty).to.equal(true)
  })

  it('[UF6] that are dropped where nothing can be written go nowhere, and the page stays', async () => {
    const { root, files, shown } = await show({ possible: { sendMessage: 'chatOver' } })
    const drop = drag('drop', 'a.txt')
    find(root, '.scroller').dispatchEvent(drop)
    await shown()
    expect(drop.defaultPrevented).to.equal(true)
    expect(files.uploads).to.deep.equal([])
  })

  it('[UF3] go out with the message, and stand in the stream at once', async () => {
    const { root, composer, network, files, shown } = await show()
    composer.addFiles([aFile('contract.pdf')])
    await files.last.arrive({ fileId: 'f7' })
    await shown()
    button(inside(composer), 'Send').click()
    await shown()
    const commands = network.socket.heardOf('command').map(({ command }) => command)
    expect(commands).to.deep.include({
      type: 'sendMessage',
      chatId: 'chat1',
      text: '',
      fileIds: ['f7'],
    })
    const last = [...root.querySelectorAll('parley-sent-files')].at(-1)
    expect(textOf(inside(last ?? root.host))).to.contain('contract.pdf')
  })

  it('[UF10] that wait to be sent stay with their chat while one looks at another', async () => {
    const { client, composer, files, shown } = await show()
    composer.addFiles([aFile('contract.pdf')])
    composer.chat = 'chat2'
    await shown()
    expect(textOf(inside(find(inside(composer), 'parley-attachment-chips')))).to.equal('')
    await files.last.arrive()
    composer.chat = 'chat1'
    await shown()
    expect(client.attachments('chat1', 'message').why).to.equal(null)
    expect(textOf(inside(find(inside(composer), 'parley-attachment-chips')))).to.contain(
      'contract.pdf',
    )
  })

  it('[UF8] get a new link where theirs ended', async () => {
    const { root, files, shown } = await show({ messages: [messageView({ files: [RECEIPT] })] })
    files.fresh = { ok: true, value: { ...RECEIPT, url: '/fresh' } }
    const list = find(root, 'parley-sent-files')
    list.dispatchEvent(new CustomEvent('parley-stale', { detail: { fileId: 'f1' } }))
    await shown()
    expect(find<HTMLAnchorElement>(inside(list), 'a.row').pathname).to.equal('/fresh')
  })
})
