import type { Json } from '#storage/json'
import type { StaffCommand } from '#protocol/staff-commands'
import { viewerOf } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import * as account from './staff-account.ts'
import * as articles from './staff-articles.ts'
import * as bots from './staff-bots.ts'
import * as chat from './staff-chat.ts'
import { eraseCustomer } from './erase.ts'
import * as customers from './staff-customers.ts'
import * as merging from './merge-customers.ts'
import * as groups from './staff-groups.ts'
import * as prompters from './staff-prompters.ts'
import * as presence from './staff-presence.ts'
import * as shelf from './staff-shelf.ts'
import * as tags from './staff-tags.ts'
import * as webhooks from './staff-webhooks.ts'

/** Carries out a command of staff, with the rights that this person has now. */
export function decideStaff(
  turn: Turn,
  personId: string,
  command: StaffCommand,
): Record<string, Json> {
  const member = turn.account.members.get(personId)
  if (member === undefined || !member.active) refuse('unauthorized')
  const viewer = viewerOf(member, turn.account.retired)
  switch (command.type) {
    case 'takeChat':
      return chat.takeChat(turn, viewer, command)
    case 'takeOverChat':
      return chat.takeOverChat(turn, viewer, command)
    case 'acceptOffer':
      return chat.acceptOffer(turn, viewer, command)
    case 'declineOffer':
      return chat.declineOffer(turn, viewer, command)
    case 'declineForward':
      return chat.declineForward(turn, viewer, command)
    case 'sendMessage':
      return chat.sendMessage(turn, viewer, command)
    case 'comment':
      return chat.comment(turn, viewer, command)
    case 'forwardChat':
      return chat.forwardChat(turn, viewer, command)
    case 'holdChat':
      return chat.holdChat(turn, viewer, command)
    case 'resumeChat':
      return chat.resumeChat(turn, viewer, command)
    case 'returnChat':
      return chat.returnChat(turn, viewer, command)
    case 'closeChat':
      return chat.closeChat(turn, viewer, command)
    case 'tagChat':
      return tags.tagChat(turn, viewer, command)
    case 'untagChat':
      return tags.untagChat(turn, viewer, command)
    case 'undoClose':
      return chat.undoClose(turn, viewer, command)
    case 'continueChat':
      return chat.continueChat(turn, viewer, command)
    case 'sendTranscript':
      return chat.sendTranscript(turn, viewer, command)
    case 'setPriority':
      return chat.setPriority(turn, viewer, command)
    case 'blockCustomer':
      return chat.blockCustomer(turn, viewer, command)
    case 'unblockCustomer':
      return customers.unblockCustomer(turn, viewer, command)
    case 'saveCustomer':
      return customers.saveCustomer(turn, viewer, command)
    case 'addNote':
      return customers.addNote(turn, viewer, command)
    case 'deleteNote':
      return customers.deleteNote(turn, viewer, command)
    case 'mergeCustomers':
      return merging.mergeCustomers(turn, viewer, command)
    case 'unmergeCustomer':
      return merging.unmergeCustomer(turn, viewer, command)
    case 'eraseCustomer':
      return eraseCustomer(turn, viewer, command)
    case 'markRead':
      return chat.markRead(turn, viewer, command)
    case 'goOnline':
      return presence.goOnline(turn, viewer, command)
    case 'goAway':
      return presence.goAway(turn, viewer, command)
    case 'goOffline':
      return presence.goOffline(turn, viewer, command)
    case 'endWrapUp':
      return presence.endWrapUp(turn, viewer, command)
    case 'saveTag':
      return tags.saveTag(turn, viewer, command)
    case 'deleteTag':
      return tags.deleteTag(turn, viewer, command)
    case 'saveQuickReply':
      return shelf.saveQuickReply(turn, viewer, command)
    case 'deleteQuickReply':
      return shelf.deleteQuickReply(turn, viewer, command)
    case 'saveArticle':
      return articles.saveArticle(turn, viewer, command)
    case 'deleteArticle':
      return articles.deleteArticle(turn, viewer, command)
    case 'savePrompter':
      return prompters.savePrompter(turn, viewer, command)
    case 'deletePrompter':
      return prompters.deletePrompter(turn, viewer, command)
    case 'noteSuggestion':
      return prompters.noteSuggestion(turn, viewer, command)
    case 'saveBot':
      return bots.saveBot(turn, viewer, command)
    case 'deleteBot':
      return bots.deleteBot(turn, viewer, command)
    case 'saveWebhook':
      return webhooks.saveWebhook(turn, viewer, command)
    case 'deleteWebhook':
      return webhooks.deleteWebhook(turn, viewer, command)
    case 'testWebhook':
      return webhooks.testWebhook(turn, viewer, command)
    case 'resendToWebhook':
      return webhooks.resendToWebhook(turn, viewer, command)
    case 'saveProfile':
      return account.saveProfile(turn, viewer, command)
    case 'changeSettings':
      return account.changeSettings(turn, viewer, command)
    case 'saveGroup':
      return groups.saveGroup(turn, viewer, command)
    case 'deleteGroup':
      return groups.deleteGroup(turn, viewer, command)
    case 'saveMember':
      return account.saveMember(turn, viewer, command)
    case 'deactivateMember':
      return account.deactivateMember(turn, viewer, command)
    case 'saveChannel':
      return account.saveChannel(turn, viewer, command)
  }
}
