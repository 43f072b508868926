import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { afterAll, beforeAll } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { MemberRow } from '#storage/rows'
import type { Db } from '#storage/database'
import { DatabaseForTests, START_MS } from '#storage/database-for-tests'
import { DiskFiles } from '#storage/disk-files'
import { createPerson } from '#storage/people'
import { PostgresCustomerBook } from '#storage/postgres-customer-book'
import { storedArchive } from '#storage/archive'
import type { Archive } from '#storage/archive'
import { storedArticles } from '#storage/articles'
import { storedAudit } from '#storage/audit'
import { storedPastAnswers } from '#storage/past-answers'
import { storedSuggestionUses } from '#storage/suggestion-uses'
import { storedJournals } from '#storage/journal-shelf'
import { storedStatistics } from '#storage/statistics'
import { storedWebhookLog } from '#storage/webhook-log'
import { PostgresFeed } from '#storage/postgres-feed'
import { PostgresFiles } from '#storage/stored-files'
import { PostgresStore } from '#storage/postgres-store'
import { ApiTokens } from '../auth/api-tokens.ts'
import { Auth } from '../auth/auth.ts'
import { CustomerTokens } from '../auth/customer-tokens.ts'
import { Invitations } from '../auth/invitations.ts'
import { Passwords } from '../auth/passwords.ts'
import { Oneself } from '../auth/oneself.ts'
import { PasswordReset } from '../auth/password-reset.ts'
import { ReturnLinks } from '../auth/return-links.ts'
import { Returns, erasedAt } from '../auth/returns.ts'
import type { Rate } from '../auth/rate-limit.ts'
import { Sessions } from '../auth/sessions.ts'
import { SignIn } from '../auth/sign-in.ts'
import { storedPeople } from '../auth/stored-people.ts'
import type { StoredPeople } from '../auth/stored-people.ts'
import { found } from '../bootstrap/found.ts'
import { botScreensOf } from '../bots/bots-of.ts'
import { FileLinks } from '../files/file-links.ts'
import { Files } from '../files/files.ts'
import { embedOriginsOf } from '../host/embed-origins-of.ts'
import { Host } from '../host/host.ts'
import { hostDesk } from '../host/host-desk.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Clock, Log } from '../ports.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { Outgoing } from '../outgoing/outgoing.ts'
import { promptersOf } from '../prompters/prompters-of.ts'
import { Hub } from '../realtime/hub.ts'
import { Statecharts } from '../statecharts/statecharts.ts'
import { Screens } from '../realtime/screens.ts'
import { createApp } from './app.ts'
import { CustomerScreens } from './customer-screens.ts'
import { ConsoleScreens } from './console-screens.ts'
import { Openings } from './openings.ts'
import { JournalScreens } from './journal-screens.ts'
import { KnowledgeScreens } from './knowledge-screens.ts'
import { StatisticsScreens } from './statistics-screens.ts'
import { WebhookScreens } from './webhook-screens.ts'
import { LiveScreens } from './live-screens.ts'
import type { Parts, ReadyPart } from './parts.ts'
import { ratesTimes } from './rates.ts'
import type { HttpEnv, Transport } from './transport.ts'

/** Where the app is reached. */
export const HOST = 'desk.example'
export const OWN = `http://${HOST}`

/** More often than any test asks. */
const OFTEN: Rate = { points: 10_000, perSeconds: 60 }
const RESETS = { perEmail: OFTEN, perAddress: OFTEN }

/** The password of everybody in the tests. */
export const PASSWORD = 'tavo-kire-munu'

/** Who is where: two accounts, so that one can be a stranger. */
const MEMBERS: Record<string, [personId: string, role: MemberRow['role'], groupIds: string[]][]> = {
  acme: [
    ['ada', 'administrator', ['support']],
    ['sam', 'supervisor', ['support']],
    ['mia', 'agent', ['support']],
    ['lou', 'agent', ['sales']],
  ],
  rival: [['max', 'administrator', ['support']]],
}

const CHANNELS: Record<string, [channelId: string, allowedOrigins: string[]][]> = {
  acme: [
    ['site', ['https://shop.example']],
    ['second', []],
  ],
  rival: [['theirs', []]],
}

