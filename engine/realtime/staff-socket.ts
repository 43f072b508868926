import type { AnyMachineSnapshot } from 'xstate'
import { staffClientFrame } from '#protocol/staff-frames'
import type {
  ActorTopic,
  StaffChange,
  StaffClientFrame,
  StaffServerFrame,
  MachinesTopic,
  StaffTopic,
  StreamTopic,
} from '#protocol/staff-frames'
import type { ChatRow } from '#storage/rows'
import { HEARTBEAT_MS, MAX_TOPICS, PROTOCOL_VERSION } from '#protocol/limits'
import {
  accessTo,
  mayKnowOf,
  maySeeComment,
  maySeeCustomer,
  mayWatchMachines,
} from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { Desk } from '../desk.ts'
import type { FileLinks } from '../files/file-links.ts'
import { toRefusal } from '../host/answer.ts'
import type { TurnChanges } from '../host/changes.ts'
import type { Account } from '../host/account.ts'
import type { Clock } from '../ports.ts'
import type { Authenticator, Connection, Page, Place, StaffIdentity } from './connection.ts'
import { AccountsWatch } from './accounts-watch.ts'
import { ActorWatch } from './actor-watch.ts'
import { DeskBundle, LOOKED_AT, UNSEEN } from './desk-bundle.ts'
import type { Watcher } from './machine-watch.ts'
import { possibleNow } from './possible.ts'
import type { Moment } from './possible.ts'
import type { DeskShowing } from './desk-showing.ts'
import type { Screens } from './screens.ts'
import { SocketBase, commandIdIn } from './socket-base.ts'
import {
  toChatView,
  toCommentView,
  toHandoverView,
  toMentionViews,
  toMessageView,
  toOwnAccountView,
  toSettingsView,
  toDeskChannelView,
  toTagView,
} from './staff-views.ts'

/** How often a socket that lives asks whether the session that it lives by still does. */
const ASK_AGAIN_MS = 10 * 60_000

type Unnumbered<F> = F extends unknown ? Omit<F, 'n'> : never

interface Topic {
  /** What happened while the snapshot was being read; null once the topic is live. */
  held: TurnChanges[] | null
  /** Whether what happens is in what is read next anyway. */
  passes: boolean
  /** The account's sequence that the client has for this topic. */
  seq: number
  /** Chats that the client was shown: what is not visible any more is taken back. */
  shown: Set<string>
  /** What decides what is possible in this chat now, as far as it was heard. */
  chat: { row: ChatRow; snapshot: AnyMachineSnapshot } | null
  moment: Moment
  /** The last `possible` that was told, as JSON. */
  possible: string
  /** Of a desk, what is on its way to the client. */
  bundle: DeskBundle | null
}

export interface StaffParts {
  clock: Clock
  desk: Desk
  screens: Screens
  authenticator: Authenticator
  links: FileLinks
  /** Enters the socket into the hub, where changes reach it; gives the newest sequence told. */
  enter: (socket: StaffSocket, identity: StaffIdentity) => number
  leave: (socket: StaffSocket, identity: StaffIdentity) => void
  /** A conversation is followed from now on: its customer's page is told. */
  followed: (socket: StaffSocket, identity: StaffIdentity, chatId: string) => void
  /** Watches the machines of an account or group; returns how to end that. */
  watchMachines: (identity: StaffIdentity, watcher: Watcher) => () => void
  /** Tells a chat's other side that someone is typing. */
  typing: (
    socket: StaffSocket,
    identity: StaffIdentity,
    said: { chatId: string; typing: boolean; as: 'message' | 'comment' },
  ) => void
  /** The conversation that its client has before it is another one, or none. */
  looking: (socket: StaffSocket, identity: StaffIdentity, chatId: string | null) => void
}

