/** An error for the log, with what caused it. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = error.stack ?? error.message
  return error.cause === undefined ? words : `${words}\ncaused by ${describe(error.cause)}`
}
