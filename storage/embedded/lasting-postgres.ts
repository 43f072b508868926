import { setTimeout as delay } from 'node:timers/promises'
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts'

/** A server that ends so often within this time will not stay, whatever is done. */
const MOST_RESTARTS = 5
const WITHIN_MS = 10 * 60_000

/** Before each start but the first of a row, doubled each time. */
const FIRST_PAUSE_MS = 500

export interface LastingOptions extends EmbeddedOptions {
  /** Hears that the server ended by itself and runs again. */
  restarted?: () => void
}

/**
 * As `startEmbeddedPostgres`, but a server that ends by itself, because the system was short of
 * memory perhaps, is started again at the same address: to those who use it the database was away
 * for a moment. `ended` resolves after `stop()`, or when it cannot be started again, or ends again
 * and again.
 * @throws EmbeddedPostgresError where the first start fails.
 */
export async function startLastingPostgres(options: LastingOptions): Promise<EmbeddedPostgres> {
  let present = await startEmbeddedPostgres(options)
  const { url, notes } = present
  let isStopped = false
  const ended = watch()
  return {
    url,
    notes,
    ended,
    async stop() {
      isStopped = true
      await present.stop()
      await ended
    },
  }

  async function watch(): Promise<void> {
    const restarts: number[] = []
    for (;;) {
      await present.ended
      if (isStopped) return
      const now = performance.now()
      while (restarts.length > 0 && (restarts[0] ?? 0) < now - WITHIN_MS) restarts.shift()
      if (restarts.length >= MOST_RESTARTS) return
      if (restarts.length > 0) await delay(FIRST_PAUSE_MS * 2 ** restarts.length)
      restarts.push(now)
      if (!(await startAgain())) return
    }
  }

  async function startAgain(): Promise<boolean> {
    try {
      await present.stop() // frees the folder
      const next = await startEmbeddedPostgres(options)
      present = next
      // Another address, because something else listens on the old port, is of no use to anybody.
      if (isStopped || next.url !== url) {
        await next.stop()
        return false
      }
      options.restarted?.()
      return true
    } catch {
      return false
    }
  }
}
