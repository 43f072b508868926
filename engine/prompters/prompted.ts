import type { Suggestion } from '#protocol/prompters'
import type { TrialProblem } from '#protocol/trials'
import type { ArticleReader } from '#storage/articles'
import type { ChatRow } from '#storage/rows'
import type { Answered } from '../outgoing/outgoing.ts'

/** A suggestion before it has an id. */
export type Draft = Omit<Suggestion, 'suggestionId'>

/** What a prompter is asked. */
export interface Prompted {
  accountId: string
  /** What the agent asks, or what the customer wrote. */
  question: string
  /** Whether an agent asks, in words of their own. */
  isAsked: boolean
  /** What was said before, the oldest first. */
  before: { from: 'customer' | 'agent' | 'bot'; text: string; at: number }[]
  /** As whom. */
  reader: ArticleReader
  /** Whether what was said in a chat that is over may be shown to who asks. */
  mayReadPast: (chat: ChatRow) => boolean
}

/** What a prompter had to say. */
export type Said = { kind: 'said'; drafts: Draft[] } | { kind: 'failed'; problem: TrialProblem }

/** What a service is blamed for that did not answer. */
export function problemOf({ why, status }: Extract<Answered, { kind: 'failed' }>): Said {
  return { kind: 'failed', problem: { code: why, status } }
}

export function failed(code: TrialProblem['code']): Said {
  return { kind: 'failed', problem: { code, status: null } }
}
