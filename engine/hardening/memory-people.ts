import type { MemoryStore } from '#storage/memory-store'
import type { ChannelStore, PeopleStore } from '../auth/people-store.ts'

/** A session of somebody, as `MemoryPeople` knows it. */
export function sessionOf(personId: string): string {
  return `ps_${personId}`
}

/** People who are signed in by `sessionOf`, and the channels and members that a store in memory holds. */
export class MemoryPeople implements PeopleStore, ChannelStore {
  readonly #store: MemoryStore
  /** What a database that is away does to whoever asks. */
  away = false

  constructor(store: MemoryStore) {
    this.#store = store
  }

  async person(personId: string) {
    const email = `${personId}@parley.example`
    return { personId, email, name: personId, passwordHash: null, createdAt: 1 }
  }

  async personByEmail() {
    return null
  }

  async setPassword() {}

  async addSession() {}

  async session(token: string, now: number) {
    if (this.away) throw new Error('the database is away')
    const personId = token.slice('ps_'.length)
    const knows = this.#store
      .accountIds()
      .some((id) => this.#members(id).some((member) => member.personId === personId))
    if (!knows) return null
    return { personId, createdAt: 1, expiresAt: now + 1_000_000, lastSeenAt: now }
  }

  async sessionSeen() {}

  async revokeSession() {}

  async revokeSessionsOf() {
    return []
  }

  async apiToken() {
    return null
  }

  async apiTokenUsed() {}

  async accountsOfPerson(personId: string) {
    return this.#store.accountIds().flatMap((accountId) =>
      this.#members(accountId)
        .filter((member) => member.personId === personId && member.active)
        .map(({ role }) => ({ accountId, name: accountId, role })),
    )
  }

  async channel(channelId: string) {
    if (this.away) throw new Error('the database is away')
    for (const accountId of this.#store.accountIds()) {
      const channels = this.#store.contents(accountId)?.channels ?? []
      const channel = channels.find((one) => one.channelId === channelId)
      if (channel !== undefined) return { accountId, channel }
    }
    return null
  }

  #members(accountId: string) {
    return this.#store.contents(accountId)?.members ?? []
  }
}
