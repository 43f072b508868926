import type { ChatContext } from '#machines/chat'
import { chatStateOf } from '#machines/chat-state'
import type { ChatStateName } from '#machines/chat-state'
import { Replay } from '#machines/replay'
import type { JournalEvent, Recorded, Replayed } from '#machines/replay'
import type { ChatRow } from '#storage/rows'

/** The columns of a chat's row that come from its journal alone. */
export type ChatColumns = Omit<
  ChatRow,
  | 'seq'
  | 'lastMessageId'
  | 'lastMessageAt'
  | 'unread'
  | 'subjectId'
  | 'handoverId'
  | 'tagIds'
  | 'closeReasonId'
  | 'rating'
  | 'ratedAt'
  | 'mailDueAt'
  | 'mailedSeq'
  | 'mailedAt'
  | 'erasedAt'
>

/** A chat made again from its journal, with what its row says besides the snapshot. */
export class ReplayedChat extends Replay {
  #openedAt = 0
  #stateSince = 0
  #closedAt: number | null = null
  #lastAgentId: string | null = null

  get state(): ChatStateName {
    return chatStateOf(this.snapshot.value)
  }

  get context(): ChatContext {
    const context: unknown = this.snapshot.context
    return context as ChatContext
  }

  protected override get groupId(): string {
    return this.context.line.groupId
  }

  get open(): boolean {
    return this.state !== 'closed' && this.state !== 'blocked'
  }

  get waits(): boolean {
    return this.state === 'queued' || this.state === 'forwarded'
  }

  /** To which agent alone it was forwarded. */
  get targetAgentId(): string | null {
    const { forward } = this.context
    return forward?.to.kind === 'agent' ? forward.to.agentId : null
  }

  /** In whose hands it is, against whose limit it counts. */
  get holder(): { agentId: string; as: 'chat' | 'offer' } | null {
    const { agentId } = this.context
    if (agentId === null) return null
    if (this.state === 'offered') return { agentId, as: 'offer' }
    const inHand = this.state.startsWith('assigned.') || this.state === 'closing'
    return inHand ? { agentId, as: 'chat' } : null
  }

  override take(event: JournalEvent, recorded?: Recorded): Replayed {
    const before = this.seq === 0 ? null : { state: this.state, holder: this.holder }
    const replayed = super.take(event, recorded)
    if (replayed.kind === 'difference') return replayed
    if (before === null) this.#openedAt = event.at
    if (before?.state !== this.state) this.#stateSince = event.at
    if (!this.open && this.#closedAt === null) {
      this.#closedAt = event.at
      this.#lastAgentId = before?.holder?.as === 'chat' ? before.holder.agentId : null
    }
    return replayed
  }

  /** What decides its place in a line. */
  get place(): Pick<
    ChatColumns,
    'chatId' | 'groupId' | 'priority' | 'firstWaitingAt' | 'openedAt'
  > {
    const { chatId, line } = this.context
    const { groupId, priority, firstWaitingAt } = line
    return { chatId, groupId, priority, firstWaitingAt, openedAt: this.#openedAt }
  }

  get columns(): ChatColumns {
    const { context, state, open } = this
    return {
      chatId: context.chatId,
      customerId: context.customerId,
      channelId: context.channelId,
      groupId: context.line.groupId,
      botId: context.botId,
      state,
      open,
      agentId: open ? context.agentId : this.#lastAgentId,
      targetAgentId: this.targetAgentId,
      priority: context.line.priority,
      firstWaitingAt: context.line.firstWaitingAt,
      passedOver: context.passedOver,
      stickyAgentId: context.sticky?.agentId ?? null,
      stickyUntil: context.sticky?.until ?? null,
      unansweredSince: context.unansweredSince,
      stateSince: this.#stateSince,
      openedAt: this.#openedAt,
      closedAt: this.#closedAt,
      closedBy: context.closed?.by ?? null,
      closeReason: context.closed?.reason ?? (state === 'blocked' ? 'blocked' : null),
      answered: context.answered,
      leftMessage: context.leftMessage,
      customerPresent: context.customerPresent,
      holdUntil: context.hold?.until ?? null,
      continues: context.continues,
    }
  }
}
