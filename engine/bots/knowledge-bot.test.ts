import { describe, expect, it } from 'vitest'
import { textsIn } from '../texts.ts'
import { answerFromArticles } from './knowledge-bot.ts'
import type { BotSituation } from './knowledge-bot.ts'

const refunds = {
  title: 'Refunds',
  url: 'https://help.example/refunds',
  text: '# Money\nIt takes **a week**, see [here](https://help.example/x).',
  match: 70,
}

const at = (change: Partial<BotSituation> = {}): BotSituation => ({
  question: 'How long does a refund take?',
  fits: [refunds],
  threshold: 70,
  misses: 0,
  staffed: true,
  texts: textsIn(['en']).bot,
  ...change,
})

describe('the built-in bot', () => {
  it('[BO46] greets who only greets, and who came without words, and counts no miss', () => {
    for (const question of ['Hello', 'Guten Morgen!', null]) {
      const { messages, missed, handover } = answerFromArticles(at({ question, misses: 1 }))
      expect(messages).toMatchObject([{ buttons: [{ action: 'talkToPerson' }] }])
      expect(messages[0]?.text).toContain('what is it about')
      expect([missed, handover]).toEqual([false, null])
    }
  })

  it('[BO44] answers from the best article at its threshold, with title and address', () => {
    const { messages, missed, handover } = answerFromArticles(at())
    expect(messages.map(({ text }) => text)).toEqual([
      'Refunds\n\nMoney\n\nIt takes a week, see here.\n\nhttps://help.example/refunds',
    ])
    expect([missed, handover]).toEqual([false, null])
  })

  it('[BO44] says the beginning of a long article, to the end of a sentence', () => {
    const text = 'A sentence of some length. '.repeat(60)
    const [message] = answerFromArticles(at({ fits: [{ ...refunds, text }] })).messages
    expect(message?.text.length).toBeLessThan(800)
    expect(message?.text).toContain('length.\n\nhttps://')
  })

  it('[BO45] below the threshold says so and offers a person, the second time gets one', () => {
    const first = answerFromArticles(at({ threshold: 71 }))
    expect(first).toMatchObject({
      missed: true,
      handover: null,
      messages: [{ buttons: [{ action: 'talkToPerson' }] }],
    })
    const second = answerFromArticles(at({ threshold: 71, misses: 1 }))
    expect(second).toMatchObject({ messages: [], handover: { group: null } })
  })

  it('[BO45] in so many words hands over at once, in German too; with nobody there takes a message', () => {
    const asked = at({ question: 'Ich will mit einem Menschen sprechen' })
    expect(answerFromArticles(asked).handover).not.toBeNull()
    const alone = answerFromArticles({ ...asked, staffed: false, texts: textsIn(['de']).bot })
    expect(alone.handover).toBeNull()
    expect(alone.messages).toMatchObject([
      { buttons: [{ label: 'Nachricht hinterlassen', action: 'leaveMessage' }] },
    ])
  })
})
