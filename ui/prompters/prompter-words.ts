import { msg, str } from '@lit/localize'
import type { SuggestionSource, Suggestions } from '#protocol/prompters'
import { clockTime } from '../elements/times.ts'

/** Why a prompter has no suggestions; null where it is well. */
export function whyNothing({ state, restsUntil, suggestions }: Suggestions): string | null {
  switch (state) {
    case 'late':
      return msg('It did not answer in time.')
    case 'failed':
      return msg('It could not answer.')
    case 'resting':
      return restsUntil === null
        ? msg('It failed a few times and rests.')
        : msg(str`It failed a few times and rests until ${clockTime(restsUntil)}.`)
    case 'busy':
      return msg('Too many ask it at this moment.')
    case 'answered':
      return suggestions.length === 0 ? msg('It has nothing that fits.') : null
  }
}

/** Where a suggestion is from, in a word. */
export function sourceWords({ kind, title }: SuggestionSource): string {
  return kind === 'chat' ? msg('an earlier chat') : title
}
