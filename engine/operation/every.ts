import type { Clock, Log } from '../ports.ts'

/** Does work again and again, each time a while after it was done; gives a function that ends it. */
export function every(
  ports: { clock: Clock; log: Log },
  delayMs: number,
  name: string,
  work: () => Promise<unknown>,
): () => void {
  return everyOrSooner(ports, delayMs, name, work).end
}

/** Likewise, and at once whenever it is kicked; a kick during the work has it done once more. */
export function everyOrSooner(
  { clock, log }: { clock: Clock; log: Log },
  delayMs: number,
  name: string,
  work: () => Promise<unknown>,
): { kick: () => void; end: () => void } {
  let over = false
  let working = false
  let again = false
  let cancel = (): void => {}
  const plan = (afterMs: number): void => {
    cancel()
    if (!over) cancel = clock.schedule(afterMs, () => void round())
  }
  const round = async (): Promise<void> => {
    working = true
    again = false
    try {
      await work()
    } catch (error) {
      log.warn({ error: String(error) }, `${name} failed; it is tried again`)
    }
    working = false
    plan(again ? 0 : delayMs)
  }
  plan(delayMs)
  return {
    kick() {
      if (working) again = true
      else plan(0)
    },
    end() {
      over = true
      cancel()
    },
  }
}
