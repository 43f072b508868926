import type { Hono } from 'hono'
import { z } from 'zod'
import { id, sequence } from '#protocol/scalars'
import { deliveryState, toldKind, webhookDeliveries, webhooks } from '#protocol/webhooks'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'

/** Events on one page, unless fewer are asked for. */
const LOG_PAGE = 50
const MAX_LOG_PAGE = 200

const logQuery = z.strictObject({
  state: deliveryState.optional(),
  kind: toldKind.optional(),
  before: numberText(sequence).optional(),
  limit: numberText(z.int().min(1).max(MAX_LOG_PAGE)).optional(),
})

/** Adds what administrators see of webhooks to the routes of an account. */
export function addWebhookRoutes(routes: Hono<StaffEnv>, parts: Parts): void {
  const { webhooks: screens } = parts
  routes.get(
    '/:accountId/webhooks',
    documented({
      tag: 'Staff',
      summary: 'Webhooks, by name, and how each does',
      description:
        'For administrators. Without their secrets, which nobody is shown. They are saved, tried ' +
        'and deleted by commands.',
      security: 'staff',
      answer: { says: 'All of them.', schema: webhooks },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id })),
    query(z.strictObject({})),
    async (c) => {
      const { who } = c.var
      const shown = await screens.list(who.accountId, who.personId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/webhooks/:webhookId/deliveries',
    documented({
      tag: 'Staff',
      summary: 'What became of what a webhook was to be told, the newest first',
      description:
        'For administrators: each event with its newest tries, for thirty days. What was told is ' +
        'not kept; how answers begin is.',
      security: 'staff',
      answer: { says: 'One page.', schema: webhookDeliveries },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, webhookId: id })),
    query(logQuery),
    async (c) => {
      const { who } = c.var
      const { webhookId } = c.req.valid('param')
      const { state = null, kind = null, before = null, limit = LOG_PAGE } = c.req.valid('query')
      const asked = { state, kind, before, limit }
      const shown = await screens.deliveries(who.accountId, who.personId, webhookId, asked)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
