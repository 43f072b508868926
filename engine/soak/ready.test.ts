import { expect, it } from 'vitest'
import { DatabaseForTests, START_MS } from '#storage/database-for-tests'
import { startServer } from '../server.ts'
import { freePort } from '../operation/server-process.ts'

const databases = DatabaseForTests.forThisFile()

it(
  '[SK7] whoever hears that the server is ready is served',
  async () => {
    const port = freePort()
    const starting = startServer({
      port,
      host: '127.0.0.1',
      dataFolder: '/nowhere',
      databaseUrl: databases.url,
      // Making the demo account takes its time between owning the shards and serving.
      demo: true,
      publicUrl: null,
      proxies: 0,
      s3: null,
      mail: null,
      rateFactor: 1_000,
      userInterface: false,
      log: { info() {}, warn() {}, error() {} },
    })
    const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`)
    while (!(await get('/readyz')).ok) await new Promise(setImmediate)
    const { status } = await get('/api/v1/openapi.json')
    await (await starting).stop()
    expect(status).toBe(200)
  },
  START_MS,
)
