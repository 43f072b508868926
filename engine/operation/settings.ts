import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { S3Place } from '#storage/s3-files'
import type { MailSettings } from '../mail/mailer.ts'
import { LOG_LEVELS } from './log.ts'

/** Environment variables that are empty count as absent. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const number = (words: string, min: number, max: number) =>
  z.coerce.number(words).min(min, words).max(max, words)

const port = number('is a port, 0 to 65535', 0, 65_535).int('is a whole number')

const environment = z.object({
  PORT: optional(port),
  PARLEY_HOST: optional(z.string()),
  PARLEY_DATA: optional(z.string()),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://')),
  PARLEY_DEMO: optional(z.enum(['0', '1'], 'is 0 or 1')),
  PARLEY_LOG: optional(z.enum(LOG_LEVELS, `is one of ${LOG_LEVELS.join(', ')}`)),
  PARLEY_URL: optional(z.url({ protocol: /^https?$/, error: 'is an address with https://' })),
  PARLEY_PROXIES: optional(number('is a number, 0 to 10', 0, 10).int('is a whole number')),
  PARLEY_S3_ENDPOINT: optional(
    z.url({ protocol: /^https?$/, error: 'is an address with https://' }),
  ),
  PARLEY_S3_BUCKET: optional(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, 'is a bucket’s name')),
  PARLEY_S3_KEY: optional(z.string()),
  PARLEY_S3_SECRET: optional(z.string()),
  PARLEY_S3_REGION: optional(z.string()),
  PARLEY_SMTP_URL: optional(
    z.string().regex(/^smtps?:\/\/\S+$/, 'begins with smtp:// or smtps://'),
  ),
  PARLEY_MAIL_FROM: optional(z.string().regex(/^[^\r\n]*@[^\r\n]+$/, 'is an e-mail address')),
  PARLEY_ALLOW_PRIVATE: optional(z.enum(['0', '1'], 'is 0 or 1')),
  PARLEY_RATE_FACTOR: optional(number('is a factor above 0', 0.001, 1_000_000)),
})

/** What whoever runs the server can choose. */
export interface ServerSettings {
  port: number
  host: string
  /** The folder of the embedded database, and of files that are kept in no bucket; absolute. */
  dataFolder: string
  /** Null: the embedded database. */
  databaseUrl: string | null
  /** The bucket of files; null: they are in the data folder. */
  s3: S3Place | null
  /** Null where nothing was said: then a demo account is made in the embedded database only. */
  demo: boolean | null
  logLevel: (typeof LOG_LEVELS)[number]
  /** Where people reach the server; null: at whatever host they named. */
  publicUrl: string | null
  /** Proxies of one's own in front, whose X-Forwarded-For is believed. */
  proxies: number
  /** How to send mail; null: not at all. */
  mail: MailSettings | null
  /** Whether services that accounts name may be at addresses that are not everybody's. */
  allowPrivate: boolean
  /** How much more often than usual a client may do things. */
  rateFactor: number
}

/** A setting is wrong; the message is a sentence for whoever runs the server. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

export const USAGE = `Usage: npm start -- [--port PORT] [--data FOLDER]

  --port  the port to serve; else PORT, else 4000
  --data  the folder of the embedded database and of files; else PARLEY_DATA, else ./.data
`

/**
 * Reads the settings from the command line and the environment; the command line wins.
 * @throws WrongSetting naming what is wrong.
 */
export function readSettings(
  args: readonly string[],
  env: Record<string, string | undefined>,
): ServerSettings {
  const given = parseOptions(args)
  const read = environment.safeParse({
    ...env,
    ...(given.port === undefined ? {} : { PORT: given.port }),
    ...(given.data === undefined ? {} : { PARLEY_DATA: given.data }),
  })
  if (!read.success) {
    const [issue] = read.error.issues
    throw new WrongSetting(
      `${String(issue?.path[0] ?? 'A setting')}: ${issue?.message ?? 'wrong'}.`,
    )
  }
  const { data } = read
  if (data.PARLEY_SMTP_URL !== undefined && data.PARLEY_MAIL_FROM === undefined) {
    throw new WrongSetting('PARLEY_MAIL_FROM: is needed to send mail, as its sender.')
  }
  // A link in a mail must not lead where whoever asked for it claimed to be.
  if (data.PARLEY_SMTP_URL !== undefined && data.PARLEY_URL === undefined) {
    throw new WrongSetting('PARLEY_URL: is needed to send mail, for the links in it.')
  }
  return {
    port: data.PORT ?? 4_000,
    host: data.PARLEY_HOST ?? '0.0.0.0',
    dataFolder: resolve(data.PARLEY_DATA ?? '.data'),
    databaseUrl: data.DATABASE_URL ?? null,
    s3: s3Of(data),
    demo: data.PARLEY_DEMO === undefined ? null : data.PARLEY_DEMO === '1',
    logLevel: data.PARLEY_LOG ?? 'info',
    publicUrl: data.PARLEY_URL ?? null,
    proxies: data.PARLEY_PROXIES ?? 0,
    mail: mailIn(data),
    allowPrivate: data.PARLEY_ALLOW_PRIVATE === '1',
    rateFactor: data.PARLEY_RATE_FACTOR ?? 1,
  }
}

/** @throws WrongSetting where only a part of what a bucket needs is set. */
function s3Of(data: z.infer<typeof environment>): S3Place | null {
  const { PARLEY_S3_BUCKET: bucket, PARLEY_S3_KEY: key, PARLEY_S3_SECRET: secret } = data
  const { PARLEY_S3_ENDPOINT: endpoint, PARLEY_S3_REGION: region } = data
  const isWanted = [bucket, key, secret, endpoint, region].some((value) => value !== undefined)
  if (!isWanted) return null
  if (bucket === undefined || key === undefined || secret === undefined) {
    throw new WrongSetting('PARLEY_S3_BUCKET, PARLEY_S3_KEY and PARLEY_S3_SECRET go together.')
  }
  return { bucket, key, secret, endpoint: endpoint ?? null, region: region ?? 'us-east-1' }
}

function mailIn({
  PARLEY_SMTP_URL: url,
  PARLEY_MAIL_FROM: from,
}: z.infer<typeof environment>): MailSettings | null {
  return url === undefined || from === undefined ? null : { url, from }
}

function parseOptions(args: readonly string[]): { port?: string; data?: string } {
  try {
    const options = { port: { type: 'string' }, data: { type: 'string' } } as const
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new WrongSetting(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
