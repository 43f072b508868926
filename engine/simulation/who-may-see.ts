import type { Settings } from '../host/settings.ts'
import type { ChatRow, GroupRow, MemberRow } from '#storage/rows'

/**
 * What a person may see of an open chat, once more and apart from the product's own table: *own;
 * own groups' waiting line, by hand; of colleagues' chats in own groups the row; supervisors all of
 * their groups but what the bot has; administrators everything; a deleted group's archive is its
 * successor's.*
 */
export function maySee(
  chat: ChatRow,
  person: MemberRow,
  settings: Pick<Settings, 'assignment'>,
  groups: ReadonlyMap<string, GroupRow>,
): 'none' | 'row' | 'full' {
  if (person.role === 'administrator') return 'full'
  const theirs = chat.agentId === person.personId || chat.targetAgentId === person.personId
  if (chat.open && theirs) return 'full'
  if (!isIn(person, chat.groupId, groups)) return 'none'
  if (!chat.open) return 'full'
  const withBot = chat.state === 'bot.answering' || chat.state === 'bot.listening'
  if (withBot) return 'none'
  if (person.role === 'supervisor') return 'full'
  const waits = chat.state === 'queued' || chat.state === 'forwarded'
  if (waits) return settings.assignment === 'byHand' ? 'full' : 'none'
  return 'row'
}

function isIn(person: MemberRow, groupId: string, groups: ReadonlyMap<string, GroupRow>): boolean {
  const next = groups.get(groupId)?.successorId ?? null
  return person.groupIds.includes(groupId) || (next !== null && isIn(person, next, groups))
}
