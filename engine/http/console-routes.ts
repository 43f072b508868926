import type { Hono } from 'hono'
import { z } from 'zod'
import { accountSetup, auditKind, auditPage, invitation, invitationBody } from '#protocol/console'
import type { Invitation } from '#protocol/console'
import { signIns } from '#protocol/rest'
import type { SignIns } from '#protocol/rest'
import type { RefusalCode } from '#protocol/refusals'
import { id, sequence } from '#protocol/scalars'
import { resetPath } from '../auth/password-reset.ts'
import { RateLimit } from '../auth/rate-limit.ts'
import { mayInvite, whyNoWayIn } from '../authorise.ts'
import { body, params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffIdentity } from '../realtime/connection.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { over } from './rates.ts'
import { toSignIns } from './sign-ins.ts'

/** Entries on one page, unless fewer are asked for. */
const AUDIT_PAGE = 50
const MAX_AUDIT_PAGE = 200

const ofAccount = z.strictObject({ accountId: id })
const ofMember = z.strictObject({ accountId: id, personId: id })
const auditQuery = z.strictObject({
  personId: id.optional(),
  kind: auditKind.optional(),
  before: numberText(sequence).optional(),
  limit: numberText(z.int().min(1).max(MAX_AUDIT_PAGE)).optional(),
})

/** Adds what the console shows to the routes of an account. */
export function addConsoleRoutes(routes: Hono<StaffEnv>, parts: Parts): void {
  const { console, desk, invitations, passwordReset, people, sessions } = parts
  const invites = new RateLimit(parts.rates.commandsPerSender)
  routes.get(
    '/:accountId/setup',
    documented({
      tag: 'Staff',
      summary: 'What an account is made of',
      description:
        'Groups and people as they are set up, for supervisors and administrators; addresses and ' +
        'channels for administrators alone. What is changed is changed by commands.',
      security: 'staff',
      answer: { says: 'All of it.', schema: accountSetup },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(z.strictObject({})),
    async (c) => {
      const { who } = c.var
      const shown = await console.setup(who.accountId, who.personId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/audit',
    documented({
      tag: 'Staff',
      summary: 'Who changed what of an account, the newest first',
      description:
        'For administrators. Of settings it says what they became, else which thing changed; it ' +
        'holds no words of anybody.',
      security: 'staff',
      answer: { says: 'One page.', schema: auditPage },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(auditQuery),
    async (c) => {
      const { who } = c.var
      const { personId = null, kind, before = null, limit = AUDIT_PAGE } = c.req.valid('query')
      const asked = { personId, kinds: kind === undefined ? [] : [kind], before, limit }
      const shown = await console.audit(who.accountId, who.personId, asked)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.post(
    '/:accountId/invitations',
    documented({
      tag: 'Staff',
      summary: 'Invite somebody into the account',
      description:
        'For administrators. Who is known on this server by the address joins with the password that ' +
        'they have; for anybody else there is a link, used once within seven days, by which they ' +
        'choose one. Where the server sends mail it goes to them, else it is in the answer.',
      security: 'staff',
      answer: { status: 201, says: 'They are in; hand the link over, if any.', schema: invitation },
      refuses: ['forbidden', 'notFound', 'isInactive', 'busy', 'notReady', 'tooLarge'],
    }),
    params(ofAccount),
    body(invitationBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, invites, who.sessionId)
      if (refusal !== null) return refusal
      const mine = await people.accountsOfPerson(who.personId)
      if (!mayInvite(who, mine)) return refuse(c, 'forbidden')
      const { email, name, role, groupIds } = c.req.valid('json')
      const person = await invitations.person(email, name)
      const { personId } = person
      const theirs = await people.accountsOfPerson(personId)
      if (theirs.some(({ accountId }) => accountId === who.accountId)) {
        return refuse(c, 'isInactive')
      }
      const publicName = name.split(' ')[0] ?? name
      const joins = { type: 'saveMember', personId, role, name, publicName, groupIds } as const
      const joining = { ...joins, chatLimit: null }
      const mailed = passwordReset.sendsMail
      const answer = mailed
        ? await desk.invite(who, invitations.newId(), joining)
        : await desk.staff(who, invitations.newId(), joining)
      if (answer.kind === 'refused') return problem(c, answer.refusal)
      const wayIn = mailed ? null : await invitations.wayIn(person)
      const path = wayIn === null ? null : resetPath(wayIn.token)
      const told: Invitation = { personId, path, expiresAt: wayIn?.expiresAt ?? null, mailed }
      return c.json(told, 201)
    },
  )

  routes.get(
    '/:accountId/members/:personId/sign-ins',
    documented({
      tag: 'Staff',
      summary: 'Where a member is signed in',
      description: 'For administrators of all accounts that the person works in.',
      security: 'staff',
      answer: { says: 'The one used last first.', schema: signIns },
      refuses: ['forbidden', 'notFound', 'worksElsewhere'],
    }),
    params(ofMember),
    query(z.strictObject({})),
    async (c) => {
      const { personId } = c.req.valid('param')
      const why = await whyNot(c.var.who, personId)
      if (why !== null) return refuse(c, why)
      const all = await sessions.of(personId)
      return c.json(toSignIns(all, c.var.who.sessionId) satisfies SignIns)
    },
  )

  routes.delete(
    '/:accountId/members/:personId/sign-ins',
    documented({
      tag: 'Staff',
      summary: 'Sign a member out everywhere',
      description:
        'For administrators of all accounts that the person works in; the journal says who did it. ' +
        'Of oneself the session that asks stays.',
      security: 'staff',
      answer: { status: 204, says: 'Their sessions are over, and the sockets closed.' },
      refuses: ['forbidden', 'notFound', 'worksElsewhere', 'busy', 'notReady'],
    }),
    params(ofMember),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, invites, who.sessionId)
      if (refusal !== null) return refusal
      const { personId } = c.req.valid('param')
      const why = await whyNot(who, personId)
      if (why !== null) return refuse(c, why)
      const noted = await desk.noteAccess(who, { type: 'signInsEnded', personId })
      if (noted.kind === 'refused') return problem(c, noted.refusal)
      await sessions.endAllBut(personId, who.sessionId)
      return c.body(null, 204)
    },
  )

  async function whyNot(who: StaffIdentity, personId: string): Promise<RefusalCode | null> {
    const [mine, theirs] = await Promise.all([
      people.accountsOfPerson(who.personId),
      people.accountsOfPerson(personId),
    ])
    return whyNoWayIn(who, mine, theirs)
  }
}
