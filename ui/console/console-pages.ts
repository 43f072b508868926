import { msg } from '@lit/localize'
import type { AgentView } from '#protocol/staff-views'

/** The pages of the console, by what stands in their addresses. */
export const CONSOLE_PAGES = [
  'now',
  'statistics',
  'past',
  'people',
  'groups',
  'channels',
  'texts',
  'blocked',
  'settings',
  'tags',
  'quick-replies',
  'articles',
  'bots',
  'prompters',
  'api-tokens',
  'webhooks',
  'audit',
] as const

export type ConsolePageId = (typeof CONSOLE_PAGES)[number]

/** What a page is called, and what it is for in a sentence. */
export interface PageWords {
  title: string
  says: string
}

export function pageWords(page: ConsolePageId): PageWords {
  switch (page) {
    case 'now':
      return {
        title: msg('Now'),
        says: msg('Who waits, who answers, and what every agent has in hand.'),
      }
    case 'past':
      return {
        title: msg('Replay'),
        says: msg('What happened in a chat, or to an agent, played back step by step.'),
      }
    case 'people':
      return {
        title: msg('People'),
        says: msg(
          'Who works here, with which role, in which groups and with how many chats at a time.',
        ),
      }
    case 'groups':
      return {
        title: msg('Groups'),
        says: msg('Teams with a line of their own, and a name that customers see.'),
      }
    case 'channels':
      return {
        title: msg('Channels'),
        says: msg('Where customers come from: the widget of a site, or the customer API.'),
      }
    case 'texts':
      return {
        title: msg('Texts'),
        says: msg(
          'What customers read in your own words; the rest is in their language by itself.',
        ),
      }
    case 'blocked':
      return {
        title: msg('Blocked customers'),
        says: msg('Whom agents do not serve any more, why, and the way back.'),
      }
    case 'tags':
      return {
        title: msg('Tags'),
        says: msg('Words that agents put on chats, so that they are found and counted by them.'),
      }
    case 'quick-replies':
      return {
        title: msg('Quick replies'),
        says: msg('Texts that all agents insert by a slash and a word.'),
      }
    case 'statistics':
      return {
        title: msg('Statistics'),
        says: msg('How many chats came, how long customers waited, and who answered them.'),
      }
    case 'articles':
      return {
        title: msg('Articles'),
        says: msg('What bots and prompters answer from, and where the rest of it can be read.'),
      }
    case 'bots':
      return {
        title: msg('Bots'),
        says: msg('Who answers customers first, and hands them over to people.'),
      }
    case 'prompters':
      return {
        title: msg('Prompters'),
        says: msg('Who suggests answers to agents; customers never hear of them.'),
      }
    case 'settings':
      return {
        title: msg('Settings'),
        says: msg('How chats come to agents, how long everything may take, and what is asked for.'),
      }
    case 'api-tokens':
      return {
        title: msg('API tokens'),
        says: msg('Keys by which programs of yours act in this account.'),
      }
    case 'webhooks':
      return {
        title: msg('Webhooks'),
        says: msg('Servers of yours that are told what happens here, as it happens.'),
      }
    case 'audit':
      return {
        title: msg('Audit log'),
        says: msg('Who changed what of this account, and when.'),
      }
  }
}

/** The pages as the navigation groups them. */
export function navigation(): { title: string; pages: ConsolePageId[] }[] {
  return [
    { title: msg('At work'), pages: ['now', 'statistics', 'past'] },
    { title: msg('Team'), pages: ['people', 'groups'] },
    { title: msg('Customers'), pages: ['channels', 'texts', 'blocked'] },
    { title: msg('Rules'), pages: ['settings', 'tags', 'quick-replies'] },
    { title: msg('Answers'), pages: ['articles', 'bots', 'prompters'] },
    { title: msg('Programs'), pages: ['api-tokens', 'webhooks'] },
    { title: msg('Records'), pages: ['audit'] },
  ]
}

/** Whether a role sees a page at all: supervisors lead people, administrators set up the account. */
export function maySeePage(page: ConsolePageId, role: AgentView['role']): boolean {
  if (role === 'administrator') return true
  return role === 'supervisor' && FOR_SUPERVISORS.has(page)
}

const FOR_SUPERVISORS: ReadonlySet<ConsolePageId> = new Set<ConsolePageId>([
  'now',
  'statistics',
  'past',
  'people',
  'groups',
  'blocked',
  'tags',
  'quick-replies',
])
