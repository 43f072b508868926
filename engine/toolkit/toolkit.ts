import { checkMachinesCommand } from './check-machines.ts'
import { WrongUsage } from './command.ts'
import type { Bench, Command } from './command.ts'
import { exportCommand } from './export.ts'
import { pathsCommand } from './paths.ts'
import { replayCommand } from './replay.ts'

const COMMANDS: readonly Command[] = [
  exportCommand,
  replayCommand,
  checkMachinesCommand,
  pathsCommand,
]

/**
 * Runs one of the commands; gives the exit code.
 * @throws WrongUsage for words that say nothing that can be done.
 */
export async function runToolkit(args: readonly string[], bench: Bench): Promise<number> {
  const [name = 'help', ...rest] = args
  const command = COMMANDS.find((one) => one.name === name)
  if (command !== undefined) {
    if (!rest.includes('--help')) return command.run(rest, bench)
    bench.print(command.usage)
    return 0
  }
  if (name !== 'help' && name !== '--help') {
    throw new WrongUsage(`There is no command ${name}.\n\n${allWords()}`)
  }
  const about = COMMANDS.find((one) => one.name === rest[0])
  bench.print(about?.usage ?? allWords())
  return 0
}

function allWords(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length))
  const lines = COMMANDS.map(({ name, does }) => `  ${name.padEnd(width)}  ${does}`)
  return [
    'Usage: npx parley COMMAND …',
    '',
    ...lines,
    `  ${'help'.padEnd(width)}  says what a command takes: npx parley help export`,
    '',
    'The database is that of DATABASE_URL, else the one in PARLEY_DATA, else in ./.data; a server',
    'may run on it meanwhile.',
    '',
  ].join('\n')
}
