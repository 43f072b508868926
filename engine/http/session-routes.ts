import { Hono } from 'hono'
import type { Context } from 'hono'
import {
  forgottenAnswer,
  forgottenBody,
  passwordChange,
  resetBody,
  session,
  signInBody,
  signedIn,
} from '#protocol/rest'
import type { Session, SignedIn } from '#protocol/rest'
import type { Where } from '#storage/sessions'
import { addressKey } from '../auth/rate-limit.ts'
import type { SignInAnswer } from '../auth/sign-in.ts'
import { giveCookie, staffTokenOf, takeCookie } from './browser-guard.ts'
import { body } from './checked.ts'
import { clientAddress } from './client-address.ts'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

type C = Context<HttpEnv>

/** Signing in and out: `/session`. */
export function sessionRoutes(parts: Parts): Hono<HttpEnv> {
  const { auth, signIn, sessions, passwordReset, publicUrl, proxies } = parts
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
      return answer(c, await signIn.signIn(email, password, where(c)))
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
      return answer(c, await signIn.changePassword(personId, old, next, where(c)))
    },
  )

  routes.post(
    '/forgotten',
    documented({
      tag: 'Signing in',
      summary: 'Ask for a link to replace a forgotten password',
      description:
        'Always the same answer, whether the e-mail address is known or not. The link comes by ' +
        'e-mail, where this server sends mail.',
      security: 'nobody',
      answer: { status: 202, says: 'Taken.', schema: forgottenAnswer },
      refuses: ['forbidden', 'tooLarge'],
    }),
    body(forgottenBody),
    async (c) => {
      const refusal = await passwordReset.ask(c.req.valid('json').email, clientAddress(c, proxies))
      if (refusal !== null) return problem(c, refusal)
      return c.json({ sendsMail: passwordReset.sendsMail }, 202)
    },
  )

  routes.post(
    '/reset',
    documented({
      tag: 'Signing in',
      summary: 'Set a new password by a link',
      description: 'Uses the link up, and ends all sessions of the person.',
      security: 'nobody',
      answer: { status: 204, says: 'Changed; sign in with it.' },
      refuses: ['linkOver', 'forbidden', 'tooLarge'],
    }),
    body(resetBody),
    async (c) => {
      const { token, password } = c.req.valid('json')
      const refusal = await passwordReset.use(token, password, clientAddress(c, proxies))
      return refusal === null ? c.body(null, 204) : problem(c, refusal)
    },
  )

  function where(c: C): Where {
    const address = addressKey(clientAddress(c, proxies))
    return { device: c.req.header('user-agent') ?? '', address }
  }

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
