import { sql } from 'kysely'
import type { Db } from './database.ts'
import { reading } from './outcome.ts'
import type { SuggestionUseRow } from './rows.ts'

/** How many suggestions of a prompter were sent as they were, changed before, or not wanted. */
export interface Acceptance {
  prompterId: string
  taken: number
  edited: number
  dismissed: number
}

/** What agents made of suggestions, by prompter; those that nobody judged are left out. */
export interface SuggestionUses {
  acceptance(accountId: string): Promise<Acceptance[]>
}

export function storedSuggestionUses(db: Db): SuggestionUses {
  const count = (outcome: SuggestionUseRow['outcome']) =>
    sql<number>`(count(*) filter (where outcome = ${outcome}))::integer`
  return {
    acceptance: (accountId) =>
      reading(() =>
        db
          .selectFrom('suggestionUses')
          .select('prompterId')
          .select([
            count('taken').as('taken'),
            count('edited').as('edited'),
            count('dismissed').as('dismissed'),
          ])
          .where('accountId', '=', accountId)
          .groupBy('prompterId')
          .orderBy('prompterId')
          .execute(),
      ),
  }
}

/** The same of a store in memory. */
export function memorySuggestionUses(
  contents: (accountId: string) => { suggestionUses: SuggestionUseRow[] } | null,
): SuggestionUses {
  return {
    acceptance: async (accountId) => {
      const found = new Map<string, Acceptance>()
      for (const { prompterId, outcome } of contents(accountId)?.suggestionUses ?? []) {
        const none = { prompterId, taken: 0, edited: 0, dismissed: 0 }
        const one = found.get(prompterId) ?? none
        found.set(prompterId, { ...one, [outcome]: one[outcome] + 1 })
      }
      return [...found.values()]
    },
  }
}
