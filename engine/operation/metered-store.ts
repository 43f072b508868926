import type { AccountBatch, Store } from '#storage/store'
import type { Clock } from '../ports.ts'

/** A store that tells how long each commit took, in seconds, and whether it succeeded. */
export function meteredStore(
  store: Store,
  clock: Clock,
  observe: (seconds: number, outcome: 'committed' | 'failed', batches: AccountBatch[]) => void,
): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'commit') {
        return async (batches: AccountBatch[]) => {
          const startedAt = clock.monotonic()
          const seconds = (): number => (clock.monotonic() - startedAt) / 1_000
          try {
            const done = await target.commit(batches)
            observe(seconds(), 'committed', batches)
            return done
          } catch (error) {
            observe(seconds(), 'failed', batches)
            throw error
          }
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
