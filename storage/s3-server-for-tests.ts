import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Place } from './s3-files.ts'

/** A real S3 server with one empty bucket, in this process, on a port and a folder of its own. */
export async function s3ServerForTests(): Promise<{
  place: S3Place & { endpoint: string }
  stop: () => Promise<void>
}> {
  const directory = await mkdtemp(join(tmpdir(), 'parley-s3-'))
  const bucket = 'parley'
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  const { port } = await server.run()
  const endpoint = `http://127.0.0.1:${port}`
  return {
    place: { endpoint, bucket, region: 'us-east-1', key: 'S3RVER', secret: 'S3RVER' },
    async stop() {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