export interface Asked {
  token?: string | null
  cookie?: string
  origin?: string
  body?: unknown
  /** Sent as it is, in place of a body made of JSON. */
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  address?: string
}

export interface Told {
  status: number
  headers: Headers
  text: string
  /** Of JSON; null for other answers. */
  json: unknown
}

/** A machine that is busy with many tests must not cost this one its lease. */
class PatientStore extends PostgresStore {
  override register(incarnation: string): Promise<void> {
    return super.register(incarnation, 3_600_000)
  }

  override renew(incarnation: string): Promise<boolean> {
    return super.renew(incarnation, 3_600_000)
  }
}

/** The whole app on a real database, asked without a network. */
export class AppForTests {
  readonly #database = DatabaseForTests.forThisFile()
  #made: {
    parts: Parts
    app: Hono<HttpEnv>
    host: Host
    hub: Hub
    showing: (archive: Archive) => LiveScreens
  } | null = null
  #folder = ''
  /** Sessions whose sockets were closed. */
  readonly revoked: string[] = []
  /** Mails with a link for a new password that were ordered. */
  readonly ordered: { accountId: string; personId: string }[] = []
  #orderedOne = Promise.withResolvers<void>()
  /** What the app logged as its own fault. */
  readonly faults: Record<string, unknown>[] = []
  /** Sockets that were let in: `staff`, or a channel's id. */
  readonly accepted: { who: string; cookieToken?: string | null }[] = []
  /** What `/readyz` is told. */
  readyParts: ReadyPart[] = [{ name: 'running', ready: true }]
  /** How far the clock of sign-ins is ahead, in milliseconds. */
  aheadMs = 0

  /** Starts before the tests of this file and stops after them. */
  static forThisFile(): AppForTests {
    const tested = new AppForTests()
    beforeAll(async () => {
      tested.#made = await tested.#start()
    }, START_MS)
    afterAll(async () => {
      tested.#made?.hub.closeAll('goingAway')
      await tested.#made?.host.stop()
      await rm(tested.#folder, { recursive: true, force: true })
    })
    return tested
  }

  get db(): Db {
    return this.#database.db
  }

  /** Where the bytes of files are kept. */
  get folder(): string {
    return this.#folder
  }

  get parts(): Parts {
    return this.#get().parts
  }

  /** The same with another archive. */
  partsWith(archive: Archive): Parts {
    const { parts, showing } = this.#get()
    return { ...parts, screens: showing(archive) }
  }

  get app(): Hono<HttpEnv> {
    return this.#get().app
  }

  /** A session of somebody, without asking for a password. */
  signedIn(personId: string): Promise<string> {
    return this.parts.sessions.begin(personId)
  }

  /** Opens a socket of staff, as agents need one to get chats. Resolves when they are connected. */
  async connect(token: string): Promise<void> {
    const connected = Promise.withResolvers<void>()
    const socket = this.#get().hub.acceptStaff(
      {
        send(text) {
          if (text.includes('"type":"welcome"')) say({ type: 'subscribe', topic: 'desk' })
          if (text.includes('"connection":"connected"')) connected.resolve()
        },
        close: (_code, reason) => connected.reject(new Error(reason)),
        bufferedBytes: () => 0,
      },
      token,
    )
    const say = (frame: object): void => socket.receive(JSON.stringify(frame))
    say({ type: 'hello', protocol: PROTOCOL_VERSION })
    await connected.promise
  }

  /** A customer's token, and who that is. */
  async customer(channelId = 'site', accountId = 'acme') {
    const token = this.parts.auth.newCustomer(accountId, channelId)
    const who = await this.parts.auth.customer(channelId, token)
    if (who === null) throw new Error('a token of ours is not known')
    return { token, who }
  }

  /** Asks the app, or another one. */
  async ask(method: string, path: string, asked: Asked = {}, app = this.app): Promise<Told> {
    const headers = new Headers({ host: HOST, ...asked.headers })
    if (asked.token !== undefined) headers.set('authorization', `Bearer ${asked.token}`)
    if (asked.cookie !== undefined) headers.set('cookie', `parley_session=${asked.cookie}`)
    if (asked.origin !== undefined) headers.set('origin', asked.origin)
    const body = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body))
    if (body !== undefined && !headers.has('content-type')) {
      headers.set('content-type', 'application/json')
    }
    const request = new Request(`http://${HOST}${path}`, { method, headers, body: body ?? null })
    const response = await app.fetch(request, this.#transport(asked.address ?? '192.0.2.1'))
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const json: unknown = /json/.test(type) && text !== '' ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, text, json }
  }

  #get() {
    if (this.#made === null) throw new Error('the tests have not begun')
    return this.#made
  }

  #transport(address: string): Transport {
    const connection = { send() {}, close() {}, bufferedBytes: () => 0 }
    return {
      address,
      upgrade(accept) {
        accept(connection)
        return true
      },
    }
  }

  async #start() {
    const { database, db } = this.#database
    const people = storedPeople(db)
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + this.aheadMs }
    const log = this.#log()
    const feed = new PostgresFeed(db)
    const store = new PatientStore(database)
    const host: Host = new Host({
      store,
      clock: { ...systemClock, monotonic: () => 0 },
      ids: systemIds,
      log,
      publish: (changes) => hub.publish(changes),
      onLost: (accountId) => hub.lose(accountId),
      onOutbox: () => {},
    })
    const desk = hostDesk(host)
    const links = new FileLinks(randomBytes(32), () => clock.now())
    const staff = new Screens(
      host,
      feed,
      (accountId, actors) => store.loadActors(accountId, actors),
      links,
    )
    const folder = await mkdtemp(join(tmpdir(), 'parley-app-'))
    this.#folder = folder
    const onRevoked = (sessionId: string): void => {
      this.revoked.push(sessionId)
      hub.revoke(sessionId)
    }
    const sessions = new Sessions(people, clock, onRevoked)
    const customerTokens = new CustomerTokens(randomBytes(32))
    const returnLinks = new ReturnLinks(randomBytes(32), () => clock.now())
    const auth = new Auth({
      people,
      channels: people,
      sessions,
      customerTokens,
      returnLinks,
      erasedAt: (accountId, customerId) => erasedAt(store, accountId, customerId),
      clock,
    })
    const hub = new Hub({
      clock: systemClock,
      host,
      desk,
      screens: staff,
      feed,
      authenticator: auth,
      links,
    })
    await host.start()
    await this.#enrol()
    await foundAll(host)
    const statecharts = new Statecharts()
    const showing = (archive: Archive) =>
      new LiveScreens({ staff, host, feed, archive, links, statecharts })
    const parts: Parts = {
      desk,
      files: new Files({
        host,
        stored: new PostgresFiles(db),
        bytes: new DiskFiles(folder),
        links,
        loadChat: async (accountId, chatId) =>
          (await store.loadChats(accountId, [chatId]))[0] ?? null,
        ids: systemIds,
        now: () => systemClock.now(),
        log,
      }),
      screens: showing(storedArchive(db)),
      openings: new Openings({ host, now: () => clock.now() }),
      journals: new JournalScreens({
        staff,
        shelf: storedJournals(db),
        now: () => clock.now(),
        loadChat: async (accountId, chatId) =>
          (await store.loadChats(accountId, [chatId]))[0] ?? null,
      }),
      knowledge: new KnowledgeScreens(staff, storedArticles(db)),
      prompters: promptersOf({
        staff,
        articles: storedArticles(db),
        past: storedPastAnswers(db),
        uses: storedSuggestionUses(db),
        outgoing: new Outgoing({ clock: systemClock, allowPrivate: true }),
        clock: systemClock,
        ids: systemIds,
        log,
      }),
      bots: botScreensOf({
        staff,
        articles: storedArticles(db),
        past: storedPastAnswers(db),
        outgoing: new Outgoing({ clock: systemClock, allowPrivate: true }),
        breaker: new Breaker(systemClock),
        clock: systemClock,
        ids: systemIds,
      }),
      console: new ConsoleScreens({ staff, people, audit: storedAudit(db) }),
      statistics: new StatisticsScreens({ staff, shelf: storedStatistics(db), feed }),
      webhooks: new WebhookScreens(staff, storedWebhookLog(db)),
      customers: new CustomerScreens(staff, new PostgresCustomerBook(db)),
      hub: {
        acceptStaff: (connection, cookieToken, place) => {
          this.accepted.push({ who: 'staff', cookieToken, ...place })
          return hub.acceptStaff(connection, cookieToken, place)
        },
        acceptCustomer: (connection, channelId) => {
          this.accepted.push({ who: channelId })
          return hub.acceptCustomer(connection, channelId)
        },
      },
      auth,
      sessions,
      apiTokens: new ApiTokens({
        store: people,
        clock,
        ids: systemIds,
        onRevoked,
      }),
      embedOrigins: embedOriginsOf(host, people),
      signIn: new SignIn({ store: people, sessions }),
      passwordReset: this.#passwordReset(people, sessions, clock),
      invitations: new Invitations({
        store: people,
        links: this.#passwordReset(people, sessions, clock),
        clock,
        ids: systemIds,
      }),
      returns: new Returns({
        links: returnLinks,
        auth,
        load: (accountId, ids) => store.loadCustomers(accountId, ids),
      }),
      oneself: new Oneself(people, clock),
      people,
      readiness: async () => this.readyParts,
      metrics: async () => ({
        contentType: 'text/plain; version=0.0.4',
        text: 'parley_turns_total 1\n',
      }),
      demoChannelId: async () => null,
      demoCrm: null,
      pages: null,
      rates: ratesTimes(1_000),
      publicUrl: null,
      proxies: 0,
      log,
    }
    return { parts, app: createApp(parts), host, hub, showing }
  }

  /** As it is where no account is awake. */
  get asleep() {
    const host = { peek: () => null }
    return { embedOrigins: embedOriginsOf(host, storedPeople(this.db)) }
  }

  /** Resolves when so many mails were ordered. */
  async untilOrdered(count: number): Promise<void> {
    while (this.ordered.length < count) await this.#orderedOne.promise
  }

  /** The app, where links for a new password may be asked for this often. */
  withResetRates(perEmail: Rate, perAddress: Rate): Hono<HttpEnv> {
    const { parts } = this
    const people = storedPeople(this.db)
    const rates = { perEmail, perAddress }
    const passwordReset = this.#passwordReset(people, parts.sessions, systemClock, rates)
    return createApp({ ...parts, passwordReset })
  }

  /** The app, on a server that sends no mail. */
  withoutMail(): Hono<HttpEnv> {
    const { parts } = this
    const people = storedPeople(this.db)
    const silent = { ...RESETS, orderMail: null }
    const passwordReset = this.#passwordReset(people, parts.sessions, systemClock, silent)
    return createApp({ ...parts, passwordReset })
  }

  #passwordReset(
    store: StoredPeople,
    sessions: Sessions,
    clock: Clock,
    how: { perEmail: Rate; perAddress: Rate; orderMail?: null } = RESETS,
  ): PasswordReset {
    return new PasswordReset({
      store,
      sessions,
      passwords: new Passwords(),
      clock,
      log: this.#log(),
      orderMail: async (accountId, personId) => {
        this.ordered.push({ accountId, personId })
        this.#orderedOne.resolve()
        this.#orderedOne = Promise.withResolvers<void>()
      },
      ...how,
    })
  }

  async #enrol(): Promise<void> {
    const passwordHash = await new Passwords().hash(PASSWORD)
    for (const [personId] of Object.values(MEMBERS).flat()) {
      const email = `${personId}@parley.example`
      await createPerson(this.db, { personId, email, name: personId, passwordHash, createdAt: 1 })
    }
  }

  #log(): Log {
    return {
      info() {},
      warn() {},
      error: (about) => this.faults.push(about),
    }
  }
}

async function foundAll(host: Host): Promise<void> {
  for (const [accountId, members] of Object.entries(MEMBERS)) {
    await found(host, accountId, {
      name: accountId,
      groups: ['support', 'sales'].map((groupId) => ({
        groupId,
        name: groupId,
        publicName: groupId,
        overflowGroupId: null,
        defaultAgentId: null,
        roundRobinAfter: null,
        number: null,
        hours: null,
        successorId: null,
      })),
      members: members.map(([personId, role, groupIds]) => ({
        personId,
        role,
        name: personId,
        publicName: personId,
        groupIds,
        chatLimit: null,
        active: true,
        picture: null,
      })),
      channels: (CHANNELS[accountId] ?? []).map(([channelId, allowedOrigins]) => ({
        channelId,
        kind: 'widget',
        name: channelId,
        groupId: 'support',
        botId: null,
        settings: { allowedOrigins },
      })),
    })
  }
}
