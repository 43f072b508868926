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

export interface Failed {
  kind: 'failed'
  why: NoAnswer
  status: number | null
}

export type Answered = { kind: 'answered'; text: string } | Failed

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

/** What came back where something was handed over: a status of 2xx says that it was taken. */
export interface Receipt {
  /** Null where there was no answer. */
  status: number | null
  /** Null where it was taken. */
  why: Exclude<NoAnswer, 'tooLarge'> | null
  /** How the answer begins, whatever its status. */
  beginning: string
  /** What it says of when to come again. */
  retryAfter: string | null
}

/** A file on its way: what breaks off, or comes too late, throws where it is read. */
export interface ComingFile {
  body: AsyncIterable<Uint8Array>
  /** What the service says; null where it says nothing. */
  declaredBytes: number | null
}

export interface OutgoingParts {
  clock: Pick<Clock, 'schedule'>
  /** Whether addresses may be asked that are not everybody's. */
  allowPrivate: boolean
}

/** Asks services by POST, and fetches files by GET. */
export class Outgoing {
  readonly #clock: Pick<Clock, 'schedule'>
  readonly #allowPrivate: boolean

  constructor({ clock, allowPrivate }: OutgoingParts) {
    this.#clock = clock
    this.#allowPrivate = allowPrivate
  }

  /** The body of a 2xx answer, or why there is none. It never rejects. */
  post(asking: Asking): Promise<Answered> {
    return this.#post(asking, (response, answer) => {
      asking.hear?.(response.headers)
      read(response, asking.maxBytes, answer)
    })
  }

  /**
   * Hands something over of which only the status counts: an answer that is endless, broken or late
   * after it began is no less a receipt. It never rejects.
   */
  async hand(asking: Omit<Asking, 'hear'>): Promise<Receipt> {
    const heard: Heard = { status: null, retryAfter: null, chunks: [], bytes: 0 }
    const answered = await this.#post(asking, (response, answer) => {
      hear(response, asking.maxBytes, heard, answer)
    })
    return receiptOf(heard, answered, asking.maxBytes)
  }

  /**
   * Lets a file be taken as it comes, within the deadline; what `take` resolves with, or why there is
   * nothing. It never rejects.
   */
  fetch<Taken>(
    { url, deadlineMs }: Pick<Asking, 'url' | 'deadlineMs'>,
    take: (file: ComingFile) => Promise<Taken>,
  ): Promise<{ kind: 'taken'; value: Taken } | Failed> {
    return this.#within(deadlineMs, async (signal) => {
      const sent = await this.#send({ url, method: 'GET', headers: {}, body: '' }, signal)
      if (sent.kind === 'failed') return sent
      const { response } = sent
      const refused = refusalOf(response)
      if (refused !== null) return refused
      const said = response.headers['content-length']
      const declaredBytes = said === undefined ? null : Number(said)
      return { kind: 'taken' as const, value: await take({ body: response, declaredBytes }) }
    })
  }

  #post({ url, body, deadlineMs, ...asking }: Omit<Asking, 'hear'>, take: Take): Promise<Answered> {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...asking.headers,
    }
    return this.#within(deadlineMs, async (signal) => {
      const sent = await this.#send({ url, method: 'POST', headers, body }, signal)
      if (sent.kind === 'failed') return sent
      const answer = Promise.withResolvers<Answered>()
      take(sent.response, answer.resolve)
      return answer.promise
    })
  }

  async #within<Outcome>(
    deadlineMs: number,
    run: (signal: AbortSignal) => Promise<Outcome | Failed>,
  ): Promise<Outcome | Failed> {
    const stop = new AbortController()
    const late = Promise.withResolvers<Failed>()
    const cancel = this.#clock.schedule(deadlineMs, () => {
      late.resolve(failed('late'))
      stop.abort()
    })
    try {
      return await Promise.race([run(stop.signal), late.promise])
    } catch {
      return failed('unreachable')
    } finally {
      cancel()
      stop.abort()
    }
  }

  /** Resolves when a service begins to answer. */
  async #send(
    asked: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string },
    signal: AbortSignal,
  ): Promise<{ kind: 'sent'; response: IncomingMessage } | Failed> {
    const url = new URL(asked.url)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const found = await lookup(host, { all: true })
    // O2
    const allowed = found.filter(({ address }) => this.#allowPrivate || isEverybodys(address))
    const [place] = allowed
    if (place === undefined || allowed.length < found.length) return failed('notAllowed')
    const isSecure = url.protocol === 'https:'
    const answer = Promise.withResolvers<{ kind: 'sent'; response: IncomingMessage } | Failed>()
    const send = isSecure ? httpsRequest : httpRequest
    const sent = send(
      {
        // O1
        host: place.address,
        family: place.family,
        port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        method: asked.method,
        ...(isSecure ? { servername: host } : {}),
        headers: { host: url.host, 'user-agent': 'Parley', connection: 'close', ...asked.headers },
        signal,
      },
      (response) => answer.resolve({ kind: 'sent', response }),
    )
    sent.on('error', () => answer.resolve(failed('unreachable')))
    sent.end(asked.body)
    return answer.promise
  }
}

