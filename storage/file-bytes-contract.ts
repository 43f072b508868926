import { beforeAll, describe, expect, it } from 'vitest'
import { type FileBytes, FilesUnavailable } from './file-bytes.ts'

const MB = 1024 * 1024

/** Bytes that differ from place to place. */
function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 31 + (at >> 8)) & 0xff
  return bytes
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What every place for files must do, whichever it is. */
export function fileBytesContract(
  name: string,
  make: () => Promise<{
    files: FileBytes
    /** Keys under which anything is kept, parts of uploads too. */
    keys: () => Promise<string[]>
    /** The same place as somebody sees it who may not use it. */
    barred: () => Promise<FileBytes>
  }>,
): void {
  describe(`files contract: ${name}`, () => {
    let made: Awaited<ReturnType<typeof make>>
    let files: FileBytes
    beforeAll(async () => {
      made = await make()
      files = made.files
    }, 60_000)

    const read = async (key: string, range?: { start: number; end: number }) => {
      const kept = await files.get(key, range)
      return kept === null ? null : new Uint8Array(await new Response(kept.body).arrayBuffer())
    }

    it.each([0, 1, 70_000, 5 * MB, 12 * MB + 3])(
      '[ST80] gives %i bytes back as they came',
      async (size) => {
        const bytes = bytesOf(size)
        const key = `acme/file-${size}`
        await files.put(key, inChunks(bytes, 65_537))
        expect((await files.get(key))?.size).toBe(size)
        expect(Bun.SHA256.hash((await read(key)) ?? '', 'hex')).toBe(Bun.SHA256.hash(bytes, 'hex'))
      },
    )

    it('[ST80] gives a range of them, both ends in it', async () => {
      const bytes = bytesOf(6 * MB)
      await files.put('acme/ranged', inChunks(bytes, MB))
      const range = { start: 5 * MB - 2, end: 5 * MB + 7 }
      expect(await read('acme/ranged', range)).toEqual(bytes.slice(range.start, range.end + 1))
      expect((await files.get('acme/ranged', range))?.size).toBe(bytes.length)
      expect(await read('acme/ranged', { start: 0, end: 1 })).toEqual(bytes.slice(0, 2))
    })

    it('[ST81] keeps nothing of bytes that break off', async () => {
      const before = await made.keys()
      for (const chunks of [0, 1, 12]) {
        const key = `acme/broken-${chunks}`
        const breaking = (async function* () {
          for (let chunk = 0; chunk < chunks; chunk += 1) yield bytesOf(MB)
          throw new Error('the phone is in a tunnel')
        })()
        await expect(files.put(key, breaking)).rejects.toThrow('the phone is in a tunnel')
        expect(await files.get(key)).toBeNull()
      }
      expect(await made.keys()).toEqual(before)
    })

    it('[ST81] replaces what is under a key as a whole', async () => {
      await files.put('acme/twice', inChunks(bytesOf(100), 10))
      await files.put('acme/twice', inChunks(bytesOf(7), 10))
      expect(await read('acme/twice')).toEqual(bytesOf(7))
    })

    it('[ST82] forgets a key, also one that is not there', async () => {
      await files.put('acme/gone', inChunks(bytesOf(10), 10))
      await files.remove('acme/gone')
      await files.remove('acme/gone')
      expect(await files.get('acme/gone')).toBeNull()
      expect(await made.keys()).not.toContain('acme/gone')
    })

    it.each(['../acme/x', 'acme/../x', 'acme', '/etc/passwd', 'acme/a/b', 'acme/', 'a\0/b'])(
      '[ST83] takes %j for no key',
      async (key) => {
        await expect((async () => files.put(key, inChunks(bytesOf(1), 1)))()).rejects.toThrow(
          'no key',
        )
        await expect((async () => files.get(key))()).rejects.toThrow('no key')
        await expect((async () => files.remove(key))()).rejects.toThrow('no key')
      },
    )

    it('[ST84] says whether it can keep anything, and what it cannot is one error', async () => {
      await files.check()
      const barred = await made.barred()
      await expect(barred.check()).rejects.toThrow(FilesUnavailable)
      await expect(barred.put('acme/barred', inChunks(bytesOf(10), 10))).rejects.toThrow(
        FilesUnavailable,
      )
    })

    it('[ST85] reads no further ahead than it writes', async () => {
      let ahead = 0
      let most = 0
      const source = (async function* () {
        for (let chunk = 0; chunk < 24; chunk += 1) {
          ahead += 1
          most = Math.max(most, ahead)
          yield bytesOf(MB)
          ahead -= 1
        }
      })()
      await files.put('acme/slow', source)
      expect(most).toBe(1)
      expect((await files.get('acme/slow'))?.size).toBe(24 * MB)
    })
  })
}
