import { sql } from 'kysely'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DatabaseForTests, START_MS } from './database-for-tests.ts'
import { openDatabase } from './database.ts'
import { reachPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { journalFrom, readJournals } from './journals.ts'
import { requireActors, requireCurrentSchema } from './migrate.ts'
import { liveDelays, liveStates, liveVersions } from './live-actors.ts'

const tests = DatabaseForTests.forThisFile()

/** More than a page of actors, and one with more than a page of events. */
const CHATS = 1_203
const LONG = 7_001

async function fill(): Promise<void> {
  await sql`insert into actors (account_id, actor, machine, seq, snapshot, wakeful)
    select 'acme', 'chat:' || lpad(n::text, 5, '0'), 'chat@1', case n when 7 then ${LONG} else 2 end,
      '{"value":{"queued":"inLine"}}', false from generate_series(1, ${CHATS}) n`.execute(tests.db)
  await sql`insert into journal (account_id, seq, turn, actor, actor_seq, type, data, at, by, machine,
      xstate, epoch)
    select 'acme', row_number() over (), 1, a.actor, e, 'born', '{}', 1000 + e, 'system', 'chat@1',
      '5', 1 from actors a, generate_series(1, a.seq) e`.execute(tests.db)
}

async function readAll(since: number | null) {
  const events = new Map<string, number[]>()
  let [pages, pieces, actors] = [0, 0, 0]
  await readJournals(tests.db, 'acme', since, async (stored, journal) => {
    pages += 1
    actors += stored.actors.length
    for await (const rows of journal) {
      pieces += 1
      for (const { actor, actorSeq } of rows) {
        events.set(actor, [...(events.get(actor) ?? []), actorSeq])
      }
    }
  })
  return { events, pages, pieces, actors }
}

describe('journals', () => {
  it(
    '[SJ1] are read whole and in order, in pieces of bounded size',
    async () => {
      await fill()
      const { events, pages, pieces, actors } = await readAll(null)
      expect([actors, events.size]).toEqual([CHATS, CHATS])
      expect(pages).toBe(3)
      expect(pieces).toBeGreaterThan(3)
      for (const [actor, steps] of events) {
        const expected = actor === 'chat:00007' ? LONG : 2
        expect(steps.length).toBe(expected)
        expect(steps.every((step, index) => step === index + 1)).toBe(true)
      }
    },
    START_MS,
  )

  it('[SJ1] of actors that something happened to since a time are read from their births', async () => {
    const { events } = await readAll(1_500)
    expect([...events.keys()]).toEqual(['chat:00007'])
    expect(events.get('chat:00007')).toHaveLength(LONG)
  })

  it('[SJ1] of one actor are read from its birth up to a number of events', async () => {
    const part = await journalFrom(tests.db, 'acme', 'chat:00007', 10)
    expect(part).toMatchObject({ more: true, stored: { seq: LONG } })
    expect(part.events.map(({ actorSeq }) => actorSeq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(await journalFrom(tests.db, 'acme', 'chat:nobody', 10)).toEqual({
      events: [],
      more: false,
      stored: null,
      erasedAt: null,
    })
  })
})

describe('what lives', () => {
  it('[SJ2] is counted by version and state with examples, and its delays', async () => {
    await sql`insert into chats (account_id, chat_id, seq, customer_id, channel_id, group_id, state,
        open, priority, passed_over, state_since, opened_at, unread, answered, left_message,
        customer_present, closed_at, tag_ids)
      select 'acme', substr(actor, 6), 1, actor, 'web', 'g', 'queued', actor < 'chat:00011', 0, '[]',
        1, 1, 0, false, false, true, case when actor < 'chat:00011' then null else 1 end, '[]'
        from actors`.execute(tests.db)
    await sql`insert into timers (account_id, actor, timer_id, budget_ms, left_ms, since, armed_seq)
      select 'acme', actor, 'xstate.after.queueLimit.chat.queued', 1, 1, 1, 1 from actors`.execute(
      tests.db,
    )
    expect(await liveVersions(tests.db)).toEqual([{ machine: 'chat@1', actors: 10 }])
    const [state, ...others] = await liveStates(tests.db, ['chat@1'])
    expect(others).toEqual([])
    expect(state).toMatchObject({ value: { queued: 'inLine' }, actors: 10 })
    expect(state?.examples.map(({ actor }) => actor)).toEqual([
      'chat:00001',
      'chat:00002',
      'chat:00003',
    ])
    expect(await liveDelays(tests.db, ['chat@1'])).toMatchObject([{ timers: 10 }])
    expect(await liveStates(tests.db, ['chat@2'])).toEqual([])
  })
})

describe('a database of another version', () => {
  it('[SJ4] is refused to whoever only reads, with what to do', async () => {
    await requireCurrentSchema(tests.db)
    const empty = await openDatabase(await tests.newDatabase())
    try {
      await expect(requireCurrentSchema(empty.db)).rejects.toMatchObject({
        problem: 'olderSchema',
        message: expect.stringContaining('Start the server of this version on it once'),
      })
      await expect(requireActors(empty.db)).rejects.toMatchObject({ problem: 'olderSchema' })
    } finally {
      await empty.close()
    }
  })

  it('[SJ5] is read for its actors and journals also where it lacks newer tables', async () => {
    const plain = tests.db.withoutPlugins()
    const later = await sql<{ name: string; timestamp: string }>`
      delete from kysely_migration where name > '0001-main' returning name, timestamp`.execute(
      plain,
    )
    expect(later.rows.length).toBeGreaterThan(0)
    await requireActors(tests.db)
    await expect(requireCurrentSchema(tests.db)).rejects.toMatchObject({ problem: 'olderSchema' })
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(
      plain,
    )
    await expect(requireActors(tests.db)).rejects.toMatchObject({ problem: 'newerSchema' })
    await sql`delete from kysely_migration where name = '9999-later'`.execute(plain)
    for (const { name, timestamp } of later.rows) {
      await sql`insert into kysely_migration (name, timestamp)
        values (${name}, ${timestamp})`.execute(plain)
    }
    await requireCurrentSchema(tests.db)
  })
})

describe('the database of a data folder', () => {
  it(
    '[SJ3] is reached while a product runs and while none does, and never made',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'parley-reach-'))
      // The database's user passes through, where that is another one.
      await chmod(folder, 0o711)
      const dataDir = join(folder, 'data')
      const options = { dataDir, elsewhere: join(folder, 'elsewhere'), durableCreation: false }
      try {
        await expect(reachPostgres(options)).rejects.toThrow('There is no database in')
        const product = await startEmbeddedPostgres(options)
        const beside = await reachPostgres(options)
        expect(beside.url).toBe(product.url)
        await beside.stop()
        await product.stop()
        const own = await reachPostgres(options)
        expect(own.url).toContain('postgres://parley:')
        await own.stop()
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    START_MS,
  )
})
