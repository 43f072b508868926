import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MACHINES } from '#machines/registry'
import type { Machines } from '#machines/versions'
import { openDatabase } from '#storage/database'
import { DiskFiles } from '#storage/disk-files'
import { startLastingPostgres } from '#storage/embedded-postgres'
import { hasAccounts } from '#storage/directory'
import type { FileBytes } from '#storage/file-bytes'
import { hasTrigrams, storedArticles } from '#storage/articles'
import { learnPastAnswers, storedPastAnswers } from '#storage/past-answers'
import { cleanErased } from '#storage/cleaning'
import { storedOutlived } from '#storage/outlived'
import { storedSuggestionUses } from '#storage/suggestion-uses'
import { storedArchive } from '#storage/archive'
import { storedAudit } from '#storage/audit'
import { storedJournals } from '#storage/journal-shelf'
import { storedStatistics } from '#storage/statistics'
import { storedWebhookLog } from '#storage/webhook-log'
import { mergeNewWords } from '#storage/search'
import { hasActors, migrate } from '#storage/migrate'
import { PostgresCustomerBook } from '#storage/postgres-customer-book'
import { PostgresFeed } from '#storage/postgres-feed'
import { endLeases } from '#storage/postgres-leases'
import { PostgresStore } from '#storage/postgres-store'
import { S3Files } from '#storage/s3-files'
import { sweepAllowances } from '#storage/mail-allowances'
import { sweepResetLinks } from '#storage/reset-links'
import { secretOf } from '#storage/secrets'
import { sweepSessions } from '#storage/sessions'
import { shardOf } from '#storage/shard'
import { PostgresFiles } from '#storage/stored-files'
import { ApiTokens } from './auth/api-tokens.ts'
import { Auth } from './auth/auth.ts'
import { embedOriginsOf } from './host/embed-origins-of.ts'
import { KnownChannels } from './auth/known-channels.ts'
import { CustomerTokens } from './auth/customer-tokens.ts'
import { Oneself } from './auth/oneself.ts'
import { PasswordReset } from './auth/password-reset.ts'
import { ReturnLinks } from './auth/return-links.ts'
import { Returns, erasedAt } from './auth/returns.ts'
import { Invitations } from './auth/invitations.ts'
import { Passwords } from './auth/passwords.ts'
import { Sessions } from './auth/sessions.ts'
import { SignIn } from './auth/sign-in.ts'
import { storedPeople } from './auth/stored-people.ts'
import {
  DEMO_ACCOUNT_ID,
  DEMO_CHANNEL_ID,
  SECOND_DEMO_ACCOUNT_ID,
  foundDemoAccount,
} from './bootstrap/demo-account.ts'
import type { DemoSignIn } from './bootstrap/demo-account.ts'
import { FileLinks } from './files/file-links.ts'
import { Files } from './files/files.ts'
import { forgetOutlived } from './erasing/forget-outlived.ts'
import { botScreensOf, botsOf } from './bots/bots-of.ts'
import { sweepFiles } from './files/sweep-files.ts'
import { orderResetMail } from './commands/staff-mails.ts'
import { Host } from './host/host.ts'
import { hostDesk } from './host/host-desk.ts'
import { MAIL } from './host/missed-mail.ts'
import { OutboxWorker } from './host/outbox.ts'
import { createApp } from './http/app.ts'
import { CustomerScreens } from './http/customer-screens.ts'
import { ConsoleScreens } from './http/console-screens.ts'
import { Openings } from './http/openings.ts'
import { JournalScreens } from './http/journal-screens.ts'
import { KnowledgeScreens } from './http/knowledge-screens.ts'
import { StatisticsScreens } from './http/statistics-screens.ts'
import { WebhookScreens } from './http/webhook-screens.ts'
import { LiveScreens } from './http/live-screens.ts'
import { ratesTimes } from './http/rates.ts'
import { serve } from './http/serve.ts'
import { startingApp } from './http/starting-app.ts'
import { smtpMailer } from './mail/mailer.ts'
import { CustomerMails } from './mail/customer-mails.ts'
import { keyedAllowances } from './mail/allowances.ts'
import { PostOffice } from './mail/post-office.ts'
import { every, everyOrSooner } from './operation/every.ts'
import { meteredStore } from './operation/metered-store.ts'
import { Metrics } from './operation/metrics.ts'
import { practise } from './operation/practice.ts'
import { readinessOf } from './operation/readiness.ts'
import type { Judged } from './operation/readiness.ts'
import type { ServerSettings } from './operation/settings.ts'
import { sweepAll } from './operation/sweep-all.ts'
import { systemClock, systemIds, systemRandom } from './operation/system-ports.ts'
import { warmUp } from './operation/warm-up.ts'
import { openUserInterface } from './operation/user-interface.ts'
import { pause } from './ports.ts'
import type { Log } from './ports.ts'
import { Breaker } from './outgoing/breaker.ts'
import { Outgoing } from './outgoing/outgoing.ts'
import { promptersOf } from './prompters/prompters-of.ts'
import { Hub } from './realtime/hub.ts'
import { refuseStranded } from './replay/way-forward.ts'
import { Screens } from './realtime/screens.ts'
import { Statecharts } from './statecharts/statecharts.ts'
import { countPast } from './statistics/books.ts'
import { WebhookDispatcher } from './webhooks/dispatcher.ts'

