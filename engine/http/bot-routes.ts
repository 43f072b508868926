import type { Hono } from 'hono'
import { z } from 'zod'
import { bots } from '#protocol/bots'
import { id } from '#protocol/scalars'
import { botTrial, botTrialBody } from '#protocol/trials'
import { RateLimit } from '../auth/rate-limit.ts'
import { body, params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'
import { over } from './rates.ts'

/** Adds what administrators see of bots to the routes of an account. */
export function addBotRoutes(routes: Hono<StaffEnv>, parts: Parts): void {
  const { bots: screens, rates } = parts
  const trials = new RateLimit(rates.searchesPerSender)

  routes.get(
    '/:accountId/bots',
    documented({
      tag: 'Staff',
      summary: 'Bots, by name',
      description: 'Without their secrets, which nobody is shown.',
      security: 'staff',
      answer: { says: 'All of them.', schema: bots },
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

  routes.post(
    '/:accountId/bots/:botId/trials',
    documented({
      tag: 'Staff',
      summary: 'Try a bot out',
      description:
        'For administrators: what it would say to a customer of a group, and how long it takes, or ' +
        'why it has no answer. Nothing comes of it.',
      security: 'staff',
      answer: { says: 'What it answered.', schema: botTrial },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, botId: id })),
    body(botTrialBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, trials, who.sessionId)
      if (refusal !== null) return refusal
      const { botId } = c.req.valid('param')
      const shown = await screens.try(who.accountId, who.personId, botId, c.req.valid('json'))
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
