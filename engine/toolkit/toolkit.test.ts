import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatMachine } from '#machines/chat'
import { readJournal } from '#machines/journal-file'
import { MACHINES } from '#machines/registry'
import { replay, toReplay } from '#machines/testing'
import { NEXT_CHAT_ALONE, versions } from '#machines/testing/next-chat'
import { DatabaseForTests } from '#storage/database-for-tests'
import { PostgresStore } from '#storage/postgres-store'
import { checkMachines } from '../replay/check-machines.ts'
import { replayDatabase } from '../replay/replay-database.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { WrongUsage } from './command.ts'
import { sinceText } from './since.ts'
import { runToolkit } from './toolkit.ts'

const tests = DatabaseForTests.forThisFile()
const NEXT_CHAT_FILE = fileURLToPath(
  new URL('../../machines/testing/next-chat.ts', import.meta.url),
)

let folder = ''
/** Chats of two customers: one answered and closed, one taken over, with words in both. */
let closed = ''
let open = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-toolkit-'))
  const clock = new ManualClock()
  const test = await TestHost.start({ clock, store: new PostgresStore(tests.database) })
  await test.online('ann', 'bob')
  await test.connect('sue', true)
  done(await test.staff('sue', { type: 'goOnline' }))
  closed = await test.writes('c1', 'A secret of the customer')
  done(await test.staff('ann', { type: 'takeChat', chatId: closed }))
  done(await test.staff('ann', { type: 'sendMessage', chatId: closed, text: 'An answer' }))
  const about = { chatId: closed, text: 'For staff' } as const
  done(await test.staff('ann', { type: 'comment', ...about, visibleTo: 'staff' }))
  const own = { ...about, text: 'For Ann alone', visibleTo: 'author' } as const
  done(await test.staff('ann', { type: 'comment', ...own }))
  done(await test.customer('c1', { type: 'endChat' }))
  open = await test.writes('c2', 'Hello')
  done(await test.staff('ann', { type: 'takeChat', chatId: open }))
  done(await test.staff('sue', { type: 'takeOverChat', chatId: open }))
  await test.host.stop()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function parley(...args: string[]) {
  let printed = ''
  const told: string[] = []
  const usedAs: string[] = []
  const code = await runToolkit(args, {
    print: (text) => {
      printed += text
    },
    tell: (line) => told.push(line),
    now: () => 1_800_000_000_000,
    pathOf: (name) => join(folder, name),
    withDatabase: (use, asLeftBy = 'thisVersion') => {
      usedAs.push(asLeftBy)
      return use(tests.db)
    },
  })
  return { code, printed, told, usedAs }
}

describe('parley export', () => {
  it('[TK1] writes the journal of a chat, without any words', async () => {
    const { printed } = await parley('export', 'chat', closed)
    const file = readJournal(printed)
    expect(toReplay(file)).toMatchObject({ pass: true })
    expect(replay(file).states).toEqual([
      'queued.inLine',
      'assigned.awaitingAgent',
      'assigned.awaitingCustomer',
      'closed',
    ])
    for (const words of ['secret', 'An answer', 'For staff']) expect(printed).not.toContain(words)
  })

  it('[TK1] writes words where they are asked for, personal comments never', async () => {
    const { printed } = await parley('export', 'chat', closed, '--words')
    expect(readJournal(printed).words?.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'message A secret of the customer',
      'message An answer',
      'comment For staff',
    ])
    expect(printed).not.toContain('For Ann alone')
  })

  it('[TK1] writes the journal of an agent, to a file too', async () => {
    await parley('export', 'agent', 'ann', '--out', 'ann.json')
    const text = await readFile(join(folder, 'ann.json'), 'utf8')
    expect(toReplay(text)).toMatchObject({ pass: true })
    await expect(parley('export', 'chat', 'nobody')).rejects.toThrow(
      'There is no chat nobody here.',
    )
    await expect(parley('export', 'agent', 'ann', '--account', 'x')).rejects.toThrow(WrongUsage)
  })
})

