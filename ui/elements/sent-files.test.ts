import { expect, fixture, html } from '@open-wc/testing'
import type { FileView } from '#protocol/files'
import { adoptTokens, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import './sent-files.ts'
import type { SentFiles } from './sent-files.ts'

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='

function fileView(change: Partial<FileView> = {}): FileView {
  return {
    fileId: 'f1',
    name: 'contract.pdf',
    mime: 'application/pdf',
    size: 48_211,
    kind: 'other',
    url: '/api/v1/channels/web/files/f1/content?until=9999999999999&signature=x',
    ...change,
  }
}

const image = (change: Partial<FileView> = {}) =>
  fileView({ fileId: 'f2', name: 'holiday.png', kind: 'image', url: PICTURE, ...change })

async function show(files: FileView[]) {
  const stale: string[] = []
  const element = await fixture<SentFiles>(html`
    <parley-sent-files
      .files=${files}
      .base=${'https://parley.test'}
      @parley-stale=${({ detail }: CustomEvent<{ fileId: string }>) => stale.push(detail.fileId)}
    ></parley-sent-files>
  `)
  return { element, root: inside(element), stale }
}

describe('parley-sent-files', () => {
  before(adoptTokens)

  it('[UF7] is accessible', async () => {
    const audio = fileView({
      fileId: 'f3',
      name: 'voice.mp3',
      kind: 'audio',
      url: 'data:audio/mpeg,',
    })
    const { element } = await show([image(), fileView(), audio])
    await isAccessible(element)
  })

  it('[UF7] shows pictures and players in place, anything else as a download', async () => {
    const video = fileView({
      fileId: 'f4',
      name: 'film.mp4',
      kind: 'video',
      url: 'data:video/mp4,',
    })
    const audio = fileView({
      fileId: 'f3',
      name: 'voice.mp3',
      kind: 'audio',
      url: 'data:audio/mpeg,',
    })
    const { root } = await show([image(), audio, video, fileView()])
    expect(find<HTMLImageElement>(root, 'img').alt).to.equal('holiday.png')
    expect(find<HTMLAudioElement>(root, 'audio').controls).to.equal(true)
    expect(find<HTMLVideoElement>(root, 'video').controls).to.equal(true)
    const rows = [...root.querySelectorAll<HTMLAnchorElement>('a.row')]
    expect(rows.map((row) => textOf(row))).to.deep.equal([
      'Download voice.mp3 47 KB',
      'Download film.mp4 47 KB',
      'Download contract.pdf 47 KB',
    ])
    expect(rows.at(-1)?.href).to.match(/^https:\/\/parley\.test\/api\/v1\/channels/)
  })

  it('[UF7] keeps the place of a picture before it is there', async () => {
    const { root } = await show([image({ url: PICTURE })])
    const before = find(root, '.picture').getBoundingClientRect()
    await find<HTMLImageElement>(root, 'img').decode()
    const after = find(root, '.picture').getBoundingClientRect()
    expect([after.width, after.height]).to.deep.equal([before.width, before.height])
    expect(before.height).to.be.greaterThan(100)
  })

  it('[UF8] asks for a new link where one ended, and then opens what was wanted', async () => {
    const ended = fileView({ url: '/api/v1/channels/web/files/f1/content?until=1&signature=x' })
    const { element, root, stale } = await show([ended])
    const opened: string[] = []
    root.addEventListener('click', (event) => {
      const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
      if (event.defaultPrevented || link === undefined) return
      event.preventDefault()
      opened.push(link.href)
    })
    find(root, 'a.row').click()
    expect([stale, opened]).to.deep.equal([['f1'], []])
    element.files = [fileView()]
    await element.updateComplete
    await settled()
    expect(opened).to.deep.equal([new URL(fileView().url, 'https://parley.test').href])
  })

  it('[UF8] asks once for a picture that cannot be loaded', async () => {
    const { root, stale } = await show([image({ url: '/nothing?until=9999999999999' })])
    const picture = find<HTMLImageElement>(root, 'img')
    picture.dispatchEvent(new Event('error'))
    picture.dispatchEvent(new Event('error'))
    expect(stale).to.deep.equal(['f2'])
  })
})
