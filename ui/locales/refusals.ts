import { msg } from '@lit/localize'
import type { RefusalCode } from '#protocol/refusals'
import type { Refusal } from '../client/refused.ts'

/*
 * What the server says in English when it refuses, for the other languages: pages that speak
 * English do not load this.
 */
const WORDS: Record<RefusalCode, () => string> = {
  invalid: () => msg('This is not a valid request.'),
  tooLarge: () => msg('This is too large.'),
  unauthorized: () => msg('Sign in first.'),
  forbidden: () => msg('Your role does not allow this.'),
  notFound: () => msg('There is nothing here, or not for you.'),
  reused: () => msg('This command id was used for another command.'),
  tooManyRequests: () => msg('Too many requests; wait a moment.'),
  linkOver: () => msg('This link was used, or is over. Ask for a new one.'),
  worksElsewhere: () => msg('This person works in an account that you do not administer.'),
  noImage: () => msg('This is no PNG, JPEG or WebP image.'),
  tooBroad: () => msg('These words are in too much to be found in time; add one.'),
  wrongPassword: () => msg('E-mail or password is wrong.'),
  wrongKind: () => msg('Files of this kind are not taken here.'),
  fileGone: () => msg('A file is not here any more; add it again.'),
  tooManyFiles: () => msg('Too many files wait to be sent; send or remove some.'),
  busy: () => msg('The desk is very busy; try again in a moment.'),
  transient: () => msg('That did not go through; try again.'),
  notReady: () => msg('The server is not ready yet; try again.'),
  fault: () => msg('Something went wrong here; nothing was changed.'),
  notNow: () => msg('That is not possible now.'),
  holdsChat: () => msg('Someone else has this chat.'),
  taken: () => msg('Someone else has this chat.'),
  offeredToThem: () => msg('This chat is not offered to you any more.'),
  isAnotherAgent: () => msg('You have this chat already.'),
  forwardedToThem: () => msg('This chat was not forwarded to you.'),
  mayTakeForwarded: () => msg('This chat was forwarded to someone else.'),
  answersLatest: () => msg('The customer wrote again in the meantime.'),
  hasNotLeftMessage: () => msg('A message was left already.'),
  hasAnotherPriority: () => msg('The chat has this priority already.'),
  isNewer: () => msg('These settings are known already.'),
  goesElsewhere: () => msg('The chat is there already.'),
  changesLine: () => msg('The chat is in this line already.'),
  isInactive: () => msg('This person is active already.'),
  forwardedToBot: () => msg('This chat was not forwarded to the bot.'),
  belowLimit: () => msg('The limit of chats at a time is reached.'),
  online: () => msg('Go online first.'),
  connected: () => msg('The connection is lost.'),
  isActive: () => msg('This person is deactivated.'),
  hasChat: () => msg('That chat is not in hand.'),
  hasOffer: () => msg('That chat is not offered.'),
  isPresent: () => msg('The customer is gone already.'),
  isAbsent: () => msg('The customer is here already.'),
  isAnotherLimit: () => msg('This is the limit already.'),
  byHandOnly: () => msg('Chats are assigned automatically here.'),
  sameTarget: () => msg('The chat is there already.'),
  targetNotAccepting: () => msg('This agent is offline.'),
  noBot: () => msg('This channel has no bot.'),
  verified: () => msg('This comes from a signed identity and cannot be changed here.'),
  unverified: () => msg('One of them is verified, the other is not: say that you know.'),
  twoIdentities: () => msg('These are two verified customers of one channel.'),
  erased: () => msg('This customer was erased already.'),
  blocked: () => msg('This customer is blocked.'),
  chatOver: () => msg('This chat is over.'),
  chatOpen: () => msg('This customer has an open chat.'),
  noChat: () => msg('There is no open chat.'),
  inThePast: () => msg('Choose a time that is still to come.'),
  cannotSee: () => msg('This person does not see this chat.'),
  nameTaken: () => msg('There is one of this name already.'),
  tooMany: () => msg('There are as many as there can be.'),
  notReachable: () => msg('The customer is not here, and no mail can reach them.'),
  noMail: () => msg('No mail is sent from here.'),
  noAddress: () => msg('No e-mail address is known.'),
  mailedEnough: () => msg('As many were sent today as can be.'),
  reasonNeeded: () => msg('Say why the chat is closed.'),
  notRateable: () => msg('This chat cannot be rated any more.'),
  lastAdministrator: () => msg('An account keeps an administrator.'),
  chatsInHand: () => msg('Say what becomes of the chats in hand.'),
}

/** A refusal in the language that is spoken; one of a newer server says what that says. */
export function refusalWords({ code, says }: Refusal): string {
  const words: Partial<Record<string, () => string>> = WORDS
  return words[code]?.() ?? says
}
