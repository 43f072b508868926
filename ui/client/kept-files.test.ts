import { expect, waitUntil } from '@open-wc/testing'
import type { FileView } from '#protocol/files'
import { FakeBytes, FakeFiles, aFile } from '../testing/fake-files.ts'
import { FakeStorage } from '../testing/fake-storage.ts'
import { settled } from '../testing/look.ts'
import { Attachments, type AttachmentPorts } from './attachments.ts'
import { KeptFiles, keptFilesKey, type KeptPlace } from './kept-files.ts'
import { BrowserBytes, type WaitingBytes } from './waiting-bytes.ts'

const PLACE = { kind: 'chat', accountId: 'acme', chatId: 'chat1' } as const
const MESSAGE: KeptPlace = { owner: 'acme:mira', chatId: 'chat1', mode: 'message' }
const MAX_BYTES = 1_000

const PICTURE: FileView = {
  fileId: 'picture',
  name: 'roof.png',
  mime: 'image/png',
  size: 5,
  kind: 'image',
  url: '/api/v1/accounts/acme/chats/chat1/files/picture/content?until=1&signature=x',
}

/** A tab whose page is loaded again and again; what it keeps outlives the page. */
function tab(bytes: WaitingBytes = new FakeBytes()) {
  const keeper = new FakeStorage()
  let ids = 0
  const load = (place: KeptPlace = MESSAGE) => {
    const files = new FakeFiles()
    const upload: AttachmentPorts['upload'] = (file, progress) =>
      files.uploadFile(PLACE, file, progress)
    const attachments = new Attachments({
      upload,
      remove: (fileId) => void files.removeFile(PLACE, fileId),
    })
    const kept = new KeptFiles({ keeper, bytes, newId: () => `bytes${++ids}` })
    return {
      files,
      attachments,
      begin: () =>
        kept.attend(place, attachments, { upload, look: (fileId) => files.file(PLACE, fileId) }),
    }
  }
  return { keeper, load }
}

const shown = ({ attachments }: { attachments: Attachments }) =>
  attachments.list.map(({ name, status }) => [name, status.kind])

