import type { Json } from '#storage/json'
import type { Refusal, RefusalCode } from '#protocol/refusals'
import { REFUSALS, isRefusalCode } from '#protocol/refusals'

/** What a command comes to, said after everything that it depends on is durable. */
export type Answer =
  | { kind: 'done'; seq: number; result: Record<string, Json> }
  | { kind: 'refused'; refusal: Refusal }

type Details = Refusal['details']

/** Ends a turn that a rule said no to: nothing of it happens. Caught by the host alone. */
export class RefusedTurn extends Error {
  override name = 'RefusedTurn'
  constructor(
    readonly code: RefusalCode,
    readonly details?: Details,
    /** In words of the account's own; without them those of the code. */
    readonly says?: string,
  ) {
    super(code)
  }
}

/** Refuses with the code of a guard; a guard without words of its own says `notNow`. */
export function refuse(code: string, details?: Details): never {
  if (isRefusalCode(code)) throw new RefusedTurn(code, details)
  throw new RefusedTurn('notNow', { ...details, guard: code })
}

/** Refuses a blocked customer with what the block says to them, if its words were not erased. */
export function refuseBlocked(message: string | null): never {
  throw new RefusedTurn(
    'blocked',
    undefined,
    message === null || message === '' ? undefined : message,
  )
}

export function refused(
  code: RefusalCode,
  more: { retryAfterMs?: number; details?: Details; says?: string } = {},
): Answer {
  return { kind: 'refused', refusal: toRefusal(code, more) }
}

export function toRefusal(
  code: RefusalCode,
  more: { retryAfterMs?: number; details?: Details; says?: string } = {},
): Refusal {
  return { code, says: REFUSALS[code].says, ...more }
}
