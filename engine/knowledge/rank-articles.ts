import type { WordsInArticles } from '#storage/articles'
import type { WordsInPast } from '#storage/past-answers'

/*
 * Which articles answer a question. Four things say it: the article's own words; its words together
 * with what those asked whom it was given to; what those were given who asked the like; and how often
 * it is given at all. Of the first two the best article sets the measure, the other two are shares of
 * all. Rare words count more, as in BM25 (Robertson and Zaragoza, The Probabilistic Relevance
 * Framework, 2009), over both articles and past questions.
 */

export interface RankedArticle {
  articleId: string
  /** How well it answers, of 1. */
  match: number
  /** By which it stands before others; only differences mean something. */
  score: number
}

/** How an answer of the past fits a question, of 1. */
export interface RankedPast {
  answerId: string
  articleId: string | null
  match: number
}

export interface Ranked {
  articles: RankedArticle[]
  /** Answers to those who asked the like, the likest first. */
  past: RankedPast[]
}

/** A word that comes again says ever less more. */
const SATURATION = 1.2
/** Titles are short because they are titles; long texts have many words by chance. */
const LENGTH_OF_OWN = 0.3
const LENGTH_OF_PAST = 0.3
const LENGTH_OF_BOTH = 0.4

/** So many that asked the like have a say. */
const NEIGHBOURS = 30

/** How much each of the four says. That hardly matters: half or double of any changes little. */
const OWN = 0.3
const BOTH = 1
const NEIGHBOURS_SAY = 1
const GIVEN_OFTEN = 1

/** As if so many more had been answered without an article: few uses are little evidence. */
const UNSEEN = 5

const NO_PAST: WordsInPast = { count: 0, averageLength: 0, uses: [], words: [] }

/** Ranks articles, and answers of the past, by a question; those that nothing speaks for are left out. */
export function rankArticles(own: WordsInArticles, past: WordsInPast = NO_PAST): Ranked {
  const rarity = rarityOf(own, past)
  const asked = sum(rarity.values())
  if (asked === 0) return { articles: [], past: [] }
  const fits = ownFits(own, rarity, asked)
  const together = togetherFits(own, past, rarity)
  const like = likestOf(past, rarity, asked)
  const likeInAll = sum(like.map(({ score }) => score))
  const votes = new Map<string, number>()
  const likest = new Map<string, number>()
  for (const { articleId, score, match } of like) {
    if (articleId === null) continue
    add(votes, articleId, score / likeInAll)
    likest.set(articleId, Math.max(likest.get(articleId) ?? 0, match))
  }
  const uses = new Map(past.uses.map(({ articleId, count }) => [articleId, count]))
  const bestOwn = largest([...fits.values()].map(({ score }) => score))
  const best = largest([...together.values()])
  const scored = [...new Set([...fits.keys(), ...together.keys(), ...votes.keys()])].map(
    (articleId) => {
      const used = uses.get(articleId) ?? 0
      const fit = fits.get(articleId)
      return {
        articleId,
        score:
          (OWN * (fit?.score ?? 0)) / bestOwn +
          (BOTH * (together.get(articleId) ?? 0)) / best +
          NEIGHBOURS_SAY * (votes.get(articleId) ?? 0) +
          GIVEN_OFTEN * (used / (past.count + UNSEEN) + 0.1 * Math.log1p(used)),
        match: Math.max(fit?.match ?? 0, likest.get(articleId) ?? 0),
      }
    },
  )
  scored.sort((a, b) => b.score - a.score || (a.articleId < b.articleId ? -1 : 1))
  return { articles: neverRising(scored), past: like.map(({ score: _score, ...one }) => one) }
}

/** By word, how rare it is among articles and past questions: the logarithm of odds against it. */
function rarityOf(own: WordsInArticles, past: WordsInPast): Map<string, number> {
  const counts = new Map(own.words.map(({ word, documents }) => [word, documents.length]))
  for (const { word, documents } of past.words) add(counts, word, documents.length)
  const all = own.count + past.count
  const rarity = new Map<string, number>()
  for (const [word, count] of counts) {
    rarity.set(word, Math.log1p((all - count + 0.5) / (count + 0.5)))
  }
  return rarity
}

interface Fit {
  score: number
  match: number
}

