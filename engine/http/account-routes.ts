import { Hono } from 'hono'
import { z } from 'zod'
import {
  acknowledged,
  archivePage,
  mentionable,
  mentionsList,
  quickReplies,
  resetLink,
  searchPage,
  staffCommandBody,
} from '#protocol/rest'
import { id, line, sequence, time } from '#protocol/scalars'
import { machineVersion, statechart } from '#protocol/statechart'
import { searchWords } from '#storage/search-words'
import { resetPath } from '../auth/password-reset.ts'
import { RateLimit } from '../auth/rate-limit.ts'
import { whyNoWayIn } from '../authorise.ts'
import { body, params, query } from './checked.ts'
import { acknowledge } from './acknowledge.ts'
import { addConsoleRoutes } from './console-routes.ts'
import { addCustomerRoutes } from './customer-routes.ts'
import { addArticleRoutes } from './article-routes.ts'
import { addBotRoutes } from './bot-routes.ts'
import { addWebhookRoutes } from './webhook-routes.ts'
import { documented } from './documented.ts'
import { addStaffFiles } from './file-routes.ts'
import { staffOnly } from './identities.ts'
import type { StaffEnv } from './identities.ts'
import { addJournalRoutes } from './journal-routes.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { addPrompterRoutes } from './prompter-routes.ts'
import { over } from './rates.ts'
import { addTokenRoutes } from './token-routes.ts'
import { addStatisticsRoutes } from './statistics-routes.ts'
import {
  ARCHIVE_PAGE,
  MAX_ARCHIVE_PAGE,
  MAX_DESK_PAGE,
  MAX_OLDER_PAGE,
  MAX_SEARCH_PAGE,
  SEARCH_PAGE,
  conversationScreen,
  deskScreen,
  olderMessages,
} from './rest-screens.ts'

const ofAccount = z.strictObject({ accountId: id })
const ofMember = z.strictObject({ accountId: id, personId: id })
const ofVersion = z.strictObject({ accountId: id, version: machineVersion })
const ofChat = z.strictObject({ accountId: id, chatId: id })
const olderQuery = z.strictObject({
  before: numberText(sequence),
  limit: numberText(z.int().min(1).max(MAX_OLDER_PAGE)).optional(),
})
const deskQuery = z.strictObject({
  afterChatId: id.optional(),
  limit: numberText(z.int().min(1).max(MAX_DESK_PAGE)).optional(),
})
const nothing = z.strictObject({})
const mentionsQuery = z.strictObject({ chatId: id.optional() })

const archiveQuery = z
  .strictObject({
    state: z.literal('closed'),
    groupId: id.optional(),
    agentId: id.optional(),
    customerId: id.optional(),
    channelId: id.optional(),
    tagId: id.optional(),
    closedFrom: numberText(time).optional(),
    closedBefore: numberText(time).optional(),
    text: line.optional(),
    beforeClosedAt: numberText(time).optional(),
    beforeChatId: id.optional(),
    limit: numberText(z.int().min(1).max(MAX_ARCHIVE_PAGE)).optional(),
  })
  .refine((asked) => (asked.beforeClosedAt === undefined) === (asked.beforeChatId === undefined), {
    message: 'beforeClosedAt and beforeChatId go together',
  })

const searchQuery = z
  .strictObject({
    text: line,
    beforeSeq: numberText(sequence).optional(),
    beforeLineId: id.optional(),
    limit: numberText(z.int().min(1).max(MAX_SEARCH_PAGE)).optional(),
  })
  .refine((asked) => (asked.beforeSeq === undefined) === (asked.beforeLineId === undefined), {
    message: 'beforeSeq and beforeLineId go together',
  })

