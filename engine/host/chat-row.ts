import type { ChatContext } from '#machines/chat'
import { chatStateOf, holderOf, isOver, isWaiting } from '#machines/chat-state'
import type { ChatStateName } from '#machines/chat-state'
import type { ChatRow } from '#storage/rows'
import type { AwakeActor } from './account.ts'

/** The read model of a chat after a step; what is not in its context is kept from before. */
export function toChatRow(
  before: ChatRow | null,
  awake: AwakeActor,
  seq: number,
  at: number,
): ChatRow {
  const context = contextOf(awake)
  const state = chatStateOf(awake.snapshot.value)
  const open = !isOver(state)
  return {
    chatId: context.chatId,
    seq,
    customerId: context.customerId,
    channelId: context.channelId,
    groupId: context.line.groupId,
    botId: context.botId,
    state,
    open,
    agentId: context.agentId,
    targetAgentId: context.forward?.to.kind === 'agent' ? context.forward.to.agentId : null,
    priority: context.line.priority,
    firstWaitingAt: context.line.firstWaitingAt,
    passedOver: context.passedOver,
    stickyAgentId: context.sticky?.agentId ?? null,
    stickyUntil: context.sticky?.until ?? null,
    unansweredSince: context.unansweredSince,
    stateSince: before !== null && before.state === state ? before.stateSince : at,
    openedAt: before?.openedAt ?? at,
    closedAt: open ? null : (before?.closedAt ?? at),
    closedBy: context.closed?.by ?? null,
    closeReason: context.closed?.reason ?? (state === 'blocked' ? 'blocked' : null),
    lastMessageId: before?.lastMessageId ?? null,
    lastMessageAt: before?.lastMessageAt ?? null,
    unread: before?.unread ?? 0,
    answered: context.answered,
    leftMessage: context.leftMessage,
    customerPresent: context.customerPresent,
    holdUntil: context.hold?.until ?? null,
    continues: context.continues,
    subjectId: before?.subjectId ?? null,
    handoverId: before?.handoverId ?? null,
    tagIds: before?.tagIds ?? [],
    // Why it was closed is forgotten when closing is undone.
    closeReasonId: state === 'closing' || !open ? (before?.closeReasonId ?? null) : null,
    rating: before?.rating ?? null,
    ratedAt: before?.ratedAt ?? null,
    mailDueAt: before?.mailDueAt ?? null,
    mailedSeq: before?.mailedSeq ?? 0,
    mailedAt: before?.mailedAt ?? null,
    erasedAt: before?.erasedAt ?? null,
  }
}

export function contextOf(awake: AwakeActor): ChatContext {
  const context: unknown = awake.snapshot.context
  return context as ChatContext
}

export function holder(row: ChatRow): ReturnType<typeof holderOf> {
  return holderOf(row.state as ChatStateName, row)
}

/** Whether a chat waits where it waited before, for the same agents. */
export function isSamePlace(before: ChatRow, after: ChatRow): boolean {
  const { groupId, targetAgentId } = before
  return inLine(before) && groupId === after.groupId && targetAgentId === after.targetAgentId
}

export function inLine(row: ChatRow): boolean {
  return isWaiting(row.state as ChatStateName)
}
