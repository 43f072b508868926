import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { z } from 'zod'
import type { Db } from '#storage/database'

/** One of the toolkit's commands. */
export interface Command {
  name: string
  /** What it does, in a line for the list of all. */
  does: string
  usage: string
  /** Gives the exit code: 0, or 1 where something is wrong that it was asked about. */
  run: (args: readonly string[], bench: Bench) => Promise<number>
}

/** What commands work with. */
export interface Bench {
  /** What was asked for: for a file or another program. */
  print: (text: string) => void
  /** What is said beside it. */
  tell: (line: string) => void
  now: () => number
  /** A file's path, as whoever typed it means it. */
  pathOf: (name: string) => string
  /**
   * Lends the database that the settings name: as this version has it, or as an older one left it,
   * for what reads actors and journals alone. Rejects as the database does.
   */
  withDatabase: <T>(use: (db: Db) => Promise<T>, asLeftBy?: 'thisVersion' | 'any') => Promise<T>
}

/** The command line is wrong; the message is for whoever typed it. */
export class WrongUsage extends Error {
  override name = 'WrongUsage'
}

/**
 * The options and other words of a command line.
 * @throws WrongUsage that names what is wrong, with the usage.
 */
export function readArgs<Schema extends z.ZodType>(
  { usage }: Pick<Command, 'usage'>,
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  schema: Schema,
): z.output<Schema> {
  const read = schema.safeParse(given(usage, args, options))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const [first, index] = issue?.path ?? []
  const what = first === 'names' ? `word ${Number(index ?? 0) + 1}` : `--${String(first)}`
  throw new WrongUsage(`${what}: ${issue?.message ?? 'is wrong'}\n\n${usage}`)
}

function given(
  usage: string,
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): Record<string, unknown> {
  try {
    const config = { args: [...args], options, strict: true, allowPositionals: true }
    const { values, positionals } = parseArgs(config)
    return { ...values, names: positionals }
  } catch (error) {
    throw new WrongUsage(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}
