import { describe, expect, it } from 'vitest'
import type { ChatEvent, ChatInput } from './chat-events.ts'
import {
  ChatLife,
  DECISION,
  NINE,
  WRITTEN,
  annClosed,
  annTook,
  annWrote,
  cleoWrote,
  forwardedToBot,
  forwardedToDesk,
} from './chat-life.ts'
import type { Told } from './life.ts'
import { countedChat, tallied } from './stays.ts'
import type { ChatTally, CountedChat, Stay } from './stays.ts'

type Happening = Told<ChatEvent> | { timeIsUp: string }

const ended = { type: 'customerEnded', by: 'customer:cleo' } as const
const blocked = { type: 'customerBlocked', blockId: 'b1', by: 'agent:ann' } as const
const forwardedToBilling = {
  type: 'forwarded',
  to: { kind: 'group', groupId: 'billing', overflowGroupId: null },
  noteId: null,
  by: 'agent:bob',
} as const
const offeredToAnn = {
  type: 'offerMade',
  agentId: 'ann',
  decision: DECISION,
} as const
const bobTook = { type: 'agentTook', agentId: 'bob', by: 'agent:bob' } as const
const bobWrote = { type: 'agentWrote', agentId: 'bob', messageId: 'm9', by: 'agent:bob' } as const

/** What a chat's life is counted as; events are a second apart where they say no time. */
function counted(input: Partial<ChatInput>, ...events: Happening[]): CountedChat | null {
  const life = new ChatLife(input)
  let tally: ChatTally = tallied(null, momentOf(life, 'born'))
  for (const event of events) {
    if ('timeIsUp' in event) {
      const timerId = life.timerOf(event.timeIsUp)
      life.whenTimeIsUp(event.timeIsUp)
      tally = tallied(tally, momentOf(life, timerId))
    } else {
      life.given(event)
      tally = tallied(tally, momentOf(life, event.type))
    }
  }
  return countedChat(tally)
}

function momentOf(life: ChatLife, type: string) {
  return { type, at: life.now, state: life.state, context: life.context }
}

function of(chat: CountedChat | null, kind: Stay['kind'], id = ''): Stay {
  const found = chat?.stays.find((stay) => stay.kind === kind && stay.id === id)
  if (found === undefined) throw new Error(`No stay of ${kind} ${id}`)
  return found
}

/** Total, answered, unanswered and the duration in seconds, as reports show them. */
function shown({ chats, answered, durationMs }: Stay): number[] {
  return [chats, answered, chats - answered, durationMs / 1_000]
}

