import { describe, expect, it } from 'vitest'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'
import installed from 'xstate/package.json' with { type: 'json' }
import { CURRENT, XSTATE_VERSION, knowsMachine, machineOf } from './registry.ts'

describe('a machine of a version', () => {
  it('[MC8] is found by its name, and new actors are born with the current one', () => {
    expect(machineOf('chat@1')).toBe(chatMachine)
    expect(machineOf('agent@1')).toBe(agentMachine)
    expect(machineOf(CURRENT.chat)).toBe(chatMachine)
    expect(machineOf(CURRENT.agent)).toBe(agentMachine)
  })

  it('[MC8] that nobody released throws', () => {
    for (const version of ['chat@2', 'chat', '', 'toString', '__proto__']) {
      expect(knowsMachine(version)).toBe(false)
      expect(() => machineOf(version)).toThrow(`No machine ${version}`)
    }
  })
})

describe('the journal', () => {
  it('[MC15] names the version of XState that is installed', () => {
    expect(XSTATE_VERSION).toBe(installed.version)
  })
})
