import type { MentionsList } from '#protocol/rest'
import type { CustomerView } from '#protocol/customer-card'
import type { PrompterView } from '#protocol/prompters'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import type {
  AgentView,
  ChatView,
  CommentView,
  GroupView,
  MessageView,
  QuickReplyView,
  SettingsView,
} from '#protocol/staff-views'
import { deskFrom, type DeskState } from '../client/desk-state.ts'
import type { Rest } from '../client/rest.ts'
import { StaffClient } from '../client/staff-client.ts'
import { FakeFiles } from './fake-files.ts'
import { FakeNetwork } from './fake-network.ts'

/** When it is in these tests. */
export const NOW = Date.UTC(2026, 10, 23, 9, 0)

const MINUTE = 60_000

export function agentView(change: Partial<AgentView> = {}): AgentView {
  return {
    agentId: 'mira',
    name: 'Mira Okafor',
    publicName: 'Mira',
    role: 'agent',
    groupIds: ['orders'],
    presence: 'online',
    awayReason: null,
    connection: 'connected',
    inHand: 1,
    limit: 4,
    notAccepting: null,
    active: true,
    wrapUps: [],
    picture: null,
    ...change,
  }
}

export function chatView(change: Partial<ChatView> = {}): ChatView {
  return {
    chatId: 'chat1',
    seq: 10,
    customerId: 'ada',
    customerName: 'Ada Nwosu',
    channelId: 'web',
    groupId: 'orders',
    state: 'assigned.awaitingAgent',
    open: true,
    agentId: 'mira',
    targetAgentId: null,
    priority: 0,
    firstWaitingAt: NOW - 5 * MINUTE,
    unansweredSince: NOW - MINUTE,
    stateSince: NOW - MINUTE,
    dueAt: null,
    openedAt: NOW - 10 * MINUTE,
    closedAt: null,
    closedBy: null,
    closeReason: null,
    erasedAt: null,
    holdUntil: null,
    answered: true,
    leftMessage: false,
    customerPresent: true,
    continues: null,
    stickyAgentId: null,
    tagIds: [],
    closeReasonId: null,
    rating: null,
    preview: { author: 'customer:ada', text: 'Where is my parcel?', at: NOW - MINUTE },
    unread: 1,
    access: 'full',
    ...change,
  }
}

export function groupView(change: Partial<GroupView> = {}): GroupView {
  return {
    groupId: 'orders',
    name: 'Orders',
    publicName: 'Orders',
    waiting: 2,
    oldestWaitingAt: NOW - 5 * MINUTE,
    accepting: 2,
    ...change,
  }
}

export function settingsView(change: Partial<SettingsView> = {}): SettingsView {
  return {
    version: 1,
    assignment: 'byHand',
    policy: 'leastBusy',
    offers: true,
    chatLimit: 4,
    queueOrder: 'longestWaiting',
    queueLimitMs: 10 * MINUTE,
    offerLimitMs: 30_000,
    responseLimitMs: 3 * MINUTE,
    idleLimitMs: 15 * MINUTE,
    forwardLimitMs: 5 * MINUTE,
    botLimitMs: 30_000,
    undoMs: 10_000,
    graceMs: 30_000,
    stickyMs: 15 * MINUTE,
    missedReplyMs: 2 * MINUTE,
    rating: false,
    wrapUpMs: 0,
    closeReasons: [],
    closeReasonRequired: false,
    texts: {
      blocked: 'We cannot serve you here any more.',
      farewell: 'I have to go now. My colleagues will help you.',
    },
    fileMaxBytes: 20 * 1_024 * 1_024,
    fileClasses: ['image', 'audio', 'video', 'document', 'other'],
    embedOrigins: [],
    timeZone: 'UTC',
    retentionMs: 0,
    ...change,
  }
}

export function messageView(change: Partial<MessageView> = {}): MessageView {
  return {
    messageId: `message${change.seq ?? 5}`,
    chatId: 'chat1',
    seq: 5,
    author: 'customer:ada',
    kind: 'text',
    text: 'Where is my parcel?',
    data: null,
    files: [],
    at: NOW - MINUTE,
    commandId: null,
    ...change,
  }
}

