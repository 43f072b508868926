import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signature } from '../outgoing/outgoing.ts'
import { readAnswer } from './bot-answer.ts'
import type { BotQuestion } from './webhook-bot.ts'
import { isSigned } from './webhook-bot.ts'

const README = readFileSync(new URL('README.md', import.meta.url), 'utf8')

/** The examples of a kind, as they stand in the page. */
function examples(kind: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`json ${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, json = '']) => json,
  )
}

const signed = z.object({
  secret: z.string(),
  body: z.string(),
  at: z.int(),
  signature: z.string(),
})

describe('the page on webhook bots', () => {
  it('[BO36] shows questions as they are asked', () => {
    const question: BotQuestion = {
      protocol: 1,
      event: 'message',
      effectId: 'chat:01985000-0000-7000-8000-000000000001:3:0',
      bot: { id: '01985000-0000-7000-8000-00000000000b', name: 'Pine' },
      chat: {
        id: '01985000-0000-7000-8000-000000000001',
        channelId: 'web',
        groupId: 'support',
      },
      customer: { id: 'c1', name: 'Ada', language: 'de' },
      message: {
        id: '01985000-0000-7000-8000-000000000002',
        text: 'Where is it?',
        at: 1_767_603_600_000,
      },
      blocked: false,
      staffed: true,
    }
    expect(examples('question').map((json): unknown => JSON.parse(json))).toEqual([question])
  })

  it('[BO36] shows answers that are understood', () => {
    const answers = examples('answer').map(readAnswer)
    expect(answers).toHaveLength(2)
    expect(answers).not.toContain(null)
    expect(answers[0]?.messages[0]?.buttons.map(({ action }) => action)).toEqual([
      'say',
      'talkToPerson',
      'leaveMessage',
    ])
  })

  it('[BO36] shows a signature that is right', () => {
    const [json = ''] = examples('signed')
    const { secret, body, at, signature: shown } = signed.parse(JSON.parse(json))
    expect(shown).toBe(signature(secret, body, at))
    expect(isSigned(shown, secret, body, at + 60_000)).toBe(true)
    expect(isSigned(shown, secret, body, at + 600_000)).toBe(false)
    expect(isSigned(shown, secret, `${body} `, at)).toBe(false)
  })
})