/**
 * One socket of an agent, supervisor or administrator.
 *
 * W1 frames are numbered densely. W2 of each topic every change after its snapshot's sequence is
 * sent once, in order, or of a desk a later one of the same thing. W3 nothing is sent that the viewer
 * may not see at that moment. W4 a desk is sent in parts of bounded size, as its client reads them. W5
 * what was gathered of a desk goes out before any frame that names a sequence, and before a refusal:
 * a cursor never moves past what was not told, and whoever acts has seen it when the answer comes.
 */
export class StaffSocket extends SocketBase<StaffClientFrame, StaffServerFrame> {
  readonly #parts: StaffParts
  readonly #cookieToken: string | null
  /** Where it was opened, if it was for one account. */
  readonly place: Place | null
  #identity: StaffIdentity | null = null
  /** What the hello named, and when it is looked at next. */
  #token = ''
  #askAgainAt = 0
  #helloUnderWay = false
  #n = 0
  readonly #topics = new Map<StreamTopic, Topic>()
  #pace = LOOKED_AT
  /** Machines that are watched, with how to end that. */
  readonly #watched = new Map<MachinesTopic | ActorTopic, () => void>()
  readonly #actors = new Map<ActorTopic, ActorWatch>()
  /** Null until the client asks for its accounts. */
  #accounts: AccountsWatch | null = null

  constructor(
    connection: Connection,
    opened: { cookieToken: string | null; place: Place | null },
    parts: StaffParts,
  ) {
    super(connection, parts.clock, staffClientFrame)
    this.#parts = parts
    this.#cookieToken = opened.cookieToken
    this.place = opened.place
  }

  protected get greeted(): boolean {
    return this.#identity !== null
  }

  protected get helloUnderWay(): boolean {
    return this.#helloUnderWay
  }

  get identity(): StaffIdentity | null {
    return this.#identity
  }

