import { WEBHOOK_DEADLINE_MS } from '#protocol/limits'
import { webhookAnswer } from '#protocol/prompters'
import type { WebhookQuestion } from '#protocol/prompters'
import { SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import { parsed } from './parsed.ts'
import { failed, problemOf } from './prompted.ts'
import type { Draft, Prompted, Said } from './prompted.ts'

/** What a prompter may answer, in bytes. */
export const MAX_ANSWER_BYTES = 256 * 1024

/** What was said before goes along, so much of it. */
const MOST_BEFORE = 20

export interface WebhookPlace {
  prompterId: string
  url: string
  secret: string
}

/** Asks a webhook, in JSON that is signed. */
export async function askWebhook(
  outgoing: Pick<Outgoing, 'post'>,
  { prompterId, url, secret }: WebhookPlace,
  { question, before }: Prompted,
  { requestId, at }: { requestId: string; at: number },
): Promise<Said> {
  const asked: WebhookQuestion = {
    type: 'suggest',
    requestId,
    prompterId,
    question,
    messages: before.slice(-MOST_BEFORE),
  }
  const body = JSON.stringify(asked)
  const answered = await outgoing.post({
    url,
    body,
    headers: { [SIGNATURE_HEADER]: signature(secret, body, at) },
    deadlineMs: WEBHOOK_DEADLINE_MS,
    maxBytes: MAX_ANSWER_BYTES,
  })
  if (answered.kind === 'failed') return problemOf(answered)
  const answer = parsed(webhookAnswer, answered.text)
  if (answer === null) return failed('nonsense')
  const drafts = answer.suggestions.map(({ text, match, extras = [], sources = [] }): Draft => ({
    match: Math.round(match),
    text,
    extras,
    sources: sources.map(({ title, url: link = null }) => ({
      kind: 'elsewhere',
      title,
      url: link,
    })),
  }))
  return { kind: 'said', drafts: drafts.toSorted((a, b) => b.match - a.match) }
}
