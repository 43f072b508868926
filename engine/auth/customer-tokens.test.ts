import { describe, expect, it } from 'vitest'
import { CustomerTokens } from './customer-tokens.ts'

const secret = new Uint8Array(32).fill(7)
const place = { accountId: 'acme', channelId: 'site' }

describe('customer tokens', () => {
  it('[AU1] a token is read back in its channel, always as the same customer', () => {
    const token = new CustomerTokens(secret).issue(place)
    const who = new CustomerTokens(secret).read(place, token)
    expect(who).toMatchObject(place)
    expect(who?.customerId).toMatch(/^c[A-Za-z0-9_-]{22}$/)
    expect(new CustomerTokens(secret).read(place, token)).toEqual(who)
  })

  it('[AU1] two customers never share a token or an id', () => {
    const tokens = new CustomerTokens(secret)
    const issued = Array.from({ length: 200 }, () => tokens.issue(place))
    expect(new Set(issued).size).toBe(200)
    expect(new Set(issued.map((token) => tokens.read(place, token)?.customerId)).size).toBe(200)
  })

  it('[AU2] a token is nobody in another channel, in another account, or under another secret', () => {
    const tokens = new CustomerTokens(secret)
    const token = tokens.issue(place)
    expect(tokens.read({ ...place, channelId: 'shop' }, token)).toBeNull()
    expect(tokens.read({ ...place, accountId: 'rival' }, token)).toBeNull()
    expect(new CustomerTokens(new Uint8Array(32).fill(8)).read(place, token)).toBeNull()
    // Names that run together are other places too.
    expect(tokens.read({ accountId: 'acmes', channelId: 'ite' }, token)).toBeNull()
  })

  it('[AU2] a token with any character changed, cut or added is nobody', () => {
    const tokens = new CustomerTokens(secret)
    const token = tokens.issue(place)
    for (let at = 3; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'Q' : 'A'
      const changed = token.slice(0, at) + other + token.slice(at + 1)
      // The last digit carries two bits that mean nothing: another spelling of the same bytes.
      if (at === token.length - 1) continue
      expect(tokens.read(place, changed), changed).toBeNull()
    }
    for (const bad of ['', 'pc_', token.slice(1), `${token}A`, token.slice(0, -1), '\u0000']) {
      expect(tokens.read(place, bad)).toBeNull()
    }
  })

  it('[AU1] a customer id does not give the token away', () => {
    const tokens = new CustomerTokens(secret)
    const token = tokens.issue(place)
    const id = tokens.read(place, token)?.customerId.slice(1) ?? ''
    for (const part of token.split('_')) expect(part).not.toContain(id.slice(0, 6))
  })

  it('[AU1] a secret that is too short is not taken', () => {
    expect(() => new CustomerTokens(new Uint8Array(16))).toThrow('too short')
  })
})
