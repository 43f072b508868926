/**
 * What was typed or pasted, without what the server refuses: control characters other than tab and
 * line ends, and halves of characters.
 */
export function storableText(text: string): string {
  return text
    .replace(/\p{Control}/gu, (control) => ('\t\n\r'.includes(control) ? control : ''))
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}
