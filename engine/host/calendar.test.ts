import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpeningHours, Weekday } from '#protocol/opening-hours'
import { deadline, isOpen, nextOpening, openBetween, parseHours } from './calendar.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const berlin = hours('Europe/Berlin')
const office = berlin([1, 2, 3, 4, 5], '09:00', '17:00')

describe('a group without opening hours', () => {
  it('[CA1] a group without hours is always open, and a budget counts by the clock', () => {
    expect(parseHours(null)).toBeNull()
    expect(isOpen(null, 17)).toBe(true)
    expect(nextOpening(null, 17)).toBe(17)
    expect(deadline(null, 17, 5_000)).toBe(5_017)
    expect(openBetween(null, 17, 5_017)).toBe(5_000)
  })
})

describe('hours of a week', () => {
  it('[CA2] it is open from the moment of opening to just before the moment of closing, by the local clock', () => {
    expect(isOpen(office, at('2026-07-06T08:59:59.999+02:00'))).toBe(false)
    expect(isOpen(office, at('2026-07-06T09:00+02:00'))).toBe(true)
    expect(isOpen(office, at('2026-07-06T16:59:59.999+02:00'))).toBe(true)
    expect(isOpen(office, at('2026-07-06T17:00+02:00'))).toBe(false)
    expect(isOpen(office, at('2026-01-05T09:00+01:00'))).toBe(true) // winter time
    expect(nextOpening(office, at('2026-07-10T17:00+02:00'))).toBe(at('2026-07-13T09:00+02:00'))
  })

  it('[CA2] 24:00 ends the day', () => {
    const late = berlin([1], '18:00', '24:00')
    expect(isOpen(late, at('2026-07-06T23:59:59.999+02:00'))).toBe(true)
    expect(isOpen(late, at('2026-07-07T00:00+02:00'))).toBe(false)
  })

  it('[CA3] hours that end at or before their start end on the next day', () => {
    const sundayNight = berlin([7], '22:00', '06:00')
    expect(isOpen(sundayNight, at('2026-07-05T22:00+02:00'))).toBe(true)
    expect(isOpen(sundayNight, at('2026-07-06T05:59+02:00'))).toBe(true)
    expect(isOpen(sundayNight, at('2026-07-06T06:00+02:00'))).toBe(false)
    const roundTheClock = berlin([1], '08:00', '08:00')
    expect(
      openBetween(roundTheClock, at('2026-07-06T00:00+02:00'), at('2026-07-08T00:00+02:00')),
    ).toBe(DAY)
  })

  it('[CA4] a holiday is closed from its first to its last local moment, nights across it included', () => {
    const nights = { ...berlin([1, 2, 3], '22:00', '06:00'), holidays: ['2026-07-07'] } // a Tuesday
    const week = [at('2026-07-06T12:00+02:00'), at('2026-07-09T12:00+02:00')] as const
    expect(isOpen(nights, at('2026-07-06T23:59+02:00'))).toBe(true)
    expect(isOpen(nights, at('2026-07-07T00:00+02:00'))).toBe(false)
    expect(isOpen(nights, at('2026-07-07T23:59+02:00'))).toBe(false)
    expect(isOpen(nights, at('2026-07-08T00:00+02:00'))).toBe(true) // the rest of Tuesday's night
    expect(openBetween(nights, ...week)).toBe(2 * HOUR + 6 * HOUR + 8 * HOUR)
  })

  it('[CA5] hours that overlap or touch count once', () => {
    const split = {
      ...office,
      weekly: [...office.weekly, ...office.weekly, ...berlin([1], '17:00', '18:00').weekly],
    }
    expect(openBetween(split, at('2026-07-06T00:00+02:00'), at('2026-07-07T00:00+02:00'))).toBe(
      9 * HOUR,
    )
  })
})