/** How long after the start charts are laid out: what was waiting for it goes first. */
const CHARTS_AFTER_MS = 3_000

/** How often accounts are looked for whose timers fall due while they sleep. */
const WAKE_EVERY_MS = 20_000

/** How often what retention no longer keeps is removed. */
const COUNT_EVERY_MS = 20_000 // whoever changed the time zone waits for its figures
const SWEEP_EVERY_MS = 3 * 60_000

/** How often what accounts keep for a time only is erased. */
const FORGET_EVERY_MS = 10 * 60_000

/** Words of messages gather beside their index this long, so that commits need not merge them. */
const MERGE_EVERY_MS = 30_000

/** How soon what was answered in chats that ended is known to who is asked the like. */
const LEARN_EVERY_MS = 20_000

/** A server that starts wakes who must be awake before it takes requests, if it takes no longer. */
const WAKE_MS = 2_000

/** How long a session that ended is kept, to look back at. */
const ENDED_SESSIONS_MS = 30 * 24 * 3_600_000

/** How often an address was written to is known so long: longer than any limit counts. */
const ALLOWANCES_MS = 2 * 24 * 3_600_000

/** What is gathered is written within this when the server stops; else it is left to the next one. */
const FLUSH_MS = 10_000

export interface ServerOptions extends Omit<ServerSettings, 'logLevel' | 'allowPrivate'> {
  /** Whether services that accounts name may be at addresses that are not everybody's. */
  allowPrivate?: boolean
  log: Log
  /** The versions of machines; the released ones where nothing is said. */
  machines?: Machines
  /** Where a page is that embeds the demo account's desk. */
  demoCrm?: string
  /** Whether pages are served too, and built first where they are stale. */
  userInterface: boolean
}

export interface RunningServer {
  /** Where to reach it from this machine. */
  url: string
  port: number
  /** The sign-ins of the demo account, where this start made it. */
  demo: DemoSignIn[] | null
  /** There is no account yet, and none was wanted for demonstration. */
  hasNoAccount: boolean
  /** Resolves when the embedded database ended by itself: nothing works from then on. */
  databaseEnded: Promise<void>
  /** Ends it in order: no new turns, what is gathered is written, sockets are told to come again. */
  stop(): Promise<void>
}

/** The folder of the checkout. */
const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Starts the whole product in this process and resolves when it serves. Until then, `/readyz` says
 * what is missing.
 * @throws EmbeddedPostgresError, DatabaseError, FilesUnavailable, NoWayForward with a sentence on what to do; an Error with `code`
 * `EADDRINUSE` where the port is taken. What was opened is closed again.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const opened: (() => Promise<void>)[] = []
  try {
    return await start(options, opened)
  } catch (error) {
    await closeAll(opened)
    throw error
  }
}

