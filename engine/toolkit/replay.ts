import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { differenceWords } from '#machines/difference'
import { NotAJournal } from '#machines/journal-file'
import { replay } from '#machines/testing'
import { figuresOf, replayDatabase } from '../replay/replay-database.ts'
import type { DatabaseReplay, ReplayFigures } from '../replay/replay-database.ts'
import { WrongUsage, readArgs } from './command.ts'
import type { Bench, Command } from './command.ts'
import { sinceText } from './since.ts'

const usage = `Usage: npx parley replay FILE…
       npx parley replay --all [--since TIME] [--account ID] [--json]

  Replays journals on the machines of this checkout: files that \`parley export\` wrote, or all
  of a database, from their births. What comes of each must be what is stored of it. Exits with
  1 where something is not.

  --all         every journal of the database
  --since TIME  only of actors that something happened to since then: 2026-01-31, 2026-01-31T09:00Z,
                or so long ago: 90s, 15m, 2h, 7d
  --account ID  only of this account
  --json        nothing but {journals, replayMismatches, eventsPerSecond} on standard output
`

const asked = z
  .object({
    names: z.array(z.string()),
    all: z.boolean().default(false),
    since: z.string().optional(),
    account: z.string().optional(),
    json: z.boolean().default(false),
  })
  .refine(({ all, names }) => all !== names.length > 0, { error: 'files, or --all', path: ['all'] })

const options = {
  all: { type: 'boolean' },
  since: { type: 'string' },
  account: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const replayCommand: Command = {
  name: 'replay',
  does: 'replays journals, and says where they differ from what is stored',
  usage,
  async run(args, bench) {
    const wanted = readArgs({ usage }, args, options, asked)
    if (!wanted.all) return replayFiles(wanted.names, bench)
    const since = wanted.since === undefined ? null : sinceText(wanted.since, bench.now())
    if (since !== null && Number.isNaN(since)) {
      throw new WrongUsage(`--since: ${wanted.since} is neither a time nor a duration\n\n${usage}`)
    }
    const only = wanted.account === undefined ? null : [wanted.account]
    return bench.withDatabase(async (db) => {
      const startedAt = bench.now()
      const replayed = await replayDatabase(db, { since, accountIds: only })
      const figures = figuresOf(replayed, (bench.now() - startedAt) / 1_000)
      for (const words of replayed.words) bench.tell(words)
      const untold = replayed.mismatches - replayed.words.length
      if (untold > 0) bench.tell(`… and ${untold} more`)
      bench.print(`${wanted.json ? JSON.stringify(figures) : figureWords(figures, replayed)}\n`)
      return replayed.mismatches === 0 ? 0 : 1
    })
  },
}

function figureWords(figures: ReplayFigures, { events, swept }: DatabaseReplay): string {
  const { journals, replayMismatches, eventsPerSecond } = figures
  const parts = [
    `${journals} journals with ${events} events, ${eventsPerSecond} a second`,
    replayMismatches === 0 ? 'no difference' : `${replayMismatches} with a difference`,
    ...(swept === 0 ? [] : [`${swept} journals were removed by age`]),
  ]
  return `${parts.join('; ')}.`
}

async function replayFiles(names: readonly string[], bench: Bench): Promise<number> {
  let wrong = 0
  for (const name of names) {
    const { actor, steps, difference, path } = await replayFile(name, bench)
    if (difference === null) {
      bench.print(`${actor}: ${steps.length} steps, ${path.join(' → ')}\n`)
    } else {
      wrong += 1
      bench.tell(differenceWords(difference))
    }
  }
  return wrong === 0 ? 0 : 1
}

async function replayFile(name: string, bench: Bench): Promise<ReturnType<typeof replay>> {
  try {
    return replay(await readFile(bench.pathOf(name), 'utf8'))
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    const isForPeople = error instanceof NotAJournal || (error instanceof Error && 'code' in error)
    if (!isForPeople) throw error
    throw new WrongUsage(`${name}: ${says}`)
  }
}
