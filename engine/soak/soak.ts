import { openDatabase } from '#storage/database'
import type { Db } from '#storage/database'
import { withTemporaryPostgres } from '#storage/embedded-postgres'
import { sweep } from '#storage/postgres-sweep'
import type { Retention } from '#storage/retention'
import type { Swept } from '#storage/store'
import { sweepAll } from '../operation/sweep-all.ts'
import { systemClock } from '../operation/system-ports.ts'
import { BusyDesk } from './busy-desk.ts'
import { withInside } from './inside.ts'
import type { SoakOptions } from './options.ts'
import { ServerProcess } from '../operation/server-process.ts'
import { figuresOf } from './figures.ts'
import { takeSample } from './samples.ts'
import type { Sample } from './samples.ts'
import { foundTeams } from './teams.ts'
import type { Team } from './teams.ts'
import { tell } from './tell.ts'
import { judge } from './verdict.ts'
import type { Verdict } from './verdict.ts'

/** A busy desk: so many customers, each with a message in five seconds, for an hour. */
const CUSTOMERS = 200
const MESSAGES_OF_AN_HOUR = 150_000

/** Agents of each team, and chats in each one's hands: room for all customers at once. */
const TEAMS = [5, 5, 5, 5]
const CHAT_LIMIT = 15

const ACCOUNT = 'soak'

/** Samples are taken this often, and retention keeps this long; less in a short run. */
const SAMPLE_MS = 3_000
const KEPT_MS = 20_000

const READY_POLL_MS = 50
const SWEEP_PAUSE_MS = 1_000

export interface SoakReport extends Omit<Verdict, 'notFlat'> {
  minutes: number
  messages: number
  chats: number
  messagesPerSecond: number
  /** Rows that retention removed. */
  swept: Swept
  /** For how long commands and journal were kept, in seconds. */
  keptS: number
  flat: boolean
  notFlat: string[]
}

/**
 * Lets a desk be busy for the messages of an hour, or for so many minutes, whichever ends first,
 * and compares memory and tables of the first third with those of the last one. Retention is the
 * product's own with shorter periods; samples begin when it has had work for as long as it keeps.
 * @throws Error where the desk breaks down, or the run is too short to compare.
 */
export async function soak({ minutes }: SoakOptions): Promise<SoakReport> {
  return withTemporaryPostgres(async ({ url }) => {
    const teams = await withInside(url, (inside) =>
      foundTeams(inside, ACCOUNT, TEAMS, {
        chatLimit: CHAT_LIMIT,
        settings: { assignment: 'automatic' },
      }),
    )
    const product = new ServerProcess({ DATABASE_URL: url })
    const database = await openDatabase(url, { applicationName: 'soak' })
    try {
      product.launch()
      await product.untilReady(READY_POLL_MS)
      return await run(product, database.db, teams, minutes)
    } finally {
      await product.stop()
      await database.close()
    }
  })
}

async function run(
  product: ServerProcess,
  db: Db,
  teams: readonly Team[],
  minutes: number,
): Promise<SoakReport> {
  const desk = new BusyDesk(product.baseUrl, ACCOUNT, teams)
  const endMs = minutes * 60_000
  const everyMs = Math.min(SAMPLE_MS, endMs / 60)
  const keptMs = Math.min(KEPT_MS, endMs / 10)
  const sweeper = new Sweeper(db, {
    commandsMs: keptMs,
    deliveredMs: keptMs,
    deadLettersMs: keptMs,
    webhookLogMs: keptMs,
    journalMs: keptMs,
  })
  await desk.open(CUSTOMERS)
  const startedAt = performance.now()
  const samples: Sample[] = []
  const isOver = (): boolean =>
    desk.broken !== null ||
    performance.now() - startedAt >= endMs ||
    desk.figures.messages >= MESSAGES_OF_AN_HOUR
  while (!isOver()) {
    await Bun.sleep(everyMs)
    const elapsedMs = performance.now() - startedAt
    const moment = { atS: elapsedMs / 1_000, messages: desk.figures.messages }
    const sample = await takeSample(db, await figuresOf(product.baseUrl), moment)
    // Before that, there is nothing yet that retention could remove.
    if (elapsedMs > keptMs + everyMs) samples.push(sample)
    tell(progressOf(sample))
  }
  const tookS = (performance.now() - startedAt) / 1_000
  const { messages, visits } = desk.figures
  await Promise.all([desk.close(), sweeper.stop()])
  if (desk.broken !== null) throw desk.broken
  const { notFlat, ...verdict } = judge(samples)
  return {
    minutes: Math.round(tookS / 6) / 10,
    messages,
    chats: visits,
    messagesPerSecond: Math.round(messages / tookS),
    ...verdict,
    swept: sweeper.swept,
    keptS: Math.round(keptMs / 1_000),
    flat: notFlat.length === 0,
    notFlat,
  }
}

/** Sweeps again and again, as the server does, with periods of its own. */
class Sweeper {
  readonly swept: Swept = { commands: 0, outbox: 0, journal: 0, lines: 0, webhooks: 0 }
  readonly #ended: Promise<void>
  #over = false

  constructor(db: Db, retention: Retention) {
    const bite = async (now: number): Promise<Swept> => {
      const swept = await sweep(db, now, retention)
      this.swept.commands += swept.commands
      this.swept.outbox += swept.outbox
      this.swept.journal += swept.journal
      this.swept.webhooks += swept.webhooks
      this.swept.lines += swept.lines
      return swept
    }
    const round = async (): Promise<void> => {
      while (!this.#over) {
        await sweepAll({ sweep: bite }, systemClock, () => this.#over)
        await Bun.sleep(SWEEP_PAUSE_MS)
      }
    }
    this.#ended = round()
  }

  async stop(): Promise<void> {
    this.#over = true
    await this.#ended
  }
}

function progressOf({ atS, messages, rssMb, heapMb, actorsAwake, timers, tables }: Sample): string {
  const { commands, journal, outbox } = tables
  const rows = `${commands.rows} commands, ${journal.rows} journal, ${outbox.rows} outbox`
  return `${Math.round(atS)} s: ${messages} messages, ${Math.round(rssMb)} MB (heap ${Math.round(heapMb)}), ${actorsAwake} actors, ${timers} timers; rows: ${rows}`
}
