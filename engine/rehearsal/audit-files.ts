import type { Found } from './audit.ts'
import { compare } from './compare.ts'
import type {
  DatabaseRecord,
  FileViewer,
  FileVisit,
  Observations,
  SentFile,
} from './observations.ts'

type Chat = DatabaseRecord['chats'][number]

/** In which message or comment a file stands, and who may see it there. */
interface Place {
  chatId: string
  visibleTo: SentFile['visibleTo']
}

/**
 * Judges files. B1 what went with an acknowledged message or comment stands in it, once and nowhere
 * else; what was refused stands nowhere. B2 whoever may see a file gets its very bytes, by every link
 * that is theirs. B3 nobody else gets it, whatever they try.
 */
export function auditFiles(seen: Observations, record: DatabaseRecord, found: Found): void {
  const places = placesOf(record)
  const chats = new Map(record.chats.map((chat) => [chat.chatId, chat]))
  const files = new Map(seen.files.map((file) => [file.fileId, file]))
  for (const file of seen.files) auditPlace(file, places, record, found)
  for (const visit of seen.fileVisits) {
    const file = files.get(visit.fileId)
    const [place] = places.get(visit.fileId) ?? []
    if (file === undefined) continue
    // Where it stands is not known then.
    if (file.visibleTo === 'author' && !record.withPersonalComments) continue
    const chat = place === undefined ? null : chats.get(place.chatId)
    // Of a conversation that became no chat, more than this is wrong.
    if (chat !== undefined) auditVisit(file, visit, chat, found)
  }
}

/** Compares the files that stand in messages or comments with those that a viewer was told of. */
export function auditSeenFiles(
  there: readonly { fileIds: string[] }[],
  shown: readonly { fileIds: string[] }[],
  viewer: string,
  found: Found,
): void {
  const ofAll = (rows: readonly { fileIds: string[] }[]) => rows.flatMap(({ fileIds }) => fileIds)
  const { missing, extra, misordered } = compare(ofAll(there), ofAll(shown))
  for (const fileId of missing) found('lostFiles', `${viewer} was not told of ${fileId}`)
  for (const fileId of extra) found('duplicatedFiles', `${viewer} was told of ${fileId} too often`)
  for (const fileId of misordered) found('misordered', `${viewer} was told of ${fileId} too late`)
}

/** B1 */
function auditPlace(
  { fileId, visibleTo, fate, commandId }: SentFile,
  places: ReadonlyMap<string, readonly Place[]>,
  { withPersonalComments }: DatabaseRecord,
  found: Found,
): void {
  if (visibleTo === 'author' && !withPersonalComments) return
  const where = places.get(fileId) ?? []
  const name = `${fileId} of ${commandId}`
  if (fate === 'acknowledged' && where.length === 0) found('lostFiles', `${name} stands nowhere`)
  if (fate === 'refused' && where.length > 0) {
    found('duplicatedFiles', `${name} was refused and stands in ${where.length} places`)
  }
  if (where.length > 1) found('duplicatedFiles', `${name} stands in ${where.length} places`)
  for (const place of where) {
    if (place.visibleTo === visibleTo) continue
    found('leakedFiles', `${name} is for ${visibleTo} and stands where ${place.visibleTo} sees it`)
  }
}

/** B2, B3 */
function auditVisit(
  file: SentFile,
  { viewer, way, outcome }: FileVisit,
  chat: Chat | null,
  found: Found,
): void {
  const isByRight = way === 'ownLink' || way === 'newLink'
  // What was never sent is its uploader's, as long as they have the chat.
  const isOwn = viewer.id === file.sentBy && viewer.accountId === file.accountId
  if (chat === null && file.fate !== 'acknowledged' && isByRight && isOwn) return
  const may = isByRight && chat !== null && mayOpen(file, viewer, chat)
  const where = `${chat?.chatId} of ${chat?.groupId} (${chat?.state})`
  const who = `${viewer.role} ${viewer.id} of ${viewer.groupIds.join(', ')}`
  const says = `${who} and ${file.fileId} for ${file.visibleTo} in ${where} by ${way}`
  if (may && outcome === 'refused') found('lostFiles', `${says}: refused`)
  if (may && outcome === 'other') found('lostFiles', `${says}: other bytes`)
  if (!may && outcome !== 'refused') found('leakedFiles', `${says}: not refused`)
}

/** From the decisions on behaviour, once the chat is over. */
function mayOpen(file: SentFile, viewer: FileViewer, chat: Chat): boolean {
  if (viewer.accountId !== file.accountId) return false
  const isOfGroup = viewer.groupIds.includes(chat.groupId)
  switch (viewer.role) {
    case 'nobody':
      return false
    case 'customer':
      return file.visibleTo === 'customer' && viewer.id === file.conversationId
    case 'administrator':
      return file.visibleTo !== 'author'
    case 'supervisor':
    case 'agent':
      return isOfGroup && (file.visibleTo !== 'author' || viewer.id === file.sentBy)
  }
}

function placesOf({ messages, comments }: DatabaseRecord): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  const put = (fileIds: readonly string[], place: Place): void => {
    for (const fileId of fileIds) places.set(fileId, [...(places.get(fileId) ?? []), place])
  }
  for (const { fileIds, chatId } of messages) put(fileIds, { chatId, visibleTo: 'customer' })
  for (const { fileIds, chatId, visibleTo } of comments) put(fileIds, { chatId, visibleTo })
  return places
}
