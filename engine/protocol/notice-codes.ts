/**
 * Every code that a notice to customers or a note to staff can carry in `data.code`. The engine
 * writes no other; clients have words for each.
 */
export const NOTICE_CODES = [
  'waiting',
  'joined',
  'forwarded',
  'forwardedToBot',
  'returned',
  'onHold',
  'leaveMessage',
  'closed',
  'blocked',
  'stillBlocked',
  'rated',
  'responseLimitReached',
  'offerMissed',
  'offerDeclined',
  'offerWithdrawn',
  'overflowed',
  'forwardExpired',
  'forwardDeclined',
  'botSilent',
  'botFailed',
  'botHandover',
  'botRequested',
  'blockHeld',
  'takenOver',
  'customerLeft',
  'customerReturned',
  'closeUndone',
  'holdEnded',
  'repliesMailed',
  'transcriptMailed',
  'repliesNotMailed',
  'transcriptNotMailed',
] as const

export type NoticeCode = (typeof NOTICE_CODES)[number]