  /** Says the newest sequence in the data path. */
  heartbeat(seq: number): void {
    const isOver = this.clock.now() >= (this.#identity?.embeddedUntil ?? Infinity)
    if (isOver) return this.close('unauthorized')
    this.#say({ type: 'heartbeat', seq, now: this.clock.now() })
    if (this.#identity !== null && this.clock.now() >= this.#askAgainAt) {
      void this.#askAgain(this.#identity)
    }
  }

  /** The page that a customer is on, to whoever follows the chat. */
  tellPage(chatId: string, page: Page | null): void {
    const topic = this.#topics.get(`chat:${chatId}`)
    if (topic !== undefined && topic.held === null) this.#say({ type: 'page', chatId, page })
  }

  /** Whether a conversation is followed, and in sight as far as was told. */
  shows(chatId: string): boolean {
    const topic = this.#topics.get(`chat:${chatId}`)
    return topic !== undefined && topic.held === null && topic.shown.has(chatId)
  }

  /** Who else has the conversation before them. */
  tellCompany(
    chatId: string,
    people: Extract<StaffServerFrame, { type: 'company' }>['people'],
  ): void {
    if (this.shows(chatId)) this.#say({ type: 'company', chatId, people })
  }

  /** Someone at the other side is typing. */
  tellTyping(chatId: string, who: string, typing: boolean): void {
    const topic = this.#topics.get(`chat:${chatId}`)
    if (topic !== undefined && topic.held === null) {
      this.#say({ type: 'typing', chatId, who, typing })
    }
  }

  /** Tells what a turn changed, as far as this viewer may see it. */
  hear(changes: TurnChanges, account: Account, viewer: Viewer): void {
    for (const [name, topic] of this.#topics) {
      if (topic.passes) continue
      if (topic.held !== null) topic.held.push(changes)
      else this.#tell(name, topic, changes, account, viewer)
    }
    for (const watch of [...this.#actors.values()]) watch.hear(changes)
  }

  /** Something happened to this person in another account. */
  hearElsewhere(): void {
    this.#accounts?.wake()
  }

  /** This viewer may see other things than before: every topic begins with a new snapshot. */
  showAnew(): void {
    for (const name of [...this.#topics.keys()]) void this.#subscribe(name, null)
    for (const name of [...this.#watched.keys()]) {
      if (isActor(name)) void this.#watchActor(name)
      else void this.#watch(name)
    }
  }

  protected override onFrame(frame: StaffClientFrame): void {
    switch (frame.type) {
      case 'hello':
        this.#helloUnderWay = true
        this.#greet(frame).catch(() => this.close('resync'))
        return
      case 'subscribe':
        if (isMachines(frame.topic)) void this.#watch(frame.topic)
        else if (isActor(frame.topic)) void this.#watchActor(frame.topic)
        else void this.#subscribe(frame.topic, frame.after ?? null)
        return
      case 'unsubscribe':
        if (isMachines(frame.topic) || isActor(frame.topic)) this.#endWatch(frame.topic)
        else this.#forget(frame.topic)
        return
      case 'accounts':
        this.#watchAccounts()
        return
      case 'command':
        void this.#command(frame)
        return
      case 'typing':
        if (this.#identity !== null) {
          const { chatId, typing, as = 'message' } = frame
          this.#parts.typing(this, this.#identity, { chatId, typing, as })
        }
        return
      case 'looking':
        if (this.#identity !== null) this.#parts.looking(this, this.#identity, frame.chatId)
        this.#pace = frame.lists === false ? UNSEEN : LOOKED_AT
        this.#setPace()
        return
    }
  }

  protected override onBadFrame(text: string): void {
    const id = this.greeted ? commandIdIn(text) : null
    if (id === null) this.close('badFrame')
    else this.#say({ type: 'refused', id, refusal: toRefusal('invalid') })
  }

  protected override onOver(): void {
    if (this.#identity !== null) this.#parts.leave(this, this.#identity)
    for (const name of [...this.#topics.keys()]) this.#forget(name)
    for (const name of [...this.#watched.keys()]) this.#endWatch(name)
    this.#accounts?.end()
  }

  async #greet(hello: Extract<StaffClientFrame, { type: 'hello' }>): Promise<void> {
    if (hello.protocol !== PROTOCOL_VERSION) return this.close('wrongVersion')
    const token = hello.token ?? this.#cookieToken
    if (token === null) return this.close('unauthorized')
    const { place } = this
    const wanted = hello.accountId ?? place?.accountId ?? null
    const identity = await this.#parts.authenticator.staff(token, wanted)
    if (this.over) return
    if (identity === null || !isAt(place, identity)) return this.close('unauthorized')
    const { accountId, personId } = identity
    const who = await this.#parts.screens.viewer(accountId, personId)
    if (this.over) return
    if (who === null) return this.close('notReady')
    // Asked again, as the last thing: what was revoked meanwhile found no socket to close.
    const still = await this.#parts.authenticator.staff(token, accountId)
    if (this.over) return
    if (still === null) return this.close('unauthorized')
    this.#identity = identity
    this.#token = token
    this.#askAgainAt = this.clock.now() + ASK_AGAIN_MS
    const seq = this.#parts.enter(this, identity)
    this.#say({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      personId,
      account: { accountId, name: who.account.name },
      seq,
      now: this.clock.now(),
      heartbeatMs: HEARTBEAT_MS,
      ...(identity.embeddedUntil === undefined ? {} : { until: identity.embeddedUntil }),
    })
  }

  /** Sessions also end by time, which nobody tells; one that is asked for is one in use. */
  async #askAgain({ accountId }: StaffIdentity): Promise<void> {
    this.#askAgainAt = this.clock.now() + ASK_AGAIN_MS
    try {
      const still = await this.#parts.authenticator.staff(this.#token, accountId)
      if (still === null) this.close('unauthorized')
    } catch {
      // A database that is away has ended nobody's session.
    }
  }

  /** W3: of each account what this sign-in may know of it at that moment. */
  #watchAccounts(): void {
    const identity = this.#identity
    if (identity === null) return
    this.#accounts ??= new AccountsWatch({
      clock: this.clock,
      read: async () => {
        const desks = await this.#parts.authenticator.desksOf(identity.personId)
        return desks.filter((one) => mayKnowOf(one.accountId, identity)).map(toOwnAccountView)
      },
      tell: (accounts) => this.#say({ type: 'accounts', accounts }),
    })
    this.#accounts.wake()
  }

  async #command(frame: Extract<StaffClientFrame, { type: 'command' }>): Promise<void> {
    if (this.#identity === null) return
    const answer = await this.#parts.desk.staff(this.#identity, frame.id, frame.command)
    if (answer.kind === 'refused') {
      this.#say({ type: 'refused', id: frame.id, refusal: answer.refusal })
    } else {
      this.#say({ type: 'ack', id: frame.id, seq: answer.seq, result: answer.result })
    }
  }

  /** W2 */
  async #subscribe(name: StreamTopic, after: number | null): Promise<void> {
    const identity = this.#identity
    if (identity === null) return
    if (!this.#topics.has(name) && this.#isFull()) return this.#refuseTooMany(name)
    this.#topics.get(name)?.bundle?.end()
    const bundle = new DeskBundle(this.clock, this.#pace, (seq, changes) =>
      this.#number({ type: 'change', topic: name, seq, changes }),
    )
    const topic: Topic = {
      held: [],
      passes: false,
      seq: 0,
      shown: new Set(),
      chat: null,
      moment: { notAccepting: null, canReach: true, isBlocked: false },
      possible: '',
      bundle: name === 'desk' ? bundle : null,
    }
    this.#topics.set(name, topic)
    try {
      if (after === null || !(await this.#resume(identity, name, topic, after))) {
        await this.#snapshot(identity, name, topic)
      }
    } catch {
      this.close('resync')
      return
    }
    if (this.#topics.get(name) !== topic) return
    const held = topic.held ?? []
    topic.held = null
    const who = this.#parts.screens.present(identity.accountId, identity.personId)
    if (who === null) return this.close('resync')
    for (const changes of held) this.#tell(name, topic, changes, who.account, who.viewer)
    if (name !== 'desk') this.#parts.followed(this, identity, name.slice('chat:'.length))
  }

  /** W3: watched as long as the viewer may; rights that change begin it anew, or end it. */
  async #watch(name: MachinesTopic): Promise<void> {
    const identity = this.#identity
    if (identity === null) return
    if (!this.#watched.has(name) && this.#isFull()) return this.#refuseTooMany(name)
    this.#endWatch(name)
    const { accountId, personId } = identity
    let end = (): void => {}
    const until = (): void => end()
    this.#watched.set(name, until)
    const who = await this.#parts.screens.viewer(accountId, personId).catch(() => null)
    if (this.#watched.get(name) !== until) return
    if (who === null) return this.close('resync')
    const id = name.slice('machines:'.length)
    const groupId = id === accountId ? null : id
    const isThere = groupId === null || who.account.groups.has(groupId)
    if (!isThere || !mayWatchMachines(groupId, who.viewer)) {
      this.#watched.delete(name)
      const refusal = toRefusal(isThere ? 'forbidden' : 'notFound')
      return this.#say({ type: 'topicRefused', topic: name, refusal })
    }
    end = this.#parts.watchMachines(identity, {
      groupId,
      keepsUp: () => this.keepsUp,
      tell: (told) => this.#say({ type: 'machines', topic: name, ...told }),
    })
  }

  /** W3: an actor is looked at as long as the viewer may; whoever may not is told that it is not there. */
  async #watchActor(name: ActorTopic): Promise<void> {
    const identity = this.#identity
    if (identity === null) return
    if (!this.#watched.has(name) && this.#isFull()) return this.#refuseTooMany(name)
    this.#endWatch(name)
    const watch = new ActorWatch({
      actor: name.slice('actor:'.length),
      identity,
      clock: this.clock,
      screens: this.#parts.screens,
      tell: (actor) => this.#say({ type: 'actor', topic: name, actor }),
      refuse: (code) => {
        this.#endWatch(name)
        this.#say({ type: 'topicRefused', topic: name, refusal: toRefusal(code) })
      },
    })
    this.#actors.set(name, watch)
    this.#watched.set(name, () => {
      watch.end()
      this.#actors.delete(name)
    })
    await watch.begin().catch(() => this.close('resync'))
  }

  #endWatch(name: MachinesTopic | ActorTopic): void {
    this.#watched.get(name)?.()
    this.#watched.delete(name)
  }

  #isFull(): boolean {
    return this.#topics.size + this.#watched.size >= MAX_TOPICS
  }

  #refuseTooMany(name: StaffTopic): void {
    const refusal = toRefusal('tooManyRequests')
    this.#say({ type: 'topicRefused', topic: name, refusal })
  }

  async #snapshot(identity: StaffIdentity, name: StreamTopic, topic: Topic): Promise<void> {
    const { accountId, personId } = identity
    if (name === 'desk') return this.#showDesk(identity, topic)
    const chatId = name.slice('chat:'.length)
    const conversation = await this.#parts.screens.conversation(accountId, personId, chatId)
    if (this.#topics.get(name) !== topic) return
    if (conversation.kind === 'refused') return this.#refuseTopic(name, conversation.refusal)
    topic.seq = conversation.seq
    topic.shown.add(chatId)
    topic.chat = conversation.chat
    topic.moment = conversation.moment
    topic.possible = JSON.stringify(conversation.value.possible)
    const { seq, value } = conversation
    this.#say({ type: 'conversation', topic: name, seq, conversation: value })
  }

  /** W4 */
  async #showDesk(identity: StaffIdentity, topic: Topic): Promise<void> {
    const { screens } = this.#parts
    const showing = screens.showDesk(identity.accountId, identity.personId)
    for (let parts: number | 'done' = 0; parts !== 'done';) {
      topic.passes = true
      const before: number = parts
      // Whoever reads slowly gives their place in the line to others.
      parts = await screens.inLine(() => this.#sendParts(showing, topic, before))
      if (parts !== 'done') await this.hasRead()
    }
  }

  /** Sends parts of a desk while its client keeps up; gives how many there are by then. */
  async #sendParts(
    showing: DeskShowing,
    topic: Topic,
    partsBefore: number,
  ): Promise<number | 'done'> {
    const isWanted = () => !this.over && this.#topics.get('desk') === topic
    for (let parts = partsBefore; isWanted();) {
      topic.passes = false
      topic.held = []
      const step = await showing.next()
      if (!isWanted()) break
      if (step.kind === 'refused') {
        this.#refuseTopic('desk', step.refusal)
        break
      }
      if (step.value.kind === 'whole') {
        topic.seq = step.seq
        topic.shown = showing.shown
        const { gone, desk } = step.value
        this.#say({ type: 'snapshot', topic: 'desk', seq: step.seq, parts, gone, desk })
        break
      }
      topic.passes = true
      parts += 1
      this.#say({ type: 'snapshotPart', topic: 'desk', part: parts, chats: step.value.chats })
      await this.#parts.screens.breathe()
      if (!this.keepsUp) return parts
    }
    return 'done'
  }

