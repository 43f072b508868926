import { expect, fixture, html, nextFrame } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import type { FileView } from '#protocol/files'
import {
  channelView,
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
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
import './chat-window.ts'
import type { ChatWindow } from './chat-window.ts'

const CONTRACT: FileView = {
  fileId: 'f1',
  name: 'contract.pdf',
  mime: 'application/pdf',
  size: 48_211,
  kind: 'other',
  url: '/api/v1/channels/web/files/f1/content?until=9999999999999&signature=x',
}

async function show(
  options: { known?: boolean; channel?: Parameters<typeof channelView>[0] } = {},
) {
  const { known = true } = options
  const who = customer({ known })
  const view = await fixture<ChatWindow>(html`
    <parley-chat-window
      style="block-size: 600px"
      .client=${who.client}
      .channel=${channelView(options.channel)}
      shown
    ></parley-chat-window>
  `)
  if (known) {
    who.client.start()
    const items = [customerItem({ text: '', files: [CONTRACT] })]
    welcomeCustomer(who.network, { items, chat: customerChat() })
  }
  const shown = async (): Promise<void> => {
    await settled()
    await view.updateComplete
    await settled()
  }
  await shown()
  const root = inside(view)
  const chips = () => inside(find(root, 'parley-attachment-chips'))
  const commands = () => who.network.socket.heardOf('command').map(({ command }) => command)
  return { ...who, view, root, chips, shown, commands }
}

function drag(type: string, with_: (data: DataTransfer) => void): DragEvent {
  const dataTransfer = new DataTransfer()
  with_(dataTransfer)
  return new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true })
}

