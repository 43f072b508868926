import { staffServerFrame } from '#protocol/staff-frames'
import type { StaffChange, StaffServerFrame, StaffTopic } from '#protocol/staff-frames'
import type {
  AgentView,
  ChatView,
  CommentView,
  DeskChannelView,
  GroupView,
  HandoverView,
  MentionView,
  MessageView,
  Possibilities,
  SettingsView,
  TagView,
} from '#protocol/staff-views'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { Connection, SocketHandler } from '../realtime/connection.ts'
import { wrongForStaff } from './frame-rules.ts'
import type { SimulatedNode } from './simulated-node.ts'
import { Tab } from './tab.ts'
import type { Sent, Surroundings } from './tab.ts'

/** How many frames are checked against the schema: one of so many. */
const CHECKED_ONE_OF = 4

/** Conversations that a tab keeps open. */
const MOST_TALKS = 4

/** A topic as the client has it. */
interface Followed {
  /** `asked`: nothing of it may be believed; `resuming`: what was seen is being completed. */
  state: 'asked' | 'resuming' | 'live'
  seq: number
}

/** One conversation as the client has it. */
export interface Talk {
  chat: ChatView
  messages: MessageView[]
  comments: CommentView[]
  readMarks: Map<string, number>
  possible: Possibilities
  handover: HandoverView | null
  /** Whether there are older lines than these. */
  more: boolean
}

/** A desk in a browser tab, which keeps what it saw. */
export class StaffTab extends Tab {
  readonly personId: string
  readonly #mayReturn: () => boolean
  readonly #accountOfChat: (chatId: string) => string | undefined
  #n = 0
  #frames = 0
  readonly #topics = new Map<StaffTopic, Followed>()
  readonly chats = new Map<string, ChatView>()
  readonly agents = new Map<string, AgentView>()
  readonly groups = new Map<string, GroupView>()
  readonly channels = new Map<string, DeskChannelView>()
  readonly tags = new Map<string, TagView>()
  settings: SettingsView | null = null
  mentions: readonly MentionView[] = []
  readonly talks = new Map<string, Talk>()
  /** Of a desk that is not whole yet. */
  #parts: ChatView[][] = []

  constructor(
    around: Surroundings,
    who: { accountId: string; personId: string },
    sent: Sent,
    more: {
      mayReturn: () => boolean
      accountOfChat: (chatId: string) => string | undefined
    },
  ) {
    super(around, who.accountId, `agent:${who.personId}`, sent)
    this.personId = who.personId
    this.#mayReturn = more.mayReturn
    this.#accountOfChat = more.accountOfChat
  }

  isLive(topic: StaffTopic): boolean {
    return this.open && this.#topics.get(topic)?.state === 'live'
  }

  /** Opens a conversation, the oldest one closes. */
  read(chatId: string): void {
    if (!this.open) return
    if (this.talks.size >= MOST_TALKS) {
      const [oldest] = this.talks.keys()
      if (oldest !== undefined) this.put(oldest)
    }
    this.talks.delete(chatId)
    this.#subscribe(`chat:${chatId}`, null)
  }

  /** Puts a conversation away. */
  put(chatId: string): void {
    this.talks.delete(chatId)
    this.#topics.delete(`chat:${chatId}`)
    this.send({ type: 'unsubscribe', topic: `chat:${chatId}` })
  }

  protected accept(node: SimulatedNode, connection: Connection): SocketHandler {
    return node.acceptStaff(connection)
  }

  protected hello(): object {
    const { accountId, personId: token } = this
    return { type: 'hello', protocol: PROTOCOL_VERSION, token, accountId }
  }

  protected lost(): void {
    this.#n = 0
    this.#parts = []
  }

  protected mayReturn(): boolean {
    return this.#mayReturn()
  }

  protected receive(text: string): void {
    const { witness } = this.around
    const wrong = wrongForStaff(this.accountId, this.personId, text, this.#accountOfChat)
    const promise = wrong?.includes('personal:') === true ? 'personalComments' : 'hiddenFromOthers'
    witness.holds(wrong === null, promise, () => `${wrong} at ${this.sender} in ${text}`)
    const json: StaffServerFrame = JSON.parse(text)
    this.#frames += 1
    if (this.#frames % CHECKED_ONE_OF === 0) {
      const parsed = staffServerFrame.safeParse(json)
      if (!parsed.success) return witness.broken('wire', `${text}: ${parsed.error.message}`)
    }
    witness.holds(
      json.n === this.#n + 1,
      'seenOnceInOrder',
      () => `${this.sender}: frame ${json.n} after ${this.#n}`,
    )
    this.#n = json.n
    this.#seesFiles(json)
    this.#frame(json)
  }

  /** Of files, what stands in a message, or in a comment that is theirs to read. */
  #seesFiles(frame: StaffServerFrame): void {
    const { messages, comments } = saidIn(frame)
    for (const { messageId, files } of messages) {
      for (const { fileId } of files) this.#seesFile(fileId, messageId, 'messageId')
    }
    for (const { commentId, files } of comments) {
      for (const { fileId } of files) this.#seesFile(fileId, commentId, 'commentId')
    }
  }

