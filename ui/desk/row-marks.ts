import { msg, str } from '@lit/localize'
import { css, html, nothing, type TemplateResult } from 'lit'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { tagsOf } from './tag-mark.ts'

/** More than these would push words away. */
const SHOWN = 4

/** What a row shows of a chat's tags and rating where there is room: dots, and a number. */
export function rowMarks(chat: ChatView, desk: DeskState | null): TemplateResult | typeof nothing {
  const tags = tagsOf(desk, chat.tagIds)
  if (tags.length === 0 && chat.rating === null) return nothing
  const names = tags.map(({ name }) => name).join(', ')
  return html`<span class="marks">
    ${
      tags.length === 0
        ? nothing
        : html`<span class="dots" title=${names}>
            ${tags
              .slice(0, SHOWN)
              .map(({ colour }) => html`<i class="tag-dot" data-colour=${colour}></i>`)}
            <span class="hidden-text">${msg(str`Tags: ${names}`)}</span>
          </span>`
    }
    ${
      chat.rating === null
        ? nothing
        : html`<span class="rated" title=${msg(str`Rated ${chat.rating} of 5`)}>
            <span aria-hidden="true">★ ${chat.rating}</span>
            <span class="hidden-text">${msg(str`Rated ${chat.rating} of 5`)}</span>
          </span>`
    }
  </span>`
}

export const rowMarkStyles = css`
  .marks {
    flex: none;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin-inline-start: auto;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .rated {
    font-variant-numeric: tabular-nums;
  }
`
