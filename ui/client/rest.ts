import type {
  ChannelView,
  Preferences,
  QuickReplies,
  Session,
  SignIns,
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
  olderMessages(accountId: string, chatId: string, before: number): Promise<Answer<OlderMessages>>
  quickReplies(accountId: string): Promise<Answer<QuickReplies>>
  demo(): Promise<Answer<DemoView>>
  /** Asks for a link; the answer is the same for everybody. */
  forgot(email: string): Promise<Answer<{ sendsMail: boolean }>>
  resetPassword(token: string, password: string): Promise<Answer<null>>
  changePassword(current: string, next: string): Promise<Answer<SignedIn>>
  preferences(): Promise<Answer<Preferences>>
  savePreferences(preferences: Preferences): Promise<Answer<null>>
  /** `image` in base64. */
  bringPicture(image: string): Promise<Answer<{ picture: string }>>
  signIns(): Promise<Answer<SignIns>>
  signOutOf(sessionId: string): Promise<Answer<null>>
  signOutElsewhere(): Promise<Answer<null>>
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
    demo: () => ask('GET', '/demo'),
    forgot: (email) => ask('POST', '/session/forgotten', { email }),
    resetPassword: (token, password) => ask('POST', '/session/reset', { token, password }),
    changePassword: (current, next) => ask('POST', '/session/password', { current, next }),
    preferences: () => ask('GET', '/session/preferences'),
    savePreferences: (preferences) => ask('PUT', '/session/preferences', preferences),
    bringPicture: (image) => ask('POST', '/session/pictures', { image }),
    signIns: () => ask('GET', '/session/sign-ins'),
    signOutOf: (sessionId) => ask('DELETE', `/session/sign-ins/${part(sessionId)}`),
    signOutElsewhere: () => ask('DELETE', '/session/sign-ins'),
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
