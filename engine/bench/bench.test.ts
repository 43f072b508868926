import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { startTemporaryPostgres, withTemporaryPostgres } from '#storage/embedded-postgres'
import type { Log } from '../ports.ts'
import { Bench } from './bench.ts'
import { UsageError, parseOptions } from './options.ts'
import { resultOf } from './report.ts'

const SERVER_MS = 60_000 // a server is made and started on a busy machine

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }

describe('what is written', () => {
  it(
    '[BE1] an event writes the same rows in all three',
    async () => {
      await withTemporaryPostgres(async ({ url }) => {
        const bench = await Bench.open(url, 12, silent)
        const before = await written(bench)
        expect(before.limit).toEqual(before.host)
        expect(before.simple).toEqual(before.host)
        await bench.once()
        const customersWrote = await written(bench)
        await bench.once()
        const agentsWrote = await written(bench)
        await bench.close()
        for (const after of [customersWrote, agentsWrote]) {
          expect(after.limit).toEqual(after.host)
          expect(after.simple).toEqual(after.host)
        }
        expect(customersWrote.host).not.toEqual(before.host)
        expect(agentsWrote.host).not.toEqual(customersWrote.host)
      })
    },
    SERVER_MS,
  )
})

describe('what is refused', () => {
  it(
    '[BE2] a server without fsync',
    async () => {
      const server = await startTemporaryPostgres({ fsync: 'off' })
      try {
        await expect(Bench.open(server.url, 1, silent)).rejects.toThrow('fsync is off')
      } finally {
        await server.stop()
      }
    },
    SERVER_MS,
  )

  it('words and numbers that it does not know', () => {
    for (const words of [['--fast'], ['--seconds'], ['--seconds', '0'], ['--in-flight', '1,x']]) {
      expect(() => parseOptions(words)).toThrow(UsageError)
    }
  })
})

describe('what is said', () => {
  it(
    '[BE3] JSON lines alone',
    async () => {
      const main = fileURLToPath(new URL('main.ts', import.meta.url))
      const words = ['--json', '--seconds', '0.3', '--alternations', '1', '--in-flight', '1,4']
      const bench = Bun.spawn([process.execPath, main, ...words], { stderr: 'pipe' })
      const [said, explained] = await Promise.all([
        new Response(bench.stdout).text(),
        new Response(bench.stderr).text(),
      ])
      expect(await bench.exited, explained).toBe(0)
      const lines = said
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line))
      const settings = { suite: 'commit', fsync: 'on', synchronousCommit: 'on' }
      expect(lines).toMatchObject([
        { ...settings, inFlight: 1 },
        { ...settings, inFlight: 4 },
      ])
      expect(explained).toContain('Not measured')
    },
    SERVER_MS,
  )

  it('[BE4] medians of ratios', () => {
    const alternation = { host: 0, limit: 0, simple: 0, latenciesMs: [1, 2, 3, 4] }
    const result = resultOf(16, [
      { ...alternation, host: 100, limit: 200, simple: 10 },
      { ...alternation, host: 90, limit: 100, simple: 30 },
      { ...alternation, host: 10, limit: 12, simple: 1 },
    ])
    expect(result).toEqual({
      suite: 'commit',
      inFlight: 16,
      host: 90,
      limit: 100,
      simple: 10,
      hostPerLimit: 0.83,
      hostPerSimple: 10,
      p50Ms: 2,
      p99Ms: 4,
    })
  })
})

type Figures = Record<string, unknown>

/** How many rows each of the three has by now, and how far those that change have come. */
async function written(bench: Bench): Promise<Record<string, Figures>> {
  const figures: Record<string, Figures> = { host: {}, limit: {}, simple: {} }
  for (const [table, changes] of Object.entries(TABLES)) {
    const { rows } = await sql<{ who: string; count: number; changed: unknown }>`
      select split_part(account_id, '-', 1) as who, count(*) as count,
        ${sql.raw(changes)} as changed
      from ${sql.table(table)} group by 1`.execute(bench.database.db)
    for (const { who, count, changed } of rows)
      figures[who] = { ...figures[who], [table]: { count, changed } }
  }
  return figures
}

/** Tables that turns write, with what tells that a row was written anew. */
const TABLES = {
  journal: `string_agg(type, ',' order by type)`,
  actors: 'sum(seq)::text',
  timers: `string_agg(timer_id, ',' order by timer_id) || sum(armed_seq)`,
  chats: `string_agg(state, ',' order by state) || sum(unread)`,
  messages: 'sum(customer_seq)::text',
  comments: 'max(text)',
  customers: 'sum(stream_seq)::text',
  commands: 'count(distinct digest)::text',
  outbox: 'max(kind)',
  read_marks: 'max(reader)',
}
