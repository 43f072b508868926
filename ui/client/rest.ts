import type {
  AccountSetup,
  AuditKind,
  AuditPage,
  Invitation,
  InvitationBody,
} from '#protocol/console'
import type { CustomerCursor, CustomerPage, CustomerView } from '#protocol/customer-card'
import type {
  ApiTokens,
  ArchivePage,
  Mentionable,
  MentionsList,
  NewApiToken,
  Preferences,
  QuickReplies,
  SearchPage,
  Session,
  SignIns,
  SignedIn,
} from '#protocol/rest'
import type { Bots } from '#protocol/bots'
import type { ArticlePage, ArticleView } from '#protocol/knowledge'
import type { BotTrial, BotTrialBody, PrompterTrial } from '#protocol/trials'
import type { PrompterList, Suggestions, SuggestionsBody } from '#protocol/prompters'
import type { CountedChats, CountedFigure, Report, ReportName } from '#protocol/statistics'
import type { Statechart } from '#protocol/statechart'
import type { CommentView, MessageView } from '#protocol/staff-views'
import type { DeliveryState, ToldKind } from '#protocol/webhook-kinds'
import type { WebhookDeliveries, Webhooks } from '#protocol/webhooks'
import type { Answer } from './answer.ts'
import { askOf, part, type FilePlace, type Fetch } from './ask.ts'
import { channelRestOf, type ChannelRest } from './channel-rest.ts'
import { replayRestOf, type ReplayRest } from './replay-rest.ts'

export type { Answer, FilePlace }

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
  tagId?: string | undefined
  /** Closed from this time on, and before that one. */
  closedFrom?: number | undefined
  closedBefore?: number | undefined
  text?: string | undefined
}

/** What narrows the log of a webhook; what is absent does not. */
export interface DeliveriesAsked {
  state?: DeliveryState | undefined
  kind?: ToldKind | undefined
}

/** What narrows the audit; what is absent does not. */
export interface AuditAsked {
  personId?: string | undefined
  kind?: AuditKind | undefined
}

/** A report on days, both ends included; what counts as served in time. */
export interface ReportAsked {
  report: ReportName
  from: string
  to: string
  withinMs: number
  /** Groups and agents parted by what bots say that chats are about. */
  by?: 'subject' | undefined
}

export type CountedCursor = NonNullable<CountedChats['next']>
export type ArticleCursor = NonNullable<ArticlePage['next']>
export type ArchiveCursor = NonNullable<ArchivePage['next']>
export type SearchCursor = NonNullable<SearchPage['next']>

/** What the start page says about the demonstration. */
export interface DemoView {
  channelId: string | null
  /** A page of a made-up CRM, with the desk in it. */
  crm: string | null
}

