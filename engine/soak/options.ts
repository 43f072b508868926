import { parseArgs } from 'node:util'
import { z } from 'zod'

export const RESTART_USAGE = `Usage: npm run restart -- [--chats N] [--json]

  --chats N  open chats in the database, at least 1,000 (20,000)
  --json     nothing but the JSON line on standard output
`

export const SOAK_USAGE = `Usage: npm run soak -- [--minutes N] [--json]

  --minutes N  at most so long (10); it also ends with the messages of an hour
  --json       nothing but the JSON line on standard output
`

/** The command line is wrong; the message is for whoever typed it. */
export class WrongArguments extends Error {
  override name = 'WrongArguments'
}

const restart = z.object({
  chats: z.coerce.number().int().min(1_000).max(200_000).default(20_000),
  json: z.boolean().default(false),
})

const soak = z.object({
  minutes: z.coerce
    .number()
    .min(1)
    .max(24 * 60)
    .default(10),
  json: z.boolean().default(false),
})

export type RestartOptions = z.infer<typeof restart>
export type SoakOptions = z.infer<typeof soak>

/** @throws WrongArguments */
export function readRestartOptions(args: readonly string[]): RestartOptions {
  return read(
    restart,
    { chats: { type: 'string' }, json: { type: 'boolean' } },
    args,
    RESTART_USAGE,
  )
}

/** @throws WrongArguments */
export function readSoakOptions(args: readonly string[]): SoakOptions {
  return read(soak, { minutes: { type: 'string' }, json: { type: 'boolean' } }, args, SOAK_USAGE)
}

function read<T>(
  schema: z.ZodType<T>,
  options: Record<string, { type: 'string' | 'boolean' }>,
  args: readonly string[],
  usage: string,
): T {
  const given = schema.safeParse(parse(args, options, usage))
  if (given.success) return given.data
  const [issue] = given.error.issues
  throw new WrongArguments(`--${String(issue?.path[0])}: ${issue?.message}\n${usage}`)
}

function parse(
  args: readonly string[],
  options: Record<string, { type: 'string' | 'boolean' }>,
  usage: string,
): unknown {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new WrongArguments(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}