  async #resume(
    identity: StaffIdentity,
    name: StreamTopic,
    topic: Topic,
    after: number,
  ): Promise<boolean> {
    const { accountId, personId } = identity
    const chatId = name === 'desk' ? null : name.slice('chat:'.length)
    // What is visible before the reading, and no more when it is told, is among what comes live.
    for (const id of this.#parts.screens.visible(accountId, personId)) topic.shown.add(id)
    const missed = await this.#parts.screens.missed(accountId, personId, after, chatId)
    if (this.#topics.get(name) !== topic) return true
    if (missed === null) return false
    topic.seq = missed.seq
    for (const id of this.#parts.screens.visible(accountId, personId)) topic.shown.add(id)
    if (chatId !== null) topic.shown.add(chatId)
    if (missed.changes.length > 0) {
      this.#say({ type: 'change', topic: name, seq: missed.seq, changes: missed.changes })
    }
    this.#say({ type: 'resumed', topic: name, seq: missed.seq })
    return true
  }

  #refuseTopic(name: StreamTopic, refusal: ReturnType<typeof toRefusal>): void {
    this.#forget(name)
    this.#say({ type: 'topicRefused', topic: name, refusal })
  }

  #tell(
    name: StreamTopic,
    topic: Topic,
    changes: TurnChanges,
    account: Account,
    viewer: Viewer,
  ): void {
    if (changes.seq <= topic.seq || this.#topics.get(name) !== topic) return
    topic.seq = changes.seq
    if (isErased(name, changes, account) || comesBack(name, topic, changes, account, viewer)) {
      void this.#subscribe(name, null)
      return
    }
    const told =
      name === 'desk'
        ? deskChanges(changes, topic, account, viewer)
        : chatChanges(
            changes,
            name.slice('chat:'.length),
            topic,
            account,
            viewer,
            this.#parts.links,
            this.#parts.screens,
          )
    if (topic.bundle !== null) topic.bundle.put(changes.seq, told)
    else if (told.length > 0) {
      this.#say({ type: 'change', topic: name, seq: changes.seq, changes: told })
    }
  }

  #setPace(): void {
    const bundle = this.#topics.get('desk')?.bundle
    if (bundle !== null && bundle !== undefined) bundle.pace = this.#pace
  }

  #forget(name: StreamTopic): void {
    this.#topics.get(name)?.bundle?.end()
    this.#topics.delete(name)
  }

  /** W5 */
  #say(frame: Unnumbered<StaffServerFrame>): void {
    if ('seq' in frame || frame.type === 'refused') this.#topics.get('desk')?.bundle?.flush()
    this.#number(frame)
  }

  /** W1 */
  #number(frame: Unnumbered<StaffServerFrame>): number {
    this.#n += 1
    return this.send({ ...frame, n: this.#n })
  }
}

