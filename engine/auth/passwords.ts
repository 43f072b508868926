/** OWASP's first choice for argon2id: 19 MiB, two passes; about 30 ms on a small server. */
const ARGON2 = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

/** Checks under way or waiting at a time: each takes 19 MiB and a thread for its while. */
export const MOST_CHECKS = 32

/** Hashes passwords and checks them, a bounded number at a time. */
export class Passwords {
  #checks = 0
  #decoy: Promise<string> | null = null

  hash(password: string): Promise<string> {
    return Bun.password.hash(password, ARGON2)
  }

  /**
   * Whether this is the password of the hash. Without a hash, for an unknown e-mail, it takes as
   * long and is false. Null where too many checks are under way.
   */
  async check(password: string, hash: string | null): Promise<boolean | null> {
    if (this.#checks >= MOST_CHECKS) return null
    this.#checks += 1
    try {
      this.#decoy ??= this.hash('nobody has this password')
      const matches = await Bun.password.verify(password, hash ?? (await this.#decoy))
      return matches && hash !== null
    } finally {
      this.#checks -= 1
    }
  }
}
