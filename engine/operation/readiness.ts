import type { ReadyPart } from '../http/parts.ts'

/** A database that answers later than this is as good as away. */
const ANSWER_MS = 1_000

/** What readiness is judged by; parts that do not exist yet are null. */
export interface Judged {
  /** Asks the database anything. */
  ping: (() => Promise<unknown>) | null
  migrated: boolean
  lease: { owned(): number[]; owner: string | null } | null
  /** Asks where files are kept whether it can keep any. */
  files: (() => Promise<unknown>) | null
  stopping: boolean
}

/** Every part that must be ready, in the order in which they become so. */
export async function readinessOf(judged: Judged): Promise<ReadyPart[]> {
  const owned = judged.lease?.owned().length ?? 0
  return [
    part('running', !judged.stopping, 'The server is stopping.'),
    part('database', await answers(judged.ping), 'The database does not answer.'),
    part('files', await answers(judged.files), 'Files cannot be kept or read now; chats go on.'),
    part('migrations', judged.migrated, 'The tables are not up to date yet.'),
    owned > 0
      ? { name: 'shards', ready: true }
      : {
          name: 'shards',
          ready: false,
          says:
            judged.lease?.owner == null
              ? 'This server owns no shards yet.'
              : 'Another server owns the shards; this one takes over when that one is gone.',
          owner: judged.lease?.owner ?? null,
        },
  ]
}

function part(name: ReadyPart['name'], ready: boolean, says: string): ReadyPart {
  return ready ? { name, ready } : { name, ready, says }
}

async function answers(ping: Judged['ping']): Promise<boolean> {
  if (ping === null) return false
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(false), ANSWER_MS)
  try {
    return await Promise.race([ping().then(() => true), late.promise])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