/** Reads an answer as it comes. */
type Take = (response: IncomingMessage, answer: (answered: Answered) => void) => void

interface Heard {
  status: number | null
  retryAfter: string | null
  chunks: Buffer[]
  bytes: number
}

/** O4: what was heard counts when the deadline comes. */
function hear(
  response: IncomingMessage,
  maxBytes: number,
  heard: Heard,
  answer: (answered: Answered) => void,
): void {
  heard.status = response.statusCode ?? 0
  heard.retryAfter = response.headers['retry-after'] ?? null
  const end = (): void => {
    answer({ kind: 'answered', text: '' })
    response.destroy()
  }
  response.on('data', (chunk: Buffer) => {
    heard.bytes += chunk.length
    heard.chunks.push(chunk)
    if (heard.bytes >= maxBytes) end()
  })
  for (const event of ['error', 'close', 'end']) response.on(event, end)
}

function receiptOf(heard: Heard, answered: Answered, maxBytes: number): Receipt {
  const { status, retryAfter, chunks } = heard
  const beginning = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
  return { status, why: whyNotTaken(status, answered), beginning, retryAfter }
}

/** O3 */
function whyNotTaken(status: number | null, answered: Answered): Receipt['why'] {
  if (status === null) {
    const why = answered.kind === 'failed' ? answered.why : 'unreachable'
    return why === 'tooLarge' ? 'unreachable' : why
  }
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400 ? 'redirected' : 'status'
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
  const refused = refusalOf(response)
  if (refused !== null) return end(refused)
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

/** O3: why what was answered is no answer; null where it is one. */
function refusalOf({ statusCode = 0 }: IncomingMessage): Failed | null {
  if (statusCode >= 300 && statusCode < 400) return failed('redirected', statusCode)
  return statusCode < 200 || statusCode >= 300 ? failed('status', statusCode) : null
}

/** What a service checks to know that this server asks: `t=<seconds>,v1=<hex>`. */
export function signature(secret: string, body: string, at: number): string {
  return signatures([secret], body, at)
}

/** The same with several secrets while one replaces another: `t=<seconds>,v1=<hex>,v1=<hex>`. */
export function signatures(secrets: readonly string[], body: string, at: number): string {
  const seconds = Math.floor(at / 1_000)
  const digests = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'),
  )
  return [`t=${seconds}`, ...digests.map((digest) => `v1=${digest}`)].join()
}

/** The header that carries it. */
export const SIGNATURE_HEADER = 'parley-signature'

function isEverybodys(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

function failed(why: NoAnswer, status: number | null = null): Failed {
  return { kind: 'failed', why, status }
}
