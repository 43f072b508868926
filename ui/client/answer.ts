import { msg } from '@lit/localize'
import { inWords, type Refusal } from './refused.ts'

/** What the server said to a request. */
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

/** What an answer's text says. Throws where it cannot be read. */
export function answerOf<T>(ok: boolean, text: string): Answer<T> {
  const value: unknown = text === '' ? null : JSON.parse(text)
  return ok ? { ok, value: value as T } : { ok, refusal: refusalIn(value) }
}

function refusalIn(value: unknown): Refusal {
  if (typeof value === 'object' && value !== null && 'refusal' in value) {
    return inWords(value.refusal as Refusal)
  }
  return { code: 'fault', says: msg('The server gave an answer that cannot be read.') }
}
