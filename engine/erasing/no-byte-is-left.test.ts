import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { UploadedFile } from '#protocol/files'
import { cleanErased } from '#storage/cleaning'
import { DiskFiles } from '#storage/disk-files'
import { learnPastAnswers } from '#storage/past-answers'
import { PostgresFiles } from '#storage/stored-files'
import { sweepFiles } from '../files/sweep-files.ts'
import { AppForTests, HOST } from '../http/app-for-tests.ts'
import { replayDatabase } from '../replay/replay-database.ts'

const tests = AppForTests.forThisFile()

interface Tokens {
  ada: string
  mia: string
}

/** What a customer said: nobody else says it, and stems of it begin like it. */
const WORD = 'quillonberry'
const STEM = 'quillonberr'

const STAFF = '/api/v1/accounts/acme'
const SITE = '/api/v1/channels/site'

/** Tables with words of or about customers; that they have them before is what makes the test one. */
const TABLES = [
  'blocks',
  'comments',
  'customer_details',
  'customer_notes',
  'files',
  'messages',
  'outbox',
  'past_answers',
]

it('[ER1] no byte of a customer is left in any table or answer, and journals replay', async () => {
  await lifeOfSomebodyElse()
  const at = await lifeOfCustomer()
  const { ada, customer, chatIds } = at
  expect(await tablesWithWord()).toEqual(TABLES)
  expect(await filesWithWord()).toHaveLength(3)
  const paths = pathsOf(customer.who.customerId, chatIds)
  const before = await answersWithWord(paths, at)
  for (const part of ['/chats/', '/journal', '/search', '/customers/', '/chats?', '/desk']) {
    expect(
      before.some((path) => path.includes(part)),
      part,
    ).toBe(true)
  }

  const { customerId } = customer.who
  await done(STAFF, ada, { type: 'eraseCustomer', customerId })
  expect(await tablesWithWord()).toEqual([])
  expect(await answersWithWord(paths, at)).toEqual([])
  const items = await tests.ask('GET', `${SITE}/items`, { token: customer.token })
  expect(items.status).toBe(200)
  expect(hasWord(items.text)).toBe(false)

  expect(await replayDatabase(tests.db)).toMatchObject({ mismatches: 0, words: [] })
  for (const chatId of chatIds) {
    const path = `${STAFF}/chats/${chatId}/journal?words=true`
    const { json } = await tests.ask('GET', path, { token: ada })
    expect(json).toMatchObject({ erasedAt: expect.any(Number), words: [] })
  }
})

it('[ER2] whoever comes after a process that died then cleans files and indices, by what the database says', async () => {
  await sweepFiles(new PostgresFiles(tests.db), new DiskFiles(tests.folder), Date.now())
  expect(await filesWithWord()).toEqual([])
  expect(await cleanErased(tests.db, Date.now())).toEqual({ tables: true, indices: true })
  await sql`analyze`.execute(tests.db)
  expect(await indicesAndStatisticsWithWord()).toEqual([])
})

it('[ER4] what is still coming when its customer is erased is refused, and not kept', async () => {
  const { token, who } = await tests.customer()
  await done(SITE, token, { type: 'sendMessage', text: 'Here it comes' })
  const ada = await tests.signedIn('ada')
  const begun = new TextEncoder().encode(`Half of a ${WORD}. `.repeat(400))
  const erased = Promise.withResolvers<void>()
  let part = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      part += 1
      if (part === 2) {
        await done(STAFF, ada, { type: 'eraseCustomer', customerId: who.customerId })
        erased.resolve()
      }
      if (part <= 2) controller.enqueue(begun)
      else controller.close()
    },
  })
  const headers = { host: HOST, authorization: `Bearer ${token}` }
  const init = { method: 'POST', headers, body, duplex: 'half' }
  const request = new Request(`http://${HOST}${SITE}/files?name=half.txt`, init)
  const told = await tests.app.fetch(request, { address: '192.0.2.1', upgrade: () => false })
  await erased.promise
  expect(told.status).toBe(409)
  expect(await filesWithWord()).toEqual([])
})

