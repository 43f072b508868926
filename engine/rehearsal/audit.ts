import { auditFiles, auditSeenFiles } from './audit-files.ts'
import { auditBlocks, auditChoices } from './audit-turns.ts'
import { compare } from './compare.ts'
import { walkHands } from './hands.ts'
import type { DatabaseRecord, Meant, Observations, StaffSight } from './observations.ts'

/** What must never happen. */
export const VIOLATIONS = [
  'lost',
  'duplicated',
  'misordered',
  'leakedComments',
  'doubleAssigned',
  'limitExceeded',
  'unresolved',
  'lostFiles',
  'duplicatedFiles',
  'leakedFiles',
  'servedBlocked',
  'brokenChoices',
] as const

export type Violation = (typeof VIOLATIONS)[number]

export interface Finding {
  violation: Violation
  says: string
}

export type Found = (violation: Violation, says: string) => void
type StoredMessage = DatabaseRecord['messages'][number]

/**
 * Judges what clients said and saw against what the database holds.
 *
 * A1 what was acknowledged is stored once and as it was said. A2 what is stored reached everyone who
 * was entitled to it, once and in order. A3 a chat was in one agent's hands at a time, and nobody's
 * hands held more than the limit. A4 no comment reached anybody who may not see it. A5 every
 * conversation became one chat that ended as it was meant and holds exactly its lines. A6 what chats
 * were marked with is on them. Files are judged by `auditFiles`, blocks and going offline by
 * `auditBlocks` and `auditChoices`.
 */
export function audit(seen: Observations, record: DatabaseRecord): Finding[] {
  const findings: Finding[] = []
  const found: Found = (violation, says) => findings.push({ violation, says })
  const byChat = groupByChat(record.messages)
  const chatOf = new Map(
    seen.meant.map((meant) => [meant.conversationId, chatIdOf(meant, seen, record)]),
  )

  for (const meant of seen.meant) {
    const chatId = chatOf.get(meant.conversationId) ?? null
    const stored = chatId === null ? [] : (byChat.get(chatId) ?? [])
    auditLines(meant, stored, seen, found)
    auditEnd(meant, chatId, stored, record, found)
  }
  auditComments(seen, record, found)
  auditMarks(seen, record, chatOf, found)
  auditFiles(seen, record, found)
  auditBlocks(seen, record, chatOf, found)
  const finished = new Set(
    seen.meant.flatMap((meant) => (meant.finished ? meant.conversationId : [])),
  )
  for (const sight of seen.customers) {
    const chatId = chatOf.get(sight.conversationId) ?? null
    const stored = chatId === null ? [] : (byChat.get(chatId) ?? [])
    const isFinished = finished.has(sight.conversationId)
    // Who left before the end did not see the end.
    const lastN = sight.items.at(-1)?.n ?? sight.afterN
    const due = isFinished ? stored : stored.slice(0, lastN - sight.afterN)
    auditCustomer(sight, due, found)
  }
  const commentsByChat = groupByChat(record.comments)
  for (const sight of seen.staff) {
    auditStaff(
      sight,
      byChat.get(sight.chatId) ?? [],
      commentsByChat.get(sight.chatId) ?? [],
      record.withPersonalComments,
      found,
    )
  }
  auditHands(seen, record, found)
  for (const { viewer, mark } of seen.leaks) found('leakedComments', `${viewer} was sent ${mark}`)
  for (const { commandId, answers } of seen.contradictions) {
    found('duplicated', `${commandId} was answered in two ways: ${answers.join(' and ')}`)
  }
  for (const { viewer, count } of seen.holes) {
    for (let hole = 0; hole < count; hole += 1) found('lost', `${viewer} missed a numbered frame`)
  }
  return findings
}

/** How many findings there are of each kind. */
export function countFindings(findings: readonly Finding[]): Record<Violation, number> {
  const counts = Object.fromEntries(VIOLATIONS.map((violation) => [violation, 0])) as Record<
    Violation,
    number
  >
  for (const { violation } of findings) counts[violation] += 1
  return counts
}

/** By what staff saw, else by the command that opened it. */
function chatIdOf(meant: Meant, seen: Observations, record: DatabaseRecord): string | null {
  if (meant.chatId !== null) return meant.chatId
  const { conversationId } = meant
  const ids = new Set(
    seen.lines.flatMap((line) => (line.conversationId === conversationId ? line.commandId : [])),
  )
  const stored = record.messages.find(({ commandId }) => commandId !== null && ids.has(commandId))
  return stored?.chatId ?? null
}

