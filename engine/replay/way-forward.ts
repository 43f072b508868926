import type { PlainSnapshot } from '#machines/step'
import { stateWords } from '#machines/state-words'
import type { Machines } from '#machines/versions'
import type { Db } from '#storage/database'
import { liveStates, liveVersions } from '#storage/live-actors'
import type { LiveState } from '#storage/live-actors'

/** Live actors that the machines of today can do nothing with. */
export interface Stranded {
  version: string
  /** Why, in words. */
  why: string
  state: string
  actors: number
  examples: string[]
}

/** Something lives that has no way forward: no server may start. The message lists it. */
export class NoWayForward extends Error {
  override name = 'NoWayForward'

  constructor(readonly stranded: readonly Stranded[]) {
    super(
      [
        'Something lives in this database that the machines of this version have no way forward for:',
        ...stranded.map((one) => `  ${strandedWords(one)}`),
        'Nothing was changed. Start the version that was here before, or give the next one a migration; see',
        '“Change a machine” in machines/README.md. `npx parley check-machines` says more.',
      ].join('\n'),
    )
  }
}

export function strandedWords({ version, why, state, actors, examples }: Stranded): string {
  const who = `${actors} ${version.startsWith('chat@') ? 'chats' : 'agents'} in ${state}`
  return `${version}: ${who} (${examples.join(', ')}${actors > examples.length ? ', …' : ''}): ${why}`
}

/**
 * Finds live actors without a way forward: of a version that is not known, that no migration leads
 * on from, or whose migration does not take what is stored of them.
 */
export async function findStranded(db: Db, machines: Machines): Promise<Stranded[]> {
  const versions = (await liveVersions(db)).map(({ machine }) => machine)
  const moving = versions.filter((version) => machines.wayForward(version)?.length !== 0)
  if (moving.length === 0) return []
  return (await liveStates(db, moving)).flatMap((live) => {
    const why = whyStranded(live, machines)
    return why === null ? [] : toStranded(live, why)
  })
}

/** @throws NoWayForward where something has none. */
export async function refuseStranded(db: Db, machines: Machines): Promise<void> {
  const stranded = await findStranded(db, machines)
  if (stranded.length > 0) throw new NoWayForward(stranded)
}

/** Why actors in a state cannot go on; null where they can. */
export function whyStranded({ machine, examples }: LiveState, machines: Machines): string | null {
  if (!machines.knows(machine)) return `${machine} is not known here`
  const way = machines.wayForward(machine)
  if (way === null) return `no migration leads on from ${machine}`
  try {
    for (const { snapshot } of examples) {
      const plain: unknown = snapshot
      let version = machine
      let now = machines.restore(version, plain as PlainSnapshot)
      for (const next of way) {
        now = machines.migrate(version, now, next).snapshot
        version = next
      }
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export function toStranded({ machine, value, actors, examples }: LiveState, why: string): Stranded {
  const names = examples.map(({ actor }) => actor)
  return { version: machine, why, state: stateWords(value), actors, examples: names }
}
