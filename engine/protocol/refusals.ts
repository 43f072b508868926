import { z } from 'zod'

/*
 * Every code with which a command, frame or request is refused: its HTTP status and what it says to
 * staff. A guard of a statechart refuses with its own name.
 */
export const REFUSALS = {
  // the request itself
  invalid: { status: 400, says: 'This is not a valid request.' },
  tooLarge: { status: 413, says: 'This is too large.' },
  unauthorized: { status: 401, says: 'Sign in first.' },
  forbidden: { status: 403, says: 'Your role does not allow this.' },
  notFound: { status: 404, says: 'There is nothing here, or not for you.' },
  reused: { status: 409, says: 'This command id was used for another command.' },
  tooManyRequests: { status: 429, says: 'Too many requests; wait a moment.' },
  linkOver: { status: 410, says: 'This link was used, or is over. Ask for a new one.' },
  worksElsewhere: {
    status: 409,
    says: 'This person works in an account that you do not administer.',
  },
  notAnAgent: {
    status: 409,
    says: 'Only agents are embedded; whoever leads signs in at the desk.',
  },
  noImage: { status: 400, says: 'This is no PNG, JPEG or WebP image.' },
  tooBroad: { status: 422, says: 'These words are in too much to be found in time; add one.' },
  wrongPassword: { status: 401, says: 'E-mail or password is wrong.' },

  // files
  wrongKind: { status: 415, says: 'Files of this kind are not taken here.' },
  fileGone: { status: 409, says: 'A file is not here any more; add it again.' },
  tooManyFiles: { status: 429, says: 'Too many files wait to be sent; send or remove some.' },

  // try again
  busy: { status: 503, says: 'The desk is very busy; try again in a moment.' },
  transient: { status: 503, says: 'That did not go through; try again.' },
  notReady: { status: 503, says: 'The server is not ready yet; try again.' },

  // the fault is ours
  fault: { status: 500, says: 'Something went wrong here; nothing was changed.' },

  // the statecharts
  notNow: { status: 409, says: 'That is not possible now.' },
  holdsChat: { status: 409, says: 'Someone else has this chat.' },
  taken: { status: 409, says: 'Someone else has this chat.' },
  offeredToThem: { status: 409, says: 'This chat is not offered to you any more.' },
  isAnotherAgent: { status: 409, says: 'You have this chat already.' },
  forwardedToThem: { status: 409, says: 'This chat was not forwarded to you.' },
  mayTakeForwarded: { status: 409, says: 'This chat was forwarded to someone else.' },
  answersLatest: { status: 409, says: 'The customer wrote again in the meantime.' },
  hasNotLeftMessage: { status: 409, says: 'A message was left already.' },
  hasAnotherPriority: { status: 409, says: 'The chat has this priority already.' },
  isNewer: { status: 409, says: 'These settings are known already.' },
  goesElsewhere: { status: 409, says: 'The chat is there already.' },
  changesLine: { status: 409, says: 'The chat is in this line already.' },
  isInactive: { status: 409, says: 'This person is active already.' },
  forwardedToBot: { status: 409, says: 'This chat was not forwarded to the bot.' },
  belowLimit: { status: 409, says: 'The limit of chats at a time is reached.' },
  online: { status: 409, says: 'Go online first.' },
  connected: { status: 409, says: 'The connection is lost.' },
  isActive: { status: 409, says: 'This person is deactivated.' },
  hasChat: { status: 409, says: 'That chat is not in hand.' },
  hasOffer: { status: 409, says: 'That chat is not offered.' },
  isServed: { status: 409, says: 'This customer is blocked; only the bot talks to them.' },
  isBlocked: { status: 409, says: 'This customer is not blocked.' },
  isPresent: { status: 409, says: 'The customer is gone already.' },
  isAbsent: { status: 409, says: 'The customer is here already.' },
  isAnotherLimit: { status: 409, says: 'This is the limit already.' },

  // the desk's rules
  byHandOnly: { status: 409, says: 'Chats are assigned automatically here.' },
  sameTarget: { status: 409, says: 'The chat is there already.' },
  targetNotAccepting: { status: 409, says: 'This agent is offline.' },
  noBot: { status: 409, says: 'This channel has no bot.' },
  verified: { status: 409, says: 'This comes from a signed identity and cannot be changed here.' },
  unverified: {
    status: 409,
    says: 'One of them is verified, the other is not: say that you know.',
  },
  twoIdentities: { status: 409, says: 'These are two verified customers of one channel.' },
  erased: { status: 409, says: 'What was said here was erased; nothing is written into it.' },
  blocked: { status: 403, says: 'This customer is blocked.' },
  chatOver: { status: 409, says: 'This chat is over.' },
  chatOpen: { status: 409, says: 'This customer has an open chat.' },
  noChat: { status: 409, says: 'There is no open chat.' },
  inThePast: { status: 400, says: 'Choose a time that is still to come.' },
  cannotSee: { status: 409, says: 'This person does not see this chat.' },
  nameTaken: { status: 409, says: 'There is one of this name already.' },
  numberTaken: { status: 409, says: 'Another group has this number.' },
  incomplete: { status: 400, says: 'Something is missing that this needs.' },
  tooMany: { status: 409, says: 'There are as many as there can be.' },
  notReachable: {
    status: 409,
    says: 'The customer is not here, and no mail can reach them.',
  },
  noMail: { status: 409, says: 'No mail is sent from here.' },
  noAddress: { status: 409, says: 'No e-mail address is known.' },
  mailedEnough: { status: 409, says: 'As many were sent today as can be.' },
  reasonNeeded: { status: 409, says: 'Say why the chat is closed.' },
  notRateable: { status: 409, says: 'This chat cannot be rated any more.' },
  webhookOff: { status: 409, says: 'This webhook is switched off.' },
  lastAdministrator: { status: 409, says: 'An account keeps an administrator.' },
  chatsInHand: { status: 409, says: 'Say what becomes of the chats in hand.' },
} as const satisfies Record<string, { status: number; says: string }>

export type RefusalCode = keyof typeof REFUSALS

/** Codes after which the same command, with the same id, may be sent again. */
export const RETRYABLE: readonly RefusalCode[] = [
  'busy',
  'transient',
  'notReady',
  'tooManyRequests',
]

export const refusal = z.object({
  code: z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]),
  says: z.string(),
  /** After how many milliseconds to send it again; only on codes that allow it. */
  retryAfterMs: z.int().optional(),
  /** Who has it, which field, how many: ids and numbers. */
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional(),
})

export type Refusal = z.infer<typeof refusal>

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code)
}
