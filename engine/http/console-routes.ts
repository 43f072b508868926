import type { Hono } from 'hono'
import { z } from 'zod'
import { accountSetup, auditKind, auditPage } from '#protocol/console'
import { id, sequence } from '#protocol/scalars'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'

/** Entries on one page, unless fewer are asked for. */
const AUDIT_PAGE = 50
const MAX_AUDIT_PAGE = 200

const ofAccount = z.strictObject({ accountId: id })
const auditQuery = z.strictObject({
  personId: id.optional(),
  kind: auditKind.optional(),
  before: numberText(sequence).optional(),
  limit: numberText(z.int().min(1).max(MAX_AUDIT_PAGE)).optional(),
})

/** Adds what the console shows to the routes of an account. */
export function addConsoleRoutes(routes: Hono<StaffEnv>, { console }: Parts): void {
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
}
