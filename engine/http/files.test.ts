import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { CustomerItem } from '#protocol/customer-frames'
import type { FileView, UploadedFile } from '#protocol/files'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import { UNSENT_FILE_MS, SWEEP_FILES_AFTER_MS } from '#storage/retention'
import { DiskFiles } from '#storage/disk-files'
import { PostgresFiles } from '#storage/stored-files'
import { PNG, SAMPLES, PDF, SVG } from '../files/samples.ts'
import { sweepFiles } from '../files/sweep-files.ts'
import { AppForTests, HOST } from './app-for-tests.ts'
import type { Asked, Told } from './app-for-tests.ts'
import { createApp } from './app.ts'
import { RATES } from './rates.ts'

const tests = AppForTests.forThisFile()

const STAFF = '/api/v1/accounts/acme'
const SITE = '/api/v1/channels/site'
const SHOP = 'https://shop.example'

type Bytes = Uint8Array<ArrayBuffer>
const newId = () => Bun.randomUUIDv7()

/** Sends bytes to where files are taken. */
function upload(path: string, token: string, bytes: Bytes, name: string, more: Asked = {}) {
  const at = `${path}/files?name=${encodeURIComponent(name)}`
  return tests.ask('POST', at, { token, raw: bytes, ...more })
}

async function uploaded(path: string, token: string, bytes: Bytes, name: string) {
  const told = await upload(path, token, bytes, name)
  expect(told, told.text).toMatchObject({ status: 201 })
  return told.json as UploadedFile
}

function command(path: string, token: string, command: object): Promise<Told> {
  return tests.ask('POST', `${path}/commands`, { token, body: { id: newId(), command } })
}

const codeOf = ({ json }: Told) => (json as { refusal?: { code: string } } | null)?.refusal?.code

async function done(told: Promise<Told>): Promise<void> {
  expect(await told).toMatchObject({ status: 200 })
}

async function itemsOf(token: string): Promise<CustomerItem[]> {
  const { json } = await tests.ask('GET', `${SITE}/items`, { token })
  return (json as { items: CustomerItem[] }).items
}

async function conversationOf(token: string, chatId: string): Promise<ConversationSnapshot> {
  const { json } = await tests.ask('GET', `${STAFF}/chats/${chatId}`, { token })
  return json as ConversationSnapshot
}

/** A customer who wrote, and the chat in Mia's hands. */
async function talk() {
  const customer = await tests.customer()
  await done(command(SITE, customer.token, { type: 'sendMessage', text: 'Hello' }))
  const ada = await tests.signedIn('ada')
  const desk = await tests.ask('GET', `${STAFF}/desk`, { token: ada })
  const { chats } = desk.json as { chats: { chatId: string; customerId: string }[] }
  const chatId = chats.find((chat) => chat.customerId === customer.who.customerId)?.chatId ?? ''
  const mia = await tests.signedIn('mia')
  await tests.connect(mia)
  await command(STAFF, mia, { type: 'goOnline' })
  await done(command(STAFF, ada, { type: 'changeSettings', change: { chatLimit: 100 } }))
  await done(command(STAFF, mia, { type: 'takeChat', chatId }))
  return { customer, ada, mia, chatId, place: `${STAFF}/chats/${chatId}` }
}

async function inMessage(bytes: Bytes, name: string) {
  const at = await talk()
  const { fileId } = await uploaded(at.place, at.mia, bytes, name)
  const { chatId, mia } = at
  await done(command(STAFF, mia, { type: 'sendMessage', chatId, text: '', fileIds: [fileId] }))
  const item = (await itemsOf(at.customer.token)).at(-1)
  const view = (await conversationOf(mia, chatId)).messages.at(-1)?.files[0]
  const forCustomer = item?.files[0]
  if (view === undefined || forCustomer === undefined) throw new Error('no file is shown')
  return { ...at, fileId, view, forCustomer }
}

/** A body that is sent as it comes, without a length. */
function chunked(path: string, token: string, chunks: AsyncIterable<Uint8Array>) {
  const headers = { host: HOST, authorization: `Bearer ${token}` }
  const reader = chunks[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done: isOver, value } = await reader.next()
      if (isOver === true) controller.close()
      else controller.enqueue(value)
    },
  })
  const init = { method: 'POST', headers, body, duplex: 'half' }
  const request = new Request(`http://${HOST}${path}/files?name=stream.bin`, init)
  return tests.app.fetch(request, { address: '192.0.2.1', upgrade: () => false })
}

