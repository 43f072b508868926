import { z } from 'zod'
import { graphOf } from '#machines/graph'
import { MACHINES } from '#machines/registry'
import { shortestWays } from '#machines/shortest-ways'
import type { Way } from '#machines/shortest-ways'
import { delayNameOf } from '#machines/delay-name'
import type { ActorKind } from '#machines/versions'
import { WrongUsage, readArgs } from './command.ts'
import type { Command } from './command.ts'

const usage = `Usage: npx parley paths chat|agent --to STATE [--from STATE] [--json]

  Prints the shortest ways to a state: for each way to be born one by each transition that leads
  there. They are explored on the machine itself, with samples of every event and every delay.

  --to STATE    such as closed, assigned.onHold, presence.away
  --from STATE  only ways that go through this state first
  --json        [{born, steps: [{event, state}]}], to make tests from; see machines/README.md
`

const asked = z.object({
  names: z.tuple([z.enum(['chat', 'agent'], 'is chat or agent')]),
  to: z.string({ error: 'is the state to get to' }),
  from: z.string().optional(),
  json: z.boolean().default(false),
})

const options = {
  to: { type: 'string' },
  from: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const pathsCommand: Command = {
  name: 'paths',
  does: 'prints the shortest ways to a state',
  usage,
  async run(args, bench) {
    const { names, to, from, json } = readArgs({ usage }, args, options, asked)
    const [kind] = names
    for (const state of [to, from]) if (state !== undefined) check(kind, state)
    const ways = shortestWays(kind, to, from ?? null)
    bench.print(json ? `${JSON.stringify(ways, null, 2)}\n` : `${ways.map(wayWords).join('\n')}\n`)
    return ways.length > 0 ? 0 : 1
  },
}

/** @throws WrongUsage for a state that the chart does not have. */
function check(kind: ActorKind, state: string): void {
  const { states, root } = graphOf(MACHINES.of(MACHINES.current(kind)))
  const names = states.flatMap(({ id }) => (id === root ? [] : id.slice(root.length + 1)))
  if (!names.includes(state)) {
    throw new WrongUsage(`A ${kind} has no state ${state}, but ${names.join(', ')}.`)
  }
}

function wayWords({ born, steps }: Way): string {
  const count = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}, born ${bornWords(born)}:`
  const lines = steps.map(({ event, state }) => {
    const name = delayNameOf(event.type)
    const happened = name === null ? event.type : `${name} runs out`
    return `  ${happened.padEnd(24)} → ${state}`
  })
  return [count, ...lines, ''].join('\n')
}

/** What distinguishes one birth from another. */
function bornWords(born: object): string {
  if ('botId' in born && born.botId !== null) return 'with the bot'
  if ('chatId' in born && 'agentId' in born) {
    return born.agentId === null ? 'in line' : 'in an agent’s hands'
  }
  return 'offline'
}
