import type { CommentMark } from './comment-marks.ts'
import { markedComment } from './comment-marks.ts'
import type { SentFile } from './observations.ts'
import { sampleFile } from './sample-files.ts'
import type { Conversation, Stage } from './stage.ts'

/** Files of one account are sent by their place: `/accounts/…/files` or `/channels/…/files`. */
export interface Sender {
  accountId: string
  token: string
  place: string
  /** `customer`, or the id of the agent. */
  sentBy: string
}

/**
 * Uploads files for one message or comment and writes them down; their fate is decided with it.
 * What is refused, because a chat has changed hands meanwhile, is left out.
 */
export async function uploadFor(
  stage: Stage,
  sender: Sender,
  conversation: Conversation,
  commandId: string,
  count: number,
  mark: CommentMark | null,
): Promise<SentFile[]> {
  const sent: SentFile[] = []
  for (let index = 0; index < count; index += 1) {
    const words = mark === null ? 'what I mean' : markedComment(mark, 'for us')
    const file = sampleFile(words, stage.chance)
    const outcome = await stage.rest.upload(sender.place, sender.token, file)
    if (outcome.kind === 'refused') continue
    const upload: SentFile = {
      fileId: outcome.ack.fileId,
      accountId: sender.accountId,
      commandId,
      conversationId: conversation.script.id,
      sentBy: sender.sentBy,
      visibleTo: mark?.visibleTo ?? 'customer',
      digest: file.digest,
      fate: 'unknown',
    }
    sent.push(upload)
    stage.recorder.sentFile(upload)
  }
  return sent
}

/** What a command says of its files; nothing where there are none. */
export function withFiles(files: readonly SentFile[]): { fileIds?: string[] } {
  return files.length === 0 ? {} : { fileIds: files.map(({ fileId }) => fileId) }
}

export function decideFiles(files: readonly SentFile[], fate: SentFile['fate']): void {
  for (const file of files) file.fate = fate
}