/** What stays, and is all that is known in the end. */
async function lifeOfSomebodyElse(): Promise<void> {
  const other = await tests.customer()
  const mia = await tests.signedIn('mia')
  await tests.connect(mia)
  await done(STAFF, mia, { type: 'goOnline' })
  await done(SITE, other.token, { type: 'sendMessage', text: 'Where is my lamp?' })
  await done(SITE, other.token, { type: 'introduce', name: 'Olu' })
  const { chatId } = await chatOf(await tests.signedIn('ada'), other.who.customerId)
  await done(STAFF, mia, { type: 'takeChat', chatId })
  await done(STAFF, mia, { type: 'sendMessage', chatId, text: 'On its way.' })
  await done(STAFF, mia, { type: 'comment', chatId, text: 'Sent today', visibleTo: 'staff' })
  await done(SITE, other.token, { type: 'endChat' })
}

/** Everything that can be said of and to somebody, in three chats; the last one is open. */
async function lifeOfCustomer() {
  const customer = await tests.customer()
  const { customerId } = customer.who
  const [ada, sam, mia] = await Promise.all(['ada', 'sam', 'mia'].map((id) => tests.signedIn(id)))
  const staff = { ada: ada ?? '', sam: sam ?? '', mia: mia ?? '' }
  await tests.connect(staff.mia)
  await done(STAFF, staff.mia, { type: 'goOnline' })
  await done(STAFF, staff.ada, { type: 'changeSettings', change: { rating: true } })

  const theirs = await uploaded(SITE, customer.token, 'mine')
  await done(SITE, customer.token, {
    type: 'sendMessage',
    text: `How do I return a ${WORD}?`,
    fileIds: [theirs.fileId],
  })
  const email = `${WORD}@mail.example`
  await done(SITE, customer.token, { type: 'introduce', name: WORD, email })
  const first = await chatOf(staff.ada, customerId)
  const { place } = first
  await done(STAFF, staff.mia, { type: 'takeChat', chatId: first.chatId })
  const chatId = first.chatId
  const ours = await uploaded(place, staff.mia, 'ours')
  const inComment = await uploaded(place, staff.mia, 'inside')
  await done(STAFF, staff.mia, {
    type: 'sendMessage',
    chatId,
    text: `Send the ${WORD} back to us.`,
    fileIds: [ours.fileId],
  })
  await done(STAFF, staff.mia, {
    type: 'comment',
    chatId,
    text: `Has a ${WORD}`,
    visibleTo: 'staff',
    mentions: ['sam'],
    fileIds: [inComment.fileId],
  })
  const personal = `My own of the ${WORD}`
  await done(STAFF, staff.mia, { type: 'comment', chatId, text: personal, visibleTo: 'author' })
  await done(STAFF, staff.mia, { type: 'addNote', customerId, text: `Likes ${WORD}` })
  const change = { phone: '+49 30 1', attributes: [{ name: WORD, value: WORD }] }
  await done(STAFF, staff.mia, { type: 'saveCustomer', customerId, change })
  const to = { kind: 'group', groupId: 'sales' }
  await done(STAFF, staff.mia, { type: 'forwardChat', chatId, to, note: `About the ${WORD}` })
  await done(SITE, customer.token, { type: 'endChat' })
  await done(SITE, customer.token, { type: 'rateChat', score: 5, words: `Best ${WORD}` })

  await done(SITE, customer.token, { type: 'sendMessage', text: `${WORD} again` })
  const second = await chatOf(staff.ada, customerId)
  const words = { reason: `Shouts ${WORD}`, message: `No ${WORD} here.` }
  await done(STAFF, staff.sam, { type: 'blockCustomer', chatId: second.chatId, ...words })
  await done(STAFF, staff.sam, { type: 'unblockCustomer', customerId })

  await done(SITE, customer.token, { type: 'sendMessage', text: `Still ${WORD}` })
  const third = await chatOf(staff.ada, customerId)
  await sql`
    insert into outbox (account_id, effect_id, chat_id, seq, kind, at, next_at, state, error)
    values ('acme', 'mail', ${chatId}, 1, 'mail', 1, 1, 'dead', ${`${email} is unknown`})
  `.execute(tests.db)
  await learnPastAnswers(tests.db)
  return { ...staff, customer, chatIds: [chatId, second.chatId, third.chatId] }
}

