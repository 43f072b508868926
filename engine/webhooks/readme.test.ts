import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { TOLD_KINDS } from '#protocol/webhook-kinds'
import { webhookEvent } from '#protocol/webhooks'
import { isSigned } from '../bots/webhook-bot.ts'
import { signatures } from '../outgoing/outgoing.ts'
import { FAILED_AFTER_MS, KEPT_BYTES, PER_WEBHOOK, TELL_DEADLINE_MS } from './dispatcher.ts'
import { RETRY_MS } from './schedule.ts'

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8')

/** The examples of a kind, as they stand in the page. */
function examples(kind: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`json ${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, json = '']) => json,
  )
}

const signed = z.object({
  secrets: z.array(z.string()),
  body: z.string(),
  at: z.int(),
  signature: z.string(),
})

describe('the page on webhooks', () => {
  it('[WH1] shows events as they are told, and names every kind', () => {
    const shown = examples('event').map((json) => webhookEvent.parse(JSON.parse(json)))
    expect(shown.map(({ kind }) => kind)).toEqual([
      'chatStarted',
      'messageSaid',
      'chatAssigned',
      'chatClosed',
    ])
    for (const kind of TOLD_KINDS) expect(README).toContain(`| \`${kind}\` |`)
  })

  it('[WH1] shows a signature of two secrets, of which each is right', () => {
    const [json = ''] = examples('signed')
    const { secrets, body, at, signature } = signed.parse(JSON.parse(json))
    expect(signature).toBe(signatures(secrets, body, at))
    const [time = '', ...each] = signature.split(',')
    const isRight = secrets.map((secret, index) =>
      isSigned(`${time},${each[index] ?? ''}`, secret, body, at),
    )
    expect(isRight).toEqual([true, true])
  })

  it('[WH1] says how often and how long it is tried', () => {
    const hours = RETRY_MS.map((ms) => ms / 3_600_000)
    expect(hours).toEqual([5 / 3_600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24])
    expect(README).toContain('after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours')
    expect([TELL_DEADLINE_MS, KEPT_BYTES, PER_WEBHOOK]).toEqual([15_000, 1_000, 4])
    expect(FAILED_AFTER_MS).toBe(5 * 24 * 3_600_000)
  })
})
