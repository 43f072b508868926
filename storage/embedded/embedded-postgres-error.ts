/** What kept the embedded server from running, classed by what a person does about it. */
export type EmbeddedPostgresProblem =
  | 'unsupported'
  | 'inUse'
  | 'noPermission'
  | 'noSpace'
  | 'dataMissing'
  | 'startFailed'

/** The embedded server cannot run here; the message ends with what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'

  constructor(
    readonly problem: EmbeddedPostgresProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Whether `error` is a system error with this code, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  )
}