/** Whether a sign-in is one for where the socket was opened: a page of others has only its own. */
function isAt(place: Place | null, { accountId, embeddedUntil }: StaffIdentity): boolean {
  if (place === null) return true
  if (place.elsewhere !== null && embeddedUntil === undefined) return false
  return accountId === place.accountId
}

function isMachines(topic: StaffTopic): topic is MachinesTopic {
  return topic.startsWith('machines:')
}

function isActor(topic: StaffTopic): topic is ActorTopic {
  return topic.startsWith('actor:')
}

/** Whether words may be gone of a conversation; one that memory does not know may be of anybody. */
function isErased(name: StreamTopic, { erasedCustomerIds }: TurnChanges, account: Account) {
  if (name === 'desk' || erasedCustomerIds.length === 0) return false
  const chat = account.chats.get(name.slice('chat:'.length))
  return chat === undefined || erasedCustomerIds.includes(chat.customerId)
}

/** W2: of a conversation that was out of sight nothing was told; it begins with a new snapshot. */
function comesBack(
  name: StreamTopic,
  topic: Topic,
  changes: TurnChanges,
  account: Account,
  viewer: Viewer,
): boolean {
  if (name === 'desk') return false
  const chatId = name.slice('chat:'.length)
  const row = changes.chats.find((chat) => chat.row.chatId === chatId)?.row
  if (row === undefined || topic.shown.has(chatId)) return false
  return accessTo(row, viewer, account.settings.values) === 'full'
}

