import { expect } from '@open-wc/testing'
import { GroupKeys } from './group-keys.ts'
import type { StaffLine, StaffPart } from './staff-stream.ts'

const line = (key: string): StaffLine => ({
  key,
  seq: Number(key),
  text: key,
  files: [],
  at: Number(key),
  delivery: null,
  says: null,
  mentions: [],
})

const group = (...keys: string[]): StaffPart => ({
  kind: 'messages',
  key: `m ${keys[0]}`,
  author: 'customer',
  lines: keys.map(line),
})

const keysOf = (parts: StaffPart[]) => parts.map(({ key }) => key)

describe('groups of lines', () => {
  it('[WY30] keep their keys while lines come before and after them', () => {
    const keys = new GroupKeys()
    expect(keysOf(keys.keep([group('5', '6')]))).to.deep.equal(['m 5'])
    expect(keysOf(keys.keep([group('3', '4', '5', '6')]))).to.deep.equal(['m 5'])
    expect(keysOf(keys.keep([group('3', '4', '5', '6', '7'), group('9')]))).to.deep.equal([
      'm 5',
      'm 9',
    ])
  })

  it('[WY30] never share one: of two that were one, the first keeps it', () => {
    const keys = new GroupKeys()
    keys.keep([group('1', '2', '3')])
    expect(keysOf(keys.keep([group('1'), group('2', '3')]))).to.deep.equal(['m 1', 'm 2'])
    const whole = keysOf(keys.keep([group('1', '2', '3')]))
    expect(whole).to.deep.equal(['m 1'])
  })
})
