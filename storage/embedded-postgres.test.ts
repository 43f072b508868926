import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import {
  access,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  createDatabase,
  startEmbeddedPostgres,
  startLastingPostgres,
  startTemporaryPostgres,
  withTemporaryPostgres,
} from './embedded-postgres.ts'
import { findPostmasters, stopOrphan } from './embedded/orphan.ts'
import { findServerUser, isRoot } from './embedded/server-user.ts'

const LONG = 60_000 // several starts on a busy machine of two cores

const asRoot = test.skipIf(!isRoot())
const onLinux = test.skipIf(process.platform !== 'linux')

let root: string
let options: EmbeddedOptions
const servers: EmbeddedPostgres[] = []
const products: ChildProcess[] = []

/** The programs where anybody can run them: the checkout may be one that only root can enter. */
let programs: string

beforeAll(async () => {
  programs = await realpath(await mkdtemp(join(tmpdir(), 'parley-programs-')))
  await chmod(programs, 0o755)
  await copyPrograms(join(programs, 'package'))
})

afterAll(async () => {
  await rm(programs, { recursive: true, force: true })
})

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'parley-embedded-test-')))
  await chmod(root, 0o711)
  options = {
    dataDir: join(root, 'data'),
    elsewhere: join(root, 'elsewhere'),
    native: join(programs, 'package/native'),
    durableCreation: false,
  }
})

afterEach(async () => {
  for (const product of products.splice(0)) await kill(product)
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await stopOrphan(clusterInPlace()) // a killed product's server may still be writing
  await rm(root, { recursive: true, force: true })
})

test(
  '[ST1] a first start makes a durable UTF8 database that answers on loopback to its password only',
  async () => {
    const { url } = await start({ dataDir: options.dataDir })
    expect(await settingsOf(url)).toEqual({
      database: 'parley',
      encoding: 'UTF8',
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    })
    const wrong = new URL(url)
    wrong.password = 'guessed'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
    const record = join(options.dataDir, 'embedded-postgres.json')
    expect((await stat(record)).mode & 0o777).toBe(0o600)
    expect(await readFile(record, 'utf8')).toContain(new URL(url).port)
  },
  LONG,
)

test(
  '[ST2] rows, address and password outlive a stop and a start',
  async () => {
    const first = await start()
    await addRow(first.url, 1)
    await first.stop()
    await first.ended
    await first.stop()
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await rowsOf(second.url)).toEqual([1])
  },
  LONG,
)

test(
  '[ST2] a server whose port was taken meanwhile takes another',
  async () => {
    const first = await start()
    await first.stop()
    const thief = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
    await once(thief, 'listening')
    const second = await start()
    thief.close()
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port)
    expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }])
  },
  LONG,
)

