import type { StaffCommand } from '#protocol/staff-commands'
import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { rowsOf } from './table.ts'

/*
 * What staff may do that is not about one chat, and what names an id of anything, from the decisions
 * on behaviour.
 */

/** Of Tom, who is an agent of `support`. */
const TOM: Extract<StaffCommand, { type: 'saveMember' }> = {
  type: 'saveMember',
  personId: 'tom',
  role: 'agent',
  name: 'staff tom',
  publicName: 'Public agent',
  groupIds: ['support'],
  chatLimit: 100,
}

const GROUP: Extract<StaffCommand, { type: 'saveGroup' }> = {
  type: 'saveGroup',
  groupId: 'support',
  name: 'Help',
  publicName: 'Helpers',
  overflowGroupId: 'sales',
  defaultAgentId: 'tom',
}

const CHANNEL: Extract<StaffCommand, { type: 'saveChannel' }> = {
  type: 'saveChannel',
  channelId: 'web',
  kind: 'widget',
  name: 'Shop',
  groupId: 'support',
  botId: null,
  allowedOrigins: ['https://shop.example'],
  colour: '#123456',
}

const REPLY = { type: 'saveQuickReply', shortcut: 'words', text: 'Words of mine' } as const

const ARTICLE: Extract<StaffCommand, { type: 'saveArticle' }> = {
  type: 'saveArticle',
  articleId: null,
  title: 'Money back',
  url: null,
  text: 'It takes a week.',
  language: 'en',
  audience: 'staff',
  groupIds: ['support'],
}

const PROMPTER: Extract<StaffCommand, { type: 'savePrompter' }> = {
  type: 'savePrompter',
  prompterId: null,
  kind: 'webhook',
  name: 'Ours',
  readsChats: true,
  isAsked: false,
  url: 'https://hooks.example/suggest',
  model: null,
  instructions: null,
  secret: 'a-secret',
}

const WEBHOOK: Extract<StaffCommand, { type: 'saveWebhook' }> = {
  type: 'saveWebhook',
  webhookId: null,
  name: 'The CRM',
  url: 'https://crm.example/told',
  kinds: ['chatClosed'],
  isOn: true,
  secret: 'a-secret-of-at-least-32-letters-and-signs',
}

const NOTED: Extract<StaffCommand, { type: 'noteSuggestion' }> = {
  type: 'noteSuggestion',
  prompterId: 'helper',
  suggestionId: '019b8d62-7a80-7000-8000-00000000abcd',
  chatId: null,
  outcome: 'taken',
}

const BOT: Extract<StaffCommand, { type: 'saveBot' }> = {
  type: 'saveBot',
  botId: null,
  name: 'Pine',
  serves: { kind: 'knowledge', threshold: 60 },
  groups: [{ number: 1, groupId: 'support' }],
}

/** What Tom noted; the answer says its id, which the acts then name. */
const NOTE = 'the-note-of-tom'

