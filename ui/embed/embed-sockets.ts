import { CLOSE } from '#protocol/close-codes'
import type { Clock } from '../client/clock.ts'
import type { OpenSocket, Socket } from '../client/socket.ts'
import type { EmbedTokens } from './embed-tokens.ts'

/** A new token is asked for so long before the one in use ends, if it is not halfway over by then. */
const BEFORE_END_MS = 60_000

/** A page that has no new token now is asked again after this. */
const ASK_AGAIN_MS = 10_000

/** New tokens that are refused one after the other are not going to be taken. */
const MOST_REFUSED = 2

/**
 * Sockets of a page of others. Each waits for a token, is left for another one before its token ends,
 * and where the server refuses a token comes to an end only after a new one was refused as well. So
 * whoever uses them sees connections that break and come back, and resumes as always.
 */
export function embedSockets(
  openSocket: OpenSocket,
  clock: Clock,
  tokens: EmbedTokens,
): { openSocket: OpenSocket; token: () => string } {
  let token = ''
  let refused = 0
  const open: OpenSocket = (url, events) => {
    let socket: Socket | null = null
    let isOver = false
    let isGreeted = false
    let endWait = (): void => {}
    const end = (): void => {
      isOver = true
      endWait()
      socket?.close()
    }
    const closed = (code: number): void => {
      if (isOver) return
      end()
      events.closed(code)
    }
    const renew = (): void => {
      tokens.renew().then(
        () => closed(0),
        () => {
          if (!isOver) endWait = clock.after(ASK_AGAIN_MS, renew)
        },
      )
    }
    const received = (data: string): void => {
      if (!isGreeted) {
        isGreeted = true
        const leftMs = leftIn(data)
        if (leftMs !== null) {
          refused = 0
          endWait = clock.after(Math.max(leftMs - BEFORE_END_MS, leftMs / 2), renew)
        }
      }
      events.received(data)
    }
    const lost = (code: number): void => {
      if (code !== CLOSE.unauthorized.code) return closed(code)
      const isHopeless = !isGreeted && ++refused >= MOST_REFUSED
      void tokens.refused(token).then(() => closed(isHopeless ? code : 0))
    }
    tokens.current().then(
      (given) => {
        if (isOver) return
        token = given
        socket = openSocket(url, { opened: () => events.opened(), received, closed: lost })
      },
      () => closed(0),
    )
    return { send: (data) => socket?.send(data), close: end }
  }
  return { openSocket: open, token: () => token }
}

/** How long the token of a welcome is still good; null for any other frame. */
function leftIn(data: string): number | null {
  const frame: unknown = JSON.parse(data)
  if (typeof frame !== 'object' || frame === null) return null
  const isWelcome = 'until' in frame && 'now' in frame
  if (!isWelcome || typeof frame.until !== 'number' || typeof frame.now !== 'number') return null
  return Math.max(0, frame.until - frame.now)
}
