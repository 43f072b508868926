import { describe, expect, it } from 'vitest'
import { ChatLife, LIMITS, NINE, WRITTEN, annTook, takenChat } from './chat-life.ts'
import { chatMachine } from './chat.ts'
import { fileJournal, replayFile } from './journal-file.ts'
import { journaled } from './journaled-life.ts'
import { MACHINES, XSTATE_VERSION } from './registry.ts'
import { toPlain } from './step.ts'
import { NEXT_CHAT, NEXT_CHAT_ALONE } from './testing/next-chat.ts'
import { MIGRATED, Machines } from './versions.ts'

const RESPONSE_LIMIT = 'xstate.after.responseLimit.chat.assigned.awaitingAgent'
const ANSWER_LIMIT = 'xstate.after.answerLimit.chat.assigned.awaitingAgent'
const LONG_HOLD = 'xstate.after.longHold.chat.assigned.onHold'

const both = MACHINES.with(NEXT_CHAT)

describe('versions of a machine', () => {
  it('[MV1] follow each other: actors go through all of them, no further than a pinned one', () => {
    expect(both.current('chat')).toBe('chat@3')
    expect(both.wayForward('chat@2')).toEqual(['chat@3'])
    expect(both.wayForward('chat@3')).toEqual([])
    expect(both.wayForward('agent@1')).toEqual([])
    const third = { ...NEXT_CHAT, name: 'chat@4', machine: versioned('4') }
    expect(both.with(third).wayForward('chat@2')).toEqual(['chat@3', 'chat@4'])
    const pinned = both.with({ name: 'chat@2', machine: chatMachine, pinned: true })
    expect(pinned.wayForward('chat@2')).toEqual([])
    expect(pinned.current('chat')).toBe('chat@3')
  })

  it('[MV4] without a migration, or unknown, lead nowhere', () => {
    expect(MACHINES.with(NEXT_CHAT_ALONE).wayForward('chat@2')).toBeNull()
    expect(MACHINES.wayForward('chat@3')).toBeNull()
    const further = { name: 'chat@4', machine: versioned('4') }
    expect(both.with(further).wayForward('chat@2')).toBeNull()
    const { snapshot } = takenChat()
    expect(() => both.migrate('chat@3', snapshot, 'chat@2')).toThrow('No migration leads from')
  })

  it('[MV5] are called as their machines call themselves, once each', () => {
    const first = { name: 'chat@2', machine: chatMachine }
    expect(() => new Machines([first, first])).toThrow('chat@2 is there twice')
    expect(() => MACHINES.with({ name: 'chat@3', machine: chatMachine })).toThrow('called chat@2')
    expect(() => MACHINES.with({ name: 'chat', machine: chatMachine })).toThrow('is called chat')
    expect(() => new Machines([first]).current('agent')).toThrow('No machine of a agent')
  })
})

describe('a migration', () => {
  it('[MV2] carries running delays over, ends those of no state and begins new ones', () => {
    const taken = both.migrate('chat@2', takenChat().snapshot, 'chat@3')
    expect([...taken.moved]).toEqual([[RESPONSE_LIMIT, ANSWER_LIMIT]])
    expect([...taken.begun]).toEqual([])
    expect(taken.snapshot.context).toMatchObject({ agentId: 'ann', reminded: false })
    const held = takenChat().given({ type: 'putOnHold', until: NINE + 9_000, forMs: 9_000 })
    const onHold = both.migrate('chat@2', held.snapshot, 'chat@3')
    expect([...onHold.begun]).toEqual([[LONG_HOLD, 3_600_000]])
    const unnamed = MACHINES.with({
      ...NEXT_CHAT,
      migration: { snapshot: (before) => before },
    }).migrate('chat@2', takenChat().snapshot, 'chat@3')
    expect([...unnamed.moved]).toEqual([[RESPONSE_LIMIT, null]])
    expect([...unnamed.begun]).toEqual([[ANSWER_LIMIT, LIMITS.responseMs]])
  })

  it('[MV3] stands in the journal, which replays across it', () => {
    const { journal } = journaled('chat:chat-1', new ChatLife(), WRITTEN, [annTook])
    const rest = {
      actor: 'chat:chat-1',
      machine: 'chat@3',
      xstate: XSTATE_VERSION,
      commandId: null,
    }
    const stamp = { at: NINE + 9_000, by: 'system' }
    const migrated = { ...rest, ...stamp, actorSeq: 3, type: MIGRATED, data: { from: 'chat@2' } }
    const late = { at: NINE + 130_000, by: 'timer' }
    const struck = { ...rest, ...late, actorSeq: 4, type: ANSWER_LIMIT, data: {} }
    const file = fileJournal('chat:chat-1', [...journal, migrated, struck], null, both)
    const { steps, difference } = replayFile(file, both)
    expect(difference).toBeNull()
    expect(steps.map(({ version, state }) => `${version} ${state}`)).toEqual([
      'chat@2 queued.inLine',
      'chat@2 assigned.awaitingAgent',
      'chat@3 assigned.awaitingAgent',
      'chat@3 queued.inLine',
    ])
    expect(toPlain(steps[3]?.snapshot ?? takenChat().snapshot).context).toMatchObject({
      reminded: false,
      passedOver: ['ann'],
    })
    expect(replayFile(file).difference).toMatchObject({ step: 3, event: `${MIGRATED} by system` })
  })
})

/** The second chat's chart under another number. */
function versioned(version: string): typeof NEXT_CHAT.machine {
  const { config, implementations } = NEXT_CHAT.machine
  const { constructor } = NEXT_CHAT.machine
  return Reflect.construct(constructor, [{ ...config, version }, implementations])
}
