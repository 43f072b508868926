import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { AccountSetup } from '#protocol/console'
import type { ArticleEntry, ArticleView } from '#protocol/knowledge'
import { MAX_ADDRESS_LENGTH, MAX_ARTICLE_LENGTH, MAX_LINE_LENGTH } from '#protocol/limits'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { markdown, markdownStyles } from '../elements/markdown.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { enumerated } from '../locales/formats.ts'
import { allArticles } from './all-articles.ts'
import './article-import.ts'
import { audienceOptions, languageName, languageOptions } from './article-words.ts'
import { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import { choiceField, choicesField, lineField, radioField, textField } from './form-fields.ts'
import { Loaded } from './loaded.ts'
import { gone, itemHead } from './page-head.ts'
import type { Run } from './run.ts'
import { save } from './save.ts'
import { section } from './section.ts'
import { linkTo, listOf, oneOf, wrong } from './shelf.ts'
import type { Unsaved } from './unsaved.ts'

interface Article {
  title: string
  text: string
  url: string
  language: string | null
  audience: ArticleEntry['audience']
  groupIds: readonly string[]
}

const NEW: Article = {
  title: '',
  text: '',
  url: '',
  language: null,
  audience: 'customer',
  groupIds: [],
}

/** Where files become articles, instead of one of them. */
const IMPORT = 'import'

/** What bots and prompters answer from. */
@customElement('parley-articles-page')
export class ArticlesPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'articles' | 'article'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  /** One of them; `new` for one that is being made, `import` for files. */
  @property({ attribute: false }) articleId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  @property({ attribute: false }) now: () => number = Date.now
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  protected readonly focusStays = new FocusStays(this)
  readonly #deleted = new Asked<ArticleView>(this)
  readonly #all = new Loaded<ArticleEntry[]>(
    this,
    () => this.#accountId,
    (accountId) =>
      this.rest === null || (this.articleId !== null && this.articleId !== IMPORT)
        ? undefined
        : allArticles(this.rest, accountId),
  )
  readonly #one = new Loaded<ArticleView>(
    this,
    () => this.#accountId,
    (accountId) =>
      this.articleId === null || this.articleId === IMPORT || this.articleId === 'new'
        ? undefined
        : this.rest?.article(accountId, this.articleId),
  )
  readonly #draft = new Draft<Article>(
    this,
    () => articleOf(this.#one.value),
    () => this.unsaved,
  )

  get #accountId(): string | null {
    return this.desk?.account.accountId ?? null
  }

  override render() {
    const { articleId } = this
    if (articleId === IMPORT) return this.#import()
    if (articleId !== null) return this.#article(articleId)
    return listOf<ArticleEntry>({
      page: 'articles',
      make: msg('New article'),
      more: html`<a class="button" href=${consoleAddress('articles', IMPORT)}
        >${msg('Import files')}</a
      >`,
      label: msg('Articles'),
      columns: this.#columns(),
      rows: this.#all.value,
      keyOf: (article) => article.articleId,
      empty: msg(
        'There are none yet. Write one, or import files: bots and prompters answer from them at once.',
      ),
      says: this.#all.says,
    })
  }

  #columns(): Column<ArticleEntry>[] {
    const audiences = audienceOptions()
    return [
      {
        id: 'title',
        title: msg('Title'),
        value: ({ title }) => title,
        cell: ({ articleId, title, url }) =>
          html`${linkTo('articles', articleId, title)}${url === null ? nothing : html`<small>${url}</small>`}`,
      },
      {
        id: 'audience',
        title: msg('For whom'),
        value: ({ audience }) => audiences.find(({ value }) => value === audience)?.words ?? '',
      },
      {
        id: 'groups',
        title: msg('Groups'),
        folds: true,
        value: ({ groupIds }) => (groupIds.length === 0 ? msg('All') : this.#groupNames(groupIds)),
      },
      {
        id: 'language',
        title: msg('Language'),
        folds: true,
        value: ({ language }) => (language === null ? '–' : languageName(language)),
      },
      {
        id: 'savedAt',
        title: msg('Saved'),
        folds: true,
        value: ({ savedAt }) => savedAt,
        cell: ({ savedAt }) =>
          html`<time title=${exactTime(savedAt)}>${dayAndTime(savedAt, this.now())}</time>`,
      },
    ]
  }

  #groupNames(groupIds: readonly string[]): string {
    const groups = this.setup?.groups ?? []
    const names = groups.filter(({ groupId }) => groupIds.includes(groupId))
    return enumerated(names.map(({ name }) => name))
  }

  #import(): TemplateResult {
    return html`
      ${itemHead('articles', msg('Import files'), msg('Several at once; what became of each is said.'))}
      ${wrong(this.#all.says)}
      <parley-article-import
        .known=${this.#all.value}
        .run=${this.run}
        @parley-imported=${() => void this.#all.refresh()}
      ></parley-article-import>
    `
  }

  #article(articleId: string): TemplateResult | typeof nothing {
    const { value: article, says } = this.#one
    if (articleId !== 'new' && article === null) {
      return says === null ? nothing : gone('articles', msg('This article is not there any more'))
    }
    return oneOf({
      page: 'articles',
      one: article,
      title: article?.title ?? msg('New article'),
      says: msg('Bots and suggestions give its beginning as plain text, with its address.'),
      body: this.#form(article),
      deletion: {
        asked: this.#deleted,
        verb: msg('Delete article'),
        title: msg(str`Delete ${article?.title ?? ''}?`),
        says: msg('No bot and no prompter answers from it any more, and its words are gone.'),
        answer: () => void this.#delete(),
      },
    })
  }

  #form(article: ArticleView | null): TemplateResult {
    const draft = this.#draft
    const { value } = draft
    const groups = this.setup?.groups ?? []
    return section({
      id: 'article',
      title: msg('The article'),
      draft,
      problem: problemWith(value),
      nameOf: fieldName,
      save: () => void this.#save(article),
      fields: html`
        ${lineField({
          id: 'title',
          label: fieldName('title'),
          says: msg('As a customer would ask for it: its words count most.'),
          value: value.title,
          maxLength: MAX_LINE_LENGTH,
          set: (title) => draft.set({ title }),
        })}
        <div class="editor">
          ${textField({
            id: 'text',
            label: fieldName('text'),
            says: msg('In Markdown. It may be empty where the address has it all.'),
            value: value.text,
            maxLength: MAX_ARTICLE_LENGTH,
            rows: 18,
            set: (text) => draft.set({ text }),
          })}
          <section class="preview" aria-labelledby="preview">
            <h3 id="preview">${msg('Preview')}</h3>
            ${
              value.text.trim() === ''
                ? html`<p class="quiet-words">${msg('What you write shows here.')}</p>`
                : markdown(value.text)
            }
          </section>
        </div>
        ${lineField({
          id: 'url',
          label: fieldName('url'),
          says: msg('Where it can be read whole; it may be nowhere.'),
          value: value.url,
          maxLength: MAX_ADDRESS_LENGTH,
          problem: isAddress(value.url) ? null : msg('This is no web address.'),
          set: (url) => draft.set({ url: url.trim() }),
        })}
        ${choiceField({
          id: 'language',
          label: fieldName('language'),
          says: msg('Decides how its words are compared with those of a question.'),
          none: msg('None in particular'),
          value: value.language,
          options: languageOptions(value.language),
          set: (language) => draft.set({ language }),
        })}
        ${radioField({
          id: 'audience',
          label: fieldName('audience'),
          value: value.audience,
          options: audienceOptions(),
          set: (audience) => draft.set({ audience }),
        })}
        ${choicesField({
          id: 'groupIds',
          label: fieldName('groupIds'),
          says: msg('Whose it is; of all, where none is chosen.'),
          value: value.groupIds,
          empty: msg('There are no groups yet.'),
          options: groups.map(({ groupId, name }) => ({ value: groupId, words: name })),
          set: (groupIds) => draft.set({ groupIds }),
        })}
      `,
    })
  }

  async #save(article: ArticleView | null): Promise<void> {
    const articleId = article?.articleId ?? null
    const result = await save(this.#draft, this.run, () => {
      const { url, groupIds, ...words } = this.#draft.value
      const place = { url: url === '' ? null : url, groupIds: [...groupIds] }
      return { type: 'saveArticle', articleId, ...words, ...place }
    })
    if (result === null) return
    const made = result['articleId']
    if (articleId === null && typeof made === 'string') this.go(consoleAddress('articles', made))
    else await this.#one.refresh()
  }

  async #delete(): Promise<void> {
    const isDone = await this.#deleted.carryOut(async ({ articleId }) =>
      this.run?.({ type: 'deleteArticle', articleId }),
    )
    if (isDone) this.go(consoleAddress('articles'))
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    markdownStyles,
    css`
      form.section {
        max-inline-size: none;
      }
      .editor {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
        gap: 20px;
      }
      .editor textarea {
        min-block-size: 380px;
        font-size: var(--size-13);
        line-height: var(--leading-read);
      }
      .preview {
        display: grid;
        gap: 8px;
        align-content: start;
        min-inline-size: 0;
        max-block-size: 460px;
        overflow-y: auto;
        padding: 12px 16px;
        border-radius: var(--radius-card);
        background: var(--ground-sunken);
      }
      .preview > h3 {
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
      }
    `,
  ]
}

function articleOf(article: ArticleView | null): Article {
  if (article === null) return NEW
  const { title, text, url, language, audience, groupIds } = article
  return { title, text, url: url ?? '', language, audience, groupIds }
}

function problemWith({ title, text, url }: Article): string | null {
  if (title.trim() === '') return msg('A title is needed.')
  if (!isAddress(url)) return msg('This is no web address.')
  return text.trim() === '' && url === '' ? msg('A text or an address is needed.') : null
}

/** None is one too. */
function isAddress(url: string): boolean {
  return url === '' || (/^https?:\/\//.test(url) && URL.canParse(url))
}

function fieldName(name: keyof Article): string {
  switch (name) {
    case 'title':
      return msg('Title')
    case 'text':
      return msg('Text')
    case 'url':
      return msg('Address')
    case 'language':
      return msg('Language')
    case 'audience':
      return msg('For whom')
    case 'groupIds':
      return msg('Groups')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-articles-page': ArticlesPage
  }
}
