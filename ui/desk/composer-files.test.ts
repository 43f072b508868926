import { expect, fixture, html, nextFrame } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { Attachments } from '../client/attachments.ts'
import { FakeFiles, aFile } from '../testing/fake-files.ts'
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
import './composer.ts'
import type { Composer, Written } from './composer.ts'
import { Drafts, type WritingMode } from './drafts.ts'

const PLACE = { kind: 'chat', accountId: 'acme', chatId: 'chat1' } as const

async function show() {
  const written: Written[] = []
  const files = new FakeFiles()
  const made = new Map<string, Attachments>()
  const attachments = (chatId: string, mode: WritingMode): Attachments => {
    const key = `${chatId} ${mode}`
    const known = made.get(key)
    const one =
      known ??
      new Attachments({
        upload: (file, progress) => files.uploadFile(PLACE, file, progress),
        remove: (fileId) => void files.removeFile(PLACE, fileId),
      })
    made.set(key, one)
    return one
  }
  const composer = await fixture<Composer>(html`
    <parley-composer
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', new FakeStorage())}
      .customer=${'Ada'}
      .attachments=${attachments}
      .limits=${{ maxBytes: 1_000, classes: ['image', 'document', 'other'] }}
      @parley-write=${({ detail }: CustomEvent<Written>) => written.push(detail)}
    ></parley-composer>
  `)
  const chips = () => inside(find(inside(composer), 'parley-attachment-chips'))
  const shown = async (): Promise<void> => {
    await settled()
    // many changes at once are drawn with the next frame
    await nextFrame()
    await composer.updateComplete
    await settled()
  }
  return { composer, written, files, chips, shown }
}

