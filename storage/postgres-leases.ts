import { sql } from 'kysely'
import type { Db } from './database.ts'
import { databaseNow } from './database-clock.ts'
import type { OwnedShard } from './store.ts'

/*
 * Nodes, their leases, and who owns which shard. All times are the database's clock.
 *
 * L1 A lease is renewed while it is valid only.
 * L2 A shard changes its owner with a raised epoch only, and only while its owner has no valid lease.
 * L3 Shard rows are locked in the order of their ids, as batches do.
 */

export async function register(db: Db, incarnation: string, leaseMs: number): Promise<void> {
  await db
    .insertInto('nodes')
    .values({ incarnation, leaseUntil: sql<number>`${databaseNow} + ${sql.lit(leaseMs)}` })
    .execute()
}

export async function renew(db: Db, incarnation: string, leaseMs: number): Promise<boolean> {
  const rows = await db
    .updateTable('nodes')
    .set({ leaseUntil: sql<number>`${databaseNow} + ${sql.lit(leaseMs)}` })
    .where('incarnation', '=', incarnation)
    .where('leaseUntil', '>', databaseNow) // L1
    .returning('incarnation')
    .execute()
  return rows.length === 1
}

export async function claim(db: Db, incarnation: string): Promise<OwnedShard[]> {
  const { rows } = await sql<OwnedShard>`
    with me as materialized (
      select incarnation from nodes
      where incarnation = ${incarnation} and lease_until > ${databaseNow}
    ),
    free as materialized (
      select s.id from shards s
      where exists (select from me) and not exists (
        select from nodes n where n.incarnation = s.owner and n.lease_until > ${databaseNow}
      )
      order by s.id
      for update of s
    ),
    taken as (
      update shards s set owner = ${incarnation}, epoch = s.epoch + 1
      from free where free.id = s.id
      returning s.id, s.epoch
    )
    select id as shard, epoch from taken
    union all
    select s.id, s.epoch from shards s, me
    where s.owner = me.incarnation and s.id not in (select id from free)
    order by shard`.execute(db)
  return rows
}

export async function raise(db: Db, incarnation: string, shards: number[]): Promise<OwnedShard[]> {
  const { rows } = await sql<OwnedShard>`
    with own as materialized (
      select id from shards
      where id = any(${shards}) and owner = ${incarnation}
      order by id
      for update
    ),
    raised as (
      update shards s set epoch = s.epoch + 1 from own where own.id = s.id
      returning s.id, s.epoch
    )
    select id as shard, epoch from raised order by id`.execute(db)
  return rows
}

export async function release(db: Db, incarnation: string): Promise<void> {
  await sql`
    with own as materialized (
      select id from shards where owner = ${incarnation} order by id for update
    ),
    ended as (
      update nodes set lease_until = least(lease_until, ${databaseNow})
      where incarnation = ${incarnation}
    )
    update shards s set owner = null from own where own.id = s.id`.execute(db)
}

/** Ends all leases: for a node that knows that no other one lives, so that it need not wait (L2). */
export async function endLeases(db: Db): Promise<void> {
  await db
    .updateTable('nodes')
    .set({ leaseUntil: databaseNow })
    .where('leaseUntil', '>', databaseNow)
    .execute()
}

export async function owner(db: Db): Promise<string | null> {
  const { rows } = await sql<{ owner: string }>`
    select s.owner from shards s join nodes n on n.incarnation = s.owner
    where n.lease_until > ${databaseNow}
    group by s.owner
    order by count(*) desc, s.owner
    limit 1`.execute(db)
  return rows[0]?.owner ?? null
}
