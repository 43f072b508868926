import { describe, expect, it } from 'vitest'
import type { BotRow } from '#storage/rows'
import { settled } from '../testing/manual-clock.ts'
import { ACCOUNT, channel, smallAccount } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'
import type { BotHandover } from './bot-answer.ts'
import { MAX_FINDINGS, subjectIdOf, withFindings } from './handover.ts'
import { sayAnswer } from './say-answer.ts'

const PINE: BotRow = {
  botId: 'pine',
  kind: 'knowledge',
  name: 'Pine',
  url: null,
  secret: null,
  threshold: 100,
  groups: [],
  deleted: false,
}

/** An account whose bot says what the test lets it say. */
async function withBot() {
  const tests = await TestHub.start({
    account: { ...smallAccount(), bots: [PINE], channels: [channel('bot', { botId: 'pine' })] },
    deliver: () => async () => {},
  })
  const { test } = tests
  const handsOver = async (chatId: string, said: Partial<BotHandover>) => {
    const nothing = { group: null, subject: null, attributes: {}, note: null }
    const { messages = [] } = test.memory.contents(ACCOUNT) ?? {}
    const written = messages.findLast((one) => one.chatId === chatId && one.kind === 'text')
    const answers = written?.messageId ?? null
    done(
      await test.host.run({
        accountId: ACCOUNT,
        by: 'bot:pine',
        command: null,
        lane: `chat:${chatId}`,
        decide: (turn) =>
          sayAnswer(
            turn,
            { chatId, botId: 'pine', answers, withoutWords: false },
            {
              answer: { messages: [], missed: false, handover: { ...nothing, ...said } },
              fileIds: [],
            },
          ),
      }),
    )
    await settled()
  }
  const writes = (customerId: string) => test.writes(customerId, 'Where is it?', 'bot')
  return { tests, test, handsOver, writes }
}

const LOST = {
  subject: 'A lost parcel',
  attributes: { order: 'A-17', town: 'Oslo' },
  note: 'Sounds upset',
}

const FOUND = [
  { name: 'order', value: 'A-17' },
  { name: 'town', value: 'Oslo' },
]

