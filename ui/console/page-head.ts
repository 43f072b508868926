import { msg } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../elements/icon.ts'
import { consoleAddress } from './console-address.ts'
import { pageWords, type ConsolePageId } from './console-pages.ts'

/** The head of a page: its title, and what it is for. */
export function pageHead(page: ConsolePageId, action: unknown = nothing): TemplateResult {
  const { title, says } = pageWords(page)
  return html`<div class="page-head">
    <div>
      <h1>${title}</h1>
      <p>${says}</p>
    </div>
    ${action}
  </div>`
}

/** The head of one of the things that a page lists, with the way back to them. */
export function itemHead(
  page: ConsolePageId,
  title: string,
  says: unknown,
  action: unknown = nothing,
): TemplateResult {
  return html`<div class="page-head">
    <div>
      <a class="crumb" href=${consoleAddress(page)}>${icon('back')}${pageWords(page).title}</a>
      <h1>${title}</h1>
      <p>${says}</p>
    </div>
    ${action}
  </div>`
}

/** What is shown of a thing that is not there any more. */
export function gone(page: ConsolePageId, words: string): TemplateResult {
  return itemHead(page, words, msg('Somebody may have taken it away meanwhile.'))
}