export function commentView(change: Partial<CommentView> = {}): CommentView {
  return {
    commentId: `comment${change.seq ?? 6}`,
    chatId: 'chat1',
    seq: 6,
    author: 'agent:mira',
    kind: 'comment',
    visibleTo: 'staff',
    text: 'The carrier lost it',
    data: null,
    files: [],
    mentions: [],
    at: NOW - 30_000,
    commandId: null,
    ...change,
  }
}

export function customerView(change: Partial<CustomerView> = {}): CustomerView {
  return {
    customerId: 'ada',
    customerName: 'Ada Nwosu',
    email: 'ada@mail.example',
    phone: null,
    channelId: 'web',
    channelName: 'Web shop',
    createdAt: NOW - 40 * 24 * 60 * MINUTE,
    lastClosedAt: null,
    hasOpenChat: true,
    block: null,
    erasedAt: null,
    details: {
      name: { value: 'Ada Nwosu', from: 'verified' },
      email: { value: 'ada@mail.example', from: 'customer' },
      phone: null,
      language: { value: 'en', from: 'staff' },
      attributes: [
        { name: 'Plan', value: 'Pro', from: 'verified' },
        { name: 'Shop', value: 'Lagos', from: 'staff' },
      ],
    },
    notes: [
      {
        noteId: 'note1',
        text: 'Calls back on Mondays',
        author: 'agent:jonas',
        at: NOW - 60 * MINUTE,
        mayDelete: true,
      },
    ],
    blocks: [],
    chats: [
      chatView(),
      chatView({
        chatId: 'chat0',
        state: 'closed',
        open: false,
        closedAt: NOW - 3 * 24 * 60 * MINUTE,
        openedAt: NOW - 3 * 24 * 60 * MINUTE - 20 * MINUTE,
        closeReason: 'agent',
        unread: 0,
      }),
    ],
    isVerified: false,
    parts: [],
    mayUnmerge: false,
    mayUnblock: false,
    mayErase: false,
    ...change,
  }
}

export function deskSnapshot(change: Partial<DeskSnapshot> = {}): DeskSnapshot {
  return {
    me: agentView(),
    account: { accountId: 'acme', name: 'Acme support' },
    sendsMail: true,
    settings: settingsView(),
    groups: [groupView(), groupView({ groupId: 'billing', name: 'Billing', accepting: 0 })],
    agents: [
      agentView(),
      agentView({ agentId: 'jonas', name: 'Jonas Lind', notAccepting: 'belowLimit', inHand: 4 }),
      agentView({ agentId: 'tomas', name: 'Tomás Herrera', presence: 'offline', inHand: 0 }),
    ],
    channels: [
      { channelId: 'web', name: 'Shop', kind: 'widget' },
      { channelId: 'app', name: 'Mobile app', kind: 'api' },
    ],
    tags: [],
    mentions: [],
    chats: [chatView()],
    ...change,
  }
}

export function deskState(change: Partial<DeskSnapshot> = {}): DeskState {
  return deskFrom(deskSnapshot(change), 10)
}

export function conversationSnapshot(
  change: Partial<ConversationSnapshot> = {},
): ConversationSnapshot {
  return {
    chat: chatView(),
    messages: [
      messageView({ seq: 3, author: 'agent:mira', text: 'Good morning', at: NOW - 3 * MINUTE }),
      messageView(),
    ],
    comments: [commentView()],
    readMarks: { customer: 3 },
    possible: {
      sendMessage: null,
      comment: null,
      forwardChat: null,
      holdChat: null,
      returnChat: null,
      closeChat: null,
      blockCustomer: null,
    },
    handover: null,
    more: false,
    ...change,
  }
}