describe('parley replay', () => {
  it('[TK2] replays every journal of a database and says how many and how fast', async () => {
    const { code, printed, told } = await parley('replay', '--all', '--json')
    expect([code, told]).toEqual([0, []])
    const { n } = await tests.db
      .selectFrom('actors')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(JSON.parse(printed)).toMatchObject({ journals: n, replayMismatches: 0 })
    expect((await parley('replay', '--all')).printed).toMatch(/journals with \d+ events.*no diff/)
  })

  it('[TK2] since a time replays what was touched since then, from its birth', async () => {
    const { journals } = await replayDatabase(tests.db, { since: Number.MAX_SAFE_INTEGER })
    expect(journals).toBe(0)
    expect((await replayDatabase(tests.db, { since: 1 })).mismatches).toBe(0)
    const now = 1_800_000_000_000
    expect(sinceText('15m', now)).toBe(now - 900_000)
    expect(sinceText('2026-01-31T09:00Z', now)).toBe(Date.UTC(2026, 0, 31, 9))
    expect(sinceText('soon', now)).toBeNaN()
    await expect(parley('replay', '--all', '--since', 'soon')).rejects.toThrow('--since: soon')
  })

  it('[TK2] says what is not as its journal says, and exits with 1', async () => {
    const trx = tests.db.updateTable('chats').where('chatId', '=', open)
    await trx.set({ priority: 3 }).execute()
    const wrong = await parley('replay', '--all')
    await trx.set({ priority: 0 }).execute()
    expect(wrong.code).toBe(1)
    expect(wrong.told.join()).toBe(
      `${ACCOUNT}: chat:${open}: among the chats its row has priority 3 for 0`,
    )
  })

  it('[TK2] says what statistics have that journals do not say', async () => {
    const wrongly = (table: string) =>
      sql.raw(`update ${table} set chats = chats + 1 where kind = 'group'`).execute(tests.db)
    const rightly = (table: string) =>
      sql.raw(`update ${table} set chats = chats - 1 where kind = 'group'`).execute(tests.db)
    await wrongly('stays')
    const stays = await parley('replay', '--all')
    await rightly('stays')
    expect(stays.code).toBe(1)
    expect(stays.told.join()).toMatch(/chat:\S+: its stay of group \S+ has chats: /)
    await wrongly('figures')
    const figures = await parley('replay', '--all')
    await rightly('figures')
    expect(figures.told.join()).toMatch(/figure UTC (day|month) \d+ group \S+ +has chats: /)
    expect((await parley('replay', '--all')).code).toBe(0)
  })

  it('[TK3] of a changed guard says which one, and where', async () => {
    const machines = MACHINES.with({
      name: 'chat@2',
      machine: chatMachine.provide({ guards: { isAnotherAgent: () => false } }),
    })
    const { mismatches, words } = await replayDatabase(tests.db, { machines })
    expect(mismatches).toBe(1)
    expect(words.join()).toContain(
      `chat:${open} at step 3, agentTookOver by agent:sue: expected to be taken, ` +
        'got a refusal: the guard isAnotherAgent says no\n' +
        '  path: queued.inLine → assigned.awaitingAgent',
    )
  })

  it('[TK2] replays files', async () => {
    const { printed } = await parley('export', 'chat', closed)
    await writeFile(join(folder, 'chat.json'), printed)
    await writeFile(join(folder, 'wrong.json'), printed.replace('queued.inLine', 'queued.offered'))
    expect((await parley('replay', 'chat.json')).printed).toContain('4 steps, queued.inLine → ')
    const wrong = await parley('replay', 'chat.json', 'wrong.json')
    expect(wrong.code).toBe(1)
    expect(wrong.told.join()).toContain('expected the state queued.offered, got queued.inLine')
    await expect(parley('replay', 'none.json')).rejects.toThrow(WrongUsage)
    await expect(parley('replay')).rejects.toThrow('--all: files, or --all')
  })
})