/** A1 */
function auditLines(
  meant: Meant,
  stored: readonly StoredMessage[],
  seen: Observations,
  found: Found,
): void {
  const { conversationId } = meant
  const said = seen.lines.filter((line) => line.conversationId === conversationId)
  const mayBe = said
    .filter(({ fate }) => fate !== 'refused')
    .sort((a, b) => a.position - b.position)
  const there = stored.filter(isLine).map((message) => `${sideOf(message.author)} ${message.says}`)
  const { missing, extra, misordered } = compare(mayBe.map(keyOfLine), there)
  for (const line of said) {
    const at = line.fate === 'acknowledged' ? missing.indexOf(keyOfLine(line)) : -1
    if (at < 0) continue
    missing.splice(at, 1)
    found('lost', `${conversationId} line ${line.position} was acknowledged and is not stored`)
  }
  for (const key of extra) found('duplicated', `${conversationId} holds once too often: ${key}`)
  for (const key of misordered) found('misordered', `${conversationId} holds too late: ${key}`)

  const storedIds = stored.flatMap(({ commandId }) => commandId ?? [])
  for (const id of storedIds.filter((id, index) => storedIds.indexOf(id) !== index)) {
    found('duplicated', `${conversationId} holds command ${id} twice`)
  }
}

/** A5 */
function auditEnd(
  meant: Meant,
  chatId: string | null,
  stored: readonly StoredMessage[],
  record: DatabaseRecord,
  found: Found,
): void {
  const { conversationId } = meant
  const unresolved = (why: string): void => found('unresolved', `${conversationId} ${why}`)
  const state = record.chats.find((chat) => chat.chatId === chatId)?.state
  const lines = stored.filter(isLine)
  const isWhole =
    lines.length === meant.lines.length &&
    lines.every(({ author, says }, position) => {
      const line = meant.lines[position]
      return line?.from === sideOf(author) && line.text === says
    })
  if (state === undefined) unresolved('became no chat')
  else if (state !== meant.ends) unresolved(`is not ${meant.ends} but ${state}`)
  else if (!isWhole) unresolved(`holds ${lines.length} lines, not its ${meant.lines.length}`)
  else if (!meant.finished) unresolved('was not seen to end')
}

/** A1 */
function auditComments(seen: Observations, record: DatabaseRecord, found: Found): void {
  const stored = new Map<string, number>()
  const keyOf = (chatId: string, agentId: string, text: string): string =>
    JSON.stringify([chatId, agentId, text])
  for (const { chatId, author, text } of record.comments) {
    const key = keyOf(chatId, author.replace(/^agent:/, ''), text)
    stored.set(key, (stored.get(key) ?? 0) + 1)
  }
  for (const { chatId, agentId, text, visibleTo, fate } of seen.comments) {
    if (visibleTo === 'author' && !record.withPersonalComments) continue
    const count = stored.get(keyOf(chatId, agentId, text)) ?? 0
    if (fate === 'acknowledged' && count === 0) found('lost', `comment in ${chatId}: ${text}`)
    if (count > 1) found('duplicated', `comment in ${chatId}: ${text}`)
    if (fate === 'refused' && count > 0)
      found('duplicated', `refused comment in ${chatId}: ${text}`)
  }
}

/** A6 */
function auditMarks(
  seen: Observations,
  record: DatabaseRecord,
  chatOf: ReadonlyMap<string, string | null>,
  found: Found,
): void {
  const chats = new Map(record.chats.map((chat) => [chat.chatId, chat]))
  const wanted = new Map<string, { must: Set<string>; may: Set<string> }>()
  for (const { chatId, tagId, fate } of seen.tags) {
    const tags = wanted.get(chatId) ?? { must: new Set(), may: new Set() }
    wanted.set(chatId, tags)
    if (fate === 'acknowledged') tags.must.add(tagId)
    if (fate !== 'refused') tags.may.add(tagId)
  }
  for (const { chatId, tagIds } of record.chats) {
    const { must, may } = wanted.get(chatId) ?? { must: new Set(), may: new Set() }
    for (const tagId of must) {
      if (!tagIds.includes(tagId)) found('lost', `${chatId} does not carry ${tagId}`)
    }
    for (const [index, tagId] of tagIds.entries()) {
      const isNew = tagIds.indexOf(tagId) === index
      if (!may.has(tagId) || !isNew) found('duplicated', `${chatId} carries ${tagId} too often`)
    }
  }
  for (const { conversationId, score, fate } of seen.ratings) {
    const chat = chats.get(chatOf.get(conversationId) ?? '')
    if (chat === undefined || fate !== 'acknowledged' || chat.rating === score) continue
    found('lost', `${conversationId} was rated ${score} and has ${chat.rating}`)
  }
}

/** A2 */
function auditCustomer(
  { conversationId, afterN, items }: Observations['customers'][number],
  stored: readonly StoredMessage[],
  found: Found,
): void {
  const name = `customer of ${conversationId}`
  const there = stored.map(({ author, kind, says }) => `${seenFrom(author)} ${kind} ${says}`)
  const shown = items.map(
    ({ from, says }) => `${from} ${from === 'system' ? 'notice' : 'text'} ${says}`,
  )
  report(compare(there, shown), name, found)
  auditSeenFiles(stored, items, name, found)
  for (const [index, { n }] of items.entries()) {
    const due = (items[index - 1]?.n ?? afterN) + 1
    if (n > due) found('lost', `${name} was sent ${n} where ${due} was due`)
    else if (n === due - 1) found('duplicated', `${name} was sent ${n} again`)
    else if (n < due) found('misordered', `${name} was sent ${n} where ${due} was due`)
  }
}

