import type { Refusal, RefusalCode } from '#protocol/refusals'
import { toRefusal } from '../host/answer.ts'

/** An answer for a screen, or why there is none. */
export type Shown<T> =
  | { kind: 'shown'; seq: number; value: T }
  | { kind: 'refused'; refusal: Refusal }

export function refusedScreen(code: RefusalCode): { kind: 'refused'; refusal: Refusal } {
  return { kind: 'refused', refusal: toRefusal(code) }
}
