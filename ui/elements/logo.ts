import { svg, html, type TemplateResult } from 'lit'

/** Two who speak: one bubble leans on the other. */
const drawing = svg`
  <path d="M4.5 3.5h12a3.5 3.5 0 0 1 3.5 3.5v5a3.5 3.5 0 0 1-3.5 3.5H9.8L5.2 19V15.3A3.5 3.5 0 0 1 1.5 12V6.5a3 3 0 0 1 3-3Z" fill="currentColor" opacity="0.38"/>
  <path d="M12 9h8a3 3 0 0 1 3 3v4.2a3 3 0 0 1-2.4 2.9v3.4l-3.9-3.3H12a3 3 0 0 1-3-3V12a3 3 0 0 1 3-3Z" fill="currentColor"/>
`

export function logo(): TemplateResult {
  return html`<svg class="logo" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`
}
