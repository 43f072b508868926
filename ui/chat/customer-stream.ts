import type { CustomerItem } from '#protocol/customer-frames'
import type { FileView } from '#protocol/files'
import type { UnsentMessage } from '../client/customer-client.ts'
import { isSameDay } from '../elements/times.ts'

/** Messages of one author within this belong together. */
const GROUP_MS = 5 * 60_000

export type Delivery = 'sending' | 'sent' | 'read' | 'failed'

export interface Line {
  key: string
  text: string
  files: readonly FileView[]
  at: number
  delivery: Delivery | null
  says: string | null
  buttons: CustomerItem['buttons']
}

/** What stands in the window from top to bottom. */
export type StreamPart =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'parted'; key: string }
  | { kind: 'notice'; key: string; text: string; at: number; code: string | null }
  | {
      kind: 'group'
      key: string
      from: 'me' | 'person' | 'bot'
      name: string | null
      lines: Line[]
    }

/** Groups a customer's stream by author and time, parted by days; unsent messages come last. */
export function customerStream(
  items: readonly CustomerItem[],
  unsent: readonly UnsentMessage[],
  readN: number,
): StreamPart[] {
  const parts: StreamPart[] = []
  let lastAt: number | null = null
  let hasEnded = false

  const startDay = (at: number) => {
    if (lastAt === null || !isSameDay(lastAt, at)) {
      parts.push({ kind: 'day', key: `day ${at}`, at })
    }
    lastAt = at
  }
  /** A line parts a chat from the one before it. */
  const part = (key: string) => {
    if (hasEnded) parts.push({ kind: 'parted', key: `parted ${key}` })
    hasEnded = false
  }
  const addLine = (from: 'me' | 'person' | 'bot', name: string | null, line: Line) => {
    part(line.key)
    startDay(line.at)
    const group = parts.at(-1)
    const last = group?.kind === 'group' ? group.lines.at(-1) : undefined
    if (
      group?.kind === 'group' &&
      group.from === from &&
      group.name === name &&
      last !== undefined &&
      line.at - last.at < GROUP_MS
    ) {
      group.lines.push(line)
    } else {
      parts.push({ kind: 'group', key: `group ${line.key}`, from, name, lines: [line] })
    }
  }

  for (const { n, kind, from, name, text, code, files, buttons, at, commandId } of items) {
    if (kind === 'notice' || from === 'system') {
      if (!isEnd(code) && code !== 'rated') part(`n${n}`)
      hasEnded ||= isEnd(code)
      startDay(at)
      parts.push({ kind: 'notice', key: `n${n}`, text, at, code })
    } else {
      const delivery = from !== 'me' ? null : n <= readN ? 'read' : 'sent'
      const key = commandId ?? `n${n}`
      addLine(from, name, { key, text, files, at, delivery, says: null, buttons })
    }
  }
  for (const { id, text, files = [], at, status, says } of unsent) {
    addLine('me', null, { key: id, text, files, at, delivery: status, says, buttons: [] })
  }
  return parts
}

function isEnd(code: string | null): boolean {
  return code === 'closed' || code === 'blocked'
}
