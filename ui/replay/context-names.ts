import { msg } from '@lit/localize'
import { partName } from '../statechart/chart-names.ts'

/*
 * What the parts of a context and of an event are called. What is not listed, of a newer machine, is
 * read from its technical name.
 */

const names: Readonly<Record<string, () => string>> = {
  line: () => msg('line'),
  groupId: () => msg('group'),
  overflowGroupId: () => msg('overflow group'),
  priority: () => msg('priority'),
  firstWaitingAt: () => msg('first waiting at'),
  botId: () => msg('bot'),
  agentId: () => msg('agent'),
  passedOver: () => msg('passed over'),
  forward: () => msg('forward'),
  to: () => msg('to whom'),
  by: () => msg('by whom'),
  from: () => msg('from'),
  sticky: () => msg('asked first'),
  until: () => msg('until'),
  continues: () => msg('goes on from'),
  unansweredSince: () => msg('unanswered since'),
  lastCustomerMessageId: () => msg('last message of the customer'),
  answered: () => msg('answered by a person'),
  botAnswered: () => msg('answered by the bot'),
  leftMessage: () => msg('left a message'),
  customerPresent: () => msg('customer is here'),
  hold: () => msg('hold'),
  closed: () => msg('closed'),
  reason: () => msg('reason'),
  closingFrom: () => msg('closing from'),
  settingsVersion: () => msg('settings, version'),
  limits: () => msg('limits'),
  queueMs: () => msg('in the queue'),
  offerMs: () => msg('for an offer'),
  responseMs: () => msg('for an answer'),
  idleMs: () => msg('of silence'),
  forwardMs: () => msg('for a forward'),
  undoMs: () => msg('to undo closing'),
  botMs: () => msg('for the bot'),
  limit: () => msg('chats at a time'),
  chats: () => msg('chats'),
  offers: () => msg('offers'),
  wrapUps: () => msg('wrap-ups'),
  missedOffers: () => msg('missed offers'),
  awayReason: () => msg('why away'),
  idleSince: () => msg('no new chat since'),
  graceMs: () => msg('grace'),
  active: () => msg('active'),
  forMs: () => msg('for'),
}

/** Codes that stand in a context or an event, where they are no state's or event's name. */
const values: Readonly<Record<string, () => string>> = {
  // why it ended
  solved: () => msg('solved'),
  endedByCustomer: () => msg('ended by customer'),
  abandoned: () => msg('abandoned'),
  idle: () => msg('idle'),
  // why it was returned, or an offer taken back
  connectionLost: () => msg('connection lost'),
  presenceChanged: () => msg('presence changed'),
  // why the bot could not answer
  unreachable: () => msg('unreachable'),
  nonsense: () => msg('nonsense'),
  resting: () => msg('resting'),
  // what becomes of chats in hand
  keep: () => msg('keep them'),
  return: () => msg('return them to their lines'),
  close: () => msg('close them'),
  // as what an agent has a chat
  offer: () => msg('offer'),
}

/** What a code stands for. */
export function valueName(code: string): string {
  return values[code]?.() ?? contextName(code)
}

/** A part of a context or of an event, by its key. */
export function contextName(key: string): string {
  return names[key]?.() ?? partName(key.replace(/Ids?$/, '').replace(/Ms$/, ''))
}
