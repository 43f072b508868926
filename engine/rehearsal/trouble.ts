import type { Outcome } from '../client/pending-commands.ts'
import type { Chance } from './chance.ts'

/** A client that can be made to behave badly. */
interface Troubled<Command, Ack> {
  command(command: Command, id: string): Promise<Outcome<Ack>>
  again(id: string): void
  drop(): void
  deafen(forMs: number): void
}

/** How a command goes out. */
export type Way = 'plainly' | 'twice' | 'droppedAfter' | 'ackLost' | 'byRest' | 'byBoth'

/** How long a client that lost the answer waits before it comes back. */
const DEAF_MS = 80

/** How often the ways that cost a socket occur, and those that do not. */
const COSTLY = 0.04
const CHEAP = 0.08

/** Which way a command goes; `misfortune` says how often a socket is lost, compared to customers. */
export function wayOf(chance: Chance, misfortune: number): Way {
  const costly = COSTLY * misfortune
  const at = chance.next()
  if (at < costly) return chance.is(0.5) ? 'droppedAfter' : 'ackLost'
  if (at < costly + CHEAP) return chance.of(['twice', 'byRest', 'byBoth'] as const) ?? 'plainly'
  return 'plainly'
}

/**
 * Sends a command in a way, and gives its answer, which is the same whatever the way. `overRest`
 * sends it over HTTP.
 */
export async function sendIn<Command, Ack, RestAck>(
  way: Way,
  client: Troubled<Command, Ack>,
  command: Command,
  id: string,
  overRest: () => Promise<Outcome<RestAck>>,
): Promise<Outcome<Ack | RestAck>> {
  switch (way) {
    case 'plainly':
      return client.command(command, id)
    case 'twice': {
      const answer = client.command(command, id)
      client.again(id)
      return answer
    }
    case 'droppedAfter': {
      const answer = client.command(command, id)
      client.drop()
      return answer
    }
    case 'ackLost': {
      client.deafen(DEAF_MS)
      return client.command(command, id)
    }
    case 'byRest':
      return overRest()
    case 'byBoth': {
      const [answer] = await Promise.all([client.command(command, id), overRest()])
      return answer
    }
  }
}
