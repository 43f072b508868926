import { type Columns, articleColumns } from './columns.ts'
import { pageAddress, pageOf } from './page-address.ts'
import type { ArticleRow } from './rows.ts'
import { textSearchConfig } from './text-search-config.ts'

/** An article as it is stored, with how its words are reduced. */
export type StoredArticle = ArticleRow & { config: string }

export const storedArticleColumns: Columns<StoredArticle> = { ...articleColumns, config: 'text' }

export function withConfig(row: ArticleRow): StoredArticle {
  return { ...row, config: textSearchConfig(row.language) }
}

/** The words of a text as `to_tsvector` of a configuration has them; whatever is no letter or digit parts them. */
export function wordsOf(config: string, text: string): string {
  return `to_tsvector(${config}::regconfig, regexp_replace(${text}, '[^[:alnum:]]+', ' ', 'g'))`
}

/* Of an address the scheme and host say nothing; nor do the values that it was asked with. */
const PATH = `regexp_replace(coalesce(x.url, ''), '^[a-z]+://[^/]*|\\?[^#]*', ' ', 'g')`

/** The address by which answers that name it are known to lead to an article. */
export const ARTICLE_ADDRESS = pageAddress('x.url')
export const ARTICLE_PAGE = pageOf(ARTICLE_ADDRESS)

/** Of a row `x` of an account `$1`: title, address and text, by weights, and the account as a word. */
export const ARTICLE_WORDS = `array_to_tsvector(array['account:' || $1::text])
  || setweight(${wordsOf('x.config', 'x.title')}, 'A')
  || setweight(${wordsOf('x.config', PATH)}, 'B')
  || setweight(${wordsOf('x.config', 'x.text')}, 'D')`
