import { expect } from '@open-wc/testing'
import { NOW, chatView, deskState } from '../testing/staff-fixtures.ts'
import { doneWords, endsMyPart, nextOfMine, whereWords } from './after-action.ts'

describe('after an action', () => {
  const chats = [
    chatView(),
    chatView({ chatId: 'chat2', unansweredSince: NOW - 20_000 }),
    chatView({ chatId: 'chat3', unansweredSince: NOW - 40_000 }),
    chatView({ chatId: 'chat4', state: 'closing', unansweredSince: NOW - 90_000 }),
    chatView({ chatId: 'chat5', agentId: 'jonas' }),
  ]

  it('[UI61] the next chat is the most urgent one of mine that does not close', () => {
    expect(nextOfMine(deskState({ chats }), 'chat1')).to.equal('chat3')
    expect(nextOfMine(deskState({ chats: chats.slice(0, 1) }), 'chat1')).to.equal(null)
  })

  it('[UI61] only what ends my part in a chat of mine moves on', () => {
    const desk = deskState({ chats })
    expect(endsMyPart({ type: 'closeChat', chatId: 'chat1' }, desk)).to.equal(true)
    expect(endsMyPart({ type: 'closeChat', chatId: 'chat5' }, desk)).to.equal(false)
    expect(endsMyPart({ type: 'takeChat', chatId: 'chat1' }, desk)).to.equal(false)
  })

  it('[UI61] says what was done', () => {
    const to = { kind: 'group', groupId: 'billing' } as const
    const desk = deskState()
    expect(doneWords({ type: 'forwardChat', chatId: 'chat1', to }, desk, 'Ada')).to.equal(
      'Ada was forwarded to Billing',
    )
    expect(doneWords({ type: 'closeChat', chatId: 'chat1' }, desk, 'Ada')).to.equal(
      'The chat with Ada closes',
    )
    expect(doneWords({ type: 'returnChat', chatId: 'chat1' }, desk, 'Ada')).to.equal(
      'Ada is back in the line',
    )
  })

  it('[UI62] says where a chat is that I cannot read', () => {
    const words = (change: Parameters<typeof chatView>[0]) =>
      whereWords(chatView({ access: 'row', ...change }), deskState())
    expect(words({ agentId: 'jonas' })).to.equal('Jonas Lind has it.')
    expect(words({ state: 'queued', agentId: null })).to.equal('It waits in the line of Orders.')
    expect(words({ state: 'forwarded', agentId: null, targetAgentId: 'jonas' })).to.equal(
      'It was forwarded to Jonas Lind.',
    )
    expect(words({ state: 'bot.answering', agentId: null })).to.equal(
      'The bot talks with this customer.',
    )
    expect(words({ state: 'closed', open: false })).to.equal('It is over.')
  })
})