describe('statistics of a chat', () => {
  it('[SA1] only a chat that is over counts, be it closed or blocked', () => {
    expect(counted({}, annTook, annWrote)).toBeNull()
    expect(counted({}, annTook, annWrote, annClosed)).toBeNull()
    expect(counted({}, annTook, annWrote, annClosed, { timeIsUp: 'undoLimit' })).not.toBeNull()
    expect(of(counted({}, annTook, blocked), 'account')).toMatchObject({ chats: 1, blocked: true })
  })

  it('[SA2] a chat counts for the time at which it came to the agents', () => {
    expect(counted({}, annTook, ended)).toMatchObject({ cameAt: NINE, handedOver: false })
    const fromBot = counted(
      { botId: 'greeter' },
      { type: 'personRequested', at: NINE + 60_000 },
      annTook,
      ended,
    )
    expect(fromBot).toMatchObject({ cameAt: NINE + 60_000, handedOver: true })
  })

  it('[SA3] a chat that never left the bot counts as that and as nothing else', () => {
    const chat = counted({ botId: 'greeter' }, ended)
    expect(chat).toMatchObject({ cameAt: null, bornAt: NINE })
    expect(chat?.stays).toHaveLength(1)
    expect(of(chat, 'account')).toMatchObject({ chats: 0, answered: 0, durationMs: 0 })
  })

  it('[SA4] a chat that goes to a group again counts once there, and twice for its agent', () => {
    const chat = counted(
      {},
      { ...annTook, at: NINE + 10_000 },
      { ...annWrote, at: NINE + 20_000 },
      { ...forwardedToDesk, at: NINE + 100_000 }, // billing: 100 s, ann: 90 s
      { ...bobTook, at: NINE + 110_000 },
      { ...bobWrote, at: NINE + 150_000 },
      { ...forwardedToBilling, at: NINE + 300_000 }, // desk: 200 s, bob: 190 s
      { ...annTook, at: NINE + 305_000 },
      { ...annWrote, at: NINE + 320_000 },
      { ...annClosed, at: NINE + 340_000 }, // billing: 40 s more, ann: 35 s more
      { timeIsUp: 'undoLimit' },
    )
    expect(shown(of(chat, 'group', 'billing'))).toEqual([1, 1, 0, 140])
    expect(shown(of(chat, 'group', 'desk'))).toEqual([1, 1, 0, 200])
    expect(shown(of(chat, 'agent', 'ann'))).toEqual([2, 2, 0, 125])
    expect(shown(of(chat, 'agent', 'bob'))).toEqual([1, 1, 0, 190])
    expect(shown(of(chat, 'account'))).toEqual([1, 1, 0, 340])
    expect(of(chat, 'account').forwards).toBe(2)
    expect(of(chat, 'group', 'billing')).toMatchObject({ forwards: 1, last: true })
    expect(of(chat, 'group', 'desk')).toMatchObject({ forwards: 1, last: false })
  })

  it.each<[string, Happening[], Record<string, unknown>]>([
    ['answered by a person', [annTook, annWrote, ended], { answered: 1, abandoned: false }],
    ['taken and never answered', [annTook, ended], { answered: 0, abandoned: false }],
    ['given up in the line', [ended], { answered: 0, abandoned: true, waitingMs: null }],
    ['blocked', [annTook, annWrote, blocked], { answered: 1, blocked: true }],
    ['left a message', [{ type: 'messageLeft' }, annTook, ended], { leftMessage: true }],
  ])('[SA5] of the last stay, how it ended: %s', (_words, events, expected) => {
    const chat = counted({}, ...events)
    expect(of(chat, 'group', 'billing')).toMatchObject(expected)
    expect(of(chat, 'account')).toMatchObject(expected)
  })

  it('[SA6] waiting, first response and replies run from arrival, joining and the question', () => {
    const chat = counted(
      {},
      { ...annTook, at: NINE + 30_000 },
      { ...annWrote, at: NINE + 45_000 },
      { ...cleoWrote, at: NINE + 60_000 },
      { ...cleoWrote, at: NINE + 70_000 },
      { ...annWrote, at: NINE + 80_000 },
      { ...annWrote, at: NINE + 85_000 },
      { ...ended, at: NINE + 90_000 },
    )
    expect(of(chat, 'account')).toMatchObject({
      waitingMs: 30_000,
      waitedMs: 30_000,
      handlingMs: 60_000,
      firstResponseMs: 45_000,
      repliesMs: [20_000],
    })
    expect(of(chat, 'agent', 'ann')).toMatchObject({
      waitingMs: null,
      firstResponseMs: 15_000,
      repliesMs: [20_000],
    })
  })

  it('[SA6] who takes a question over answers it from then on', () => {
    const bobTookOver = { type: 'agentTookOver', agentId: 'bob', by: 'agent:bob' } as const
    const chat = counted(
      {},
      { ...annTook, at: NINE + 10_000 },
      { ...annWrote, at: NINE + 20_000 },
      { ...cleoWrote, at: NINE + 30_000 },
      { ...bobTookOver, at: NINE + 90_000 },
      { ...bobWrote, at: NINE + 95_000 },
      { ...ended, at: NINE + 100_000 },
    )
    expect(of(chat, 'agent', 'bob')).toMatchObject({ firstResponseMs: 5_000, repliesMs: [] })
    expect(of(chat, 'agent', 'ann')).toMatchObject({ answered: 1, last: false })
    expect(of(chat, 'account').repliesMs).toEqual([65_000])
  })

  it('[SA7] the time in which closing can be undone is nobody’s, unless it is undone', () => {
    const closing = [
      { ...annTook, at: NINE },
      { ...annWrote, at: NINE + 10_000 },
      { ...annClosed, at: NINE + 20_000 },
    ]
    const done = counted({}, ...closing, { timeIsUp: 'undoLimit' })
    expect(of(done, 'agent', 'ann').durationMs).toBe(20_000)
    const undone = counted(
      {},
      ...closing,
      { type: 'closeUndone', at: NINE + 25_000, by: 'agent:ann' },
      { ...ended, at: NINE + 40_000 },
    )
    expect(shown(of(undone, 'agent', 'ann'))).toEqual([1, 1, 0, 40])
  })

  it('[SA8] with a bot it is with no group; what an agent opens has no first response', () => {
    const away = counted(
      {},
      { ...annTook, at: NINE },
      { ...forwardedToBot, at: NINE + 10_000 },
      { type: 'botTook', at: NINE + 11_000 },
      { ...ended, at: NINE + 60_000 },
    )
    expect(of(away, 'group', 'billing')).toMatchObject({ chats: 1, durationMs: 10_000 })
    expect(of(away, 'account')).toMatchObject({ chats: 1, durationMs: 10_000 })
    const opened = counted({ agentId: 'ann', messageId: null }, annWrote, ended)
    expect(of(opened, 'account')).toMatchObject({ answered: 1, firstResponseMs: null })
    expect(of(opened, 'account').waitingMs).toBe(0)
  })

  it('[SA25] forwards count where they begin and where they arrive, and who takes one is given it', () => {
    const chat = counted({}, annTook, forwardedToDesk, bobTook, forwardedToBilling, annTook, ended)
    expect(of(chat, 'account')).toMatchObject({ forwards: 2, forwardsIn: 0 })
    expect(of(chat, 'group', 'billing')).toMatchObject({ forwards: 1, forwardsIn: 1 })
    expect(of(chat, 'group', 'desk')).toMatchObject({ forwards: 1, forwardsIn: 1 })
    expect(of(chat, 'agent', 'ann')).toMatchObject({ forwards: 1, forwardsIn: 1 })
    expect(of(chat, 'agent', 'bob')).toMatchObject({ forwards: 1, forwardsIn: 1 })
  })

  it('[SA25] what a limit sends on counts where it was', () => {
    const flowed = counted({}, { timeIsUp: 'queueLimit' }, annTook, ended)
    expect(of(flowed, 'group', 'billing')).toMatchObject({ overflows: 1, last: false })
    expect(of(flowed, 'group', 'desk')).toMatchObject({ overflows: 0, forwardsIn: 0 })
    const stays = counted({ line: { ...WRITTEN.line, overflowGroupId: null } }, ended)
    expect(of(stays, 'group', 'billing').overflows).toBe(0)
    const returned = counted({}, annTook, { timeIsUp: 'responseLimit' }, bobTook, ended)
    expect(of(returned, 'agent', 'ann').returned).toBe(1)
    expect(of(returned, 'agent', 'bob').returned).toBe(0)
    expect(of(returned, 'group', 'billing').returned).toBe(1)
  })

  it.each<[string, Happening[], Partial<Stay>]>([
    ['accepted', [{ type: 'offerAccepted', agentId: 'ann', by: 'agent:ann' }], { accepted: 1 }],
    ['declined', [{ type: 'offerDeclined', agentId: 'ann', by: 'agent:ann' }], { declined: 1 }],
    ['missed', [{ timeIsUp: 'offerLimit' }], { missed: 1 }],
    ['given up', [], { accepted: 0, declined: 0, missed: 0 }],
  ])(
    '[SA26] an offer counts for who was asked, also where it was %s',
    (_words, events, expected) => {
      const chat = counted({}, offeredToAnn, ...events, ended)
      for (const stay of [
        of(chat, 'agent', 'ann'),
        of(chat, 'group', 'billing'),
        of(chat, 'account'),
      ]) {
        expect(stay).toMatchObject({ offers: 1, ...expected })
      }
      expect(of(chat, 'agent', 'ann').chats).toBe(expected.accepted ?? 0)
    },
  )

  it('[SA27] messages count where they were written, those of the bot’s time nowhere', () => {
    const chat = counted({}, annTook, annWrote, cleoWrote, cleoWrote, annWrote, ended)
    const expected = { customerMessages: 3, agentMessages: 2 }
    expect(of(chat, 'account')).toMatchObject(expected)
    expect(of(chat, 'group', 'billing')).toMatchObject(expected)
    expect(of(chat, 'agent', 'ann')).toMatchObject({ ...expected, customerMessages: 2 })
    const bots = counted({ botId: 'greeter' }, cleoWrote, { type: 'personRequested' }, ended)
    expect(of(bots, 'account').customerMessages).toBe(0)
  })

  it('[SA28] what the bot said last that it is about holds for all of it', () => {
    const life = new ChatLife({ botId: 'greeter' })
    let tally = tallied(null, momentOf(life, 'born'))
    life.given({ type: 'botHandedOver', answers: 'm1' })
    tally = tallied(tally, { ...momentOf(life, 'botHandedOver'), subjectId: 'refund' })
    life.given(annTook)
    tally = tallied(tally, momentOf(life, 'agentTook'))
    life.given(ended)
    const chat = countedChat(tallied(tally, momentOf(life, 'customerEnded')))
    expect(chat).toMatchObject({ subjectId: 'refund', cameAgain: false })
    expect(counted({ continues: 'chat-0' }, ended)).toMatchObject({
      subjectId: null,
      cameAgain: true,
    })
  })

  it('[SA9] folding changes nothing that was folded before', () => {
    const life = new ChatLife()
    const born = tallied(null, momentOf(life, 'born'))
    const before = JSON.stringify(born)
    life.given(annTook)
    tallied(born, momentOf(life, 'agentTook'))
    expect(JSON.stringify(born)).toBe(before)
  })
})
