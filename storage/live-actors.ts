import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { Json } from './json.ts'

/* What lives, for those who change a machine: agents, and chats that are not over. */

/** How many of each are named. */
const EXAMPLES = 3

export interface ActorName {
  accountId: string
  /** `chat:<id>` or `agent:<id>`. */
  actor: string
}

export interface LiveVersion {
  machine: string
  actors: number
}

/** Live actors of a version that are in the same state. */
export interface LiveState extends LiveVersion {
  /** The value of their snapshots. */
  value: Json
  examples: (ActorName & { snapshot: Json })[]
}

/** Delays that run for live actors of a version. */
export interface LiveDelay {
  machine: string
  timerId: string
  timers: number
  examples: ActorName[]
}

const live = sql`(
  select a.account_id, a.actor, a.machine, a.snapshot
    from chats c join actors a
      on a.account_id = c.account_id and a.actor = 'chat:' || c.chat_id
    where c.open
  union all
  select a.account_id, a.actor, a.machine, a.snapshot
    from members m join actors a
      on a.account_id = m.account_id and a.actor = 'agent:' || m.person_id
)`

/** How many actors live of each version. */
export async function liveVersions(db: Db): Promise<LiveVersion[]> {
  const { rows } = await sql<LiveVersion>`
    select machine, count(*)::integer as actors from ${live} live group by 1 order by 1`.execute(db)
  return rows
}

/** In which states the live actors of some versions are, the most frequent first. */
export async function liveStates(db: Db, machines: readonly string[]): Promise<LiveState[]> {
  const { rows } = await sql<LiveState>`
    select machine, (snapshot -> 'value')::jsonb as value, count(*)::integer as actors,
      (array_agg(json_build_object('accountId', account_id, 'actor', actor, 'snapshot', snapshot)
        order by account_id, actor))[1:${sql.lit(EXAMPLES)}] as examples
      from ${live} live where machine = any(${machines})
      group by 1, 2 order by 1, 3 desc, 2`.execute(db)
  return rows
}

/** Which delays run for the live actors of some versions. */
export async function liveDelays(db: Db, machines: readonly string[]): Promise<LiveDelay[]> {
  const { rows } = await sql<LiveDelay>`
    select l.machine, t.timer_id as "timerId", count(*)::integer as timers,
      (array_agg(json_build_object('accountId', l.account_id, 'actor', l.actor)
        order by l.account_id, l.actor))[1:${sql.lit(EXAMPLES)}] as examples
      from ${live} l join timers t on t.account_id = l.account_id and t.actor = l.actor
      where l.machine = any(${machines})
      group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

/**
 * Actors whose journals say most about what happens today: the newest that are alive, and chats that
 * ended last, of which the journals are still there; at most so many of each kind.
 */
export async function sampleActors(db: Db, most: number): Promise<ActorName[]> {
  const { rows } = await sql<ActorName>`
    (select account_id as "accountId", actor from ${live} l order by actor desc limit ${most})
    union
    (select account_id, 'chat:' || chat_id from chats
      where closed_at is not null and not journal_swept order by closed_at desc limit ${most})
    order by 1, 2`.execute(db)
  return rows
}
