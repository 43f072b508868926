import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'

/**
 * Markdown as plain text, for where nothing else is shown: words without marks, lists with theirs,
 * a row of a table a line. HTML and the addresses of links and pictures are left out.
 */
export function plainText(markdown: string): string {
  return together(lexer(markdown), '\n\n')
}

function together(tokens: readonly Token[], between: string): string {
  const parts = tokens.map((token) => (isKnown(token) ? wordsOf(token) : token.raw))
  return parts.filter((words) => words !== '').join(between)
}

function wordsOf(token: MarkedToken): string {
  switch (token.type) {
    case 'heading':
    case 'paragraph':
    case 'strong':
    case 'em':
    case 'del':
    case 'link':
      return together(token.tokens, '')
    case 'text':
      return token.tokens === undefined ? token.text : together(token.tokens, '')
    case 'escape':
    case 'codespan':
    case 'code':
    case 'image':
      return token.text
    case 'blockquote':
      return together(token.tokens, '\n\n')
    case 'list':
      return listWords(token)
    case 'list_item':
      return together(token.tokens, '\n')
    case 'table':
      return [token.header, ...token.rows].map(rowWords).join('\n')
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'br':
      return '\n'
    case 'space':
    case 'def':
    case 'hr':
    case 'html':
      return ''
  }
}

function listWords({ ordered, start, items }: Tokens.List): string {
  const first = start === '' ? 1 : start
  const lines = items.map((item, index) => {
    const mark = ordered ? `${first + index}.` : '-'
    return `${mark} ${wordsOf(item).replaceAll('\n', '\n  ')}`
  })
  return lines.join('\n')
}

function rowWords(cells: readonly Tokens.TableCell[]): string {
  return cells.map(({ tokens }) => together(tokens, '')).join(' · ')
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
