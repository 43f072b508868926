import type {
  ArchivePage,
  ChannelView,
  QuickReplies,
  SearchPage,
  Session,
  SignedIn,
} from '#protocol/rest'
import type { CommentView, MessageView } from '#protocol/staff-views'
import { notReached, type Refusal } from './refused.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export interface OlderMessages {
  messages: MessageView[]
  comments: CommentView[]
  more: boolean
}

/** What narrows the archive; what is absent does not. */
export interface ArchiveAsked {
  groupId?: string | undefined
  agentId?: string | undefined
  customerId?: string | undefined
  channelId?: string | undefined
  /** Closed from this time on, and before that one. */
  closedFrom?: number | undefined
  closedBefore?: number | undefined
  text?: string | undefined
}

export type ArchiveCursor = NonNullable<ArchivePage['next']>
export type SearchCursor = NonNullable<SearchPage['next']>

/** What the start page says about the demonstration; `accounts` are hints for signing in. */
export interface DemoView {
  channelId: string | null
  accounts?: { email: string; role: string }[]
}

/** The REST interface, as far as the pages need it. Answers resolve; they never throw. */
export interface Rest {
  signIn(email: string, password: string): Promise<Answer<SignedIn>>
  session(): Promise<Answer<Session>>
  signOut(): Promise<Answer<null>>
  channel(channelId: string): Promise<Answer<ChannelView>>
  newCustomer(channelId: string): Promise<Answer<{ token: string }>>
  /** What stands before a sequence; `limit` of each kind at the most. */
  olderMessages(
    accountId: string,
    chatId: string,
    before: number,
    limit?: number,
  ): Promise<Answer<OlderMessages>>
  closedChats(
    accountId: string,
    asked: ArchiveAsked,
    after: ArchiveCursor | null,
  ): Promise<Answer<ArchivePage>>
  search(accountId: string, text: string, after: SearchCursor | null): Promise<Answer<SearchPage>>
  quickReplies(accountId: string): Promise<Answer<QuickReplies>>
  demo(): Promise<Answer<DemoView>>
}

/** Asks the server of `base`. */
export function restOf(base: string, fetch: Fetch = (url, init) => window.fetch(url, init)): Rest {
  const ask = <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    request<T>(fetch, new URL(`/api/v1${path}`, base).href, method, body)
  const part = encodeURIComponent
  return {
    signIn: (email, password) => ask('POST', '/session', { email, password }),
    session: () => ask('GET', '/session'),
    signOut: () => ask('DELETE', '/session'),
    channel: (channelId) => ask('GET', `/channels/${part(channelId)}`),
    newCustomer: (channelId) => ask('POST', `/channels/${part(channelId)}/customers`, {}),
    olderMessages: (accountId, chatId, before, limit) =>
      ask(
        'GET',
        `/accounts/${part(accountId)}/chats/${part(chatId)}/messages?${query({ before, limit })}`,
      ),
    closedChats: (accountId, asked, after) => {
      const before = { beforeClosedAt: after?.closedAt, beforeChatId: after?.chatId }
      const asks = query({ state: 'closed', ...asked, ...before })
      return ask('GET', `/accounts/${part(accountId)}/chats?${asks}`)
    },
    search: (accountId, text, after) => {
      const before = { beforeSeq: after?.seq, beforeLineId: after?.lineId }
      return ask('GET', `/accounts/${part(accountId)}/search?${query({ text, ...before })}`)
    },
    quickReplies: (accountId) => ask('GET', `/accounts/${part(accountId)}/quick-replies`),
    demo: () => ask('GET', '/demo'),
  }
}

function query(asked: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(asked).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(pairs).toString()
}

async function request<T>(
  fetch: Fetch,
  url: string,
  method: string,
  body: unknown,
): Promise<Answer<T>> {
  try {
    const response = await fetch(url, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    const value: unknown = text === '' ? null : JSON.parse(text)
    if (response.ok) return { ok: true, value: value as T }
    return { ok: false, refusal: refusalIn(value) }
  } catch {
    return { ok: false, refusal: notReached('The server cannot be reached.') }
  }
}

function refusalIn(value: unknown): Refusal {
  if (typeof value === 'object' && value !== null && 'refusal' in value) {
    return value.refusal as Refusal
  }
  return { code: 'fault', says: 'The server gave an answer that cannot be read.' }
}
