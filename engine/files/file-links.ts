import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FileView, UploadedFile } from '#protocol/files'

/** Links end on the hour, so that one file has one address for an hour: between one and two from now. */
const HOUR_MS = 3_600_000
const HOURS = 2

/** For whom a link is. */
export type Audience =
  | { kind: 'staff'; accountId: string; personId: string }
  | { kind: 'customer'; accountId: string; channelId: string; customerId: string }

/** What a link says of itself. */
export interface LinkWords {
  until: number
  signature: string
}

/** Gives the files of one chat addresses for one viewer. */
export type ShowFiles = (chatId: string, files: readonly UploadedFile[]) => FileView[]

/**
 * Addresses of files that end. Each is signed (HMAC-SHA-256) for one viewer, one chat and one file:
 * changed in any part it is worth nothing, and a customer's never is the address of a comment's
 * file, whose viewer is another one.
 */
export class FileLinks {
  readonly #secret: Uint8Array
  readonly #now: () => number

  /** @param secret The server's own, the same for all its processes; at least 32 bytes. */
  constructor(secret: Uint8Array, now: () => number) {
    if (secret.length < 32) throw new Error('The secret of file links is too short')
    this.#secret = secret
    this.#now = now
  }

  /** Shows files to one viewer. */
  showTo(audience: Audience): ShowFiles {
    return (chatId, files) =>
      files.map((file) => ({ ...file, url: this.#address(audience, chatId, file.fileId) }))
  }

  /** Whether a link was made by us for this viewer, chat and file, and did not end yet. */
  holds(audience: Audience, chatId: string, fileId: string, words: LinkWords): boolean {
    const right = this.#mac(audience, chatId, fileId, words.until)
    const said = Buffer.from(words.signature, 'base64url')
    return said.length === right.length && timingSafeEqual(said, right) && this.#now() < words.until
  }

  #address(audience: Audience, chatId: string, fileId: string): string {
    const until = (Math.floor(this.#now() / HOUR_MS) + HOURS) * HOUR_MS
    const signature = this.#mac(audience, chatId, fileId, until).toString('base64url')
    const place =
      audience.kind === 'staff'
        ? `accounts/${audience.accountId}/chats/${chatId}`
        : `channels/${audience.channelId}`
    return `/api/v1/${place}/files/${fileId}/content?until=${until}&signature=${signature}`
  }

  #mac(audience: Audience, chatId: string, fileId: string, until: number): Buffer {
    const { accountId } = audience
    const viewer =
      audience.kind === 'staff'
        ? ['staff', audience.personId]
        : ['customer', audience.channelId, audience.customerId]
    const bound = JSON.stringify(['file link', viewer, accountId, chatId, fileId, until])
    return createHmac('sha256', this.#secret).update(bound).digest()
  }
}
