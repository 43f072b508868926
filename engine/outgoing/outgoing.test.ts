import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../operation/system-ports.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { Breaker } from './breaker.ts'
import { Outgoing, signature, signatures } from './outgoing.ts'
import type { Answered } from './outgoing.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A real service on the loopback; gives its address. */
async function service(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/hook`
}

function ask(url: string, more: { deadlineMs?: number; allowPrivate?: boolean } = {}) {
  const { deadlineMs = 5_000, allowPrivate = true } = more
  const outgoing = new Outgoing({ clock: systemClock, allowPrivate })
  return outgoing.post({ url, body: '{"a":1}', deadlineMs, maxBytes: 1_000 })
}

const why = (answered: Answered) => (answered.kind === 'failed' ? answered.why : answered.text)

describe('a service', () => {
  it('[PM20] is asked once, and its answer is what it said', async () => {
    const heard: unknown[] = []
    const url = await service((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        heard.push([request.method, request.headers['content-type'], request.headers.host, body])
        response.end('{"b":2}')
      })
    })
    expect(await ask(url)).toEqual({ kind: 'answered', text: '{"b":2}' })
    expect(heard).toEqual([['POST', 'application/json', new URL(url).host, '{"a":1}']])
  })

  it('[PM20] that answers never, or in part, is given up at the deadline', async () => {
    const never = await service(() => {})
    expect(why(await ask(never, { deadlineMs: 50 }))).toBe('late')
    const slow = await service((_request, response) => {
      response.writeHead(200)
      response.write('{"half":')
    })
    expect(why(await ask(slow, { deadlineMs: 50 }))).toBe('late')
  })

  it('[PM20] that breaks off, says too much, or no, has not answered', async () => {
    const half = await service((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"half":', () => response.destroy())
    })
    expect(why(await ask(half))).toBe('unreachable')
    const huge = await service((_request, response) => {
      response.end('x'.repeat(1_000_000))
    })
    expect(why(await ask(huge))).toBe('tooLarge')
    const endless = await service((_request, response) => {
      response.writeHead(200)
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), more)
      }
      more()
    })
    expect(why(await ask(endless))).toBe('tooLarge')
    const wrong = await service((_request, response) => {
      response.writeHead(500).end('no')
    })
    expect(await ask(wrong)).toEqual({ kind: 'failed', why: 'status', status: 500 })
    expect(why(await ask('http://127.0.0.1:1/'))).toBe('unreachable')
    expect(why(await ask('http://nowhere.invalid/'))).toBe('unreachable')
  })

  it('[PM20] gives a file as it comes, whole or not at all', async () => {
    const outgoing = new Outgoing({ clock: systemClock, allowPrivate: true })
    const take = async (url: string, deadlineMs = 5_000) => {
      const taken = await outgoing.fetch({ url, deadlineMs }, async ({ body, declaredBytes }) => {
        let size = 0
        for await (const chunk of body) size += chunk.byteLength
        return { size, declaredBytes }
      })
      return taken.kind === 'taken' ? taken.value : taken.why
    }
    const asked: (string | undefined)[] = []
    const whole = await service((request, response) => {
      asked.push(request.method)
      response.writeHead(200, { 'content-length': '3' }).end('abc')
    })
    expect(await take(whole)).toEqual({ size: 3, declaredBytes: 3 })
    expect(asked).toEqual(['GET'])
    const half = await service((_request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('abc', () => response.destroy())
    })
    expect(await take(half)).toBe('unreachable')
    const slow = await service((_request, response) => {
      response.write('abc')
    })
    expect(await take(slow, 50)).toBe('late')
    const redirect = await service((_request, response) => {
      response.writeHead(302, { location: whole }).end()
    })
    expect(await take(redirect)).toBe('redirected')
    expect(await take('http://nowhere.invalid/')).toBe('unreachable')
  })

  it('[PM21] that leads elsewhere is not followed', async () => {
    let asked = 0
    const elsewhere = await service((_request, response) => {
      asked += 1
      response.end('{}')
    })
    const redirect = await service((_request, response) => {
      response.writeHead(307, { location: elsewhere }).end()
    })
    expect(why(await ask(redirect))).toBe('redirected')
    expect(asked).toBe(0)
  })

  it('[PM21] at an address that is not everybody’s is not asked, unless that is allowed', async () => {
    let asked = 0
    const url = await service((_request, response) => {
      asked += 1
      response.end('{}')
    })
    const { port } = new URL(url)
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
      '10.0.0.1',
      '169.254.169.254',
      '2130706433',
    ]) {
      const told = await ask(`http://${host}:${port}/hook`, { allowPrivate: false })
      expect(['notAllowed', 'unreachable'], host).toContain(why(told))
    }
    expect(asked).toBe(0)
  })

  it('[WH13] that something is handed to has taken it by its status, whatever else it says', async () => {
    const hand = (url: string, deadlineMs = 5_000) =>
      new Outgoing({ clock: systemClock, allowPrivate: true }).hand({
        url,
        body: '{}',
        deadlineMs,
        maxBytes: 8,
      })
    const endless = await service((_request, response) => {
      response.writeHead(202, { 'retry-after': '7' })
      response.write('begun and')
    })
    const receipt = { status: 202, why: null, beginning: 'begun an', retryAfter: '7' }
    expect(await hand(endless)).toEqual(receipt)
    const hanging = await service((_request, response) => {
      response.writeHead(200)
      response.write('beg')
    })
    expect(await hand(hanging, 50)).toMatchObject({ status: 200, why: null, beginning: 'beg' })
    const silent = await service(() => {})
    expect(await hand(silent, 50)).toMatchObject({ status: null, why: 'late' })
    const no = await service((_request, response) => {
      response.writeHead(503, { 'retry-after': '60' }).end('busy')
    })
    const refused = { status: 503, why: 'status', beginning: 'busy', retryAfter: '60' }
    expect(await hand(no)).toEqual(refused)
    const elsewhere = await service((_request, response) => {
      response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end()
    })
    expect(await hand(elsewhere)).toMatchObject({ status: 301, why: 'redirected' })
    expect(await hand('http://127.0.0.1:1/')).toMatchObject({ status: null, why: 'unreachable' })
    const alone = new Outgoing({ clock: systemClock, allowPrivate: false })
    const asked = { url: endless, body: '{}', deadlineMs: 500, maxBytes: 8 }
    expect(await alone.hand(asked)).toMatchObject({ status: null, why: 'notAllowed' })
  })

  it('[WH18] finds a signature of each secret', () => {
    const [time, one] = signature('one', '{}', 5_000).split(',')
    const [, two] = signature('two', '{}', 5_000).split(',')
    expect(signatures(['one', 'two'], '{}', 5_000)).toBe([time, one, two].join())
  })

  it('[PM22] knows by a signature over time and body who asks', () => {
    const one = signature('secret', '{"a":1}', 1_700_000_000_500)
    expect(one).toMatch(/^t=1700000000,v1=[0-9a-f]{64}$/)
    expect(signature('other', '{"a":1}', 1_700_000_000_500)).not.toBe(one)
    expect(signature('secret', '{"a":2}', 1_700_000_000_500)).not.toBe(one)
    expect(signature('secret', '{"a":1}', 1_700_000_009_500)).not.toBe(one)
  })

  it('[PM23] that fails three times rests, and longer each time, until it answers', () => {
    const clock = new ManualClock()
    const breaker = new Breaker(clock)
    breaker.failed('a')
    breaker.failed('a')
    expect(breaker.restsFor('a')).toBe(0)
    breaker.failed('a')
    expect(breaker.restsFor('a')).toBe(30_000)
    expect(breaker.restsFor('b')).toBe(0)
    clock.skip(30_000)
    expect(breaker.restsFor('a')).toBe(0)
    breaker.failed('a')
    expect(breaker.restsFor('a')).toBe(60_000)
    clock.skip(60_000)
    breaker.succeeded('a')
    breaker.failed('a')
    expect(breaker.restsFor('a')).toBe(0)
  })
})
