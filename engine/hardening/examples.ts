import { readFileSync } from 'node:fs'
import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'

/** Ids that exist nowhere: were an example carried out by mistake, it would be refused by another name. */
export interface Ids {
  chatId: string
  customerId: string
  groupId: string
  otherGroupId: string
  agentId: string
  channelId: string
}

/** One of every command of staff, in all its forms, each right in itself. */
export function staffCommands(ids: Ids): StaffCommand[] {
  const { chatId, customerId, groupId, otherGroupId, agentId, channelId } = ids
  return [
    { type: 'takeChat', chatId },
    { type: 'takeOverChat', chatId },
    { type: 'acceptOffer', chatId },
    { type: 'declineOffer', chatId },
    { type: 'declineForward', chatId },
    { type: 'sendMessage', chatId, text: 'Let me look' },
    { type: 'comment', chatId, text: 'Second time this month', visibleTo: 'staff' },
    { type: 'comment', chatId, text: '@Tom look', visibleTo: 'staff', mentions: [agentId] },
    { type: 'comment', chatId, text: 'Ask Tom', visibleTo: 'author' },
    { type: 'forwardChat', chatId, to: { kind: 'group', groupId }, note: 'Please help' },
    { type: 'forwardChat', chatId, to: { kind: 'agent', agentId } },
    { type: 'forwardChat', chatId, to: { kind: 'bot' } },
    { type: 'holdChat', chatId, until: 4_102_444_800_000 },
    { type: 'resumeChat', chatId },
    { type: 'returnChat', chatId },
    { type: 'closeChat', chatId },
    { type: 'closeChat', chatId, tagIds: ['no-tag'], reasonId: 'answered' },
    { type: 'tagChat', chatId, tagId: 'no-tag' },
    { type: 'untagChat', chatId, tagId: 'no-tag' },
    { type: 'undoClose', chatId },
    { type: 'continueChat', chatId },
    { type: 'sendTranscript', chatId },
    { type: 'setPriority', chatId, priority: 3 },
    { type: 'blockCustomer', chatId, reason: 'Rude', message: 'We end this here.' },
    { type: 'unblockCustomer', customerId },
    {
      type: 'saveCustomer',
      customerId,
      change: {
        name: 'Ada Nwosu',
        email: 'ada@mail.example',
        phone: '+49 170 1234',
        language: 'pt-BR',
        attributes: [
          { name: 'plan', value: 'pro' },
          { name: 'since when', value: '2019' },
        ],
      },
    },
    { type: 'addNote', customerId, text: 'Calls back on Mondays' },
    { type: 'deleteNote', customerId, noteId: chatId },
    {
      type: 'mergeCustomers',
      customerId,
      otherId: 'no-customer',
      take: ['name', 'email', 'phone', 'language'],
      takeAttributes: ['plan'],
      knowsUnverified: true,
    },
    { type: 'unmergeCustomer', customerId },
    { type: 'eraseCustomer', customerId },
    { type: 'markRead', chatId, seq: 3 },
    { type: 'goOnline' },
    { type: 'goAway', reason: 'lunch' },
    { type: 'goOffline', agentId, choice: { kind: 'keep' } },
    { type: 'goOffline', choice: { kind: 'return' } },
    { type: 'goOffline', choice: { kind: 'forward', groupId } },
    { type: 'goOffline', choice: { kind: 'bot' } },
    { type: 'goOffline', choice: { kind: 'close' } },
    { type: 'goOffline', choice: { kind: 'close', farewell: 'I have to go now' } },
    { type: 'endWrapUp' },
    { type: 'saveTag', tagId: 'no-tag', name: 'Refund', colour: 'teal' },
    { type: 'deleteTag', tagId: 'no-tag' },
    {
      type: 'saveQuickReply',
      replyId: 'no-reply',
      whose: 'account',
      shortcut: 'hello',
      text: 'Hello {customer.name}',
    },
    { type: 'deleteQuickReply', replyId: 'no-reply' },
    {
      type: 'saveArticle',
      articleId: 'no-article',
      title: 'How to get a refund',
      url: 'https://help.example/refunds',
      text: 'It takes **a week**.',
      language: 'en',
      audience: 'customer',
      groupIds: [groupId],
    },
    { type: 'deleteArticle', articleId: 'no-article' },
    {
      type: 'saveBot',
      botId: 'no-bot',
      name: 'Pine',
      serves: { kind: 'knowledge', threshold: 60 },
      groups: [{ number: 1, groupId }],
    },
    {
      type: 'saveBot',
      botId: 'no-bot',
      name: 'Pine',
      serves: {
        kind: 'webhook',
        url: 'https://bot.example/hook',
        secret: 'a-secret-of-at-least-16',
      },
      groups: [],
    },
    { type: 'deleteBot', botId: 'no-bot' },
    {
      type: 'saveWebhook',
      webhookId: 'no-webhook',
      name: 'The CRM',
      url: 'https://crm.example/told',
      kinds: ['chatStarted', 'chatClosed'],
      isOn: true,
      secret: 'a-secret-of-at-least-32-letters-and-signs',
    },
    { type: 'deleteWebhook', webhookId: 'no-webhook' },
    { type: 'testWebhook', webhookId: 'no-webhook' },
    { type: 'resendToWebhook', webhookId: 'no-webhook', what: { failedSince: 0 } },
    { type: 'resendToWebhook', webhookId: 'no-webhook', what: { eventId: 'chat:no-chat:1:0' } },
    {
      type: 'savePrompter',
      prompterId: 'no-prompter',
      kind: 'model',
      name: 'Helper',
      readsChats: true,
      isAsked: true,
      url: 'https://models.example/v1',
      model: 'a-model',
      instructions: 'Be brief.',
      secret: 'a-secret',
    },
    { type: 'deletePrompter', prompterId: 'no-prompter' },
    {
      type: 'noteSuggestion',
      prompterId: 'no-prompter',
      suggestionId: '019b8d62-7a80-7000-8000-000000000001',
      chatId,
      outcome: 'edited',
    },
    { type: 'saveProfile', name: 'Ann Lee', publicName: 'Ann', picture: null },
    { type: 'saveProfile', name: 'Ann Lee', publicName: 'Ann', picture: 'a-picture' },
    {
      type: 'changeSettings',
      change: {
        assignment: 'byHand',
        policy: 'roundRobin',
        offers: true,
        chatLimit: 4,
        queueOrder: 'newest',
        queueLimitMs: 60_000,
        offerLimitMs: 60_000,
        responseLimitMs: 60_000,
        idleLimitMs: 60_000,
        forwardLimitMs: 60_000,
        botLimitMs: 60_000,
        undoMs: 9_000,
        graceMs: 60_000,
        stickyMs: 60_000,
        missedReplyMs: 60_000,
        rating: true,
        wrapUpMs: 60_000,
        retentionMs: 0,
        closeReasons: [{ reasonId: 'answered', name: 'Question answered' }],
        closeReasonRequired: false,
        texts: { blocked: 'We end this here.', farewell: 'I have to go now.' },
      },
    },
    {
      type: 'saveGroup',
      groupId,
      name: 'Help',
      publicName: 'Our helpers',
      overflowGroupId: otherGroupId,
      defaultAgentId: agentId,
    },
    { type: 'deleteGroup', groupId, successorId: otherGroupId },
    {
      type: 'saveMember',
      personId: agentId,
      role: 'agent',
      name: 'Ann Lee',
      publicName: 'Ann',
      groupIds: [groupId],
      chatLimit: 5,
    },
    { type: 'deactivateMember', personId: agentId },
    {
      type: 'saveChannel',
      channelId,
      kind: 'widget',
      name: 'Shop',
      groupId,
      botId: 'greeter',
      allowedOrigins: ['https://shop.example'],
      colour: '#0b6478',
    },
  ]
}

/** One of every command of customers. */
export const CUSTOMER_COMMANDS: CustomerCommand[] = [
  { type: 'sendMessage', text: 'My card was charged twice' },
  { type: 'talkToPerson' },
  { type: 'talkToBot' },
  { type: 'leaveMessage', email: 'me@mail.example' },
  { type: 'introduce', name: 'Ada Nwosu', email: 'me@mail.example' },
  { type: 'endChat' },
  { type: 'rateChat', score: 4, words: 'Quick and kind' },
  { type: 'sendTranscript' },
  { type: 'sendTranscript', email: 'me@mail.example' },
  { type: 'markRead', n: 3 },
  { type: 'markDelivered', n: 3 },
]

const readme = readFileSync(new URL('../protocol/README.md', import.meta.url), 'utf8')

/** The frames that clients send, as the description of the wire shows them. */
export function framesFromClient(who: 'Customers' | 'Staff'): { type: string }[] {
  const section = readme.split(`### ${who}: from the client\n`)[1]?.split(/\n##+ /)[0] ?? ''
  return [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => {
    const frame: { type: string } = JSON.parse(json)
    return frame
  })
}