describe('days on which the clocks change', () => {
  it('[CA6] a time that the clocks skip is the moment of the skip', () => {
    const skip = at('2026-03-29T03:00+02:00') // 02:00 to 03:00 does not exist
    expect(nextOpening(berlin([7], '02:00', '04:00'), skip - DAY)).toBe(skip)
    expect(nextOpening(berlin([7], '02:30', '04:00'), skip - DAY)).toBe(skip)
    expect(openBetween(berlin([7], '02:10', '02:50'), skip - DAY, skip + DAY)).toBe(0)
    expect(openBetween(berlin([7], '00:00', '24:00'), skip - 3 * HOUR, skip + DAY)).toBe(23 * HOUR)
  })

  it('[CA6] of a time that the clocks show twice the first counts, and the hour between is open', () => {
    const nights = berlin([6], '22:00', '02:30')
    const day = [at('2026-10-24T12:00+02:00'), at('2026-10-25T12:00+01:00')] as const
    expect(openBetween(nights, ...day)).toBe(4.5 * HOUR)
    expect(isOpen(nights, at('2026-10-25T02:15+02:00'))).toBe(true)
    expect(isOpen(nights, at('2026-10-25T02:15+01:00'))).toBe(false)
    expect(openBetween(berlin([7], '01:00', '04:00'), ...day)).toBe(4 * HOUR)
    expect(
      openBetween(
        berlin([7], '00:00', '24:00'),
        at('2026-10-25T00:00+02:00'),
        at('2026-10-26T00:00+01:00'),
      ),
    ).toBe(25 * HOUR)
  })

  it('[CA6] it holds where the clocks change at midnight, and where a whole day is skipped', () => {
    const havana = hours('America/Havana')([7], '00:00', '24:00') // 2026-03-08 starts at 01:00
    expect(nextOpening(havana, at('2026-03-07T12:00-05:00'))).toBe(at('2026-03-08T01:00-04:00'))
    const stJohns = hours('America/St_Johns')([7], '00:00', '24:00') // until 2011 set back at 00:01
    expect(openBetween(stJohns, at('2010-11-06T12:00-02:30'), at('2010-11-08T12:00-03:30'))).toBe(
      25 * HOUR,
    )
    const apia = hours('Pacific/Apia')([5], '00:00', '24:00') // had no Friday 2011-12-30
    expect(openBetween(apia, at('2011-12-29T12:00-10:00'), at('2012-01-01T12:00+14:00'))).toBe(0)
  })
})

describe('deadlines', () => {
  it('[CA7] a budget runs only while it is open, and one that just fits ends with the closing', () => {
    const friday = at('2026-07-10T16:00+02:00')
    expect(deadline(office, friday, 1 * HOUR)).toBe(at('2026-07-10T17:00+02:00'))
    expect(deadline(office, friday, 1 * HOUR + 1)).toBe(at('2026-07-13T09:00+02:00') + 1)
    expect(deadline(office, friday, 20 * HOUR)).toBe(at('2026-07-15T12:00+02:00'))
  })

  it('[CA7] an empty budget has run out at once', () => {
    expect(deadline(office, at('2026-07-11T12:00+02:00'), 0)).toBe(at('2026-07-11T12:00+02:00'))
  })

  it('[CA8] nothing is due, and nothing opens, when no day within 366 days opens', () => {
    const never = { ...office, weekly: [] }
    expect(deadline(never, 0, 1)).toBeNull()
    expect(nextOpening(never, 0)).toBeNull()
    expect(isOpen(never, 0)).toBe(false)
    expect(openBetween(never, 0, 1_000 * DAY)).toBe(0)
  })
})

describe('any hours, anywhere', () => {
  it('[CA9] exactly the budget was open by its deadline, and less of it before', () => {
    check(anyHours, anyMoment, anyBudget, (calendar, from, budget) => {
      const due = deadline(calendar, from, budget)
      if (due === null) return // nothing opens for a year: CA8
      expect(openBetween(calendar, from, due)).toBe(budget)
      if (budget > 0) expect(openBetween(calendar, from, due - 1)).toBe(budget - 1)
    })
  })

  it('[CA9] a longer budget or a later start is never due earlier', () => {
    check(anyHours, anyMoment, anyBudget, anyBudget, (calendar, from, some, more) => {
      const due = deadline(calendar, from, some) ?? Infinity
      expect(deadline(calendar, from, some + more) ?? Infinity).toBeGreaterThanOrEqual(due)
      expect(deadline(calendar, from + more, some) ?? Infinity).toBeGreaterThanOrEqual(due)
    })
  })

  it('[CA9] a budget paused in the middle and gone on with is due at the same time', () => {
    check(anyHours, anyMoment, anyBudget, fc.nat(20 * DAY), (calendar, from, budget, later) => {
      const due = deadline(calendar, from, budget)
      if (due === null || from + later >= due) return
      const left = budget - openBetween(calendar, from, from + later)
      expect(deadline(calendar, from + later, left)).toBe(due)
    })
  })

  it('[CA9] open time adds up', () => {
    check(anyHours, anyMoment, fc.nat(30 * DAY), fc.nat(30 * DAY), (calendar, a, ab, bc) => {
      const [b, c] = [a + ab, a + ab + bc]
      const [first, second] = [openBetween(calendar, a, b), openBetween(calendar, b, c)]
      expect(first).toBeLessThanOrEqual(ab)
      expect(first + second).toBe(openBetween(calendar, a, c))
    })
  })

  it('[CA9] the next opening is open, and everything before it is closed', () => {
    check(anyHours, anyMoment, (calendar, from) => {
      const next = nextOpening(calendar, from)
      if (next === null) return
      expect(isOpen(calendar, next)).toBe(true)
      expect(openBetween(calendar, from, next)).toBe(0)
      expect(isOpen(calendar, from)).toBe(next === from)
    })
  })

  it('[CA2] it is open exactly when the local clock says so, but for the hours of a change of clocks', () => {
    check(anyHours, anyMoment, (calendar, moment) => {
      if (clocksChangeNear(calendar.timeZone, moment)) return
      expect(isOpen(calendar, moment)).toBe(openByTheClock(calendar, moment))
    })
  })
})

