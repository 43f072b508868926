import { describe, expect, it } from 'vitest'
import { MAX_ATTRIBUTES } from '#protocol/limits'
import type { CustomerChange } from '#protocol/staff-commands'
import type { CustomerDetailsRow } from '#storage/rows'
import { RefusedTurn } from '../host/answer.ts'
import {
  attributesOf,
  changedByStaff,
  givenByCustomer,
  noDetails,
  valueOf,
} from './customer-details.ts'

const VERIFIED: CustomerDetailsRow = {
  ...noDetails('c1'),
  name: 'Ada Nwosu',
  email: 'ada@mail.example',
  attributes: [{ name: 'plan', value: 'pro', from: 'verified' }],
  sources: { name: 'verified', email: 'verified' },
}

describe('what is known of a customer', () => {
  it('[CU1] is from whoever said it last', () => {
    const given = givenByCustomer(noDetails('c1'), { name: 'ada', email: 'a@mail.example' })
    expect(given.fields).toEqual(['name', 'email'])
    expect(valueOf(given.details, 'name')).toEqual({ value: 'ada', from: 'customer' })
    const change = { name: 'Ada', phone: '+49 1', attributes: [set('plan', 'pro')] }
    const { details, fields } = changedByStaff(given.details, change)
    expect(fields).toEqual(['name', 'phone', 'attributes'])
    expect(valueOf(details, 'name')).toEqual({ value: 'Ada', from: 'staff' })
    expect(valueOf(details, 'email')).toEqual({ value: 'a@mail.example', from: 'customer' })
    expect(attributesOf(details)).toEqual([{ name: 'plan', value: 'pro', from: 'staff' }])
    const again = givenByCustomer(details, { name: 'Ada N.' })
    expect(valueOf(again.details, 'name')).toEqual({ value: 'Ada N.', from: 'customer' })
  })

  it('[CU1] is taken away by null, and does not change by what it is already', () => {
    const before = changedByStaff(noDetails('c1'), {
      name: 'Ada',
      attributes: [set('plan', 'pro'), set('seat', '4')],
    }).details
    const attributes = [set('plan', null)]
    const { details, fields } = changedByStaff(before, { name: null, attributes })
    expect(fields).toEqual(['name', 'attributes'])
    expect(details).toMatchObject({ name: null, sources: {} })
    expect(attributesOf(details).map(({ name }) => name)).toEqual(['seat'])
    const unchanged = [set('seat', '4'), set('no', null)]
    const same: CustomerChange = { name: 'Ada', email: null, attributes: unchanged }
    expect(changedByStaff(before, same)).toEqual({ details: before, fields: [] })
  })

  it('[CU1] stays where it is verified; another e-mail address is kept beside it', () => {
    for (const change of [
      { name: 'Eve' },
      { email: null },
      { attributes: [set('plan', 'free')] },
    ]) {
      expect(codeOf(() => changedByStaff(VERIFIED, change))).toBe('verified')
    }
    expect(changedByStaff(VERIFIED, { name: 'Ada Nwosu', phone: '1' }).fields).toEqual(['phone'])
    const { details, fields } = givenByCustomer(VERIFIED, { name: 'Eve', email: 'e@mail.example' })
    expect(fields).toEqual(['attributes'])
    expect(details).toMatchObject({ name: 'Ada Nwosu', email: 'ada@mail.example' })
    expect(attributesOf(details)).toEqual([
      { name: 'plan', value: 'pro', from: 'verified' },
      { name: 'Other e-mail address', value: 'e@mail.example', from: 'customer' },
    ])
  })

  it('[CU4] holds a bounded number of attributes', () => {
    const many = (from: number, count: number) => ({
      attributes: Array.from({ length: count }, (_, index) => set(`a${from + index}`, 'x')),
    })
    const { details } = changedByStaff(noDetails('c1'), many(0, MAX_ATTRIBUTES))
    expect(codeOf(() => changedByStaff(details, many(MAX_ATTRIBUTES, 1)))).toBe('tooMany')
    const swap = { attributes: [set('a0', null), set('other', 'x')] }
    expect(changedByStaff(details, swap).fields).toEqual(['attributes'])
  })
})

function set(name: string, value: string | null) {
  return { name, value }
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof RefusedTurn) return error.code
    throw error
  }
  return 'not refused'
}
