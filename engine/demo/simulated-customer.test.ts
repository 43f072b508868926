import { expect, it } from 'vitest'
import { DatabaseForTests } from '#storage/database-for-tests'
import { openDatabase } from '#storage/database'
import { DEMO_CHANNEL_ID } from '../bootstrap/demo-account.ts'
import { RestClient } from '../client/rest-client.ts'
import { startServer } from '../server.ts'
import { DIALOGUES } from './dialogues.ts'
import { paceUntil } from './pace.ts'
import type { Pace } from './pace.ts'
import { playCustomer } from './simulated-customer.ts'

/** So many times faster than people. */
const HURRY = 20

const databases = DatabaseForTests.forThisFile()

it('[RU9] a customer of a demonstration that is stopped ends the chat', async () => {
  const databaseUrl = await databases.newDatabase()
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    dataFolder: '/nowhere',
    databaseUrl,
    demo: true,
    publicUrl: null,
    proxies: 0,
    s3: null,
    mail: null,
    rateFactor: 1_000,
    log: { info() {}, warn() {}, error() {} },
    userInterface: false,
  })
  const database = await openDatabase(databaseUrl)
  try {
    const ending = new AbortController()
    const [dialogue = { lines: [] }] = DIALOGUES
    const pace = paceUntil(ending.signal, () => 0)
    const hurried: Pace = {
      rest: (fromMs, toMs) => pace.rest(fromMs / HURRY, toMs / HURRY),
      type: () => pace.rest(0, 1),
      chance: () => false,
      oneOf: (choices) => pace.oneOf(choices),
      get over() {
        return pace.over
      },
    }
    const chats = () => database.db.selectFrom('chats').select('state').execute()
    const playing = playCustomer(
      new RestClient(server.url),
      server.url,
      DEMO_CHANNEL_ID,
      dialogue,
      null,
      hurried,
    )
    await expect.poll(chats, { timeout: 20_000 }).toEqual([{ state: 'queued' }])
    ending.abort()
    await playing
    expect(await chats()).toEqual([{ state: 'closed' }])
  } finally {
    await database.close()
    await server.stop()
  }
})
