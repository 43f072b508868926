import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { text } from '#protocol/scalars'
import type { Chance } from './chance.ts'

/** One message of a conversation, and who says it. */
export interface Line {
  from: 'customer' | 'agent'
  text: string
}

/** A conversation to be held: one chat from its first message to its closing. */
export interface Script {
  id: string
  lines: Line[]
}

/** What an agent does besides answering, before the line at a position. */
export type Act =
  | { type: 'comment'; visibleTo: 'staff' | 'author'; files: number }
  | { type: 'tag' }
  | { type: 'forward'; to: 'anotherGroup' | 'homeGroup' | 'anotherAgent' }
  | { type: 'hold' }
  | { type: 'return' }

/** What happens in a conversation besides its lines. */
export interface Plan {
  acts: Map<number, Act[]>
  /** How many files go with the lines at these positions. */
  files: Map<number, number>
  endedBy: 'customer' | 'agent'
  /** The agent closes, thinks better of it, and closes again. */
  undoes: boolean
  /** The agent tags the chat when closing it. */
  tags: boolean
  /** The customer rates it afterwards. */
  rates: boolean
  /** It ends with the customer being blocked, who reads this; null for nearly all. */
  blocks: string | null
}

const line = z.object({ from: z.enum(['customer', 'agent']), text })
const conversation = z.object({ id: z.string().min(1), messages: z.array(line) })

/**
 * Reads conversations, one JSON object a line. What an agent says before the customer said anything
 * is left out, and so are conversations without a customer.
 * @throws Error naming the line that is no conversation.
 */
export async function readScripts(file: string, most: number): Promise<Script[]> {
  const scripts: Script[] = []
  const rows = (await readFile(file, 'utf8')).split('\n')
  for (const [index, row] of rows.entries()) {
    if (scripts.length >= most) break
    if (row.trim() === '') continue
    const read = conversation.safeParse(parse(row))
    if (!read.success) {
      throw new Error(`Line ${index + 1} of ${file} is no conversation: ${read.error.message}`)
    }
    const first = read.data.messages.findIndex(({ from }) => from === 'customer')
    if (first < 0) continue
    scripts.push({ id: read.data.id, lines: read.data.messages.slice(first) })
  }
  return scripts
}

/** Decides what else happens: about as often as on a busy day, times a few. */
export function planFor({ lines }: Script, chance: Chance): Plan {
  const acts = new Map<number, Act[]>()
  const add = (position: number, act: Act): void => {
    acts.set(position, [...(acts.get(position) ?? []), act])
  }
  const files = new Map<number, number>()
  for (const position of lines.keys()) {
    if (chance.is(0.03)) files.set(position, 1 + chance.below(3))
  }
  const answers = lines.flatMap(({ from }, position) => (from === 'agent' ? [position] : []))
  for (const position of answers) {
    const mayHaveFile = (): number => (chance.is(0.3) ? 1 : 0)
    if (chance.is(0.08))
      add(position, { type: 'comment', visibleTo: 'staff', files: mayHaveFile() })
    if (chance.is(0.03)) {
      add(position, { type: 'comment', visibleTo: 'author', files: mayHaveFile() })
    }
    if (chance.is(0.02)) add(position, { type: 'tag' })
    if (chance.is(0.01)) add(position, { type: 'hold' })
    if (chance.is(0.005)) add(position, { type: 'return' })
  }
  const leaves = answers[chance.below(answers.length)]
  if (leaves !== undefined && chance.is(0.15)) {
    if (chance.is(0.3)) {
      add(leaves, { type: 'forward', to: 'anotherAgent' })
    } else {
      add(leaves, { type: 'forward', to: 'anotherGroup' })
      const later = answers.filter((position) => position > leaves)
      const returns = later[chance.below(later.length)]
      if (returns !== undefined && chance.is(0.5)) {
        add(returns, { type: 'forward', to: 'homeGroup' })
      }
    }
  }
  return {
    acts,
    files,
    endedBy: chance.is(0.2) ? 'customer' : 'agent',
    undoes: chance.is(0.05),
    tags: chance.is(0.2),
    rates: chance.is(0.3),
    blocks: null,
  }
}

function parse(row: string): unknown {
  try {
    const value: unknown = JSON.parse(row)
    return value
  } catch {
    return undefined
  }
}
