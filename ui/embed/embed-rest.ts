import { filesAddress, type Fetch, type FilePlace } from '../client/ask.ts'
import { restOf, type Rest } from '../client/rest.ts'
import { sendFile, type Upload } from '../client/send-file.ts'
import { notReached } from '../client/refused.ts'
import { msg } from '@lit/localize'
import type { EmbedTokens } from './embed-tokens.ts'

/** Asks the server of `base` from a page of others: with its token, and without any cookie. */
export function embedRestOf(base: string, tokens: EmbedTokens, fetch: Fetch): Rest {
  const uploadFile = (place: FilePlace, file: File, progress: (share: number) => void): Upload =>
    uploadLater(tokens, (token) =>
      sendFile(filesAddress(base, place, file.name), token, file, progress),
    )
  return { ...restOf(base, withToken(tokens, fetch)), uploadFile }
}

/** A request that is refused for its token is asked once more with a new one. */
function withToken(tokens: EmbedTokens, fetch: Fetch): Fetch {
  const ask = (token: string, url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(url, { ...init, headers, credentials: 'omit' })
  }
  return async function askWithToken(url, init) {
    const token = await tokens.current()
    const response = await ask(token, url, init)
    if (response.status !== 401) return response
    await tokens.refused(token)
    return ask(await tokens.current(), url, init)
  }
}

/** An upload that begins once there is a token. */
function uploadLater(tokens: EmbedTokens, begin: (token: string) => Upload): Upload {
  let upload: Upload | null = null
  let isAborted = false
  const lost = {
    ok: false,
    refusal: notReached(msg('The upload broke off.')),
  } as const
  const done = tokens.current().then(
    (token) => {
      if (isAborted) return lost
      upload = begin(token)
      return upload.done
    },
    () => lost,
  )
  return {
    done,
    abort() {
      isAborted = true
      upload?.abort()
    },
  }
}
