import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { BOT_DEADLINE_MS } from '#protocol/limits'
import type { TrialProblem } from '#protocol/trials'
import { SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import { readAnswer } from './bot-answer.ts'
import type { BotAnswer } from './bot-answer.ts'

/** The effect's id: the same message is asked with the same one, however often it is asked. */
export const EFFECT_HEADER = 'parley-effect'

/** What a bot may answer, in bytes: ten long messages. */
export const MAX_ANSWER_BYTES = 256 * 1024

/** An answer that was signed so long ago is somebody's copy, in milliseconds. */
const SIGNED_WITHIN_MS = 5 * 60_000

/** What a webhook is told of a message. */
export interface BotQuestion {
  protocol: 1
  event: 'message'
  effectId: string
  bot: { id: string; name: string }
  chat: { id: string; channelId: string; groupId: string }
  customer: { id: string; name: string | null; language: string | null }
  /** Null where the chat came to the bot without one. */
  message: { id: string; text: string; at: number } | null
  /** Whether nobody but the bot may serve this customer. */
  blocked: boolean
  /** Whether somebody of the chat's group is there. */
  staffed: boolean
}

export type Told =
  | { kind: 'answer'; answer: BotAnswer }
  | { kind: 'unreachable' | 'nonsense'; problem: TrialProblem }

/** Asks a webhook, and believes an answer only with its signature. It never rejects. */
export async function askWebhook(
  outgoing: Pick<Outgoing, 'post'>,
  { url, secret }: { url: string; secret: string },
  question: BotQuestion,
  now: () => number,
): Promise<Told> {
  const body = JSON.stringify(question)
  let heard: IncomingHttpHeaders = {}
  const answered = await outgoing.post({
    url,
    body,
    headers: {
      [SIGNATURE_HEADER]: signature(secret, body, now()),
      [EFFECT_HEADER]: question.effectId,
    },
    deadlineMs: BOT_DEADLINE_MS,
    maxBytes: MAX_ANSWER_BYTES,
    hear: (headers) => {
      heard = headers
    },
  })
  if (answered.kind === 'failed') {
    return { kind: 'unreachable', problem: { code: answered.why, status: answered.status } }
  }
  const signed = heard[SIGNATURE_HEADER]
  if (typeof signed !== 'string' || !isSigned(signed, secret, answered.text, now())) {
    return { kind: 'nonsense', problem: { code: 'unsigned', status: null } }
  }
  const answer = readAnswer(answered.text)
  return answer === null
    ? { kind: 'nonsense', problem: { code: 'nonsense', status: null } }
    : { kind: 'answer', answer }
}

/** Whether a body was signed with a secret, and not long ago: `t=<seconds>,v1=<hex>`. */
export function isSigned(signed: string, secret: string, body: string, now: number): boolean {
  const [, seconds = '', hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signed) ?? []
  if (hex === '' || Math.abs(now - Number(seconds) * 1_000) > SIGNED_WITHIN_MS) return false
  const right = createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
  return timingSafeEqual(right, Buffer.from(hex, 'hex'))
}
