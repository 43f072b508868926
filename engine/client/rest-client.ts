import type { ZodType } from 'zod'
import type { CustomerCommand } from '#protocol/customer-commands'
import { uploadedFile } from '#protocol/files'
import type { UploadedFile } from '#protocol/files'
import { acknowledged, customerToken, problem, signedIn } from '#protocol/rest'
import type { SignedIn } from '#protocol/rest'
import { RETRYABLE } from '#protocol/refusals'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffAck } from './staff-client.ts'
import type { Outcome } from './pending-commands.ts'
import { WireFault } from './wire-fault.ts'

/** When no time is named, or nobody answers at all. */
const RETRY_AFTER_MS = 250

/** One request: longer than the slowest answer of a server that is busy. */
const REQUEST_TIMEOUT_MS = 15_000

/**
 * The REST interface for tools. Every request is repeated until it has a final answer or its
 * patience ends; commands keep their id, so that is harmless.
 */
export class RestClient {
  readonly #api: string
  readonly #patienceMs: number

  /** @param baseUrl `http://host:port`. */
  constructor(baseUrl: string, patienceMs = 60_000) {
    this.#api = `${baseUrl}/api/v1`
    this.#patienceMs = patienceMs
  }

  /** Throws where the sign-in is refused. */
  async signIn(email: string, password: string): Promise<SignedIn> {
    return done(await this.#ask('POST', '/session', null, { email, password }, signedIn))
  }

  /** A token for a new customer of a channel. */
  async newCustomer(channelId: string): Promise<string> {
    const path = `/channels/${channelId}/customers`
    return done(await this.#ask('POST', path, null, {}, customerToken)).token
  }

  async customerCommand(
    channelId: string,
    token: string,
    id: string,
    command: CustomerCommand,
  ): Promise<Outcome<StaffAck>> {
    const path = `/channels/${channelId}/commands`
    return this.#ask('POST', path, token, { id, command }, acknowledged)
  }

  async staffCommand(
    accountId: string,
    token: string,
    id: string,
    command: StaffCommand,
  ): Promise<Outcome<StaffAck>> {
    const path = `/accounts/${accountId}/commands`
    return this.#ask('POST', path, token, { id, command }, acknowledged)
  }

  /** What is at a path below `/api/v1`. Throws where it is refused. */
  async get<T>(path: string, token: string | null, schema: ZodType<T>): Promise<T> {
    return done(await this.#ask('GET', path, token, undefined, schema))
  }

  /** Takes a file to a place of files; tried again, it is another upload. */
  upload(
    place: string,
    token: string,
    file: { name: string; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<Outcome<UploadedFile>> {
    const path = `${place}?name=${encodeURIComponent(file.name)}`
    return this.#ask('POST', path, token, file.bytes, uploadedFile)
  }

  /**
   * What is at an address from the server's root on, as bytes, with whatever status it has. Asked
   * until somebody answers.
   */
  async fetchBytes(
    address: string,
    token: string | null,
  ): Promise<{ status: number; bytes: Uint8Array<ArrayBuffer> }> {
    const url = new URL(address, this.#api)
    const headers = new Headers(token === null ? {} : { authorization: `Bearer ${token}` })
    const until = performance.now() + this.#patienceMs
    for (;;) {
      try {
        const response = await fetch(url, {
          headers,
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        })
        const bytes = new Uint8Array(await response.arrayBuffer())
        if (response.status < 500) return { status: response.status, bytes }
      } catch {
        // Nobody is there just now.
      }
      if (performance.now() > until) throw new Error(`Nobody answers at ${url.pathname}`)
      await Bun.sleep(RETRY_AFTER_MS)
    }
  }

  async #ask<T>(
    method: string,
    path: string,
    token: string | null,
    body: object | undefined,
    schema: ZodType<T>,
  ): Promise<Outcome<T>> {
    const until = performance.now() + this.#patienceMs
    for (;;) {
      const outcome = await this.#askOnce(method, path, token, body, schema)
      if (outcome?.kind === 'ack') return outcome
      const mayAgain = outcome === null || RETRYABLE.includes(outcome.refusal.code)
      if (!mayAgain) return outcome
      if (performance.now() > until) {
        if (outcome !== null) return outcome
        throw new Error(`Nobody answers at ${this.#api}${path}`)
      }
      await Bun.sleep(outcome?.refusal.retryAfterMs ?? RETRY_AFTER_MS)
    }
  }

  /** Null where nobody answered, or somebody else did. */
  async #askOnce<T>(
    method: string,
    path: string,
    token: string | null,
    body: object | undefined,
    schema: ZodType<T>,
  ): Promise<Outcome<T> | null> {
    let response: Response
    let value: unknown
    try {
      response = await fetch(`${this.#api}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: body === undefined || isBytes(body) ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
      value = await response.json()
    } catch {
      return null
    }
    if (!response.ok) {
      const refused = problem.safeParse(value)
      return refused.success ? { kind: 'refused', refusal: refused.data.refusal } : null
    }
    const answer = schema.safeParse(value)
    if (answer.success) return { kind: 'ack', ack: answer.data }
    throw new WireFault(`Not an answer of ${method} ${path}: ${answer.error.message}`)
  }
}

function isBytes(body: object): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array
}

function typeOf(body: object): string {
  return isBytes(body) ? 'application/octet-stream' : 'application/json'
}

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'ack') return outcome.ack
  throw new Error(`Refused with ${outcome.refusal.code}: ${outcome.refusal.says}`)
}
