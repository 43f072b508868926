const POLL_EVERY_MS = 10 // a start takes about 100 ms; a look costs far less than 1 ms

/** Asks `probe` every 10 ms until it gives a value; undefined when `deadlineMs` passed without. */
export async function pollUntil<T>(
  deadlineMs: number,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const value = await probe()
    if (value !== undefined || performance.now() >= deadline) return value
    await Bun.sleep(POLL_EVERY_MS)
  }
}
