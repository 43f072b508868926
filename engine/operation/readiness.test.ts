import { describe, expect, it } from 'vitest'
import { readinessOf } from './readiness.ts'
import type { Judged } from './readiness.ts'

const ready: Judged = {
  ping: async () => {},
  migrated: true,
  lease: { owned: () => [0, 1], owner: null },
  files: async () => {},
  stopping: false,
}

const missing = async (judged: Partial<Judged>) =>
  (await readinessOf({ ...ready, ...judged })).filter((part) => !part.ready)

describe('readiness', () => {
  it('[HT8] is all parts, each of them', async () => {
    expect(await readinessOf(ready)).toEqual([
      { name: 'running', ready: true },
      { name: 'database', ready: true },
      { name: 'files', ready: true },
      { name: 'migrations', ready: true },
      { name: 'shards', ready: true },
    ])
  })

  it('[HT8] names what is missing while the server starts and stops', async () => {
    const names = async (judged: Partial<Judged>) =>
      (await missing(judged)).map((part) => part.name)
    const nothing = { ping: null, files: null, migrated: false, lease: null }
    expect(await names(nothing)).toEqual(['database', 'files', 'migrations', 'shards'])
    expect(await names({ stopping: true })).toEqual(['running'])
    const ping = () => Promise.reject(new Error('gone'))
    expect(await names({ ping })).toEqual(['database'])
    expect(await names({ files: ping })).toEqual(['files'])
  })

  it('[HT8] does not wait for a database that does not answer', async () => {
    const ping = () => new Promise<void>(() => {})
    expect(await missing({ ping })).toMatchObject([{ name: 'database' }])
  })

  it('[HT8] says who owns the shards, where it is another server', async () => {
    expect(await missing({ lease: { owned: () => [], owner: 'other' } })).toMatchObject([
      { name: 'shards', owner: 'other', says: expect.stringContaining('Another server') },
    ])
    expect(await missing({ lease: { owned: () => [], owner: null } })).toMatchObject([
      { name: 'shards', owner: null, says: expect.stringContaining('no shards yet') },
    ])
  })
})
