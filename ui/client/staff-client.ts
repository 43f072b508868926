import type { FileView } from '#protocol/files'
import { PROTOCOL_VERSION, TYPING_EXPIRES_MS } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffClientFrame, StaffServerFrame, StaffTopic } from '#protocol/staff-frames'
import type { ChatView, OwnAccountView, QuickReplyView } from '#protocol/staff-views'
import type { MentionsList } from '#protocol/rest'
import { Attachments, releasePreviews } from './attachments.ts'
import { Connection, type ConnectionStatus, type Ports, type Settled } from './connection.ts'
import {
  changeConversation,
  conversationFrom,
  withFile,
  withOlder,
  type ConversationState,
  type Unsent,
} from './conversation-state.ts'
import { CustomerBook } from './customer-book.ts'
import { changeDesk, deskFrom, type DeskState, wholeDesk } from './desk-state.ts'
import { ownerOf, type KeptFiles } from './kept-files.ts'
import { PrompterBook } from './prompter-book.ts'
import { MachineBook, isWatchTopic } from './machine-book.ts'
import { inWords, type Refusal } from './refused.ts'
import type { FilePlace, Rest } from './rest.ts'
import { socketUrl } from './socket.ts'
import { storableText } from './storable-text.ts'

/*
 * Invariants:
 * S1 Frames of a socket are numbered without holes; after a hole nothing is believed and the
 *    client resumes.
 * S2 Each topic resumes after the newest sequence that it showed itself.
 * S3 What was written shows at once, and once: its line in the stream takes the place of the
 *    unsent one with the same command id.
 * S4 A refusal of a conversation holds until it is visited again, or the desk says that it may be
 *    read by now.
 * S4 A desk that comes in parts shows when it is whole; until then what was there before stays.
 */

/** Quick replies change rarely: a colleague's change shows within this. */
const QUICK_REPLIES_AGE_MS = 30_000

export type StaffAck = Extract<StaffServerFrame, { type: 'ack' }>

/** One conversation as far as it is known here. */
export type OpenConversation =
  | { kind: 'loading' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'ready'; conversation: ConversationState }
  /** It was here and is out of my sight now; `last` is what I saw of it. */
  | { kind: 'gone'; last: ChatView }

/** The page that a customer is on. */
export type CustomerWhere = NonNullable<Extract<StaffServerFrame, { type: 'page' }>['page']>

export interface StaffClientOptions {
  /** Address of the server. */
  base: string
  accountId?: string
  /** Asked for at each hello; leave it out where a session's cookie signs in. */
  token?: () => string | undefined
  rest: Pick<
    Rest,
    | 'olderMessages'
    | 'quickReplies'
    | 'prompters'
    | 'suggest'
    | 'mentions'
    | 'mentionable'
    | 'customer'
    | 'customers'
    | 'uploadFile'
    | 'removeFile'
    | 'file'
  >
  /** Where files that wait to be sent are kept through reloads; absent where they are not. */
  keptFiles?: KeptFiles
  /** Whether it is in a page of others, which has a socket for the account alone. */
  isEmbedded?: boolean
  /** Whether to hear of one's other accounts. */
  watchAccounts?: boolean
}

/** A colleague who has a conversation before them, and what they write there. */
export type Onlooker = Extract<StaffServerFrame, { type: 'company' }>['people'][number]

/** A comment that names me. */
export type NamingMe = MentionsList['mentions'][number]

/** One list, so that it is the same as before. */
const NOTHING: readonly Unsent[] = []

/** Lines on a page when an old one is looked for. */
const PAGE_BACK = 500

