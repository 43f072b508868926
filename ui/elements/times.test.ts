import { expect } from '@open-wc/testing'
import { fileSize } from '../client/file-size.ts'
import { speak } from '../locales/language.ts'
import { agoTime, dayAndTime, dayName, exactTime, runningTime, timeLeft } from './times.ts'

const now = new Date(2026, 10, 23, 14, 5).getTime()
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('times', () => {
  it('[UI55] run as minutes and seconds, then hours, then days', () => {
    const times = [-1, 0, 9_000, 134_000, 65 * MINUTE, 3 * DAY]
    expect(times.map(runningTime)).to.deep.equal(['0:00', '0:00', '0:09', '2:14', '1 h 05', '3 d'])
  })

  it('[UI55] are short in lists', () => {
    const ages = [10_000, 2 * MINUTE, 65 * MINUTE, DAY, 20 * DAY]
    expect(ages.map((age) => agoTime(now - age, now))).to.deep.equal([
      'now',
      '2 min',
      '13:00',
      'yesterday',
      '3 November',
    ])
  })

  it('[UI55] name the day where it is another one', () => {
    expect(dayAndTime(now - DAY, now)).to.equal('yesterday 14:05')
    expect(dayAndTime(now + DAY, now)).to.equal('tomorrow 14:05')
    expect([0, 1, 3, 20].map((days) => dayName(now - days * DAY, now))).to.deep.equal([
      'Today',
      'Yesterday',
      'Friday',
      '3 November',
    ])
  })

  it('[UG4] read as in the language that is spoken', async () => {
    await speak('de', () => import('../locales/de.ts'))
    const ages = [10_000, 2 * MINUTE, 65 * MINUTE, DAY, 20 * DAY]
    expect(ages.map((age) => agoTime(now - age, now))).to.deep.equal([
      'jetzt',
      '2 Min.',
      '13:00',
      'gestern',
      '3. November',
    ])
    expect(dayAndTime(now + DAY, now)).to.equal('morgen 14:05')
    expect([0, 3].map((days) => dayName(now - days * DAY, now))).to.deep.equal(['Heute', 'Freitag'])
    expect(exactTime(now)).to.contain('Montag, 23. November 2026')
    expect(fileSize(1_258_291)).to.equal('1,2 MB')
    await speak('en', () => Promise.reject(new Error('not needed')))
  })

  it('[UI79] count down to the end in one way, rounding up what is left', () => {
    expect([10_000, 9_400, 1, 0, -5].map(timeLeft)).to.deep.equal([
      '0:10',
      '0:10',
      '0:01',
      '0:00',
      '0:00',
    ])
  })
})
