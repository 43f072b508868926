import { msg } from '@lit/localize'
import type { Clock } from './clock.ts'
import { notReached } from './refused.ts'
import type { Settled } from './connection.ts'

/** So many are under way at a time: a reconnect sends them again without a flood of frames. */
const AT_ONCE = 20

/** The server lets a socket send 30 frames a second; a third is left for typing and reading. */
const PAUSE_MS = 1_000

export interface ManyOptions<Command, Ack> {
  send: (command: Command) => Promise<Settled<Ack>>
  clock: Clock
  /** Called with how many were settled. */
  told: (count: number) => void
  /** What was not sent by then stays undone. */
  stopped: AbortSignal
}

/**
 * Carries out many commands, each for itself: resolves with what became of each, in their order.
 *
 * Each has an id of its own, so that it happens once however often the connection breaks; the
 * server asks for each whether this person may, and a refused one keeps no other from being done. One
 * command over many chats would be one turn: all or nothing, or an answer that tells two stories.
 * Batches cost nothing here, since the server commits what comes together together.
 */
export async function manyCommands<Command, Ack>(
  commands: readonly Command[],
  { send, clock, told, stopped }: ManyOptions<Command, Ack>,
): Promise<Settled<Ack>[]> {
  const settled: Settled<Ack>[] = []
  for (let from = 0; from < commands.length; from += AT_ONCE) {
    if (from > 0) await pause(clock, stopped)
    if (stopped.aborted) break
    const batch = commands.slice(from, from + AT_ONCE)
    settled.push(...(await Promise.all(batch.map(send))))
    told(settled.length)
  }
  const left = commands.slice(settled.length)
  return [
    ...settled,
    ...left.map(() => ({ ok: false as const, refusal: notReached(msg('Stopped.')) })),
  ]
}

function pause(clock: Clock, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(PAUSE_MS, resolve)
    stopped.addEventListener('abort', () => {
      cancel()
      resolve()
    })
  })
}
