import type { FileView } from '#protocol/files'
import type { CommentView, MessageView } from '#protocol/staff-views'
import type { ConversationState, Unsent } from '../client/conversation-state.ts'
import { isSameDay } from '../elements/times.ts'
import { isHidden, type Shows } from './stream-filter.ts'

/** Words of one author within this belong together. */
const GROUP_MS = 3 * 60_000

export type Delivery = 'sending' | 'sent' | 'delivered' | 'read' | 'failed'

export interface StaffLine {
  key: string
  /** Null of what the stream does not have yet. */
  seq: number | null
  text: string
  files: readonly FileView[]
  at: number
  delivery: Delivery | null
  says: string | null
  /** Whom a comment names. */
  mentions: readonly string[]
}

/** What stands in a conversation from top to bottom. */
export type StaffPart =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | {
      kind: 'notice'
      key: string
      data: Readonly<Record<string, unknown>>
      at: number
      staffOnly: boolean
    }
  | { kind: 'messages'; key: string; author: string; lines: StaffLine[] }
  | {
      kind: 'comments'
      key: string
      author: string
      visibleTo: 'staff' | 'author'
      isNote: boolean
      lines: StaffLine[]
    }

export interface StaffStreamOptions {
  conversation: ConversationState
  unsent: readonly Unsent[]
  meId: string
  /** What is newer than this and from others is new; null draws no line. */
  newAfter: number | null
  shows?: Shows
}

/** Messages and comments in one stream, by sequence, grouped by author and parted by days. */
export function staffStream(options: StaffStreamOptions): StaffPart[] {
  const { conversation, unsent, meId, newAfter, shows = 'everything' } = options
  const parts: StaffPart[] = []
  const me = `agent:${meId}`
  const { readMarks } = conversation
  const deliveryOf = (seq: number): Delivery =>
    seq <= (readMarks['customer'] ?? 0)
      ? 'read'
      : seq <= (readMarks['device'] ?? 0)
        ? 'delivered'
        : 'sent'
  let lastAt: number | null = null
  let isNewShown = newAfter === null

  const startDay = (at: number) => {
    if (lastAt === null || !isSameDay(lastAt, at)) parts.push({ kind: 'day', key: `day ${at}`, at })
    lastAt = at
  }
  const add = (part: Extract<StaffPart, { lines: StaffLine[] }>) => {
    const [line] = part.lines
    if (line === undefined) return
    startDay(line.at)
    const last = parts.at(-1)
    if (last !== undefined && belongTogether(last, part)) last.lines.push(line)
    else parts.push(part)
  }

  const lastRating = conversation.comments.findLast(isRating)
  for (const entry of inOrder(conversation)) {
    if (isToldByNote(entry, conversation) || isHidden(entry, shows)) continue
    if (!isNewShown && entry.seq > (newAfter ?? 0) && entry.author !== me) {
      isNewShown = true
      parts.push({ kind: 'new', key: 'new' })
    }
    if (isRating(entry)) {
      if (entry !== lastRating) continue
      startDay(entry.at)
      const data = entry.text === null ? entry.data : { ...entry.data, words: entry.text }
      const key = `s${entry.seq}`
      parts.push({ kind: 'notice', key, data: data ?? {}, at: entry.at, staffOnly: true })
      continue
    }
    if (entry.text === null || entry.kind === 'notice') {
      const isWords = entry.data === null && entry.kind !== 'notice'
      const { erasedAt } = conversation.chat
      // Once for all that stood there one after the other.
      if (isWords && erasedAt !== null && isErased(parts.at(-1))) continue
      startDay(entry.at)
      parts.push({
        kind: 'notice',
        key: `s${entry.seq}`,
        data: entry.data ?? (isWords ? erasedWords(erasedAt) : { code: '' }),
        at: entry.at,
        staffOnly: 'commentId' in entry,
      })
      continue
    }
    const { author, text, files, at, seq } = entry
    const key = entry.commandId ?? `s${seq}`
    if ('commentId' in entry) {
      const { mentions } = entry
      const line = { key, seq, text, files, at, delivery: null, says: null, mentions }
      const { visibleTo } = entry
      const isNote = entry.kind === 'note' || entry.data?.['code'] === 'forwardNote'
      add({ kind: 'comments', key: `c ${key}`, author, visibleTo, isNote, lines: [line] })
    } else {
      const isStaffs = author.startsWith('agent:')
      const delivery = isStaffs ? deliveryOf(seq) : null
      const line: StaffLine = { key, seq, text, files, at, delivery, says: null, mentions: [] }
      add({ kind: 'messages', key: `m ${key}`, author, lines: [line] })
    }
  }
  for (const { id, kind, text, files, at, status, says, visibleTo, mentions } of unsent) {
    const line = { key: id, seq: null, text, files, at, delivery: status, says, mentions }
    const common = { author: me, lines: [line] }
    if (kind === 'message') add({ kind: 'messages', key: `m ${id}`, ...common })
    else add({ kind: 'comments', key: `c ${id}`, visibleTo, isNote: false, ...common })
  }
  return parts
}

/** What a customer gave a chat; given again, only the last one counts. */
function isRating(entry: MessageView | CommentView): boolean {
  return entry.kind === 'note' && entry.data?.['code'] === 'rated'
}

function inOrder(conversation: ConversationState): (MessageView | CommentView)[] {
  const entries: (MessageView | CommentView)[] = [
    ...conversation.messages,
    ...conversation.comments,
  ]
  return entries.sort((a, b) => a.seq - b.seq || a.at - b.at)
}

/** Notes to staff that say more of an event than the notice that the customer got of it. */
const NOTES_OF: Readonly<Record<string, readonly string[]>> = {
  returned: ['returned', 'responseLimitReached', 'forwardExpired', 'forwardDeclined'],
  joined: ['takenOver'],
  forwardedToBot: ['botRequested'],
  stillBlocked: ['blockHeld'],
}

/** One event is told once: the note of the same turn takes the notice's place. */
function isToldByNote(entry: MessageView | CommentView, { comments }: ConversationState): boolean {
  if ('commentId' in entry || entry.kind !== 'notice') return false
  const notes = NOTES_OF[codeOf(entry)]
  if (notes === undefined) return false
  return comments.some((note) => note.at === entry.at && notes.includes(codeOf(note)))
}

function codeOf({ data }: MessageView | CommentView): string {
  const code = data?.['code']
  return typeof code === 'string' ? code : ''
}

type Group = Extract<StaffPart, { lines: StaffLine[] }>

function belongTogether(last: StaffPart, part: Group): last is Group {
  if (last.kind !== part.kind || !('lines' in last) || last.author !== part.author) return false
  if (last.kind === 'comments' && part.kind === 'comments') {
    if (last.visibleTo !== part.visibleTo || last.isNote !== part.isNote) return false
  }
  const [line] = part.lines
  const lastLine = last.lines.at(-1)
  return line !== undefined && lastLine !== undefined && line.at - lastLine.at < GROUP_MS
}

function erasedWords(erasedAt: number | null): Record<string, unknown> {
  return erasedAt === null ? { code: 'erased' } : { code: 'erased', erasedAt }
}

function isErased(part: StaffPart | undefined): boolean {
  return part?.kind === 'notice' && part.data['code'] === 'erased'
}
