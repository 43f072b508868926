import type { PastAnswers } from '#storage/past-answers'
import type { FoundArticle, Knowledge } from '../knowledge/knowledge.ts'
import { mask } from '../knowledge/mask.ts'
import { plainText } from '../knowledge/plain-text.ts'
import type { Draft, Prompted } from './prompted.ts'

/** Articles and past answers of one request. */
const ARTICLES = 5
const PAST_ANSWERS = 2

/** What fits less is nothing that anybody would say, of 1. */
const LEAST_MATCH = 0.08
const LEAST_MATCH_OF_PAST = 0.35

/** So much of an article is suggested, in UTF-16 units; its address has the rest. */
const MOST_OF_ARTICLE = 900

/** Suggests from the account's own articles and from what its agents answered before. */
export async function askKnowledge(
  { knowledge, past }: { knowledge: Knowledge; past: PastAnswers },
  prompted: Prompted,
): Promise<Draft[]> {
  const { accountId, reader } = prompted
  const question = withContext(prompted)
  const asker = { articles: reader, past: { groupIds: reader.groupIds } }
  const ranked = await knowledge.rank(accountId, question, asker)
  const best = ranked.articles.filter(({ match }) => match >= LEAST_MATCH).slice(0, ARTICLES)
  const likest = ranked.past.filter(({ match }) => match >= LEAST_MATCH_OF_PAST)
  const [articles, said] = await Promise.all([
    knowledge.named(accountId, best),
    past.said(
      accountId,
      likest.slice(0, PAST_ANSWERS).map(({ answerId }) => answerId),
    ),
  ])
  const before = said
    // The search narrows, the authoriser decides.
    .filter(({ chat }) => prompted.mayReadPast(chat))
    .map(({ answerId, texts }): Draft => {
      const { match = 0 } = likest.find((one) => one.answerId === answerId) ?? {}
      return {
        match: inPercent(match),
        text: mask(texts.join('\n')),
        extras: [],
        sources: [{ kind: 'chat', title: '', url: null }],
      }
    })
  return [...articles.map(fromArticle), ...before].toSorted((a, b) => b.match - a.match)
}

/** A customer's short message is of what was said before; a long one, and what an agent asks, speak for themselves. */
export function withContext({ question, isAsked, before }: Prompted): string {
  if (isAsked || question.length >= ENOUGH) return question
  const asked = before.filter(({ from }) => from === 'customer').map(({ text }) => text)
  return [question, ...asked.toReversed()].join('\n').slice(0, MOST_OF_CONTEXT)
}

const ENOUGH = 400
const MOST_OF_CONTEXT = 1_200

function fromArticle({ article, match }: FoundArticle): Draft {
  const { title, url, text } = article
  const plain = plainText(text)
  const words = plain.length > MOST_OF_ARTICLE ? `${plain.slice(0, MOST_OF_ARTICLE)}…` : plain
  return {
    match: inPercent(match),
    text: [words === '' ? title : words, ...(url === null ? [] : [url])].join('\n'),
    extras: [],
    sources: [{ kind: 'article', title, url }],
  }
}

export function inPercent(match: number): number {
  return Math.round(Math.max(0, Math.min(1, match)) * 100)
}