  #seesFile(fileId: string, place: string, kind: 'messageId' | 'commentId'): void {
    const file = this.around.fileOf(this.accountId, fileId)
    const isOthers = file?.audience === 'author' && file.uploadedBy !== this.sender
    const isThere = file?.[kind] === place && !isOthers
    this.around.witness.holds(
      isThere || file?.state === 'dropped',
      'hiddenFromOthers',
      () => `${this.sender} is told of ${fileId} in ${place}: ${JSON.stringify(file)}`,
    )
  }

  #frame(frame: StaffServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#resume()
        this.welcomed()
        return
      case 'snapshotPart':
        if (frame.part === 1) this.#parts = []
        this.#parts.push(frame.chats)
        this.#inOrder(this.#parts.length === frame.part, () => `part ${frame.part} of a desk`)
        return
      case 'snapshot':
        this.#desk(frame)
        return
      case 'conversation':
        this.#conversation(frame)
        return
      case 'resumed': {
        const topic = this.#topics.get(frame.topic)
        if (topic !== undefined) this.#topics.set(frame.topic, { state: 'live', seq: frame.seq })
        return
      }
      case 'topicRefused':
        this.#refused(frame.topic)
        return
      case 'change':
        this.#change(frame)
        return
      case 'ack':
        this.answered(frame.id, {
          kind: 'ack',
          answer: { seq: frame.seq, result: frame.result },
        })
        return
      case 'refused':
        this.answered(frame.id, { refusal: frame.refusal })
        return
      case 'page':
      case 'typing':
      case 'company':
      case 'machines':
      case 'actor':
      case 'accounts':
      case 'heartbeat':
        return
    }
  }

  #resume(): void {
    const { random } = this.around
    const desk = this.#topics.get('desk')
    const keeps = desk !== undefined && desk.state !== 'asked' && random.chance(0.7)
    this.#subscribe('desk', keeps ? desk.seq : null)
    for (const chatId of this.talks.keys()) {
      const talk = this.#topics.get(`chat:${chatId}`)
      const goesOn = talk !== undefined && talk.state !== 'asked' && random.chance(0.8)
      this.#subscribe(`chat:${chatId}`, goesOn ? talk.seq : null)
    }
  }

  #subscribe(topic: StaffTopic, after: number | null): void {
    if (after === null) this.#topics.set(topic, { state: 'asked', seq: 0 })
    else this.#topics.set(topic, { state: 'resuming', seq: after })
    this.send({ type: 'subscribe', topic, ...(after === null ? {} : { after }) })
  }

  #desk({ seq, parts, gone, desk }: Extract<StaffServerFrame, { type: 'snapshot' }>): void {
    const before = parts === 0 ? [] : this.#parts
    this.#parts = []
    this.#inOrder(before.length === parts, () => `${before.length} parts of ${parts}`)
    if (!this.#topics.has('desk')) return
    this.#topics.set('desk', { state: 'live', seq })
    this.chats.clear()
    this.agents.clear()
    this.groups.clear()
    this.channels.clear()
    this.tags.clear()
    for (const chat of before.flat()) this.chats.set(chat.chatId, chat)
    for (const chatId of gone) this.chats.delete(chatId)
    for (const chat of desk.chats) this.chats.set(chat.chatId, chat)
    for (const agent of desk.agents) this.agents.set(agent.agentId, agent)
    for (const group of desk.groups) this.groups.set(group.groupId, group)
    for (const channel of desk.channels) this.channels.set(channel.channelId, channel)
    for (const tag of desk.tags) this.tags.set(tag.tagId, tag)
    this.settings = desk.settings
    this.mentions = desk.mentions
  }

  #conversation(frame: Extract<StaffServerFrame, { type: 'conversation' }>): void {
    const { topic, seq, conversation } = frame
    if (!this.#topics.has(topic)) return
    this.#topics.set(topic, { state: 'live', seq })
    const { chat, messages, comments, readMarks, possible, handover, more } = conversation
    const late = [...messages, ...comments].find((item) => item.seq > seq)
    this.#inOrder(late === undefined, () => `a snapshot at ${seq} holds ${late?.seq}`)
    this.talks.set(chat.chatId, {
      chat,
      messages: [...messages],
      comments: [...comments],
      readMarks: new Map(Object.entries(readMarks)),
      possible,
      handover,
      more,
    })
  }

  #refused(topic: StaffTopic): void {
    const followed = this.#topics.get(topic)
    this.#topics.delete(topic)
    if (topic === 'desk') {
      if (followed !== undefined) this.#again(topic)
      return
    }
    this.talks.delete(topic.slice('chat:'.length))
  }

  /** A desk that could not be shown now is asked for again in a moment. */
  #again(topic: StaffTopic): void {
    this.around.world.schedule(1_000, () => {
      if (this.open && !this.#topics.has(topic)) this.#subscribe(topic, null)
    })
  }

  #change(frame: Extract<StaffServerFrame, { type: 'change' }>): void {
    const topic = this.#topics.get(frame.topic)
    // Of a subscription that is over, or that begins anew.
    if (topic === undefined || topic.state === 'asked') return
    const rises = frame.seq > topic.seq || (topic.state === 'resuming' && frame.seq === topic.seq)
    this.#inOrder(rises, () => `${frame.topic}: change ${frame.seq} after ${topic.seq}`)
    const since = topic.seq
    topic.seq = frame.seq
    for (const change of frame.changes) {
      if (frame.topic === 'desk') this.#onDesk(change)
      else this.#inTalk(frame.topic.slice('chat:'.length), change, since, frame.seq)
    }
  }

  #onDesk(change: StaffChange): void {
    switch (change.kind) {
      case 'chat': {
        const { chat } = change
        const known = this.chats.get(chat.chatId)
        this.#inOrder(
          known === undefined || known.seq <= chat.seq,
          () => `${chat.chatId} went back from ${known?.seq} to ${chat.seq}`,
        )
        const { preview = known?.preview, subject = known?.subject } = chat
        if (chat.open) this.chats.set(chat.chatId, { ...chat, preview, subject })
        else this.chats.delete(chat.chatId)
        return
      }
      case 'chatGone':
        this.chats.delete(change.chatId)
        return
      case 'agent':
        this.agents.set(change.agent.agentId, change.agent)
        return
      case 'group':
        this.groups.set(change.group.groupId, change.group)
        return
      case 'channel':
        this.channels.set(change.channel.channelId, change.channel)
        return
      case 'tag':
        this.tags.set(change.tag.tagId, change.tag)
        return
      case 'settings':
        this.settings = change.settings
        return
      case 'mentions':
        this.mentions = change.mentions
        return
      case 'customer':
        return
      case 'message':
      case 'comment':
      case 'read':
      case 'handover':
      case 'possible':
        this.around.witness.broken('wire', `${change.kind} in the desk of ${this.sender}`)
        return
    }
  }

  #inTalk(chatId: string, change: StaffChange, since: number, until: number): void {
    const talk = this.talks.get(chatId)
    if (talk === undefined) return
    switch (change.kind) {
      case 'chat':
        talk.chat = change.chat
        return
      case 'chatGone':
        this.put(chatId)
        return
      case 'message':
        this.#isNew(talk.messages, change.message, change.message.messageId, since, until)
        talk.messages.push(change.message)
        return
      case 'comment':
        this.#isNew(talk.comments, change.comment, change.comment.commentId, since, until)
        talk.comments.push(change.comment)
        return
      case 'read':
        talk.readMarks.set(
          change.reader,
          Math.max(change.seq, talk.readMarks.get(change.reader) ?? 0),
        )
        return
      case 'possible':
        talk.possible = change.possible
        return
      case 'handover':
        talk.handover = change.handover
        return
      case 'agent':
      case 'group':
      case 'settings':
      case 'channel':
      case 'tag':
      case 'mentions':
      case 'customer':
        this.around.witness.broken('wire', `${change.kind} in a talk of ${this.sender}`)
        return
    }
  }

  #isNew(
    kept: { seq: number }[],
    item: { seq: number },
    id: string,
    since: number,
    until: number,
  ): void {
    const inTime = item.seq > since && item.seq <= until && item.seq >= (kept.at(-1)?.seq ?? 0)
    this.#inOrder(inTime, () => `${id} at ${item.seq} in a change from ${since} to ${until}`)
  }

  #inOrder(holds: boolean, words: () => string): void {
    this.around.witness.holds(holds, 'seenOnceInOrder', () => `${this.sender}: ${words()}`)
  }
}

function saidIn(frame: StaffServerFrame): { messages: MessageView[]; comments: CommentView[] } {
  if (frame.type === 'conversation') return frame.conversation
  const changes = frame.type === 'change' ? frame.changes : []
  return {
    messages: changes.flatMap((one) => (one.kind === 'message' ? one.message : [])),
    comments: changes.flatMap((one) => (one.kind === 'comment' ? one.comment : [])),
  }
}
