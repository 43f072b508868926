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
  desksOfPerson,
  findPerson,
  findPersonByEmail,
  hasPeople,
  preferencesOf,
  savePreferences,
  setPassword,
} from './people.ts'
import { findPicture, savePicture } from './pictures.ts'
import { PostgresStore } from './postgres-store.ts'
import { createResetLink, resetPassword, sweepResetLinks } from './reset-links.ts'
import type { MemberRow } from './rows.ts'
import type { AccountBatch } from './store.ts'
import { secretOf } from './secrets.ts'
import {
  createSession,
  findSession,
  revokeSession,
  revokeSessionsById,
  revokeSessionsOf,
  seeSession,
  sessionsOf,
  sweepSessions,
} from './sessions.ts'
import { AT, Scribe, actorRow, chatRow, customerRow } from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

const WHERE = { device: 'Firefox on a Mac', address: '192.0.2.1' }

const ada = {
  personId: 'p1',
  email: 'Ada@Example.com',
  name: 'Ada',
  passwordHash: '$argon2id$…',
  createdAt: AT,
}

beforeEach(() => tested.empty())

/** Accounts in which Ada is a member. */
async function found(
  ...accounts: {
    accountId: string
    member?: Partial<MemberRow>
    rows?: Partial<AccountBatch>
  }[]
) {
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
    picture: null,
  }
  await store.commit(
    accounts.map((account) =>
      new Scribe(account.accountId).founding(account.rows ?? {}, {
        members: [{ ...member, ...account.member }],
      }),
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
  const session = { personId: 'p1', accountId: null, createdAt: AT, expiresAt: AT + 1_000 }
  await createSession(tested.db, 'token-1', session, WHERE)
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
  const session = { personId: 'p1', accountId: null, createdAt: AT, expiresAt: AT + 1_000 }
  for (const token of ['t1', 't2', 't3']) await createSession(tested.db, token, session, WHERE)
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

test('[ST55] what waits for a person is counted in each of its accounts', async () => {
  const mine = { agentId: 'p1', unread: 2 }
  await found(
    { accountId: 'acme' },
    {
      accountId: 'globex',
      member: { role: 'supervisor' },
      rows: {
        actors: [actorRow('agent:p1', { snapshot: { value: { presence: 'away' } } })],
        customers: ['c1', 'c2', 'c3'].map((one) => customerRow(one)),
        chats: [
          chatRow('h1', { customerId: 'c1', ...mine }),
          chatRow('h2', { customerId: 'c2', ...mine, unread: 1 }),
          chatRow('h3', { customerId: 'c3', agentId: 'p2', unread: 5 }),
          chatRow('h4', { customerId: 'c3', ...mine, open: false, closedAt: AT }),
        ],
      },
    },
  )
  expect(await desksOfPerson(tested.db, 'p1')).toEqual([
    { accountId: 'acme', name: 'Acme', role: 'agent', agent: null, unread: 0 },
    {
      accountId: 'globex',
      name: 'Acme',
      role: 'supervisor',
      agent: { value: { presence: 'away' } },
      unread: 3,
    },
  ])
})

test('[ST56] a person’s sessions are listed with where they are, and revoked by their ids', async () => {
  await createPerson(tested.db, ada)
  await createPerson(tested.db, { ...ada, personId: 'p2', email: 'bob@example.com' })
  const session = { personId: 'p1', accountId: null, createdAt: AT, expiresAt: AT + 1_000 }
  await createSession(tested.db, 't1', session, WHERE)
  await createSession(tested.db, 't2', { ...session, createdAt: AT + 5 }, WHERE)
  await createSession(tested.db, 't3', { ...session, personId: 'p2' }, WHERE)
  await createSession(tested.db, 't4', { ...session, expiresAt: AT }, WHERE)
  const mine = await sessionsOf(tested.db, 'p1', AT)
  expect(mine).toMatchObject([
    { ...WHERE, createdAt: AT + 5 },
    { ...WHERE, createdAt: AT },
  ])
  const [theirs] = await sessionsOf(tested.db, 'p2', AT)
  const ids = [mine[1]?.sessionId ?? '', theirs?.sessionId ?? '']
  expect(await revokeSessionsById(tested.db, 'p1', ids, AT)).toEqual(ids.slice(0, 1))
  expect(await revokeSessionsById(tested.db, 'p1', ids, AT)).toEqual([])
  expect(await findSession(tested.db, 't1', AT)).toBeNull()
  expect(await findSession(tested.db, 't3', AT)).not.toBeNull()
})

test('[ST57] preferences come back as they were saved, and pictures by their ids', async () => {
  await createPerson(tested.db, ada)
  expect(await preferencesOf(tested.db, 'p1')).toBeNull()
  await savePreferences(tested.db, 'p1', { speaks: ['de', 'it’s'] })
  expect(await preferencesOf(tested.db, 'p1')).toEqual({ speaks: ['de', 'it’s'] })
  expect(await preferencesOf(tested.db, 'p9')).toBeNull()
  const picture = { pictureId: 'a-hash', mime: 'image/png', bytes: new Uint8Array([0, 255, 7]) }
  await savePicture(tested.db, picture, AT)
  await savePicture(tested.db, picture, AT + 1)
  const found = await findPicture(tested.db, 'a-hash')
  expect(found).toMatchObject({ pictureId: 'a-hash', mime: 'image/png' })
  expect([...(found?.bytes ?? [])]).toEqual([0, 255, 7])
  expect(await findPicture(tested.db, 'another')).toBeNull()
})

test('[ST58] a reset link sets a password once, before it is over, and uses up the others', async () => {
  await createPerson(tested.db, ada)
  await createPerson(tested.db, { ...ada, personId: 'p2', email: 'bob@example.com' })
  const link = { personId: 'p1', createdAt: AT, expiresAt: AT + 1_000 }
  for (const token of ['r1', 'r2']) await createResetLink(tested.db, token, link)
  await createResetLink(tested.db, 'r3', { ...link, personId: 'p2' })
  const by = (token: string, now: number) =>
    resetPassword(tested.db, { token, passwordHash: `by ${token}`, now })
  expect(await by('r1', AT + 1_000)).toBeNull()
  expect(await by('unknown', AT)).toBeNull()
  const both = await Promise.all([by('r1', AT), by('r1', AT)])
  expect(both.filter((one) => one !== null)).toEqual(['p1'])
  expect(await by('r2', AT)).toBeNull()
  expect((await findPerson(tested.db, 'p1'))?.passwordHash).toBe('by r1')
  expect(await by('r3', AT)).toBe('p2')
  const stored = await tested.db.selectFrom('resetLinks').selectAll().execute()
  expect(JSON.stringify(stored)).not.toMatch(/"r\d"/)
  expect(await sweepResetLinks(tested.db, AT + 1_000)).toBe(0)
  expect(await sweepResetLinks(tested.db, AT + 1_001)).toBe(3)
})
