import type { CustomerServerFrame } from '#protocol/customer-frames'
import type { StaffChange, StaffServerFrame } from '#protocol/staff-frames'
import type { AgentView, ChatView, CommentView, MessageView } from '#protocol/staff-views'
import { leaksIn } from './comment-marks.ts'
import type { FileView } from '#protocol/files'
import type {
  BlockedTry,
  CustomerSight,
  FileVisit,
  Meant,
  Observations,
  SaidComment,
  SaidLine,
  SaidOffline,
  SaidRating,
  SaidTag,
  SeenComment,
  SeenMessage,
  SentFile,
  StaffSight,
  Taken,
} from './observations.ts'

/** Writes down what clients say and what comes over the wire to them, without judging it. */
export class Recorder {
  readonly #lines: SaidLine[] = []
  readonly #comments: SaidComment[] = []
  readonly #customers: CustomerSight[] = []
  readonly #staff: StaffSight[] = []
  readonly #taken: Taken[] = []
  readonly #leaks: Observations['leaks'] = []
  readonly #holes: Observations['holes'] = []
  readonly #overLimit: Observations['overLimit'] = []
  readonly #holders = new Map<string, Observations['holders'][number]>()
  readonly #otherHolders: Observations['holders'] = []
  readonly #answers = new Map<string, Set<string>>()
  readonly #files: SentFile[] = []
  readonly #fileVisits: FileVisit[] = []
  readonly #blockedTries: BlockedTry[] = []
  readonly #offline: SaidOffline[] = []
  readonly #tags: SaidTag[] = []
  readonly #ratings: SaidRating[] = []
  /** By file and whoever was told of it, the newest link. */
  readonly #links = new Map<string, Map<string, string>>()

  sentFile(file: SentFile): void {
    this.#files.push(file)
  }

  get files(): readonly SentFile[] {
    return this.#files
  }

  visited(visit: FileVisit): void {
    this.#fileVisits.push(visit)
  }

  /** The newest link to a file that somebody was told; undefined where nobody told them of one. */
  linkOf(fileId: string, viewer: string): string | undefined {
    return this.#links.get(fileId)?.get(viewer)
  }

  triedBlocked(tried: BlockedTry): void {
    this.#blockedTries.push(tried)
  }

  wentOffline(offline: SaidOffline): void {
    this.#offline.push(offline)
  }

  tagged(tag: SaidTag): void {
    this.#tags.push(tag)
  }

  rated(rating: SaidRating): void {
    this.#ratings.push(rating)
  }

  said(line: SaidLine): void {
    this.#lines.push(line)
  }

  commented(comment: SaidComment): void {
    this.#comments.push(comment)
  }

  took(taken: Taken): void {
    this.#taken.push(taken)
  }

  /** A command was answered, over whichever transport, for whichever time. */
  answered(commandId: string, answer: string): void {
    const known = this.#answers.get(commandId)
    if (known === undefined) this.#answers.set(commandId, new Set([answer]))
    else known.add(answer)
  }

  missedFrames(viewer: string, count: number): void {
    if (count > 0) this.#holes.push({ viewer, count })
  }

  /** A customer begins a conversation; what comes from now on is of it. */
  customerBegins(conversationId: string, afterN: number): CustomerSight {
    const sight: CustomerSight = { conversationId, afterN, items: [] }
    this.#customers.push(sight)
    return sight
  }

  customerHeard(
    viewer: string,
    sight: CustomerSight | null,
    frame: CustomerServerFrame,
    text: string,
  ) {
    for (const mark of leaksIn(text, { kind: 'customer' })) this.#leaks.push({ viewer, mark })
    if (frame.type === 'ack') this.answered(frame.id, `n ${frame.n}`)
    if (sight === null) return
    const items = frame.type === 'item' ? [frame.item] : frame.type === 'welcome' ? frame.items : []
    // A stream that starts anew repeats what was seen; only what comes twice otherwise is odd.
    const repeats = frame.type === 'welcome' && frame.fresh
    const newest = sight.items.at(-1)?.n ?? sight.afterN
    for (const item of items) {
      this.#toldOf(item.files, sight.conversationId)
      if (repeats && item.n <= newest) continue
      const says = item.kind === 'notice' ? (item.code ?? '') : item.text
      sight.items.push({ n: item.n, from: item.from, says, fileIds: idsOf(item.files) })
    }
  }

  /** One client of staff; it must be told of every frame in order. */
  staffEars(accountId: string, personId: string): StaffEars {
    const viewer = { kind: 'staff', accountId, personId } as const
    return new StaffEars(accountId, personId, {
      leaks: (text) => {
        for (const mark of leaksIn(text, viewer)) this.#leaks.push({ viewer: personId, mark })
      },
      sight: (sight) => this.#staff.push(sight),
      chat: (chat) => this.#sawChat(accountId, chat),
      agent: ({ agentId, inHand, limit }) => {
        if (inHand > limit) this.#overLimit.push({ agentId, inHand, limit })
      },
      answered: (commandId, answer) => this.answered(commandId, answer),
      files: (files) => this.#toldOf(files, personId),
    })
  }

