import { S3Client } from 'bun'
import { afterAll } from 'vitest'
import { fileBytesContract } from './file-bytes-contract.ts'
import { S3Files } from './s3-files.ts'
import { s3ServerForTests } from './s3-server-for-tests.ts'

let stop = async (): Promise<void> => {}
afterAll(() => stop())

fileBytesContract('S3', async () => {
  const server = await s3ServerForTests()
  stop = () => server.stop()
  const { place } = server
  const { endpoint, bucket, region } = place
  const credentials = { accessKeyId: place.key, secretAccessKey: place.secret }
  const client = new S3Client({ endpoint, bucket, region, ...credentials })
  return {
    files: new S3Files(place),
    keys: async () => ((await client.list()).contents ?? []).map(({ key }) => key).sort(),
    barred: async () => new S3Files({ ...place, key: 'SOMEBODY' }),
  }
})
