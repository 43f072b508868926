import { msg } from '@lit/localize'
import type { FileView } from '#protocol/files'
import { answerOf, type Answer } from './answer.ts'
import { notReached, type Refusal } from './refused.ts'
import { sendFile, type Upload } from './send-file.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Where files are: of a chat, for staff, or of a channel, for one of its customers. */
export type FilePlace =
  | { kind: 'chat'; accountId: string; chatId: string }
  | { kind: 'channel'; channelId: string; token: string }

/** What staff and customers ask alike. */
export interface FilesRest {
  uploadFile(place: FilePlace, file: File, progress: (share: number) => void): Upload
  /** Removes an upload that was not sent. */
  removeFile(place: FilePlace, fileId: string): Promise<Answer<null>>
  /** A file with a new link. */
  file(place: FilePlace, fileId: string): Promise<Answer<FileView>>
}

/** Asks under `/api/v1`; a server that cannot be reached is a refusal too. */
export type Ask = <T>(
  method: string,
  path: string,
  body?: unknown,
  token?: string | null,
) => Promise<Answer<T>>

export function askOf(base: string, fetch: Fetch = (url, init) => window.fetch(url, init)): Ask {
  return (method, path, body, token = null) =>
    request(fetch, addressOf(base, path), method, body, token)
}

/** Reads what is a file as it stands: with the right that other requests have, which a link has not. */
export function readTextOf(
  base: string,
  fetch: Fetch = (url, init) => window.fetch(url, init),
): (path: string) => Promise<Answer<string>> {
  return async function readText(path) {
    try {
      const response = await fetch(addressOf(base, path), { method: 'GET' })
      const text = await response.text()
      return response.ok ? { ok: true, value: text } : answerOf(false, text)
    } catch {
      return unreachable()
    }
  }
}

export function filesRestOf(base: string, ask: Ask): FilesRest {
  const ofFile = <T>(method: string, place: FilePlace, fileId: string): Promise<Answer<T>> =>
    ask(method, `${filesOf(place)}/${part(fileId)}`, undefined, tokenOf(place))
  return {
    uploadFile: (place, file, progress) =>
      sendFile(filesAddress(base, place, file.name), tokenOf(place), file, progress),
    removeFile: (place, fileId) => ofFile('DELETE', place, fileId),
    file: (place, fileId) => ofFile('GET', place, fileId),
  }
}

/** Where a file of this name is sent to. */
export function filesAddress(base: string, place: FilePlace, name: string): string {
  return addressOf(base, `${filesOf(place)}?name=${part(name)}`)
}

/** A part of a path. */
export const part = encodeURIComponent

function filesOf(place: FilePlace): string {
  return place.kind === 'chat'
    ? `/accounts/${part(place.accountId)}/chats/${part(place.chatId)}/files`
    : `/channels/${part(place.channelId)}/files`
}

function addressOf(base: string, path: string): string {
  return new URL(`/api/v1${path}`, base).href
}

async function request<T>(
  fetch: Fetch,
  url: string,
  method: string,
  body: unknown,
  token: string | null,
): Promise<Answer<T>> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return answerOf(response.ok, await response.text())
  } catch {
    return unreachable()
  }
}

function unreachable(): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: notReached(msg('The server cannot be reached.')) }
}

function tokenOf(place: FilePlace): string | null {
  return place.kind === 'channel' ? place.token : null
}
