import { sql } from 'kysely'
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { agentMachine } from '#machines/agent'
import { MACHINES } from '#machines/registry'
import { NEXT_CHAT, NEXT_CHAT_ALONE } from '#machines/testing/next-chat'
import type { MachineVersion, Machines } from '#machines/versions'
import { DatabaseForTests } from '#storage/database-for-tests'
import { PostgresStore } from '#storage/postgres-store'
import type { ActorRow } from '#storage/rows'
import type { Log } from '../ports.ts'
import { startServer } from '../server.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { replayDatabase } from './replay-database.ts'
import { replayed } from './replayed.ts'
import { NoWayForward } from './way-forward.ts'

const MINUTE = 60_000
const LIMITS = smallAccount({ responseLimitMs: 2 * MINUTE })

/** Agents of version 2 are those of version 1 under another number. */
const SECOND_AGENT: MachineVersion = {
  name: 'agent@2',
  machine: createMachine(
    { ...agentMachine.config, version: '2' } as never,
    agentMachine.implementations as never,
  ),
  migration: { snapshot: (before) => before },
}

const both = MACHINES.with(NEXT_CHAT, SECOND_AGENT)

/** A chat that Ann owes an answer, one on hold, one in line, and one that is over. */
async function busyDesk(test: TestHost) {
  await test.online('ann')
  const take = async (customerId: string): Promise<string> => {
    const chatId = await test.writes(customerId)
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    return chatId
  }
  const owed = await take('c1')
  const held = await take('c2')
  const until = test.clock.now() + 90 * MINUTE
  done(await test.staff('ann', { type: 'holdChat', chatId: held, until }))
  const over = await take('c3')
  done(await test.customer('c3', { type: 'endChat' }))
  const waiting = await test.writes('c4')
  return { owed, held, over, waiting }
}

/** The same store under another process, with these machines. */
async function restarted(test: TestHost, machines: Machines): Promise<TestHost> {
  await test.host.stop()
  const { clock, memory } = test
  const next = await TestHost.start({ clock, memory, machines, account: null })
  await next.connect('ann', true)
  return next
}

function stored(test: TestHost) {
  const contents = test.memory.contents(ACCOUNT)
  if (contents === null) throw new Error('nothing is stored')
  const actor = (name: string): ActorRow | undefined =>
    contents.actors.find((row) => row.actor === name)
  const happened = (name: string): string[] =>
    contents.journal
      .filter((row) => row.actor === name)
      .map(({ machine, type }) => `${machine} ${type}`)
  return { ...contents, actor, happened }
}

/** What of the journals does not lead to what is stored. */
function differences(test: TestHost, machines: Machines): unknown[] {
  const { actors, journal } = stored(test)
  return actors.flatMap((row) => {
    const replay = replayed(row.actor, machines)
    for (const event of journal) {
      const result = event.actor === row.actor ? replay.take(event) : null
      if (result?.kind === 'difference') return [result.difference]
    }
    return replay.compare(row.machine, row.seq, row.snapshot as never) ?? []
  })
}