async function start(
  options: ServerOptions,
  opened: (() => Promise<void>)[],
): Promise<RunningServer> {
  const { log, machines = MACHINES } = options
  const clock = systemClock
  const ids = systemIds
  const metrics = new Metrics()
  const judged: Judged = { ping: null, migrated: false, lease: null, files: null, stopping: false }
  const watch = {
    readiness: () => readinessOf(judged),
    metrics: () => metrics.text(),
  }

  let app = startingApp(watch)
  const served = serve({ fetch: (request, env) => app.fetch(request, env) }, options)
  opened.push(() => served.stop())
  const pages = options.userInterface ? openUserInterface(ROOT, log) : Promise.resolve(null)

  let stopPostgres = async (): Promise<void> => {}
  const databaseEnded = Promise.withResolvers<void>()
  const databaseUrl = options.databaseUrl ?? (await embedded())
  const database = await openDatabase(databaseUrl)
  opened.push(() => database.close())
  judged.ping = () => database.db.selectFrom('shards').select('id').limit(1).execute()
  // Before anything is another way: the version that was here before must be able to start again.
  if (await hasActors(database.db)) await refuseStranded(database.db, machines)
  const migrations = await migrate(database.db)
  if (migrations.length > 0) log.info({ migrations }, 'tables brought up to date')
  if (!(await hasTrigrams(database.db))) {
    log.warn(
      {},
      'this database does not allow pg_trgm, so misspelt words find no articles; ' +
        'whoever administers it runs: create extension pg_trgm',
    )
  }
  judged.migrated = true
  // One process to a data folder: whoever had the shards of this one is dead.
  if (options.databaseUrl === null) await endLeases(database.control)

  const fileBytes: FileBytes = options.s3
    ? new S3Files(options.s3)
    : new DiskFiles(join(options.dataFolder, 'files'))
  await fileBytes.check()
  judged.files = () => fileBytes.check()
  const storedFiles = new PostgresFiles(database.db)

  const people = storedPeople(database.db)
  const feed = new PostgresFeed(database.db)
  const store = meteredStore(new PostgresStore(database), clock, (seconds, outcome, batches) => {
    const rows = batches.reduce((sum, batch) => sum + batch.journal.length, 0)
    metrics.observeCommit(seconds, outcome, rows)
  })
  const host: Host = new Host({
    store,
    clock,
    ids,
    log,
    machines,
    publish: (changes) => {
      hub.publish(changes)
      if (changes.erasedCustomerIds.length > 0) cleaning.kick()
    },
    onLoaded: (account) => hub.awaitCustomers(account),
    onLost: (accountId) => hub.lose(accountId),
    onOutbox: () => outbox.kick(),
    onWebhooks: () => webhooks.kick(),
    reach: {
      sendsMail: options.mail !== null,
      isHere: (accountId, customerId) => hub.isHere(accountId, customerId),
    },
  })
  const desk = hostDesk(host)
  const make = { randomBytes, now: clock.now() }
  const secret = await secretOf(database.db, 'customer-tokens', make)
  const links = new FileLinks(await secretOf(database.db, 'file-links', make), () => clock.now())
  const returnLinks = new ReturnLinks(await secretOf(database.db, 'return-links', make), () =>
    clock.now(),
  )
  const screens = new Screens(
    host,
    feed,
    (accountId, actors) => store.loadActors(accountId, actors),
    links,
  )
  const sessions = new Sessions(people, clock, (sessionId) => hub.revoke(sessionId))
  const customerTokens = new CustomerTokens(secret)
  const channels = new KnownChannels(
    people,
    (accountId, channelId) => host.peek(accountId)?.channels.get(channelId) ?? null,
  )
  const rates = ratesTimes(options.rateFactor)
  const passwords = new Passwords()
  const mailer = options.mail === null ? null : smtpMailer(options.mail)
  if (mailer !== null) opened.push(async () => mailer.close())
  const passwordReset = new PasswordReset({
    store: people,
    sessions,
    passwords,
    clock,
    log,
    orderMail:
      mailer === null
        ? null
        : (accountId, personId) =>
            host.run({
              accountId,
              by: 'system',
              command: null,
              lane: `agent:${personId}`,
              decide: (turn) => orderResetMail(turn, personId),
            }),
    perEmail: rates.resetsPerEmail,
    perAddress: rates.resetsPerAddress,
  })
  const postOffice =
    mailer === null || options.publicUrl === null
      ? null
      : new PostOffice({
          mailer,
          people,
          passwordReset,
          webhookOf: async (accountId, webhookId) =>
            (await host.look(accountId))?.webhooks.get(webhookId) ?? null,
          toCustomers: new CustomerMails({
            host,
            store,
            feed,
            links: returnLinks,
            allow: keyedAllowances(
              database.db,
              await secretOf(database.db, 'mail-allowances', make),
              clock,
            ),
            mailer,
            publicUrl: options.publicUrl,
          }),
          publicUrl: options.publicUrl,
        })
  const auth = new Auth({
    people,
    channels,
    sessions,
    customerTokens,
    returnLinks,
    erasedAt: (accountId, customerId) => erasedAt(store, accountId, customerId),
    clock,
  })
  const hub = new Hub({ clock, host, desk, screens, feed, authenticator: auth, links })
  const outgoing = new Outgoing({ clock, allowPrivate: options.allowPrivate ?? false })
  const loadChat = async (accountId: string, chatId: string) =>
    (await store.loadChats(accountId, [chatId]))[0] ?? null
  const files = new Files({
    host,
    stored: storedFiles,
    bytes: fileBytes,
    links,
    loadChat,
    ids,
    now: () => clock.now(),
    log,
  })
  const known = { articles: storedArticles(database.db), past: storedPastAnswers(database.db) }
  const botHealth = new Breaker(clock)
  const bots = botsOf({ host, outgoing, breaker: botHealth, files, clock, feed, ...known })
  const outbox = new OutboxWorker({
    store,
    clock,
    log,
    shards: () => host.lease.owned(),
    isSlow: ({ kind }) => kind === MAIL || kind === 'askBot',
    gaveUp: async (delivery) => postOffice?.gaveUp(delivery),
    deliver: (delivery) => {
      if (delivery.kind !== MAIL) return bots.deliver(delivery)
      if (postOffice !== null) return postOffice.deliver(delivery)
      throw new Error('This server sends no mail')
    },
  })
  const cleaning = everyOrSooner({ clock, log }, SWEEP_EVERY_MS, 'cleaning', async () => {
    await sweepFiles(storedFiles, fileBytes, clock.now(), () => judged.stopping)
    if (!judged.stopping && host.lease.owned().length > 0) {
      await cleanErased(database.db, clock.now())
    }
  })
  const outlived = storedOutlived(database.db)
  const cursors = new Map<string, string>()
  const webhooks = new WebhookDispatcher({
    store,
    feed,
    host,
    outgoing,
    clock,
    random: systemRandom,
    log,
  })
  metrics.watch({ host, hub, outbox, webhooks })

  await host.start()
  opened.push(() => withinTime(host.stop()))
  outbox.start()
  webhooks.start()
  await Promise.race([
    Promise.all([host.wakeDue(), warmUp(store, feed, people), practise({ clock, ids })]),
    pause(clock, WAKE_MS),
  ])
  const rounds = [
    every({ clock, log }, WAKE_EVERY_MS, 'waking', () => host.wakeDue()),
    every({ clock, log }, MERGE_EVERY_MS, 'merging words', async () => {
      if (host.lease.owned().length > 0) await mergeNewWords(database.db)
    }),
    every({ clock, log }, LEARN_EVERY_MS, 'learning past answers', async () => {
      while (!judged.stopping && host.lease.owned().length > 0) {
        if ((await learnPastAnswers(database.db)) === 0) break
      }
    }),
    every({ clock, log }, SWEEP_EVERY_MS, 'sweeping', async () => {
      // Who owns nothing leaves it to those who do.
      const isOver = (): boolean => judged.stopping || host.lease.owned().length === 0
      await sweepAll(store, clock, isOver)
      await sweepSessions(database.db, clock.now() - ENDED_SESSIONS_MS)
      await sweepAllowances(database.db, clock.now() - ALLOWANCES_MS)
      await sweepResetLinks(database.db, clock.now() - ENDED_SESSIONS_MS)
    }),
    every({ clock, log }, COUNT_EVERY_MS, 'counting the past', async () => {
      const isOver = (): boolean => judged.stopping || host.lease.owned().length === 0
      if (!isOver()) await countPast(database.db, clock, isOver)
    }),
    every({ clock, log }, FORGET_EVERY_MS, 'forgetting', () =>
      forgetOutlived({ host, outlived, clock, cursors }, () => judged.stopping),
    ),
    cleaning.end,
  ]
  // What was erased before this start, and not cleaned.
  cleaning.kick()

  const isEmpty = !(await hasAccounts(database.db))
  const wantsDemo = options.demo ?? options.databaseUrl === null
  const mayFound = [DEMO_ACCOUNT_ID, SECOND_DEMO_ACCOUNT_ID].every(
    (accountId) => host.lease.epochOf(shardOf(accountId)) !== null,
  )
  const demo =
    isEmpty && wantsDemo && mayFound ? await foundDemoAccount({ host, people, ids, clock }) : null

  const statecharts = new Statecharts()
  // A picture is a second of computing: whoever leads finds it done, and the start goes before it.
  const cancelCharts = clock.schedule(CHARTS_AFTER_MS, () => void statecharts.prepare())

  app = createApp({
    ...watch,
    desk,
    screens: new LiveScreens({
      staff: screens,
      links,
      host,
      feed,
      archive: storedArchive(database.db),
      statecharts,
    }),
    openings: new Openings({ host, now: () => clock.now() }),
    journals: new JournalScreens({
      staff: screens,
      shelf: storedJournals(database.db),
      now: () => clock.now(),
      loadChat,
    }),
    knowledge: new KnowledgeScreens(screens, known.articles),
    prompters: promptersOf({
      staff: screens,
      ...known,
      uses: storedSuggestionUses(database.db),
      outgoing,
      clock,
      ids,
      log,
    }),
    bots: botScreensOf({ staff: screens, outgoing, breaker: botHealth, clock, ids, ...known }),
    console: new ConsoleScreens({ staff: screens, people, audit: storedAudit(database.db) }),
    statistics: new StatisticsScreens({
      staff: screens,
      shelf: storedStatistics(database.db),
      feed,
    }),
    webhooks: new WebhookScreens(screens, storedWebhookLog(database.db)),
    customers: new CustomerScreens(screens, new PostgresCustomerBook(database.db)),
    hub,
    files,
    auth,
    sessions,
    apiTokens: new ApiTokens({
      store: people,
      clock,
      ids,
      onRevoked: (sessionId) => hub.revoke(sessionId),
    }),
    embedOrigins: embedOriginsOf(host, people),
    signIn: new SignIn({
      store: people,
      sessions,
      passwords,
      perEmail: rates.signInPerEmail,
      perAddress: rates.signInPerAddress,
    }),
    passwordReset,
    invitations: new Invitations({ store: people, links: passwordReset, clock, ids }),
    returns: new Returns({
      links: returnLinks,
      auth,
      load: (accountId, ids) => store.loadCustomers(accountId, ids),
    }),
    oneself: new Oneself(people, clock),
    people,
    demoChannelId: async () =>
      (await people.channel(DEMO_CHANNEL_ID)) === null ? null : DEMO_CHANNEL_ID,
    demoCrm: options.demoCrm ?? null,
    pages: await pages,
    rates,
    publicUrl: options.publicUrl,
    proxies: options.proxies,
    log,
  })
  // Whoever hears that it is ready is served.
  judged.lease = host.lease
  const url = `http://localhost:${served.port}`
  log.info({ url, shards: host.lease.owned().length }, 'serving')

  return {
    url: options.publicUrl ?? url,
    port: served.port,
    demo,
    hasNoAccount: isEmpty && demo === null,
    databaseEnded: databaseEnded.promise,
    async stop() {
      judged.stopping = true
      log.info({}, 'stopping')
      for (const end of rounds) end()
      cancelCharts()
      outbox.stop()
      webhooks.stop()
      mailer?.close()
      await withinTime(host.stop())
      // Acknowledgements of the last batch are on their way to the sockets: they go first.
      await Promise.resolve()
      hub.closeAll('goingAway')
      await served.stop()
      await database.close()
      await stopPostgres()
      log.info({}, 'stopped')
    },
  }

  async function embedded(): Promise<string> {
    const postgres = await startLastingPostgres({
      dataDir: options.dataFolder,
      restarted: () => log.warn({}, 'the embedded database had ended, and runs again'),
    })
    stopPostgres = () => postgres.stop()
    opened.push(stopPostgres)
    for (const note of postgres.notes) log.info({}, note)
    void postgres.ended.then(() => {
      if (!judged.stopping) databaseEnded.resolve()
    })
    return postgres.url
  }

  /** A database that is away must not keep the server from ending. */
  async function withinTime(work: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>()
    const cancel = clock.schedule(FLUSH_MS, () => {
      log.warn({}, 'not everything was written in time; the next start goes on from what was')
      late.resolve()
    })
    await Promise.race([work, late.promise])
    cancel()
  }
}

async function closeAll(opened: (() => Promise<void>)[]): Promise<void> {
  for (const close of opened.toReversed()) await close()
}
