/*
 * How a chart's names are read. A chart is laid out for words of these lengths, so whoever draws
 * it and whoever places it say them alike.
 */

/** `agentTookOver` as it is read: *agent took over*. */
export function readName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim()
}

/** A condition as it is read: `isA and not isB` is *is a and not is b*. */
export function readCondition(guard: string): string {
  return guard.replaceAll(/\w+/g, readName)
}

/** A state's name: *Awaiting agent*. */
export function readState(key: string): string {
  const words = readName(key)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a transition stays for: *agent took*, *after queue limit*, *at once*, *when done*. */
export function readTrigger(transition: {
  kind: 'event' | 'delay' | 'always' | 'done'
  event: string | null
  delay: string | null
}): string {
  switch (transition.kind) {
    case 'event':
      return readName(transition.event ?? '')
    case 'delay':
      return /^\d+$/.test(transition.delay ?? '')
        ? `after ${transition.delay} ms`
        : `after ${readName(transition.delay ?? '')}`
    case 'always':
      return 'at once'
    case 'done':
      return 'when done'
  }
}

/** So many letters of words stay in one line of a chart that is seen whole, and of one seen near. */
export const FAR_LETTERS = 10
export const NEAR_LETTERS = 18

/** Words in lines of at most so many letters; a longer word has a line of its own. */
export function brokenWords(words: string, most: number): string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}
