import { parseArgs } from 'node:util'
import { z } from 'zod'

export const USAGE = `Usage: npm run rehearse -- --data FILE.jsonl [options]

  --data FILE           conversations: {id, messages: [{from: "customer"|"agent", text}]} a line
  --customers N         customers at a time (50)
  --agents N            agents at a time, at least 3 (8)
  --chats-per-agent N   chats that an agent may have at a time (few enough that some must wait)
  --conversations N     only the first N conversations
  --kill                kill the server with SIGKILL five times under load
  --replay              afterwards, replay every journal against what is stored
  --seed N              chance's seed
  --url URL --people FILE   rehearse with a server that runs, as people whom --found made
  --found FILE          only found the rehearsal's accounts in the database of DATABASE_URL,
                        and write their sign-ins to FILE
  --json                nothing but the JSON line, unless something is wrong
`

/** The command line is wrong; the message is for whoever typed it. */
export class WrongArguments extends Error {
  override name = 'WrongArguments'
}

const count = z.coerce.number().int().min(1)

const values = z.object({
  data: z.string().optional(),
  customers: count.max(5_000).default(50),
  agents: z.coerce.number().int().min(3).max(500).default(8),
  'chats-per-agent': count.max(15).optional(),
  conversations: count.default(Number.MAX_SAFE_INTEGER),
  kill: z.boolean().default(false),
  replay: z.boolean().default(false),
  seed: z.coerce.number().int().min(0).optional(),
  url: z.url({ protocol: /^http$/ }).optional(),
  people: z.string().optional(),
  found: z.string().optional(),
  json: z.boolean().default(false),
})

export interface RehearsalOptions {
  dataFile: string
  customers: number
  agents: number
  chatsPerAgent: number
  conversations: number
  kill: boolean
  /** Whether every journal is replayed afterwards. */
  replay: boolean
  seed: number
  /** A server that runs, and the file with its people; null: one of our own. */
  running: { url: string; peopleFile: string } | null
  json: boolean
}

/** What is asked for: a rehearsal, or only its accounts. Throws `WrongArguments`. */
export function readOptions(
  args: readonly string[],
):
  | { kind: 'rehearse'; options: RehearsalOptions }
  | { kind: 'found'; file: string; agents: number } {
  const read = values.safeParse(parse(args))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new WrongArguments(`--${String(issue?.path[0])}: ${issue?.message}\n${USAGE}`)
  }
  const given = read.data
  if (given.found !== undefined) return { kind: 'found', file: given.found, agents: given.agents }
  if (given.data === undefined) throw new WrongArguments(USAGE)
  if ((given.url === undefined) !== (given.people === undefined)) {
    throw new WrongArguments('--url and --people go together.')
  }
  if (given.url !== undefined && given.kill) {
    throw new WrongArguments('--kill is for a server of our own: it cannot go with --url.')
  }
  if (given.url !== undefined && given.replay) {
    throw new WrongArguments('--replay is for a server of our own: it cannot go with --url.')
  }
  const { customers, agents } = given
  return {
    kind: 'rehearse',
    options: {
      dataFile: given.data,
      customers,
      agents,
      // Fewer places than customers: somebody must wait while agents sit at their limit.
      chatsPerAgent:
        given['chats-per-agent'] ?? Math.min(4, Math.max(1, Math.floor(customers / agents / 1.5))),
      conversations: given.conversations,
      kill: given.kill,
      replay: given.replay,
      seed: given.seed ?? Math.floor(Math.random() * 2 ** 32),
      running:
        given.url === undefined || given.people === undefined
          ? null
          : { url: given.url.replace(/\/$/, ''), peopleFile: given.people },
      json: given.json,
    },
  }
}

function parse(args: readonly string[]): unknown {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        data: { type: 'string' },
        customers: { type: 'string' },
        agents: { type: 'string' },
        'chats-per-agent': { type: 'string' },
        conversations: { type: 'string' },
        kill: { type: 'boolean' },
        replay: { type: 'boolean' },
        seed: { type: 'string' },
        url: { type: 'string' },
        people: { type: 'string' },
        found: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new WrongArguments(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
