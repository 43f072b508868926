import { describe, expect, it } from 'vitest'
import type { AgentEvent, OfflineChoice } from './agent-events.ts'
import { AgentLife, HIRED, agentAtWork } from './agent-life.ts'
import type { Told } from './life.ts'
import { step, timerEvent } from './step.ts'

const given = (chatId: string, as: 'chat' | 'offer' = 'chat') =>
  ({ type: 'chatGiven', chatId, as }) as const satisfies Told<AgentEvent>
const left = (chatId: string) => ({ type: 'chatLeft', chatId }) as const
const withdraw = { type: 'withdrawOffers', params: { agentId: 'ann' } }

describe('an agent', () => {
  it('[AG1] begins offline, without a socket and with nothing in hand', () => {
    const agent = new AgentLife()
    expect(agent.state).toEqual({ presence: 'offline', connection: 'gone', wrapUp: 'none' })
    expect(agent.inHand).toBe(0)
    expect(agent.effects).toEqual([])
    expect(agent.running).toEqual([])
  })

  it.each<[Told<AgentEvent>[], string | null]>([
    [[], 'online'],
    [[{ type: 'wentOnline' }], 'connected'],
    [[{ type: 'socketOpened' }], 'online'],
    [[{ type: 'socketOpened' }, { type: 'wentOnline' }], null],
    [[{ type: 'socketOpened' }, { type: 'wentAway', reason: 'lunch' }], 'online'],
    [[{ type: 'wentOnline' }, { type: 'socketOpened' }, { type: 'socketClosed' }], 'connected'],
    [[{ type: 'wentOnline' }, { type: 'socketOpened' }, given('1'), given('2')], null],
    [
      [{ type: 'wentOnline' }, { type: 'socketOpened' }, given('1'), given('2'), given('3')],
      'belowLimit',
    ],
  ])('[AG2] is accepting when online, connected and below the limit: %j', (events, reason) => {
    expect(new AgentLife().given(...events).notAccepting).toBe(reason)
  })
})

describe('the limit', () => {
  it('[AG3] counts chats and offers, and at it another one is refused', () => {
    const agent = agentAtWork().given(given('1'), given('2', 'offer'))
    expect([agent.inHand, agent.notAccepting]).toEqual([2, null])
    agent.given(given('3'))
    expect(agent.when(given('4')).refusal).toBe('belowLimit')
    expect(agent.when(given('4', 'offer')).refusal).toBe('belowLimit')
    expect(agent.context).toMatchObject({ chats: ['1', '3'], offers: ['2'] })
  })

  it('[AG3] lowered, it takes nothing away', () => {
    const agent = agentAtWork().given(given('1'), given('2'), { type: 'limitChanged', limit: 1 })
    expect(agent.inHand).toBe(2)
    expect(agent.given(left('1')).notAccepting).toBe('belowLimit')
    expect(agent.given(left('2')).notAccepting).toBeNull()
  })

  it('[AG4] a chat is given to a connected agent only', () => {
    const agent = agentAtWork().given({ type: 'socketClosed' })
    expect(agent.when(given('1')).refusal).toBe('notNow')
    expect(agent.whenTimeIsUp('grace').when(given('1')).refusal).toBe('notNow')
  })

  it('[AG4] the same chat counts once', () => {
    const agent = agentAtWork().given(given('1', 'offer'), given('1'), given('1', 'offer'))
    expect(agent.context).toMatchObject({ chats: [], offers: ['1'] })
  })

  it('[AG5] an offer that was accepted is a chat in hand', () => {
    const agent = agentAtWork().given(given('1'), given('2', 'offer'))
    agent.when({ type: 'offerBecameChat', chatId: '2' })
    expect(agent.context).toMatchObject({ chats: ['1', '2'], offers: [], idleSince: agent.now })
    expect(agent.when({ type: 'offerBecameChat', chatId: '1' }).refusal).toBe('hasOffer')
    expect(agent.when({ type: 'offerBecameChat', chatId: '9' }).refusal).toBe('hasOffer')
  })

  it('[AG6] a chat or an offer that left frees its place; another one is refused', () => {
    const agent = agentAtWork().given(given('1'), given('2', 'offer'), left('1'), left('2'))
    expect(agent.inHand).toBe(0)
    expect(agent.when(left('1')).refusal).toBe('hasChat')
  })
})

