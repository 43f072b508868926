import type { Hono } from 'hono'
import { z } from 'zod'
import { writeJournal } from '#machines/journal-file'
import {
  journalFile,
  replayPage,
  whatCouldBe,
  whatIfAnswer,
  whatIfBody,
  whyPage,
} from '#protocol/replay'
import { id, sequence } from '#protocol/scalars'
import { RateLimit } from '../auth/rate-limit.ts'
import { body, params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { over } from './rates.ts'

/** Steps on one page, unless fewer are asked for. */
const STEPS_PAGE = 100
const MAX_STEPS_PAGE = 500

/** Waits and assignments on one page, unless fewer are asked for; most chats have a few. */
const WHY_PAGE = 100

/** The two kinds of actors, as addresses name them. */
const KINDS = [
  {
    path: 'chats/:chatId',
    param: z.strictObject({ accountId: id, chatId: id }),
    actorOf: (given: Record<string, string>) => `chat:${given.chatId}`,
    of: 'a chat',
  },
  {
    path: 'agents/:personId',
    param: z.strictObject({ accountId: id, personId: id }),
    actorOf: (given: Record<string, string>) => `agent:${given.personId}`,
    of: 'an agent',
  },
] as const

const WHO = 'For administrators, and for supervisors of own groups.'

const stepsQuery = z.strictObject({
  after: numberText(sequence).optional(),
  limit: numberText(z.int().min(1).max(MAX_STEPS_PAGE)).optional(),
})

const whyQuery = z.strictObject({
  after: numberText(sequence).optional(),
  limit: numberText(z.int().min(1).max(WHY_PAGE)).optional(),
})

/** Adds the past of chats and agents to the routes of an account. */
export function addJournalRoutes(
  routes: Hono<StaffEnv>,
  { journals, openings, rates }: Parts,
): void {
  const replays = new RateLimit(rates.searchesPerSender)
  routes.get(
    '/:accountId/chats/:chatId/why',
    documented({
      tag: 'Staff',
      summary: 'Why a chat waited, and why it came to whom',
      description:
        `${WHO} Each time that it waited: who was looked at and could not get it, with the reason ` +
        'of each, and how many stood before it, from when on. Each time that somebody got it: who ' +
        'was considered and who was left out. Holds no words of anybody.',
      security: 'staff',
      answer: { says: 'One page.', schema: whyPage },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, chatId: id })),
    query(whyQuery),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, replays, who.sessionId)
      if (refusal !== null) return refusal
      const { after = 0, limit = WHY_PAGE } = c.req.valid('query')
      const { chatId } = c.req.valid('param')
      const shown = await journals.why(who.accountId, who.personId, chatId, { after, limit })
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
  for (const { path, param, actorOf, of } of KINDS) {
    const isChat = of === 'a chat'
    routes.get(
      `/:accountId/${path}/journal`,
      documented({
        tag: 'Staff',
        summary: `The journal of ${of}, as a file`,
        description:
          `${WHO} An event a line; it replays in a test. ` +
          (isChat
            ? 'With `words=true` what was said stands in it too, without others’ personal comments.'
            : 'It holds no words of anybody.'),
        security: 'staff',
        answer: { says: 'The file.', schema: journalFile },
        refuses: ['forbidden', 'notFound', 'notReady', 'tooLarge'],
      }),
      params(param),
      query(
        isChat
          ? z.strictObject({ words: z.enum(['true', 'false']).optional() })
          : z.strictObject({}),
      ),
      async (c) => {
        const { who } = c.var
        const refusal = await over(c, replays, who.sessionId)
        if (refusal !== null) return refusal
        const actor = actorOf(c.req.valid('param'))
        const words = c.req.query('words') === 'true'
        const shown = await journals.file(who.accountId, who.personId, actor, words)
        if (shown.kind === 'refused') return problem(c, shown.refusal)
        const unnoted = await openings.note(who, actor, words ? 'fileWithWords' : 'file')
        if (unnoted !== null) return problem(c, unnoted)
        return c.body(writeJournal(shown.value), 200, { 'content-type': 'application/json' })
      },
    )

    routes.get(
      `/:accountId/${path}/steps`,
      documented({
        tag: 'Staff',
        summary: `What happened to ${of}, step by step`,
        description:
          `${WHO} Replayed from the journal: state, guards, effects with what became of them, the ` +
          'context’s difference, and why routing chose whom. Holds no words of anybody.',
        security: 'staff',
        answer: { says: 'One page.', schema: replayPage },
        refuses: ['forbidden', 'notFound', 'notReady'],
      }),
      params(param),
      query(stepsQuery),
      async (c) => {
        const { who } = c.var
        const refusal = await over(c, replays, who.sessionId)
        if (refusal !== null) return refusal
        const { after = 0, limit = STEPS_PAGE } = c.req.valid('query')
        const actor = actorOf(c.req.valid('param'))
        const shown = await journals.steps(who.accountId, who.personId, actor, { after, limit })
        if (shown.kind === 'refused') return problem(c, shown.refusal)
        const unnoted = await openings.note(who, actor, 'replay')
        return unnoted === null ? c.json(shown.value) : problem(c, unnoted)
      },
    )

    routes.get(
      `/:accountId/${path}/what-if`,
      documented({
        tag: 'Staff',
        summary: `What else could have happened to ${of}`,
        description:
          `${WHO} After a step of the journal: the events that its states know, each as it would be ` +
          'sent, with what may be chosen of it, and the delays that run.',
        security: 'staff',
        answer: { says: 'What could be.', schema: whatCouldBe },
        refuses: ['forbidden', 'notFound', 'notReady'],
      }),
      params(param),
      query(z.strictObject({ after: numberText(sequence) })),
      async (c) => {
        const { who } = c.var
        const refusal = await over(c, replays, who.sessionId)
        if (refusal !== null) return refusal
        const { after } = c.req.valid('query')
        const actor = actorOf(c.req.valid('param'))
        const shown = await journals.whatCouldBe(who.accountId, who.personId, actor, after)
        return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
      },
    )

    routes.post(
      `/:accountId/${path}/what-if`,
      documented({
        tag: 'Staff',
        summary: `Where ${of} would be, had something else happened`,
        description:
          `${WHO} After a step of the journal another event, or a delay that runs out, is given to ` +
          'the pure machine. Nothing is written, and nobody hears of it.',
        security: 'staff',
        answer: { says: 'What the machine says.', schema: whatIfAnswer },
        refuses: ['forbidden', 'notFound', 'notReady'],
      }),
      params(param),
      body(whatIfBody),
      async (c) => {
        const { who } = c.var
        const refusal = await over(c, replays, who.sessionId)
        if (refusal !== null) return refusal
        const asked = c.req.valid('json')
        if (asked.event?.type.startsWith('xstate.') === true) {
          const details = { field: 'event.type', why: 'is an event of XState’s own' }
          return refuse(c, 'invalid', { details })
        }
        const actor = actorOf(c.req.valid('param'))
        const shown = await journals.whatIf(who.accountId, who.personId, actor, asked)
        return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
      },
    )
  }
}
