import type { MiddlewareHandler } from 'hono'
import { id } from '#protocol/scalars'
import type { CustomerIdentity, StaffIdentity } from '../realtime/connection.ts'
import { bearerOf, embedTokenOf, isFromElsewhere, staffTokenOf } from './browser-guard.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/** Requests of staff to an account in the path: who it is, is known. */
export interface StaffEnv extends HttpEnv {
  Variables: { who: StaffIdentity }
}

/** Requests of whoever signed in with a password, whatever account it is about. */
export interface SessionEnv extends HttpEnv {
  Variables: { personId: string; sessionId: string }
}

/** Requests of a customer of the channel in the path. */
export interface CustomerEnv extends HttpEnv {
  Variables: { who: CustomerIdentity }
}

/**
 * Refuses nobody with `unauthorized`, and people of other accounts with `notFound`. From a page of
 * others only what its server was given for it is a token.
 */
export function staffOnly({
  auth,
  publicUrl,
}: Pick<Parts, 'auth' | 'publicUrl'>): MiddlewareHandler<StaffEnv> {
  return async function knowStaff(c, next) {
    const accountId = id.safeParse(c.req.param('accountId'))
    const token = isFromElsewhere(c, publicUrl) ? embedTokenOf(c) : staffTokenOf(c)
    if (token === null) return refuse(c, 'unauthorized')
    if (!accountId.success) return refuse(c, 'notFound')
    const found = await auth.staffOrStranger(token, accountId.data)
    if (found === null) return refuse(c, 'unauthorized')
    if (found === 'stranger') return refuse(c, 'notFound')
    c.set('who', found)
    return next()
  }
}

/** Refuses with `unauthorized` whoever has no session; an API token is none. */
export function sessionOnly({ sessions }: Pick<Parts, 'sessions'>): MiddlewareHandler<SessionEnv> {
  return async function knowPerson(c, next) {
    const token = staffTokenOf(c)
    const live = token === null ? null : await sessions.find(token)
    if (live === null) return refuse(c, 'unauthorized')
    c.set('personId', live.personId)
    c.set('sessionId', live.sessionId)
    return next()
  }
}

/** Refuses with `unauthorized` whoever has no token of this very channel. */
export function customersOnly({ auth }: Pick<Parts, 'auth'>): MiddlewareHandler<CustomerEnv> {
  return async function knowCustomer(c, next) {
    const channelId = id.safeParse(c.req.param('channelId'))
    const token = bearerOf(c)
    if (token === null || !channelId.success) return refuse(c, 'unauthorized')
    const found = await auth.customer(channelId.data, token)
    if (found === null) return refuse(c, 'unauthorized')
    c.set('who', found)
    return next()
  }
}
