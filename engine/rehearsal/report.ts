import type { ReplayFigures } from '../replay/replay-database.ts'
import { VIOLATIONS, countFindings } from './audit.ts'
import type { Finding, Violation } from './audit.ts'
import type { Outage } from './stage.ts'

/** The line that a rehearsal prints. Times in milliseconds. */
export interface Report extends Record<Violation, number> {
  conversations: number
  messages: number
  resumes: number
  resent: number
  comments: number
  forwards: number
  raceTakes: number
  atLimit: number
  /** Files that were sent in messages, and in comments; how often one was reached for. */
  files: number
  commentFiles: number
  fileVisits: number
  /** Customers who were blocked, and what they tried all the same. */
  blocks: number
  blockedTries: number
  /** How often agents with chats in hand went offline, by what was to become of these. */
  offlineKeep: number
  offlineReturn: number
  offlineForward: number
  offlineBot: number
  offlineClose: number
  tags: number
  ratings: number
  kills: number
  messagesPerSecond: number
  p50Ms: number | null
  p99Ms: number | null
  /** Of messages that were not under way while the server was away; only with `--kill`. */
  p99OutsideKillsMs?: number | null
  /** Of replaying every journal afterwards; only with `--replay`. */
  journals?: number
  replayMismatches?: number
  eventsPerSecond?: number
}

/** What came of replaying every journal, and the first differences in words. */
export interface Replay {
  figures: ReplayFigures
  words: string[]
}

/** Troubles that a rehearsal must have met: one without them proves nothing. */
export const TROUBLES = [
  'resumes',
  'resent',
  'comments',
  'forwards',
  'raceTakes',
  'atLimit',
  'files',
  'commentFiles',
  'fileVisits',
  'blocks',
  'blockedTries',
  'offlineKeep',
  'offlineReturn',
  'offlineForward',
  'offlineBot',
  'offlineClose',
  'tags',
  'ratings',
] as const

export interface Latency {
  sentAt: number
  receivedAt: number
}

export function toReport(parts: {
  findings: readonly Finding[]
  figures: Pick<Report, 'conversations' | 'messages' | 'kills' | (typeof TROUBLES)[number]>
  seconds: number
  latencies: readonly Latency[]
  outages: readonly Outage[]
  withKills: boolean
  replay: Replay | null
}): Report {
  const { figures, latencies, outages } = parts
  const { conversations, messages, kills, ...troubles } = figures
  const all = latencies.map(durationOf)
  const outside = latencies.filter(
    ({ sentAt, receivedAt }) => !outages.some(({ from, to }) => sentAt <= to && receivedAt >= from),
  )
  return {
    conversations,
    messages,
    ...countFindings(parts.findings),
    ...troubles,
    kills,
    messagesPerSecond: Math.round(messages / parts.seconds),
    p50Ms: percentile(all, 0.5),
    p99Ms: percentile(all, 0.99),
    ...(parts.withKills ? { p99OutsideKillsMs: percentile(outside.map(durationOf), 0.99) } : {}),
    ...parts.replay?.figures,
  }
}

/** Why a rehearsal did not pass: what must be 0 and is not, what must not be 0 and is. */
export function shortcomings(report: Report, withKills: boolean): string[] {
  const troubles = withKills ? ([...TROUBLES, 'kills'] as const) : TROUBLES
  return [
    ...VIOLATIONS.filter((name) => report[name] > 0).map((name) => `${name} is ${report[name]}`),
    ...((report.replayMismatches ?? 0) > 0
      ? [`replayMismatches is ${report.replayMismatches}`]
      : []),
    ...(report.journals === 0 ? ['journals is 0'] : []),
    ...troubles.filter((name) => report[name] === 0).map((name) => `${name} is 0`),
  ]
}

/** The smallest value that a share of all values does not exceed; null where there are none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  return value === undefined ? null : Math.round(value * 10) / 10
}

function durationOf({ sentAt, receivedAt }: Latency): number {
  return receivedAt - sentAt
}
