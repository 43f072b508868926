import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'
import { firstChat } from './released/chat-1.ts'

const CHARTS: [id: string, version: string, machine: AnyStateMachine][] = [
  ['chat', '1', firstChat],
  ['chat', '2', chatMachine],
  ['agent', '1', agentMachine],
]

function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap((child) => nodesOf(child))]
}

function transitionsOf(node: AnyStateNode) {
  return [...node.transitions.values(), node.always ?? []].flat()
}

/** The name of an action or a guard; null for an inline function. */
function nameOf(part: unknown): string | null {
  if (typeof part === 'string') return part
  if (typeof part !== 'object' || part === null || !('type' in part)) return null
  return typeof part.type === 'string' ? part.type : null
}

/** XState's own part of every `after`. */
const isDelayOfAfter = (action: unknown) =>
  typeof action === 'function' &&
  'type' in action &&
  (action.type === 'xstate.raise' || action.type === 'xstate.cancel')

describe.each(CHARTS)('the chart of %s, version %s', (id, version, machine) => {
  const nodes = nodesOf(machine.root)
  const { actions, guards, delays, actors } = machine.implementations

  it('[MC9] names each of its actions, and implements it', () => {
    for (const node of nodes) {
      const own = [...node.entry, ...node.exit].filter((action) => !isDelayOfAfter(action))
      for (const action of [...own, ...transitionsOf(node).flatMap((t) => t.actions)]) {
        expect(Object.keys(actions), node.id).toContain(nameOf(action))
      }
    }
  })

  it('[MC9] names each of its guards, and implements it', () => {
    const guarded = nodes.flatMap((node) => transitionsOf(node)).filter((t) => t.guard)
    for (const { guard } of guarded) expect(Object.keys(guards)).toContain(nameOf(guard))
    const used = new Set(guarded.map(({ guard }) => nameOf(guard)))
    expect(Object.keys(guards).filter((name) => !used.has(name))).toEqual([])
  })

  it('[MC9] names each of its delays, and implements it', () => {
    const used = new Set(nodes.flatMap((node) => node.after.map(({ delay }) => delay)))
    expect(used).toEqual(new Set(Object.keys(delays)))
  })

  it('[MC9] calls, spawns, sends to and remembers nobody, and has no final state', () => {
    expect(Object.keys(actors)).toEqual([])
    for (const node of nodes) {
      expect(node.invoke, node.id).toEqual([])
      expect(['atomic', 'compound', 'parallel'], node.id).toContain(node.type)
    }
    for (const [name, action] of Object.entries<unknown>(actions)) {
      expect(typeof action, name).toBe('function')
      if (typeof action === 'function' && 'type' in action) {
        expect(action.type, name).toBe('xstate.assign')
      }
    }
  })

  it('[MC9] describes each of its states and says its version', () => {
    expect([machine.id, machine.version]).toEqual([id, version])
    for (const node of nodes) {
      if (node !== machine.root && node.type !== 'parallel') {
        expect(node.description, node.id).toBeTruthy()
      }
    }
  })

  it('[MC9] takes no event by a wildcard, nor one of XState itself but its own delays', () => {
    for (const node of nodes) {
      for (const type of node.ownEvents) {
        expect(type, node.id).toMatch(/^([a-z]+([A-Z][a-z]+)*|xstate\.after\.\w+\.[\w.]+)$/)
      }
    }
  })
})

describe('the sources', () => {
  it('[MC10] have no clock, no randomness, and import xstate only', () => {
    const here = new URL('.', import.meta.url)
    const files = ['', 'released/'].flatMap((folder) =>
      readdirSync(new URL(folder, here))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => `${folder}${name}`),
    )
    expect(files).toEqual(expect.arrayContaining(['chat.ts', 'released/chat-1.ts']))
    for (const file of files) {
      const text = readFileSync(new URL(file, here), 'utf8')
      expect(text, file).not.toMatch(/\bDate\b|Math\.random|\bperformance\b|\bIntl\b/)
      for (const [, from] of text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
        expect(from, file).toMatch(/^(xstate(\/graph)?|\.\.?\/(released\/)?[a-z\d-]+\.ts)$/)
      }
    }
  })
})