describe('files that wait to be sent', () => {
  it('[UX3] are there again as they were, once the server says so', async () => {
    const { keeper, load } = tab()
    const first = load()
    first.begin()
    first.attachments.add([aFile('roof.png', 'words', 'image/png')], MAX_BYTES)
    await first.files.last.arrive({ fileId: 'picture', kind: 'image' })
    await settled()
    first.attachments.stop()

    const next = load()
    next.files.fresh = { ok: true, value: PICTURE }
    next.begin()
    expect(shown(next)).to.deep.equal([['roof.png', 'uploading']])
    expect(next.attachments.list[0]?.size).to.equal(5)
    await settled()
    expect(next.files.asked).to.deep.equal(['picture'])
    expect(next.attachments.list[0]).to.deep.include({ preview: PICTURE.url })
    expect(next.attachments.take().map(({ fileId }) => fileId)).to.deep.equal(['picture'])
    expect(keeper.kept.size).to.equal(0)
    const last = load()
    last.begin()
    expect(shown(last)).to.deep.equal([])
  })

  it('[UX3] begin again where a reload cut them short, with their pictures', async () => {
    const bytes = new FakeBytes()
    const { load } = tab(bytes)
    const first = load()
    first.begin()
    first.attachments.add([aFile('roof.png', 'words', 'image/png'), aFile('a.txt')], MAX_BYTES)
    await first.files.last.fail({ code: 'transient', says: 'The upload broke off.' })
    await settled()
    first.attachments.stop()
    expect(first.files.uploads[0]?.isAborted).to.equal(true)

    const next = load()
    next.begin()
    await settled()
    expect(next.files.uploads.map(({ file }) => file.name)).to.deep.equal(['roof.png', 'a.txt'])
    expect(next.attachments.list[0]?.preview).to.match(/^blob:/)
    for (const upload of next.files.uploads) await upload.arrive()
    await settled()
    expect(shown(next)).to.deep.equal([
      ['roof.png', 'ready'],
      ['a.txt', 'ready'],
    ])
    expect(bytes.kept.size).to.equal(0)
  })

  it('[UX3] stay in their chat and mode, and with their person', async () => {
    const { load } = tab()
    const first = load({ ...MESSAGE, mode: 'comment' })
    first.begin()
    first.attachments.add([aFile('for us.txt')], MAX_BYTES)
    await first.files.last.arrive()
    await settled()
    const others: Partial<KeptPlace>[] = [
      { mode: 'message' },
      { chatId: 'chat2' },
      { owner: 'acme:jonas' },
      { owner: 'harbour:mira' },
    ]
    for (const other of others) {
      const next = load({ ...MESSAGE, mode: 'comment', ...other })
      next.begin()
      expect(shown(next)).to.deep.equal([])
    }
  })

  it('[UX3] that were removed or never taken are not remembered', async () => {
    const bytes = new FakeBytes()
    const { keeper, load } = tab(bytes)
    const first = load()
    first.begin()
    first.attachments.add([aFile('a.txt'), aFile('b.txt', 'x'.repeat(1_001))], MAX_BYTES)
    expect(JSON.parse(keeper.kept.get(keptFilesKey(MESSAGE)) ?? '')).to.have.length(1)
    const [a] = first.attachments.list
    first.attachments.remove(a?.key ?? 0)
    expect([keeper.kept.size, bytes.kept.size]).to.deep.equal([0, 0])
  })

  it('[UX4] that waited too long say so, once', async () => {
    const { load } = tab()
    const first = load()
    first.begin()
    first.attachments.add([aFile('a.txt')], MAX_BYTES)
    await first.files.last.arrive()
    await settled()
    const next = load()
    next.begin()
    await settled()
    const [gone] = next.attachments.list
    expect(gone?.status).to.deep.equal({
      kind: 'failed',
      says: 'Not kept any longer: choose it again',
      again: false,
      choose: true,
    })
    expect(next.attachments.why).to.equal('A file was not uploaded: try again or remove it')
    const last = load()
    last.begin()
    expect(shown(last)).to.deep.equal([])
  })

  it('[UX4] whose server is away are asked for again', async () => {
    const { load } = tab()
    const first = load()
    first.begin()
    first.attachments.add([aFile('a.txt')], MAX_BYTES)
    await first.files.last.arrive({ fileId: 'picture' })
    await settled()
    const next = load()
    next.files.fresh = { ok: false, refusal: { code: 'transient', says: 'Not reached.' } }
    next.begin()
    await settled()
    const [away] = next.attachments.list
    expect(away?.status).to.deep.include({ kind: 'failed', again: true })
    next.files.fresh = { ok: true, value: PICTURE }
    next.attachments.retry(away?.key ?? 0)
    await settled()
    expect(shown(next)).to.deep.equal([['a.txt', 'ready']])
  })

  it('[UX4] whose bytes could not be kept say that they were interrupted', async () => {
    const bytes = new FakeBytes()
    bytes.isBarred = true
    const { load } = tab(bytes)
    const first = load()
    first.begin()
    first.attachments.add([aFile('a.txt')], MAX_BYTES)
    const next = load()
    next.begin()
    await settled()
    expect(next.files.uploads).to.deep.equal([])
    expect(next.attachments.list[0]?.status).to.deep.equal({
      kind: 'failed',
      says: 'The upload was interrupted: choose it again',
      again: false,
      choose: true,
    })
  })
})

describe('bytes in the browser', () => {
  it('[UX3] outlive a page, and are dropped after a day', async () => {
    const name = `test-${crypto.randomUUID()}`
    let now = 1_000
    const first = new BrowserBytes(() => now, name)
    await first.keep('a', aFile('a.txt', 'some words'))
    const next = new BrowserBytes(() => now, name)
    const found = await next.find('a')
    expect(found?.name).to.equal('a.txt')
    expect(await found?.text()).to.equal('some words')
    expect(await next.find('b')).to.equal(null)
    await next.drop('a')
    expect(await next.find('a')).to.equal(null)
    await next.keep('old', aFile('old.txt'))
    now += 86_400_001
    const later = new BrowserBytes(() => now, name)
    await waitUntil(async () => (await later.find('old')) === null)
    await later.keep('c', aFile('c.txt'))
    await later.forget()
    expect(await later.find('c')).to.equal(null)
    indexedDB.deleteDatabase(name)
  })
})
