import type { StaffPart } from './staff-stream.ts'

/**
 * Keys by which groups of lines stay the same elements while lines come before or after them: a
 * group keeps the key that one of its lines had, though another line is its first by now.
 */
export class GroupKeys {
  /** Of each line, the key of the group that it was in. */
  #groupOf = new Map<string, string>()

  /** The same parts with keys that last; of two that were one group, the first keeps its key. */
  keep(parts: readonly StaffPart[]): StaffPart[] {
    const groupOf = new Map<string, string>()
    const taken = new Set<string>()
    const kept = parts.map((part) => {
      if (!('lines' in part)) return part
      const known = part.lines.map(({ key }) => this.#groupOf.get(`${part.kind} ${key}`))
      const key = known.find((one) => one !== undefined && !taken.has(one)) ?? part.key
      taken.add(key)
      for (const line of part.lines) groupOf.set(`${part.kind} ${line.key}`, key)
      return key === part.key ? part : { ...part, key }
    })
    this.#groupOf = groupOf
    return kept
  }
}
