import { describe, expect, it } from 'vitest'
import type { CustomerCommand } from '#protocol/customer-commands'
import { replayFully } from '../simulation/full-replay.ts'
import { settled } from '../testing/manual-clock.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const MESSAGE = 'We end this here.'

/** A customer of the channel with the bot, who was blocked while a person had the chat. */
async function blocked() {
  const tests = await TestHub.start()
  const { test } = tests
  const end = await tests.customer('c1', undefined, 'bot')
  const says = (command: CustomerCommand) => test.customer('c1', command, test.newId(), 'bot')
  const chatId = await test.writes('c1', 'Something rude', 'bot')
  const block = { type: 'blockCustomer', chatId, reason: 'Rude', message: MESSAGE } as const
  done(await test.staff('ada', block))
  /** What the customer reads as a notice, newest last. */
  const told = () =>
    end.of('item').flatMap(({ item }) => (item.code === 'stillBlocked' ? [item.text] : []))
  return { tests, test, end, says, told, chatId }
}

describe('a blocked customer', () => {
  it('[BO20] writes on to the bot, who answers; without a bot only the words of the block', async () => {
    const { test, end, says, chatId } = await blocked()
    expect(end.last('chat').chat).toMatchObject({ state: 'ended', canRate: false })
    const again = await test.writes('c1', 'And more', 'bot')
    await settled()
    expect(again).not.toBe(chatId)
    expect(test.chat(again)).toMatchObject({ state: 'bot.listening', continues: chatId })
    expect(end.last('item').item).toMatchObject({ from: 'bot' })
    expect(refusalOf(await says({ type: 'rateChat', score: 1 }))).toBe('blocked')

    const alone = await test.writes('c2')
    const block = {
      type: 'blockCustomer',
      chatId: alone,
      reason: 'Rude',
      message: MESSAGE,
    } as const
    done(await test.staff('sue', block))
    const refused = await test.customer('c2', { type: 'sendMessage', text: 'Hello' })
    expect(refused).toMatchObject({ refusal: { code: 'blocked', says: MESSAGE } })
  })

  it('[BO20] is not given to the agent who served them last', async () => {
    const { tests, test, says } = await blocked()
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    const chatId = await test.writes('c1', 'Sorry', 'bot')
    done(await says({ type: 'talkToPerson' }))
    await test.online('ann')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    const block = { type: 'blockCustomer', chatId, reason: 'Again', message: MESSAGE } as const
    done(await test.staff('ann', block))
    const next = await test.writes('c1', 'Hello?', 'bot')
    expect(test.chat(next)).toMatchObject({ botId: 'greeter', stickyAgentId: null })
    expect(tests.test.chat(next).state.startsWith('bot.')).toBe(true)
  })

  it('[BO21] asks the bot for a person by every way, and reads the words of the block', async () => {
    const { tests, test, says, told } = await blocked()
    const desk = await tests.staff('ann', 'desk')
    const chatId = await test.writes('c1', 'And more', 'bot')
    await settled()
    done(await says({ type: 'talkToPerson' }))
    done(await says({ type: 'leaveMessage', email: 'c1@mail.example' }))
    // The greeter hands over whoever writes on.
    done(await says({ type: 'sendMessage', text: 'A person, now' }))
    await settled()
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await test.staff('ada', { type: 'forwardChat', chatId, to }))
    expect(told()).toEqual([MESSAGE, MESSAGE, MESSAGE, MESSAGE])
    expect(test.chat(chatId)).toMatchObject({ state: 'bot.listening', firstWaitingAt: null })
    const takeOver = { type: 'takeOverChat', chatId } as const
    await test.online('ada')
    expect(refusalOf(await test.staff('ada', takeOver))).toBe('isServed')
    expect(JSON.stringify(desk.frames)).not.toContain(chatId)
  })

  it('[BO21] reads them when the bot is silent too', async () => {
    const { test, told } = await blocked()
    test.outbox.stop()
    const chatId = await test.writes('c1', 'And more', 'bot')
    await test.clock.pass(21_000)
    await settled()
    expect(told()).toEqual([MESSAGE])
    expect(test.chat(chatId).state).toBe('bot.listening')
  })

  it('[BO22] gets a person in the open chat after being unblocked; all of it replays', async () => {
    const { test, says } = await blocked()
    const chatId = await test.writes('c1', 'Sorry', 'bot')
    await settled()
    done(await says({ type: 'talkToPerson' }))
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    expect(test.chat(chatId).state).toBe('bot.listening')
    done(await says({ type: 'talkToPerson' }))
    expect(test.chat(chatId).state).toBe('queued')
    const contents = test.memory.contents(ACCOUNT)
    if (contents === null) throw new Error('nothing is stored')
    const broken: string[] = []
    replayFully(contents, {
      holds: (isSo, _promise, says) => {
        if (!isSo) broken.push(says())
      },
    })
    expect(broken).toEqual([])
    expect(JSON.stringify(contents.journal)).not.toContain(MESSAGE)
  })

  it('[BO23] is made one person with another, who keeps the bot only', async () => {
    const { test } = await blocked()
    const open = await test.writes('c1', 'And more', 'bot')
    const other = await test.writes('c2', 'Hello', 'bot')
    const merge = { customerId: 'c1', otherId: 'c2', take: [], takeAttributes: [] }
    done(await test.staff('ada', { type: 'mergeCustomers', ...merge }))
    const rows = test.memory.contents(ACCOUNT)?.chats
    expect(rows?.find(({ chatId }) => chatId === other)?.state).toBe('blocked')
    expect(test.chat(open).state.startsWith('bot.')).toBe(true)
    const next = await test.writes('c2', 'Why?', 'bot')
    expect(test.chat(next).state.startsWith('bot.')).toBe(true)
  })
})
