import type { ArticleReader } from '#storage/articles'
import { keepsShelf } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'

/** As whom staff is given articles. */
export function readerOf(viewer: Viewer): ArticleReader {
  return { audience: 'staff', groupIds: keepsShelf(viewer) ? null : viewer.groupIds }
}
