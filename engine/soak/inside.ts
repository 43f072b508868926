import { randomBytes } from 'node:crypto'
import { openDatabase } from '#storage/database'
import { migrate } from '#storage/migrate'
import { PostgresStore } from '#storage/postgres-store'
import { secretOf } from '#storage/secrets'
import { CustomerTokens } from '../auth/customer-tokens.ts'
import { Sessions } from '../auth/sessions.ts'
import { storedPeople } from '../auth/stored-people.ts'
import type { Desk } from '../desk.ts'
import type { Answer } from '../host/answer.ts'
import { Host } from '../host/host.ts'
import { deliverToGreeter, hostDesk } from '../host/host-desk.ts'
import { OutboxWorker } from '../host/outbox.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Log } from '../ports.ts'

/** Somebody of staff who has signed in. */
export interface Agent {
  accountId: string
  agentId: string
  /** A session's token. */
  token: string
}

/** The product's inside, without a door: for making what a server will find. */
export interface Inside {
  host: Host
  desk: Desk
  tokens: CustomerTokens
  /** Makes a person known and signs them in. */
  enrol(accountId: string, agentId: string): Promise<Agent>
  /** Whether the bot still owes an answer. */
  owes(): Promise<boolean>
}

/** Lends `use` a host on a database that no server uses; ends it in order, whatever happened. */
export async function withInside<T>(
  databaseUrl: string,
  use: (inside: Inside) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(databaseUrl)
  try {
    await migrate(database.db)
    const people = storedPeople(database.db)
    const sessions = new Sessions(people, systemClock, () => {})
    const store = new PostgresStore(database)
    const host: Host = new Host({
      store,
      clock: systemClock,
      ids: systemIds,
      log: SILENT,
      publish: () => {},
      onLost: (accountId) => {
        throw new Error(`The host lost ${accountId}`)
      },
      onOutbox: () => outbox.kick(),
    })
    const outbox = new OutboxWorker({
      store,
      clock: systemClock,
      log: SILENT,
      shards: () => host.lease.owned(),
      deliver: (delivery) => deliverToGreeter(host, delivery),
    })
    const secret = await secretOf(database.db, 'customer-tokens', {
      randomBytes,
      now: systemClock.now(),
    })
    await host.start()
    outbox.start()
    try {
      return await use({
        host,
        desk: hostDesk(host),
        tokens: new CustomerTokens(secret),
        async enrol(accountId, agentId) {
          const person = { personId: agentId, name: agentId, email: `${agentId}@soak.example` }
          await people.addPerson({ ...person, passwordHash: null, createdAt: systemClock.now() })
          return { accountId, agentId, token: await sessions.begin(agentId) }
        },
        owes: async () =>
          (await store.takeOutbox(host.lease.owned(), systemClock.now(), 1)).length > 0,
      })
    } finally {
      outbox.stop()
      await host.stop()
    }
  } finally {
    await database.close()
  }
}

/** @throws Error for a refusal: what is made here is allowed. */
export function expectDone(answer: Answer): void {
  if (answer.kind === 'refused') throw new Error(`Refused: ${answer.refusal.code}`)
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }
