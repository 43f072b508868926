/** Says how far it is, on standard error: a line of its own, or the same line again on a terminal. */
export function tell(words: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${words}` : `${words}\n`)
}

/** Ends what was told, so that what follows begins a line. */
export function toldAll(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}

/** Writes to standard error why a command failed, and gives its exit code: 2. */
export function tellFailure(error: unknown, isForPeople: boolean): 2 {
  const words =
    error instanceof Error
      ? ((isForPeople ? undefined : error.stack) ?? error.message)
      : String(error)
  process.stderr.write(`${words}\n`)
  return 2
}
