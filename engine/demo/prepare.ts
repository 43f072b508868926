import { hasAccounts } from '#storage/directory'
import { startEmbeddedPostgres } from '#storage/embedded-postgres'
import { DEMO_ACCOUNT_ID, foundDemoAccount } from '../bootstrap/demo-account.ts'
import type { DemoSignIn } from '../bootstrap/demo-account.ts'
import { enrol } from '../bootstrap/enrol.ts'
import type { NewSignIn } from '../bootstrap/enrol.ts'
import { withHost } from '../bootstrap/with-host.ts'
import type { Workshop } from '../bootstrap/with-host.ts'

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
}

/**
 * Makes the demo account, if there is none yet, and its simulated colleagues, before the product
 * starts on the same database. Throws with a sentence where a product runs on it already, or where
 * the database has accounts of its own and no demo.
 */
export async function prepare(settings: {
  databaseUrl: string | null
  dataFolder: string
}): Promise<Prepared> {
  if (settings.databaseUrl !== null) return prepareDatabase(settings.databaseUrl)
  const postgres = await startEmbeddedPostgres({ dataDir: settings.dataFolder })
  try {
    return await prepareDatabase(postgres.url)
  } finally {
    await postgres.stop()
  }
}

function prepareDatabase(url: string): Promise<Prepared> {
  return withHost(url, async (workshop) => {
    const { host, db } = workshop
    if (host.lease.owned().length === 0) throw new Error('Parley runs already; stop it first')
    const demo = (await hasAccounts(db)) ? null : await foundDemoAccount(workshop)
    if ((await host.look(DEMO_ACCOUNT_ID)) === null) {
      throw new Error('This database has no demo account; start the demo on an empty one')
    }
    return { demo, colleagues: await engage(workshop) }
  })
}

async function engage(workshop: Workshop): Promise<NewSignIn[]> {
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
