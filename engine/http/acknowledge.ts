import type { Context } from 'hono'
import type { Answer } from '../host/answer.ts'
import { problem } from './problem.ts'

/** Says what became of a command. */
export function acknowledge(c: Context, commandId: string, answer: Answer): Response {
  if (answer.kind === 'refused') return problem(c, answer.refusal)
  return c.json({ id: commandId, seq: answer.seq, result: answer.result })
}
