import { html, nothing, type TemplateResult } from 'lit'
import type { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsolePageId } from './console-pages.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { itemHead, pageHead } from './page-head.ts'
import { question } from './question.ts'

/* The pages that list things of one kind, each with a page of its own where it is changed. */

interface ListParts<Row> {
  page: ConsolePageId
  /** What a new one is called on its button; absent where none can be made. */
  make?: string
  /** What else can be done from the head of the page. */
  more?: unknown
  label: string
  columns: readonly Column<Row>[]
  /** Null while they are asked for. */
  rows: readonly Row[] | null
  keyOf: (row: Row) => string
  empty: string
  /** Why they did not come. */
  says?: string | null
}

/** All things of a kind. */
export function listOf<Row>(parts: ListParts<Row>): TemplateResult {
  const { page, make, more = nothing, label, columns, rows, keyOf, empty, says = null } = parts
  return html`
    ${pageHead(
      page,
      html`${more}${
        make === undefined
          ? nothing
          : html`<a class="button primary" href=${consoleAddress(page, 'new')}>${make}</a>`
      }`,
    )}
    ${wrong(says)}
    <parley-data-table
      .label=${label}
      .columns=${columns}
      .rows=${rows}
      .keyOf=${keyOf}
      .empty=${empty}
    ></parley-data-table>
  `
}

/** Why something did not come. */
export function wrong(says: string | null): unknown {
  return says === null ? nothing : html`<p class="problem" role="alert">${says}</p>`
}

interface OneParts<One> {
  page: ConsolePageId
  /** Null for one that is being made. */
  one: One | null
  title: string
  says: unknown
  /** What is set of it. */
  body: unknown
  deletion: {
    asked: Asked<One>
    /** What deleting is called. */
    verb: string
    title: string
    /** What follows from it. */
    says: string
    choice?: unknown
    answer: () => void
  } | null
}

/** One of them, with the way to delete it, which is asked about once. */
export function oneOf<One>({
  page,
  one,
  title,
  says,
  body,
  deletion,
}: OneParts<One>): TemplateResult {
  if (one === null || deletion === null) return html`${itemHead(page, title, says)} ${body}`
  const { asked, verb } = deletion
  const ask = html`<button class="button quiet danger" @click=${() => void asked.ask(one)}>
    ${verb} …
  </button>`
  return html`
    ${itemHead(page, title, says, ask)} ${body} ${question({ ...deletion, refused: asked.refused })}
  `
}

/** A cell that leads to one of them. */
export function linkTo(page: ConsolePageId, id: string, words: unknown): TemplateResult {
  return leadTo(consoleAddress(page, id), words)
}

/** A cell that leads to an address. */
export function leadTo(address: string, words: unknown): TemplateResult {
  return html`<a href=${address}>${words}</a>`
}
