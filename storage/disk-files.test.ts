import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { DiskFiles } from './disk-files.ts'
import { fileBytesContract } from './file-bytes-contract.ts'

const made: string[] = []
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'parley-files-'))
  made.push(path)
  return path
}

async function filesIn(path: string): Promise<string[]> {
  const found = await readdir(path, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}

fileBytesContract('disk', async () => {
  const path = await folder()
  return {
    files: new DiskFiles(join(path, 'files')),
    keys: async () =>
      (await filesIn(join(path, 'files'))).map((file) => `${file.split('/')[0]}/${basename(file)}`),
    async barred() {
      // A file where the folder should be: also root cannot write into that.
      const inTheWay = join(path, 'barred')
      await writeFile(inTheWay, '')
      return new DiskFiles(inTheWay)
    },
  }
})

describe('a folder of files', () => {
  it('[ST86] spreads files over folders, and writes beside the name until all is there', async () => {
    const path = await folder()
    const files = new DiskFiles(path)
    const fileId = '019a0000-0000-7000-8000-00000000beef'
    const during = Promise.withResolvers<string[]>()
    const slowly = (async function* () {
      yield new Uint8Array(10)
      during.resolve(await filesIn(path))
      yield new Uint8Array(10)
    })()
    await files.put(`acme/${fileId}`, slowly)
    const place = join('acme', 'be', 'ef', fileId)
    expect(await during.promise).toEqual([`${place}.part`])
    expect(await filesIn(path)).toEqual([place])
    expect(dirname(place)).toBe(join('acme', 'be', 'ef'))
  })

  it('[ST82] removes what a killed server left of an upload', async () => {
    const path = await folder()
    const files = new DiskFiles(path)
    await files.put('acme/left-0001', one())
    const [kept = ''] = await filesIn(path)
    await writeFile(join(path, `${kept}.part`), 'half')
    await files.remove('acme/left-0001')
    expect(await filesIn(path)).toEqual([])
  })
})

async function* one(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1)
}