/** The REST interface, as far as the pages need it. Answers resolve; they never throw. */
export interface Rest extends ChannelRest, ReplayRest {
  signIn(email: string, password: string): Promise<Answer<SignedIn>>
  session(): Promise<Answer<Session>>
  signOut(): Promise<Answer<null>>
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
  /** Articles by title, a page of them. */
  articles(accountId: string, after: ArticleCursor | null): Promise<Answer<ArticlePage>>
  article(accountId: string, articleId: string): Promise<Answer<ArticleView>>
  bots(accountId: string): Promise<Answer<Bots>>
  /** What a bot would say. */
  tryBot(accountId: string, botId: string, asked: BotTrialBody): Promise<Answer<BotTrial>>
  /** What a prompter would suggest. */
  tryPrompter(
    accountId: string,
    prompterId: string,
    question: string,
  ): Promise<Answer<PrompterTrial>>
  /** Who suggests answers. */
  prompters(accountId: string): Promise<Answer<PrompterList>>
  /** What a prompter suggests for a chat, or answers to a question. */
  suggest(
    accountId: string,
    prompterId: string,
    asked: SuggestionsBody,
  ): Promise<Answer<Suggestions>>
  /** What names oneself, of one chat or of all, read or not, the newest first. */
  mentions(accountId: string, chatId?: string): Promise<Answer<MentionsList>>
  /** Whom a comment of a chat can name now. */
  mentionable(accountId: string, chatId: string): Promise<Answer<Mentionable>>
  /** How the account is set up. */
  setup(accountId: string): Promise<Answer<AccountSetup>>
  /** Who changed what of it, the newest first. */
  audit(accountId: string, asked: AuditAsked, before: number | null): Promise<Answer<AuditPage>>
  /** Somebody comes to the account. */
  invite(accountId: string, invited: InvitationBody): Promise<Answer<Invitation>>
  /** Programs that act in the account. */
  apiTokens(accountId: string): Promise<Answer<ApiTokens>>
  /** The token of a new one is told this once. */
  makeApiToken(accountId: string, name: string): Promise<Answer<NewApiToken>>
  revokeApiToken(accountId: string, tokenId: string): Promise<Answer<null>>
  /** Where others are told what happens, and how each does. */
  webhooks(accountId: string): Promise<Answer<Webhooks>>
  /** What became of what one was to be told, the newest first. */
  webhookDeliveries(
    accountId: string,
    webhookId: string,
    asked: DeliveriesAsked,
    before: number | null,
  ): Promise<Answer<WebhookDeliveries>>
  /** A link by which a member replaces a forgotten password. */
  makeResetLink(
    accountId: string,
    personId: string,
  ): Promise<Answer<{ path: string; expiresAt: number }>>
  /** Figures of a period, by account, group, agent or channel. */
  report(accountId: string, asked: ReportAsked): Promise<Answer<Report>>
  /** The chats that one of its figures counts, those that came last first. */
  countedChats(
    accountId: string,
    asked: ReportAsked & { id: string; subjectId: string | null; figure: CountedFigure },
    after: CountedCursor | null,
  ): Promise<Answer<CountedChats>>
  /** Where a member is signed in. */
  signInsOf(accountId: string, personId: string): Promise<Answer<SignIns>>
  signOutMember(accountId: string, personId: string): Promise<Answer<null>>
  /** A released machine, with its picture. */
  statechart(accountId: string, version: string): Promise<Answer<Statechart>>
  customer(accountId: string, customerId: string): Promise<Answer<CustomerView>>
  customers(
    accountId: string,
    query: { search: string; blocked: boolean },
    after: CustomerCursor | null,
  ): Promise<Answer<CustomerPage>>
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
export function restOf(base: string, fetch?: Fetch): Rest {
  const ask = askOf(base, fetch)
  return {
    ...channelRestOf(base, fetch),
    ...replayRestOf(base, fetch),
    signIn: (email, password) => ask('POST', '/session', { email, password }),
    session: () => ask('GET', '/session'),
    signOut: () => ask('DELETE', '/session'),
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
    setup: (accountId) => ask('GET', `/accounts/${part(accountId)}/setup`),
    audit: (accountId, asked, before) =>
      ask(
        'GET',
        `/accounts/${part(accountId)}/audit?${query({ ...asked, before: before ?? undefined })}`,
      ),
    invite: (accountId, invited) =>
      ask('POST', `/accounts/${part(accountId)}/invitations`, invited),
    apiTokens: (accountId) => ask('GET', `/accounts/${part(accountId)}/api-tokens`),
    makeApiToken: (accountId, name) =>
      ask('POST', `/accounts/${part(accountId)}/api-tokens`, { name }),
    revokeApiToken: (accountId, tokenId) =>
      ask('DELETE', `/accounts/${part(accountId)}/api-tokens/${part(tokenId)}`),
    webhooks: (accountId) => ask('GET', `/accounts/${part(accountId)}/webhooks`),
    webhookDeliveries: (accountId, webhookId, asked, before) =>
      ask(
        'GET',
        `/accounts/${part(accountId)}/webhooks/${part(webhookId)}/deliveries?${query({ ...asked, before: before ?? undefined })}`,
      ),
    makeResetLink: (accountId, personId) =>
      ask('POST', `/accounts/${part(accountId)}/members/${part(personId)}/reset-links`),
    report: (accountId, { report, ...asked }) =>
      ask('GET', `/accounts/${part(accountId)}/statistics/${report}?${query(asked)}`),
    countedChats: (accountId, { report, id, subjectId, by: _by, ...asked }, after) => {
      const before = { beforeCameAt: after?.cameAt, beforeChatId: after?.chatId }
      const of = { id: id === '' ? undefined : id, subjectId: subjectId ?? undefined }
      const asks = query({ ...asked, ...of, ...before })
      return ask('GET', `/accounts/${part(accountId)}/statistics/${report}/chats?${asks}`)
    },
    signInsOf: (accountId, personId) =>
      ask('GET', `/accounts/${part(accountId)}/members/${part(personId)}/sign-ins`),
    signOutMember: (accountId, personId) =>
      ask('DELETE', `/accounts/${part(accountId)}/members/${part(personId)}/sign-ins`),
    statechart: (accountId, version) =>
      ask('GET', `/accounts/${part(accountId)}/statecharts/${part(version)}`),
    quickReplies: (accountId) => ask('GET', `/accounts/${part(accountId)}/quick-replies`),
    articles: (accountId, after) => {
      const from = { afterTitle: after?.title, afterArticleId: after?.articleId }
      return ask('GET', `/accounts/${part(accountId)}/articles?${query({ ...from, limit: 500 })}`)
    },
    article: (accountId, articleId) =>
      ask('GET', `/accounts/${part(accountId)}/articles/${part(articleId)}`),
    bots: (accountId) => ask('GET', `/accounts/${part(accountId)}/bots`),
    tryBot: (accountId, botId, asked) =>
      ask('POST', `/accounts/${part(accountId)}/bots/${part(botId)}/trials`, asked),
    tryPrompter: (accountId, prompterId, question) =>
      ask('POST', `/accounts/${part(accountId)}/prompters/${part(prompterId)}/trials`, {
        question,
      }),
    prompters: (accountId) => ask('GET', `/accounts/${part(accountId)}/prompters`),
    suggest: (accountId, prompterId, asked) =>
      ask('POST', `/accounts/${part(accountId)}/prompters/${part(prompterId)}/suggestions`, asked),
    mentions: (accountId, chatId) =>
      ask(
        'GET',
        `/accounts/${part(accountId)}/mentions${chatId === undefined ? '' : `?${query({ chatId })}`}`,
      ),
    mentionable: (accountId, chatId) =>
      ask('GET', `/accounts/${part(accountId)}/chats/${part(chatId)}/mentionable`),
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

/** Where a report is downloaded as a table. */
export function tableAddress(accountId: string, { report, ...asked }: ReportAsked): string {
  return `/api/v1/accounts/${part(accountId)}/statistics/${report}/table?${query(asked)}`
}

function query(asked: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(asked).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new URLSearchParams(pairs).toString()
}