describe('parley check-machines', () => {
  it('[TK4] finds nothing where nothing is another way', async () => {
    const { code, printed, usedAs } = await parley('check-machines')
    expect(code).toBe(0)
    expect(printed).toContain('Nothing is another way than before.')
    // It is asked before this version is started for the first time.
    expect(usedAs).toEqual(['any'])
    expect((await parley('replay', '--all')).usedAs).toEqual(['thisVersion'])
  })

  it('[TK4] names a guard of a released version that was changed, and where it shows', async () => {
    const { problems } = await checkMachines(
      tests.db,
      MACHINES.with({
        name: 'chat@2',
        machine: chatMachine.provide({ guards: { isAnotherAgent: () => false } }),
      }),
    )
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('chat@2 is not what it was when chats of it were recorded')
    expect(problems[0]).toContain('step 3, agentTookOver by agent:sue')
    expect(problems[0]).toContain('the guard isAnotherAgent says no')
  })

  it('[TK5] tells what a next version does in another way, through its migration', async () => {
    const [second] = versions
    if (second === undefined) throw new Error('there is no second version')
    expect((await checkMachines(tests.db, MACHINES.with(second))).changes).toEqual([])
    const cautious = { ...second, machine: second.machine.provide({ guards: NOBODY_TAKES_OVER }) }
    const { problems, changes } = await checkMachines(tests.db, MACHINES.with(cautious))
    expect(problems).toEqual([])
    expect(changes).toHaveLength(1)
    expect(changes[0]).toContain('chat@3 does not take agentTookOver')
    expect(changes[0]).toContain('the guard isAnotherAgent says no, in 1 of')
    expect(changes[0]).toContain(`first chat:${open} at step 3`)
    const unnamed = { ...second, migration: { snapshot: second.migration?.snapshot ?? same } }
    expect((await checkMachines(tests.db, MACHINES.with(unnamed))).changes.join()).toContain(
      'chat@3 has no delay xstate.after.responseLimit.chat.assigned.awaitingAgent: ' +
        `1 of chat@2 that run end (chat:${open})`,
    )
  })

  it('[TK5] names what has no way forward, with state, count and examples', async () => {
    const alone = await checkMachines(tests.db, MACHINES.with(NEXT_CHAT_ALONE))
    expect(alone.problems).toEqual([
      `chat@2: 1 chats in assigned.awaitingAgent (chat:${open}): ` +
        'no migration leads on from chat@2',
    ])
    const [second] = versions
    const astray = { snapshot: (before: { value: unknown }) => ({ ...before, value: 'gone' }) }
    const lost = { ...second, ...NEXT_CHAT_ALONE, migration: astray as never }
    const { problems } = await checkMachines(tests.db, MACHINES.with(lost))
    expect(problems.join()).toContain("'gone' does not exist")
  })

  it('[TK5] takes the next version from a file, or the released ones up to one', async () => {
    const { code, printed } = await runFrom(NEXT_CHAT_FILE)
    expect(code).toBe(0)
    expect(printed).toContain('chat@2, agent@1, chat@3')
    expect((await parley('check-machines', '--against', 'chat@2', '--json')).printed).toContain(
      '"problems":[]',
    )
    await expect(parley('check-machines', '--against', 'chat@9')).rejects.toThrow('neither')
  })
})

describe('parley paths', () => {
  it('[TK8] prints the shortest ways to a state, each by its last transition', async () => {
    const { code, printed } = await parley('paths', 'agent', '--to', 'presence.away')
    expect(code).toBe(0)
    expect(printed).toContain('1 step, born offline:\n  wentAway                 → presence.away')
    expect(printed).toContain('  offerMissed              → presence.away connection.connected')
  })

  it('[TK8] goes through a state, and gives what tests are made from', async () => {
    const to = ['--to', 'presence.offline', '--from', 'connection.grace', '--json']
    const ways: unknown = JSON.parse((await parley('paths', 'agent', ...to)).printed)
    expect(ways).toMatchObject([
      { steps: [{ event: { type: 'socketOpened' } }, { event: { type: 'socketClosed' } }] },
    ])
    await expect(parley('paths', 'agent', '--to', 'nirvana')).rejects.toThrow(
      'has no state nirvana',
    )
    await expect(parley('paths', 'agent')).rejects.toThrow('--to: is the state to get to')
  })
})

describe('parley', () => {
  it('[TK6] says what it can do, and what is wrong with a command line', async () => {
    expect((await parley()).printed).toContain('check-machines  compares machines with')
    expect((await parley('help', 'export')).printed).toContain('Usage: npx parley export')
    expect((await parley('replay', '--help')).printed).toContain('Usage: npx parley replay')
    await expect(parley('fly')).rejects.toThrow('There is no command fly.')
    await expect(parley('export', 'bird', '7')).rejects.toThrow('word 1: is chat or agent')
    await expect(parley('export', '--wings')).rejects.toThrow("Unknown option '--wings'")
  })
})

const NOBODY_TAKES_OVER = { isAnotherAgent: () => false }

function same<Snapshot>(before: Snapshot): Snapshot {
  return before
}

/** `--against` a file that is not in the tests' folder. */
async function runFrom(file: string) {
  let printed = ''
  const code = await runToolkit(['check-machines', '--against', file], {
    print: (text) => {
      printed += text
    },
    tell: () => {},
    now: () => 0,
    pathOf: (name) => name,
    withDatabase: (use) => use(tests.db),
  })
  return { code, printed }
}
