import type { CustomerServerFrame } from '#protocol/customer-frames'
import type { FileView } from '#protocol/files'
import type { StaffServerFrame } from '#protocol/staff-frames'
import type { ChatView, MessageView } from '#protocol/staff-views'
import { markedComment } from './comment-marks.ts'
import type {
  BlockedTry,
  DatabaseRecord,
  FileViewer,
  FileVisit,
  Meant,
  SaidComment,
  SaidLine,
  SaidOffline,
  SaidRating,
  SaidTag,
  SentFile,
} from './observations.ts'
import { Recorder } from './recorder.ts'

/*
 * One conversation in which nothing goes wrong, as its frames and rows: what tests of the audit
 * falsify. Cleo asks Ann, who comments, forwards to Bob and never hears of it again; Bob closes.
 */

const ACCOUNT = 'shop'
const CHAT = 'chat-1'
const OTHER_CHAT = 'chat-2'
const CONVERSATION = 'talk-1'

const LINES = [
  { from: 'customer', text: 'Where is my order?' },
  { from: 'agent', text: 'Which one?' },
  { from: 'customer', text: 'The blue one.' },
  { from: 'agent', text: 'It is on its way.' },
] as const

type Stored = DatabaseRecord['messages'][number]

export interface HonestRun {
  meant: Meant
  lines: SaidLine[]
  comment: SaidComment
  personal: SaidComment
  customerFrames: CustomerServerFrame[]
  annFrames: StaffServerFrame[]
  bobFrames: StaffServerFrame[]
  files: SentFile[]
  visits: FileVisit[]
  blockedTries: BlockedTry[]
  offline: SaidOffline[]
  tags: SaidTag[]
  ratings: SaidRating[]
  /** Somebody of another account, who sees nothing of this. */
  strangerFrames: StaffServerFrame[]
  taken: { agentId: string; seq: number }[]
  record: DatabaseRecord
}

