import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pickAgent } from '#machines/pick-agent'
import { compareWaiting, laneOf } from '#machines/waiting-line'
import { whyPage } from '#protocol/replay'
import type { WhyEntry, WhyPage } from '#protocol/replay'
import type { StaffCommand } from '#protocol/staff-commands'
import { acme } from '../hardening/cast.ts'
import { sessionOf } from '../hardening/memory-people.ts'
import { Rig } from '../hardening/rig.ts'
import { candidates } from '../host/assign-match.ts'
import { channel } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'

const token = sessionOf('ada')
const MINUTE_MS = 60_000

type Waited = Extract<WhyEntry, { kind: 'waited' }>

/** Agents with two hands each; limits of waiting are longer than any story here. */
async function started(settings: Parameters<typeof acme>[0] = {}): Promise<Rig> {
  const account = acme({ assignment: 'automatic', queueLimitMs: 1e9, ...settings })
  const members = account.members.map((one) => ({ ...one, chatLimit: 2 }))
  const channels = [...account.channels, channel('sales', { groupId: 'sales' })]
  return Rig.start({ acme: { ...account, members, channels } })
}

async function why(rig: Rig, chatId: string, query = ''): Promise<WhyPage> {
  const told = await rig.ask('GET', `/api/v1/accounts/acme/chats/${chatId}/why${query}`, { token })
  expect(told.status, told.text).toBe(200)
  return whyPage.parse(told.json)
}

async function waited(rig: Rig, chatId: string): Promise<Waited[]> {
  const { entries } = await why(rig, chatId)
  return entries.filter((entry) => entry.kind === 'waited')
}

