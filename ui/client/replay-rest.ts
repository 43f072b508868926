import type { Statechart } from '#protocol/statechart'
import type { WhatCouldBe, WhatIfAnswer, WhatIfBody, WhyEntry, WhyPage } from '#protocol/replay'
import type { Answer } from './answer.ts'
import { askOf, part, readTextOf, type Fetch } from './ask.ts'
import type { ActorPlace, PastReader } from './past.ts'

/** Reads what happened to chats and agents, and asks what else could have. */
export interface ReplayRest extends PastReader {
  /** Why a chat waited, and why it came to whom: what began after a step. */
  why(accountId: string, chatId: string, after: number): Promise<Answer<WhyPage>>
  /** What could have happened after a step. */
  whatCouldBe(accountId: string, actor: ActorPlace, after: number): Promise<Answer<WhatCouldBe>>
  /** Where the machine would go; nothing is written. */
  whatIf(accountId: string, actor: ActorPlace, asked: WhatIfBody): Promise<Answer<WhatIfAnswer>>
  /** The journal as a file's text; with what was said in a chat, where that is asked for. */
  journal(accountId: string, actor: ActorPlace, words: boolean): Promise<Answer<string>>
}

/** What the page of a replay reads. */
export interface ReplayReader extends ReplayRest {
  statechart(accountId: string, version: string): Promise<Answer<Statechart>>
}

export function replayRestOf(base: string, fetch?: Fetch): ReplayRest {
  const ask = askOf(base, fetch)
  const readText = readTextOf(base, fetch)
  return {
    steps: (accountId, actor, after, limit) =>
      ask('GET', `${pathOf(accountId, actor)}/steps?after=${after}&limit=${limit}`),
    why: (accountId, chatId, after) =>
      ask('GET', `/accounts/${part(accountId)}/chats/${part(chatId)}/why?after=${after}`),
    whatCouldBe: (accountId, actor, after) =>
      ask('GET', `${pathOf(accountId, actor)}/what-if?after=${after}`),
    whatIf: (accountId, actor, asked) => ask('POST', `${pathOf(accountId, actor)}/what-if`, asked),
    journal: (accountId, actor, words) =>
      readText(`${pathOf(accountId, actor)}/journal${words ? '?words=true' : ''}`),
  }
}

/** All that is known of why a chat waited; what could not be read is left out. */
export async function readWhy(
  reader: Pick<ReplayRest, 'why'>,
  accountId: string,
  chatId: string,
): Promise<WhyEntry[]> {
  const entries: WhyEntry[] = []
  for (;;) {
    const answer = await reader.why(accountId, chatId, entries.at(-1)?.step ?? 0)
    if (!answer.ok || answer.value.entries.length === 0) return entries
    entries.push(...answer.value.entries)
    if (!answer.value.more) return entries
  }
}

function pathOf(accountId: string, { kind, actorId }: ActorPlace): string {
  const kinds = kind === 'chat' ? 'chats' : 'agents'
  return `/accounts/${part(accountId)}/${kinds}/${part(actorId)}`
}