async function keptFiles(): Promise<string[]> {
  const found = await readdir(tests.folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
}

describe('uploading', () => {
  it('[FI1] says what the bytes are, and keeps them as they came', async () => {
    const { mia, chatId, view } = await inMessage(PNG, 'picture.svg')
    expect(view).toMatchObject({ mime: 'image/png', kind: 'image', size: PNG.length })
    const got = await tests.ask('GET', view.url, { token: mia })
    expect(got.status).toBe(200)
    expect(view.url).toContain(chatId)
  })

  it('[FI2] takes no programs, and of what is allowed only that', async () => {
    const { mia, ada, place, customer } = await talk()
    const refused = async (bytes: Bytes, name: string) =>
      codeOf(await upload(place, mia, bytes, name))
    expect(await refused(SAMPLES.exe, 'invoice.pdf')).toBe('wrongKind')
    expect(await refused(SAMPLES.text, 'run.bat')).toBe('wrongKind')
    const change = { fileClasses: ['image'] }
    await done(command(STAFF, ada, { type: 'changeSettings', change }))
    expect(await refused(PDF, 'paper.pdf')).toBe('wrongKind')
    expect(await refused(SVG, 'drawing.svg')).toBe('wrongKind')
    expect(await refused(PNG, 'picture.pdf')).toBeUndefined()
    expect(codeOf(await upload(SITE, customer.token, PDF, 'paper.pdf'))).toBe('wrongKind')
    const { json } = await tests.ask('GET', SITE)
    expect(json).toMatchObject({ files: { classes: ['image'] } })
    const all = { fileClasses: ['image', 'audio', 'video', 'document', 'other'] }
    await done(command(STAFF, ada, { type: 'changeSettings', change: all }))
  })

  it('[FI3] counts bytes as they come, and keeps nothing of what is too large', async () => {
    const { ada, mia, place } = await talk()
    const limit = 300_000
    const setLimit = (fileMaxBytes: number) =>
      done(command(STAFF, ada, { type: 'changeSettings', change: { fileMaxBytes } }))
    await setLimit(limit)
    const kept = await keptFiles()
    const tooLong = await upload(place, mia, new Uint8Array(limit + 1), 'long.bin')
    expect([tooLong.status, codeOf(tooLong)]).toEqual([413, 'tooLarge'])

    let sent = 0
    const endless = (async function* () {
      for (;;) {
        sent += 1
        yield new Uint8Array(10_000)
      }
    })()
    const told = await chunked(place, mia, endless)
    expect(told.status).toBe(413)
    expect(sent).toBeLessThan(limit / 10_000 + 20)
    expect(await keptFiles()).toEqual(kept)
    expect(await uploaded(place, mia, new Uint8Array(limit), 'fits.bin')).toMatchObject({
      size: limit,
    })
    await setLimit(20 * 1_024 * 1_024)
  })

  it('[FI3] leaves the limit of other bodies as it is', async () => {
    const { mia, chatId, place } = await talk()
    const long = new Uint8Array(70_000)
    for (const path of [`${STAFF}/commands`, `${place}/files/x`, `${place}/files/`]) {
      const told = await tests.ask('POST', path, { token: mia, raw: long })
      expect([413, 404], path).toContain(told.status)
    }
    const text = await command(STAFF, mia, { type: 'comment', chatId, text: 'x'.repeat(70_000) })
    expect(codeOf(text)).toBe('tooLarge')
  })

  it('[FI4] gives any name back as it reads', async () => {
    const name = 'Größe "1"; 写真%.png'
    const { mia, view } = await inMessage(PNG, `../${name}`)
    expect(view.name).toBe(name)
    const { headers } = await tests.ask('GET', view.url, { token: mia })
    const disposition = headers.get('content-disposition') ?? ''
    expect(disposition).toContain("filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%3B%20")
    expect(disposition).not.toMatch(/[\r\n]/)
  })

  it('[FI15] that breaks off leaves nothing that could be sent', async () => {
    const { mia, place, customer } = await talk()
    const kept = await keptFiles()
    const breaking = (async function* () {
      yield new Uint8Array(100_000)
      throw new DOMException('gone', 'AbortError')
    })()
    const told = await chunked(place, mia, breaking)
    expect(told.status).toBeGreaterThanOrEqual(400)
    expect(await keptFiles()).toEqual(kept)
    const files = await new PostgresFiles(tests.db).filesOfCustomer('acme', customer.who.customerId)
    expect(files.map(({ state }) => state)).toEqual(['dropped'])
  })

  it('[FI13] is for a bounded number of files at a time, which removing one makes room in', async () => {
    const { token } = await tests.customer()
    const fileIds: string[] = []
    for (let count = 0; count < 30; count += 1) {
      fileIds.push((await uploaded(SITE, token, SAMPLES.text, `note ${count}.txt`)).fileId)
    }
    const oneMore = () => upload(SITE, token, SAMPLES.text, 'one more.txt')
    expect(codeOf(await oneMore())).toBe('tooManyFiles')
    const removed = await tests.ask('DELETE', `${SITE}/files/${fileIds[0]}`, { token })
    expect(removed.status).toBe(204)
    expect((await oneMore()).status).toBe(201)
    expect(codeOf(await oneMore())).toBe('tooManyFiles')
    const sent = { type: 'sendMessage', text: '', fileIds: fileIds.slice(1, 11) }
    await done(command(SITE, token, sent))
    expect((await oneMore()).status).toBe(201)
    const gone = { type: 'sendMessage', text: '', fileIds: fileIds.slice(0, 1) }
    expect(codeOf(await command(SITE, token, gone))).toBe('fileGone')
  })

  it('[FI13] too often is refused with the time to come again', async () => {
    const { mia, place, customer } = await talk()
    const rates = { ...RATES, uploadsPerSender: { points: 1, perSeconds: 60 } }
    const app = createApp({ ...tests.parts, rates })
    for (const [path, token] of [
      [place, mia],
      [SITE, customer.token],
    ] as const) {
      const at = `${path}/files?name=a.txt`
      const asked = { token, raw: SAMPLES.text }
      expect((await tests.ask('POST', at, asked, app)).status).toBe(201)
      const second = await tests.ask('POST', at, asked, app)
      expect(second.status).toBe(429)
      expect(second.headers.get('retry-after')).not.toBeNull()
    }
  })
})

describe('sending files', () => {
  it('[FI5] uses an upload once, and only by who uploaded it and in its chat', async () => {
    const at = await talk()
    const other = await talk()
    const { mia, ada, chatId } = at
    const { fileId } = await uploaded(at.place, mia, PNG, 'picture.png')
    const send = (token: string, more: object) =>
      command(STAFF, token, { type: 'comment', chatId, text: '', visibleTo: 'staff', ...more })
    const fileIds = [fileId]
    expect(codeOf(await send(ada, { fileIds }))).toBe('fileGone')
    expect(codeOf(await send(mia, { fileIds, chatId: other.chatId }))).toBe('fileGone')
    expect(codeOf(await send(mia, { fileIds: ['nothing'] }))).toBe('fileGone')
    expect(codeOf(await send(mia, { fileIds: [fileId, fileId] }))).toBe('invalid')
    const customers = await uploaded(SITE, at.customer.token, PNG, 'mine.png')
    expect(codeOf(await send(mia, { fileIds: [customers.fileId] }))).toBe('fileGone')
    const theirs = { type: 'sendMessage', text: '', fileIds: [customers.fileId] }
    expect(codeOf(await command(SITE, other.customer.token, theirs))).toBe('fileGone')
    await done(send(mia, { fileIds }))
    expect(codeOf(await send(mia, { fileIds }))).toBe('fileGone')
    const again = { type: 'sendMessage', chatId, text: 'again', fileIds }
    expect(codeOf(await command(STAFF, mia, again))).toBe('fileGone')
    await done(command(SITE, at.customer.token, theirs))
    expect(codeOf(await command(SITE, at.customer.token, theirs))).toBe('fileGone')
  })

  it('[CM2] shows what waits to whoever of staff brought it, until it is sent or forgotten', async () => {
    const { mia, ada, place, chatId, customer } = await talk()
    const { fileId } = await uploaded(place, mia, PNG, 'picture.png')
    const show = (token: string) => tests.ask('GET', `${place}/files/${fileId}`, { token })
    const shown = await show(mia)
    expect(shown.json).toMatchObject({ fileId, name: 'picture.png', kind: 'image' })
    const { url } = shown.json as { url: string }
    const open = (token: string) => tests.ask('GET', url, { token })
    expect((await open(mia)).status).toBe(200)
    expect((await open(ada)).status).toBe(403)
    expect((await show(ada)).status).toBe(404)
    const ofCustomer = await uploaded(SITE, customer.token, PNG, 'mine.png')
    const theirs = { token: customer.token }
    expect((await tests.ask('GET', `${SITE}/files/${ofCustomer.fileId}`, theirs)).status).toBe(404)
    const removed = await tests.ask('DELETE', `${place}/files/${fileId}`, { token: mia })
    expect(removed.status).toBe(204)
    expect((await show(mia)).status).toBe(404)
    const other = await uploaded(place, mia, PNG, 'other.png')
    const comment = { type: 'comment', chatId, text: '', visibleTo: 'staff' }
    await done(command(STAFF, mia, { ...comment, fileIds: [other.fileId] }))
    const sent = await tests.ask('GET', `${place}/files/${other.fileId}`, { token: ada })
    expect(sent.status).toBe(200)
  })

  it('[FI5] the same command again uses it once', async () => {
    const { mia, chatId, place } = await talk()
    const { fileId } = await uploaded(place, mia, PNG, 'picture.png')
    const body = {
      id: newId(),
      command: { type: 'sendMessage', chatId, text: 'here', fileIds: [fileId] },
    }
    const first = await tests.ask('POST', `${STAFF}/commands`, { token: mia, body })
    const second = await tests.ask('POST', `${STAFF}/commands`, { token: mia, body })
    expect(first.status).toBe(200)
    expect(second.json).toEqual(first.json)
    const { messages } = await conversationOf(mia, chatId)
    expect(messages.filter(({ files }) => files.length > 0)).toHaveLength(1)
  })

  it('[FI6] needs no words, and nothing at all is still refused', async () => {
    const { mia, chatId, place, customer } = await talk()
    const nothing = { type: 'sendMessage', chatId, text: ' ' }
    expect(codeOf(await command(STAFF, mia, nothing))).toBe('invalid')
    expect(codeOf(await command(STAFF, mia, { ...nothing, fileIds: [] }))).toBe('invalid')
    const { fileId } = await uploaded(place, mia, PDF, 'contract.pdf')
    await done(command(STAFF, mia, { ...nothing, text: '', fileIds: [fileId] }))
    expect((await itemsOf(customer.token)).at(-1)).toMatchObject({
      text: '',
      files: [{ name: 'contract.pdf', kind: 'other' }],
    })
    const desk = await tests.ask('GET', `${STAFF}/desk`, { token: mia })
    const { chats } = desk.json as { chats: { chatId: string; preview: object }[] }
    const row = chats.find((chat) => chat.chatId === chatId)
    expect(row?.preview).toMatchObject({ text: 'contract.pdf' })
  })

  it('[FI7] shows them to both sides in their order, each with a link of its own', async () => {
    const { mia, chatId, place, customer } = await talk()
    const fileIds: string[] = []
    for (const name of ['b.png', 'a.png']) {
      fileIds.push((await uploaded(place, mia, PNG, name)).fileId)
    }
    await done(command(STAFF, mia, { type: 'sendMessage', chatId, text: 'Two', fileIds }))
    const item = (await itemsOf(customer.token)).at(-1)
    const message = (await conversationOf(mia, chatId)).messages.at(-1)
    expect(message?.data).toBeNull()
    for (const files of [item?.files, message?.files]) {
      expect(files?.map((file) => file.fileId)).toEqual(fileIds)
      expect(new Set(files?.map(({ url }) => url)).size).toBe(2)
    }
    const customers = await uploaded(SITE, customer.token, PNG, 'mine.png')
    const sent = { type: 'sendMessage', text: '', fileIds: [customers.fileId] }
    await done(command(SITE, customer.token, sent))
    const [mine] = (await conversationOf(mia, chatId)).messages.at(-1)?.files ?? []
    expect((await tests.ask('GET', mine?.url ?? '', { token: mia })).status).toBe(200)
    const [own] = (await itemsOf(customer.token)).at(-1)?.files ?? []
    expect((await tests.ask('GET', own?.url ?? '')).status).toBe(200)
  })

  it('[FI14] may begin a chat: what was uploaded before it belongs to it', async () => {
    const { token, who } = await tests.customer()
    const { fileId } = await uploaded(SITE, token, PNG, 'broken.png')
    expect(await itemsOf(token)).toEqual([])
    await done(
      command(SITE, token, { type: 'sendMessage', text: 'It is broken', fileIds: [fileId] }),
    )
    expect((await itemsOf(token))[0]?.files).toMatchObject([{ fileId, name: 'broken.png' }])
    const stored = new PostgresFiles(tests.db)
    const [file] = await stored.filesOfCustomer('acme', who.customerId)
    expect(file).toMatchObject({ fileId, state: 'used', audience: 'customer', expiresAt: null })
    expect(file?.chatId).not.toBeNull()
  })

  it('[FI12] what was not sent in a day is swept, rows and bytes, and nothing else', async () => {
    const { mia, place, customer, fileId: sent } = await inMessage(PNG, 'kept.png')
    const { fileId } = await uploaded(place, mia, PNG, 'forgotten.png')
    const stored = new PostgresFiles(tests.db)
    const bytes = new DiskFiles(tests.folder)
    const sweep = (aheadMs: number) => sweepFiles(stored, bytes, Date.now() + aheadMs)
    await sweep(UNSENT_FILE_MS)
    expect(await keptFiles()).toEqual(expect.arrayContaining([fileId, sent]))
    await sweep(UNSENT_FILE_MS + SWEEP_FILES_AFTER_MS + 1_000)
    const kept = await keptFiles()
    expect(kept).toContain(sent)
    expect(kept).not.toContain(fileId)
    const rows = await stored.filesOfCustomer('acme', customer.who.customerId)
    expect(rows.map((row) => row.fileId)).toEqual([sent])
  })
})

describe('files of comments', () => {
  it('[FI8] reach no customer: no item, no count, no link', async () => {
    const { mia, chatId, place, customer } = await talk()
    const before = await itemsOf(customer.token)
    const { fileId } = await uploaded(place, mia, PNG, 'secret.png')
    const shown = { type: 'comment', chatId, text: 'Look', visibleTo: 'staff', fileIds: [fileId] }
    await done(command(STAFF, mia, shown))
    const after = await tests.ask('GET', `${SITE}/items`, { token: customer.token })
    expect((after.json as { items: unknown[] }).items).toEqual(before)
    expect(after.text).not.toContain(fileId)
    const asked = await tests.ask('GET', `${SITE}/files/${fileId}`, { token: customer.token })
    expect(codeOf(asked)).toBe('notFound')
    // A link of staff's, moved to where customers are served, and one of another file's.
    const view = (await conversationOf(mia, chatId)).comments.at(-1)?.files[0]
    const { search } = new URL(view?.url ?? '', 'http://x')
    const moved = await tests.ask('GET', `${SITE}/files/${fileId}/content${search}`)
    expect(codeOf(moved)).toBe('forbidden')
    const other = await inMessage(PNG, 'open.png')
    const words = new URL(other.forCustomer.url, 'http://x').search
    const forged = await tests.ask('GET', `${SITE}/files/${fileId}/content${words}`)
    expect(codeOf(forged)).toBe('forbidden')
  })

  it('[FI8] of personal comments are their author’s alone', async () => {
    const { mia, ada, chatId, place } = await talk()
    const { fileId } = await uploaded(place, mia, PNG, 'mine alone.png')
    const mine = { type: 'comment', chatId, text: '', visibleTo: 'author', fileIds: [fileId] }
    await done(command(STAFF, mia, mine))
    const view = (await conversationOf(mia, chatId)).comments.at(-1)?.files[0]
    expect((await tests.ask('GET', view?.url ?? '', { token: mia })).status).toBe(200)
    expect(JSON.stringify(await conversationOf(ada, chatId))).not.toContain(fileId)
    expect(codeOf(await tests.ask('GET', view?.url ?? '', { token: ada }))).toBe('forbidden')
    const again = await tests.ask('GET', `${place}/files/${fileId}`, { token: ada })
    expect(codeOf(again)).toBe('notFound')
  })
})

describe('links', () => {
  it('[FI9] end, and a new one is given to who may see the file', async () => {
    const { mia, fileId, place, view, forCustomer, customer } = await inMessage(PNG, 'a.png')
    tests.aheadMs = 3 * 3_600_000
    try {
      expect(codeOf(await tests.ask('GET', view.url, { token: mia }))).toBe('forbidden')
      expect(codeOf(await tests.ask('GET', forCustomer.url))).toBe('forbidden')
      for (const [path, token] of [
        [place, mia],
        [SITE, customer.token],
      ] as const) {
        const told = await tests.ask('GET', `${path}/files/${fileId}`, { token })
        const fresh = told.json as FileView
        expect(fresh).toMatchObject({ fileId, name: 'a.png' })
        expect((await tests.ask('GET', fresh.url, { token })).status).toBe(200)
      }
    } finally {
      tests.aheadMs = 0
    }
  })

  it('[FI9] of staff need the session too, and the chat to be theirs at that moment', async () => {
    const { ada, mia, view, chatId } = await inMessage(PNG, 'a.png')
    expect((await tests.ask('GET', view.url)).status).toBe(401)
    expect(codeOf(await tests.ask('GET', view.url, { token: ada }))).toBe('forbidden')
    const to = { kind: 'group', groupId: 'sales' }
    await done(command(STAFF, mia, { type: 'forwardChat', chatId, to }))
    expect(codeOf(await tests.ask('GET', view.url, { token: mia }))).toBe('notFound')
  })
})

describe('giving files out', () => {
  it('[FI10] shows images, audio and video of known kinds, under a sandbox', async () => {
    const { mia, view, forCustomer } = await inMessage(PNG, 'a.png')
    const staff = await tests.ask('GET', view.url, { token: mia })
    const customer = await tests.ask('GET', forCustomer.url, { origin: SHOP })
    for (const { status, headers } of [staff, customer]) {
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('image/png')
      expect(headers.get('content-disposition')).toMatch(/^inline/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; sandbox/)
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(staff.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(customer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(customer.headers.get('access-control-allow-origin')).toBe(SHOP)
    const stranger = await tests.ask('GET', forCustomer.url, { origin: 'https://evil.example' })
    expect(codeOf(stranger)).toBe('forbidden')
  })

  it.each(['svg', 'svgInXml', 'html', 'pdf', 'pdfAndHtml', 'text', 'zip', 'heic'] as const)(
    '[FI10] gives %s as a download of no type only',
    async (sample) => {
      const { forCustomer, view, mia } = await inMessage(SAMPLES[sample], 'picture.png')
      expect(forCustomer.kind).toBe('other')
      const told = [
        await tests.ask('GET', forCustomer.url),
        await tests.ask('GET', view.url, { token: mia }),
      ]
      for (const { headers } of told) {
        expect(headers.get('content-type')).toBe('application/octet-stream')
        expect(headers.get('content-disposition')).toMatch(/^attachment/)
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        expect(headers.get('content-security-policy')).toMatch(/sandbox/)
      }
    },
  )

  it('[FI10] takes one range, and says what it cannot give', async () => {
    const { forCustomer } = await inMessage(SAMPLES.mp4, 'film.mp4')
    const size = SAMPLES.mp4.length
    const ask = (headers: Record<string, string>) => tests.ask('GET', forCustomer.url, { headers })
    const part = await ask({ range: 'bytes=4-7' })
    expect([part.status, part.text]).toEqual([206, 'ftyp'])
    expect(part.headers.get('content-range')).toBe(`bytes 4-7/${size}`)
    expect((await ask({ range: 'bytes=-4' })).headers.get('content-range')).toBe(
      `bytes ${size - 4}-${size - 1}/${size}`,
    )
    const beyond = await ask({ range: `bytes=${size}-` })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${size}`])
    for (const range of ['bytes=0-1,3-4', 'lines=1-2', 'bytes=x']) {
      expect((await ask({ range })).status, range).toBe(200)
    }
    const head = await tests.ask('HEAD', forCustomer.url)
    expect([head.status, head.text, head.headers.get('accept-ranges')]).toEqual([200, '', 'bytes'])
    const etag = part.headers.get('etag') ?? ''
    expect((await ask({ range: 'bytes=0-0', 'if-range': etag })).status).toBe(206)
    expect((await ask({ range: 'bytes=0-0', 'if-range': '"other"' })).status).toBe(200)
    expect((await ask({ 'if-none-match': etag })).status).toBe(304)
  })

  it('[FI10] answers a widget’s question before it uploads from another page', async () => {
    const path = `${SITE}/files?name=a.png`
    const headers = { 'access-control-request-method': 'POST' }
    const told = await tests.ask('OPTIONS', path, { origin: SHOP, headers })
    expect(told.status).toBe(204)
    expect(told.headers.get('access-control-allow-methods')).toContain('DELETE')
    const { token } = await tests.customer()
    const sent = await upload(SITE, token, PNG, 'a.png', { origin: SHOP })
    expect(sent.headers.get('access-control-allow-origin')).toBe(SHOP)
  })
})
