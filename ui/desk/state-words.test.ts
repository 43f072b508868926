import { expect } from '@open-wc/testing'
import { NOW, chatView, deskState } from '../testing/staff-fixtures.ts'
import { chatLists } from './chat-lists.ts'
import { standsAgainst } from './refusal-words.ts'
import { waitingSince } from './state-words.ts'

describe('words of states', () => {
  it('[UI77] waiting runs on from the line into hands, since the customer began to wait', () => {
    const waits = {
      firstWaitingAt: NOW - 308_000,
      unansweredSince: NOW - 10_000,
      stateSince: NOW - 5_000,
    }
    const queued = chatView({ ...waits, state: 'queued', agentId: null })
    expect(waitingSince(queued)).to.equal(NOW - 10_000)
    expect(waitingSince(chatView(waits))).to.equal(NOW - 10_000)
    expect(waitingSince({ ...queued, unansweredSince: null })).to.equal(NOW - 5_000)
    expect(waitingSince(chatView({ ...waits, state: 'assigned.awaitingCustomer' }))).to.equal(null)
  })

  it('[UI77] the line stands by the first waiting', () => {
    const line = { state: 'queued', agentId: null } as const
    const desk = deskState({
      chats: [
        chatView({ ...line, chatId: 'a', firstWaitingAt: NOW - 1_000, unansweredSince: NOW - 900 }),
        chatView({ ...line, chatId: 'b', firstWaitingAt: NOW - 9_000, unansweredSince: NOW - 100 }),
      ],
    })
    expect(chatLists(desk).queue.map(({ chatId }) => chatId)).to.deep.equal(['b', 'a'])
  })

  for (const [type, state, why] of [
    ['closeChat', 'closing', 'It is closing already'],
    ['forwardChat', 'closing', 'It is closing; undo that first'],
    ['closeChat', 'closed', 'It is closed already'],
    ['forwardChat', 'closed', 'It is closed'],
    ['blockCustomer', 'blocked', 'The customer is blocked already'],
    ['holdChat', 'queued', 'Take the chat first'],
    ['returnChat', 'queued', 'It is in the line already'],
    ['closeChat', 'offered', 'Accept the chat first'],
    ['returnChat', 'forwarded', 'It is on its way already'],
    ['holdChat', 'bot.answering', 'The bot has this chat'],
    ['takeChat', 'assigned.awaitingAgent', 'Somebody has it already'],
  ] as const) {
    it(`[UI78] says why not: ${type} in ${state}`, () => {
      expect(standsAgainst({ [type]: 'notNow' }, type, state)).to.deep.equal({ hidden: false, why })
    })
  }
})
