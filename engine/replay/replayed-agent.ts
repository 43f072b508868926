import type { AgentContext, AgentStateValue } from '#machines/agent'
import { Replay } from '#machines/replay'

/** An agent made again from its journal. */
export class ReplayedAgent extends Replay {
  get context(): AgentContext {
    const context: unknown = this.snapshot.context
    return context as AgentContext
  }

  get value(): AgentStateValue {
    const value: unknown = this.snapshot.value
    return value as AgentStateValue
  }

  /** Chats, offers and what is being wrapped up, which count against the limit. */
  get inHand(): number {
    const { chats, offers, wrapUps } = this.context
    return chats.length + offers.length + wrapUps.length
  }

  get accepts(): boolean {
    const { presence, connection } = this.value
    return presence === 'online' && connection === 'connected' && this.inHand < this.context.limit
  }
}
