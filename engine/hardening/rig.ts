import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import type { CustomerCommand } from '#protocol/customer-commands'
import { customerServerFrame } from '#protocol/customer-frames'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import { staffServerFrame } from '#protocol/staff-frames'
import { memoryCustomerBook } from '#storage/memory-customer-book'
import { memoryArticles } from '#storage/memory-articles'
import { memoryStatistics } from '#storage/memory-statistics'
import { memoryPastAnswers } from '#storage/memory-past-answers'
import { memorySuggestionUses } from '#storage/suggestion-uses'
import { DiskFiles } from '#storage/disk-files'
import type { ChatRow } from '#storage/rows'
import { ApiTokens } from '../auth/api-tokens.ts'
import { Auth } from '../auth/auth.ts'
import { CustomerTokens } from '../auth/customer-tokens.ts'
import { Oneself } from '../auth/oneself.ts'
import { PasswordReset } from '../auth/password-reset.ts'
import { ReturnLinks } from '../auth/return-links.ts'
import { Returns, erasedAt } from '../auth/returns.ts'
import { Invitations } from '../auth/invitations.ts'
import { Passwords } from '../auth/passwords.ts'
import { Sessions } from '../auth/sessions.ts'
import { SignIn } from '../auth/sign-in.ts'
import { botScreensOf } from '../bots/bots-of.ts'
import type { NewAccount } from '../commands/staff-account.ts'
import { FileLinks } from '../files/file-links.ts'
import { Files } from '../files/files.ts'
import { embedOriginsOf } from '../host/embed-origins-of.ts'
import { digestOf } from '../host/host-desk.ts'
import { createApp } from '../http/app.ts'
import { CustomerScreens } from '../http/customer-screens.ts'
import { ConsoleScreens } from '../http/console-screens.ts'
import { Openings } from '../http/openings.ts'
import { JournalScreens } from '../http/journal-screens.ts'
import { KnowledgeScreens } from '../http/knowledge-screens.ts'
import { StatisticsScreens } from '../http/statistics-screens.ts'
import { WebhookScreens } from '../http/webhook-screens.ts'
import { LiveScreens } from '../http/live-screens.ts'
import { ratesTimes } from '../http/rates.ts'
import type { HttpEnv } from '../http/transport.ts'
import type { Place } from '../realtime/connection.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { promptersOf } from '../prompters/prompters-of.ts'
import { Hub } from '../realtime/hub.ts'
import { Screens } from '../realtime/screens.ts'
import { Statecharts } from '../statecharts/statecharts.ts'
import { memoryArchive } from '../testing/memory-archive.ts'
import { memoryAudit } from '../testing/memory-audit.ts'
import { memoryWebhookLog } from '../testing/memory-webhook-log.ts'
import { memoryJournals } from '../testing/memory-journals.ts'
import { found } from '../testing/small-account.ts'
import { TestHost } from '../testing/test-host.ts'
import { FarEnd } from '../testing/test-hub.ts'
import type { CustomerEnd, StaffEnd } from '../testing/test-hub.ts'
import { MemoryPeople, sessionOf } from './memory-people.ts'

export const HOST = 'desk.example'

/** What a command came to, by whichever way it was sent: `done`, or the code of its refusal. */
export type Outcome = string

export interface Told {
  status: number
  headers: Headers
  text: string
  /** Of JSON; null for other answers. */
  json: unknown
}

/** Everything between the wire and a store in memory: sockets and REST with the real sign-ins. */
export class Rig {
  readonly test: TestHost
  readonly hub: Hub
  readonly links: FileLinks
  readonly returnLinks: ReturnLinks
  readonly people: MemoryPeople
  readonly auth: Auth
  readonly #makeApp: () => Hono<HttpEnv>
  #app: Hono<HttpEnv> | null = null
  /** Where files are kept; there is none before the first. */
  readonly #folder = join(tmpdir(), `parley-rig-${crypto.randomUUID()}`)
  /** What the app logged as its own fault. */
  readonly faults: unknown[] = []

