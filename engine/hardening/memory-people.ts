import type { MemoryStore } from '#storage/memory-store'
import type { Preferences } from '#protocol/rest'
import type { Picture } from '#storage/pictures'
import type { ResetLink } from '#storage/reset-links'
import type { OneselfStore } from '../auth/oneself.ts'
import type { ResetStore } from '../auth/password-reset.ts'
import type { ApiTokenStore } from '../auth/api-tokens.ts'
import type { ChannelStore, PeopleStore, SettingsStore } from '../auth/people-store.ts'
import type { Person } from '../auth/people-store.ts'

/** A session of somebody, as `MemoryPeople` knows it. */
export function sessionOf(personId: string): string {
  return `ps_${personId}`
}

/** An API token of somebody for an account, as `MemoryPeople` knows it. */
export function apiTokenOf(personId: string, accountId: string): string {
  return `pt_${personId}.${accountId}`
}

/** A token of a page that embeds the desk for somebody, as `MemoryPeople` knows it. */
export function embedTokenOf(personId: string, accountId: string): string {
  return `pe_${personId}.${accountId}`
}

/** People who are signed in by `sessionOf`, and the channels and members that a store in memory holds. */
export class MemoryPeople
  implements PeopleStore, ChannelStore, OneselfStore, ResetStore, ApiTokenStore, SettingsStore
{
  readonly #preferences = new Map<string, Preferences>()
  readonly #pictures = new Map<string, Picture>()
  /** Who a link was made for, by its token. */
  readonly links = new Map<string, string>()
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

  async personByEmail(): Promise<Person | null> {
    return null
  }

  async addPerson() {
    return true
  }

  async emailsOf(personIds: readonly string[]) {
    return new Map(personIds.map((personId) => [personId, `${personId}@parley.example`]))
  }

  async setPassword() {}

  async addSession() {}

  async session(token: string, now: number) {
    if (this.away) throw new Error('the database is away')
    const [personId = '', accountId = null] = token.slice('ps_'.length).split('.')
    const knows = this.#store
      .accountIds()
      .some((id) => this.#members(id).some((member) => member.personId === personId))
    if (!knows) return null
    return { personId, accountId, createdAt: 1, expiresAt: now + 1_000_000, lastSeenAt: now }
  }

  async sessionsOf() {
    return []
  }

  async revokeSessionsById() {
    return []
  }

  async preferencesOf(personId: string) {
    return this.#preferences.get(personId) ?? null
  }

  async savePreferences(personId: string, preferences: Preferences) {
    this.#preferences.set(personId, preferences)
  }

  async savePicture(picture: Picture) {
    this.#pictures.set(picture.pictureId, picture)
  }

  async picture(pictureId: string) {
    return this.#pictures.get(pictureId) ?? null
  }

  async addResetLink(token: string, { personId }: ResetLink) {
    this.links.set(token, personId)
  }

  async resetPassword(token: string) {
    const personId = this.links.get(token) ?? null
    this.links.delete(token)
    return personId
  }

  async sessionSeen() {}

  async revokeSession() {}

  async revokeSessionsOf() {
    return []
  }

  async apiToken(token: string) {
    const [personId = '', accountId = ''] = token.slice('pt_'.length).split('.')
    if (accountId === '') return null
    const tokenId = `${personId}-${accountId}`
    return { tokenId, accountId, personId, name: tokenId, createdAt: 1, lastUsedAt: null }
  }

  async apiTokenUsed() {}

  async addApiToken() {}

  async apiTokensOf() {
    return []
  }

  async revokeApiToken() {
    return false
  }

  async settings(accountId: string) {
    return this.#store.contents(accountId)?.settings?.settings ?? null
  }

  async accountsOfPerson(personId: string) {
    return this.#store.accountIds().flatMap((accountId) =>
      this.#members(accountId)
        .filter((member) => member.personId === personId && member.active)
        .map(({ role }) => ({ accountId, name: accountId, role })),
    )
  }

  async desksOfPerson(personId: string) {
    if (this.away) throw new Error('the database is away')
    const accounts = await this.accountsOfPerson(personId)
    return accounts.map((account) => {
      const { chats, actors } = this.#store.contents(account.accountId) ?? { chats: [], actors: [] }
      const mine = chats.filter(({ open, agentId }) => open && agentId === personId)
      return {
        ...account,
        unread: mine.reduce((sum, { unread }) => sum + unread, 0),
        agent: actors.find(({ actor }) => actor === `agent:${personId}`)?.snapshot ?? null,
      }
    })
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
