/**
 * A UUID of version 7 (RFC 9562): ids made later sort later. `random` gives numbers in [0, 1).
 */
export function newCommandId(now: number, random: () => number): string {
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const variant = (8 + Math.floor(random() * 4)).toString(16)
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hex(3, random)}`,
    `${variant}${hex(3, random)}`,
    hex(12, random),
  ].join('-')
}

/** Random numbers in [0, 1) that nobody can guess. */
export function secureRandom(): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return word / 2 ** 32
}

function hex(digits: number, random: () => number): string {
  let text = ''
  while (text.length < digits) text += Math.floor(random() * 16).toString(16)
  return text
}