describe('files in the widget', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UF1] are accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { client, view, shown } = await show()
      client.attachments.add([aFile('a.txt'), aFile('b.txt', 'x'.repeat(30))], 20)
      await shown()
      await isAccessible(view)
    })
  }

  it('[UF7] show as downloads beside what was said', async () => {
    const { root } = await show()
    const row = find<HTMLAnchorElement>(inside(find(root, 'parley-sent-files')), 'a.row')
    expect(textOf(row)).to.equal('Download contract.pdf 47 KB')
    expect(row.href).to.equal(new URL(CONTRACT.url, 'https://parley.test').href)
    expect(root.querySelector('.bubble')?.textContent).not.to.equal('')
  })

  it('[UZ4] whose pictures grow in the middle of a scroll leave one at the end', async () => {
    const { root } = await show()
    const scroller = find(root, '.scroller')
    const stream = find(root, '.stream')
    for (const grown of [900, 1100]) {
      stream.style.minBlockSize = `${grown}px`
      scroller.dispatchEvent(new Event('scroll'))
      await nextFrame()
      await nextFrame()
      const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop
      expect(below).to.be.below(2)
    }
  })

  it('[UF2] are dropped anywhere on the conversation, which says so', async () => {
    const { view, root, files, shown } = await show()
    const hold = (data: DataTransfer): void => {
      data.items.add(aFile('dropped.txt'))
    }
    const over = drag('dragover', hold)
    find(root, '.scroller').dispatchEvent(over)
    await shown()
    expect(over.defaultPrevented).to.equal(true)
    expect(textOf(find(root, '.drop-here'))).to.equal('Drop files to send them')
    view.dispatchEvent(drag('dragleave', hold))
    await shown()
    expect(root.querySelector('.drop-here')).to.equal(null)
    find(root, 'header').dispatchEvent(drag('drop', hold))
    await shown()
    expect(files.uploads.map(({ file }) => file.name)).to.deep.equal(['dropped.txt'])
    // Words that are dragged are not ours to take.
    const words = drag('dragover', (data) => data.setData('text/plain', 'words'))
    find(root, '.scroller').dispatchEvent(words)
    expect(words.defaultPrevented).to.equal(false)
  })

  it('[UF3] go with the message once they are uploaded, and show at once', async () => {
    const { client, view, root, files, shown, commands } = await show()
    client.attachments.add([aFile('broken.png', 'x', 'image/png')], 1_000)
    view.focus()
    await sendKeys({ type: 'Look' })
    await sendKeys({ press: 'Enter' })
    expect(commands().filter((one) => JSON.stringify(one).includes('sendMessage'))).to.deep.equal(
      [],
    )
    expect(find<HTMLTextAreaElement>(root, 'textarea').value).to.equal('Look')
    await files.last.arrive({ fileId: 'f9', kind: 'image', mime: 'image/png' })
    await shown()
    await sendKeys({ press: 'Enter' })
    await shown()
    expect(commands()).to.deep.include({ type: 'sendMessage', text: 'Look', fileIds: ['f9'] })
    const sent = [...root.querySelectorAll('parley-sent-files')].at(-1)
    expect(find<HTMLImageElement>(inside(sent ?? view), 'img').src).to.match(/^blob:/)
  })

  it('[UF4] that failed are tried again or removed', async () => {
    const { client, chips, files, shown } = await show()
    client.attachments.add([aFile('a.txt')], 1_000)
    await files.last.fail({ code: 'transient', says: 'The upload broke off.' })
    await shown()
    expect(textOf(chips())).to.contain('The upload broke off.')
    button(chips(), 'Upload a.txt again').click()
    expect(files.uploads).to.have.length(2)
    button(chips(), 'Remove a.txt').click()
    await shown()
    expect(files.last.isAborted).to.equal(true)
    expect(client.attachments.isEmpty).to.equal(true)
  })

  it('[UF9] are a first act: the token comes before the bytes, and once', async () => {
    const { client, files, shown, tokens, storage, network, commands } = await show({
      known: false,
    })
    expect(storage.kept.size).to.equal(0)
    client.attachments.add([aFile('a.txt'), aFile('b.txt')], 1_000)
    await shown()
    expect(tokens()).to.equal(1)
    expect(files.uploads.map(({ place }) => place)).to.deep.equal([
      { kind: 'channel', channelId: 'web', token: 'token1' },
      { kind: 'channel', channelId: 'web', token: 'token1' },
    ])
    for (const upload of files.uploads) await upload.arrive()
    await shown()
    client.sendMessage('', client.attachments.take())
    welcomeCustomer(network)
    await shown()
    expect(commands()).to.deep.include({
      type: 'sendMessage',
      text: '',
      fileIds: ['file1', 'file2'],
    })
  })

  it('[UF10] of a message that was not acknowledged survive a reload', async () => {
    const { client, files, storage, shown } = await show()
    client.attachments.add([aFile('a.png', 'x', 'image/png')], 1_000)
    await files.last.arrive({ fileId: 'f5', kind: 'image' })
    await shown()
    client.sendMessage('Here', client.attachments.take())
    const again = customer({ known: true, storage })
    again.client.start()
    welcomeCustomer(again.network)
    await settled()
    const commands = again.network.socket.heardOf('command').map(({ command }) => command)
    expect(commands).to.deep.include({ type: 'sendMessage', text: 'Here', fileIds: ['f5'] })
    // The picture was of the page that is gone.
    expect(again.client.unsent[0]?.files?.[0]?.url).to.equal('')
  })

  it('[UF8] get a new link where theirs ended', async () => {
    const { client, files, root, shown } = await show()
    files.fresh = { ok: true, value: { ...CONTRACT, url: '/fresh' } }
    const list = find(root, 'parley-sent-files')
    list.dispatchEvent(new CustomEvent('parley-stale', { detail: { fileId: 'f1' } }))
    await shown()
    expect(files.asked).to.deep.equal(['f1'])
    expect(client.items[0]?.files[0]?.url).to.equal('/fresh')
  })

  it('[UF6] are offered only where they are taken', async () => {
    const nothing = { files: { maxBytes: 1, classes: [] } }
    const { root, files, view } = await show({ channel: nothing })
    expect(root.querySelector('.attach')).to.equal(null)
    view.dispatchEvent(drag('drop', (data) => data.items.add(aFile('a.txt'))))
    expect(files.uploads).to.deep.equal([])
  })
})