describe('presence', () => {
  it('[AG7] away: the reason is noted, offers are withdrawn, chats stay', () => {
    const agent = agentAtWork().given(given('1')).when({ type: 'wentAway', reason: 'lunch' })
    expect(agent.state.presence).toBe('away')
    expect(agent.context).toMatchObject({ awayReason: 'lunch', chats: ['1'] })
    expect(agent.effects).toEqual([withdraw])
    expect(agent.given({ type: 'wentAway', reason: 'training' }).context.awayReason).toBe(
      'training',
    )
    expect(agent.given({ type: 'wentOnline' }).context.awayReason).toBeNull()
  })

  it.each<OfflineChoice>([
    { kind: 'keep' },
    { kind: 'return' },
    { kind: 'forward', groupId: 'desk' },
    { kind: 'bot' },
    { kind: 'close' },
  ])('[AG8] offline (%j): offers are withdrawn, chats stay until their own events', (choice) => {
    const agent = agentAtWork().given(given('1')).when({ type: 'wentOffline', choice })
    expect(agent.state).toEqual({ presence: 'offline', connection: 'connected', wrapUp: 'none' })
    expect(agent.effects).toEqual([withdraw])
    expect(agent.context.chats).toEqual(['1'])
    expect(agent.given(left('1')).inHand).toBe(0)
  })

  it('[AG7] away from offline, and back: a miss of long ago is forgotten', () => {
    const offline = { type: 'wentOffline', choice: { kind: 'keep' } } as const
    const agent = agentAtWork().given({ type: 'offerMissed' }, offline)
    agent.given({ type: 'wentAway', reason: 'lunch' })
    expect(agent.context).toMatchObject({ awayReason: 'lunch', missedOffers: 0 })
    const back = agentAtWork().given({ type: 'offerMissed' }, offline, { type: 'wentOnline' })
    expect(back.context.missedOffers).toBe(0)
  })

  it('[AG8] offline from away', () => {
    const agent = agentAtWork().given({ type: 'wentAway', reason: 'lunch' })
    agent.given({ type: 'wentOffline', choice: { kind: 'keep' } })
    expect(agent.state.presence).toBe('offline')
    expect(agent.context.awayReason).toBeNull()
  })

  it('[AG9] two missed offers in a row set the agent away, and say so', () => {
    const agent = agentAtWork().when({ type: 'offerMissed' })
    expect([agent.state.presence, agent.effects]).toEqual(['online', []])
    agent.when({ type: 'offerMissed' })
    expect(agent.state.presence).toBe('away')
    expect(agent.context).toMatchObject({ awayReason: 'missedOffers', missedOffers: 0 })
    expect(agent.effects).toEqual([
      { type: 'tellAgent', params: { code: 'setAwayForMissedOffers' } },
      withdraw,
    ])
  })

  it.each<[string, Told<AgentEvent>[]]>([
    ['a chat', [given('1')]],
    ['an accepted offer', [given('1', 'offer'), { type: 'offerBecameChat', chatId: '1' }]],
    ['coming back', [{ type: 'wentAway', reason: 'lunch' }, { type: 'wentOnline' }]],
  ])('[AG9] %s ends the row', (_, between) => {
    const agent = agentAtWork().given({ type: 'offerMissed' }, ...between)
    expect(agent.given({ type: 'offerMissed' }).state.presence).toBe('online')
  })

  it('[AG9] another offer alone does not', () => {
    const agent = agentAtWork().given({ type: 'offerMissed' }, given('1', 'offer'))
    expect(agent.given({ type: 'offerMissed' }).state.presence).toBe('away')
  })
})

describe('connection', () => {
  it('[AG10] an offer missed while the socket is lost is not counted', () => {
    const agent = agentAtWork().given({ type: 'offerMissed' }, { type: 'socketClosed' })
    agent.given({ type: 'offerMissed' }, { type: 'socketOpened' })
    expect(agent.state.presence).toBe('online')
    expect(agent.context.missedOffers).toBe(1)
    agent.given({ type: 'socketClosed' }).whenTimeIsUp('grace')
    expect(agent.given({ type: 'offerMissed' }).context.missedOffers).toBe(1)
  })

  it('[AG11] a socket that returns within the grace changes nothing', () => {
    const agent = agentAtWork().given(given('1'), { type: 'socketClosed' })
    expect(agent.state).toEqual({ presence: 'online', connection: 'grace', wrapUp: 'none' })
    expect(agent.timers.get(agent.timerOf('grace'))).toBe(HIRED.graceMs)
    const { idleSince } = agent.context
    agent.when({ type: 'socketOpened' })
    expect(agent.running).toEqual([])
    expect(agent.effects).toEqual([])
    expect(agent.context).toMatchObject({ chats: ['1'], idleSince })
  })

  it('[AG11] after the grace offers go on and chats go back, kept ones of an offline agent too', () => {
    const online = agentAtWork().given(given('1'))
    const keeping = agentAtWork().given(given('1'), {
      type: 'wentOffline',
      choice: { kind: 'keep' },
    })
    for (const agent of [online, keeping]) {
      agent.given({ type: 'socketClosed' }).whenTimeIsUp('grace')
      expect(agent.state.connection).toBe('gone')
      expect(agent.effects).toEqual([{ type: 'returnChats', params: { agentId: 'ann' } }])
    }
  })

  it('[AG12] idle is counted from coming online, from coming back after the grace, from a chat', () => {
    const agent = agentAtWork()
    expect(agent.context.idleSince).toBe(agent.now)
    agent.given(given('1', 'offer'), { type: 'socketClosed' }, { type: 'socketOpened' })
    expect(agent.context.idleSince).toBeLessThan(agent.now)
    agent.given(given('2'))
    expect(agent.context.idleSince).toBe(agent.now)
    agent.given({ type: 'socketClosed' }).whenTimeIsUp('grace').given({ type: 'socketOpened' })
    expect(agent.context.idleSince).toBe(agent.now)
    agent.given({ type: 'wentAway', reason: 'lunch' }, { type: 'wentOnline' })
    expect(agent.context.idleSince).toBe(agent.now)
  })
})

