import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Whether one more mail may go to an address. */
export interface Allowance {
  /** A keyed hash of the address: the address itself is not kept here. */
  addressHash: string
  /** The mail's own id: trying again takes nothing more. */
  effect: string
  /** How many mails may go there since a time, this one among them. */
  most: number
  since: number
  now: number
}

/**
 * Takes one mail of what may go to an address, or says that there is none left; nothing was taken
 * then. Of two that take the last one at once, one gets it.
 */
export async function takeAllowance(db: Db, asked: Allowance): Promise<boolean> {
  const { addressHash, effect, most, since, now } = asked
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${addressHash}, 0))`.execute(trx)
    const { rows } = await sql<{ mine: boolean; taken: number }>`
      select coalesce(bool_or(effect = ${effect}), false) as mine,
        (count(*) filter (where at >= ${since}))::integer as taken
      from mail_allowances where address_hash = ${addressHash}`.execute(trx)
    const [found] = rows
    if (found?.mine === true) return true
    if ((found?.taken ?? 0) >= most) return false
    await trx.insertInto('mailAllowances').values({ addressHash, effect, at: now }).execute()
    return true
  })
}

/** Forgets what was taken before a time. */
export async function sweepAllowances(db: Db, before: number): Promise<void> {
  await db.deleteFrom('mailAllowances').where('at', '<', before).execute()
}
