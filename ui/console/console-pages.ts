import { msg } from '@lit/localize'
import type { AgentView } from '#protocol/staff-views'

/** The pages of the console, by what stands in their addresses. */
export const CONSOLE_PAGES = ['settings', 'audit'] as const

export type ConsolePageId = (typeof CONSOLE_PAGES)[number]

/** What a page is called, and what it is for in a sentence. */
export interface PageWords {
  title: string
  says: string
}

export function pageWords(page: ConsolePageId): PageWords {
  switch (page) {
    case 'settings':
      return {
        title: msg('Settings'),
        says: msg('How chats come to agents, how long everything may take, and what is asked for.'),
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
    { title: msg('Rules'), pages: ['settings'] },
    { title: msg('Records'), pages: ['audit'] },
  ]
}

/** Whether a role sees a page at all: supervisors lead people, administrators set up the account. */
export function maySeePage(page: ConsolePageId, role: AgentView['role']): boolean {
  if (role === 'administrator') return true
  return role === 'supervisor' && FOR_SUPERVISORS.has(page)
}

const FOR_SUPERVISORS: ReadonlySet<ConsolePageId> = new Set<ConsolePageId>([])
