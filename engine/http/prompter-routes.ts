import type { Hono } from 'hono'
import { z } from 'zod'
import { prompterList, suggestions, suggestionsBody } from '#protocol/prompters'
import { id } from '#protocol/scalars'
import { prompterTrial, prompterTrialBody } from '#protocol/trials'
import { RateLimit } from '../auth/rate-limit.ts'
import { body, params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'
import { over } from './rates.ts'

/** Adds what prompters suggest to the routes of an account. */
export function addPrompterRoutes(routes: Hono<StaffEnv>, { prompters, rates }: Parts): void {
  const requests = new RateLimit(rates.searchesPerSender)

  routes.get(
    '/:accountId/prompters',
    documented({
      tag: 'Staff',
      summary: 'Prompters, by name',
      description:
        'Those that read chats, and those that agents ask. Administrators see how they are set up, ' +
        'and what agents made of their suggestions.',
      security: 'staff',
      answer: { says: 'All of them.', schema: prompterList },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id })),
    query(z.strictObject({})),
    async (c) => {
      const { who } = c.var
      const shown = await prompters.list(who.accountId, who.personId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.post(
    '/:accountId/prompters/:prompterId/suggestions',
    documented({
      tag: 'Staff',
      summary: 'Ask a prompter',
      description:
        'For a chat that one may read, about its newest or another message of the customer, or with ' +
        'a question of one’s own. It answers to staff alone, and keeps nothing waiting. One that is ' +
        'late, down or resting says so in `state`.',
      security: 'staff',
      answer: { says: 'What it suggests, the best first.', schema: suggestions },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, prompterId: id })),
    body(suggestionsBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, requests, who.sessionId)
      if (refusal !== null) return refusal
      const { prompterId } = c.req.valid('param')
      const asked = c.req.valid('json')
      const shown = await prompters.suggest(who.accountId, who.personId, prompterId, asked)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.post(
    '/:accountId/prompters/:prompterId/trials',
    documented({
      tag: 'Staff',
      summary: 'Try a prompter out',
      description:
        'For administrators: what it suggests for a question, and how long it takes, or why it has ' +
        'no answer; also of one that is switched off or rests.',
      security: 'staff',
      answer: { says: 'What it answered.', schema: prompterTrial },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, prompterId: id })),
    body(prompterTrialBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, requests, who.sessionId)
      if (refusal !== null) return refusal
      const { prompterId } = c.req.valid('param')
      const { question } = c.req.valid('json')
      const shown = await prompters.try(who.accountId, who.personId, prompterId, question)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
