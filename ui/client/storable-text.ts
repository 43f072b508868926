/**
 * What was typed or pasted, without what no server can store: U+0000 and halves of characters.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD')
}
