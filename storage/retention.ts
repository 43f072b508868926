const DAY_MS = 86_400_000

/** For how long the same command id gets the first answer again. */
export const COMMAND_RETENTION_DAYS = 7

/** For how long a delivery that was made stays visible. */
export const DELIVERED_RETENTION_DAYS = 1

/** For how long a delivery that was given up stays visible to administrators. */
export const DEAD_LETTER_RETENTION_DAYS = 30

/** For how long a webhook's log knows an event; one that could not be told until then never is. */
export const WEBHOOK_LOG_DAYS = 30

/** For how long after its closing a chat's journal stays: a year's statistics can be made again. */
export const JOURNAL_RETENTION_DAYS = 400

/** For how long a file that was uploaded waits to be sent. */
export const UNSENT_FILE_MS = DAY_MS

/**
 * How long after that its row and bytes are swept: longer than any upload takes, and than clocks of
 * one's servers differ, so that nothing is swept that a turn could still use.
 */
export const SWEEP_FILES_AFTER_MS = 3_600_000

/** Files that one sweep removes at most: each costs a way to where the bytes are. */
export const SWEEP_FILES = 200

/** For how long rows stay that are of no more use, in milliseconds. */
export interface Retention {
  /** From the command on. */
  commandsMs: number
  /** From the turn that left the delivery on, where it was made. */
  deliveredMs: number
  /** Likewise, where it was given up. */
  deadLettersMs: number
  /** From the turn that left an event for a webhook on. */
  webhookLogMs: number
  /** From the closing of a chat on; of what happened to lines, from then on. */
  journalMs: number
}

/** What the product keeps. */
export const RETENTION: Retention = {
  commandsMs: COMMAND_RETENTION_DAYS * DAY_MS,
  deliveredMs: DELIVERED_RETENTION_DAYS * DAY_MS,
  deadLettersMs: DEAD_LETTER_RETENTION_DAYS * DAY_MS,
  webhookLogMs: WEBHOOK_LOG_DAYS * DAY_MS,
  journalMs: JOURNAL_RETENTION_DAYS * DAY_MS,
}

/** Rows that one sweep removes at most of each table, so that it never holds the disk for long. */
export const SWEEP_ROWS = 5_000

/** The moment `days` before `now`, in milliseconds. */
export function daysBefore(now: number, days: number): number {
  return now - days * DAY_MS
}
