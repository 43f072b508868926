import { createConnection } from 'node:net'
import { Hono } from 'hono'
import { afterAll, describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { MAX_FRAME_BYTES } from '#protocol/limits'
import type { Connection } from '../realtime/connection.ts'
import { serve } from './serve.ts'
import type { HttpEnv } from './transport.ts'

/** What the server's side of each socket met, in order. */
const met: { heard: string[]; closed: Promise<void>; connection: Connection }[] = []

const app = new Hono<HttpEnv>()
app.get('/address', (c) => c.text(c.env.address))
app.get('/socket', (c) => {
  const upgraded = c.env.upgrade((connection) => {
    const heard: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    met.push({ heard, closed: promise, connection })
    return {
      receive(text) {
        heard.push(text)
        connection.send(`heard ${text.length}`)
      },
      drained() {},
      closed: resolve,
    }
  })
  return upgraded ? new Response(null) : c.text('no', 400)
})
const served = serve(app, { port: 0, host: '127.0.0.1' })
afterAll(() => served.stop())
const base = `127.0.0.1:${served.port}`

/** Opens a socket; `next` gives each frame in turn, `over` how it was closed. */
async function open() {
  const socket = new WebSocket(`ws://${base}/socket`)
  const frames: string[] = []
  let hear = (): void => {}
  socket.addEventListener('message', ({ data }) => {
    frames.push(String(data))
    hear()
  })
  const over = new Promise<CloseEvent>((resolve) => {
    socket.addEventListener('close', resolve)
  })
  await new Promise((resolve) => {
    socket.addEventListener('open', resolve)
  })
  const next = async (): Promise<string> => {
    while (frames.length === 0) {
      await new Promise<void>((resolve) => {
        hear = resolve
      })
    }
    return frames.shift() ?? ''
  }
  const side = met.at(-1)
  if (side === undefined) throw new Error('the server met no socket')
  return { socket, next, over, side }
}

describe('a socket', () => {
  it('[HT14] carries frames both ways until either side closes', async () => {
    const { socket, next, side } = await open()
    socket.send('hello')
    expect(await next()).toBe('heard 5')
    expect(side.heard).toEqual(['hello'])
    expect(side.connection.bufferedBytes()).toBe(0)
    socket.close()
    await side.closed
    // A closed connection ignores what comes late.
    side.connection.send('late')
    side.connection.close(4000, 'late')
    expect(side.connection.bufferedBytes()).toBe(0)

    const other = await open()
    other.side.connection.close(CLOSE.goingAway.code, 'goingAway')
    expect(await other.over).toMatchObject({ code: 4001, reason: 'goingAway' })
    await other.side.closed
  })

  it('[HT14] that sends bytes, or a frame that is too long, is closed, and the process lives', async () => {
    const bytes = await open()
    bytes.socket.send(new Uint8Array([123, 125]))
    expect((await bytes.over).code).toBe(CLOSE.badFrame.code)
    const fits = await open()
    fits.socket.send('x'.repeat(MAX_FRAME_BYTES))
    expect(await fits.next()).toBe(`heard ${MAX_FRAME_BYTES}`)
    fits.socket.send('ä'.repeat(MAX_FRAME_BYTES / 2 + 1))
    expect((await fits.over).code).toBe(CLOSE.badFrame.code)
    const huge = await open()
    huge.socket.send('x'.repeat(1_000_000))
    expect((await huge.over).code).not.toBe(1000)
    await Promise.all([bytes, fits, huge].map(({ side }) => side.closed))
    for (const { side } of [bytes, huge]) expect(side.heard).toEqual([])
    expect((await fetch(`http://${base}/address`)).status).toBe(200)
  })

  it('[HT14] of somebody who does not read shows how much waits', async () => {
    const stalled = createConnection(served.port, '127.0.0.1')
    stalled.write(
      `GET /socket HTTP/1.1\r\nHost: ${base}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    await new Promise((resolve) => {
      stalled.once('data', resolve)
    })
    stalled.pause()
    const side = met.at(-1)
    if (side === undefined) throw new Error('the server met no socket')
    const chunk = 'x'.repeat(60_000)
    // What the kernel takes does not count; there is an end to that.
    for (let n = 0; n < 500 && side.connection.bufferedBytes() < 500_000; n += 1) {
      side.connection.send(chunk)
    }
    expect(side.connection.bufferedBytes()).toBeGreaterThanOrEqual(500_000)
    side.connection.close(CLOSE.tooSlow.code, 'tooSlow')
    stalled.destroy()
    await side.closed
  })
})

describe('a request', () => {
  it('[HT15] is known by the address that it comes from', async () => {
    expect(await (await fetch(`http://${base}/address`)).text()).toMatch(/127\.0\.0\.1$/)
  })

  it('[HT14] that is no WebSocket is told so', async () => {
    expect((await fetch(`http://${base}/socket`)).status).toBe(400)
  })
})

describe('a port', () => {
  it('[HT17] that is taken is an error with a code', () => {
    expect(() => serve(app, { port: served.port, host: '127.0.0.1' })).toThrow(
      expect.objectContaining({ code: 'EADDRINUSE' }),
    )
  })

  it('[HT17] is free again after the stop, which ends every socket', async () => {
    const first = serve(app, { port: 0, host: '127.0.0.1' })
    const socket = new WebSocket(`ws://127.0.0.1:${first.port}/socket`)
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve)
    })
    const over = new Promise((resolve) => {
      socket.addEventListener('close', resolve)
    })
    await first.stop()
    await over
    await serve(app, { port: first.port, host: '127.0.0.1' }).stop()
  })
})
