import { lookup } from 'node:dns/promises'
import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import ipaddr from 'ipaddr.js'
import type { Clock } from '../ports.ts'

/*
 * The one way in which this server asks services that somebody of an account named.
 *
 * O1 An address is resolved once, checked, and only that address is spoken to: a name that says
 *    something else the next moment leads nowhere.
 * O2 Private, loopback and all other addresses that are not everybody's are refused, unless whoever
 *    runs the server allows them.
 * O3 Redirects are not followed. O4 An answer is read up to its limit and within its deadline, and
 *    what comes after that is never waited for.
 */

/** Why there is no answer. */
export type NoAnswer = 'late' | 'unreachable' | 'notAllowed' | 'redirected' | 'tooLarge' | 'status'

export type Answered =
  | { kind: 'answered'; text: string }
  | { kind: 'failed'; why: NoAnswer; status: number | null }

export interface Asking {
  url: string
  /** JSON. */
  body: string
  headers?: Record<string, string>
  /** For everything, from the first look-up to the last byte, in milliseconds. */
  deadlineMs: number
  maxBytes: number
  /** Hears the headers of a 2xx answer, before its body is read. */
  hear?: (headers: IncomingHttpHeaders) => void
}

export interface OutgoingParts {
  clock: Pick<Clock, 'schedule'>
  /** Whether addresses may be asked that are not everybody's. */
  allowPrivate: boolean
}

/** Asks services by POST. */
export class Outgoing {
  readonly #clock: Pick<Clock, 'schedule'>
  readonly #allowPrivate: boolean

  constructor({ clock, allowPrivate }: OutgoingParts) {
    this.#clock = clock
    this.#allowPrivate = allowPrivate
  }

  /** The body of a 2xx answer, or why there is none. It never rejects. */
  async post(asking: Asking): Promise<Answered> {
    const stop = new AbortController()
    const late = Promise.withResolvers<Answered>()
    const cancel = this.#clock.schedule(asking.deadlineMs, () => {
      late.resolve(failed('late'))
      stop.abort()
    })
    try {
      return await Promise.race([this.#ask(asking, stop.signal), late.promise])
    } catch {
      return failed('unreachable')
    } finally {
      cancel()
      stop.abort()
    }
  }

  async #ask(asking: Asking, signal: AbortSignal): Promise<Answered> {
    const url = new URL(asking.url)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const found = await lookup(host, { all: true })
    // O2
    const allowed = found.filter(({ address }) => this.#allowPrivate || isEverybodys(address))
    const [place] = allowed
    if (place === undefined || allowed.length < found.length) return failed('notAllowed')
    const isSecure = url.protocol === 'https:'
    const answer = Promise.withResolvers<Answered>()
    const send = isSecure ? httpsRequest : httpRequest
    const sent = send(
      {
        // O1
        host: place.address,
        family: place.family,
        port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        ...(isSecure ? { servername: host } : {}),
        headers: {
          host: url.host,
          accept: 'application/json',
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(asking.body)),
          'user-agent': 'Parley',
          connection: 'close',
          ...asking.headers,
        },
        signal,
      },
      (response) => {
        asking.hear?.(response.headers)
        read(response, asking.maxBytes, answer.resolve)
      },
    )
    sent.on('error', () => answer.resolve(failed('unreachable')))
    sent.end(asking.body)
    return answer.promise
  }
}

/** O3, O4 */
function read(
  response: IncomingMessage,
  maxBytes: number,
  answer: (answered: Answered) => void,
): void {
  const status = response.statusCode ?? 0
  const end = (answered: Answered): void => {
    answer(answered)
    response.destroy()
  }
  if (status >= 300 && status < 400) return end(failed('redirected', status))
  if (status < 200 || status >= 300) return end(failed('status', status))
  const said = Number(response.headers['content-length'] ?? 0)
  if (said > maxBytes) return end(failed('tooLarge', status))
  const chunks: Buffer[] = []
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) end(failed('tooLarge', status))
    else chunks.push(chunk)
  })
  response.on('error', () => answer(failed('unreachable', status)))
  response.on('close', () => answer(failed('unreachable', status)))
  response.on('end', () => {
    const isWhole = response.complete && (said === 0 || bytes === said)
    answer(
      isWhole
        ? { kind: 'answered', text: Buffer.concat(chunks).toString('utf8') }
        : failed('unreachable', status),
    )
  })
}

/** What a service checks to know that this server asks: `t=<seconds>,v1=<hex>`. */
export function signature(secret: string, body: string, at: number): string {
  const seconds = Math.floor(at / 1_000)
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${digest}`
}

/** The header that carries it. */
export const SIGNATURE_HEADER = 'parley-signature'

function isEverybodys(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

function failed(why: NoAnswer, status: number | null = null): Answered {
  return { kind: 'failed', why, status }
}