describe('the account', () => {
  it('[AG13] deactivates an agent, who cannot come back before being reactivated', () => {
    const agent = agentAtWork()
      .given(given('1'), { type: 'offerMissed' })
      .when({ type: 'deactivated' })
    expect(agent.state).toEqual({ presence: 'offline', connection: 'gone', wrapUp: 'none' })
    expect(agent.context).toMatchObject({ active: false, missedOffers: 0, chats: ['1'] })
    for (const type of ['wentOnline', 'socketOpened', 'deactivated'] as const) {
      expect(agent.when({ type }).refusal).toBe('isActive')
    }
    expect(agent.when({ type: 'wentAway', reason: 'lunch' }).refusal).toBe('isActive')
    expect(agent.given(left('1')).inHand).toBe(0)

    agent.given({ type: 'reactivated' }, { type: 'socketOpened' }, { type: 'wentOnline' })
    expect(agent.notAccepting).toBeNull()
    expect(agent.when({ type: 'reactivated' }).refusal).toBe('isInactive')
  })

  it('[AG13] deactivated in the grace, nothing runs any more', () => {
    const agent = agentAtWork().given({ type: 'socketClosed' }, { type: 'deactivated' })
    expect(agent.running).toEqual([])
  })

  it('[AG14] changes the limit and the grace; what is the same or older is refused', () => {
    const agent = agentAtWork()
    expect(agent.when({ type: 'limitChanged', limit: 3 }).refusal).toBe('isAnotherLimit')
    expect(agent.given({ type: 'limitChanged', limit: 5 }).context.limit).toBe(5)
    const newer = { type: 'settingsChanged', version: 2, graceMs: 30_000 } as const
    agent.given(newer, { type: 'socketClosed' })
    expect(agent.timers.get(agent.timerOf('grace'))).toBe(30_000)
    expect(agent.when(newer).refusal).toBe('isNewer')
  })
})

describe('wrapping up', () => {
  const began = (chatId: string, forMs = 30_000) =>
    ({ type: 'wrapUpBegan', chatId, forMs }) as const satisfies Told<AgentEvent>

  it('[AG15] a chat being wrapped up counts against the limit', () => {
    const agent = agentAtWork({ limit: 1 }).given(given('1'), left('1'), began('1'))
    expect([agent.inHand, agent.notAccepting]).toEqual([1, 'belowLimit'])
    expect(agent.when(given('2')).refusal).toBe('belowLimit')
  })

  it('[AG16] its time ends it', () => {
    const agent = agentAtWork({ limit: 1 }).given(given('1'), left('1'), began('1'))
    agent.whenTimeIsUp('wrapUpTime')
    expect([agent.inHand, agent.notAccepting, agent.state.wrapUp]).toEqual([0, null, 'none'])
    expect(agent.running).toEqual([])
  })

  it('[AG16] the agent ends all of it at once', () => {
    const agent = agentAtWork().given(began('1'), began('2'), { type: 'wrapUpEnded' })
    expect([agent.inHand, agent.running]).toEqual([0, []])
    expect(agent.when({ type: 'wrapUpEnded' }).refusal).toBe('notNow')
  })

  it('[AG16] each ends at its own time, whichever began first', () => {
    const agent = agentAtWork().given(began('1', 60_000), began('2', 10_000))
    const begun = agent.now
    agent.whenTimeIsUp('wrapUpTime')
    expect([agent.now - begun, agent.context.wrapUps.map(({ chatId }) => chatId)]).toEqual([
      10_000,
      ['1'],
    ])
    agent.whenTimeIsUp('wrapUpTime')
    expect([agent.now - begun, agent.inHand]).toEqual([59_000, 0])
  })

  it('[AG16] a late end takes all with it that ended meanwhile', () => {
    const agent = agentAtWork().given(began('1', 10_000), began('2', 20_000), began('3', 90_000))
    const timerId = agent.timerOf('wrapUpTime')
    agent.snapshot = lateEnd(agent, timerId, agent.now + 30_000)
    expect(agent.context.wrapUps.map(({ chatId }) => chatId)).toEqual(['3'])
  })

  it('[AG15] going offline and away leave it as it is; deactivation ends it', () => {
    const agent = agentAtWork().given(began('1'), { type: 'wentAway', reason: 'lunch' })
    agent.given({ type: 'wentOffline', choice: { kind: 'keep' } })
    expect(agent.inHand).toBe(1)
    agent.given({ type: 'deactivated' })
    expect([agent.inHand, agent.running]).toEqual([0, []])
    expect(agent.when(began('2')).refusal).toBe('isActive')
  })
})

function lateEnd(agent: AgentLife, timerId: string, at: number): AgentLife['snapshot'] {
  const result = step(agent.machine, agent.snapshot, timerEvent(timerId, at))
  if (!result.taken) throw new Error(`Refused: ${result.code}`)
  return result.snapshot
}
