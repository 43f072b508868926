import type { AccountBatch, Store } from '#storage/store'
import { isFresh } from '../host/command-age.ts'
import { Host } from '../host/host.ts'
import { hostDesk } from '../host/host-desk.ts'
import type { Desk } from '../desk.ts'
import type { Answer } from '../host/answer.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import type { Log } from '../ports.ts'
import type { Lane, Saying } from './lane.ts'
import { expectDone } from './world.ts'

/** Clients do not start all at once, nor go in step: their first commands are spread over this. */
export const START_MS = 100

/** How many events were durable in how much time. */
export interface Stretch {
  events: number
  tookMs: number
}

export interface HostStretch extends Stretch {
  /** Of each acknowledged command, from the call to the answer. */
  latenciesMs: number[]
}

/** A host with nobody to tell of changes. If it loses an account, the next command is refused. */
export function newHost(store: Store, log: Log): Host {
  return new Host({
    store,
    clock: systemClock,
    ids: systemIds,
    log,
    publish: () => {},
    onLost: () => {},
    onOutbox: () => {},
  })
}

/**
 * Each lane sends its next command when the one before is answered, until the time is up; what is
 * answered before all have started does not count. As from a socket, each command comes by the
 * event loop, not within the turn that answered.
 */
export async function runHost(options: {
  host: Host
  lanes: Lane[]
  seconds: number
  /** Called when all lanes have started. */
  started: () => void
}): Promise<HostStretch> {
  const { host, lanes, seconds, started } = options
  const desk = hostDesk(host)
  const latenciesMs: number[] = []
  const startAt = performance.now() + START_MS
  const endAt = startAt + seconds * 1_000
  setTimeout(started, START_MS)
  await Promise.all(
    lanes.map(async (lane, index) => {
      await Bun.sleep((index / lanes.length) * START_MS)
      for (let sentAt = performance.now(); sentAt < endAt; sentAt = performance.now()) {
        expectDone(await say(desk, lane.next()))
        const answeredAt = performance.now()
        if (answeredAt >= startAt && answeredAt < endAt) latenciesMs.push(answeredAt - sentAt)
        await new Promise(setImmediate)
      }
    }),
  )
  return { events: latenciesMs.length, tookMs: seconds * 1_000, latenciesMs }
}

/** One command in each of these lanes, all at once. */
export async function sayAll(host: Host, lanes: Lane[]): Promise<void> {
  const desk = hostDesk(host)
  const answers = await Promise.all(lanes.map((lane) => say(desk, lane.next())))
  answers.forEach(expectDone)
}

/** Whether the host tells new commands from old ones without asking the store, as it soon does. */
export function isWarm(host: Host, lanes: Lane[]): boolean {
  const id = systemIds.next()
  return lanes.every(({ accountId }) => {
    const account = host.peek(accountId)
    return account !== null && isFresh(id, systemClock.now(), account.loadedAt)
  })
}

/** A store that also notes how many turns each batch held. */
export function sizing(store: Store, note: (turns: number) => void): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'commit') {
        return (batches: AccountBatch[]) => {
          note(batches.reduce((turns, { commands }) => turns + commands.length, 0))
          return target.commit(batches)
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function say(desk: Desk, saying: Saying): Promise<Answer> {
  return saying.from === 'customer'
    ? desk.customer(saying.who, saying.id, saying.command)
    : desk.staff(saying.who, saying.id, saying.command)
}
