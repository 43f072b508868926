import { pino } from 'pino'
import type { Log } from '../ports.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What must not be written down even by mistake. */
const SECRETS = ['password', 'token', 'cookie', 'authorization', 'databaseUrl']

/** Where lines go; `process.stdout` is one. */
export interface Sink {
  write(text: string): unknown
  isTTY?: boolean
}

/** Logs JSON lines; on a terminal, lines that people read. */
export function openLog(level: LogLevel, sink: Sink): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS, censor: '…' },
  }
  const write = (line: string): unknown => sink.write(sink.isTTY === true ? readable(line) : line)
  return pino(options, { write })
}

/** One line for people: time, level where it matters, words, and what it is about. */
export function readable(line: string): string {
  const { time, level, msg, pid: _pid, ...about } = fieldsOf(line)
  const clock = typeof time === 'string' ? time.slice(11, 19) : ''
  const mark = level === 'info' ? ' ' : level === 'error' ? '✗' : '!'
  const rest = Object.entries(about)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  return `${clock} ${mark} ${typeof msg === 'string' ? msg : ''}${rest === '' ? '' : `  ${rest}`}\n`
}

function fieldsOf(line: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(line)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}
