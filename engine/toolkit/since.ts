const MS_OF = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `2026-01-31T09:00Z`, a day, or how long ago (`15m`); NaN for anything else. */
export function sinceText(text: string, now: number): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (count !== undefined) return now - Number(count) * MS_OF[unit as keyof typeof MS_OF]
  return /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)
    ? Date.parse(text)
    : Number.NaN
}
