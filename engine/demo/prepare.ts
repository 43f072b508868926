import { hasAccounts } from '#storage/directory'
import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import { ApiTokens } from '../auth/api-tokens.ts'
import { DEMO_ACCOUNT_ID, foundDemoAccount } from '../bootstrap/demo-account.ts'
import type { DemoSignIn } from '../bootstrap/demo-account.ts'
import { enrol } from '../bootstrap/enrol.ts'
import type { NewSignIn } from '../bootstrap/enrol.ts'
import { withHost } from '../bootstrap/with-host.ts'
import type { Workshop } from '../bootstrap/with-host.ts'
import { hostDesk } from '../host/host-desk.ts'
import { systemClock } from '../operation/system-ports.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'
import { SimulatedClock } from '../simulation/simulated-clock.ts'
import { SimulatedIds } from '../simulation/simulated-ids.ts'
import { beginningOf, livePast } from './past.ts'

/** Colleagues who are not there: they take what waits for a while, and leave room for people. */
const COLLEAGUES = [
  { name: 'Robin Vale', publicName: 'Robin', groupIds: ['support'] },
  { name: 'Kim Sato', publicName: 'Kim', groupIds: ['support', 'sales'] },
  { name: 'Noor Aziz', publicName: 'Noor', groupIds: ['billing', 'support'] },
]

export interface Prepared {
  /** The sign-ins of the demo account, where it was just made. */
  demo: DemoSignIn[] | null
  colleagues: NewSignIn[]
  /** What the server of the made-up CRM needs, which stands at `origin`. */
  crm: { apiToken: string; personId: string } | null
}

/** What happened before the first start: enough for lists, search and figures to be full. */
const PAST_DAYS = 14
const PAST_SEED = 4

/** What the API token of the made-up CRM is called. */
const CRM_NAME = 'Fernleigh, the made-up CRM'

/**
 * Makes the demo account, if there is none yet, and its simulated colleagues, before the product
 * starts on the same database. Throws with a sentence where a product runs on it already, or where
 * the database has accounts of its own and no demo.
 */
export async function prepare(
  settings: { databaseUrl: string | null; dataFolder: string },
  crmOrigin: string,
): Promise<Prepared> {
  if (settings.databaseUrl !== null) return prepareDatabase(settings.databaseUrl, crmOrigin)
  const postgres = await startEmbeddedPostgres({ dataDir: settings.dataFolder })
  try {
    return await prepareDatabase(postgres.url, crmOrigin)
  } finally {
    await postgres.stop()
  }
}

async function prepareDatabase(url: string, crmOrigin: string): Promise<Prepared> {
  const demo = await foundWithPast(url)
  return withHost(url, async (workshop) => {
    const { host } = workshop
    if (host.lease.owned().length === 0) throw new Error('Parley runs already; stop it first')
    if ((await host.look(DEMO_ACCOUNT_ID)) === null) {
      throw new Error('This database has no demo account; start the demo on an empty one')
    }
    const colleagues = await engage(workshop)
    return { demo, colleagues, crm: await letIn(workshop, crmOrigin) }
  })
}

/** Founds the demo account in an empty database, some days ago; null where there are accounts. */
async function foundWithPast(url: string): Promise<DemoSignIn[] | null> {
  const until = systemClock.now()
  const random = new SeededRandom(PAST_SEED)
  const clock = new SimulatedClock(beginningOf({ until, days: PAST_DAYS }))
  const ids = new SimulatedIds(clock, random.fork('ids'), 'host')
  return withHost(
    url,
    async (workshop) => {
      const { host, db } = workshop
      if (host.lease.owned().length === 0 || (await hasAccounts(db))) return null
      const demo = await foundDemoAccount(workshop)
      await engage(workshop)
      await livePast({ ...workshop, clock }, { until, days: PAST_DAYS, random })
      return demo
    },
    { clock, ids },
  )
}

/** Makes the simulated colleagues known, or known again. */
export async function engage(workshop: Workshop): Promise<NewSignIn[]> {
  const signIns: NewSignIn[] = []
  for (const { name, publicName, groupIds } of COLLEAGUES) {
    const email = `${publicName.toLowerCase()}@simulated.example`
    const signIn = await enrol(workshop, { name, email })
    signIns.push(signIn)
    const { personId } = signIn
    const answer = await workshop.host.run({
      accountId: DEMO_ACCOUNT_ID,
      by: 'system',
      command: null,
      lane: `agent:${personId}`,
      decide: (turn) => {
        const member = {
          personId,
          role: 'agent' as const,
          name,
          publicName,
          groupIds,
          chatLimit: null,
          active: true,
          picture: null,
        }
        turn.rare.members.set(personId, member)
        turn.recordForAccount('memberSaved', { personId, role: member.role })
        if (!turn.isAgent(personId)) turn.bearAgent(personId, turn.settings.values.chatLimit)
        return {}
      },
    })
    if (answer.kind === 'refused') throw new Error(answer.refusal.says)
  }
  return signIns
}

/** Lets the CRM embed the demo's desk for its first agent, with a token that is made anew each time. */
async function letIn(
  { host, people, ids, clock }: Workshop,
  origin: string,
): Promise<Prepared['crm']> {
  const accountId = DEMO_ACCOUNT_ID
  const account = await host.look(accountId)
  const members = [...(account?.members.values() ?? [])].filter(({ active }) => active)
  const boss = members.find(({ role }) => role === 'administrator')
  const agent = members.find(({ role }) => role === 'agent')
  if (account === null || boss === undefined || agent === undefined) return null
  const who = { accountId, personId: boss.personId }
  const embedOrigins = [...new Set([...account.settings.values.embedOrigins, origin])]
  const command = { type: 'changeSettings', change: { embedOrigins } } as const
  const answer = await hostDesk(host).staff(who, ids.next(), command)
  if (answer.kind === 'refused') throw new Error(answer.refusal.says)
  const tokens = new ApiTokens({ store: people, clock, ids, onRevoked: () => {} })
  for (const { tokenId, name } of await tokens.of(accountId)) {
    if (name === CRM_NAME) await tokens.revoke(accountId, tokenId)
  }
  const apiToken = await tokens.make({ ...who, tokenId: tokens.newId(), name: CRM_NAME })
  return { apiToken, personId: agent.personId }
}
