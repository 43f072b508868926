import { readFile } from 'node:fs/promises'
import { RestClient } from '../client/rest-client.ts'
import { RehearsalAgent } from './agent.ts'
import { audit } from './audit.ts'
import type { Finding } from './audit.ts'
import { cast as castSchema } from './cast.ts'
import type { Cast, CastAccount, SignInOf } from './cast.ts'
import { Chance } from './chance.ts'
import { RehearsalCustomer } from './customer.ts'
import { visitFiles } from './file-visits.ts'
import type { Visitor } from './file-visits.ts'
import { RehearsalObserver } from './observer.ts'
import type { FileViewer } from './observations.ts'
import type { RehearsalOptions } from './options.ts'
import { OwnServer } from './own-server.ts'
import { Recorder } from './recorder.ts'
import { toReport } from './report.ts'
import type { Report } from './report.ts'
import { readOverRest } from './rest-record.ts'
import { readScripts } from './script.ts'
import { Stage } from './stage.ts'
import { UnwantedCustomer } from './unwanted.ts'

/** How often the server is killed. */
const KILLS = 5

/** Without a message acknowledged or a conversation ended for this long, it is stuck. */
const STUCK_MS = 90_000

/** No rehearsal takes longer, whatever happens. */
const LONGEST_MS = 40 * 60_000

/** After a restart, clients are welcomed again within this, or are not waited for. */
const RETURN_MS = 20_000

const LOOK_MS = 100

/** Of so many customers one more comes who is blocked. */
const CUSTOMERS_PER_UNWANTED = 15

/** Longer than any rehearsal: no limit strikes while a machine is merely slow. */
const LONG_MS = 24 * 3_600_000

/** How long closing can be undone: ten seconds would make every conversation ten seconds longer. */
const UNDO_MS = 250

export interface Rehearsed {
  report: Report
  findings: Finding[]
  /** The first journals that are not what is stored, in words. */
  differences: string[]
  /** Why it ended before its time; null where it did not. */
  broken: string | null
  surprises: Map<string, number>
  /** How long each kill kept clients away, in milliseconds. */
  outagesMs: number[]
}

/** How far a rehearsal is. */
export interface Progress {
  over: number
  conversations: number
  messages: number
  kills: number
}

/**
 * Holds all conversations at once and judges what came of them. `interrupted` ends it early.
 * @throws Error where the data cannot be read or the server does not start.
 */
export async function rehearse(
  options: RehearsalOptions,
  tell: (progress: Progress) => void,
  interrupted: AbortSignal,
): Promise<Rehearsed> {
  const scripts = await readScripts(options.dataFile, options.conversations)
  if (scripts.length === 0) throw new Error(`${options.dataFile} holds no conversation`)
  const own = options.running === null ? await OwnServer.found(options.agents) : null
  try {
    const cast = own?.cast ?? (await readCast(options.running?.peopleFile ?? ''))
    await own?.server.start()
    interrupted.throwIfAborted()
    const baseUrl = own?.server.baseUrl ?? options.running?.url ?? ''
    const rest = new RestClient(baseUrl)
    await prepare(rest, cast, options.chatsPerAgent)
    const stage = new Stage({
      baseUrl,
      rest,
      chance: new Chance(options.seed),
      recorder: new Recorder(),
      scripts,
    })
    interrupted.addEventListener('abort', () => stage.breakOff('it was interrupted'))
    const { seconds, figures } = await play(stage, cast, options, own, tell)
    const meant = stage.conversations.map((conversation) => conversation.toMeant())
    const { record, replay } =
      own === null
        ? { record: await readOverRest(rest, cast, meant), replay: null }
        : await own.stopAndRead(options.replay)
    const findings = audit(stage.recorder.observations(meant), record)
    const report = toReport({
      findings,
      figures: {
        conversations: scripts.length,
        messages: stage.figures.messages,
        resumes: figures.resumes,
        resent: figures.resent + stage.figures.resentByRest,
        comments: stage.figures.comments,
        forwards: stage.figures.forwards,
        raceTakes: stage.figures.raceTakes,
        atLimit: stage.figures.atLimit,
        files: stage.figures.files,
        commentFiles: stage.figures.commentFiles,
        fileVisits: stage.figures.fileVisits,
        blocks: stage.figures.blocks,
        blockedTries: stage.figures.blockedTries,
        offlineKeep: stage.choices.keep,
        offlineReturn: stage.choices.return,
        offlineForward: stage.choices.forward,
        offlineBot: stage.choices.bot,
        offlineClose: stage.choices.close,
        tags: stage.figures.tags,
        ratings: stage.figures.ratings,
        kills: stage.outages.length,
      },
      seconds,
      latencies: stage.latencies,
      outages: stage.outages,
      withKills: options.kill,
      replay,
    })
    const { broken, surprises, outages } = stage
    const outagesMs = outages.map(({ from, to }) => Math.round(to - from))
    const differences = replay?.words ?? []
    return { report, findings, differences, broken, surprises, outagesMs }
  } finally {
    await own?.remove()
  }
}

async function readCast(file: string): Promise<Cast> {
  const value: unknown = JSON.parse(await readFile(file, 'utf8'))
  return castSchema.parse(value)
}

/** As the administrators: limits that do not strike by accident. */
async function prepare(rest: RestClient, cast: Cast, chatLimit: number): Promise<void> {
  for (const { accountId, administrator, assignment } of cast.accounts) {
    const { token } = await rest.signIn(administrator.email, administrator.password)
    const outcome = await rest.staffCommand(accountId, token, Bun.randomUUIDv7(), {
      type: 'changeSettings',
      change: {
        assignment,
        chatLimit,
        undoMs: UNDO_MS,
        rating: true,
        queueLimitMs: LONG_MS,
        responseLimitMs: LONG_MS,
        idleLimitMs: LONG_MS,
        forwardLimitMs: LONG_MS,
        graceMs: 60_000,
      },
    })
    if (outcome.kind === 'refused') throw new Error(`Settings: ${outcome.refusal.code}`)
  }
}