describe('why a chat waited', () => {
  it('[WY20] is told with the reason of each agent from when on, and by hand without', async () => {
    const rig = await started({ graceMs: 5 * MINUTE_MS })
    const { test } = rig
    await test.online('mia')
    await test.connect('tom', true)
    await test.writes('c1')
    await test.writes('c2')
    const chatId = await test.writes('c3')
    const began = test.clock.now()
    await test.clock.pass(MINUTE_MS)
    await test.connect('mia', false)
    await test.clock.pass(MINUTE_MS)
    done(await test.staff('ada', { type: 'changeSettings', change: { assignment: 'byHand' } }))
    await test.clock.pass(MINUTE_MS)
    const [wait] = await waited(rig, chatId)
    expect(wait).toMatchObject({ groupId: 'support', to: null, toldUntil: null })
    const spans = (wait?.nobody ?? []).map(({ from, policy, leftOut }) => ({
      after: (from - began) / MINUTE_MS,
      policy,
      of: Object.fromEntries(
        leftOut.map(({ agentId, reason, state }) => [agentId, `${reason} ${state}`]),
      ),
    }))
    expect(spans).toMatchObject([
      {
        after: 0,
        policy: 'leastBusy',
        of: { mia: 'belowLimit null', tom: 'online offline' },
      },
      {
        after: 1,
        policy: 'leastBusy',
        of: { mia: 'connected grace', tom: 'online offline' },
      },
      { after: 2, policy: 'byHand', of: {} },
    ])
  })

  it('[WY21] is told with how many stood before it, from when on', async () => {
    const rig = await started()
    const { test } = rig
    const first = await test.writes('c1')
    await test.clock.pass(1_000)
    const chatId = await test.writes('c2')
    const began = test.clock.now()
    await test.clock.pass(MINUTE_MS)
    const third = await test.writes('c3')
    done(await test.staff('ada', { type: 'setPriority', chatId: third, priority: 2 }))
    await test.clock.pass(MINUTE_MS)
    done(await test.customer('c1', { type: 'endChat' }))
    const [wait] = await waited(rig, chatId)
    expect(wait?.ahead.map(({ from, count }) => [(from - began) / MINUTE_MS, count])).toEqual([
      [0, 1],
      [1, 2],
      [2, 1],
    ])
    expect((await waited(rig, first))[0]?.to).toBe(test.clock.now())
    expect((await waited(rig, third)).map(({ priority }) => priority)).toEqual([0, 2])
  })

  it('[WY22] stands beside who got it and why, in their order and in pages', async () => {
    const rig = await started()
    const { test } = rig
    const chatId = await test.writes('c1')
    await test.clock.pass(MINUTE_MS)
    await test.online('mia')
    done(await test.staff('mia', { type: 'returnChat', chatId }))
    const whole = await why(rig, chatId)
    expect(whole).toMatchObject({ chatId, more: false, difference: null })
    expect(whole.entries.map(({ kind }) => kind)).toEqual(['waited', 'given', 'waited', 'given'])
    expect(whole.entries[1]).toMatchObject({
      agentId: 'mia',
      as: 'chat',
      by: 'system',
      decision: { reason: 'onlyOne', considered: [{ agentId: 'mia' }] },
    })
    // Mia, who gave it back, is the only one who accepts: somebody was free when it came back.
    expect(whole.entries[2]).toMatchObject({ nobody: [{ free: true, policy: null, leftOut: [] }] })
    const first = await why(rig, chatId, '?limit=1')
    const rest = await why(rig, chatId, `?after=${first.entries[0]?.step}`)
    expect([first.more, rest.more]).toEqual([true, false])
    expect([...first.entries, ...rest.entries]).toEqual(whole.entries)
  })

  it('[WY23] is, at every minute, what picking an agent says of that minute', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAct, { minLength: 5, maxLength: 60 }), async (acts) => {
        const rig = await started({ graceMs: 2 * MINUTE_MS, wrapUpMs: 90_000 })
        const minutes: Minute[] = []
        for (const act of acts) {
          await happens(rig, act)
          await rig.test.clock.pass(MINUTE_MS)
          minutes.push(counted(rig))
          await rig.test.clock.pass(1)
        }
        const chatIds = new Set(minutes.flatMap(({ waiting }) => [...waiting.keys()]))
        for (const chatId of chatIds) {
          const waits = await waited(rig, chatId)
          for (const { at, waiting } of minutes) {
            expect(toldOf(waits, at), `${chatId} at ${at}`).toEqual(waiting.get(chatId))
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('[WY24] leaves rows only where an answer is another one', async () => {
    const rig = await started()
    const { test } = rig
    await test.writes('c1')
    for (let minute = 0; minute < 10; minute += 1) {
      await test.clock.pass(MINUTE_MS)
      await test.writes('c1', 'Still here')
      await test.online('lou')
    }
    const kinds = () => test.memory.contents('acme')?.lines.map(({ kind }) => kind)
    expect(kinds()).toEqual(['entered', 'answer'])
    await test.connect('mia', true)
    expect(kinds()).toEqual(['entered', 'answer'])
    await test.clock.pass(25 * 3_600_000)
    done(await test.staff('mia', { type: 'goAway', reason: 'break' }))
    expect(kinds()).toEqual(['entered', 'answer', 'answer'])
  })
})

/** What a waiting chat's answer is in one moment, without what is only known beside it. */
interface Told {
  groupId: string
  targetAgentId: string | null
  policy: string | null
  leftOut: string[]
  ahead: number | undefined
}

interface Minute {
  at: number
  waiting: Map<string, Told>
}

/** Everything that waits now, counted afresh from what is in memory. */
function counted(rig: Rig): Minute {
  const account = rig.test.host.peek('acme')
  const waiting = new Map<string, Told>()
  const at = rig.test.clock.now()
  for (const line of account?.lines.values() ?? []) {
    for (const one of line) {
      if (account === null) continue
      const { chatId, groupId, targetAgentId } = one
      const rules = account.rulesOf(groupId)
      const agents = candidates(account, groupId, targetAgentId)
      expect(pickAgent(one, agents, rules, at)).toBeNull()
      const leftOut = agents.map(
        ({ agentId, notAccepting }) => `${agentId} ${notAccepting ?? 'notTheTarget'}`,
      )
      const ahead = [...line].filter(
        (other) => laneOf(other) === laneOf(one) && compareWaiting(other, one) < 0,
      ).length
      const { policy } = rules
      const told = { groupId, targetAgentId, policy, ahead }
      waiting.set(chatId, { ...told, leftOut: policy === 'byHand' ? [] : leftOut.sort() })
    }
  }
  return { at, waiting }
}

/** What the answer says of one moment; undefined where the chat did not wait. */
function toldOf(waits: readonly Waited[], at: number): Told | undefined {
  const covers = (span: { from: number; to: number | null }) =>
    span.from <= at && (span.to === null || at < span.to)
  const wait = waits.find(covers)
  if (wait === undefined) return undefined
  const span = wait.nobody.find(covers)
  const { groupId, targetAgentId } = wait
  return {
    groupId,
    targetAgentId,
    policy: span?.policy ?? null,
    leftOut: (span?.leftOut ?? []).map(({ agentId, reason }) => `${agentId} ${reason}`).sort(),
    ahead: wait.ahead.findLast(({ from }) => from <= at)?.count,
  }
}

const AGENTS = ['mia', 'tom', 'lou'] as const
const anyAgent = fc.constantFrom(...AGENTS)
const anyCustomer = fc.nat({ max: 7 }).map((n) => `c${n}`)

type Act =
  | { writes: string; to: string }
  | { ends: string; at: string }
  | { agent: (typeof AGENTS)[number]; does: 'online' | 'away' | 'offline' | 'lost' | 'back' }
  | { chat: number; does: 'close' | 'return' | 'toSales' | 'toAgent' | 'urgent' }
  | { rule: 'byHand' | 'automatic' }

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ writes: anyCustomer, to: fc.constantFrom('web', 'sales') }),
  },
  { weight: 1, arbitrary: fc.record({ ends: anyCustomer, at: fc.constantFrom('web', 'sales') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      agent: anyAgent,
      does: fc.constantFrom('online', 'online', 'away', 'offline', 'lost', 'back'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      chat: fc.nat(),
      does: fc.constantFrom('close', 'return', 'toSales', 'toAgent', 'urgent'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ rule: fc.constantFrom('byHand', 'automatic', 'automatic') }),
  },
)

/** Lets something happen, or be refused. */
async function happens(rig: Rig, act: Act): Promise<void> {
  const { test } = rig
  if ('writes' in act) {
    await test.customer(act.writes, { type: 'sendMessage', text: 'Hello' }, test.newId(), act.to)
  } else if ('ends' in act) {
    await test.customer(act.ends, { type: 'endChat' }, test.newId(), act.at)
  } else if ('agent' in act) {
    await agentDoes(rig, act.agent, act.does)
  } else if ('rule' in act) {
    await test.staff('ada', { type: 'changeSettings', change: { assignment: act.rule } })
  } else {
    const open = [...(test.host.peek('acme')?.chats.values() ?? [])].filter(({ open }) => open)
    const chat = open[act.chat % (open.length || 1)]
    if (chat !== undefined) {
      await test.staff(chat.agentId ?? 'ada', chatCommand(chat.chatId, act.does))
    }
  }
}

async function agentDoes({ test }: Rig, agentId: string, does: string): Promise<void> {
  if (does === 'lost' || does === 'back') return test.connect(agentId, does === 'back')
  if (does === 'online') await test.connect(agentId, true)
  const commands: Record<string, StaffCommand> = {
    online: { type: 'goOnline' },
    away: { type: 'goAway', reason: 'break' },
    offline: { type: 'goOffline', choice: { kind: 'return' } },
  }
  const command = commands[does]
  if (command !== undefined) await test.staff(agentId, command)
}

function chatCommand(chatId: string, does: string): StaffCommand {
  switch (does) {
    case 'close':
      return { type: 'closeChat', chatId }
    case 'return':
      return { type: 'returnChat', chatId }
    case 'toSales':
      return { type: 'forwardChat', chatId, to: { kind: 'group', groupId: 'sales' } }
    case 'toAgent':
      return { type: 'forwardChat', chatId, to: { kind: 'agent', agentId: 'lou' } }
    default:
      return { type: 'setPriority', chatId, priority: 1 }
  }
}
