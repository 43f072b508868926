import { css, html, nothing, type TemplateResult } from 'lit'
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'

/* Markdown as templates: nothing of it ever is HTML, and nothing is fetched for it. */

/** A text in Markdown as it reads. HTML in it stands as what it is, an image as its words. */
export function markdown(text: string): TemplateResult {
  return html`<div class="markdown" dir="auto">${all(lexer(text))}</div>`
}

function all(tokens: readonly Token[] = []): unknown[] {
  return tokens.map((token) => (isKnown(token) ? one(token) : token.raw))
}

function one(token: MarkedToken): unknown {
  switch (token.type) {
    case 'heading':
      return heading(token)
    case 'paragraph':
      return html`<p>${all(token.tokens)}</p>`
    case 'text':
      return token.tokens === undefined ? unescaped(token.text) : all(token.tokens)
    case 'escape':
    case 'html':
      return token.text
    case 'strong':
      return html`<strong>${all(token.tokens)}</strong>`
    case 'em':
      return html`<em>${all(token.tokens)}</em>`
    case 'del':
      return html`<s>${all(token.tokens)}</s>`
    case 'codespan':
      return html`<code>${token.text}</code>`
    case 'code':
      return html`<pre tabindex="0"><code>${token.text}</code></pre>`
    case 'blockquote':
      return html`<blockquote>${all(token.tokens)}</blockquote>`
    case 'list':
      return list(token)
    case 'list_item':
      return html`<li>${all(token.tokens)}</li>`
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'table':
      return table(token)
    case 'link':
      return link(token.href, all(token.tokens))
    case 'image':
      return link(token.href, token.text === '' ? token.href : token.text)
    case 'br':
      return html`<br />`
    case 'hr':
      return html`<hr />`
    case 'space':
    case 'def':
      return nothing
  }
}

/** One level below the title of the article, which is not part of its text. */
function heading({ depth, tokens }: Tokens.Heading): TemplateResult {
  const words = all(tokens)
  if (depth <= 2) return html`<h3>${words}</h3>`
  return depth === 3 ? html`<h4>${words}</h4>` : html`<h5>${words}</h5>`
}

function list({ ordered, start, items }: Tokens.List): TemplateResult {
  const rows = items.map(one)
  if (!ordered)
    return html`<ul>
      ${rows}
    </ul>`
  return html`<ol start=${start === '' ? 1 : start}>
    ${rows}
  </ol>`
}

function table({ header, rows }: Tokens.Table): TemplateResult {
  return html`<div class="wide" tabindex="0">
    <table>
      <thead>
        <tr>
          ${header.map(({ tokens }) => html`<th scope="col">${all(tokens)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map(({ tokens }) => html`<td>${all(tokens)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A way out of the page, where it leads somewhere that a browser may be led to. */
function link(href: string, words: unknown): unknown {
  return /^(https?:|mailto:)/i.test(href)
    ? html`<a href=${href} target="_blank" rel="noreferrer noopener">${words}</a>`
    : words
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
}

function unescaped(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|#39|nbsp);/g,
    (whole, name: string) => ENTITIES[name] ?? whole,
  )
}

const KNOWN: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
])

function isKnown(token: Token): token is MarkedToken {
  return KNOWN.has(token.type)
}

export const markdownStyles = css`
  .markdown {
    display: grid;
    gap: 10px;
    justify-items: start;
    max-inline-size: 72ch;
    line-height: var(--leading-read);
    overflow-wrap: anywhere;
  }
  .markdown > * {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  .markdown :is(h3, h4, h5) {
    font-weight: 600;
    line-height: var(--leading-list);
    margin-block-start: 6px;
  }
  .markdown h3 {
    font-size: var(--size-16);
  }
  .markdown h4,
  .markdown h5 {
    font-size: var(--size-14);
  }
  .markdown :is(ul, ol) {
    display: grid;
    gap: 4px;
    margin: 0;
    padding-inline-start: 22px;
    list-style: revert;
  }
  .markdown blockquote {
    margin: 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--line-strong);
    color: var(--text-2);
  }
  .markdown code {
    padding: 1px 4px;
    border-radius: 4px;
    background: var(--fill);
    font-size: 0.92em;
  }
  .markdown pre {
    margin: 0;
    padding: 10px 12px;
    overflow-x: auto;
    border-radius: var(--radius);
    background: var(--fill);
  }
  .markdown pre code {
    padding: 0;
    background: none;
  }
  .markdown .wide {
    overflow-x: auto;
  }
  .markdown table {
    border-collapse: collapse;
    font-size: var(--size-13);
  }
  .markdown :is(th, td) {
    padding: 4px 10px;
    border: 1px solid var(--line);
    text-align: start;
  }
  .markdown hr {
    justify-self: stretch;
    margin: 0;
    border: 0;
    border-block-start: 1px solid var(--line);
  }
  .markdown a {
    color: var(--accent-text);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`