/** W3 */
function deskChanges(
  changes: TurnChanges,
  topic: Topic,
  account: Account,
  viewer: Viewer,
): StaffChange[] {
  const told: StaffChange[] = []
  const settings = account.settings.values
  for (const { row, dueAt, preview, customerName, handover } of changes.chats) {
    const access = accessTo(row, viewer, settings)
    if (access === 'none') {
      if (topic.shown.delete(row.chatId)) told.push({ kind: 'chatGone', chatId: row.chatId })
    } else if (row.open) {
      topic.shown.add(row.chatId)
      const facts = { dueAt, preview, customerName, handover }
      told.push({ kind: 'chat', chat: toChatView(row, access, facts) })
    } else if (topic.shown.delete(row.chatId)) {
      const facts = { dueAt, preview, customerName, handover }
      told.push({ kind: 'chat', chat: toChatView(row, access, facts) })
    }
  }
  for (const { customerId, ...seen } of changes.aboutCustomers) {
    if (!maySeeCustomer(seen, viewer, settings)) continue
    const erased = changes.erasedCustomerIds.includes(customerId)
    told.push({ kind: 'customer', customerId, erased })
  }
  for (const agent of changes.agents) told.push({ kind: 'agent', agent })
  for (const group of changes.groups) told.push({ kind: 'group', group })
  for (const channel of changes.channels) {
    told.push({ kind: 'channel', channel: toDeskChannelView(channel) })
  }
  for (const tag of changes.tags) told.push({ kind: 'tag', tag: toTagView(tag) })
  const named = changes.mentions.get(viewer.personId)
  if (named !== undefined) {
    told.push({ kind: 'mentions', mentions: toMentionViews(named, viewer, settings) })
  }
  if (changes.settingsChanged) told.push({ kind: 'settings', settings: toSettingsView(account) })
  return told
}