describe('files of the composer', () => {
  before(adoptTokens)

  it('[UF1] are accessible, uploading, uploaded and failed', async () => {
    const { composer, files, chips, shown } = await show()
    composer.addFiles([aFile('contract.pdf'), aFile('long.txt', 'x'.repeat(1_001))])
    await shown()
    expect(find<HTMLProgressElement>(chips(), 'progress').value).to.equal(0)
    files.last.progress(0.5)
    await shown()
    expect(find<HTMLProgressElement>(chips(), 'progress').value).to.equal(0.5)
    expect(textOf(chips())).to.contain('Larger than 1 KB')
    await isAccessible(composer)
    await files.last.arrive()
    composer.choose('comment')
    composer.addFiles([aFile('note.txt')])
    await shown()
    await isAccessible(composer)
  })

  it('[UF2] are added by button, by paste and by keyboard', async () => {
    const { composer, files, shown } = await show()
    const root = inside(composer)
    const input = find<HTMLInputElement>(root, 'input[type=file]')
    const chosen = new DataTransfer()
    chosen.items.add(aFile('chosen.txt'))
    input.files = chosen.files
    input.dispatchEvent(new Event('change'))
    let isOpened = false
    input.addEventListener('click', (event) => {
      event.preventDefault()
      isOpened = true
    })
    button(root, 'Attach files').focus()
    await sendKeys({ press: 'Enter' })
    expect(isOpened).to.equal(true)

    const paste = (with_: (data: DataTransfer) => void): Event => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(aFile('pasted.png', 'x', 'image/png'))
      with_(clipboardData)
      const event = new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true })
      find(root, 'textarea').dispatchEvent(event)
      return event
    }
    expect(paste(() => {}).defaultPrevented).to.equal(true)
    // A text editor puts a picture of the words beside them: then the words are meant.
    expect(paste((data) => data.setData('text/plain', 'words')).defaultPrevented).to.equal(false)
    await shown()
    expect(files.uploads.map(({ file }) => file.name)).to.deep.equal(['chosen.txt', 'pasted.png'])
  })

  it('[UF3] keep nobody from writing, and are waited for when it is sent', async () => {
    const { composer, written, files, shown } = await show()
    composer.addFiles([aFile('contract.pdf')])
    composer.focus()
    await sendKeys({ type: 'Here it is' })
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([])
    await shown()
    expect(textOf(find(inside(composer), '.hint'))).to.equal('A file is uploading')
    await files.last.arrive({ fileId: 'f1', mime: 'application/pdf' })
    await shown()
    await sendKeys({ press: 'Enter' })
    expect(written).to.have.length(1)
    expect(written[0]).to.deep.include({ mode: 'message', text: 'Here it is' })
    expect(written[0]?.files.map(({ fileId }) => fileId)).to.deep.equal(['f1'])
    expect(textOf(find(inside(composer), 'parley-attachment-chips'))).to.equal('')
  })

  it('[UF3] go without words', async () => {
    const { composer, written, files, shown } = await show()
    composer.addFiles([aFile('a.txt')])
    await files.last.arrive()
    await shown()
    button(inside(composer), 'Send').click()
    expect(written.map(({ text, files: sent }) => [text, sent.length])).to.deep.equal([['', 1]])
  })

  it('[UF4] that failed are tried again or removed; removing takes them from the server too', async () => {
    const { composer, written, files, chips, shown } = await show()
    composer.addFiles([aFile('a.txt'), aFile('b.txt')])
    const [first, second] = files.uploads
    await first?.fail({ code: 'transient', says: 'The upload broke off.' })
    await second?.fail({ code: 'wrongKind', says: 'Not taken here.' })
    await shown()
    composer.focus()
    await sendKeys({ type: 'Both' })
    await sendKeys({ press: 'Enter' })
    expect(written).to.deep.equal([])
    expect(textOf(chips())).to.contain('Not taken here.')
    expect(chips().querySelectorAll('[aria-label$=again]')).to.have.length(1)
    button(chips(), 'Upload a.txt again').click()
    await files.last.arrive({ fileId: 'a2' })
    button(chips(), 'Remove b.txt').click()
    await shown()
    button(chips(), 'Remove a.txt').click()
    await shown()
    expect(files.removed).to.deep.equal(['a2'])
    composer.addFiles([aFile('c.txt')])
    await shown()
    button(chips(), 'Remove c.txt').click()
    expect(files.last.isAborted).to.equal(true)
    await files.last.arrive({ fileId: 'late' })
    await settled()
    expect(files.removed).to.deep.equal(['a2', 'late'])
  })

  it('[UX4] that are gone are chosen anew in their place', async () => {
    const { composer, files, chips, shown } = await show()
    composer.addFiles([aFile('a.txt'), aFile('b.txt')])
    await files.uploads[0]?.fail({ code: 'fileGone', says: 'Not kept any longer.' })
    await files.uploads[1]?.arrive()
    await shown()
    await isAccessible(composer)
    const picker = find<HTMLInputElement>(inside(composer), 'input[type=file]')
    picker.addEventListener('click', (event) => event.preventDefault())
    const choose = (name: string): void => {
      const chosen = new DataTransfer()
      chosen.items.add(aFile(name))
      picker.files = chosen.files
      picker.dispatchEvent(new Event('change'))
    }
    const names = () => [...chips().querySelectorAll('b')].map(textOf)
    button(chips(), 'Choose a.txt again').focus()
    await sendKeys({ press: 'Enter' })
    picker.dispatchEvent(new Event('cancel'))
    choose('c.txt')
    await shown()
    expect(names()).to.deep.equal(['a.txt', 'b.txt', 'c.txt'])
    button(chips(), 'Choose a.txt again').click()
    choose('a.txt')
    await shown()
    expect(names()).to.deep.equal(['b.txt', 'c.txt', 'a.txt'])
    expect(files.removed).to.deep.equal([])
  })

  it('[UF5] of a comment never leave with a message, whatever the mode is by then', async () => {
    const { composer, written, files, shown } = await show()
    composer.choose('comment')
    await composer.updateComplete
    composer.addFiles([aFile('for us.txt')])
    composer.choose('message')
    await files.last.arrive({ fileId: 'ours' })
    await shown()
    composer.focus()
    await sendKeys({ type: 'For Ada' })
    await sendKeys({ press: 'Enter' })
    expect(written.map(({ mode, files: sent }) => [mode, sent.length])).to.deep.equal([
      ['message', 0],
    ])
    composer.choose('comment')
    await shown()
    button(inside(composer), 'Add comment').click()
    expect(written.at(-1)).to.deep.include({ mode: 'comment' })
    expect(written.at(-1)?.files.map(({ fileId }) => fileId)).to.deep.equal(['ours'])
  })

  it('[UF6] are offered only where they are taken', async () => {
    const { composer, files } = await show()
    composer.messageWhy = 'Take this chat to answer'
    await composer.updateComplete
    const attach = () => button(inside(composer), 'Attach files')
    expect(attach().getAttribute('aria-disabled')).to.equal('true')
    composer.addFiles([aFile('a.txt')])
    expect(files.uploads).to.deep.equal([])
    composer.limits = { maxBytes: 1_000, classes: [] }
    await composer.updateComplete
    expect(inside(composer).querySelector('.attach')).to.equal(null)
  })
})