export function honestRun(): HonestRun {
  const lines = LINES.map(({ from, text }, position): SaidLine => {
    const commandId = `command-${position}`
    return { conversationId: CONVERSATION, position, commandId, text, from, fate: 'acknowledged' }
  })
  const comment = saidComment('staff', 'Looks late.')
  const personal = saidComment('author', 'Ask Dan.')
  const messages: Stored[] = [
    stored(1, 'customer:cleo', LINES[0].text, 'command-0'),
    stored(1, 'system', 'waiting', null),
    stored(2, 'system', 'joined', null),
    stored(4, 'agent:ann', LINES[1].text, 'command-1'),
    { ...stored(5, 'customer:cleo', LINES[2].text, 'command-2'), fileIds: ['photo'] },
    stored(8, 'system', 'forwarded', null),
    stored(10, 'system', 'joined', null),
    stored(12, 'agent:bob', LINES[3].text, 'command-3'),
    stored(14, 'system', 'closed', null),
  ]
  const comments = [
    {
      commentId: 'comment-1',
      seq: 6,
      visibleTo: 'staff' as const,
      text: comment.text,
      fileIds: ['sheet'],
    },
    {
      commentId: 'comment-2',
      seq: 7,
      visibleTo: 'author' as const,
      text: personal.text,
      fileIds: [],
    },
  ].map((row) => ({ ...row, accountId: ACCOUNT, chatId: CHAT, author: 'agent:ann' }))
  const hand = (seq: number, agentId: string, event: Hand): HandRow => ({
    accountId: ACCOUNT,
    seq,
    turn: seq,
    agentId,
    event,
  })
  const commentFrames = comments.map(({ commentId, seq, author, visibleTo, text, fileIds }) => ({
    kind: 'comment' as const,
    comment: {
      commentId,
      chatId: CHAT,
      seq,
      author,
      kind: 'comment' as const,
      visibleTo,
      text,
      data: null,
      files: fileIds.map(shownFile),
      mentions: [],
      at: seq,
      commandId: null,
    },
  }))
  const shown = messages.map(toMessageView)
  return {
    meant: {
      conversationId: CONVERSATION,
      accountId: ACCOUNT,
      lines: [...LINES],
      chatId: CHAT,
      finished: true,
      ends: 'closed',
      blockMessage: null,
    },
    files: [
      sentFile('photo', 'customer', 'customer', 'command-2'),
      sentFile('sheet', 'ann', 'staff', comment.commandId),
    ],
    visits: [
      visit('photo', customerViewer(CONVERSATION), 'ownLink', 'same'),
      visit('photo', customerViewer('talk-2'), 'newLink', 'refused'),
      visit('photo', staffViewer('agent', 'bob', ['front']), 'newLink', 'same'),
      visit('photo', staffViewer('agent', 'bob', ['front']), 'alteredLink', 'refused'),
      visit('photo', staffViewer('agent', 'cem', ['sales']), 'newLink', 'refused'),
      visit('sheet', staffViewer('administrator', 'ada', []), 'newLink', 'same'),
      visit('sheet', customerViewer(CONVERSATION), 'newLink', 'refused'),
    ],
    blockedTries: [],
    offline: [{ accountId: ACCOUNT, agentId: 'bob', choice: 'return', fate: 'acknowledged' }],
    tags: [{ chatId: CHAT, tagId: 'refund', fate: 'acknowledged' }],
    ratings: [{ conversationId: CONVERSATION, score: 4, fate: 'acknowledged' }],
    lines,
    comment,
    personal,
    customerFrames: messages.map(toItem),
    annFrames: [
      conversation(1, 2, shown.slice(0, 3), []),
      change(2, 4, [{ kind: 'message', message: shown[3] ?? fail() }, chatAt(4, 'ann')]),
      change(3, 5, [{ kind: 'message', message: shown[4] ?? fail() }, chatAt(5, 'ann')]),
      change(4, 6, commentFrames.slice(0, 1)),
      change(5, 7, commentFrames.slice(1)),
      change(6, 8, [{ kind: 'chatGone', chatId: CHAT }]),
    ],
    bobFrames: [
      conversation(
        1,
        10,
        shown.slice(0, 7),
        commentFrames.slice(0, 1).map(({ comment }) => comment),
      ),
      change(2, 12, [{ kind: 'message', message: shown[7] ?? fail() }, chatAt(12, 'bob')]),
      change(3, 14, [{ kind: 'message', message: shown[8] ?? fail() }]),
    ],
    strangerFrames: [],
    taken: [
      { agentId: 'ann', seq: 3 },
      { agentId: 'bob', seq: 11 },
    ],
    record: {
      chats: [
        {
          accountId: ACCOUNT,
          chatId: CHAT,
          state: 'closed',
          groupId: 'front',
          customerId: 'cleo',
          tagIds: ['refund'],
          rating: 4,
          firstWaitingAt: 1,
        },
      ],
      messages,
      comments,
      withPersonalComments: true,
      hands: [
        hand(-1, 'ann', { type: 'limit', limit: 1 }),
        hand(0, 'bob', { type: 'limit', limit: 1 }),
        hand(1, 'ann', { type: 'online' }),
        hand(2, 'bob', { type: 'online' }),
        hand(3, 'ann', { type: 'given', chatId: CHAT, as: 'chat' }),
        hand(9, 'ann', { type: 'left', chatId: CHAT }),
        hand(11, 'bob', { type: 'given', chatId: CHAT, as: 'chat' }),
        hand(13, 'bob', { type: 'left', chatId: CHAT }),
        // Somebody else's chat is on its way back to the line when Bob goes home.
        hand(15, 'bob', { type: 'given', chatId: OTHER_CHAT, as: 'chat' }),
        hand(16, 'bob', { type: 'offline', choice: 'return' }),
        { ...hand(17, 'bob', { type: 'left', chatId: OTHER_CHAT }), turn: 16 },
      ],
      moves: [{ accountId: ACCOUNT, turn: 16, chatId: OTHER_CHAT, kind: 'returned' }],
    },
  }
}

/** What the recorder writes down when it hears all that. */
export function recorded(run: HonestRun): ReturnType<Recorder['observations']> {
  const recorder = new Recorder()
  const sight = recorder.customerBegins(CONVERSATION, 0)
  for (const frame of run.customerFrames) {
    recorder.customerHeard('cleo', sight, frame, JSON.stringify(frame))
  }
  const heard: [string, string, StaffServerFrame[]][] = [
    [ACCOUNT, 'ann', run.annFrames],
    [ACCOUNT, 'bob', run.bobFrames],
    ['elsewhere', 'eve', run.strangerFrames],
  ]
  for (const [accountId, personId, frames] of heard) {
    const ears = recorder.staffEars(accountId, personId)
    for (const frame of frames) ears.heard(frame, JSON.stringify(frame))
  }
  for (const line of run.lines) recorder.said(line)
  for (const comment of [run.comment, run.personal]) recorder.commented(comment)
  for (const { agentId, seq } of run.taken) {
    recorder.took({ accountId: ACCOUNT, chatId: CHAT, agentId, seq })
  }
  for (const file of run.files) recorder.sentFile(file)
  for (const one of run.visits) recorder.visited(one)
  for (const tried of run.blockedTries) recorder.triedBlocked(tried)
  for (const offline of run.offline) recorder.wentOffline(offline)
  for (const tag of run.tags) recorder.tagged(tag)
  for (const rating of run.ratings) recorder.rated(rating)
  return recorder.observations([run.meant])
}

