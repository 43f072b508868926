import type { Database } from '#storage/database'
import { PostgresStore } from '#storage/postgres-store'
import { shardOf } from '#storage/shard'
import { storedPeople } from '../auth/stored-people.ts'
import { Host } from '../host/host.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { enrol } from './enrol.ts'
import type { NewSignIn } from './enrol.ts'
import { found } from './found.ts'
import { unownedStore } from './unowned-store.ts'

/** What every new account begins with; the rest is set by its administrator. */
const FIRST_GROUP = { groupId: 'support', name: 'Support', publicName: 'Support' }

export interface FirstAdministrator {
  email: string
  name: string
  /** What the account is called. */
  account: string
}

/**
 * Founds an account with one administrator, one group and a widget channel, whether a server runs
 * on this database or not. An e-mail address that is known gets a new password.
 * @throws what storage throws, and an Error where the account was not founded.
 */
export async function foundWithAdministrator(
  parts: { database: Database; clock: Clock; ids: Ids; log: Log },
  { email, name, account }: FirstAdministrator,
): Promise<NewSignIn & { accountId: string; channelId: string }> {
  const { database, clock, ids, log } = parts
  const accountId = ids.next()
  const channelId = ids.next()
  const shard = shardOf(accountId)
  const epochOf = async (id: number): Promise<number> => {
    const row = await database.db
      .selectFrom('shards')
      .select('epoch')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row.epoch
  }
  const host = new Host({
    store: unownedStore(new PostgresStore(database), shard, epochOf),
    clock,
    ids,
    log,
    publish: () => {},
    onLost: () => {},
    onOutbox: () => {},
  })
  const signIn = await enrol({ people: storedPeople(database.db), clock, ids }, { name, email })
  await host.start()
  try {
    await found(host, accountId, {
      name: account,
      groups: [
        {
          ...FIRST_GROUP,
          overflowGroupId: null,
          defaultAgentId: null,
          roundRobinAfter: null,
          number: null,
          hours: null,
          successorId: null,
        },
      ],
      members: [
        {
          personId: signIn.personId,
          role: 'administrator',
          name: signIn.name,
          publicName: signIn.name.split(' ')[0] ?? signIn.name,
          groupIds: [FIRST_GROUP.groupId],
          chatLimit: null,
          active: true,
          picture: null,
        },
      ],
      channels: [
        {
          channelId,
          kind: 'widget',
          name: 'Website',
          groupId: FIRST_GROUP.groupId,
          botId: null,
          settings: { allowedOrigins: [] },
        },
      ],
    })
  } finally {
    await host.stop()
  }
  return { ...signIn, accountId, channelId }
}