describe('what a bot says with a handover', () => {
  it('[BO60] is shown live to whoever may read the chat, and to its customer never', async () => {
    const { tests, handsOver, writes } = await withBot()
    const customer = await tests.customer('c1', undefined, 'bot')
    const chatId = await writes('c1')
    const ann = await tests.staff('ann', 'desk', `chat:${chatId}`)
    const ada = await tests.staff('ada', 'desk', `chat:${chatId}`)
    expect(ada.last('conversation').conversation).toMatchObject({ handover: null })
    await handsOver(chatId, LOST)
    expect(changesOf(ada, 'handover').at(-1)).toMatchObject({
      chatId,
      handover: { botId: 'pine', subject: 'A lost parcel', attributes: FOUND },
    })
    for (const end of [ann, ada]) {
      expect(changesOf(end, 'chat').at(-1)?.chat).toMatchObject({ subject: 'A lost parcel' })
    }
    expect(JSON.stringify(customer.frames)).not.toMatch(/lost parcel|A-17|upset/)
  })

  it('[BO60] is told at once and resumed, also of a chat that is over and of another memory', async () => {
    const { tests, test, handsOver, writes } = await withBot()
    const chatId = await writes('c1')
    const before = (await tests.staff('ada', `chat:${chatId}`)).last('conversation').seq
    await handsOver(chatId, LOST)
    const topic = `chat:${chatId}` as const
    const isTold = async (hub: TestHub) => {
      const end = await hub.staff('ada', 'desk', topic)
      const { chat, handover } = end.last('conversation').conversation
      expect(chat.subject).toBe('A lost parcel')
      expect(handover).toMatchObject({ subject: 'A lost parcel', attributes: FOUND })
      return end
    }
    const end = await isTold(tests)
    expect(end.last('snapshot').desk.chats).toMatchObject([{ subject: 'A lost parcel' }])
    const back = await tests.staff('ada')
    await back.say({ type: 'subscribe', topic, after: before })
    expect(back.of('conversation')).toEqual([])
    expect(changesOf(back, 'handover')).toMatchObject([{ handover: { attributes: FOUND } }])
    await test.host.stop()
    const { clock, memory } = test
    const next = await TestHub.start({ clock, memory, account: null })
    await isTold(next)
    done(await next.test.customer('c1', { type: 'endChat' }, undefined, 'bot'))
    await settled()
    await isTold(next)
  })

  it('[BO60] is nothing to whoever sees the row alone', async () => {
    const { tests, test, handsOver, writes } = await withBot()
    const chatId = await writes('c1')
    await handsOver(chatId, LOST)
    await test.online('bob')
    done(await test.staff('bob', { type: 'takeChat', chatId }))
    const ann = await tests.staff('ann', 'desk', `chat:${chatId}`)
    const [chat] = ann.last('snapshot').desk.chats
    expect(chat).toMatchObject({ access: 'row', subject: null })
    expect(ann.of('topicRefused')).toHaveLength(1)
    expect(JSON.stringify(ann.frames)).not.toMatch(/lost parcel|A-17/)
  })

  it('[BO61] holds until a bot says otherwise', async () => {
    const { tests, test, handsOver, writes } = await withBot()
    const chatId = await writes('c1')
    await handsOver(chatId, LOST)
    done(await test.customer('c1', { type: 'talkToBot' }, undefined, 'bot'))
    await handsOver(chatId, { attributes: { order: 'A-18', colour: 'red' } })
    const topic = `chat:${chatId}` as const
    const shown = async () =>
      (await tests.staff('ada', topic)).last('conversation').conversation.handover
    expect(await shown()).toMatchObject({
      subject: 'A lost parcel',
      attributes: [
        { name: 'town', value: 'Oslo' },
        { name: 'order', value: 'A-18' },
        { name: 'colour', value: 'red' },
      ],
    })
    done(await test.customer('c1', { type: 'talkToBot' }, undefined, 'bot'))
    await handsOver(chatId, { subject: 'An invoice' })
    expect(await shown()).toMatchObject({ subject: 'An invoice' })
    done(await test.customer('c1', { type: 'talkToBot' }, undefined, 'bot'))
    await handsOver(chatId, {})
    expect(await shown()).toMatchObject({ subject: 'An invoice' })
  })

  it('[BO61] keeps a bounded number of things', () => {
    const many = Object.fromEntries(Array.from({ length: MAX_FINDINGS }, (_, n) => [`n${n}`, 'x']))
    const kept = withFindings([{ name: 'old', value: 'y' }], many)
    expect(kept).toHaveLength(MAX_FINDINGS)
    expect(kept.map(({ name }) => name)).not.toContain('old')
  })

  it('[BO62] has an id of its subject, the same for the same words of one account', () => {
    const id = subjectIdOf('acme', 'A lost parcel')
    expect(id).toMatch(/^s-[\w-]{22}$/)
    expect(subjectIdOf('acme', ' a  LOST parcel')).toBe(id)
    expect(subjectIdOf('acme', 'A lost letter')).not.toBe(id)
    expect(subjectIdOf('other', 'A lost parcel')).not.toBe(id)
  })

  it('[BO62] is erased with its customer: words go, ids stay, and no journal had any', async () => {
    const { tests, test, handsOver, writes } = await withBot()
    const [chatId, other] = [await writes('c1'), await writes('c2')]
    await handsOver(chatId, LOST)
    await handsOver(other, { subject: 'A lost letter' })
    const subjectId = subjectIdOf(ACCOUNT, 'A lost parcel')
    const contents = () => test.memory.contents(ACCOUNT)
    const { journal, actors, outbox } = contents() ?? {}
    expect(JSON.stringify([journal, actors, outbox])).not.toMatch(/parcel|A-17|upset/)
    expect(journal?.map(({ data }) => data)).toContainEqual(expect.objectContaining({ subjectId }))
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    await settled()
    expect(JSON.stringify(contents())).not.toMatch(/lost parcel|A-17|Oslo|upset/)
    expect(contents()?.chats.map((chat) => chat.subjectId)).toContain(subjectId)
    const end = await tests.staff('ada', `chat:${chatId}`, `chat:${other}`)
    const [erased, kept] = end.of('conversation').map(({ conversation }) => conversation.handover)
    expect(erased).toMatchObject({ subject: null, attributes: [] })
    expect(kept).toMatchObject({ subject: 'A lost letter' })
  })
})
