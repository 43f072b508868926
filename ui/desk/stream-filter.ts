import type { CommentView, MessageView } from '#protocol/staff-views'

/** What of a conversation shows: all of it, or one of its two streams. What happened always does. */
export type Shows = 'everything' | 'messages' | 'comments'

/** Whether words are of the stream that is hidden; notices and notes of what happened never are. */
export function isHidden(entry: MessageView | CommentView, shows: Shows): boolean {
  if (shows === 'everything') return false
  if ('commentId' in entry) return shows === 'messages' && isWords(entry)
  return shows === 'comments' && entry.kind === 'text'
}

/** How many words of others came after a sequence that the filter hides. */
export function hiddenSince(
  after: number,
  entries: readonly (MessageView | CommentView)[],
  shows: Shows,
  me: string,
): number {
  return entries.filter(
    (entry) => entry.seq > after && entry.author !== me && isHidden(entry, shows),
  ).length
}

/** What somebody wrote, a word with a forward among it; not what the chart or a rating noted. */
function isWords({ kind, text, data }: CommentView): boolean {
  return kind === 'comment' || (text !== null && data?.['code'] !== 'rated')
}
