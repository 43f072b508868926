import { describe, expect, it } from 'vitest'
import type { UploadedFile } from '#protocol/files'
import { FileLinks } from './file-links.ts'
import type { Audience, LinkWords } from './file-links.ts'

const HOUR = 3_600_000
const START = 1_767_603_600_000
const FILE: UploadedFile = {
  fileId: 'f1',
  name: 'a.png',
  mime: 'image/png',
  size: 1,
  kind: 'image',
}
const ANN: Audience = { kind: 'staff', accountId: 'acme', personId: 'ann' }
const CLEO: Audience = { kind: 'customer', accountId: 'acme', channelId: 'web', customerId: 'cleo' }

const secret = (fill: number) => new Uint8Array(32).fill(fill)

function linksAt(start = START) {
  const clock = { now: start }
  return { clock, links: new FileLinks(secret(1), () => clock.now) }
}

function urlOf(links: FileLinks, audience: Audience, chatId = 'chat1', file = FILE): URL {
  const [view] = links.showTo(audience)(chatId, [file])
  return new URL(view?.url ?? '', 'https://parley.example')
}

function wordsOf(url: URL): LinkWords {
  return {
    until: Number(url.searchParams.get('until')),
    signature: url.searchParams.get('signature') ?? '',
  }
}

describe('links to files', () => {
  it('[FI9] name the place of their viewer, and nothing of staff in a customer’s', () => {
    const { links } = linksAt()
    expect(urlOf(links, ANN).pathname).toBe('/api/v1/accounts/acme/chats/chat1/files/f1/content')
    const forCustomer = urlOf(links, CLEO)
    expect(forCustomer.pathname).toBe('/api/v1/channels/web/files/f1/content')
    expect(forCustomer.href).not.toMatch(/chat1|acme|cleo/)
  })

  it('[FI9] hold for an hour at least and for two at most', () => {
    for (const start of [START, START + 1, START + HOUR - 1]) {
      const { clock, links } = linksAt(start)
      const words = wordsOf(urlOf(links, ANN))
      clock.now = start + HOUR
      expect(links.holds(ANN, 'chat1', 'f1', words)).toBe(true)
      clock.now = start + 2 * HOUR
      expect(links.holds(ANN, 'chat1', 'f1', words)).toBe(false)
    }
  })

  it('[FI9] stay the same within an hour, so that what was loaded is not loaded again', () => {
    const { clock, links } = linksAt()
    const first = urlOf(links, ANN).href
    clock.now += HOUR - 1
    expect(urlOf(links, ANN).href).toBe(first)
    clock.now += 1
    expect(urlOf(links, ANN).href).not.toBe(first)
  })

  it('[FI9] are worth nothing for another viewer, chat, file or time, or under another secret', () => {
    const { links } = linksAt()
    const words = wordsOf(urlOf(links, CLEO))
    expect(links.holds(CLEO, 'chat1', 'f1', words)).toBe(true)
    const others: [Audience, string, string, LinkWords][] = [
      [ANN, 'chat1', 'f1', words],
      [{ ...CLEO, customerId: 'dora' }, 'chat1', 'f1', words],
      [{ ...CLEO, channelId: 'app' }, 'chat1', 'f1', words],
      [{ ...CLEO, accountId: 'rival' }, 'chat1', 'f1', words],
      [CLEO, 'chat2', 'f1', words],
      [CLEO, 'chat1', 'f2', words],
      [CLEO, 'chat1', 'f1', { ...words, until: words.until + HOUR }],
      [CLEO, 'chat1', 'f1', { ...words, signature: `A${words.signature.slice(1)}` }],
      [CLEO, 'chat1', 'f1', { ...words, signature: '' }],
    ]
    for (const other of others) expect(links.holds(...other)).toBe(false)
    const elsewhere = new FileLinks(secret(2), () => START)
    expect(elsewhere.holds(CLEO, 'chat1', 'f1', words)).toBe(false)
  })
})
