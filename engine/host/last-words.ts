import type { MessageRow } from '#storage/rows'

/** Whether a message may stand as a chat's last words in lists: what people said, not the bot. */
export function mayBeLastWords({ kind, author }: Pick<MessageRow, 'kind' | 'author'>): boolean {
  return kind === 'text' && !author.startsWith('bot:')
}
