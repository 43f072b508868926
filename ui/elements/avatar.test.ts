import { expect } from '@open-wc/testing'
import { initialsOf } from './avatar.ts'

describe('avatars', () => {
  it('[UI80] tell people apart by initials, and visitors without a name by the end of it', () => {
    expect(
      ['Ada Lovelace', 'ada', 'Visitor 7F3A', 'Visitor Ben Low'].map(initialsOf),
    ).to.deep.equal(['AL', 'A', '3A', 'VL'])
  })
})
