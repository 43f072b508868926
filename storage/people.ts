import { sql } from 'kysely'
import type { Db } from './database.ts'
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
  const query = db.selectFrom('people').selectAll().where('personId', '=', personId)
  return (await query.executeTakeFirst()) ?? null
}

/** Whatever the case of the address is. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | null> {
  const query = db
    .selectFrom('people')
    .selectAll()
    .where(sql`lower(email)`, '=', sql`lower(${email})`)
  return (await query.executeTakeFirst()) ?? null
}

/** Changes nothing of the person's sessions: see `revokeSessionsOf`. */
export async function setPassword(db: Db, personId: string, passwordHash: string): Promise<void> {
  await db.updateTable('people').set({ passwordHash }).where('personId', '=', personId).execute()
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
