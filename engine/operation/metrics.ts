import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Host } from '../host/host.ts'
import type { OutboxWorker } from '../host/outbox.ts'
import type { WebhookDispatcher } from '../webhooks/dispatcher.ts'
import type { Hub } from '../realtime/hub.ts'

/** Commits take one or two milliseconds on a good disk; slower steps show a bad one. */
const COMMIT_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5]
const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

/** What is counted where it happens, and only read when somebody asks. */
export interface Measured {
  host: Pick<Host, 'counters' | 'awake' | 'lease'>
  hub: Pick<Hub, 'sockets'>
  outbox: Pick<OutboxWorker, 'counters'>
  webhooks: Pick<WebhookDispatcher, 'counters'>
}

/** All figures of this process, without a name or id of anybody. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #commits: Histogram<'outcome'>
  readonly #batchRows: Histogram

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
    const registers = [this.#registry]
    this.#commits = new Histogram({
      name: 'parley_commit_seconds',
      help: 'Time of one durable batch.',
      labelNames: ['outcome'],
      buckets: COMMIT_BUCKETS_S,
      registers,
    })
    this.#batchRows = new Histogram({
      name: 'parley_batch_journal_rows',
      help: 'Events that share one commit.',
      buckets: BATCH_BUCKETS,
      registers,
    })
  }

  observeCommit(seconds: number, outcome: 'committed' | 'failed', journalRows: number): void {
    this.#commits.observe({ outcome }, seconds)
    if (outcome === 'committed') this.#batchRows.observe(journalRows)
  }

  /** Begins to show what these parts count. */
  watch({ host, hub, outbox, webhooks }: Measured): void {
    this.#counter('turns', 'Turns that happened.', () => host.counters.turns)
    this.#counter('refusals', 'Commands that a rule refused.', () => host.counters.refusals)
    this.#counter('faults', 'Commands that failed by a fault of ours.', () => host.counters.faults)
    this.#counter('batches', 'Batches written.', () => host.counters.batches)
    this.#counter('batch_turns', 'Turns in all batches.', () => host.counters.batchTurns)
    this.#counter(
      'rejected_batches',
      'Batches refused by the database.',
      () => host.counters.rejectedBatches,
    )
    this.#counter(
      'lost_accounts',
      'Times that the memory of an account was dropped.',
      () => host.counters.lostAccounts,
    )
    this.#counter('timers_fired', 'Delays that ran out.', () => host.counters.timersFired)
    this.#gauge('accounts_awake', 'Accounts in memory.', () => host.awake.accounts)
    this.#gauge('actors_awake', 'Actors in memory.', () => host.awake.actors)
    this.#gauge('commands_pending', 'Commands not answered yet.', () => host.awake.pending)
    this.#gauge(
      'commands_remembered',
      'Commands whose answer is in memory.',
      () => host.awake.remembered,
    )
    this.#gauge('timers', 'Delays that run.', () => host.awake.timers)
    this.#gauge('shards_owned', 'Shards that this server owns.', () => host.lease.owned().length)
    this.#gauge('staff_sockets', 'Sockets of staff.', () => hub.sockets.staff)
    this.#gauge('customer_sockets', 'Sockets of customers.', () => hub.sockets.customers)
    this.#counter('deliveries', 'Deliveries made.', () => outbox.counters.delivered)
    this.#counter('deliveries_retried', 'Deliveries put off.', () => outbox.counters.retried)
    this.#counter('dead_letters', 'Deliveries given up.', () => outbox.counters.dead)
    this.#counter('webhooks_told', 'Events that webhooks were told.', () => webhooks.counters.told)
    this.#counter(
      'webhooks_failed',
      'Tries to tell a webhook that failed, with another to come.',
      () => webhooks.counters.failed,
    )
    this.#counter(
      'webhooks_given_up',
      'Events that webhooks were not told.',
      () => webhooks.counters.givenUp,
    )
  }

  async text(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }

  #counter(name: string, help: string, read: () => number): void {
    const counter: Counter = new Counter({
      name: `parley_${name}_total`,
      help,
      registers: [this.#registry],
      collect: () => {
        counter.reset()
        counter.inc(read())
      },
    })
  }

  #gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name: `parley_${name}`,
      help,
      registers: [this.#registry],
      collect: () => gauge.set(read()),
    })
  }
}
