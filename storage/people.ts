import { sql } from 'kysely'
import type { Db } from './database.ts'
import type { Json } from './json.ts'
import type { MemberRow } from './rows.ts'

/*
 * People stand above accounts: one person signs in once and may be a member of several. Who is a
 * member of what is written by the accounts' own turns.
 */

export interface Person {
  personId: string
  /** As it was typed; two that differ in case only are one. */
  email: string
  name: string
  /** Null for somebody who was invited and has not chosen one yet. */
  passwordHash: string | null
  createdAt: number
}

const PERSON = ['personId', 'email', 'name', 'passwordHash', 'createdAt'] as const

/** False where somebody has this address already. */
export async function createPerson(db: Db, person: Person): Promise<boolean> {
  const { personId, email, name, passwordHash, createdAt } = person
  const { rows } = await sql`
    insert into people (person_id, email, name, password_hash, created_at)
    values (${personId}, ${email}, ${name}, ${passwordHash}, ${createdAt})
    on conflict (lower(email)) do nothing
    returning person_id`.execute(db)
  return rows.length === 1
}

export async function findPerson(db: Db, personId: string): Promise<Person | null> {
  const query = db.selectFrom('people').select(PERSON).where('personId', '=', personId)
  return (await query.executeTakeFirst()) ?? null
}

/** Whatever the case of the address is. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | null> {
  const query = db
    .selectFrom('people')
    .select(PERSON)
    .where(sql`lower(email)`, '=', sql`lower(${email})`)
  return (await query.executeTakeFirst()) ?? null
}

/** The addresses of people, by their ids. */
export async function emailsOf(
  db: Db,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('people')
    .select(['personId', 'email'])
    .where('personId', '=', sql<string>`any(${personIds})`)
    .execute()
  return new Map(rows.map(({ personId, email }) => [personId, email]))
}

/** Changes nothing of the person's sessions: see `revokeSessionsOf`. */
export async function setPassword(db: Db, personId: string, passwordHash: string): Promise<void> {
  await db.updateTable('people').set({ passwordHash }).where('personId', '=', personId).execute()
}

/** What a person chose, as it was stored; null for somebody unknown, or who chose nothing yet. */
export async function preferencesOf(db: Db, personId: string): Promise<Json> {
  const query = db.selectFrom('people').select('preferences').where('personId', '=', personId)
  return (await query.executeTakeFirst())?.preferences ?? null
}

export async function savePreferences(db: Db, personId: string, preferences: Json): Promise<void> {
  await sql`
    update people set preferences = ${JSON.stringify(preferences)}::text::jsonb
    where person_id = ${personId}`.execute(db)
}

/** Whether anybody was ever made: an empty product asks for its first administrator. */
export async function hasPeople(db: Db): Promise<boolean> {
  const person = await db.selectFrom('people').select('personId').limit(1).executeTakeFirst()
  return person !== undefined
}

export interface AccountOfPerson {
  accountId: string
  /** The account's name. */
  name: string
  role: MemberRow['role']
}

/** An account of a person, with what waits for them in it. */
export interface DeskOfPerson extends AccountOfPerson {
  /** Customers' messages that this person has not read, in open chats that they have. */
  unread: number
  /** The newest snapshot of the person as an agent; null for who never was one. */
  agent: Json
}

/** The accounts in which a person is active, by name, with what waits in each. */
export async function desksOfPerson(db: Db, personId: string): Promise<DeskOfPerson[]> {
  const { rows } = await sql<DeskOfPerson>`
    select m.account_id, a.name, m.role, x.snapshot as agent,
      (select coalesce(sum(c.unread), 0)::integer from chats c
        where c.account_id = m.account_id and c.open and c.agent_id = m.person_id) as unread
    from members m
    join accounts a using (account_id)
    left join actors x on x.account_id = m.account_id and x.actor = 'agent:' || m.person_id
    where m.person_id = ${personId} and m.active
    order by a.name, m.account_id`.execute(db)
  return rows
}

/** The accounts in which a person is active, by name. */
export function accountsOfPerson(db: Db, personId: string): Promise<AccountOfPerson[]> {
  return db
    .selectFrom('members')
    .innerJoin('accounts', 'accounts.accountId', 'members.accountId')
    .select(['accounts.accountId', 'accounts.name', 'members.role'])
    .where('members.personId', '=', personId)
    .where('members.active', '=', true)
    .orderBy('accounts.name')
    .orderBy('accounts.accountId')
    .execute()
}
