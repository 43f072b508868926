import type { Found } from './audit.ts'
import type { Hands } from './hands.ts'
import type {
  ChatMove,
  ChoiceKind,
  DatabaseRecord,
  Observations,
  SaidOffline,
} from './observations.ts'

/** What a choice makes of a chat in hand. */
const BECOMES: Record<ChoiceKind, ChatMove['kind'] | null> = {
  keep: null,
  return: 'returned',
  forward: 'toGroup',
  bot: 'toBot',
  close: 'closed',
}

/**
 * Judges what agents and customers were turned away from. D1 who is blocked is told so with the
 * words of the block, whatever they try. D2 none of it became a chat that a line or an agent had.
 */
export function auditBlocks(
  seen: Observations,
  record: DatabaseRecord,
  chatOf: ReadonlyMap<string, string | null>,
  found: Found,
): void {
  const messages = new Map(
    seen.meant.map(({ conversationId, blockMessage }) => [conversationId, blockMessage]),
  )
  for (const { conversationId, way, code, says } of seen.blockedTries) {
    const tried = `customer of ${conversationId} by ${way}`
    if (code !== 'blocked') found('servedBlocked', `${tried}: ${code ?? 'done'}`)
    else if (says !== messages.get(conversationId)) found('servedBlocked', `${tried}: ${says}`)
  }
  const meant = new Set(chatOf.values())
  const rows = new Map(record.chats.map((chat) => [chat.chatId, chat]))
  for (const { conversationId, ends } of seen.meant) {
    const chat = rows.get(chatOf.get(conversationId) ?? '')
    if (ends !== 'blocked' || chat === undefined) continue
    for (const { chatId, customerId, firstWaitingAt } of record.chats) {
      if (customerId !== chat.customerId || meant.has(chatId) || firstWaitingAt === null) continue
      found('servedBlocked', `customer of ${conversationId} came to have ${chatId}`)
    }
  }
}

/**
 * Judges going offline. E1 it happened as it was said. E2 every chat in hand became what was chosen,
 * in the same turn. E3 nothing was given to whoever was away or offline.
 */
export function auditChoices(
  seen: Observations,
  { moves }: DatabaseRecord,
  hands: Hands,
  found: Found,
): void {
  for (const { agentId, chatId, seq } of hands.unwanted) {
    found('brokenChoices', `${agentId} was not online and got ${chatId} at ${seq}`)
  }
  const done = countBy(hands.offline)
  for (const [key, count] of countBy(seen.offline.filter(({ fate }) => fate === 'acknowledged'))) {
    if ((done.get(key) ?? 0) < count) found('brokenChoices', `${key}: said ${count} times`)
  }
  const moved = new Map(
    moves.map(({ accountId, turn, chatId, kind }) => [`${accountId} ${turn} ${chatId}`, kind]),
  )
  for (const { accountId, agentId, turn, choice, chatIds } of hands.offline) {
    for (const chatId of chatIds) {
      const became = moved.get(`${accountId} ${turn} ${chatId}`) ?? null
      if (became === BECOMES[choice]) continue
      // What is closing is closed in all but name, and stays as it is.
      if (became === null && isClosing(moves, accountId, chatId, turn)) continue
      found('brokenChoices', `${agentId} chose ${choice}, and ${chatId} became ${became}`)
    }
  }
}

function isClosing(
  moves: readonly ChatMove[],
  accountId: string,
  chatId: string,
  turn: number,
): boolean {
  const last = moves.findLast(
    (move) => move.accountId === accountId && move.chatId === chatId && move.turn < turn,
  )
  return last?.kind === 'closed'
}

function countBy(
  rows: readonly Pick<SaidOffline, 'accountId' | 'agentId' | 'choice'>[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { accountId, agentId, choice } of rows) {
    const key = `${agentId} of ${accountId} went offline, ${choice}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
