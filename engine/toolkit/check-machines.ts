import { existsSync } from 'node:fs'
import { z } from 'zod'
import { MACHINES } from '#machines/registry'
import type { MachineVersion, Machines } from '#machines/versions'
import type { Db } from '#storage/database'
import { SAMPLE, checkMachines } from '../replay/check-machines.ts'
import { WrongUsage, readArgs } from './command.ts'
import type { Bench, Command } from './command.ts'

const usage = `Usage: npx parley check-machines [--against FILE|VERSION] [--sample N] [--json]

  Compares machines with what lives in the database: states that are gone, events that nothing
  takes any more, delays that run and would end; and replays a sample of journals, as they were
  recorded and through the migrations, to find changed guards, states and effects. Nothing is
  written, and the database may be one that only older versions used. Exits with 1 where a server would not start, or where a released version is not what
  it was.

  --against FILE     a module that exports \`versions\`: these in place of and beside the released
  --against VERSION  the released machines up to this one, such as chat@2
  --sample N         journals of each kind that are replayed (${SAMPLE})
  --json             nothing but {live, replayed, problems, changes} on standard output
`

const asked = z.object({
  names: z.array(z.string()).max(0, 'is one too many'),
  against: z.string().optional(),
  sample: z.coerce.number().int().min(0).max(100_000).default(SAMPLE),
  json: z.boolean().default(false),
})

const options = {
  against: { type: 'string' },
  sample: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const checkMachinesCommand: Command = {
  name: 'check-machines',
  does: 'compares machines with what lives, before they go live',
  usage,
  async run(args, bench) {
    const { against, sample, json } = readArgs({ usage }, args, options, asked)
    const machines = against === undefined ? MACHINES : await machinesOf(against, bench)
    const check = (db: Db) => checkMachines(db, machines, sample)
    // Before this version is started for the first time, too.
    const checked = await bench.withDatabase(check, 'any')
    const { live, replayed, problems, changes } = checked
    if (json) bench.print(`${JSON.stringify(checked)}\n`)
    else {
      const words = [
        `${live} actors live, ${replayed} journals replayed on ${machines.names.join(', ')}.`,
        ...listed('Problems', problems),
        ...listed('Changes', changes),
        ...(problems.length + changes.length === 0 ? ['Nothing is another way than before.'] : []),
      ]
      bench.print(`${words.join('\n')}\n`)
    }
    return problems.length === 0 ? 0 : 1
  },
}

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  return ['', `${title}:`, ...lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`)]
}

/** @throws WrongUsage for what is neither a version nor a module that exports some. */
async function machinesOf(against: string, bench: Bench): Promise<Machines> {
  if (MACHINES.knows(against)) return MACHINES.upTo(against)
  const file = bench.pathOf(against)
  if (!existsSync(file)) {
    throw new WrongUsage(
      `--against: ${against} is neither a released version nor a file\n\n${usage}`,
    )
  }
  const module: unknown = await import(file)
  const versions = versionsIn(module)
  if (versions === null) throw new WrongUsage(`--against: ${against} exports no \`versions\``)
  return MACHINES.with(...versions)
}

function versionsIn(module: unknown): MachineVersion[] | null {
  if (typeof module !== 'object' || module === null || !('versions' in module)) return null
  const { versions } = module
  return Array.isArray(versions) && versions.every(isVersion) ? versions : null
}

function isVersion(value: unknown): value is MachineVersion {
  return typeof value === 'object' && value !== null && 'name' in value && 'machine' in value
}