test(
  '[ST3] a second start on the same folder is refused and names the process, in it or in another',
  async () => {
    const product = await startProduct()
    const inUse = { problem: 'inUse', message: expect.stringContaining(`process ${product.pid}`) }
    await expect(start()).rejects.toMatchObject(inUse)
    expect((await startProduct()).line).toMatchObject(inUse)
    expect(await query(product.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await kill(product.child)
    await start()
    await expect(start()).rejects.toMatchObject({
      problem: 'inUse',
      message: expect.stringContaining(`process ${process.pid}`),
    })
  },
  LONG,
)

onLinux(
  '[ST4] after a SIGKILL of the product, the next start stops the running orphan and has all rows',
  async () => {
    const product = await startProduct()
    await addRow(product.url, 1)
    const [orphan] = findPostmasters(clusterInPlace())
    for (const pid of await childrenOf(product.pid)) {
      if (pid !== orphan) process.kill(pid, 'SIGKILL') // the watchdog, so that the orphan stays
    }
    await kill(product.child)
    expect(findPostmasters(clusterInPlace())).toEqual([orphan])
    const next = await start()
    expect(findPostmasters(clusterInPlace())).not.toContain(orphan)
    expect(await rowsOf(next.url)).toEqual([1])
  },
  LONG,
)

test(
  '[ST4] a start right after a SIGKILL of the product under load has every row it acknowledged',
  async () => {
    const product = await startProduct()
    const sql = connectTo(product.url)
    await sql`create table row_of (n integer)`
    let acknowledged = 0
    const load = (async () => {
      for (let n = 1; ; n++) {
        await sql`insert into row_of values (${n})`
        acknowledged = n
        if (n === 200) product.child.kill('SIGKILL')
      }
    })()
    await expect(load).rejects.toThrow()
    await sql.end({ timeout: 1 }) // without it, it waits for a server that is gone
    const next = await start()
    expect((await rowsOf(next.url)).length).toBeGreaterThanOrEqual(acknowledged)
    expect(acknowledged).toBeGreaterThanOrEqual(200)
  },
  LONG,
)

test(
  '[ST5] a server ends by itself when its product was killed',
  async () => {
    const product = await startProduct()
    const sql = connectTo(product.url)
    await sql`select 1`
    const waiting = expect(sql`select pg_sleep(50)`).rejects.toThrow()
    await kill(product.child)
    await waiting
    await sql.end({ timeout: 1 })
  },
  LONG,
)

onLinux(
  '[ST6] a start after both product and server were killed replays the log',
  async () => {
    const product = await startProduct()
    await addRow(product.url, 1)
    killServer()
    await kill(product.child)
    await access(join(clusterInPlace(), 'postmaster.pid'))
    expect(await rowsOf((await start()).url)).toEqual([1])
  },
  LONG,
)

onLinux(
  '[ST6] the number of a killed server may belong to another process, which is left alone',
  async () => {
    const product = await startProduct()
    await addRow(product.url, 1)
    killServer()
    await kill(product.child)

    const { user } = isRoot() ? await findServerUser() : { user: undefined }
    const bystander = spawn('sleep', ['60'], { ...user, cwd: '/' })
    products.push(bystander)
    const pidFile = join(clusterInPlace(), 'postmaster.pid')
    const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n')
    await writeFile(pidFile, [bystander.pid, ...rest].join('\n'))

    expect(await rowsOf((await start()).url)).toEqual([1])
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
  },
  LONG,
)

onLinux(
  '[ST7] the server of a copied data folder is not taken for an orphan',
  async () => {
    const first = await start()
    await addRow(first.url, 1)
    await first.stop()
    await cp(options.dataDir, join(root, 'copy'), { recursive: true, preserveTimestamps: true })
    await keepOwner(join(options.dataDir, 'postgres'), join(root, 'copy/postgres'))
    const original = await start()
    await cp(join(clusterInPlace(), 'postmaster.pid'), join(root, 'copy/postgres/postmaster.pid'))
    await expect(start({ ...options, dataDir: join(root, 'copy') })).rejects.toMatchObject({
      problem: 'startFailed',
    })
    expect(await rowsOf(original.url)).toEqual([1])
  },
  LONG,
)

asRoot(
  '[ST8] the server of a root product runs as another user, with its data in place',
  async () => {
    const { notes } = await start()
    const [pid] = findPostmasters(clusterInPlace())
    expect((await stat(`/proc/${pid}`)).uid).toBe((await findServerUser()).user.uid)
    expect(notes.join()).not.toContain('elsewhere')
  },
  LONG,
)

asRoot(
  '[ST8] in a folder that only root can enter, programs and data go elsewhere, and it says so',
  async () => {
    const closed = join(root, 'closed')
    await mkdir(closed, { mode: 0o700 })
    await copyPrograms(join(closed, 'package'))
    const there: EmbeddedOptions = {
      ...options,
      dataDir: join(closed, 'data'),
      native: join(closed, 'package/native'),
    }
    const first = await start(there)
    await addRow(first.url, 1)
    expect(first.notes.join('\n')).toContain(`is in ${options.elsewhere}/data-`)
    expect(first.notes.join('\n')).toContain(`copied to ${options.elsewhere}/postgres-`)
    expect(await readdir(there.dataDir)).toContain('DATABASE-IS-ELSEWHERE.txt')
    expect(await readdir(there.dataDir)).not.toContain('postgres')
    await first.stop()

    const second = await start(there)
    expect(await rowsOf(second.url)).toEqual([1])

    const copied = join(closed, 'copied')
    await cp(there.dataDir, copied, { recursive: true })
    await expect(start({ ...there, dataDir: copied })).rejects.toMatchObject({ problem: 'inUse' })
  },
  LONG,
)

asRoot(
  '[ST9] a data folder that was made anew starts empty, also when its old database is elsewhere',
  async () => {
    const closed = join(root, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const there = { ...options, dataDir: join(closed, 'data') }
    const first = await start(there)
    await addRow(first.url, 1)
    await first.stop()
    await rm(there.dataDir, { recursive: true })
    const second = await start(there)
    await expect(rowsOf(second.url)).rejects.toThrow('does not exist')
  },
  LONG,
)

test(
  '[ST9] a data folder whose database or password is missing is refused, not made anew',
  async () => {
    const first = await start()
    await first.stop()
    const record = join(options.dataDir, 'embedded-postgres.json')
    await rename(record, `${record}.away`)
    await expect(start()).rejects.toMatchObject({ problem: 'dataMissing' })
    await rename(`${record}.away`, record)
    await rename(clusterInPlace(), join(root, 'away'))
    await expect(start()).rejects.toMatchObject({
      problem: 'dataMissing',
      message: expect.stringContaining(clusterInPlace()),
    })
  },
  LONG,
)

test(
  '[ST9] a creation that was cut short is begun again',
  async () => {
    await mkdir(join(options.dataDir, 'postgres.partial/cluster/base'), { recursive: true })
    await chmod(options.dataDir, 0o711)
    await writeFile(join(options.dataDir, 'postgres.partial/cluster/PG_VERSION'), '18\n')
    expect(await query((await start()).url, 'select 1 as n')).toEqual([{ n: 1 }])
  },
  LONG,
)

test(
  '[ST10] a package whose library links npm did not make works, and so does one made by umask 077',
  async () => {
    const native = join(root, 'package/native')
    await copyPrograms(join(root, 'package'))
    for (const { target } of z
      .array(z.object({ target: z.string() }))
      .parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))) {
      await rm(join(root, 'package', target), { force: true })
    }
    await chmod(join(native, 'bin/postgres'), 0o644)
    const first = await start({ ...options, native })
    expect(first.notes.join()).not.toContain('copied')
    await first.stop()

    await chmod(join(native, 'lib'), 0o700)
    await chmod(join(native, 'share'), 0o700)
    const second = await start({ ...options, native })
    if (isRoot()) expect(second.notes.join()).toContain('copied')
    expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }])
  },
  LONG,
)