describe('live actors of an older version', () => {
  it('[MV6] go over when they wake, and their next event happens on the new one', async () => {
    const test = await TestHost.start({ account: LIMITS })
    const { owed, over, waiting } = await busyDesk(test)
    const after = await restarted(test, both)
    expect(stored(after).actor('agent:ann')?.machine).toBe('agent@2')
    expect(stored(after).actor('agent:cleo')?.machine).toBe('agent@2')
    expect(stored(after).actor(`chat:${owed}`)?.machine).toBe('chat@2')
    done(await after.staff('ann', { type: 'sendMessage', chatId: owed, text: 'Here I am' }))
    expect(stored(after).happened(`chat:${owed}`)).toEqual([
      'chat@2 born',
      'chat@2 agentTook',
      'chat@3 machineMigrated',
      'chat@3 agentWrote',
    ])
    expect(stored(after).actor(`chat:${owed}`)).toMatchObject({
      machine: 'chat@3',
      snapshot: { context: { answered: true, reminded: false } },
    })
    expect(stored(after).actor(`chat:${over}`)?.machine).toBe('chat@2')
    expect(stored(after).actor(`chat:${waiting}`)?.machine).toBe('chat@2')
    const fresh = await after.writes('c9')
    expect(stored(after).happened(`chat:${fresh}`)).toEqual(['chat@3 born'])
    expect(differences(after, both)).toEqual([])
  })

  it('[MV6] keep what ran of their limits, under the new id, and begin what is new', async () => {
    const test = await TestHost.start({ account: LIMITS })
    const { owed, held } = await busyDesk(test)
    await test.clock.pass(MINUTE)
    const after = await restarted(test, both)
    await after.clock.pass(MINUTE - 1_000)
    expect(stored(after).happened(`chat:${owed}`)).toHaveLength(2)
    await after.clock.pass(1_101)
    expect(stored(after).happened(`chat:${owed}`).slice(2)).toEqual([
      'chat@3 machineMigrated',
      'chat@3 xstate.after.answerLimit.chat.assigned.awaitingAgent',
    ])
    const before = after.clock.now()
    done(await after.staff('ann', { type: 'comment', chatId: held, text: '?', visibleTo: 'staff' }))
    done(await after.customer('c2', { type: 'sendMessage', text: 'Still there?' }))
    const delays = stored(after).timers.filter(({ actor }) => actor === `chat:${held}`)
    expect(delays.map(({ timerId, since }) => [timerId.split('.')[2], since === before])).toEqual([
      ['holdTime', false],
      ['longHold', true],
    ])
    await after.clock.pass(61 * MINUTE)
    expect(stored(after).actor(`chat:${held}`)).toMatchObject({
      snapshot: { value: { assigned: 'onHold' }, context: { reminded: true } },
    })
    expect(differences(after, both)).toEqual([])
  })
})

describe('a server on a database with chats of version 1', () => {
  const tests = DatabaseForTests.forThisFile()

  it('[MV7] carries them over with a migration, and refuses to start without', async () => {
    const store = new PostgresStore(tests.database)
    const test = await TestHost.start({ clock: new ManualClock(), store, account: LIMITS })
    const { owed, held, waiting } = await busyDesk(test)
    await test.host.stop()

    // With the tables of the version before, which must be able to start again.
    const later = await sql<{ name: string; timestamp: string }>`
      delete from kysely_migration where name > '0001-main' returning name, timestamp`.execute(
      tests.db.withoutPlugins(),
    )
    const refused = await start(MACHINES.with(NEXT_CHAT_ALONE)).catch((error: unknown) => error)
    const names = await sql`select name from kysely_migration`.execute(tests.db.withoutPlugins())
    expect(names.rows).toEqual([{ name: '0001-main' }])
    for (const { name, timestamp } of later.rows) {
      await sql`insert into kysely_migration (name, timestamp)
        values (${name}, ${timestamp})`.execute(tests.db.withoutPlugins())
    }
    expect(refused).toBeInstanceOf(NoWayForward)
    const { message } = refused as NoWayForward
    for (const [state, chatId] of [
      ['assigned.awaitingAgent', owed],
      ['assigned.onHold', held],
      ['queued.inLine', waiting],
    ]) {
      const line = `  chat@2: 1 chats in ${state} (chat:${chatId}): no migration leads on from chat@2`
      expect(message).toContain(line)
    }

    const server = await start(both)
    expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200)
    await server.stop()

    const machines = both
    const after = await TestHost.start({ clock: test.clock, store, machines, account: null })
    await after.connect('ann', true)
    for (const chatId of [owed, held]) {
      done(await after.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am again' }))
    }
    done(await after.staff('ann', { type: 'takeChat', chatId: waiting }))
    await after.host.stop()
    const versions = await tests.db
      .selectFrom('actors')
      .select(['machine', ({ fn }) => fn.countAll<number>().as('actors')])
      .groupBy('machine')
      .orderBy('machine')
      .execute()
    expect(versions.map(({ machine }) => machine)).toEqual(['agent@2', 'chat@2', 'chat@3'])
    const { mismatches, words } = await replayDatabase(tests.db, { machines })
    expect([mismatches, words]).toEqual([0, []])
    expect((await replayDatabase(tests.db)).mismatches).toBeGreaterThan(0)
  })

  function start(machines: Machines) {
    return startServer({
      port: 0,
      host: '127.0.0.1',
      dataFolder: '/nowhere',
      databaseUrl: tests.url,
      demo: false,
      publicUrl: null,
      proxies: 0,
      s3: null,
      mail: null,
      rateFactor: 1_000,
      log: SILENT,
      userInterface: false,
      machines,
    })
  }
})

const SILENT: Log = { info() {}, warn() {}, error() {} }
