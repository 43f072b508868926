/** Asks the page for a token that its server was given for whoever sits before it. */
export type GetToken = () => string | Promise<string>

/** Longer ones are none of ours. */
const MAX_LENGTH = 200

/**
 * The token of one sign-in, in memory alone. It is asked for when it is needed first, and again
 * after it was refused or is about to end; who needs it meanwhile waits for the same answer.
 */
export class EmbedTokens {
  #ask: GetToken
  #token: Promise<string> | null = null

  constructor(ask: GetToken) {
    this.#ask = ask
  }

  /** From now on another part of the page is asked; the token that is there stays. */
  askBy(ask: GetToken): void {
    this.#ask = ask
  }

  /** Rejects where the page has none, and asks again the next time. */
  current(): Promise<string> {
    if (this.#token !== null) return this.#token
    const token = this.#asked()
    this.#token = token
    token.catch(() => {
      if (this.#token === token) this.#token = null
    })
    return token
  }

  /** A new one in place of the one that is there; where the page has none, that stays. */
  async renew(): Promise<string> {
    const token = this.#asked()
    const text = await token
    this.#token = token
    return text
  }

  /** The server refused this one. */
  async refused(token: string): Promise<void> {
    const held = this.#token
    if (held === null) return
    const text = await held.catch(() => null)
    if (text === token && this.#token === held) this.#token = null
  }

  async #asked(): Promise<string> {
    const token: unknown = await this.#ask()
    if (typeof token === 'string' && token !== '' && token.length <= MAX_LENGTH) return token
    throw new Error('getToken() gave no token')
  }
}