  private constructor(test: TestHost) {
    const { host, desk, memory, clock } = test
    this.test = test
    this.people = new MemoryPeople(memory)
    const sessions = new Sessions(this.people, clock, (sessionId) => this.hub.revoke(sessionId))
    const customerTokens = new CustomerTokens(new Uint8Array(32).fill(7))
    const { people } = this
    const returnLinks = new ReturnLinks(new Uint8Array(32).fill(9), () => clock.now())
    this.returnLinks = returnLinks
    this.auth = new Auth({
      people,
      channels: people,
      sessions,
      customerTokens,
      returnLinks,
      erasedAt: (accountId, customerId) => erasedAt(memory, accountId, customerId),
      clock,
    })
    const links = new FileLinks(new Uint8Array(32).fill(8), () => clock.now())
    this.links = links
    const staff = new Screens(
      host,
      memory,
      (accountId, actors) => memory.loadActors(accountId, actors),
      links,
    )
    this.hub = new Hub({
      clock,
      host,
      desk,
      screens: staff,
      feed: memory,
      authenticator: this.auth,
      links,
    })
    test.onPublish = (changes) => this.hub.publish(changes)
    test.onLost = (accountId) => this.hub.lose(accountId)
    const passwordReset = new PasswordReset({
      store: people,
      sessions,
      passwords: new Passwords(),
      clock,
      log: { info() {}, warn() {}, error() {} },
      orderMail: null,
    })
    this.#makeApp = () =>
      createApp({
        desk,
        files: new Files({
          host,
          stored: memory,
          bytes: new DiskFiles(this.#folder),
          links,
          loadChat: async (accountId, chatId) =>
            (await memory.loadChats(accountId, [chatId]))[0] ?? null,
          ids: { next: () => test.newId() },
          now: () => clock.now(),
          log: SILENT,
        }),
        screens: new LiveScreens({
          links,
          staff,
          host,
          feed: memory,
          archive: memoryArchive(memory),
          statecharts: new Statecharts(async () => null),
        }),
        openings: new Openings({ host, now: () => clock.now() }),
        journals: new JournalScreens({
          staff,
          shelf: memoryJournals(memory),
          now: () => clock.now(),
          loadChat: async (accountId, chatId) =>
            (await memory.loadChats(accountId, [chatId]))[0] ?? null,
        }),
        knowledge: new KnowledgeScreens(
          staff,
          memoryArticles((accountId) => memory.contents(accountId)),
        ),
        console: new ConsoleScreens({ staff, people, audit: memoryAudit(memory) }),
        webhooks: new WebhookScreens(staff, memoryWebhookLog(memory)),
        statistics: new StatisticsScreens({
          staff,
          shelf: memoryStatistics((accountId) => memory.contents(accountId)),
          feed: memory,
        }),
        bots: botScreensOf({
          staff,
          articles: memoryArticles((accountId) => memory.contents(accountId)),
          past: memoryPastAnswers(),
          outgoing: { post: async () => ({ kind: 'failed', why: 'notAllowed', status: null }) },
          breaker: new Breaker(clock),
          clock,
          ids: { next: () => test.newId() },
        }),
        prompters: promptersOf({
          staff,
          articles: memoryArticles((accountId) => memory.contents(accountId)),
          past: memoryPastAnswers(),
          uses: memorySuggestionUses((accountId) => memory.contents(accountId)),
          outgoing: { post: async () => ({ kind: 'failed', why: 'notAllowed', status: null }) },
          clock,
          ids: { next: () => test.newId() },
          log: SILENT,
        }),
        customers: new CustomerScreens(
          staff,
          memoryCustomerBook((accountId) => memory.contents(accountId)),
        ),
        hub: this.hub,
        auth: this.auth,
        sessions,
        apiTokens: new ApiTokens({
          store: people,
          clock,
          ids: { next: () => test.newId() },
          onRevoked: (sessionId) => this.hub.revoke(sessionId),
        }),
        embedOrigins: embedOriginsOf(host, people),
        signIn: new SignIn({ store: people, sessions }),
        passwordReset,
        invitations: new Invitations({
          store: people,
          links: passwordReset,
          clock,
          ids: { next: () => test.newId() },
        }),
        returns: new Returns({
          links: returnLinks,
          auth: this.auth,
          load: (accountId, ids) => memory.loadCustomers(accountId, ids),
        }),
        oneself: new Oneself(people, clock),
        people,
        readiness: async () => [],
        metrics: async () => ({ contentType: 'text/plain', text: '' }),
        demoChannelId: async () => null,
        demoCrm: null,
        pages: null,
        rates: ratesTimes(100_000),
        publicUrl: null,
        proxies: 0,
        log: { info() {}, warn() {}, error: (about) => this.faults.push(about) },
      })
  }

  static async start(accounts: Record<string, NewAccount>): Promise<Rig> {
    const rig = new Rig(await TestHost.start({ account: null }))
    for (const [accountId, account] of Object.entries(accounts)) {
      await found(rig.test.host, account, accountId)
    }
    return rig
  }

  /** A staff socket that said hello and follows topics. */
  async staff(personId: string, ...topics: ('desk' | `chat:${string}`)[]): Promise<StaffEnd> {
    const end = this.staffSocket()
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token: sessionOf(personId) })
    for (const topic of topics) await end.say({ type: 'subscribe', topic })
    return end
  }

  /** @param place where it is opened for one account */
  staffSocket(place: Place | null = null): StaffEnd {
    const end: StaffEnd = new FarEnd((frame) => exactly(staffServerFrame.parse(frame), frame))
    end.handler = this.hub.acceptStaff(end, null, place)
    return end
  }

  customerSocket(channelId: string): CustomerEnd {
    const end: CustomerEnd = new FarEnd((frame) => exactly(customerServerFrame.parse(frame), frame))
    end.handler = this.hub.acceptCustomer(end, channelId)
    return end
  }

  async customer(channelId: string, token: string): Promise<CustomerEnd> {
    const end = this.customerSocket(channelId)
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token })
    return end
  }

  async bySocket(end: StaffEnd, command: StaffCommand): Promise<Outcome> {
    const id = this.test.newId()
    await end.say({ type: 'command', id, command })
    if (end.of('ack').some((frame) => frame.id === id)) return 'done'
    const refused = end.of('refused').find((frame) => frame.id === id)
    return refused?.refusal.code ?? `nothing; closed with ${end.closedWith?.reason}`
  }

  async byRest(personId: string, command: StaffCommand, accountId = 'acme'): Promise<Outcome> {
    const body = { id: this.test.newId(), command }
    const path = `/api/v1/accounts/${accountId}/commands`
    const told = await this.ask('POST', path, { token: sessionOf(personId), body })
    return told.status === 200 ? 'done' : codeOf(told)
  }

  async customerByRest(
    channelId: string,
    token: string,
    command: CustomerCommand,
  ): Promise<Outcome> {
    const body = { id: this.test.newId(), command }
    const told = await this.ask('POST', `/api/v1/channels/${channelId}/commands`, { token, body })
    return told.status === 200 ? 'done' : codeOf(told)
  }

  async ask(
    method: string,
    path: string,
    asked: { token?: string; body?: unknown; raw?: string; origin?: string } = {},
  ): Promise<Told> {
    const headers = new Headers({ host: HOST })
    if (asked.token !== undefined) headers.set('authorization', `Bearer ${asked.token}`)
    if (asked.origin !== undefined) headers.set('origin', asked.origin)
    if (asked.body !== undefined) headers.set('content-type', 'application/json')
    const body = asked.raw ?? (asked.body === undefined ? null : JSON.stringify(asked.body))
    const request = new Request(`http://${HOST}${path}`, { method, headers, body })
    const transport = { address: '192.0.2.1', upgrade: () => false }
    this.#app ??= this.#makeApp()
    const response = await this.#app.fetch(request, transport)
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const json: unknown = isJson && text !== '' ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, text, json }
  }

  /** Uploads a text; its id, or the code of the refusal. */
  async upload(path: string, token: string, name = 'note.txt'): Promise<Outcome> {
    const told = await this.ask('POST', `${path}?name=${encodeURIComponent(name)}`, {
      token,
      raw: 'a note',
    })
    if (told.status !== 201) return codeOf(told)
    const { fileId } = told.json as { fileId: string }
    return fileId
  }

  /** Removes the files that were uploaded here. */
  async removeFiles(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** The row of a chat, open or not. Throws where there is none. */
  chat(chatId: string, accountId = 'acme'): ChatRow {
    const chats = this.test.memory.contents(accountId)?.chats ?? []
    const chat = chats.find((one) => one.chatId === chatId)
    if (chat === undefined) throw new Error(`no chat ${chatId} is stored`)
    return chat
  }

  /** How far the accounts are: the same as long as nothing is written. */
  seqs(): string {
    const accounts = this.test.memory.accountIds().map((id) => this.test.host.peek(id))
    return JSON.stringify(accounts.map((account) => [account?.seq, account?.turn]))
  }

  /** A digest of everything that is stored of all accounts. */
  stored(): string {
    const { memory } = this.test
    return digestOf(memory.accountIds().map((accountId) => memory.contents(accountId)))
  }
}

const SILENT = { info() {}, warn() {}, error() {} }

/** The code of the refusal in a problem. */
export function codeOf({ status, json }: Told): string {
  const problem = json as { refusal?: { code?: string } } | null
  return problem?.refusal?.code ?? `no problem, but status ${status}`
}

/** A frame, if it holds nothing that its schema does not know: a schema that strips would hide a leak. */
function exactly<Frame>(known: Frame, frame: unknown): Frame {
  if (!Bun.deepEquals(known, frame)) {
    throw new Error(`More than the schema knows: ${JSON.stringify(frame)}`)
  }
  return known
}
