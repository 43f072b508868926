import type { ApiToken } from '#storage/api-tokens'
import type { Clock, Ids } from '../ports.ts'
import { newToken } from './secret-tokens.ts'

/** Tokens are given whole; only their hashes are kept. It throws what a store throws. */
export interface ApiTokenStore {
  addApiToken(token: string, row: Omit<ApiToken, 'lastUsedAt'>): Promise<void>
  apiTokensOf(accountId: string): Promise<ApiToken[]>
  /** False where the account has no such token, or it was revoked before. */
  revokeApiToken(accountId: string, tokenId: string, now: number): Promise<boolean>
}

/** Tokens by which programs act in an account, each with the rights of whoever made it. */
export class ApiTokens {
  readonly #store: ApiTokenStore
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #onRevoked: (sessionId: string) => void

  constructor(parts: {
    store: ApiTokenStore
    clock: Clock
    ids: Ids
    /** Hears, after it is durable, which sign-in is over. */
    onRevoked: (sessionId: string) => void
  }) {
    this.#store = parts.store
    this.#clock = parts.clock
    this.#ids = parts.ids
    this.#onRevoked = parts.onRevoked
  }

  newId(): string {
    return this.#ids.next()
  }

  /** Makes one; its token can be learnt from the answer alone. */
  async make(row: Pick<ApiToken, 'tokenId' | 'accountId' | 'personId' | 'name'>): Promise<string> {
    const token = newToken('pt')
    await this.#store.addApiToken(token, { ...row, createdAt: this.#clock.now() })
    return token
  }

  /** Those that are not revoked, the oldest first. */
  of(accountId: string): Promise<ApiToken[]> {
    return this.#store.apiTokensOf(accountId)
  }

  /** Revokes one and closes what lives by it; false where there is none. */
  async revoke(accountId: string, tokenId: string): Promise<boolean> {
    const wasThere = await this.#store.revokeApiToken(accountId, tokenId, this.#clock.now())
    if (wasThere) this.#onRevoked(`api:${tokenId}`)
    return wasThere
  }
}