/** What is not about one chat. The blocked customer was blocked in `support`. */
export const ACTS = {
  'go online': { type: 'goOnline' },
  'go away': { type: 'goAway', reason: 'lunch' },
  'go offline': { type: 'goOffline' },
  'say who one is': { type: 'saveProfile', name: 'N', publicName: 'P', picture: 'a-picture' },
  'set Tom offline': { type: 'goOffline', agentId: 'tom', choice: { kind: 'return' } },
  'unblock the customer': { type: 'unblockCustomer', customerId: 'c-blocked' },
  'say who the customer is': {
    type: 'saveCustomer',
    customerId: 'c-blocked',
    change: { name: 'Ada', attributes: [{ name: 'plan', value: 'pro' }] },
  },
  'note something': { type: 'addNote', customerId: 'c-blocked', text: 'Words' },
  "delete Tom's note": { type: 'deleteNote', customerId: 'c-blocked', noteId: NOTE },
  'make two customers one': {
    type: 'mergeCustomers',
    customerId: 'c-own',
    otherId: 'c-blocked',
    take: [],
    takeAttributes: [],
  },
  'take a customer out': { type: 'unmergeCustomer', customerId: 'c-blocked' },
  'erase the customer': { type: 'eraseCustomer', customerId: 'c-blocked' },
  'change settings': { type: 'changeSettings', change: { chatLimit: 3 } },
  'change a group': GROUP,
  'make a group': { ...GROUP, groupId: 'new' },
  'delete a group': { type: 'deleteGroup', groupId: 'support', successorId: 'sales' },
  'put Tom in sales too': { ...TOM, groupIds: ['support', 'sales'] },
  'take Tom out of support': { ...TOM, groupIds: [] },
  'put Tom in front too': { ...TOM, groupIds: ['support', 'front'] },
  'make Tom a supervisor': { ...TOM, role: 'supervisor' },
  'call Tom something else': { ...TOM, name: 'Thomas' },
  'give Tom a limit': { ...TOM, chatLimit: null },
  'bring somebody in': { ...TOM, personId: 'new', groupIds: ['support'] },
  'deactivate Tom': { type: 'deactivateMember', personId: 'tom' },
  'change a channel': CHANNEL,
  'make a channel': { ...CHANNEL, channelId: null },
  'be done wrapping up': { type: 'endWrapUp' },
  'make a tag': { type: 'saveTag', tagId: null, name: 'New', colour: 'blue' },
  'change a tag': { type: 'saveTag', tagId: 'refund', name: 'Money', colour: 'blue' },
  'delete a tag': { type: 'deleteTag', tagId: 'refund' },
  'write an article': ARTICLE,
  'change an article': { ...ARTICLE, articleId: 'refunds' },
  'delete an article': { type: 'deleteArticle', articleId: 'refunds' },
  'set up a prompter': PROMPTER,
  'change a prompter': { ...PROMPTER, prompterId: 'helper' },
  'delete a prompter': { type: 'deletePrompter', prompterId: 'helper' },
  'judge a suggestion': NOTED,
  'make a bot': BOT,
  'change a bot': { ...BOT, botId: 'helper' },
  'delete a bot': { type: 'deleteBot', botId: 'helper' },
  'make a webhook': WEBHOOK,
  'change a webhook': { ...WEBHOOK, webhookId: 'crm' },
  'try a webhook': { type: 'testWebhook', webhookId: 'crm' },
  'tell a webhook again': {
    type: 'resendToWebhook',
    webhookId: 'crm',
    what: { failedSince: 0 },
  },
  'delete a webhook': { type: 'deleteWebhook', webhookId: 'crm' },
  'make a reply for all': { ...REPLY, replyId: null, whose: 'account' },
  'make an own reply': { ...REPLY, replyId: null, whose: 'own' },
  'change a reply of all': { ...REPLY, replyId: 'hello', whose: 'account' },
  'make one of all own': { ...REPLY, replyId: 'hello', whose: 'own' },
  'delete a reply of all': { type: 'deleteQuickReply', replyId: 'hello' },
  'change a reply of Mia': { ...REPLY, replyId: 'mias', whose: 'own' },
  'give a reply of Mia away': { ...REPLY, replyId: 'mias', whose: 'account' },
  'delete a reply of Mia': { type: 'deleteQuickReply', replyId: 'mias' },
} satisfies Record<string, StaffCommand>

export type Act = keyof typeof ACTS

