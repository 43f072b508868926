import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import { isOwnOrigin } from '../auth/origin.ts'
import { SESSION_MS } from '../auth/sessions.ts'
import { refuse } from './problem.ts'
import type { Asked, HttpEnv } from './transport.ts'

export const SESSION_COOKIE = 'parley_session'

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Keeps pages of others from acting with a browser's cookie. B1 what comes from a page of another
 * origin is refused wherever staff is served, cookie or not. B2 a cookie changes nothing unless the
 * browser says that the page is ours.
 */
export function ownPagesOnly(publicUrl: string | null): MiddlewareHandler<HttpEnv> {
  return async function ownPages(c, next) {
    return mayUseCookie(c, publicUrl) ? next() : refuse(c, 'forbidden')
  }
}

/** Whether a page of another origin asks; whoever names no origin is no page's script. */
export function isFromElsewhere(c: Asked, publicUrl: string | null): boolean {
  const origin = c.req.header('origin')
  return origin !== undefined && !isOwnOrigin(origin, c.req.header('host') ?? null, publicUrl)
}

/** Whether the request is no page's, or one of ours may act with the cookie it brings. */
export function mayUseCookie(c: Asked, publicUrl: string | null): boolean {
  const origin = c.req.header('origin')
  if (origin !== undefined) return isOwnOrigin(origin, c.req.header('host') ?? null, publicUrl)
  const changes = UNSAFE.has(c.req.method) || c.req.header('upgrade') !== undefined
  return !changes || bearerOf(c) !== null || cookieTokenOf(c) === null
}

/** The token of the Authorization header; null where there is none. */
export function bearerOf(c: Asked): string | null {
  const header = c.req.header('authorization')
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? '')?.[1] ?? null
}

/** The token that a staff request brings: of the header, else of the browser's cookie. */
export function staffTokenOf(c: Asked): string | null {
  return bearerOf(c) ?? cookieTokenOf(c)
}

/** The token of the Authorization header, where it is an embedding page's; null for any other. */
export function embedTokenOf(c: Asked): string | null {
  const token = bearerOf(c)
  return token?.startsWith('pe_') === true ? token : null
}

/** The token of the browser's cookie; null where there is none. */
export function cookieTokenOf(c: Asked): string | null {
  return parse(c.req.header('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE] ?? null
}

export function giveCookie(c: Context<HttpEnv>, token: string, publicUrl: string | null): void {
  setCookie(c, SESSION_COOKIE, token, {
    ...attributes(c, publicUrl),
    maxAge: Math.floor(SESSION_MS / 1_000),
  })
}

export function takeCookie(c: Context<HttpEnv>, publicUrl: string | null): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c, publicUrl))
}

function attributes(c: Context<HttpEnv>, publicUrl: string | null) {
  // A forged header can only make a cookie safer.
  const secure =
    publicUrl?.startsWith('https:') === true || c.req.header('x-forwarded-proto') === 'https'
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
}
