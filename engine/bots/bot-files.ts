import type { Files } from '../files/files.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import type { BotFile } from './bot-answer.ts'
import type { Asked } from './say-answer.ts'

/** A file that takes longer has not come, in milliseconds; a customer waits for what is said with it. */
export const FILE_DEADLINE_MS = 15_000

export interface BotFileParts {
  files: Pick<Files, 'upload'>
  outgoing: Pick<Outgoing, 'fetch'>
}

/**
 * Takes in what a bot sends along, by the account's rules for files; gives its id. Null where nothing
 * came, or nothing that may be taken: too much, half of it, a program. It never rejects.
 */
export async function takeBotFile(
  { files, outgoing }: BotFileParts,
  accountId: string,
  { chatId, botId }: Asked,
  file: BotFile,
): Promise<string | null> {
  const by = { kind: 'bot', botId, chatId } as const
  try {
    if (!('url' in file)) {
      const bytes = Buffer.from(file.data, 'base64')
      const declaredBytes = bytes.byteLength
      return idOf(
        await files.upload(accountId, by, { name: file.name, declaredBytes, body: once(bytes) }),
      )
    }
    const name = file.name ?? nameIn(file.url)
    const taken = await outgoing.fetch({ url: file.url, deadlineMs: FILE_DEADLINE_MS }, (coming) =>
      files.upload(accountId, by, { name, ...coming }),
    )
    return taken.kind === 'taken' ? idOf(taken.value) : null
  } catch {
    // Where files are kept is away: what was said goes without them.
    return null
  }
}

function idOf(given: Awaited<ReturnType<Files['upload']>>): string | null {
  return given.kind === 'given' ? given.value.fileId : null
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** The last part of an address, as people read it. */
function nameIn(address: string): string {
  const last = new URL(address).pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last) || 'file'
  } catch {
    return last
  }
}
