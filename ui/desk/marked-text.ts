import { html, type TemplateResult } from 'lit'

/** A text in which what was looked for is marked. */
export function markedText(
  text: string,
  marks: readonly (readonly number[])[],
): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = []
  let at = 0
  for (const [from = 0, to = 0] of marks) {
    if (from < at || to > text.length) continue
    parts.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`)
    at = to
  }
  parts.push(text.slice(at))
  return parts
}