describe('reading', () => {
  const good = {
    timeZone: 'Asia/Kolkata',
    weekly: [{ weekday: 1, from: '09:00', to: '24:00' }],
    holidays: ['2028-02-29'],
  }

  it('[CA10] stored hours are read back as they are', () => {
    expect(parseHours(good)).toEqual(good)
  })

  it.each([
    ['an unknown zone', { ...good, timeZone: 'Europe/Nowhere' }],
    ['an offset for a zone', { ...good, timeZone: '+01:00' }],
    ['a weekday 0', { ...good, weekly: [{ weekday: 0, from: '09:00', to: '17:00' }] }],
    ['a time 9:00', { ...good, weekly: [{ weekday: 1, from: '9:00', to: '17:00' }] }],
    ['a time 24:01', { ...good, weekly: [{ weekday: 1, from: '09:00', to: '24:01' }] }],
    ['a start at 24:00', { ...good, weekly: [{ weekday: 1, from: '24:00', to: '08:00' }] }],
    ['a day that does not exist', { ...good, holidays: ['2026-02-29'] }],
    ['an unknown field', { ...good, open: true }],
    ['a missing field', { timeZone: 'Asia/Kolkata', weekly: [] }],
    ['nothing', undefined],
  ])('[CA10] %s is refused', (_, json) => {
    expect(() => parseHours(json)).toThrow()
  })
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana', // changes at midnight
  'America/Santiago',
  'Australia/Lord_Howe', // changes by half an hour
  'Asia/Kolkata',
  'Asia/Beirut',
  'Pacific/Apia', // skipped a day
  'Africa/Casablanca',
]

const anyTime = fc
  .nat(24 * 4 - 1)
  .map((quarters) => `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`)

const anyMoment = fc.oneof(
  fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2027-12-31T00:00Z') }),
  fc
    .constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-25',
      '2026-11-01',
      '2011-12-30',
    )
    .chain((day) => fc.nat(2 * DAY).map((after) => at(`${day}T00:00Z`) - DAY + after)),
)

const anyBudget = fc.oneof(fc.nat(2 * HOUR), fc.nat(5 * DAY))

const anyHours: fc.Arbitrary<OpeningHours> = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekly: fc.array(
    fc.record({
      weekday: fc.integer({ min: 1, max: 7 }).map((day) => day as Weekday),
      from: anyTime,
      to: fc.oneof(anyTime, fc.constant('24:00')),
    }),
    { maxLength: 6 },
  ),
  holidays: fc.array(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-04-06',
      '2026-10-25',
      '2026-12-25',
    ),
    { maxLength: 3 },
  ),
})

function check<Values extends [unknown, ...unknown[]]>(
  ...words: [...{ [K in keyof Values]: fc.Arbitrary<Values[K]> }, (...values: Values) => void]
): void {
  fc.assert(fc.property(...words), { numRuns: 300 })
}

/** The definition, minute by minute: slow, without spans, and blind to clocks that change. */
function openByTheClock(calendar: OpeningHours, moment: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(calendar.timeZone)
  if (calendar.holidays.includes(local.toPlainDate().toString())) return false
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const yesterday = local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1
  return calendar.weekly.some(({ weekday, from, to }) => {
    const overnight = to <= from
    if (weekday === local.dayOfWeek && time >= from && (overnight || time < to)) return true
    return overnight && weekday === yesterday && time < to
  })
}

function clocksChangeNear(zone: string, moment: number): boolean {
  const before = Temporal.Instant.fromEpochMilliseconds(moment - 26 * HOUR).toZonedDateTimeISO(zone)
  const change = before.getTimeZoneTransition('next')
  return change !== null && change.epochMilliseconds < moment + 26 * HOUR
}

function hours(timeZone: string) {
  return (weekdays: Weekday[], from: string, to: string): OpeningHours => ({
    timeZone,
    weekly: weekdays.map((weekday) => ({ weekday, from, to })),
    holidays: [],
  })
}

function at(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
