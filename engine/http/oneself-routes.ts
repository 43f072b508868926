import { Hono } from 'hono'
import { z } from 'zod'
import { pictureBody, preferences, savedPicture, signIns } from '#protocol/rest'
import type { Preferences } from '#protocol/rest'
import { id } from '#protocol/scalars'
import { body, params } from './checked.ts'
import { documented } from './documented.ts'
import { sessionOnly } from './identities.ts'
import type { SessionEnv } from './identities.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import { toSignIns } from './sign-ins.ts'

/** What people say of themselves, and where they are signed in: `/session/…`, of a session. */
export function oneselfRoutes(parts: Parts): Hono<SessionEnv> {
  const { oneself, sessions } = parts
  const routes = new Hono<SessionEnv>()
  const mine = sessionOnly(parts)

  routes.get(
    '/preferences',
    documented({
      tag: 'Oneself',
      summary: 'What one chose',
      security: 'session',
      answer: {
        says: 'All of it, with what is usual where nothing was chosen.',
        schema: preferences,
      },
      refuses: ['forbidden'],
    }),
    mine,
    async (c) => c.json((await oneself.preferences(c.var.personId)) satisfies Preferences),
  )

  routes.put(
    '/preferences',
    documented({
      tag: 'Oneself',
      summary: 'Choose',
      security: 'session',
      answer: { status: 204, says: 'Kept.' },
      refuses: ['forbidden', 'tooLarge'],
    }),
    mine,
    body(preferences),
    async (c) => {
      await oneself.savePreferences(c.var.personId, c.req.valid('json'))
      return c.body(null, 204)
    },
  )

  routes.post(
    '/pictures',
    documented({
      tag: 'Oneself',
      summary: 'Bring a picture of oneself',
      description: 'The command `saveProfile` then shows it in an account.',
      security: 'session',
      answer: { status: 201, says: 'Its id.', schema: savedPicture },
      refuses: ['noImage', 'forbidden', 'tooLarge'],
    }),
    mine,
    body(pictureBody),
    async (c) => {
      const bytes = new Uint8Array(Buffer.from(c.req.valid('json').image, 'base64'))
      const picture = await oneself.savePicture(bytes)
      return picture === null ? refuse(c, 'noImage') : c.json({ picture }, 201)
    },
  )

  routes.get(
    '/sign-ins',
    documented({
      tag: 'Oneself',
      summary: 'Where one is signed in',
      security: 'session',
      answer: { says: 'The session used last first.', schema: signIns },
      refuses: ['forbidden'],
    }),
    mine,
    async (c) => {
      const { personId, sessionId: current } = c.var
      const all = await sessions.of(personId)
      return c.json(toSignIns(all, current))
    },
  )

  routes.delete(
    '/sign-ins',
    documented({
      tag: 'Oneself',
      summary: 'Sign out everywhere else',
      security: 'session',
      answer: { status: 204, says: 'All other sessions are over, and their sockets closed.' },
      refuses: ['forbidden'],
    }),
    mine,
    async (c) => {
      await sessions.endAllBut(c.var.personId, c.var.sessionId)
      return c.body(null, 204)
    },
  )

  routes.delete(
    '/sign-ins/:sessionId',
    documented({
      tag: 'Oneself',
      summary: 'Sign out somewhere',
      security: 'session',
      answer: { status: 204, says: 'That session is over, and its sockets closed.' },
      refuses: ['forbidden', 'notFound'],
    }),
    mine,
    params(z.strictObject({ sessionId: id })),
    async (c) => {
      const wasThere = await sessions.endOf(c.var.personId, [c.req.valid('param').sessionId])
      return wasThere ? c.body(null, 204) : refuse(c, 'notFound')
    },
  )

  return routes
}
