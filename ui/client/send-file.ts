import { msg } from '@lit/localize'
import type { UploadedFile } from '#protocol/files'
import { answerOf, type Answer } from './answer.ts'
import { notReached } from './refused.ts'

/** A file on its way. */
export interface Upload {
  /** Never rejects. */
  done: Promise<Answer<UploadedFile>>
  abort(): void
}

/** Sends a file as it is. Not by `fetch`, which does not tell how much has gone out. */
export function sendFile(
  address: string,
  token: string | null,
  file: File,
  progress: (share: number) => void,
): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<Answer<UploadedFile>>((resolve) => {
    const lost = (): void =>
      resolve({ ok: false, refusal: notReached(msg('The upload broke off.')) })
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress(total === 0 ? 1 : loaded / total)
    })
    request.addEventListener('load', () => {
      try {
        resolve(answerOf(request.status < 300, request.responseText))
      } catch {
        lost()
      }
    })
    request.addEventListener('error', lost)
    request.addEventListener('abort', lost)
  })
  request.open('POST', address)
  request.setRequestHeader('content-type', 'application/octet-stream')
  if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`)
  request.send(file)
  return { done, abort: () => request.abort() }
}
