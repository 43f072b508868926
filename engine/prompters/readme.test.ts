import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { webhookAnswer, webhookQuestion } from '#protocol/prompters'
import { freePort } from '../operation/server-process.ts'
import { systemClock } from '../operation/system-ports.ts'
import { Outgoing } from '../outgoing/outgoing.ts'
import type { Prompted } from './prompted.ts'
import { askWebhook } from './webhook-prompter.ts'

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const SECRET = 'a secret of more than 16 letters'

/** A process starts on a busy machine. */
const PATIENT = { timeout: 20_000 }

let server: Bun.Subprocess | null = null

afterAll(() => server?.kill())

describe('the page on prompters', () => {
  it('[PM90] shows a question as it is asked, and answers that are understood', () => {
    const [question] = examples('json question')
    expect(webhookQuestion.strict().parse(JSON.parse(question ?? ''))).toEqual(
      JSON.parse(question ?? ''),
    )
    const answers = examples('json answer').map((json) => webhookAnswer.parse(JSON.parse(json)))
    expect(answers.map(({ suggestions }) => suggestions.length)).toEqual([1, 0])
  })

  it('[PM90] shows a service that answers who signs, and nobody else', PATIENT, async () => {
    const [code = ''] = examples('js server')
    const port = freePort()
    const url = `http://127.0.0.1:${port}/`
    server = Bun.spawn(['node', '--input-type=module', '--eval', code], {
      env: { ...process.env, PORT: String(port), PROMPTER_SECRET: SECRET },
      stdout: 'ignore',
      stderr: 'inherit',
    })
    const post = { method: 'POST', body: '{}' }
    await expect
      .poll(async () => (await fetch(url, post).catch(() => null))?.status ?? null, PATIENT)
      .toBe(401)

    const outgoing = new Outgoing({ clock: systemClock, allowPrivate: true })
    const asking = { requestId: 'r1', at: Date.now() }
    const ask = (secret: string) =>
      askWebhook(outgoing, { prompterId: 'orders', url, secret }, PROMPTED, asking)
    expect(await ask(SECRET)).toEqual({
      kind: 'said',
      drafts: [{ match: 50, text: 'About “Wo bleibt’s?”: …', extras: [], sources: [] }],
    })
    expect(await ask(`${SECRET}!`)).toMatchObject({ kind: 'failed' })
  })
})

const PROMPTED: Prompted = {
  accountId: 'a',
  question: 'Wo bleibt’s?',
  isAsked: true,
  before: [],
  reader: { audience: 'staff', groupIds: [] },
  mayReadPast: () => false,
}

/** The examples of a kind, as they stand in the page. */
function examples(kind: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '']) => code,
  )
}
