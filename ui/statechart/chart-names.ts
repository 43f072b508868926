import { msg, str } from '@lit/localize'
import { readName, readTrigger } from '#protocol/statechart-words'

/*
 * What the parts of our machines are called, in the language of the page. In English that is how their
 * technical names read; a part that is not listed, of a newer machine or of somebody else's, keeps that.
 */

const names: Readonly<Record<string, () => string>> = {
  // states
  chat: () => msg('chat'),
  opening: () => msg('opening'),
  bot: () => msg('bot'),
  answering: () => msg('answering'),
  listening: () => msg('listening'),
  queued: () => msg('queued'),
  inLine: () => msg('in line'),
  offered: () => msg('offered'),
  assigned: () => msg('assigned'),
  awaitingAgent: () => msg('awaiting agent'),
  awaitingCustomer: () => msg('awaiting customer'),
  onHold: () => msg('on hold'),
  forwarded: () => msg('forwarded'),
  untaken: () => msg('untaken'),
  closing: () => msg('closing'),
  closed: () => msg('closed'),
  blocked: () => msg('blocked'),
  agent: () => msg('agent'),
  presence: () => msg('presence'),
  online: () => msg('online'),
  away: () => msg('away'),
  offline: () => msg('offline'),
  connection: () => msg('connection'),
  connected: () => msg('connected'),
  grace: () => msg('grace'),
  gone: () => msg('gone'),
  wrapUp: () => msg('wrap up'),
  none: () => msg('none'),
  running: () => msg('running'),
  // events
  customerBlocked: () => msg('customer blocked'),
  customerLeft: () => msg('customer left'),
  customerReturned: () => msg('customer returned'),
  customerUnblocked: () => msg('customer unblocked'),
  settingsChanged: () => msg('settings changed'),
  priorityChanged: () => msg('priority changed'),
  lineMoved: () => msg('line moved'),
  agentTookOver: () => msg('agent took over'),
  customerEnded: () => msg('customer ended'),
  personRequested: () => msg('person requested'),
  botHandedOver: () => msg('bot handed over'),
  agentClosed: () => msg('agent closed'),
  customerWrote: () => msg('customer wrote'),
  botWrote: () => msg('bot wrote'),
  botFailed: () => msg('bot failed'),
  botRequested: () => msg('bot requested'),
  messageLeft: () => msg('message left'),
  agentTook: () => msg('agent took'),
  agentAssigned: () => msg('agent assigned'),
  offerMade: () => msg('offer made'),
  offerAccepted: () => msg('offer accepted'),
  offerDeclined: () => msg('offer declined'),
  offerWithdrawn: () => msg('offer withdrawn'),
  agentWrote: () => msg('agent wrote'),
  putOnHold: () => msg('put on hold'),
  returnedToQueue: () => msg('returned to queue'),
  holdEnded: () => msg('hold ended'),
  forwardDeclined: () => msg('forward declined'),
  botTook: () => msg('bot took'),
  closeUndone: () => msg('close undone'),
  offerBecameChat: () => msg('offer became chat'),
  chatLeft: () => msg('chat left'),
  limitChanged: () => msg('limit changed'),
  deactivated: () => msg('deactivated'),
  reactivated: () => msg('reactivated'),
  wentAway: () => msg('went away'),
  wentOffline: () => msg('went offline'),
  wentOnline: () => msg('went online'),
  socketClosed: () => msg('socket closed'),
  chatGiven: () => msg('chat given'),
  offerMissed: () => msg('offer missed'),
  socketOpened: () => msg('socket opened'),
  wrapUpBegan: () => msg('wrap up began'),
  wrapUpEnded: () => msg('wrap up ended'),
  // delays
  botLimit: () => msg('bot limit'),
  idleLimit: () => msg('idle limit'),
  queueLimit: () => msg('queue limit'),
  offerLimit: () => msg('offer limit'),
  responseLimit: () => msg('response limit'),
  holdTime: () => msg('hold time'),
  forwardLimit: () => msg('forward limit'),
  undoLimit: () => msg('undo limit'),
  wrapUpTime: () => msg('wrap up time'),
  // conditions
  startsWithBot: () => msg('starts with bot'),
  startsWithAgent: () => msg('starts with agent'),
  isPresent: () => msg('is present'),
  isAbsent: () => msg('is absent'),
  isNewer: () => msg('is newer'),
  hasAnotherPriority: () => msg('has another priority'),
  changesLine: () => msg('changes line'),
  isAnotherAgent: () => msg('is another agent'),
  goesElsewhere: () => msg('goes elsewhere'),
  answersLatest: () => msg('answers latest'),
  answersBlocked: () => msg('answers blocked'),
  isBlocked: () => msg('is blocked'),
  isServed: () => msg('is served'),
  staysWithBot: () => msg('stays with bot'),
  changesGroup: () => msg('changes group'),
  hasNotLeftMessage: () => msg('has not left message'),
  hasOverflow: () => msg('has overflow'),
  offeredToThem: () => msg('offered to them'),
  holdsChat: () => msg('holds chat'),
  isAnswered: () => msg('is answered'),
  forwardedToThem: () => msg('forwarded to them'),
  mayTakeForwarded: () => msg('may take forwarded'),
  forwardedToBot: () => msg('forwarded to bot'),
  cameFromBot: () => msg('came from bot'),
  cameFromForwarded: () => msg('came from forwarded'),
  cameFromHold: () => msg('came from hold'),
  cameFromAgent: () => msg('came from agent'),
  cameFromAnsweredBot: () => msg('came from answered bot'),
  hasOffer: () => msg('has offer'),
  hasChat: () => msg('has chat'),
  isAnotherLimit: () => msg('is another limit'),
  isActive: () => msg('is active'),
  isInactive: () => msg('is inactive'),
  missedTooMany: () => msg('missed too many'),
  belowLimit: () => msg('below limit'),
  hasLaterWrapUp: () => msg('has later wrap up'),
}

/** A part of a chart as it is read: *agent took over*. */
export function partName(name: string): string {
  return names[name]?.() ?? readName(name)
}

/** A state's name: *Awaiting agent*. */
export function stateName(key: string): string {
  const words = partName(key)
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

/** A condition as it is read: `isA and not isB` is *is a and not is b*. */
export function conditionName(guard: string): string {
  return guard.replaceAll(/\w+/g, (word) => joints[word]?.() ?? partName(word))
}

const joints: Readonly<Record<string, () => string>> = {
  and: () => msg('and'),
  or: () => msg('or'),
  not: () => msg('not'),
}

/** What a transition stays for: *agent took*, *after queue limit*, *at once*, *when done*. */
export function triggerName(transition: Parameters<typeof readTrigger>[0]): string {
  const { kind, event, delay } = transition
  switch (kind) {
    case 'event':
      return partName(event ?? '')
    case 'delay':
      return /^\d+$/.test(delay ?? '')
        ? readTrigger(transition)
        : msg(str`after ${partName(delay ?? '')}`)
    case 'always':
      return msg('at once')
    case 'done':
      return msg('when done')
  }
}
