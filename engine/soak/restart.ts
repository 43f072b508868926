import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import { quantile } from '../bench/statistics.ts'
import { Ears } from './ears.ts'
import { sendFirstMessages } from './first-messages.ts'
import type { FirstMessages } from './first-messages.ts'
import type { Agent } from './inside.ts'
import type { RestartOptions } from './options.ts'
import { postgresStart, untilPostgresAccepts } from './postgres-start.ts'
import { ServerProcess } from '../operation/server-process.ts'
import { figuresOf } from './figures.ts'
import { makeSleepingChats } from './sleeping-chats.ts'
import type { SleepingChat, SleepingDesk } from './sleeping-chats.ts'
import { tell } from './tell.ts'

/** Sleeping chats whose first message is measured after each start. */
const SAMPLES = 600

/** Agents who come back with their sockets after each start. */
const AGENTS_BACK = 16

const POLL_MS = 5

/** What is promised. */
export const READY_WITHIN_MS = 3_000
export const FIRST_MESSAGE_WITHIN_MS = 50

/** One JSON line. Times from Postgres accepting connections; of messages from send to ack. */
export interface RestartReport {
  chats: number
  readyMs: number
  firstMessageP50Ms: number
  firstMessageP99Ms: number
  /** The same for the next message of these chats: what the machine's load alone takes. */
  awakeP50Ms: number
  awakeP99Ms: number
  /** From send to the arrival at the agent who has the chat. */
  receiptP50Ms: number
  receiptP99Ms: number
  /** The same after SIGKILL. */
  afterKillReadyMs: number
  afterKillFirstMessageP50Ms: number
  afterKillFirstMessageP99Ms: number
  /** Memory of the server after the first messages. */
  rssMb: number
  met: boolean
}

interface Start extends FirstMessages {
  readyMs: number
  rssMb: number
}

/**
 * Starts the product on an embedded database full of open chats, once after an orderly end and once
 * after SIGKILL, and measures from outside. The database is removed afterwards.
 */
export async function measureRestart({ chats: count }: RestartOptions): Promise<RestartReport> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-restart-'))
  // The database's user passes through, where that is another one.
  await chmod(folder, 0o711)
  const dataDir = join(folder, 'data')
  const product = new ServerProcess({ PARLEY_DATA: dataDir, DATABASE_URL: '' })
  let ears: Ears | null = null
  try {
    const { url, before, desk } = await fill(dataDir, count)
    const { agents, rounds } = castOf(desk)
    ears = new Ears({ baseUrl: product.baseUrl, agents })
    tell('starting after an orderly end')
    const first = await start(product, url, before, rounds[0], ears)
    const between = await postgresStart(url)
    await product.kill()
    ears.lost()
    tell('starting after SIGKILL')
    const second = await start(product, url, between, rounds[1], ears)
    return toReport(count, first, second)
  } finally {
    ears?.close()
    await product.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Makes the database; its address, and when the server began that is over by then. */
async function fill(
  dataDir: string,
  count: number,
): Promise<{ url: string; before: string; desk: SleepingDesk }> {
  const postgres = await startEmbeddedPostgres({ dataDir })
  try {
    const { url } = postgres
    const desk = await makeSleepingChats(url, count, (made) => {
      if (made % 1_000 === 0) tell(`${made} of ${count} chats`)
    })
    return { url, before: await postgresStart(url), desk }
  } finally {
    await postgres.stop()
  }
}

async function start(
  product: ServerProcess,
  url: string,
  before: string,
  chats: readonly SleepingChat[],
  ears: Ears,
): Promise<Start> {
  product.launch()
  const [accepts] = await Promise.all([
    untilPostgresAccepts(url, before),
    product.untilReady(POLL_MS),
  ])
  const readyMs = performance.now() - accepts
  const measured = await sendFirstMessages(product.baseUrl, chats, ears)
  const figures = await figuresOf(product.baseUrl)
  const rss = figures.get('process_resident_memory_bytes') ?? Number.NaN
  return { ...measured, readyMs, rssMb: rss / 2 ** 20 }
}

/** Agents who come back, and other chats for each start: a third of them in these agents' hands. */
function castOf({ chats, agents }: SleepingDesk): {
  agents: Agent[]
  rounds: [SleepingChat[], SleepingChat[]]
} {
  const back = everyFew(agents, AGENTS_BACK)
  const ids = new Set(back.map(({ agentId }) => agentId))
  const theirs = chats.filter(({ agentId }) => agentId !== null && ids.has(agentId))
  const others = chats.filter(({ agentId }) => agentId === null || !ids.has(agentId))
  const round = (half: 0 | 1): SleepingChat[] =>
    mixed(
      everyFew(halfOf(theirs, half), SAMPLES / 3),
      everyFew(halfOf(others, half), (2 * SAMPLES) / 3),
    )
  return { agents: back, rounds: [round(0), round(1)] }
}

function halfOf(chats: SleepingChat[], half: 0 | 1): SleepingChat[] {
  return chats.filter((_, index) => index % 2 === half)
}

/** At most `count`, spread evenly over all. */
function everyFew<T extends Agent | SleepingChat>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count)
  const places = Array.from({ length: Math.min(count, all.length) }, (_, index) => index * step)
  return places.flatMap((place) => all[Math.floor(place)] ?? [])
}

/** In an order that has nothing to do with how they were made, the same each time. */
function mixed(...parts: SleepingChat[][]): SleepingChat[] {
  return parts.flat().toSorted((a, b) => (Bun.hash(a.chatId) < Bun.hash(b.chatId) ? -1 : 1))
}

function toReport(chats: number, first: Start, second: Start): RestartReport {
  const report = {
    chats,
    readyMs: Math.round(first.readyMs),
    firstMessageP50Ms: rounded(quantile(first.ackMs, 0.5)),
    firstMessageP99Ms: rounded(quantile(first.ackMs, 0.99)),
    awakeP50Ms: rounded(quantile([...first.awakeMs, ...second.awakeMs], 0.5)),
    awakeP99Ms: rounded(quantile([...first.awakeMs, ...second.awakeMs], 0.99)),
    receiptP50Ms: rounded(quantile([...first.receiptMs, ...second.receiptMs], 0.5)),
    receiptP99Ms: rounded(quantile([...first.receiptMs, ...second.receiptMs], 0.99)),
    afterKillReadyMs: Math.round(second.readyMs),
    afterKillFirstMessageP50Ms: rounded(quantile(second.ackMs, 0.5)),
    afterKillFirstMessageP99Ms: rounded(quantile(second.ackMs, 0.99)),
    rssMb: Math.round(Math.max(first.rssMb, second.rssMb)),
  }
  const met =
    report.readyMs <= READY_WITHIN_MS &&
    report.afterKillReadyMs <= READY_WITHIN_MS &&
    report.firstMessageP99Ms <= FIRST_MESSAGE_WITHIN_MS &&
    report.afterKillFirstMessageP99Ms <= FIRST_MESSAGE_WITHIN_MS
  return { ...report, met }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
