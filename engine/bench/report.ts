import type { Alternation } from './bench.ts'
import type { Durability } from './durability.ts'
import { MOST_CONNECTIONS } from './simple-load.ts'
import { median, quantile } from './statistics.ts'

/** What was measured at one number of commands in flight; one JSON line. */
export interface Result {
  suite: 'commit'
  inFlight: number
  /** Medians over the alternations, in durable events a second. */
  host: number
  limit: number
  simple: number
  /** Medians of the ratios of each alternation: noise hits both sides of a ratio alike. */
  hostPerLimit: number
  hostPerSimple: number
  /** From the call of a command to its answer, over all alternations. */
  p50Ms: number
  p99Ms: number
}

export function resultOf(inFlight: number, alternations: readonly Alternation[]): Result {
  const middle = (pick: (each: Alternation) => number) => median(alternations.map(pick))
  const latenciesMs = alternations.flatMap((each) => each.latenciesMs)
  return {
    suite: 'commit',
    inFlight,
    host: Math.round(middle(({ host }) => host)),
    limit: Math.round(middle(({ limit }) => limit)),
    simple: Math.round(middle(({ simple }) => simple)),
    hostPerLimit: rounded(middle(({ host, limit }) => host / limit)),
    hostPerSimple: rounded(middle(({ host, simple }) => host / simple)),
    p50Ms: rounded(quantile(latenciesMs, 0.5)),
    p99Ms: rounded(quantile(latenciesMs, 0.99)),
  }
}

export const TABLE_HEAD = row([
  'in flight',
  'host/s',
  'limit/s',
  'simple/s',
  'host/limit',
  'host/simple',
  'p50 ms',
  'p99 ms',
])

export function tableRow(result: Result): string {
  return row([
    String(result.inFlight),
    String(result.host),
    String(result.limit),
    String(result.simple),
    result.hostPerLimit.toFixed(2),
    result.hostPerSimple.toFixed(2),
    result.p50Ms.toFixed(2),
    result.p99Ms.toFixed(2),
  ])
}

/** What the figures mean, and what they do not. */
export function explanation(durability: Durability): string {
  return `Durable events a second on a temporary Postgres of its own: fsync = ${durability.fsync}, synchronous_commit = ${durability.synchronousCommit}.

host    customers' and agents' messages through the host: commands decided by the real statecharts,
        grouped, committed, then answered
limit   the very statement with which the host commits, alone: batches of the very sizes that the
        host just wrote, with rows of the same kind, made ahead
simple  one transaction per event: the chat's rows for update, the same step of the same statechart,
        one prepared statement a row, commit; at most ${MOST_CONNECTIONS} connections. Its sequences come from a
        Postgres sequence, so that chats of one account do not wait for each other

Ratios are medians over alternations of all three in one run. Not measured: sockets, HTTP and the
checking of what comes in; telling screens; the outbox; loading and waking of what sleeps; other
commands than messages; a database on another machine, or with more in it than fits its memory.
Client, host and Postgres share the same cores.`
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(11)).join('')
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