type HandRow = NonNullable<DatabaseRecord['hands']>[number]
type Hand = HandRow['event']
type Change = Extract<StaffServerFrame, { type: 'change' }>['changes']

function saidComment(visibleTo: 'staff' | 'author', words: string): SaidComment {
  const mark = { accountId: ACCOUNT, agentId: 'ann', visibleTo }
  const text = markedComment(mark, words)
  return { ...mark, chatId: CHAT, commandId: words, text, fate: 'acknowledged' }
}

function stored(seq: number, author: string, says: string, commandId: string | null): Stored {
  const kind = author === 'system' ? 'notice' : 'text'
  const messageId = `message-${seq}-${says}`
  const place = { accountId: ACCOUNT, chatId: CHAT, messageId, seq }
  return { ...place, author, kind, says, commandId, fileIds: [] }
}

function shownFile(fileId: string): FileView {
  const url = `/api/v1/somewhere/${fileId}`
  return { fileId, name: fileId, mime: 'image/png', size: 1, kind: 'image', url }
}

function sentFile(
  fileId: string,
  sentBy: string,
  visibleTo: SentFile['visibleTo'],
  commandId: string,
): SentFile {
  const place = { accountId: ACCOUNT, conversationId: CONVERSATION, commandId }
  return { ...place, fileId, sentBy, visibleTo, digest: fileId, fate: 'acknowledged' }
}

export function visit(
  fileId: string,
  viewer: FileViewer,
  way: FileVisit['way'],
  outcome: FileVisit['outcome'],
): FileVisit {
  return { fileId, viewer, way, outcome }
}

export function customerViewer(id: string): FileViewer {
  return { role: 'customer', accountId: ACCOUNT, id, groupIds: [] }
}

export function staffViewer(
  role: FileViewer['role'],
  id: string,
  groupIds: string[],
  accountId = ACCOUNT,
): FileViewer {
  return { role, accountId, id, groupIds }
}

function toItem(
  { author, kind, says, commandId, fileIds }: Stored,
  index: number,
): CustomerServerFrame {
  const from = author.startsWith('customer')
    ? 'me'
    : author.startsWith('agent')
      ? 'person'
      : 'system'
  const isNotice = kind === 'notice'
  return {
    type: 'item',
    item: {
      n: index + 1,
      kind,
      from,
      name: null,
      picture: null,
      text: isNotice ? `Words for ${says}` : says,
      code: isNotice ? says : null,
      files: fileIds.map(shownFile),
      buttons: [],
      at: index,
      commandId: from === 'me' ? commandId : null,
    },
  }
}

function toMessageView({ messageId, seq, author, kind, says, fileIds }: Stored): MessageView {
  const isNotice = kind === 'notice'
  return {
    messageId,
    chatId: CHAT,
    seq,
    author,
    kind,
    text: isNotice ? null : says,
    data: isNotice ? { code: says } : null,
    files: fileIds.map(shownFile),
    at: seq,
    commandId: null,
  }
}

function conversation(
  n: number,
  seq: number,
  messages: MessageView[],
  comments: Extract<Change[number], { kind: 'comment' }>['comment'][],
): StaffServerFrame {
  return {
    type: 'conversation',
    n,
    topic: `chat:${CHAT}`,
    seq,
    conversation: {
      chat: chatView(seq, null),
      messages,
      comments,
      readMarks: {},
      possible: {},
      handover: null,
      more: false,
    },
  }
}

function change(n: number, seq: number, changes: Change): StaffServerFrame {
  return { type: 'change', n, topic: `chat:${CHAT}`, seq, changes }
}

function chatAt(seq: number, agentId: string): Change[number] {
  return { kind: 'chat', chat: chatView(seq, agentId) }
}

export function chatView(seq: number, agentId: string | null): ChatView {
  return {
    chatId: CHAT,
    seq,
    customerId: 'cleo',
    customerName: 'Visitor CLEO',
    channelId: 'web',
    groupId: 'front',
    state: 'assigned.awaitingAgent',
    open: true,
    agentId,
    targetAgentId: null,
    priority: 0,
    firstWaitingAt: 0,
    unansweredSince: 0,
    stateSince: 0,
    dueAt: null,
    openedAt: 0,
    closedAt: null,
    closedBy: null,
    closeReason: null,
    erasedAt: null,
    holdUntil: null,
    answered: false,
    leftMessage: false,
    customerPresent: true,
    continues: null,
    stickyAgentId: null,
    tagIds: [],
    closeReasonId: null,
    rating: null,
    unread: 0,
    access: 'full',
  }
}

function fail(): never {
  throw new Error('No such message')
}
