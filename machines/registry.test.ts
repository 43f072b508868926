import { describe, expect, it } from 'vitest'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'
import installed from 'xstate/package.json' with { type: 'json' }
import { firstChat } from './released/chat-1.ts'
import { MACHINES, XSTATE_VERSION, machineOf } from './registry.ts'
import { birth, toPlain } from './step.ts'

describe('a machine of a version', () => {
  it('[MC8] is found by its name, and new actors are born with the current one', () => {
    expect(machineOf('chat@1')).toBe(firstChat)
    expect(machineOf('chat@2')).toBe(chatMachine)
    expect(machineOf('agent@1')).toBe(agentMachine)
    expect(MACHINES.current('chat')).toBe('chat@2')
    expect(MACHINES.current('agent')).toBe('agent@1')
  })

  it('[MC8] that nobody released throws', () => {
    for (const version of ['chat@9', 'chat', '', 'toString', '__proto__']) {
      expect(MACHINES.knows(version)).toBe(false)
      expect(() => machineOf(version)).toThrow(`No machine ${version}`)
    }
  })
})

describe('a snapshot', () => {
  it('[MC16] that was taken before its version had a part is completed by it', () => {
    const born = { agentId: 'ann', limit: 4, graceMs: 1_000, settingsVersion: 1, at: 1 }
    const { snapshot } = birth(agentMachine, { ...born, by: 'system' })
    const now = toPlain(snapshot)
    const { wrapUps: _wrapUps, wrapUpLeftMs: _left, ...context } = snapshot.context
    const value = { presence: 'offline', connection: 'gone' }
    const before = { value, context, status: 'active' } as const
    expect(toPlain(MACHINES.restore('agent@1', before))).toEqual(now)
    expect(toPlain(MACHINES.restore('agent@1', now))).toEqual(now)
  })
})

describe('the journal', () => {
  it('[MC15] names the version of XState that is installed', () => {
    expect(XSTATE_VERSION).toBe(installed.version)
  })
})
