import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'
import { session, signInBody, signedIn } from '#protocol/rest'
import type { Session, SignedIn } from '#protocol/rest'
import { MIN_PASSWORD_LENGTH } from '../auth/passwords.ts'
import type { SignInAnswer } from '../auth/sign-in.ts'
import { giveCookie, staffTokenOf, takeCookie } from './browser-guard.ts'
import { body } from './checked.ts'
import { clientAddress } from './client-address.ts'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/** `POST /api/v1/session/password`. */
export const passwordChange = z.strictObject({
  current: z.string().min(1).max(200),
  next: z.string().min(MIN_PASSWORD_LENGTH).max(200),
})

type C = Context<HttpEnv>

/** Signing in and out: `/session`. */
export function sessionRoutes(parts: Parts): Hono<HttpEnv> {
  const { auth, signIn, sessions, publicUrl, proxies } = parts
  const routes = new Hono<HttpEnv>()

  routes.post(
    '/',
    documented({
      tag: 'Signing in',
      summary: 'Sign in with e-mail and password',
      description: 'Sets the session cookie, and gives the token for clients that keep no cookies.',
      security: 'nobody',
      answer: { says: 'Signed in.', schema: signedIn },
      refuses: ['wrongPassword', 'forbidden', 'busy', 'tooLarge'],
    }),
    body(signInBody),
    async (c) => {
      const { email, password } = c.req.valid('json')
      return answer(c, await signIn.signIn(email, password, clientAddress(c, proxies)))
    },
  )

  routes.get(
    '/',
    documented({
      tag: 'Signing in',
      summary: 'Who is signed in',
      security: 'session',
      answer: { says: 'The person of the session, and where they work.', schema: session },
      refuses: ['forbidden'],
    }),
    async (c) => {
      const found = await current(c)
      return found === null ? refuse(c, 'unauthorized') : c.json(found.session)
    },
  )

  routes.delete(
    '/',
    documented({
      tag: 'Signing in',
      summary: 'Sign out',
      description: 'Ends the session and closes its sockets.',
      security: 'session',
      answer: { status: 204, says: 'Signed out.' },
      refuses: ['forbidden'],
    }),
    async (c) => {
      const found = await current(c)
      takeCookie(c, publicUrl)
      if (found === null) return refuse(c, 'unauthorized')
      await sessions.end(found.token)
      return c.body(null, 204)
    },
  )

  routes.post(
    '/password',
    documented({
      tag: 'Signing in',
      summary: 'Change the password',
      description:
        'Ends all sessions of the person, closes their sockets, and begins a new session.',
      security: 'session',
      answer: { says: 'Changed; the new session.', schema: signedIn },
      refuses: ['wrongPassword', 'forbidden', 'busy', 'tooLarge'],
    }),
    body(passwordChange),
    async (c) => {
      const found = await current(c)
      if (found === null) return refuse(c, 'unauthorized')
      const { current: old, next } = c.req.valid('json')
      const { personId } = found.session
      return answer(c, await signIn.changePassword(personId, old, next, clientAddress(c, proxies)))
    },
  )

  async function current(c: C): Promise<{ token: string; session: Session } | null> {
    const token = staffTokenOf(c)
    const found = token === null ? null : await auth.session(token)
    return token === null || found === null ? null : { token, session: found }
  }

  async function answer(c: C, result: SignInAnswer): Promise<Response> {
    if (result.kind === 'refused') return problem(c, result.refusal)
    const who = await auth.describe(result.person.personId)
    if (who === null) return refuse(c, 'unauthorized')
    giveCookie(c, result.token, publicUrl)
    return c.json({ token: result.token, ...who } satisfies SignedIn)
  }

  return routes
}