/** A staff client whose server the test plays; welcomed, with the desk and maybe a conversation. */
export function connectedDesk(
  options: {
    desk?: Partial<DeskSnapshot>
    conversation?: Partial<ConversationSnapshot>
    quickReplies?: QuickReplyView[]
    mentions?: MentionsList['mentions']
    mentionable?: string[]
    prompters?: PrompterView[]
    suggest?: Rest['suggest']
    customer?: Partial<CustomerView>
    /** Customers beside that one. */
    others?: CustomerView[]
    olderMessages?: Rest['olderMessages']
  } = {},
): { client: StaffClient; network: FakeNetwork; files: FakeFiles } {
  const files = new FakeFiles()
  const network = new FakeNetwork()
  const { others = [] } = options
  const client = new StaffClient(network.ports, {
    base: 'https://parley.test',
    accountId: 'acme',
    rest: {
      uploadFile: files.uploadFile,
      removeFile: files.removeFile,
      file: files.file,
      olderMessages:
        options.olderMessages ??
        (() => Promise.resolve({ ok: true, value: { messages: [], comments: [], more: false } })),
      quickReplies: () =>
        Promise.resolve({ ok: true, value: { replies: options.quickReplies ?? [] } }),
      prompters: () => Promise.resolve({ ok: true, value: { prompters: options.prompters ?? [] } }),
      suggest: options.suggest ?? (() => new Promise(() => {})),
      mentions: () => Promise.resolve({ ok: true, value: { mentions: options.mentions ?? [] } }),
      mentionable: () =>
        Promise.resolve({ ok: true, value: { personIds: options.mentionable ?? [] } }),
      customer: (_accountId, customerId) =>
        Promise.resolve({
          ok: true,
          value:
            others.find((one) => one.customerId === customerId) ?? customerView(options.customer),
        }),
      customers: () =>
        Promise.resolve({
          ok: true,
          value: { customers: [customerView(), ...others], next: null },
        }),
    },
  })
  client.start()
  welcomeStaff(network, options.desk)
  if (options.conversation !== undefined) {
    client.open('chat1')
    network.socket.sayNumbered({
      type: 'conversation',
      topic: 'chat:chat1',
      seq: 10,
      conversation: conversationSnapshot(options.conversation),
    })
    network.socket.flush()
  }
  return { client, network, files }
}

/** A conversation of so many messages of which the newest hundred came, and who gives the others. */
export function longConversation(count: number): {
  conversation: Partial<ConversationSnapshot>
  olderMessages: Rest['olderMessages']
  /** The sizes of the pages that were asked for. */
  asked: number[]
} {
  const asked: number[] = []
  const message = (seq: number): MessageView =>
    messageView({
      seq,
      author: seq % 3 === 0 ? 'agent:mira' : 'customer:ada',
      text: `Line ${seq}${' and more'.repeat(seq % 7)}`,
      at: NOW - (count - seq) * 20_000,
    })
  const page = (before: number, limit: number) => {
    const first = Math.max(1, before - limit)
    const messages = Array.from({ length: before - first }, (_, n) => message(first + n))
    return { messages, comments: [], more: first > 1 }
  }
  return {
    asked,
    conversation: { ...page(count + 1, 100), chat: chatView({ seq: count, unread: 0 }) },
    olderMessages: (_accountId, _chatId, before, limit = 100) => {
      asked.push(limit)
      return Promise.resolve({ ok: true, value: page(before, limit) })
    },
  }
}

/** Plays the server's part from the opening of a staff socket to its snapshot. */
export function welcomeStaff(network: FakeNetwork, desk: Partial<DeskSnapshot> = {}): void {
  const { socket } = network
  socket.accept()
  socket.sayNumbered({
    type: 'welcome',
    protocol: 1,
    personId: 'mira',
    account: { accountId: 'acme', name: 'Acme support' },
    seq: 10,
    now: network.clock.now(),
    heartbeatMs: 15_000,
  })
  socket.sayNumbered({
    type: 'snapshot',
    topic: 'desk',
    seq: 10,
    parts: 0,
    gone: [],
    desk: deskSnapshot(desk),
  })
  socket.flush()
}