/** What staff does and sees in an account: `/accounts/{accountId}`. */
export function accountRoutes(parts: Parts): Hono<StaffEnv> {
  const { desk, screens, people, passwordReset } = parts
  const commands = new RateLimit(parts.rates.commandsPerSender)
  const searches = new RateLimit(parts.rates.searchesPerSender)
  const routes = new Hono<StaffEnv>()
  routes.use('/:accountId/*', staffOnly(parts))

  routes.post(
    '/:accountId/commands',
    documented({
      tag: 'Staff',
      summary: 'Carry out a command',
      description:
        'Answered after the command is durable. The same id again gets the first answer again; ' +
        'another command with that id is refused.',
      security: 'staff',
      answer: { says: 'Done, and durable.', schema: acknowledged },
      refuses: ['forbidden', 'notFound', 'notNow', 'busy', 'notReady', 'tooLarge'],
    }),
    params(ofAccount),
    body(staffCommandBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, commands, who.sessionId)
      if (refusal !== null) return refusal
      const { id: commandId, command } = c.req.valid('json')
      return acknowledge(c, commandId, await desk.staff(who, commandId, command))
    },
  )

  routes.get(
    '/:accountId/desk',
    documented({
      tag: 'Staff',
      summary: 'The desk as it is now, by pages',
      description:
        'Open chats in the order of their ids, groups and colleagues, as far as one may see them. ' +
        '`next` leads to the next page, as `afterChatId`.',
      security: 'staff',
      answer: { says: 'The desk.', schema: deskScreen },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(deskQuery),
    async (c) => {
      const { who } = c.var
      const { afterChatId = null, limit = MAX_DESK_PAGE } = c.req.valid('query')
      const place = { afterChatId, limit }
      const shown = await screens.desk(who.accountId, who.personId, place)
      if (shown.kind === 'refused') return problem(c, shown.refusal)
      return c.json({ seq: shown.seq, ...shown.value })
    },
  )

  routes.get(
    '/:accountId/quick-replies',
    documented({
      tag: 'Staff',
      summary: 'Quick replies',
      description: "The account's and one's own, by shortcut.",
      security: 'staff',
      answer: { says: 'All of them.', schema: quickReplies },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(nothing),
    async (c) => {
      const { who } = c.var
      const shown = await screens.quickReplies(who.accountId, who.personId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/mentions',
    documented({
      tag: 'Staff',
      summary: 'Comments that name oneself',
      description:
        'Read or not, the newest first; of one chat, where it is asked for. Whoever knows of a chat but may not read it sees these comments, and nothing else of it.',
      security: 'staff',
      answer: { says: 'The newest of them.', schema: mentionsList },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofAccount),
    query(mentionsQuery),
    async (c) => {
      const { who } = c.var
      const { chatId = null } = c.req.valid('query')
      const shown = await screens.mentions(who.accountId, who.personId, chatId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/chats',
    documented({
      tag: 'Staff',
      summary: 'The archive: closed chats, newest first',
      description:
        'Narrowed by group, agent, customer, channel, tag, time of closing and words: each of the ' +
        'words begins one of a message, of a comment that one may see, or of the customer’s name.',
      security: 'staff',
      answer: { says: 'One page.', schema: archivePage },
      refuses: ['forbidden', 'notFound', 'notReady', 'tooBroad'],
    }),
    params(ofAccount),
    query(archiveQuery),
    async (c) => {
      const { who } = c.var
      const asked = c.req.valid('query')
      const { beforeClosedAt: closedAt, beforeChatId: chatId } = asked
      if (asked.text !== undefined) {
        const refusal = await over(c, searches, who.sessionId)
        if (refusal !== null) return refusal
      }
      const shown = await screens.archive(who.accountId, who.personId, {
        groupId: asked.groupId ?? null,
        agentId: asked.agentId ?? null,
        customerId: asked.customerId ?? null,
        channelId: asked.channelId ?? null,
        tagId: asked.tagId ?? null,
        closedFrom: asked.closedFrom ?? null,
        closedBefore: asked.closedBefore ?? null,
        words: searchWords(asked.text ?? ''),
        before: closedAt === undefined || chatId === undefined ? null : { closedAt, chatId },
        limit: asked.limit ?? ARCHIVE_PAGE,
      })
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/search',
    documented({
      tag: 'Staff',
      summary: 'Look for words in messages, comments and customers',
      description:
        'Open and closed chats that one may read, newest first. Each word that is asked for begins ' +
        'a word of the text. Personal comments are found by their author alone.',
      security: 'staff',
      answer: { says: 'One page.', schema: searchPage },
      refuses: ['forbidden', 'notFound', 'notReady', 'tooBroad'],
    }),
    params(ofAccount),
    query(searchQuery),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, searches, who.sessionId)
      if (refusal !== null) return refusal
      const asked = c.req.valid('query')
      const words = searchWords(asked.text)
      if (words.length === 0) return c.json({ customers: [], lines: [], next: null })
      const { beforeSeq: seq, beforeLineId: lineId } = asked
      const shown = await screens.search(who.accountId, who.personId, {
        words,
        before: seq === undefined || lineId === undefined ? null : { seq, lineId },
        limit: asked.limit ?? SEARCH_PAGE,
      })
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/chats/:chatId',
    documented({
      tag: 'Staff',
      summary: 'A chat with its newest messages and comments',
      security: 'staff',
      answer: { says: 'The conversation.', schema: conversationScreen },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofChat),
    query(nothing),
    async (c) => {
      const { who } = c.var
      const { chatId } = c.req.valid('param')
      const shown = await screens.conversation(who.accountId, who.personId, chatId)
      if (shown.kind === 'refused') return problem(c, shown.refusal)
      return c.json({ seq: shown.seq, ...shown.value })
    },
  )

  routes.get(
    '/:accountId/chats/:chatId/messages',
    documented({
      tag: 'Staff',
      summary: 'Older messages and comments of a chat',
      security: 'staff',
      answer: { says: 'What stands before that sequence, oldest first.', schema: olderMessages },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofChat),
    query(olderQuery),
    async (c) => {
      const { who } = c.var
      const { chatId } = c.req.valid('param')
      const { before, limit } = c.req.valid('query')
      const shown = await screens.conversation(who.accountId, who.personId, chatId, before, limit)
      if (shown.kind === 'refused') return problem(c, shown.refusal)
      const { messages, comments, more } = shown.value
      return c.json({ messages, comments, more })
    },
  )

  routes.get(
    '/:accountId/chats/:chatId/mentionable',
    documented({
      tag: 'Staff',
      summary: 'Whom a comment of a chat can name now',
      description:
        'Whoever else knows of the chat. Of these, who may not read it sees the comment alone.',
      security: 'staff',
      answer: { says: 'Their ids.', schema: mentionable },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofChat),
    query(nothing),
    async (c) => {
      const { who } = c.var
      const { chatId } = c.req.valid('param')
      const shown = await screens.mentionable(who.accountId, who.personId, chatId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/statecharts/:version',
    documented({
      tag: 'Staff',
      summary: 'A released machine as a chart',
      description:
        'Its states and transitions as data, with the places of a picture of them; for supervisors ' +
        'and administrators. A released version never changes.',
      security: 'staff',
      answer: { says: 'The chart. Its layout is null where none was found.', schema: statechart },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofVersion),
    query(nothing),
    async (c) => {
      const { who } = c.var
      const { version } = c.req.valid('param')
      const shown = await screens.statechart(who.accountId, who.personId, version)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  addCustomerRoutes(routes, parts)
  addArticleRoutes(routes, parts)
  addBotRoutes(routes, parts)
  addWebhookRoutes(routes, parts)
  addPrompterRoutes(routes, parts)
  addStaffFiles(routes, parts)
  addJournalRoutes(routes, parts)
  addConsoleRoutes(routes, parts)
  addTokenRoutes(routes, parts)
  addStatisticsRoutes(routes, parts)
  routes.post(
    '/:accountId/members/:personId/reset-links',
    documented({
      tag: 'Staff',
      summary: 'Make a link by which a member replaces a forgotten password',
      description:
        'For administrators of all accounts that the person works in. It is used once, within an ' +
        'hour; the journal says who made it.',
      security: 'staff',
      answer: { status: 201, says: 'The link; hand it over in person.', schema: resetLink },
      refuses: ['forbidden', 'notFound', 'worksElsewhere', 'busy', 'notReady'],
    }),
    params(ofMember),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, commands, who.sessionId)
      if (refusal !== null) return refusal
      const { personId } = c.req.valid('param')
      const [mine, theirs] = await Promise.all([
        people.accountsOfPerson(who.personId),
        people.accountsOfPerson(personId),
      ])
      const why = whyNoWayIn(who, mine, theirs)
      if (why !== null) return refuse(c, why)
      const answer = await desk.noteAccess(who, { type: 'resetLinkMade', personId })
      if (answer.kind === 'refused') return problem(c, answer.refusal)
      const { token, expiresAt } = await passwordReset.newLink(personId)
      return c.json({ path: resetPath(token), expiresAt }, 201)
    },
  )

  return routes
}