  observations(meant: Meant[]): Observations {
    return {
      meant,
      lines: this.#lines,
      comments: this.#comments,
      customers: this.#customers,
      staff: this.#staff,
      holders: [...this.#holders.values(), ...this.#otherHolders],
      taken: this.#taken,
      overLimit: this.#overLimit,
      leaks: this.#leaks,
      contradictions: [...this.#answers].flatMap(([commandId, answers]) =>
        answers.size > 1 ? { commandId, answers: [...answers] } : [],
      ),
      holes: this.#holes,
      files: this.#files,
      fileVisits: this.#fileVisits,
      blockedTries: this.#blockedTries,
      offline: this.#offline,
      tags: this.#tags,
      ratings: this.#ratings,
    }
  }

  #toldOf(files: readonly FileView[], viewer: string): void {
    for (const { fileId, url } of files) {
      const links = this.#links.get(fileId) ?? new Map<string, string>()
      this.#links.set(fileId, links.set(viewer, url))
    }
  }

  /** Many are told of the same; only the first one and whoever was told otherwise count. */
  #sawChat(accountId: string, { chatId, seq, agentId }: ChatView): void {
    const key = `${chatId} ${seq}`
    const known = this.#holders.get(key)
    if (known === undefined) this.#holders.set(key, { accountId, chatId, seq, agentId })
    else if (known.agentId !== agentId) this.#otherHolders.push({ accountId, chatId, seq, agentId })
  }
}

interface Notes {
  leaks: (text: string) => void
  sight: (sight: StaffSight) => void
  chat: (chat: ChatView) => void
  agent: (agent: AgentView) => void
  answered: (commandId: string, answer: string) => void
  files: (files: readonly FileView[]) => void
}

/** Writes down what one client of staff sees of each conversation, snapshot by snapshot. */
export class StaffEars {
  readonly #accountId: string
  readonly #personId: string
  readonly #notes: Notes
  readonly #open = new Map<string, StaffSight>()
  /** Conversations out of sight: what comes back must come back whole. */
  readonly #away = new Set<string>()

  constructor(accountId: string, personId: string, notes: Notes) {
    this.#accountId = accountId
    this.#personId = personId
    this.#notes = notes
  }

  heard(frame: StaffServerFrame, text: string): void {
    this.#notes.leaks(text)
    switch (frame.type) {
      case 'snapshotPart':
        for (const chat of frame.chats) this.#notes.chat(chat)
        return
      case 'snapshot':
        for (const chat of frame.desk.chats) this.#notes.chat(chat)
        for (const agent of frame.desk.agents) this.#notes.agent(agent)
        return
      case 'conversation': {
        const chatId = frame.topic.slice('chat:'.length)
        const { messages, comments, more } = frame.conversation
        for (const { files } of [...messages, ...comments]) this.#notes.files(files)
        const sight: StaffSight = {
          accountId: this.#accountId,
          personId: this.#personId,
          chatId,
          reachedSeq: frame.seq,
          partial: more,
          messages: messages.map(seenMessage),
          comments: comments.filter(isComment).map(seenComment),
        }
        this.#open.set(chatId, sight)
        this.#away.delete(chatId)
        this.#notes.sight(sight)
        return
      }
      case 'resumed':
      case 'change': {
        const sight =
          frame.topic === 'desk' ? undefined : this.#open.get(frame.topic.slice('chat:'.length))
        for (const change of frame.type === 'change' ? frame.changes : []) {
          this.#changed(change, sight)
        }
        if (sight !== undefined && !this.#away.has(sight.chatId)) {
          sight.reachedSeq = Math.max(sight.reachedSeq, frame.seq)
        }
        return
      }
      case 'ack':
        this.#notes.answered(frame.id, JSON.stringify(frame.result))
        return
      case 'topicRefused':
        if (frame.topic !== 'desk') this.#open.delete(frame.topic.slice('chat:'.length))
        return
      case 'welcome':
      case 'refused':
      case 'page':
      case 'company':
      case 'typing':
      case 'machines':
      case 'actor':
      case 'accounts':
      case 'heartbeat':
    }
  }

  /** The client stopped following a conversation: what comes of it still is not for anybody. */
  unfollowed(chatId: string): void {
    this.#open.delete(chatId)
  }

  #changed(change: StaffChange, sight: StaffSight | undefined): void {
    if (change.kind === 'chat') this.#notes.chat(change.chat)
    if (change.kind === 'agent') this.#notes.agent(change.agent)
    if (change.kind === 'message') this.#notes.files(change.message.files)
    if (change.kind === 'comment') this.#notes.files(change.comment.files)
    if (sight === undefined) return
    if (change.kind === 'message') sight.messages.push(seenMessage(change.message))
    if (change.kind === 'comment' && isComment(change.comment)) {
      sight.comments.push(seenComment(change.comment))
    }
    if (change.kind === 'chatGone') this.#away.add(sight.chatId)
    if (change.kind === 'chat') this.#away.delete(sight.chatId)
  }
}

function idsOf(files: readonly FileView[]): string[] {
  return files.map(({ fileId }) => fileId)
}

function seenMessage({ messageId, author, kind, text, data, files }: MessageView): SeenMessage {
  const code = data?.code
  return {
    messageId,
    author,
    says: kind === 'text' ? (text ?? '') : typeof code === 'string' ? code : '',
    fileIds: idsOf(files),
  }
}

function isComment({ kind }: CommentView): boolean {
  return kind === 'comment'
}

function seenComment({ commentId, text, files }: CommentView): SeenComment {
  return { commentId, text: text ?? '', fileIds: idsOf(files) }
}