export const MAY: Record<Act, Record<ViewerName, string>> = rowsOf(
  Object.keys(ACTS) as Act[],
  Object.keys(VIEWERS) as ViewerName[],
  `
                        | agent of the group | agent of another | supervisor of it | of another | administrator
go online               | done               | done             | done             | done       | done
go away                 | done               | done             | done             | done       | done
go offline              | done               | done             | done             | done       | done
say who one is          | done               | done             | done             | done       | done
set Tom offline         | forbidden          | forbidden        | done             | forbidden  | done
unblock the customer    | forbidden          | forbidden        | done             | notFound   | done
say who the customer is | done               | notFound         | done             | notFound   | done
note something          | done               | notFound         | done             | notFound   | done
delete Tom's note       | forbidden          | notFound         | done             | notFound   | done
make two customers one  | done               | notFound         | done             | notFound   | done
take a customer out     | notNow             | notFound         | notNow           | notFound   | notNow
erase the customer      | forbidden          | forbidden        | forbidden        | forbidden  | done
change settings         | forbidden          | forbidden        | forbidden        | forbidden  | done
change a group          | forbidden          | forbidden        | forbidden        | forbidden  | done
make a group            | forbidden          | forbidden        | forbidden        | forbidden  | done
delete a group          | forbidden          | forbidden        | forbidden        | forbidden  | done
put Tom in sales too    | forbidden          | forbidden        | forbidden        | done       | done
take Tom out of support | forbidden          | forbidden        | done             | forbidden  | done
put Tom in front too    | forbidden          | forbidden        | forbidden        | forbidden  | done
make Tom a supervisor   | forbidden          | forbidden        | forbidden        | forbidden  | done
call Tom something else | forbidden          | forbidden        | forbidden        | forbidden  | done
give Tom a limit        | forbidden          | forbidden        | forbidden        | forbidden  | done
bring somebody in       | forbidden          | forbidden        | forbidden        | forbidden  | done
deactivate Tom          | forbidden          | forbidden        | forbidden        | forbidden  | done
change a channel        | forbidden          | forbidden        | forbidden        | forbidden  | done
make a channel          | forbidden          | forbidden        | forbidden        | forbidden  | done
be done wrapping up     | notNow             | notNow           | notNow           | notNow     | notNow
make a tag              | forbidden          | forbidden        | done             | done       | done
change a tag            | forbidden          | forbidden        | done             | done       | done
delete a tag            | forbidden          | forbidden        | done             | done       | done
write an article        | forbidden          | forbidden        | done             | done       | done
change an article       | forbidden          | forbidden        | done             | done       | done
delete an article       | forbidden          | forbidden        | done             | done       | done
make a bot              | forbidden          | forbidden        | forbidden        | forbidden  | done
change a bot            | forbidden          | forbidden        | forbidden        | forbidden  | done
delete a bot            | forbidden          | forbidden        | forbidden        | forbidden  | done
make a webhook          | forbidden          | forbidden        | forbidden        | forbidden  | done
change a webhook        | forbidden          | forbidden        | forbidden        | forbidden  | done
try a webhook           | forbidden          | forbidden        | forbidden        | forbidden  | done
tell a webhook again    | forbidden          | forbidden        | forbidden        | forbidden  | done
delete a webhook        | forbidden          | forbidden        | forbidden        | forbidden  | done
set up a prompter       | forbidden          | forbidden        | forbidden        | forbidden  | done
change a prompter       | forbidden          | forbidden        | forbidden        | forbidden  | done
delete a prompter       | forbidden          | forbidden        | forbidden        | forbidden  | done
judge a suggestion      | done               | done             | done             | done       | done
make a reply for all    | forbidden          | forbidden        | done             | done       | done
make an own reply       | done               | done             | done             | done       | done
change a reply of all   | forbidden          | forbidden        | done             | done       | done
make one of all own     | forbidden          | forbidden        | done             | done       | done
delete a reply of all   | forbidden          | forbidden        | done             | done       | done
change a reply of Mia   | done               | notFound         | notFound         | notFound   | notFound
give a reply of Mia away | forbidden         | forbidden        | notFound         | notFound   | notFound
delete a reply of Mia   | done               | notFound         | notFound         | notFound   | notFound
`,
)

/** Ids of another account. */
export interface Foreign {
  tagId: string
  replyId: string
  articleId: string
  prompterId: string
  botId: string
  webhookId: string
  chatId: string
  customerId: string
  groupId: string
  agentId: string
}

