import type { Hono } from 'hono'
import { z } from 'zod'
import { bots } from '#protocol/bots'
import { id } from '#protocol/scalars'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'

/** Adds what administrators see of bots to the routes of an account. */
export function addBotRoutes(routes: Hono<StaffEnv>, { screens }: Parts): void {
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
      const shown = await screens.bots(who.accountId, who.personId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
