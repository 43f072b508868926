import type { Clock, Log } from '../ports.ts'

/** Does work again and again, each time a while after it was done; gives a function that ends it. */
export function every(
  { clock, log }: { clock: Clock; log: Log },
  delayMs: number,
  name: string,
  work: () => Promise<unknown>,
): () => void {
  let over = false
  let cancel = (): void => {}
  const plan = (): void => {
    if (!over) cancel = clock.schedule(delayMs, () => void round())
  }
  const round = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      log.warn({ error: String(error) }, `${name} failed; it is tried again`)
    }
    plan()
  }
  plan()
  return () => {
    over = true
    cancel()
  }
}
