/** Why a database cannot be used, each with its own remedy. */
export type DatabaseProblem =
  | 'badUrl'
  | 'unreachable'
  | 'starting'
  | 'notAllowed'
  | 'noSuchDatabase'
  | 'tooOld'
  | 'newerSchema'
  | 'olderSchema'
  | 'busyMigrating'

/** The database cannot be used as it is; the message says to an administrator what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'

  constructor(
    readonly problem: DatabaseProblem,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}
