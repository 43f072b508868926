import type { By } from '#machines/actor-ref'
import type { Json } from '#storage/json'
import { UNSENT_FILE_MS } from '#storage/retention'
import type { FileRow } from '#storage/rows'
import type { UploadedFile } from '#protocol/files'
import { accessTo, mayUpload, viewerOf } from '../authorise.ts'
import { toFacts } from '../files/file-facts.ts'
import type { SniffedFile } from '../files/sniff.ts'
import { refuse, refuseBlocked } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

/** Files of one person or customer that may wait to be sent, those that are under way too. */
export const MAX_UNSENT_FILES = 30

/** What they may take together, in bytes: many photographs, or one film. */
const MAX_UNSENT_BYTES = 1024 * 1024 * 1024

/** What all customers of an account may let wait: whoever makes customers up does not fill the disk. */
const MAX_UNSENT_BYTES_OF_CUSTOMERS = 10 * MAX_UNSENT_BYTES
const MAX_UNSENT_FILES_OF_CUSTOMERS = 10_000

/** Who uploads: staff for a chat, a customer for their own, a bot for one that it has. */
export type Uploader =
  | { kind: 'staff'; personId: string; chatId: string }
  | { kind: 'customer'; customerId: string }
  | { kind: 'bot'; botId: string; chatId: string }

/** What is known of a file before its first byte. */
export interface BegunFile {
  name: string
  /** What the sender says, or the most that it may be. */
  size: number
  storageKey: string
}

/** Sets room aside for an upload. Refuses who may not write in this chat, and who lets too many wait. */
export function beginUpload(turn: Turn, by: Uploader, fileId: string, file: BegunFile): void {
  const place = placeOf(turn, by)
  const uploadedBy = senderOf(by)
  let count = 0
  let bytes = 0
  let bytesOfCustomers = 0
  let countOfCustomers = 0
  for (const { fileId: waiting } of turn.account.uploads.values()) {
    const row = turn.upload(waiting)
    if (row === null) continue
    if (row.uploadedBy.startsWith('customer:')) {
      bytesOfCustomers += row.size
      countOfCustomers += 1
    }
    if (row.uploadedBy !== uploadedBy) continue
    count += 1
    bytes += row.size
  }
  if (count >= MAX_UNSENT_FILES || bytes + file.size > MAX_UNSENT_BYTES) {
    refuse('tooManyFiles', { count })
  }
  const isTooMuch =
    bytesOfCustomers + file.size > MAX_UNSENT_BYTES_OF_CUSTOMERS ||
    countOfCustomers >= MAX_UNSENT_FILES_OF_CUSTOMERS
  if (by.kind === 'customer' && isTooMuch) refuse('tooManyFiles')
  turn.putFile(
    {
      ...file,
      ...place,
      fileId,
      uploadedBy,
      state: 'begun',
      messageId: null,
      commentId: null,
      audience: null,
      mime: '',
      kind: 'other',
      at: turn.at,
      expiresAt: turn.at + UNSENT_FILE_MS,
    },
    'fileBegun',
  )
}

/** All bytes are kept: from now on it can be sent. Asked again, for rights that changed meanwhile. */
export function finishUpload(
  turn: Turn,
  by: Uploader,
  fileId: string,
  { mime, kind, size }: SniffedFile & { size: number },
): UploadedFile {
  placeOf(turn, by)
  const begun = turn.upload(fileId)
  if (begun?.state !== 'begun') refuse('fileGone')
  const ready: FileRow = { ...begun, state: 'ready', mime, kind, size }
  turn.putFile(ready, 'fileReady')
  return toFacts(ready)
}

/** Gives an upload up that was not sent; nothing happens where there is none. */
export function dropUpload(turn: Turn, by: Uploader, fileId: string): Record<string, Json> {
  const file = turn.upload(fileId)
  if (file === null || file.uploadedBy !== senderOf(by)) return {}
  giveUp(turn, file)
  return {}
}