interface Players {
  agents: RehearsalAgent[]
  observers: RehearsalObserver[]
  customers: RehearsalCustomer[]
  unwanted: UnwantedCustomer[]
  visitors: Visitor[]
}

async function play(
  stage: Stage,
  cast: Cast,
  options: RehearsalOptions,
  own: OwnServer | null,
  tell: (progress: Progress) => void,
): Promise<{ seconds: number; figures: { resumes: number; resent: number } }> {
  const players: Players = {
    agents: [],
    observers: [],
    customers: [],
    unwanted: [],
    visitors: [],
  }
  const shares = sharesOf(cast, options.customers)
  for (const [index, account] of cast.accounts.entries()) {
    await engage(stage, account, shares[index] ?? 0, options.agents, players)
  }
  await Promise.all(players.agents.map((agent) => agent.start()))

  const startedAt = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    tell({
      over: stage.over,
      conversations: stage.conversations.length,
      messages: stage.figures.messages,
      kills: stage.outages.length,
    })
    if (now - stage.progressAt > STUCK_MS)
      stage.breakOff(`nothing happened for ${STUCK_MS / 1_000} s`)
    if (now - startedAt > LONGEST_MS) stage.breakOff(`it took ${LONGEST_MS / 60_000} minutes`)
  }, LOOK_MS)
  const failed = (error: unknown): void => stage.breakOff(String(error))
  const killing = options.kill && own !== null ? killNowAndThen(stage, own, players) : null
  const allDone = Promise.all([
    ...players.customers.map((customer) => customer.run().catch(failed)),
    ...players.unwanted.map((unwanted) => unwanted.run().catch(failed)),
    killing?.catch(failed),
  ])
  await Promise.race([allDone, stage.brokenOff])
  const seconds = (performance.now() - startedAt) / 1_000
  clearInterval(watch)
  await settle(players)
  if (stage.broken === null) await visitFiles(stage, cast.accounts, players.visitors)

  const all = everybody(players)
  for (const player of all) player.close()
  const figures = all.map((player) => player.figures)
  return {
    seconds,
    figures: {
      resumes: figures.reduce((sum, { resumes }) => sum + resumes, 0),
      resent: figures.reduce((sum, { resent }) => sum + resent, 0),
    },
  }
}

/** Customers by account, as many as its agents can bear. */
function sharesOf(cast: Cast, customers: number): number[] {
  const [first, second] = cast.accounts
  if (first === undefined || second === undefined) return [customers]
  const agents = first.agents.length + second.agents.length
  const ofSecond = Math.max(1, Math.round((customers * second.agents.length) / agents))
  return [Math.max(1, customers - ofSecond), ofSecond]
}

async function engage(
  stage: Stage,
  account: CastAccount,
  customers: number,
  mostAgents: number,
  players: Players,
): Promise<void> {
  const { rest } = stage
  const agents: RehearsalAgent[] = []
  const signIn = async (person: SignInOf, role: FileViewer['role']): Promise<string> => {
    const { token } = await rest.signIn(person.email, person.password)
    const { accountId } = account
    const { personId: id, groupIds } = person
    players.visitors.push({ viewer: { role, accountId, id, groupIds }, token })
    return token
  }
  for (const person of account.agents.slice(0, mostAgents)) {
    const token = await signIn(person, 'agent')
    agents.push(new RehearsalAgent({ stage, account, person, token, colleagues: () => agents }))
  }
  await signIn(account.administrator, 'administrator')
  const token = await signIn(account.supervisor, 'supervisor')
  players.observers.push(new RehearsalObserver(stage, account, token))
  players.agents.push(...agents)
  for (let index = 0; index < customers; index += 1) {
    players.customers.push(new RehearsalCustomer(stage, account))
  }
  const unwanted = Math.max(1, Math.round(customers / CUSTOMERS_PER_UNWANTED))
  for (let number = 1; number <= unwanted; number += 1) {
    const name = `Nobody ${number} of ${account.assignment}`
    players.unwanted.push(new UnwantedCustomer(stage, account, token, name))
  }
}

/** Whoever has a socket. */
function everybody({ agents, observers, customers, unwanted }: Players) {
  return [...agents, ...observers, ...customers, ...unwanted.map(({ customer }) => customer)]
}

/** Kills the server at even parts of the way, each time under load, and starts it again. */
async function killNowAndThen(stage: Stage, own: OwnServer, players: Players): Promise<void> {
  const lines = stage.conversations.reduce((sum, { script }) => sum + script.lines.length, 0)
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const due = (lines * kill) / (KILLS + 1)
    while (!stage.ended && stage.figures.messages < due) await Bun.sleep(LOOK_MS / 10)
    if (stage.ended) return
    const outage = { from: performance.now(), to: Infinity }
    stage.outages.push(outage)
    await own.server.kill()
    await own.server.start()
    const all = everybody(players)
    const until = performance.now() + RETURN_MS
    while (performance.now() < until && !all.every((player) => player.welcomedSince(outage.from))) {
      await Bun.sleep(LOOK_MS / 10)
    }
    outage.to = performance.now()
    stage.progress()
  }
}

/** The last closing is told to everyone before clients leave. */
async function settle({ agents }: Players): Promise<void> {
  const until = performance.now() + 5_000
  while (performance.now() < until && agents.some((agent) => agent.busy)) await Bun.sleep(LOOK_MS)
}
