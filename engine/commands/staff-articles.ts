import { MAX_ARTICLES } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import { keepsShelf } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

/** Refuses groups that are not there with `notFound`. */
export function saveArticle(turn: Turn, viewer: Viewer, command: Of<'saveArticle'>): Result {
  if (!keepsShelf(viewer)) refuse('forbidden')
  const { type: _type, articleId: changed, groupIds, ...words } = command
  if (changed !== null) mustBeThere(turn, changed)
  else if (turn.account.articles.size >= MAX_ARTICLES) refuse('tooMany')
  const articleId = changed ?? turn.newId()
  turn.rare.articles.set(articleId, {
    articleId,
    ...words,
    groupIds: [...new Set(groupIds.map((groupId) => turn.livingGroup(groupId).groupId))],
    savedAt: turn.at,
    deleted: false,
  })
  turn.recordForAccount('articleSaved', { articleId })
  return { articleId }
}

/** Its words are gone with it. */
export function deleteArticle(turn: Turn, viewer: Viewer, command: Of<'deleteArticle'>): Result {
  if (!keepsShelf(viewer)) refuse('forbidden')
  const { articleId } = command
  mustBeThere(turn, articleId)
  turn.rare.articles.set(articleId, {
    articleId,
    title: '',
    url: null,
    text: '',
    language: null,
    audience: 'staff',
    groupIds: [],
    savedAt: turn.at,
    deleted: true,
  })
  turn.recordForAccount('articleDeleted', { articleId })
  return {}
}

function mustBeThere(turn: Turn, articleId: string): void {
  if (!turn.account.articles.has(articleId)) refuse('notFound', { articleId })
}
