import { css, html, type TemplateResult } from 'lit'
import type { TagColour } from '#protocol/staff-commands'
import type { TagView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'

/** In the order in which they are offered. */
export const TAG_COLOURS: readonly TagColour[] = [
  'slate',
  'teal',
  'cyan',
  'blue',
  'indigo',
  'violet',
  'plum',
  'brown',
]

/** The tags that a chat carries, as the desk knows them. */
export function tagsOf(desk: DeskState | null, tagIds: readonly string[]): TagView[] {
  return tagIds.flatMap((tagId) => desk?.tags.get(tagId) ?? [])
}

/** A tag with its name. */
export function tagMark({ name, colour }: TagView): TemplateResult {
  return html`<span class="tag-mark" data-colour=${colour}
    ><i></i><span dir="auto">${name}</span></span
  >`
}

export const tagStyles = css`
  .tag-mark {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-inline-size: 0;
    max-inline-size: 160px;
    padding: 1px 8px 1px 6px;
    border-radius: var(--radius-full);
    font-size: var(--size-12);
    line-height: 18px;
    background: var(--fill);
    color: var(--text-2);
  }
  .tag-mark span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tag-mark i,
  .tag-dot {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border-radius: var(--radius-full);
    background: light-dark(
      oklch(0.56 var(--tag-chroma, 0.09) var(--tag-hue, 240)),
      oklch(0.72 var(--tag-chroma, 0.09) var(--tag-hue, 240))
    );
  }
  [data-colour='slate'] {
    --tag-chroma: 0.02;
  }
  [data-colour='teal'] {
    --tag-hue: 190;
  }
  [data-colour='cyan'] {
    --tag-hue: 215;
  }
  [data-colour='blue'] {
    --tag-hue: 250;
    --tag-chroma: 0.12;
  }
  [data-colour='indigo'] {
    --tag-hue: 275;
    --tag-chroma: 0.12;
  }
  [data-colour='violet'] {
    --tag-hue: 300;
    --tag-chroma: 0.12;
  }
  [data-colour='plum'] {
    --tag-hue: 335;
  }
  [data-colour='brown'] {
    --tag-hue: 45;
    --tag-chroma: 0.045;
  }
`
