import type { CustomerCursor, CustomerPage, CustomerView } from '#protocol/customer-card'
import type { ChannelView, QuickReplies, Session, SignedIn } from '#protocol/rest'
import type { CommentView, MessageView } from '#protocol/staff-views'
import { notReached, type Refusal } from './refused.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export interface OlderMessages {
  messages: MessageView[]
  comments: CommentView[]
  more: boolean
}

/** What the start page says about the demonstration. */
export interface DemoView {
  channelId: string | null
}

/** The REST interface, as far as the pages need it. Answers resolve; they never throw. */
export interface Rest {
  signIn(email: string, password: string): Promise<Answer<SignedIn>>
  session(): Promise<Answer<Session>>
  signOut(): Promise<Answer<null>>
  channel(channelId: string): Promise<Answer<ChannelView>>
  newCustomer(channelId: string): Promise<Answer<{ token: string }>>
  olderMessages(accountId: string, chatId: string, before: number): Promise<Answer<OlderMessages>>
  quickReplies(accountId: string): Promise<Answer<QuickReplies>>
  customer(accountId: string, customerId: string): Promise<Answer<CustomerView>>
  customers(
    accountId: string,
    query: { search: string; blocked: boolean },
    after: CustomerCursor | null,
  ): Promise<Answer<CustomerPage>>
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
    olderMessages: (accountId, chatId, before) =>
      ask('GET', `/accounts/${part(accountId)}/chats/${part(chatId)}/messages?before=${before}`),
    quickReplies: (accountId) => ask('GET', `/accounts/${part(accountId)}/quick-replies`),
    customer: (accountId, customerId) =>
      ask('GET', `/accounts/${part(accountId)}/customers/${part(customerId)}`),
    customers: (accountId, { search, blocked }, after) => {
      const query = new URLSearchParams({
        ...(search === '' ? {} : { search }),
        ...(blocked ? { blocked: 'true' } : {}),
        ...(after === null
          ? {}
          : {
              beforeCreatedAt: String(after.createdAt),
              beforeCustomerId: after.customerId,
            }),
      })
      return ask('GET', `/accounts/${part(accountId)}/customers?${query.toString()}`)
    },
    demo: () => ask('GET', '/demo'),
  }
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
