import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ArticleEntry } from '#protocol/knowledge'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { DropTarget } from '../elements/drop-target.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'
import { articleIn, problemWithArticle, problemWithFile } from './article-file.ts'
import { audienceOptions, languageOptions } from './article-words.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { choiceField, radioField } from './form-fields.ts'
import type { Run } from './run.ts'
import { linkTo } from './shelf.ts'

/** What became of a file. */
interface Taken {
  fileName: string
  title: string
  outcome: 'new' | 'changed' | 'refused'
  articleId: string | null
  /** Why it was not taken. */
  says: string | null
}

/**
 * Takes articles from files, several at once, one after the other, and says what became of each.
 * One whose address or title is known already takes that one's place.
 *
 * @fires parley-imported - something was taken
 */
@customElement('parley-article-import')
export class ArticleImport extends LitElement {
  /** Those that are there already. */
  @property({ attribute: false }) known: readonly ArticleEntry[] | null = null
  @property({ attribute: false }) run: Run | null = null

  @state() protected language: string | null = null
  @state() protected audience: ArticleEntry['audience'] = 'customer'
  @state() protected taken: readonly Taken[] = []
  /** Files that wait for their turn. */
  @state() protected waiting = 0

  @query('input[type="file"]') protected input!: HTMLInputElement

  protected readonly focusStays = new FocusStays(this)
  protected readonly drop = new DropTarget(
    this,
    () => this.known !== null && this.waiting === 0,
    (files) => void this.take(files),
  )

  /** Takes these files; resolves when something became of each. */
  async take(files: readonly File[]): Promise<void> {
    if (files.length === 0 || this.known === null) return
    this.waiting = files.length
    this.taken = []
    const known = [...this.known]
    for (const file of files) {
      const one = await this.#takeOne(file, known)
      this.taken = [...this.taken, one]
      this.waiting -= 1
    }
    this.dispatchEvent(new CustomEvent('parley-imported'))
  }

  async #takeOne(file: File, known: ArticleEntry[]): Promise<Taken> {
    const content = await file.text()
    const article = articleIn(file.name, content)
    const { title, url, text } = article
    const taken = { fileName: file.name, title, articleId: null, says: null }
    const refused = (says: string): Taken => ({ ...taken, outcome: 'refused', says })
    const problem = problemWithFile(content) ?? problemWithArticle(article)
    if (problem !== null) return refused(problem)
    const before = sameOf(article, known)
    const language = article.language ?? this.language ?? before?.language ?? null
    const audience = before?.audience ?? this.audience
    const groupIds = before?.groupIds ?? []
    const articleId = before?.articleId ?? null
    const place = { url: url ?? before?.url ?? null, language, audience, groupIds }
    const settled = await this.run?.({ type: 'saveArticle', articleId, title, text, ...place })
    if (settled?.ok !== true)
      return refused(settled?.refusal.says ?? msg('There is no connection.'))
    if (articleId !== null) return { ...taken, outcome: 'changed', articleId }
    const made = settled.ack.result['articleId']
    if (typeof made !== 'string') return { ...taken, outcome: 'new' }
    known.push({ articleId: made, title, savedAt: 0, ...place })
    return { ...taken, outcome: 'new', articleId: made }
  }

  override render() {
    const { waiting, taken } = this
    return html`
      <div class="section">
        <div class="section-head">
          <h2>${msg('Files')}</h2>
          <p>
            ${msg('Markdown or plain text, one article a file. The title is its first heading, or the name of the file.')}
          </p>
        </div>
        <div class="fields">
          ${choiceField({
            id: 'language',
            label: msg('Language'),
            says: msg('Of files that say none themselves: it decides how words are compared.'),
            none: msg('None in particular'),
            value: this.language,
            options: languageOptions(null),
            set: (language) => {
              this.language = language
            },
          })}
          ${radioField({
            id: 'audience',
            label: msg('For whom'),
            says: msg('Of new articles; one that is there already keeps whom it is for.'),
            value: this.audience,
            options: audienceOptions(),
            set: (audience) => {
              this.audience = audience
            },
          })}
          <div class="drop" data-over=${this.drop.isOver}>
            <input
              type="file"
              id="files"
              multiple
              hidden
              accept=".md,.markdown,.txt,text/markdown,text/plain"
              @change=${() => void this.#chosen()}
            />
            <button
              class="button primary"
              aria-disabled=${waiting > 0 || this.known === null}
              @click=${() => waiting > 0 || this.input.click()}
            >
              ${icon('file')}${msg('Choose files')}
            </button>
            <span class="hint">${msg('or drop them here')}</span>
          </div>
          <p class="status" role="status">${this.#status()}</p>
        </div>
      </div>
      ${taken.length === 0 ? nothing : this.#report()}
    `
  }

  async #chosen(): Promise<void> {
    const files = [...(this.input.files ?? [])]
    this.input.value = ''
    await this.take(files)
  }

  #status(): unknown {
    const { waiting, taken } = this
    if (waiting > 0) {
      return msg(str`${number(taken.length)} of ${number(taken.length + waiting)} taken …`)
    }
    if (taken.length === 0) return nothing
    const count = (outcome: Taken['outcome']) =>
      taken.filter((one) => one.outcome === outcome).length
    const refused = count('refused')
    const words = msg(str`${number(count('new'))} new, ${number(count('changed'))} changed`)
    if (refused === 0) return html`<span class="good">${icon('check')}${words}</span>`
    const not = msg(str`${number(refused)} not taken`)
    return html`<span class="bad">${icon('alert')}${words}, ${not}</span>`
  }

  #report(): TemplateResult {
    const columns: Column<Taken>[] = [
      { id: 'file', title: msg('File'), value: ({ fileName }) => fileName },
      {
        id: 'title',
        title: msg('Title'),
        value: ({ title }) => title,
        cell: ({ articleId, title }) =>
          articleId === null ? title : linkTo('articles', articleId, title),
      },
      {
        id: 'outcome',
        title: msg('What became of it'),
        value: outcomeWords,
        cell: (one) =>
          one.outcome === 'refused'
            ? html`<span class="bad">${outcomeWords(one)}</span>`
            : outcomeWords(one),
      },
    ]
    return html`<parley-data-table
        .label=${msg('What became of the files')}
        .columns=${columns}
        .rows=${this.taken}
        .keyOf=${({ fileName, articleId }: Taken) => `${fileName} ${articleId}`}
      ></parley-data-table>
      <p class="to-list">
        <a class="button" href=${consoleAddress('articles')}>${msg('All articles')}</a>
      </p>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      .drop {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px;
        padding: 20px;
        border: 1px dashed var(--line-control);
        border-radius: var(--radius-card);
      }
      .drop[data-over='true'] {
        border-color: var(--accent);
        background: var(--accent-softer);
      }
      .status {
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .status:empty {
        display: none;
      }
      .to-list {
        margin-block-start: 16px;
      }
    `,
  ]
}

/** The article that is meant by one of a file: by its address, else by its title. */
function sameOf(
  { title, url }: { title: string; url: string | null },
  known: readonly ArticleEntry[],
): ArticleEntry | undefined {
  const byUrl = url === null ? undefined : known.find((one) => one.url === url)
  const wanted = title.toLocaleLowerCase()
  return byUrl ?? known.find((one) => one.title.toLocaleLowerCase() === wanted)
}

function outcomeWords({ outcome, says }: Taken): string {
  switch (outcome) {
    case 'new':
      return msg('A new article')
    case 'changed':
      return msg('In the place of the one that was there')
    case 'refused':
      return says ?? msg('Not taken')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-article-import': ArticleImport
  }
}