/** A2 */
function auditStaff(
  sight: StaffSight,
  stored: readonly StoredMessage[],
  storedComments: readonly DatabaseRecord['comments'][number][],
  withPersonalComments: boolean,
  found: Found,
): void {
  const { personId, chatId, reachedSeq, partial } = sight
  const name = `${personId} in ${chatId}`
  const reached = stored.filter(({ seq }) => seq <= reachedSeq)
  // Of a long conversation the snapshot is its newest page.
  const first = partial
    ? reached.findIndex(({ messageId }) => messageId === sight.messages[0]?.messageId)
    : 0
  const due = reached.slice(Math.max(0, first))
  auditSeenFiles(due, sight.messages, name, found)
  report(
    compare(
      due.map(({ messageId, author, says }) => `${messageId} ${author} ${says}`),
      sight.messages.map(({ messageId, author, says }) => `${messageId} ${author} ${says}`),
    ),
    name,
    found,
  )
  if (partial) return
  const own = `agent:${personId}`
  const entitled = storedComments.filter(
    ({ seq, visibleTo, author }) => seq <= reachedSeq && (visibleTo === 'staff' || author === own),
  )
  const known = new Set(storedComments.map(({ commentId }) => commentId))
  const shown = withPersonalComments
    ? sight.comments
    : sight.comments.filter(({ commentId }) => known.has(commentId))
  auditSeenFiles(entitled, shown, `comments of ${name}`, found)
  report(
    compare(
      entitled.map(({ commentId, text }) => `${commentId} ${text}`),
      shown.map(({ commentId, text }) => `${commentId} ${text}`),
    ),
    `comments of ${name}`,
    found,
  )
}

/** A3 */
function auditHands(seen: Observations, record: DatabaseRecord, found: Found): void {
  for (const { agentId, inHand, limit } of seen.overLimit) {
    found('limitExceeded', `${agentId} was shown with ${inHand} of ${limit}`)
  }
  const told = new Map<string, string | null>()
  for (const { chatId, seq, agentId } of seen.holders) {
    const key = `${chatId} at ${seq}`
    const before = told.get(key)
    if (before !== undefined && before !== agentId) {
      found('doubleAssigned', `${key} was shown with ${before} and with ${agentId}`)
    }
    told.set(key, agentId)
  }
  if (record.hands === null) return
  const hands = walkHands(record.hands)
  for (const { chatId, agentIds, seq } of hands.double) {
    found('doubleAssigned', `${chatId} was in the hands of ${agentIds.join(' and ')} at ${seq}`)
  }
  for (const { agentId, count, limit, seq } of hands.over) {
    found('limitExceeded', `${agentId} had ${count} of ${limit} at ${seq}`)
  }
  auditChoices(seen, record, hands, found)
  for (const { chatId, agentId, seq } of seen.taken) {
    if (!hands.had(chatId, agentId, seq)) {
      found('doubleAssigned', `${agentId} was told to have ${chatId} at ${seq} and had not`)
    }
  }
  for (const { chatId, author, seq, messageId } of record.messages) {
    if (!author.startsWith('agent:')) continue
    if (!hands.had(chatId, author.slice('agent:'.length), seq)) {
      found('doubleAssigned', `${author} wrote ${messageId} in ${chatId} without having it`)
    }
  }
}

function report(
  { missing, extra, misordered }: ReturnType<typeof compare>,
  viewer: string,
  found: Found,
): void {
  for (const key of missing) found('lost', `${viewer} did not see: ${key}`)
  for (const key of extra) found('duplicated', `${viewer} saw once too often: ${key}`)
  for (const key of misordered) found('misordered', `${viewer} saw too late: ${key}`)
}

function groupByChat<Row extends { chatId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.chatId)
    if (group === undefined) groups.set(row.chatId, [row])
    else group.push(row)
  }
  return groups
}

function isLine({ kind, author }: StoredMessage): boolean {
  return kind === 'text' && (author.startsWith('customer:') || author.startsWith('agent:'))
}

function keyOfLine({ from, text }: { from: string; text: string }): string {
  return `${from} ${text}`
}

function sideOf(author: string): 'customer' | 'agent' {
  return author.startsWith('customer:') ? 'customer' : 'agent'
}

function seenFrom(author: string): string {
  const [kind] = author.split(':')
  return kind === 'customer'
    ? 'me'
    : kind === 'agent'
      ? 'person'
      : kind === 'bot'
        ? 'bot'
        : 'system'
}