/** An agent's view of one account, kept up to date. */
export class StaffClient {
  status: ConnectionStatus = { kind: 'idle' }
  /** Null until the first snapshot. */
  desk: DeskState | null = null
  /** Why this account does not show its desk. */
  deskRefusal: Refusal | null = null
  /** Customers that somebody looks at. */
  readonly customers: CustomerBook
  /** Machines that somebody looks at. */
  /** Who suggests answers, and what they suggested. */
  readonly prompters: PrompterBook
  readonly machines = new MachineBook((frame) => this.#connection.send(frame))
  /** All one's accounts, as they were told last; null before. */
  accounts: readonly OwnAccountView[] | null = null

  /** The account's quick replies and my own; null until somebody asked for them. */
  quickReplies: readonly QuickReplyView[] | null = null

  /** What names me, read or not; null until somebody asked for it. */
  mentions: MentionsList['mentions'] | null = null

  #repliesAskedAt = -Infinity
  /** By chat, what names me there, as it was asked for last. */
  readonly #namedIn = new Map<string, readonly NamingMe[]>()
  /** By chat, whom a comment there can name, as it was last known. */
  readonly #mentionable = new Map<string, readonly string[]>()
  /** The conversation that is before me, as the server was told. */
  #looked: string | null = null
  #showsLists = true
  /** Who else has it before them. */
  #company: { chatId: string; people: readonly Onlooker[] } | null = null
  #forgetWriting: () => void = () => {}
  readonly #ports: Ports
  readonly #options: StaffClientOptions
  readonly #connection: Connection<StaffServerFrame, StaffClientFrame, StaffCommand>
  readonly #listeners = new Set<() => void>()
  readonly #conversations = new Map<string, OpenConversation>()
  readonly #unsent = new Map<string, readonly Unsent[]>()
  readonly #attachments = new Map<string, Attachments>()
  readonly #typing = new Map<string, Map<string, () => void>>()
  /** By chat, where its customer said so. */
  readonly #pages = new Map<string, CustomerWhere>()
  readonly #cursors = new Map<StaffTopic, number>()
  readonly #asked = new Set<string>()
  readonly #readSent = new Map<string, number>()
  /** How often words were erased while this tab was here: what was found before is found anew. */
  erasures = 0
  /** Chats known here whose words were erased: nothing that was begun in them is kept. */
  readonly erasedChats = new Set<string>()
  /** Chats of a desk that is not whole yet. */
  #parts: ChatView[] = []
  #lastN = 0
  #skew = 0

  constructor(ports: Ports, options: StaffClientOptions) {
    this.#ports = ports
    this.#options = options
    this.customers = new CustomerBook({
      rest: options.rest,
      accountId: () => this.desk?.account.accountId ?? options.accountId ?? null,
      tell: () => this.#tell(),
    })
    this.prompters = new PrompterBook({
      rest: options.rest,
      accountId: () => this.desk?.account.accountId ?? options.accountId ?? null,
      tell: () => this.#tell(),
      note: (use) => void this.command({ type: 'noteSuggestion', ...use }),
    })
    this.#connection = new Connection(ports, {
      url: socketUrl(options.base, socketPath(options)),
      hello: () => this.#hello(),
      commandFrame: (id, command) => ({ type: 'command', id, command }),
      received: (frame) => this.#received(frame),
      changed: (status) => {
        this.status = status
        this.#tell()
      },
    })
  }

  /** Calls `listener` after each change; returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    this.#cursors.set('desk', this.#cursors.get('desk') ?? -1)
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
    for (const attachments of this.#attachments.values()) attachments.stop()
  }

  /** Address of the server. */
  get base(): string {
    return this.#options.base
  }

  /** The account that was asked for; null where that was left to the server. */
  get accountId(): string | null {
    return this.#options.accountId ?? null
  }

  /** Asks for one's accounts as they are now; that is done after each welcome anyway. */
  askAccounts(): void {
    if (this.#options.watchAccounts === true) this.#connection.send({ type: 'accounts' })
  }

  /** Whether something that I wrote is on its way. */
  get isSending(): boolean {
    return [...this.#unsent.values()].some((all) => all.some(({ status }) => status === 'sending'))
  }

  /** For whom links to files are in a page of others; null in our own, where the session says it. */
  get linksFor(): string | null {
    return this.#options.isEmbedded === true ? (this.desk?.me.agentId ?? null) : null
  }

  /** The server's time, as well as it is known here. */
  now(): number {
    return this.#ports.clock.now() + this.#skew
  }

  conversation(chatId: string): OpenConversation | null {
    return this.#conversations.get(chatId) ?? null
  }

  /** What I wrote in a chat and the stream does not show yet, oldest first. */
  unsent(chatId: string): readonly Unsent[] {
    return this.#unsent.get(chatId) ?? NOTHING
  }

  /** Who types in a chat now: `customer` or `agent:<id>`. */
  typing(chatId: string): readonly string[] {
    return [...(this.#typing.get(chatId)?.keys() ?? [])]
  }

  /** The page that the customer of a followed chat is on; null where it is not known. */
  page(chatId: string): CustomerWhere | null {
    return this.#pages.get(chatId) ?? null
  }

  /** Colleagues who have a conversation before them too; known of the one that I look at. */
  company(chatId: string): readonly Onlooker[] {
    return this.#company?.chatId === chatId ? this.#company.people : []
  }

  /** Says which conversation is before me; null for none. */
  look(chatId: string | null): void {
    if (chatId === this.#looked) return
    this.#looked = chatId
    this.#company = null
    this.#sayLooking()
  }

  /** Says whether chats of the desk are shown in a list: what nobody looks at may come later. */
  showLists(isShown: boolean): void {
    if (isShown === this.#showsLists) return
    this.#showsLists = isShown
    this.#sayLooking()
  }

  #sayLooking(): void {
    const lists = this.#showsLists ? {} : { lists: false }
    this.#connection.send({ type: 'looking', chatId: this.#looked, ...lists })
  }

  /** Whom a comment of a chat can name; null until that is known. */
  mentionable(chatId: string): readonly string[] | null {
    return this.#mentionable.get(chatId) ?? null
  }

  /** Asks whom a comment of a chat can name now; until the answer what was known counts. */
  async askMentionable(chatId: string): Promise<void> {
    const accountId = this.desk?.account.accountId
    if (accountId === undefined) return
    const answer = await this.#options.rest.mentionable(accountId, chatId)
    if (!answer.ok) return
    this.#mentionable.set(chatId, answer.value.personIds)
    this.#tell()
  }

  /** Asks for what names me. Resolves with why not, or null. */
  async askMentions(): Promise<Refusal | null> {
    const accountId = this.desk?.account.accountId
    if (accountId === undefined) return null
    const answer = await this.#options.rest.mentions(accountId)
    if (!answer.ok) return answer.refusal
    this.mentions = answer.value.mentions
    this.#tell()
    return null
  }

  /** What names me in a chat, the newest first; null until that was asked for. */
  namedIn(chatId: string): readonly NamingMe[] | null {
    return this.#namedIn.get(chatId) ?? null
  }

  /** Asks what names me in a chat: of one that I may not read I see that. */
  async askNamedIn(chatId: string): Promise<void> {
    const accountId = this.desk?.account.accountId
    if (accountId === undefined) return
    const answer = await this.#options.rest.mentions(accountId, chatId)
    if (!answer.ok) return
    this.#namedIn.set(chatId, answer.value.mentions)
    this.#tell()
  }

  /** Follows a conversation until `leave`; one that was refused is asked for again. */
  open(chatId: string): void {
    if (this.#cursors.has(`chat:${chatId}`)) return
    this.#cursors.set(`chat:${chatId}`, -1)
    if (this.#conversations.get(chatId)?.kind !== 'gone') {
      this.#conversations.set(chatId, { kind: 'loading' })
    }
    this.#subscribeTo(`chat:${chatId}`)
    this.#tell()
  }

  leave(chatId: string): void {
    const isFollowed = this.#cursors.delete(`chat:${chatId}`)
    if (!this.#conversations.delete(chatId) && !isFollowed) return
    if (isFollowed) this.#connection.send({ type: 'unsubscribe', topic: `chat:${chatId}` })
    this.#tell()
  }

  /** Asks for anything that is not writing; settles after the commit. */
  command(command: StaffCommand): Promise<Settled<StaffAck>> {
    return this.#connection.command(command)
  }

  /** Sends a message to the customer; it shows in `unsent` until the stream has it. */
  sendMessage(chatId: string, text: string, files: readonly FileView[] = []): void {
    this.#write(chatId, { kind: 'message', visibleTo: 'staff', text, files, mentions: [] })
  }

  /** Adds a comment for all staff, who may be named in it, or for oneself only. Customers never see it. */
  comment(
    chatId: string,
    text: string,
    visibleTo: 'staff' | 'author',
    files: readonly FileView[] = [],
    mentions: readonly string[] = [],
  ): void {
    this.#write(chatId, { kind: 'comment', visibleTo, text, files, mentions })
  }

  /** Sends again, with the same id, what was not taken. */
  retry(chatId: string, id: string): void {
    const failed = this.unsent(chatId).find((one) => one.id === id && one.status === 'failed')
    if (failed === undefined) return
    this.#change(chatId, id, { status: 'sending', says: null })
    void this.#deliver(chatId, failed)
  }

  /** Forgets what was not taken. */
  discard(chatId: string, id: string): void {
    const gone = this.unsent(chatId).find((one) => one.id === id && one.status === 'failed')
    if (gone === undefined) return
    releasePreviews(gone.files)
    this.#unsent.set(
      chatId,
      this.unsent(chatId).filter((one) => one !== gone),
    )
    this.#tell()
  }

  /** The files that go with what is being written; each chat and mode has its own, through changes of view. */
  attachments(chatId: string, mode: 'message' | 'comment'): Attachments {
    const key = `${chatId} ${mode}`
    const known = this.#attachments.get(key)
    if (known !== undefined) return known
    const { rest, keptFiles } = this.#options
    const place = this.#placeOf(chatId)
    const upload = (file: File, progress: (share: number) => void) =>
      rest.uploadFile(place, file, progress)
    const made = new Attachments({
      upload,
      remove: (fileId) => void rest.removeFile(place, fileId),
    })
    this.#attachments.set(key, made)
    if (this.desk !== null) {
      const look = (fileId: string) => rest.file(place, fileId)
      keptFiles?.attend({ owner: ownerOf(this.desk), chatId, mode }, made, { upload, look })
    }
    return made
  }

  /** Gives a file of a conversation a new link, where its own ended. */
  async freshenFile(chatId: string, fileId: string): Promise<void> {
    const answer = await this.#options.rest.file(this.#placeOf(chatId), fileId)
    const opened = this.#conversations.get(chatId)
    if (!answer.ok || opened?.kind !== 'ready') return
    const conversation = withFile(opened.conversation, answer.value)
    this.#conversations.set(chatId, { kind: 'ready', conversation })
    this.#tell()
  }

  #placeOf(chatId: string): FilePlace {
    const accountId = this.desk?.account.accountId ?? this.#options.accountId ?? ''
    return { kind: 'chat', accountId, chatId }
  }

  sayTyping(chatId: string, typing: boolean, as: 'message' | 'comment' = 'message'): void {
    this.#connection.send({
      type: 'typing',
      chatId,
      typing,
      ...(as === 'comment' ? { as } : {}),
    })
  }

  /** Says that I have read a chat up to `seq`; what was said before is not said again. */
  markRead(chatId: string, seq: number): void {
    const opened = this.#conversations.get(chatId)
    const meId = this.desk?.me.agentId
    const isNamed = this.desk?.mentions.some((one) => one.chatId === chatId) ?? false
    // Of a chat out of my sight there is what names me to be read, and nothing else.
    if (meId === undefined || (opened?.kind !== 'ready' && !isNamed)) return
    const readMarks = opened?.kind === 'ready' ? opened.conversation.readMarks : {}
    const said = Math.max(this.#readSent.get(chatId) ?? 0, readMarks[`agent:${meId}`] ?? 0)
    if (seq <= said) return
    this.#readSent.set(chatId, seq)
    void this.#connection.command({ type: 'markRead', chatId, seq }, { lane: `read:${chatId}` })
    if (this.desk === null) return
    const chat = this.desk.chats.get(chatId)
    const isMine = chat?.agentId === meId
    this.desk = {
      ...this.desk,
      chats: isMine
        ? new Map(this.desk.chats).set(chatId, { ...chat, unread: 0 })
        : this.desk.chats,
      mentions: withoutRead(this.desk.mentions, chatId, seq),
    }
    this.#tell()
  }

  /** Loads the page before the oldest line that is here. Resolves with why not, or null. */
  async loadOlder(chatId: string, limit?: number): Promise<Refusal | null> {
    const opened = this.#conversations.get(chatId)
    const accountId = this.desk?.account.accountId
    if (opened?.kind !== 'ready' || !opened.conversation.more || accountId === undefined)
      return null
    if (this.#asked.has(chatId)) return null
    this.#asked.add(chatId)
    const before = oldestIn(opened.conversation)
    const answer = await this.#options.rest.olderMessages(accountId, chatId, before, limit)
    this.#asked.delete(chatId)
    if (!answer.ok) return answer.refusal
    const now = this.#conversations.get(chatId)
    if (now?.kind === 'ready') {
      this.#conversations.set(chatId, {
        kind: 'ready',
        conversation: withOlder(now.conversation, answer.value),
      })
      this.#tell()
    }
    return null
  }

  /** Asks for the quick replies, unless those that are here are younger than `maxAgeMs`. */
  async askQuickReplies(maxAgeMs = QUICK_REPLIES_AGE_MS): Promise<void> {
    const accountId = this.desk?.account.accountId
    const now = this.#ports.clock.now()
    if (accountId === undefined || now - this.#repliesAskedAt < maxAgeMs) return
    this.#repliesAskedAt = now
    const answer = await this.#options.rest.quickReplies(accountId)
    if (answer.ok) this.quickReplies = answer.value.replies
    else this.#repliesAskedAt = -Infinity
    this.#tell()
  }

  /** Loads pages until the line of a sequence is here, if it ever was. Resolves with why not, or null. */
  async loadBackTo(chatId: string, seq: number): Promise<Refusal | null> {
    for (;;) {
      const opened = this.#conversations.get(chatId)
      if (opened?.kind !== 'ready' || !opened.conversation.more) return null
      if (oldestIn(opened.conversation) <= seq || this.#asked.has(chatId)) return null
      const refusal = await this.loadOlder(chatId, PAGE_BACK)
      if (refusal !== null) return refusal
    }
  }

  #hello(): StaffClientFrame {
    const { accountId } = this.#options
    const token = this.#options.token?.()
    this.#lastN = 0
    this.#parts = []
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      ...(token === undefined ? {} : { token }),
      ...(accountId === undefined ? {} : { accountId }),
    }
  }

  #subscribeTo(topic: StaffTopic): void {
    const after = this.#cursors.get(topic) ?? -1
    this.#connection.send({ type: 'subscribe', topic, ...(after < 0 ? {} : { after }) })
  }

  #received(frame: StaffServerFrame): void {
    if (frame.n !== this.#lastN + 1) {
      this.#connection.resume()
      return
    }
    this.#lastN = frame.n
    switch (frame.type) {
      case 'welcome':
        this.#skew = frame.now - this.#ports.clock.now()
        this.#pages.clear()
        this.customers.resumed()
        for (const topic of this.#cursors.keys()) this.#subscribeTo(topic)
        this.#company = null
        if (this.#looked !== null || !this.#showsLists) this.#sayLooking()
        this.machines.resumed()
        this.askAccounts()
        break
      case 'accounts':
        this.accounts = frame.accounts
        break
      case 'machines':
      case 'actor':
        this.machines.told(frame)
        break
      case 'snapshotPart':
        // S4
        if (frame.part === 1) this.#parts = []
        this.#parts.push(...frame.chats)
        return
      case 'snapshot':
        // A new one in place of what was missed: words may have been erased meanwhile.
        if (this.desk !== null) {
          this.erasures += 1
          this.prompters.forget(() => true)
        }
        this.desk = deskFrom(wholeDesk(frame, this.#parts), frame.seq)
        this.#parts = []
        this.#cursors.set('desk', frame.seq)
        this.#askAgain()
        break
      case 'conversation':
        this.#opened(frame)
        break
      case 'resumed':
        this.#advance(frame.topic, frame.seq)
        break
      case 'topicRefused':
        this.#topicRefused(frame.topic, inWords(frame.refusal))
        break
      case 'change':
        this.#changed(frame)
        break
      case 'page':
        if (frame.page === null) this.#pages.delete(frame.chatId)
        else this.#pages.set(frame.chatId, frame.page)
        break
      case 'company':
        this.#meet(frame)
        break
      case 'typing':
        this.#typed(frame.chatId, frame.who, frame.typing)
        break
      case 'heartbeat':
        this.#skew = frame.now - this.#ports.clock.now()
        return
      case 'ack':
      case 'refused':
        return
    }
    this.#tell()
  }

  #opened({ topic, seq, conversation }: Extract<StaffServerFrame, { type: 'conversation' }>): void {
    if (!this.#cursors.has(topic)) return
    this.#cursors.set(topic, seq)
    const { chatId, erasedAt } = conversation.chat
    if (erasedAt !== null) this.#forgetChat(chatId)
    this.#conversations.set(chatId, { kind: 'ready', conversation: conversationFrom(conversation) })
    this.#dropShown(chatId)
  }

  #changed({ topic, seq, changes }: Extract<StaffServerFrame, { type: 'change' }>): void {
    this.#advance(topic, seq)
    for (const change of changes) {
      if (change.kind !== 'customer') continue
      if (change.erased) this.#forget(change.customerId)
      else this.customers.changed(change.customerId)
    }
    // Of a conversation out of sight nothing is told: it begins anew when it comes back.
    const isGone = topic !== 'desk' && changes.some(({ kind }) => kind === 'chatGone')
    if (isGone) this.#wentOutOfSight(topic)
    if (topic === 'desk') {
      if (this.desk) this.desk = changeDesk(this.desk, changes, seq)
      this.#askAgain()
    } else if (this.desk) {
      // a conversation's own words are never newer lists: only what the desk lists already
      const listed = changes.filter(
        (change) =>
          change.kind === 'read' ||
          (change.kind === 'chat' && this.desk?.chats.has(change.chat.chatId)),
      )
      if (listed.length > 0) this.desk = changeDesk(this.desk, listed, seq)
    }
    for (const [chatId, opened] of this.#conversations) {
      if (opened.kind !== 'ready') continue
      const conversation = changeConversation(opened.conversation, changes)
      if (conversation === opened.conversation) continue
      this.#conversations.set(chatId, { kind: 'ready', conversation })
      this.#dropShown(chatId)
    }
  }

  /** Words of a customer were erased: none stays here. Conversations come anew by themselves. */
  #forget(customerId: string): void {
    this.erasures += 1
    this.customers.erased(customerId)
    const isOfOther = (chatId: string): boolean => {
      const known = this.#chatHere(chatId)
      return known !== null && known.customerId !== customerId
    }
    this.prompters.forget((chatId) => !isOfOther(chatId))
    for (const chatId of this.#conversations.keys()) {
      if (this.#chatHere(chatId)?.customerId === customerId) this.#forgetChat(chatId)
    }
  }

  /** What is known of a chat that is listed, or was opened. */
  #chatHere(chatId: string): ChatView | null {
    const opened = this.#conversations.get(chatId)
    if (opened?.kind === 'ready') return opened.conversation.chat
    return this.desk?.chats.get(chatId) ?? (opened?.kind === 'gone' ? opened.last : null)
  }

  #forgetChat(chatId: string): void {
    this.erasedChats.add(chatId)
    this.#unsent.delete(chatId)
    for (const mode of ['message', 'comment']) this.#attachments.get(`${chatId} ${mode}`)?.clear()
    if (this.#cursors.has(`chat:${chatId}`)) this.#conversations.set(chatId, { kind: 'loading' })
    else this.#conversations.delete(chatId)
  }

  #advance(topic: StaffTopic, seq: number): void {
    const cursor = this.#cursors.get(topic)
    if (cursor !== undefined && seq > cursor) this.#cursors.set(topic, seq)
  }

  #topicRefused(topic: StaffTopic, refusal: Refusal): void {
    if (topic === 'desk') {
      this.deskRefusal = refusal
      return
    }
    if (isWatchTopic(topic)) {
      this.machines.refused(topic, refusal)
      return
    }
    this.#cursors.delete(topic)
    const chatId = topic.slice('chat:'.length)
    const opened = this.#conversations.get(chatId)
    if (opened?.kind === 'gone') return
    this.#conversations.set(
      chatId,
      opened?.kind === 'ready'
        ? { kind: 'gone', last: opened.conversation.chat }
        : { kind: 'refused', refusal },
    )
  }

  #wentOutOfSight(topic: StaffTopic): void {
    this.#cursors.set(topic, -1)
    const chatId = topic.slice('chat:'.length)
    const opened = this.#conversations.get(chatId)
    if (opened?.kind !== 'ready') return
    this.#conversations.set(chatId, { kind: 'gone', last: opened.conversation.chat })
  }

  /** S4 */
  #askAgain(): void {
    for (const chatId of this.#conversations.keys()) {
      const mayRead = this.desk?.chats.get(chatId)?.access === 'full'
      if (mayRead && !this.#cursors.has(`chat:${chatId}`)) this.open(chatId)
    }
  }

  /** Who is there; what they write is forgotten unless it is said again. */
  #meet({ chatId, people }: Extract<StaffServerFrame, { type: 'company' }>): void {
    if (chatId !== this.#looked) return
    this.#company = { chatId, people }
    this.#forgetWriting()
    if (people.every(({ writes }) => writes === null)) return
    this.#forgetWriting = this.#ports.clock.after(TYPING_EXPIRES_MS, () => {
      if (this.#company?.chatId !== chatId) return
      this.#company = {
        chatId,
        people: this.#company.people.map((one) => ({ ...one, writes: null })),
      }
      this.#tell()
    })
  }

  #typed(chatId: string, who: string, typing: boolean): void {
    const typers = this.#typing.get(chatId) ?? new Map<string, () => void>()
    typers.get(who)?.()
    typers.delete(who)
    if (typing) {
      const expire = () => {
        typers.delete(who)
        this.#tell()
      }
      typers.set(who, this.#ports.clock.after(TYPING_EXPIRES_MS, expire))
    }
    this.#typing.set(chatId, typers)
  }

  #write(
    chatId: string,
    words: Pick<Unsent, 'kind' | 'visibleTo' | 'text' | 'files' | 'mentions'>,
  ): void {
    const unsent: Unsent = {
      ...words,
      text: storableText(words.text),
      id: this.#connection.newId(),
      at: this.now(),
      status: 'sending',
      says: null,
    }
    this.#unsent.set(chatId, [...this.unsent(chatId), unsent])
    this.#tell()
    void this.#deliver(chatId, unsent)
  }

  async #deliver(
    chatId: string,
    { id, kind, text, visibleTo, files, mentions }: Unsent,
  ): Promise<void> {
    const fileIds = files.map(({ fileId }) => fileId)
    const said = { chatId, text, ...(fileIds.length === 0 ? {} : { fileIds }) }
    const command: StaffCommand =
      kind === 'message'
        ? { type: 'sendMessage', ...said }
        : {
            type: 'comment',
            ...said,
            visibleTo,
            ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
          }
    const settled = await this.#connection.command(command, { id, lane: `write:${chatId}` })
    if (settled.ok) this.#change(chatId, id, { status: 'sent' })
    else this.#change(chatId, id, { status: 'failed', says: settled.refusal.says })
  }

  #change(chatId: string, id: string, change: Partial<Unsent>): void {
    this.#unsent.set(
      chatId,
      this.unsent(chatId).map((one) => (one.id === id ? { ...one, ...change } : one)),
    )
    this.#dropShown(chatId)
    this.#tell()
  }

  /** Lines that the stream shows by now are not shown as unsent any more; nor what is stored. */
  #dropShown(chatId: string): void {
    const unsent = this.unsent(chatId)
    if (unsent.length === 0) return
    const opened = this.#conversations.get(chatId)
    const shown = new Set<string | null>()
    if (opened?.kind === 'ready') {
      for (const { commandId } of opened.conversation.messages) shown.add(commandId)
      for (const { commandId } of opened.conversation.comments) shown.add(commandId)
    }
    const left = unsent.filter(
      ({ id, status }) => !shown.has(id) && !(status === 'sent' && opened?.kind !== 'ready'),
    )
    for (const { id, files } of unsent) if (shown.has(id)) releasePreviews(files)
    this.#unsent.set(chatId, left)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function socketPath({ isEmbedded, accountId }: StaffClientOptions): string {
  return isEmbedded === true && accountId !== undefined
    ? `/api/v1/accounts/${encodeURIComponent(accountId)}/socket`
    : '/api/v1/staff/socket'
}

/** What names me, without what I read by now; the same list where that is nothing. */
function withoutRead<T extends { chatId: string; seq: number }>(
  mentions: readonly T[],
  chatId: string,
  upTo: number,
): readonly T[] {
  const left = mentions.filter((one) => one.chatId !== chatId || one.seq > upTo)
  return left.length === mentions.length ? mentions : left
}

function oldestIn({ messages, comments }: ConversationState): number {
  return Math.min(messages[0]?.seq ?? Infinity, comments[0]?.seq ?? Infinity)
}
