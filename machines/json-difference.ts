export interface JsonDifference {
  /** Where, such as `context.line.priority`; empty for the whole. */
  where: string
  /** What stands there as JSON, or `nothing`. */
  expected: string
  got: string
}

/**
 * The first place, keys in alphabetical order, at which two JSON values differ; null where their
 * canonical texts (RFC 8785) are the same.
 */
export function firstDifference(expected: unknown, got: unknown): JsonDifference | null {
  return differenceAt([], expected, got)
}

/** The keys of the first level that are not the same in two objects. */
export function changedKeys(before: unknown, after: unknown): string[] {
  const [old, now] = [fieldsOf(before) ?? {}, fieldsOf(after) ?? {}]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()
  return keys.filter((key) => firstDifference(old[key], now[key]) !== null)
}

function differenceAt(path: string[], expected: unknown, got: unknown): JsonDifference | null {
  const [old, now] = [fieldsOf(expected), fieldsOf(got)]
  const alike = old !== null && now !== null && Array.isArray(expected) === Array.isArray(got)
  if (!alike) {
    if (expected === got || JSON.stringify(expected) === JSON.stringify(got)) return null
    return { where: path.join('.'), expected: shown(expected), got: shown(got) }
  }
  for (const key of [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()) {
    const found = differenceAt([...path, key], old[key], now[key])
    if (found !== null) return found
  }
  return null
}

function fieldsOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
