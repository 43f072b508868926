import { beforeEach, expect, test } from 'vitest'
import {
  apiTokensOf,
  createApiToken,
  findApiToken,
  revokeApiToken,
  useApiToken,
} from './api-tokens.ts'
import { DatabaseForTests } from './database-for-tests.ts'
import {
  accountsOfPerson,
  createPerson,
  findPerson,
  findPersonByEmail,
  hasPeople,
  setPassword,
} from './people.ts'
import { PostgresStore } from './postgres-store.ts'
import type { MemberRow } from './rows.ts'
import { secretOf } from './secrets.ts'
import {
  createSession,
  findSession,
  revokeSession,
  revokeSessionsOf,
  seeSession,
  sweepSessions,
} from './sessions.ts'
import { AT, Scribe } from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

const ada = {
  personId: 'p1',
  email: 'Ada@Example.com',
  name: 'Ada',
  passwordHash: '$argon2id$…',
  createdAt: AT,
}

beforeEach(() => tested.empty())

/** Accounts in which Ada is a member. */
async function found(...accounts: { accountId: string; member?: Partial<MemberRow> }[]) {
  const store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  const member = {
    personId: 'p1',
    role: 'agent' as const,
    name: 'Ada',
    publicName: 'Ada',
    groupIds: [],
    chatLimit: null,
    active: true,
  }
  await store.commit(
    accounts.map((account) =>
      new Scribe(account.accountId).founding({}, { members: [{ ...member, ...account.member }] }),
    ),
  )
}

test('[ST50] an e-mail address belongs to one person, whatever its case', async () => {
  expect(await hasPeople(tested.db)).toBe(false)
  expect(await createPerson(tested.db, ada)).toBe(true)
  const other = { ...ada, personId: 'p2', email: 'ada@example.COM' }
  expect(await createPerson(tested.db, other)).toBe(false)
  expect(await findPersonByEmail(tested.db, 'ADA@example.com')).toEqual(ada)
  expect(await findPersonByEmail(tested.db, 'ada@example.org')).toBeNull()
  await setPassword(tested.db, 'p1', 'new')
  expect(await findPerson(tested.db, 'p1')).toEqual({ ...ada, passwordHash: 'new' })
  expect(await hasPeople(tested.db)).toBe(true)
})

test('[ST51] a session is found by its token until it is over or revoked, and no token is stored', async () => {
  await createPerson(tested.db, ada)
  const session = { personId: 'p1', createdAt: AT, expiresAt: AT + 1_000 }
  await createSession(tested.db, 'token-1', session)
  expect(await findSession(tested.db, 'token-1', AT + 999)).toEqual({ ...session, lastSeenAt: AT })
  expect(await findSession(tested.db, 'token-1', AT + 1_000)).toBeNull()
  expect(await findSession(tested.db, 'token-2', AT)).toBeNull()
  await seeSession(tested.db, 'token-1', AT + 5)
  expect(await findSession(tested.db, 'token-1', AT)).toMatchObject({ lastSeenAt: AT + 5 })
  expect(await revokeSession(tested.db, 'token-1', AT)).toBe(true)
  expect(await revokeSession(tested.db, 'token-1', AT)).toBe(false)
  expect(await findSession(tested.db, 'token-1', AT)).toBeNull()
  const stored = await tested.db.selectFrom('sessions').selectAll().execute()
  expect(JSON.stringify(stored)).not.toContain('token-1')
})

test('[ST51] all sessions of a person are revoked at once, but for the one that asks', async () => {
  await createPerson(tested.db, ada)
  const session = { personId: 'p1', createdAt: AT, expiresAt: AT + 1_000 }
  for (const token of ['t1', 't2', 't3']) await createSession(tested.db, token, session)
  expect(await revokeSessionsOf(tested.db, 'p1', AT, { token: 't2' })).toBe(2)
  expect(await findSession(tested.db, 't1', AT)).toBeNull()
  expect(await findSession(tested.db, 't2', AT)).not.toBeNull()
  expect(await revokeSessionsOf(tested.db, 'p1', AT)).toBe(1)
  expect(await sweepSessions(tested.db, AT + 1_000)).toBe(0)
  expect(await sweepSessions(tested.db, AT + 1_001)).toBe(3)
})

test('[ST52] an API token is found until it is revoked, by its account only, and is not stored', async () => {
  await createPerson(tested.db, ada)
  await found({ accountId: 'acme' })
  const row = { tokenId: 'k1', accountId: 'acme', personId: 'p1', name: 'Sync', createdAt: AT }
  await createApiToken(tested.db, 'token-1', row)
  expect(await findApiToken(tested.db, 'token-1')).toEqual({ ...row, lastUsedAt: null })
  await useApiToken(tested.db, 'k1', AT + 1)
  expect(await apiTokensOf(tested.db, 'acme')).toEqual([{ ...row, lastUsedAt: AT + 1 }])
  expect(await apiTokensOf(tested.db, 'globex')).toEqual([])
  expect(await revokeApiToken(tested.db, 'globex', 'k1', AT)).toBe(false)
  expect(await revokeApiToken(tested.db, 'acme', 'k1', AT)).toBe(true)
  expect(await revokeApiToken(tested.db, 'acme', 'k1', AT)).toBe(false)
  expect(await findApiToken(tested.db, 'token-1')).toBeNull()
  expect(await apiTokensOf(tested.db, 'acme')).toEqual([])
  const stored = await tested.db.selectFrom('apiTokens').selectAll().execute()
  expect(JSON.stringify(stored)).not.toContain('token-1')
})

test('[ST53] a secret is made once, also where several ask at the same time', async () => {
  let calls = 0
  const randomBytes = (count: number) => new Uint8Array(count).fill(++calls)
  const ask = (name: string) => secretOf(tested.db, name, { randomBytes, now: AT })
  const asked = await Promise.all(Array.from({ length: 8 }, () => ask('tokens')))
  expect(new Set(asked.map(String)).size).toBe(1)
  expect(asked[0]).toHaveLength(32)
  expect(String(await ask('tokens'))).toBe(String(asked[0]))
  expect(String(await ask('other'))).not.toBe(String(asked[0]))
})

test('[ST54] the accounts of a person are those in which it is active', async () => {
  await found(
    { accountId: 'globex', member: { role: 'administrator' } },
    { accountId: 'acme' },
    { accountId: 'initech', member: { active: false } },
    { accountId: 'hooli', member: { personId: 'p2' } },
  )
  expect(await accountsOfPerson(tested.db, 'p1')).toEqual([
    { accountId: 'acme', name: 'Acme', role: 'agent' },
    { accountId: 'globex', name: 'Acme', role: 'administrator' },
  ])
  expect(await accountsOfPerson(tested.db, 'p3')).toEqual([])
})