/** Commands that name these ids; those about a chat in hand, the rest of whose words are right. */
export function naming(
  foreign: Foreign,
  ownChatId: string,
): { command: StaffCommand; whose: 'everybody' | 'leads' | 'administrators' }[] {
  const { chatId, customerId, groupId, agentId, tagId, replyId, articleId } = foreign
  const { prompterId, botId, webhookId } = foreign
  const own = { type: 'forwardChat', chatId: ownChatId } as const
  const words = { text: 'Words', reason: 'Words', message: 'Words' }
  const everybody: StaffCommand[] = [
    { type: 'takeChat', chatId },
    { type: 'takeOverChat', chatId },
    { type: 'acceptOffer', chatId },
    { type: 'declineOffer', chatId },
    { type: 'declineForward', chatId },
    { type: 'sendMessage', chatId, text: words.text },
    { type: 'comment', chatId, text: words.text, visibleTo: 'author' },
    { type: 'forwardChat', chatId, to: { kind: 'group', groupId: 'support' } },
    { type: 'holdChat', chatId, until: 8_000_000_000_000 },
    { type: 'resumeChat', chatId },
    { type: 'returnChat', chatId },
    { type: 'closeChat', chatId },
    { type: 'undoClose', chatId },
    { type: 'tagChat', chatId, tagId: 'refund' },
    { type: 'untagChat', chatId, tagId: 'refund' },
    { type: 'tagChat', chatId: ownChatId, tagId },
    { type: 'untagChat', chatId: ownChatId, tagId },
    { type: 'closeChat', chatId: ownChatId, tagIds: [tagId] },
    { ...REPLY, replyId, whose: 'own' },
    { type: 'deleteQuickReply', replyId },
    { type: 'continueChat', chatId },
    { type: 'sendTranscript', chatId },
    { type: 'setPriority', chatId, priority: 1 },
    { type: 'blockCustomer', chatId, reason: words.reason, message: words.message },
    { type: 'markRead', chatId, seq: 1 },
    { ...own, to: { kind: 'group', groupId } },
    { ...own, to: { kind: 'agent', agentId } },
    { type: 'goOffline', agentId },
    { type: 'goOffline', agentId, choice: { kind: 'close' } },
    { type: 'goOffline', choice: { kind: 'forward', groupId } },
  ]
  const administrators: StaffCommand[] = [
    { ...GROUP, overflowGroupId: groupId },
    { ...GROUP, defaultAgentId: agentId },
    { ...TOM, groupIds: ['support', groupId] },
    { type: 'deleteGroup', groupId, successorId: 'sales' },
    { type: 'deleteGroup', groupId: 'support', successorId: groupId },
    { type: 'deactivateMember', personId: agentId },
    { ...CHANNEL, groupId },
    { ...CHANNEL, botId },
    { ...BOT, botId },
    { ...BOT, groups: [{ number: 1, groupId }] },
    { type: 'deleteBot', botId },
    { ...WEBHOOK, webhookId },
    { type: 'deleteWebhook', webhookId },
    { type: 'testWebhook', webhookId },
    { type: 'resendToWebhook', webhookId, what: { failedSince: 0 } },
  ]
  return [
    ...everybody.map((command) => ({ command, whose: 'everybody' as const })),
    { command: { type: 'unblockCustomer', customerId }, whose: 'leads' },
    { command: { type: 'saveTag', tagId, name: 'Words', colour: 'teal' }, whose: 'leads' },
    { command: { type: 'deleteTag', tagId }, whose: 'leads' },
    { command: { ...ARTICLE, articleId }, whose: 'leads' },
    { command: { ...ARTICLE, groupIds: [groupId] }, whose: 'leads' },
    { command: { type: 'deleteArticle', articleId }, whose: 'leads' },
    { command: { type: 'saveCustomer', customerId, change: { name: 'Ada' } }, whose: 'everybody' },
    { command: { type: 'addNote', customerId, text: 'Words' }, whose: 'everybody' },
    { command: { type: 'deleteNote', customerId, noteId: NOTE }, whose: 'everybody' },
    {
      command: { ...ACTS['make two customers one'], otherId: customerId },
      whose: 'everybody',
    },
    { command: { ...ACTS['make two customers one'], customerId }, whose: 'everybody' },
    { command: { type: 'unmergeCustomer', customerId }, whose: 'everybody' },
    { command: { type: 'eraseCustomer', customerId }, whose: 'administrators' },
    { command: { ...PROMPTER, prompterId }, whose: 'administrators' },
    { command: { type: 'deletePrompter', prompterId }, whose: 'administrators' },
    { command: { ...NOTED, prompterId }, whose: 'everybody' },
    { command: { ...NOTED, chatId }, whose: 'everybody' },
    ...administrators.map((command) => ({ command, whose: 'administrators' as const })),
  ]
}
