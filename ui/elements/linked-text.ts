import { html, type TemplateResult } from 'lit'

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g

/** Text with its web addresses as links; nothing else of it is more than text. */
export function linkedText(text: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const [address] = match
    parts.push(text.slice(from, match.index))
    parts.push(
      html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow ugc"
        >${address}</a
      >`,
    )
    from = match.index + address.length
  }
  parts.push(text.slice(from))
  return parts
}
