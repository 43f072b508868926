/** Times within which a chat can be asked to have been taken, in milliseconds. */
export const SERVICE_TIMES_MS = [15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const
