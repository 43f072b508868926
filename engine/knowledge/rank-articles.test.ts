import { describe, expect, it } from 'vitest'
import type { ArticleWithWord, WordsInArticles } from '#storage/articles'
import type { WordsInPast } from '#storage/past-answers'
import { rankArticles } from './rank-articles.ts'

/** Articles by the words of their titles, and the words that are asked for. */
function articles(titles: Record<string, string>, question: string): WordsInArticles {
  const all = Object.entries(titles).map(([articleId, title]) => ({
    articleId,
    words: title.split(' '),
  }))
  return {
    count: all.length,
    averageLength: 3,
    words: question.split(' ').map((word) => ({
      word,
      documents: all.flatMap(({ articleId, words }): ArticleWithWord[] =>
        words.includes(word)
          ? [
              {
                articleId,
                weight: 1,
                inTitle: true,
                length: words.length,
                titleLength: words.length,
              },
            ]
          : [],
      ),
    })),
  }
}

/** Past answers: what was asked, and which article was given. */
function past(asked: [question: string, articleId: string][], question: string): WordsInPast {
  const answers = asked.map(([words, articleId], index) => ({
    answerId: `answer-${index}`,
    articleId,
    words: words.split(' '),
  }))
  const ids = [...new Set(answers.map(({ articleId }) => articleId))]
  return {
    count: answers.length,
    averageLength: 3,
    uses: ids.map((articleId) => {
      const led = answers.filter((one) => one.articleId === articleId)
      const length = led.reduce((sum, { words }) => sum + words.length, 0)
      return { articleId, count: led.length, length }
    }),
    words: question.split(' ').map((word) => ({
      word,
      documents: answers
        .filter(({ words }) => words.includes(word))
        .map(({ answerId, articleId, words }) => ({
          answerId,
          articleId,
          weight: 1,
          length: words.length,
        })),
    })),
  }
}

const TITLES = { refund: 'get refund', invoice: 'find invoice', parcel: 'track parcel' }

describe('the ranking of articles', () => {
  it('[PM13] puts those first whose words are asked for, the rarer the better', () => {
    const own = articles({ ...TITLES, other: 'find anything' }, 'find invoice')
    expect(rankArticles(own).articles.map(({ articleId }) => articleId)).toEqual([
      'invoice',
      'other',
    ])
    expect(rankArticles(articles(TITLES, 'nothing here')).articles).toEqual([])
  })

  it('[PM13] learns from what those were given who asked the like', () => {
    const question = 'money back'
    const own = articles(TITLES, question)
    const before = past(
      [
        ['want money back', 'refund'],
        ['money back soon', 'refund'],
        ['where is it', 'parcel'],
      ],
      question,
    )
    const { articles: ranked, past: like } = rankArticles(own, before)
    expect(ranked.map(({ articleId }) => articleId)).toEqual(['refund'])
    expect(like.map(({ articleId }) => articleId)).toEqual(['refund', 'refund'])
  })

  it('[PM13] lets what is given often stand before what is as fit', () => {
    const question = 'help'
    const own = articles({ a: 'help one', b: 'help two' }, question)
    const before = past(
      [
        ['something else', 'b'],
        ['another thing', 'b'],
      ],
      question,
    )
    expect(rankArticles(own, before).articles[0]?.articleId).toBe('b')
  })

  it('[PM14] says how well each matches, of 1, none better than one before it', () => {
    const whole = rankArticles(articles(TITLES, 'track parcel')).articles
    expect(whole[0]?.match).toBeCloseTo(1)
    const part = rankArticles(articles(TITLES, 'track shipment find number')).articles
    const matches = part.map(({ match }) => match)
    expect(matches).toEqual(matches.toSorted((a, b) => b - a))
    expect(matches.every((match) => match > 0 && match < 1)).toBe(true)
  })
})
