import { describe, expect, it } from 'vitest'
import { RETURN_LINK_MS, ReturnLinks } from './return-links.ts'

const secret = new Uint8Array(32).fill(3)
const place = { accountId: 'acme', channelId: 'web' }

function links() {
  let now = 1_000
  const made = new ReturnLinks(secret, () => now)
  return {
    made,
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('links back', () => {
  it('[MR7] name their customer to us alone, and end', () => {
    const { made, pass } = links()
    const link = made.link(place, 'c-ada')
    expect(link).toMatch(/^pl_[\w-]{60,200}$/)
    expect(Buffer.from(link.slice(3), 'base64url').toString('latin1')).not.toContain('ada')
    expect(made.link(place, 'c-ada')).not.toBe(link)
    const until = 1_000 + RETURN_LINK_MS
    expect(made.openLink(place, link)).toEqual({ customerId: 'c-ada', madeAt: 1_000, until })
    pass(RETURN_LINK_MS - 1)
    expect(made.openLink(place, link)).not.toBeNull()
    pass(1)
    expect(made.openLink(place, link)).toBeNull()
  })

  it('[MR8] are worth nothing elsewhere, changed, or as what they are not', () => {
    const { made } = links()
    const link = made.link(place, 'c-ada')
    expect(made.openLink({ ...place, channelId: 'other' }, link)).toBeNull()
    expect(made.openLink({ ...place, accountId: 'rival' }, link)).toBeNull()
    const stranger = new ReturnLinks(new Uint8Array(32).fill(4), () => 1_000)
    expect(stranger.openLink(place, link)).toBeNull()
    expect(made.readVisit(place, link)).toBeNull()
    expect(made.readVisit(place, link.replace('pl_', 'pv_'))).toBeNull()
    for (let at = 3; at < link.length - 1; at += 7) {
      const other = link[at] === 'A' ? 'B' : 'A'
      expect(made.openLink(place, link.slice(0, at) + other + link.slice(at + 1))).toBeNull()
    }
    for (const nothing of ['', 'pl_', 'pl_AAAA', 'pl_%%%', link.slice(0, 20)]) {
      expect(made.openLink(place, nothing)).toBeNull()
    }
    expect(() => new ReturnLinks(new Uint8Array(16), () => 0)).toThrow('32 bytes')
  })
})
