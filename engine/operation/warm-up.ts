import { READERS } from '#storage/database'
import type { Feed } from '#storage/feed'
import type { Store } from '#storage/store'
import type { ChannelStore } from '../auth/people-store.ts'

/** After five plans of its own for a statement, Postgres settles on one. */
const ROUNDS = 6

/** No account, channel or customer has this id. */
const NOBODY = ''

/**
 * Asks for everything that a customer's first message needs, of nobody: a connection's first use of
 * a statement costs several times what the later ones do, and the first customers after a start
 * should not wait for that. Rejects as the store does.
 */
export async function warmUp(
  store: Pick<Store, 'findCommands' | 'loadActors' | 'loadCustomers'>,
  feed: Pick<Feed, 'customerScreen' | 'readMarks' | 'conversation'>,
  channels: ChannelStore,
): Promise<void> {
  const onAll = (ask: () => Promise<unknown>): Promise<unknown>[] =>
    Array.from({ length: READERS }, ask)
  for (let round = 0; round < ROUNDS; round += 1) {
    await Promise.all([
      ...onAll(() => channels.channel(NOBODY)),
      ...onAll(() => feed.customerScreen(NOBODY, NOBODY, 1)),
      ...onAll(() => feed.conversation(NOBODY, NOBODY, null, 1)),
      ...onAll(() => feed.readMarks(NOBODY, [NOBODY])),
      ...onAll(() => store.loadActors(NOBODY, [NOBODY])),
      ...onAll(() => store.loadCustomers(NOBODY, [NOBODY])),
      ...onAll(() =>
        store.findCommands([{ accountId: NOBODY, sender: NOBODY, commandId: NOBODY }]),
      ),
    ])
  }
}