/** Whatever waits to be sent in a customer's chats, by whomever, is given up, with its name. */
export function dropUploadsOf(turn: Turn, customerId: string): void {
  for (const { fileId } of turn.account.uploads.values()) {
    const file = turn.upload(fileId)
    if (file?.customerId === customerId) forgetUpload(turn, file)
  }
}

/** Likewise whatever waits to be sent in one chat. */
export function dropUploadsIn(turn: Turn, chatId: string): void {
  for (const { fileId } of turn.account.uploads.values()) {
    const file = turn.upload(fileId)
    if (file?.chatId === chatId) forgetUpload(turn, file)
  }
}

/** Its bytes go at once where they are whole; those that still come, once they do not any more. */
function forgetUpload(turn: Turn, file: FileRow): void {
  const isWhole = file.state === 'ready'
  giveUp(turn, { ...file, name: '' }, isWhole ? 0 : turn.at)
}

function giveUp(turn: Turn, file: FileRow, expiresAt = turn.at): void {
  turn.putFile({ ...file, state: 'dropped', expiresAt }, 'fileDropped')
}

/**
 * Uses uploads in a message or comment, each once and for ever, and gives what is said of them.
 * Refuses with `fileGone` what is not this sender's to use here, whatever the reason.
 */
export function useFiles(
  turn: Turn,
  by: Uploader,
  fileIds: readonly string[],
  into: { chatId: string; customerId: string } & (
    | { messageId: string }
    | { commentId: string; visibleTo: 'staff' | 'author' }
  ),
): UploadedFile[] {
  const uploadedBy = senderOf(by)
  return fileIds.map((fileId) => {
    const file = turn.upload(fileId)
    const isTheirs = file?.state === 'ready' && file.uploadedBy === uploadedBy
    const isOfChat = file?.chatId === (by.kind === 'customer' ? null : into.chatId)
    if (!isTheirs || !isOfChat || file.customerId !== into.customerId) refuse('fileGone')
    const used: FileRow = {
      ...file,
      chatId: into.chatId,
      state: 'used',
      expiresAt: null,
      ...('messageId' in into
        ? { messageId: into.messageId, audience: 'customer' as const }
        : { commentId: into.commentId, audience: into.visibleTo }),
    }
    turn.rare.files.set(fileId, used)
    turn.hasRare = true
    return toFacts(used)
  })
}

/** Refuses a blocked customer with the words of the block, whatever they ask for. */
export function turnAwayBlocked(turn: Turn, customerId: string): void {
  const blockId = turn.findCustomer(customerId)?.blockId ?? null
  if (blockId !== null) refuseBlocked(turn.known(customerId).block?.message ?? null)
}

/** Where an upload belongs, if this person or customer may upload there now. */
function placeOf(turn: Turn, by: Uploader): { chatId: string | null; customerId: string } {
  if (by.kind === 'customer') {
    // The chat is known when it is sent: it may close meanwhile, or open with this very message.
    const { customerId } = by
    turnAwayBlocked(turn, customerId)
    return { chatId: null, customerId }
  }
  if (by.kind === 'bot') {
    const { chatId, customerId, botId, state } = turn.chat(by.chatId)
    if (botId !== by.botId || !state.startsWith('bot.')) refuse('notNow')
    return { chatId, customerId }
  }
  const member = turn.account.members.get(by.personId)
  if (member === undefined || !member.active) refuse('unauthorized')
  const viewer = viewerOf(member, turn.account.retired)
  const chat = turn.chat(by.chatId)
  const settings = turn.settings.values
  if (accessTo(chat, viewer, settings) === 'none') refuse('notFound')
  if (!mayUpload(chat, viewer, settings)) refuse('forbidden')
  return { chatId: chat.chatId, customerId: chat.customerId }
}

/** As what they upload and write is marked. */
export function senderOf(by: Uploader): Exclude<By, 'timer' | 'system'> {
  switch (by.kind) {
    case 'staff':
      return `agent:${by.personId}`
    case 'customer':
      return `customer:${by.customerId}`
    case 'bot':
      return `bot:${by.botId}`
  }
}