/** How the articles' own words fit. A match is of both sides: of the question, and of the title. */
function ownFits(own: WordsInArticles, rarity: Map<string, number>, asked: number) {
  const found = new Map<string, { score: number; had: number; titleWords: number; title: number }>()
  for (const { word, documents } of own.words) {
    const rare = rarity.get(word) ?? 0
    for (const { articleId, weight, inTitle, length, titleLength } of documents) {
      const one = found.get(articleId) ?? { score: 0, had: 0, titleWords: 0, title: titleLength }
      one.score += (rare * weight) / lengthNorm(length, own.averageLength, LENGTH_OF_OWN)
      one.had += rare * Math.min(1, weight)
      if (inTitle) one.titleWords += 1
      found.set(articleId, one)
    }
  }
  const fits = new Map<string, Fit>()
  for (const [articleId, { score, had, titleWords, title }] of found) {
    const ofQuestion = had / asked
    const ofTitle = title === 0 ? 0 : Math.min(1, titleWords / title)
    fits.set(articleId, { score, match: Math.max(ofQuestion, Math.sqrt(ofQuestion * ofTitle)) })
  }
  return fits
}

/** BM25 of articles as if what was asked by those who were given them stood in them. */
function togetherFits(own: WordsInArticles, past: WordsInPast, rarity: Map<string, number>) {
  const lengths = new Map(past.uses.map(({ articleId, length }) => [articleId, length]))
  const average = own.averageLength + sum(lengths.values()) / Math.max(1, own.count)
  const fits = new Map<string, number>()
  const inPast = new Map(past.words.map(({ word, documents }) => [word, documents]))
  const inOwn = new Map(own.words.map(({ word, documents }) => [word, documents]))
  for (const [word, rare] of rarity) {
    const times = new Map<string, number>()
    const ownLengths = new Map<string, number>()
    for (const { articleId, weight, length } of inOwn.get(word) ?? []) {
      add(times, articleId, weight)
      ownLengths.set(articleId, length)
    }
    for (const { articleId, weight } of inPast.get(word) ?? []) {
      if (articleId !== null) add(times, articleId, weight)
    }
    for (const [articleId, often] of times) {
      const length = (ownLengths.get(articleId) ?? 0) + (lengths.get(articleId) ?? 0)
      const long = lengthNorm(length, average, LENGTH_OF_BOTH)
      add(fits, articleId, (rare * often * (SATURATION + 1)) / (often + SATURATION * long))
    }
  }
  return fits
}

/** Past answers whose question, or words, are the likest. */
function likestOf(past: WordsInPast, rarity: Map<string, number>, asked: number) {
  const found = new Map<string, RankedPast & { score: number }>()
  for (const { word, documents } of past.words) {
    const rare = rarity.get(word) ?? 0
    for (const { answerId, articleId, weight, length } of documents) {
      const one = found.get(answerId) ?? { answerId, articleId, match: 0, score: 0 }
      one.score += (rare * weight) / lengthNorm(length, past.averageLength, LENGTH_OF_PAST)
      one.match += (rare * weight) / asked
      found.set(answerId, one)
    }
  }
  return [...found.values()]
    .toSorted((a, b) => b.score - a.score || (a.answerId < b.answerId ? -1 : 1))
    .slice(0, NEIGHBOURS)
}

/** A match is never better than that of an article that stands before. */
function neverRising(ranked: readonly RankedArticle[]): RankedArticle[] {
  const [first] = ranked
  if (first === undefined) return []
  const top = largest(ranked.slice(0, 3).map(({ match }) => match))
  let least = Math.min(1, top)
  return ranked.map((article) => {
    least = Math.min(least, (top * article.score) / first.score)
    return { ...article, match: least }
  })
}

function lengthNorm(length: number, average: number, share: number): number {
  return 1 - share + (share * length) / Math.max(1, average)
}

function sum(numbers: Iterable<number>): number {
  let all = 0
  for (const number of numbers) all += number
  return all
}

/** The largest, or 1 where there is none: it is divided by. */
function largest(numbers: readonly number[]): number {
  const most = Math.max(0, ...numbers)
  return most > 0 ? most : 1
}

function add<K>(map: Map<K, number>, key: K, number: number): void {
  map.set(key, (map.get(key) ?? 0) + number)
}
