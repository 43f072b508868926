import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { Articles } from '#storage/articles'
import type { Feed } from '#storage/feed'
import type { PastAnswers } from '#storage/past-answers'
import { SearchTooBroad } from '#storage/search'
import { Knowledge } from '../knowledge/knowledge.ts'
import type { Clock } from '../ports.ts'
import { BotScreens } from './bot-screens.ts'
import { Bots } from './bots.ts'
import type { BotParts, FindFits } from './bots.ts'

type Parts = Pick<BotParts, 'host' | 'outgoing' | 'breaker' | 'files'> & {
  clock: Clock
  feed: Pick<Feed, 'words'>
  articles: Articles
  past: PastAnswers
}

type ScreenParts = Omit<ConstructorParameters<typeof BotScreens>[0], 'find'> &
  Pick<Parts, 'articles' | 'past'>

/** Bots that read messages from this feed and answer from these articles. */
export function botsOf({ host, outgoing, breaker, files, clock, feed, ...known }: Parts): Bots {
  return new Bots({
    host,
    clock,
    outgoing,
    breaker,
    files,
    wordsOf: async (accountId, messageId) => {
      const [message] = await feed.words(accountId, [messageId], MAX_TEXT_LENGTH)
      return message?.text ?? null
    },
    find: findIn(new Knowledge(known)),
  })
}

/** Bots that administrators see and try out, answering from these articles. */
export function botScreensOf({ articles, past, ...parts }: ScreenParts): BotScreens {
  return new BotScreens({ ...parts, find: findIn(new Knowledge({ articles, past })) })
}

/** Past answers are none of it: they were said to somebody else. */
function findIn(knowledge: Knowledge): FindFits {
  return async (accountId, question, groupId) => {
    const articles = { audience: 'customer', groupIds: [groupId] } as const
    try {
      const found = await knowledge.articles(accountId, question, { articles, past: null }, 3)
      return found.map(({ article: { title, url, text }, match }) => ({
        title,
        url,
        text,
        match: Math.round(match * 100),
      }))
    } catch (error) {
      // Of such a question everything and nothing is found.
      if (error instanceof SearchTooBroad) return []
      throw error
    }
  }
}