test(
  '[ST49] a server that ends by itself is started again at its address, with all rows',
  async () => {
    let restarts = 0
    const lasting = await startLastingPostgres({ ...options, restarted: () => (restarts += 1) })
    servers.push(lasting)
    const write = async (text: string): Promise<void> => {
      const sql = postgres(lasting.url, { max: 1, connect_timeout: 2 })
      try {
        await sql.unsafe(text)
      } finally {
        await sql.end({ timeout: 1 })
      }
    }
    await write('create table kept as select 1 as n')
    for (let round = 1; round <= 2; round += 1) {
      const pidFile = await readFile(join(clusterInPlace(), 'postmaster.pid'), 'utf8')
      process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL')
      await expect.poll(() => restarts, { timeout: LONG }).toBe(round)
      await write('insert into kept values (2)')
    }
    let isOver = false
    void lasting.ended.then(() => (isOver = true))
    await lasting.stop()
    expect(isOver).toBe(true)
  },
  LONG,
)

test('[ST11] programs that do not run here are refused with what to do', async () => {
  const native = join(root, 'package/native')
  await mkdir(join(native, 'bin'), { recursive: true })
  await mkdir(join(native, 'share/postgresql'), { recursive: true })
  await writeFile(join(root, 'package/package.json'), '{ "version": "0.0.0" }')
  await writeFile(join(native, 'share/postgresql/postgres.bki'), '')
  for (const program of ['postgres', 'initdb']) {
    await writeFile(join(native, 'bin', program), '#!/lib/ld-of-another-libc\n', { mode: 0o755 })
  }
  await expect(start({ ...options, native })).rejects.toMatchObject({
    name: 'EmbeddedPostgresError',
    problem: 'unsupported',
    message: expect.stringContaining('Set DATABASE_URL'),
  })
})

test('[ST11] a data folder that cannot be made is refused with what to do', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(start({ ...options, dataDir: join(root, 'file/data') })).rejects.toMatchObject({
    problem: 'noPermission',
    message: expect.stringContaining('set DATABASE_URL'),
  })
})

asRoot(
  '[ST11] a database that was shut off from its server is refused with what to do',
  async () => {
    const first = await start()
    await first.stop()
    await chmod(root, 0o700)
    await expect(start({ ...options, elsewhere: '/proc/none' })).rejects.toMatchObject({
      problem: 'noPermission',
      message: expect.stringContaining('chmod o+x'),
    })
  },
  LONG,
)

asRoot('[ST11] root without any place for the data is refused with what to do', async () => {
  const closed = join(root, 'closed')
  await mkdir(closed, { mode: 0o700 })
  await expect(
    start({ ...options, dataDir: join(closed, 'data'), elsewhere: '/proc/none' }),
  ).rejects.toMatchObject({
    problem: 'noPermission',
    message: expect.stringContaining('PARLEY_DATA'),
  })
})

