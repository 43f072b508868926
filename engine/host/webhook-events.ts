import type { WebhookKind } from '#protocol/webhook-kinds'
import type { Json } from '#storage/json'
import type { ChatRow, JournalRow } from '#storage/rows'
import { holder } from './chat-row.ts'

/** What webhooks are told of a step: ids, numbers and codes only. */
export interface ChatNews {
  kind: WebhookKind
  data: Record<string, Json>
}

/** What a step of a chat is to others, in their order; a step that changes nothing for them is nothing. */
export function newsOf(before: ChatRow | null, after: ChatRow, step: JournalRow): ChatNews[] {
  const news: ChatNews[] = []
  if (before === null) news.push({ kind: 'chatStarted', data: { continues: after.continues } })
  if (step.type === 'forwarded') news.push({ kind: 'chatForwarded', data: { to: targetIn(step) } })
  if (cameToLine(before, after)) {
    const { priority, firstWaitingAt } = after
    const data = { waitingSince: firstWaitingAt ?? step.at, priority }
    news.push({ kind: 'chatQueued', data })
  }
  if (cameToAgent(before, after)) {
    news.push({ kind: 'chatAssigned', data: { agentId: after.agentId } })
  }
  if (after.open || before?.open === false) return news
  if (after.state === 'blocked') {
    const { blockId = null } = fieldsOf(step.data)
    news.push({ kind: 'chatBlocked', data: { blockId } })
  } else {
    const last = before === null ? null : holder(before)
    const { closeReason, closeReasonId, answered, openedAt } = after
    const agentId = last?.as === 'chat' ? last.agentId : null
    const data = { reason: closeReason, closeReasonId, agentId, answered, openedAt }
    news.push({ kind: 'chatClosed', data })
  }
  return news
}

/** An offer that nobody took leaves a chat where it was. */
function cameToLine(before: ChatRow | null, after: ChatRow): boolean {
  if (after.state !== 'queued') return false
  const waited = before?.state === 'queued' || before?.state === 'offered'
  return !waited || before.groupId !== after.groupId
}

/** Closing that is undone is nobody's coming. */
function cameToAgent(before: ChatRow | null, after: ChatRow): boolean {
  if (!after.state.startsWith('assigned.')) return false
  const had = before !== null && holder(before)?.as === 'chat'
  return !had || before.agentId !== after.agentId
}

/** To whom a chat was forwarded, as the event has it. */
function targetIn(step: JournalRow): Json {
  const { to = null } = fieldsOf(step.data)
  const { kind = null, groupId, agentId, botId } = fieldsOf(to)
  return { kind, id: groupId ?? agentId ?? botId ?? null }
}

function fieldsOf(data: Json): Record<string, Json> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
}
