import { describe, expect, it } from 'vitest'
import { readablePassword } from '../bootstrap/readable-password.ts'
import { MOST_CHECKS, Passwords } from './passwords.ts'

describe('passwords', () => {
  it('[AU3] are hashed with argon2id, each time differently', async () => {
    const passwords = new Passwords()
    const hash = await passwords.hash('correct horse')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.hash('correct horse')).not.toBe(hash)
    expect(await passwords.check('correct horse', hash)).toBe(true)
    expect(await passwords.check('correct hors', hash)).toBe(false)
    expect(await passwords.check('', hash)).toBe(false)
  })

  it('[AU3] nothing is the password of nobody', async () => {
    const passwords = new Passwords()
    expect(await passwords.check('nobody has this password', null)).toBe(false)
  })

  it('[AU3] a server that checks many at once refuses more', async () => {
    const passwords = new Passwords()
    const checks = Array.from({ length: MOST_CHECKS + 3 }, () => passwords.check('x', null))
    const refused = (await Promise.all(checks)).filter((answer) => answer === null)
    expect(refused).toHaveLength(3)
    expect(await passwords.check('x', null)).toBe(false)
  })

  it('[AU3] random ones can be read and typed, and are long', () => {
    const made = Array.from({ length: 50 }, () => readablePassword())
    for (const password of made)
      expect(password).toMatch(/^([bdfghjkmnprstvz][aeiou]){2}(-(..){2}){4}$/)
    expect(new Set(made).size).toBe(50)
  })
})
