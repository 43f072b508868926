/*
 * Every comment of a rehearsal carries a mark that says who may see it. A frame is searched as the
 * text that came over the wire, so that a comment is found wherever in it it hides.
 */

export interface CommentMark {
  accountId: string
  agentId: string
  visibleTo: 'staff' | 'author'
}

/** Who looks at a frame. */
export type FrameViewer =
  | { kind: 'customer' }
  | { kind: 'staff'; accountId: string; personId: string }

const MARK = /~comment\.(staff|author)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)~/g

/** The words of a comment, marked. */
export function markedComment(mark: CommentMark, words: string): string {
  return `~comment.${mark.visibleTo}.${mark.accountId}.${mark.agentId}~ ${words}`
}

/** The marks in a frame's text that this viewer must not see. */
export function leaksIn(text: string, viewer: FrameViewer): string[] {
  // Most frames hold none.
  if (!text.includes('~comment.')) return []
  return [...text.matchAll(MARK)].flatMap(([mark, visibleTo, accountId, agentId]) => {
    if (viewer.kind === 'customer' || viewer.accountId !== accountId) return [mark]
    return visibleTo === 'author' && viewer.personId !== agentId ? [mark] : []
  })
}