async function done(path: string, token: string, command: object): Promise<void> {
  const body = { id: Bun.randomUUIDv7(), command }
  const told = await tests.ask('POST', `${path}/commands`, { token, body })
  expect(told.status, `${JSON.stringify(command)} ${told.text}`).toBe(200)
}

async function uploaded(path: string, token: string, what: string): Promise<UploadedFile> {
  const raw = new TextEncoder().encode(`A text with ${WORD} of ${what}`)
  const name = encodeURIComponent(`${WORD} ${what}.txt`)
  const told = await tests.ask('POST', `${path}/files?name=${name}`, { token, raw })
  expect(told.status, told.text).toBe(201)
  return told.json as UploadedFile
}

async function chatOf(ada: string, customerId: string) {
  const { json } = await tests.ask('GET', `${STAFF}/desk`, { token: ada })
  const { chats } = json as { chats: { chatId: string; customerId: string }[] }
  const chatId = chats.find((chat) => chat.customerId === customerId)?.chatId ?? ''
  return { chatId, place: `${STAFF}/chats/${chatId}` }
}

/** Every answer by REST that may say something of a customer. */
function pathsOf(customerId: string, chatIds: readonly string[]): string[] {
  const today = new Date().toISOString().slice(0, 10)
  const period = `from=${today}&to=${today}`
  return [
    ...chatIds.flatMap((chatId) => [
      `/chats/${chatId}`,
      `/chats/${chatId}/journal?words=true`,
      `/chats/${chatId}/steps`,
      `/chats/${chatId}/why`,
      `/chats/${chatId}/messages?before=9999`,
    ]),
    '/desk',
    '/chats?state=closed',
    `/chats?state=closed&text=${WORD}`,
    `/search?text=${WORD}`,
    '/customers',
    `/customers?search=${WORD}`,
    '/customers?blocked=true',
    `/customers/${customerId}`,
    '/mentions',
    '/audit',
    '/agents/mia/journal',
    '/agents/mia/steps',
    `/statistics/channels/table?${period}`,
    `/statistics/account/chats?${period}&figure=chats`,
  ].map((path) => `${STAFF}${path}`)
}

async function answersWithWord(paths: string[], { ada, mia }: Tokens): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const told = await tests.ask('GET', path, { token: ada })
    expect(told.status, `${path} ${told.text}`).toBe(200)
    const { text } = await tests.ask('GET', path, { token: mia })
    if (hasWord(told.text) || hasWord(text)) found.push(path)
  }
  return found
}

function hasWord(text: string): boolean {
  return text.toLowerCase().includes(STEM)
}

/** Of every table of the database, whatever it is for: the dump that would be made of it. */
async function tablesWithWord(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables order by relname`.execute(tests.db)
  const found: string[] = []
  for (const { name } of rows) {
    const has = await sql<{ count: number }>`
      select count(*)::integer as count from ${sql.id(name)} t
      where position(${STEM} in lower(t::text)) > 0`.execute(tests.db)
    if ((has.rows[0]?.count ?? 0) > 0) found.push(name)
  }
  return found
}

/** The bytes of every index as they are on the disk, and what the planner knows of columns. */
async function indicesAndStatisticsWithWord(): Promise<string[]> {
  await sql`checkpoint`.execute(tests.db)
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind = 'i' and c.relnamespace = 'public'::regnamespace
      and position(${STEM}::bytea in pg_read_binary_file(pg_relation_filepath(c.oid))) > 0
    union
    select s.tablename || '.' || s.attname from pg_stats s
    where position(${STEM} in lower(s::text)) > 0`.execute(tests.db)
  return rows.map(({ name }) => name)
}

async function filesWithWord(): Promise<string[]> {
  const all = await readdir(tests.folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of all) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    if (hasWord(`${entry.name} ${bytes.toString('latin1')}`)) found.push(entry.name)
  }
  return found
}
