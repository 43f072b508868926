/**
 * The same function, which gives the same thing again as long as it is asked with the same: what is
 * made of a long list is made once, not each time that something is drawn.
 */
export function kept<Asked extends readonly unknown[], Made>(
  make: (...asked: Asked) => Made,
): (...asked: Asked) => Made {
  let last: { asked: Asked; made: Made } | null = null
  return function keptMade(...asked) {
    if (last === null || asked.some((one, index) => !Object.is(one, last?.asked[index]))) {
      last = { asked, made: make(...asked) }
    }
    return last.made
  }
}
