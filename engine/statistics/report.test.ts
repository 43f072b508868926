import { describe, expect, it } from 'vitest'
import { noFigures } from '#storage/statistics-rows'
import { dayNumber } from './local-day.ts'
import { chartDays, grainOf, spansOf, toReportRow } from './report.ts'

const days = (from: string, to: string) => ({ from: dayNumber(from), to: dayNumber(to) })

describe('a period', () => {
  it.each([
    ['2026-03-05', '2026-03-20'],
    ['2026-03-01', '2026-03-31'],
    ['2026-02-27', '2026-04-01'],
    ['2024-02-29', '2026-12-31'],
    ['2026-01-31', '2026-02-01'],
  ])('[SA23] from %s to %s is each of its days once', (from, to) => {
    const period = days(from, to)
    const covered = spansOf(period)
      .flatMap((span) => Array.from({ length: span.to - span.from + 1 }, (_, at) => span.from + at))
      .toSorted((a, b) => a - b)
    expect(covered).toEqual(
      Array.from({ length: period.to - period.from + 1 }, (_, at) => period.from + at),
    )
    for (const span of spansOf(period)) {
      if (span.grain === 'month') expect(span.from).toBeGreaterThanOrEqual(period.from)
    }
  })

  it('[SA23] is charted by days, and by months where it is long', () => {
    expect(grainOf(days('2026-01-01', '2026-03-31'))).toBe('day')
    expect(chartDays(days('2026-01-01', '2026-01-03'))).toHaveLength(3)
    const year = days('2025-03-10', '2026-03-09')
    expect(grainOf(year)).toBe('month')
    expect(chartDays(year)).toHaveLength(13)
  })
})

describe('a row of a report', () => {
  it('[SA20] has shares and averages of what there is, and none of nothing', () => {
    const about = { id: 'ann', name: 'Ann', isAgent: true }
    const nothing = toReportRow(about, noFigures(), 60_000)
    expect(nothing.rating.average).toBeNull()
    expect(nothing.presence?.occupancy).toBeNull()
    expect(nothing.waiting).toMatchObject({ count: 0, averageMs: null, medianMs: null })
    const counts = {
      ...noFigures(),
      onlineMs: 300,
      awayMs: 100,
      busyMs: 100,
      ratings: [0, 1, 0, 0, 1],
    }
    const row = toReportRow(about, counts, 60_000)
    expect(row.presence?.occupancy).toBe(0.25)
    expect(row.rating.average).toBe(3.5)
  })
})
