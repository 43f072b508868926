import { describe, expect, it } from 'vitest'
import { dateOfDay, dayNumber, localDay, startOfDay } from './local-day.ts'

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

describe('a day of a calendar', () => {
  it('[SA11] begins and ends by the clocks of the zone, on days that change them too', () => {
    const day = localDay('Europe/Berlin', at('2026-03-29T12:00:00Z'))
    expect(day).toEqual({
      day: dayNumber('2026-03-29'),
      month: dayNumber('2026-03-01'),
      start: at('2026-03-28T23:00:00Z'),
      end: at('2026-03-29T22:00:00Z'),
    })
    expect(localDay('Asia/Kolkata', at('2026-03-28T18:30:00Z')).start).toBe(
      at('2026-03-28T18:30:00Z'),
    )
    expect(localDay('Europe/Berlin', day.start - 1).day).toBe(day.day - 1)
    expect(startOfDay('Europe/Berlin', day.day)).toBe(day.start)
    expect(dateOfDay(day.day)).toBe('2026-03-29')
  })
})
