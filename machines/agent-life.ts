import type { AgentEvent, AgentInput } from './agent-events.ts'
import { agentMachine, inHand, whyNotAccepting } from './agent.ts'
import type { AgentContext, AgentStateValue } from './agent.ts'
import { NINE } from './chat-life.ts'
import type { NotAccepting } from './decision.ts'
import { Life } from './life.ts'

/** Ann, with three chats at most and ten seconds for a lost socket to return. */
export const HIRED: AgentInput = {
  at: NINE,
  by: 'system',
  agentId: 'ann',
  limit: 3,
  graceMs: 10_000,
  settingsVersion: 1,
}

/** An agent's life; see `Life`. */
export class AgentLife extends Life<AgentEvent> {
  constructor(input: Partial<AgentInput> = {}) {
    super(agentMachine, { ...HIRED, ...input })
  }

  get state(): AgentStateValue {
    return this.snapshot.value as AgentStateValue
  }

  get context(): AgentContext {
    return this.snapshot.context
  }

  get inHand(): number {
    return inHand(this.context)
  }

  get notAccepting(): NotAccepting | null {
    return whyNotAccepting({ value: this.state, context: this.context })
  }
}

/** Connected and online, nothing in hand. */
export function agentAtWork(input: Partial<AgentInput> = {}): AgentLife {
  return new AgentLife(input).given({ type: 'socketOpened' }, { type: 'wentOnline' })
}
