import type { ApiTokens } from '../auth/api-tokens.ts'
import type { Auth } from '../auth/auth.ts'
import type { EmbedOrigins } from '../auth/embed-origins.ts'
import type { Invitations } from '../auth/invitations.ts'
import type { Oneself } from '../auth/oneself.ts'
import type { BotScreens } from '../bots/bot-screens.ts'
import type { Prompters } from '../prompters/prompters.ts'
import type { PasswordReset } from '../auth/password-reset.ts'
import type { Returns } from '../auth/returns.ts'
import type { PeopleStore } from '../auth/people-store.ts'
import type { SignIn } from '../auth/sign-in.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { Desk } from '../desk.ts'
import type { Files } from '../files/files.ts'
import type { Log } from '../ports.ts'
import type { Connection, Place, SocketHandler } from '../realtime/connection.ts'
import type { ConsoleScreens } from './console-screens.ts'
import type { CustomerScreens } from './customer-screens.ts'
import type { Openings } from './openings.ts'
import type { JournalScreens } from './journal-screens.ts'
import type { KnowledgeScreens } from './knowledge-screens.ts'
import type { Pages } from './pages.ts'
import type { Rates } from './rates.ts'
import type { Screens } from './screens.ts'
import type { StatisticsScreens } from './statistics-screens.ts'
import type { WebhookScreens } from './webhook-screens.ts'

/** Where accepted sockets go. */
export interface SocketHub {
  acceptStaff(connection: Connection, cookieToken: string | null, place?: Place): SocketHandler
  acceptCustomer(connection: Connection, channelId: string): SocketHandler
}

/** One thing that must be so before this server can serve. */
export interface ReadyPart {
  name: 'database' | 'migrations' | 'shards' | 'files' | 'running'
  ready: boolean
  /** What is missing, in a sentence. */
  says?: string
  /** Who owns the shards, where it is not this server. */
  owner?: string | null
}

/** Everything that the app serves from; tests give others. */
export interface Parts {
  desk: Desk
  screens: Screens
  customers: Pick<CustomerScreens, 'list' | 'customer'>
  knowledge: Pick<KnowledgeScreens, 'articles' | 'article'>
  openings: Pick<Openings, 'note'>
  journals: Pick<JournalScreens, 'file' | 'steps' | 'whatCouldBe' | 'whatIf' | 'why'>
  prompters: Pick<Prompters, 'list' | 'suggest' | 'try'>
  bots: Pick<BotScreens, 'list' | 'try'>
  /** What administrators and supervisors see of an account. */
  console: Pick<ConsoleScreens, 'setup' | 'audit'>
  statistics: Pick<StatisticsScreens, 'report' | 'chats'>
  webhooks: Pick<WebhookScreens, 'list' | 'deliveries'>
  hub: SocketHub
  files: Files
  auth: Auth
  sessions: Sessions
  apiTokens: ApiTokens
  embedOrigins: EmbedOrigins
  signIn: SignIn
  passwordReset: PasswordReset
  invitations: Invitations
  /** The way back by the link of a mail. */
  returns: Returns
  oneself: Oneself
  /** Accounts of people, to know who administers whom. */
  people: Pick<PeopleStore, 'accountsOfPerson'>
  /** Every part, ready or not. */
  readiness: () => Promise<ReadyPart[]>
  /** All figures in Prometheus' text format. */
  metrics: () => Promise<{ contentType: string; text: string }>
  /** The channel of the demo account; null where there is none. */
  demoChannelId: () => Promise<string | null>
  /** Where a page is that embeds the demo account's desk; null where there is none. */
  demoCrm: string | null
  /** Null while there is no user interface to serve. */
  pages: Pages | null
  rates: Rates
  /** Where people reach this server, if that is configured. */
  publicUrl: string | null
  /** Proxies of one's own between clients and this server. */
  proxies: number
  log: Log
}
