/** Whether one reads from right to left where an element stands. */
export function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl'
}

/**
 * Where an arrow key leads along a line of things: 1 to the one that is read next, -1 to the one
 * before, 0 where it leads along no line. An arrow goes the way that it points.
 */
export function stepAlong({ key, currentTarget }: KeyboardEvent): -1 | 0 | 1 {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return 0
  const isReversed = currentTarget instanceof Element && isRightToLeft(currentTarget)
  return (key === 'ArrowRight') === isReversed ? -1 : 1
}

const FROM_RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Words of somebody inside of a sentence: they keep their direction and leave the sentence its own. */
export function isolated(words: string): string {
  return FROM_RIGHT_TO_LEFT.test(words) ? `\u2068${words}\u2069` : words
}