asRoot(
  '[ST12] a product that is not root runs its server as itself, and says when it may not',
  async (context) => {
    const { user } = await findServerUser()
    if (!(await everyoneReaches(process.execPath, import.meta.dirname))) context.skip()
    const closed = await startProduct({ ...options, dataDir: join(root, 'not-yours') }, user)
    expect(closed.line).toMatchObject({ problem: 'noPermission' })

    await mkdir(options.dataDir, { mode: 0o700 })
    await chown(options.dataDir, user.uid, user.gid)
    const product = await startProduct(options, user)
    await addRow(product.url, 1)
    expect(await rowsOf(product.url)).toEqual([1])
  },
  LONG,
)

test(
  '[ST13] a temporary server leaves nothing, and empty databases are made on it',
  async () => {
    const { port, folder } = await withTemporaryPostgres(async ({ url }) => {
      const second = await createDatabase(url, 'a "second" one')
      await addRow(url, 1)
      await expect(rowsOf(second)).rejects.toThrow('does not exist')
      await expect(createDatabase(url, 'parley')).rejects.toThrow('already exists')
      const [shown] = await query(url, 'show data_directory')
      const { data_directory } = z.object({ data_directory: z.string() }).parse(shown)
      return { port: Number(new URL(url).port), folder: join(data_directory, '../..') }
    })
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
    await expect(access(folder)).rejects.toThrow('ENOENT')
    const extra = await startTemporaryPostgres({ work_mem: '5MB' })
    servers.push(extra)
    expect(await query(extra.url, 'show work_mem')).toEqual([{ work_mem: '5MB' }])
  },
  LONG,
)

async function start(wanted: EmbeddedOptions = options): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(wanted)
  servers.push(server)
  return server
}

const lineSchema = z.object({
  url: z.string().optional(),
  problem: z.string().optional(),
  message: z.string().optional(),
})

/** Starts the fixture in a process of its own, and waits for its line. */
async function startProduct(
  wanted: EmbeddedOptions = options,
  user?: { uid: number; gid: number },
) {
  const fixture = join(import.meta.dirname, 'embedded/product.fixture.ts')
  const child = spawn(process.execPath, [fixture, JSON.stringify(wanted)], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  products.push(child)
  const [text] = await once(createInterface(child.stdout), 'line')
  const line = lineSchema.parse(JSON.parse(String(text)))
  return { child, pid: child.pid ?? 0, url: line.url ?? '', line }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

function killServer(): void {
  const [pid] = findPostmasters(clusterInPlace())
  if (pid === undefined) throw new Error('no server runs')
  process.kill(pid, 'SIGKILL')
}

function clusterInPlace(): string {
  return join(options.dataDir, 'postgres')
}

async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = []
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const list = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')
    children.push(...list.split(' ').filter(Boolean).map(Number))
  }
  return children
}

function connectTo(url: string): postgres.Sql {
  return postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
}

async function query(url: string, text: string): Promise<object[]> {
  const sql = connectTo(url)
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

async function addRow(url: string, n: number): Promise<void> {
  await query(url, 'create table if not exists row_of (n integer)')
  await query(url, `insert into row_of values (${n})`)
}

async function rowsOf(url: string): Promise<number[]> {
  const rows = await query(url, 'select n from row_of order by n')
  return rows.map((row) => z.object({ n: z.number() }).parse(row).n)
}

async function settingsOf(url: string): Promise<object | undefined> {
  const [row] = await query(
    url,
    `select current_database() as database, ${[
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'listen_addresses',
      'unix_socket_directories',
    ]
      .map((name) => `current_setting('${name}') as ${name}`)
      .join()}, current_setting('server_encoding') as encoding`,
  )
  return row
}

/** The installed package's programs, with links that lead to the copies of what they name. */
async function copyPrograms(to: string): Promise<void> {
  const from = packagedNative()
  await cp(from, join(to, 'native'), { recursive: true, verbatimSymlinks: true })
  await cp(join(from, '../package.json'), join(to, 'package.json'))
}

function packagedNative(): string {
  const carrier = createRequire(import.meta.url).resolve('embedded-postgres')
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  return join(dirname(createRequire(carrier).resolve(name)), '../native')
}

async function keepOwner(from: string, to: string): Promise<void> {
  const { uid, gid } = await stat(from)
  await chown(to, uid, gid)
  for (const entry of await readdir(to, { withFileTypes: true, recursive: true })) {
    await chown(join(entry.parentPath, entry.name), uid, gid)
  }
}

/** Whether users other than root can pass all folders down to these. */
async function everyoneReaches(...paths: string[]): Promise<boolean> {
  for (const path of paths) {
    for (let folder = await realpath(path); folder !== '/'; folder = dirname(folder)) {
      if (((await stat(folder)).mode & constants.S_IXOTH) === 0) return false
    }
  }
  return true
}
