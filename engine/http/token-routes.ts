import type { Hono } from 'hono'
import { z } from 'zod'
import { MAX_API_TOKENS } from '#protocol/limits'
import { apiTokens, embedToken, newApiToken, newApiTokenBody } from '#protocol/rest'
import type { ApiTokens, EmbedToken } from '#protocol/rest'
import { id } from '#protocol/scalars'
import { RateLimit } from '../auth/rate-limit.ts'
import { mayKeepApiTokens } from '../authorise.ts'
import { body, params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffIdentity } from '../realtime/connection.ts'
import type { StaffEnv } from './identities.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { over } from './rates.ts'

const ofAccount = z.strictObject({ accountId: id })
const ofMember = z.strictObject({ accountId: id, personId: id })
const ofToken = z.strictObject({ accountId: id, tokenId: id })
const nothing = z.strictObject({})

/**
 * Tokens that administrators make: for programs, and, mostly by such a program, for the page of a
 * member in which the desk is embedded.
 */
export function addTokenRoutes(routes: Hono<StaffEnv>, parts: Parts): void {
  const { apiTokens: kept, desk, people, sessions } = parts
  const made = new RateLimit(parts.rates.tokensPerSender)
  const mayKeep = async (who: StaffIdentity): Promise<boolean> =>
    mayKeepApiTokens(who, await people.accountsOfPerson(who.personId))

  routes.post(
    '/:accountId/members/:personId/embed-tokens',
    documented({
      tag: 'Tokens',
      summary: 'Make a token for the page in which an agent has the desk',
      description:
        'For administrators, by an API token on the server of that page. It is good for some ' +
        'minutes, in this account alone, as long as the member is an active agent in it.',
      security: 'staff',
      answer: { status: 201, says: 'The token; for the page of this member.', schema: embedToken },
      refuses: ['forbidden', 'notFound', 'notAnAgent', 'busy', 'notReady'],
    }),
    params(ofMember),
    async (c) => {
      const { who } = c.var
      const { personId } = c.req.valid('param')
      const refusal = await over(c, made, `${who.accountId} ${personId}`)
      if (refusal !== null) return refusal
      const noted = await desk.noteAccess(who, { type: 'embedTokenMade', personId })
      if (noted.kind === 'refused') return problem(c, noted.refusal)
      const begun: EmbedToken = await sessions.beginEmbedded(who.accountId, personId)
      return c.json(begun, 201)
    },
  )

  routes.get(
    '/:accountId/api-tokens',
    documented({
      tag: 'Tokens',
      summary: 'API tokens of the account',
      description: 'For administrators who are signed in.',
      security: 'staff',
      answer: { says: 'Those that are not revoked, the oldest first.', schema: apiTokens },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(nothing),
    async (c) => {
      const { who } = c.var
      if (!(await mayKeep(who))) return refuse(c, 'forbidden')
      const all = await kept.of(who.accountId)
      return c.json({
        tokens: all.map(({ tokenId, name, personId, createdAt, lastUsedAt }) => {
          return { tokenId, name, personId, createdAt, lastUsedAt }
        }),
      } satisfies ApiTokens)
    },
  )

  routes.post(
    '/:accountId/api-tokens',
    documented({
      tag: 'Tokens',
      summary: 'Make an API token',
      description:
        'For administrators who are signed in; it acts as they do, in this account, until it is ' +
        'revoked. The journal says who made it.',
      security: 'staff',
      answer: { status: 201, says: 'The token, told this once.', schema: newApiToken },
      refuses: ['forbidden', 'notFound', 'tooMany', 'busy', 'notReady'],
    }),
    params(ofAccount),
    body(newApiTokenBody),
    async (c) => {
      const { who } = c.var
      if (!(await mayKeep(who))) return refuse(c, 'forbidden')
      const { accountId, personId } = who
      const refusal = await over(c, made, who.sessionId)
      if (refusal !== null) return refusal
      if ((await kept.of(accountId)).length >= MAX_API_TOKENS) return refuse(c, 'tooMany')
      const tokenId = kept.newId()
      const noted = await desk.noteAccess(who, { type: 'apiTokenMade', tokenId })
      if (noted.kind === 'refused') return problem(c, noted.refusal)
      const { name } = c.req.valid('json')
      return c.json(
        { tokenId, token: await kept.make({ tokenId, accountId, personId, name }) },
        201,
      )
    },
  )

  routes.delete(
    '/:accountId/api-tokens/:tokenId',
    documented({
      tag: 'Tokens',
      summary: 'Revoke an API token',
      security: 'staff',
      answer: { status: 204, says: 'It is worth nothing any more, and its sockets are closed.' },
      refuses: ['forbidden', 'notFound', 'busy', 'notReady'],
    }),
    params(ofToken),
    async (c) => {
      const { who } = c.var
      if (!(await mayKeep(who))) return refuse(c, 'forbidden')
      const { tokenId } = c.req.valid('param')
      const wasThere = await kept.revoke(who.accountId, tokenId)
      if (!wasThere) return refuse(c, 'notFound')
      const noted = await desk.noteAccess(who, { type: 'apiTokenRevoked', tokenId })
      return noted.kind === 'refused' ? problem(c, noted.refusal) : c.body(null, 204)
    },
  )
}
