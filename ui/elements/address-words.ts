import { html, type TemplateResult } from 'lit'

/** An e-mail address that breaks, where it has to, before its parts and not inside of them. */
export function addressWords(address: string): TemplateResult[] {
  return address
    .split(/(?<=.)(?=[@.])/)
    .map((part, at) => html`${at === 0 ? '' : html`<wbr />`}${part}`)
}
