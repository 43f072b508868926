import { expect } from '@open-wc/testing'
import { NOTICE_CODES } from '#protocol/notice-codes'
import { NOW, deskState } from '../testing/staff-fixtures.ts'
import { noticeWords } from './notice-words.ts'

describe('words of notices', () => {
  it('[UI60] there are words for every code that the engine writes', () => {
    for (const code of NOTICE_CODES) {
      const words = noticeWords({ code, agentId: 'jonas', groupId: 'orders' }, deskState(), NOW)
      expect(words, code).not.to.equal(code)
      expect(words, code).to.match(/^\S.+/)
    }
  })

  it('[UI60] the end of a hold says who owes an answer', () => {
    const words = (agentId: string) => noticeWords({ code: 'holdEnded', agentId }, deskState(), NOW)
    expect(words('mira')).to.equal('The hold is over: you owe an answer')
    expect(words('jonas')).to.equal('The hold is over: Jonas Lind owes an answer')
  })
})
