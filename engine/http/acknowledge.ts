import type { Context } from 'hono'
import type { Acknowledged } from './rest-screens.ts'
import type { Answer } from '../host/answer.ts'
import { problem } from './problem.ts'

/** Says to staff what became of a command. */
export function acknowledge(
  c: Pick<Context, 'body' | 'json'>,
  commandId: string,
  answer: Answer,
): Response {
  if (answer.kind === 'refused') return problem(c, answer.refusal)
  const { seq, result } = answer
  return c.json({ id: commandId, seq, result } satisfies Acknowledged)
}

/**
 * Says to a customer what became of a command: `seq` is the number of the message in the customer's
 * own stream, 0 where there is none. No number of the account, no id of staff's side gets out.
 */
export function acknowledgeCustomer(
  c: Pick<Context, 'body' | 'json'>,
  commandId: string,
  answer: Answer,
): Response {
  if (answer.kind === 'refused') {
    const { code, says, retryAfterMs } = answer.refusal
    return problem(c, { code, says, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  }
  const n = typeof answer.result.n === 'number' ? answer.result.n : 0
  return c.json({ id: commandId, seq: n, result: {} } satisfies Acknowledged)
}