/** W3 */
function chatChanges(
  changes: TurnChanges,
  chatId: string,
  topic: Topic,
  account: Account,
  viewer: Viewer,
  links: FileLinks,
  screens: Pick<Screens, 'canReach'>,
): StaffChange[] {
  const told: StaffChange[] = []
  const settings = account.settings.values
  const { accountId } = account
  const show = links.showTo({ kind: 'staff', accountId, personId: viewer.personId })
  const changed = changes.chats.find(({ row }) => row.chatId === chatId)
  if (changed !== undefined) {
    const { row, dueAt, preview, snapshot, customerName, handover } = changed
    const access = accessTo(row, viewer, settings)
    if (access !== 'full') {
      if (topic.shown.delete(chatId)) told.push({ kind: 'chatGone', chatId })
      return told
    }
    topic.shown.add(chatId)
    const facts = { dueAt, preview, customerName, handover }
    told.push({ kind: 'chat', chat: toChatView(row, access, facts) })
    if (snapshot !== null) topic.chat = { row, snapshot }
  } else if (!topic.shown.has(chatId)) {
    return told
  }
  const me = changes.agents.find(({ agentId }) => agentId === viewer.personId)
  if (me !== undefined) topic.moment = { ...topic.moment, notAccepting: me.notAccepting }
  const stepped = changed !== undefined && changed.snapshot !== null
  const about = changes.aboutCustomers.some(
    ({ customerId }) => customerId === topic.chat?.row.customerId,
  )
  if (topic.chat !== null && (me !== undefined || stepped || about)) {
    const { row, snapshot } = topic.chat
    const canReach = screens.canReach(account, row.customerId) ?? topic.moment.canReach
    const customer = account.customers.get(row.customerId)
    const isBlocked =
      customer === undefined ? topic.moment.isBlocked : customer.row.blockId !== null
    topic.moment = { ...topic.moment, canReach, isBlocked }
    const possible = possibleNow(row, snapshot, viewer, settings, topic.moment)
    const words = JSON.stringify(possible)
    if (words !== topic.possible) told.push({ kind: 'possible', chatId, possible })
    topic.possible = words
  }
  for (const handover of changes.handovers) {
    if (handover.chatId !== chatId) continue
    told.push({ kind: 'handover', chatId, handover: toHandoverView(handover) })
  }
  for (const message of changes.messages) {
    if (message.chatId !== chatId) continue
    told.push({ kind: 'message', message: toMessageView(message, viewer, show) })
  }
  for (const comment of changes.comments) {
    if (comment.chatId !== chatId || !maySeeComment(comment, viewer)) continue
    told.push({ kind: 'comment', comment: toCommentView(comment, viewer, show) })
  }
  for (const mark of changes.readMarks) {
    if (mark.chatId !== chatId || mark.reader === 'staff') continue
    told.push({ kind: 'read', chatId, reader: mark.reader, seq: mark.seq })
  }
  return told
}
