import type { AnyMachineSnapshot } from 'xstate'
import type { AgentContext, AgentStateValue } from '#machines/agent'
import { hindranceOf, inHand, whyNotAccepting } from '#machines/agent'
import type { RoutingRules } from '#machines/pick-agent'
import { countedChat, tallied } from '#machines/stays'
import type { ChatTally, CountedChat } from '#machines/stays'
import { isWaiting, CHAT_STATES } from '#machines/chat-state'
import type { PlainSnapshot } from '#machines/step'
import { MACHINES } from '#machines/registry'
import type { Machines, Migrated } from '#machines/versions'
import { WaitingLine } from '#machines/waiting-line'
import type { Waiting } from '#machines/waiting-line'
import type { Onlooker } from '#machines/why-nobody'
import type { ArticleHead, KnownCustomer, StoredAccount } from '#storage/store'
import { PREVIEW_LENGTH } from '#protocol/limits'
import type { OpeningHours } from '#protocol/opening-hours'
import type {
  ActorRow,
  BotRow,
  ChannelRow,
  ChatRow,
  FileRow,
  GroupRow,
  HandoverRow,
  JournalRow,
  MemberRow,
  PrompterRow,
  QuickReplyRow,
  TagRow,
  TimerRow,
} from '#storage/rows'
import type { WebhookRow } from '#storage/webhook-rows'
import { ReplayedChat } from '../replay/replayed-chat.ts'
import { chatMoment } from '../statistics/chat-moment.ts'
import type { Answer } from './answer.ts'
import { parseHours } from './calendar.ts'
import { Gathered } from './gathered.ts'
import { LineLog } from './line-log.ts'
import type { VersionedSettings } from './settings.ts'
import { settingsOf } from './settings.ts'
import { UnreadMentions } from './unread-mentions.ts'

/** An actor that is awake: its snapshot as XState wants it, and how far its journal goes. */
export interface AwakeActor {
  actor: string
  machine: string
  snapshot: AnyMachineSnapshot
  seq: number
  /** The turn that touched it last, and when: it sleeps after a while, when that turn is durable. */
  turn: number
  touchedAt: number
  /** When something happened to it last; of a chat that was woken not known. */
  since: number
  /** Of a chat what statistics know so far; null where it slept meanwhile. */
  tally: ChatTally | null
  /** What it went over to in memory when it woke, and no turn has written yet; in order. */
  owed: readonly Migrated[]
}

/** A customer who is awake; `turn` and `touchedAt` as of an actor. */
export interface AwakeCustomer extends KnownCustomer {
  turn: number
  touchedAt: number
}

/** The first answer to a command that came a moment ago, or that is under way. */
export interface RecentCommand {
  digest: string
  answer: Promise<Answer>
  /** From when on it may be forgotten. */
  until: number
}

/**
 * One account in memory: people, groups, lines and loads as long as it is awake; chats and
 * customers while something happens to them.
 *
 * A1 only turns change it, one at a time. A2 what is in memory is what is durable plus what the
 * gathered and the flying batch hold. A3 every open chat has its row here, so lines and loads are
 * whole; a chat's actor may sleep.
 */
export class Account {
  readonly accountId: string
  name: string
  readonly shard: number
  seq: number
  turn: number
  accountActorSeq: number
  /** Since when everybody's rights to see are as they are; what was before this memory counts. */
  rightsSeq: number
  /** When words were erased last: what was shown before is not resumed. */
  erasedSeq: number
  /** Up to which turn everything is durable. */
  durableTurn: number
  settings: VersionedSettings
  readonly groups = new Map<string, GroupRow>()
  readonly members = new Map<string, MemberRow>()
  readonly channels = new Map<string, ChannelRow>()
  readonly tags = new Map<string, TagRow>()
  /** Those that were not deleted. */
  readonly quickReplies = new Map<string, QuickReplyRow>()
  /** Those that were not deleted, without their words. */
  readonly articles = new Map<string, ArticleHead>()
  /** Those that were not deleted. */
  readonly prompters = new Map<string, PrompterRow>()
  /** Those that were not deleted. */
  readonly bots = new Map<string, BotRow>()
  /** Those that were not deleted. */
  readonly webhooks = new Map<string, WebhookRow>()
  /** All open chats, and closed ones that somebody just asked for. */
  readonly chats = new Map<string, ChatRow>()
  readonly customers = new Map<string, AwakeCustomer>()
  /** Of customers who are awake or have an open chat, where the name is known. */
  readonly customerNames = new Map<string, string>()
  /** Chats and agents, by `chat:<id>` and `agent:<id>`; agents never sleep. */
  readonly actors = new Map<string, AwakeActor>()
  /** Files that were uploaded, or are being so, and that nobody used yet. */
  readonly uploads = new Map<string, FileRow>()
  readonly mentions: UnreadMentions
  readonly timers = new Map<string, Map<string, TimerRow>>()
  readonly lines = new Map<string, WaitingLine>()
  /** Groups that were deleted, with the living one that each leads on to. */
  readonly retired = new Map<string, string>()
  readonly hours = new Map<string, OpeningHours | null>()
  readonly recent = new Map<string, RecentCommand>()
  /** Senders whose clocks are ahead, with the latest time that an id of theirs says. */
  readonly #ahead = new Map<string, number>()
  /** Rows that wait for the next batch, and those that are being written now. */
  gathered: Gathered | null = null
  flying: Gathered | null = null
  /** Commands that are accepted and not answered yet. */
  pending = 0
  /** Something changed for which routing should look again. */
  matchWanted = false
  /** After a rejected batch one turn a batch, so that the one that is refused stands alone. */
  carefulTurns = 0
  lost = false
  /** What bots said with the newest handover of open chats. */
  readonly handovers = new Map<string, HandoverRow>()
  /** The newest words of open chats. */
  readonly lastWords = new Map<string, { seq: number; author: string; text: string; at: number }>()
  /** By customer, who is of one channel and so has one open chat at a time. */
  readonly #openChatOf = new Map<string, string>()
  /** Chats in memory that are over, with the turn that touched them last. */
  readonly #closed = new Map<string, number>()
  /** Pasts of chats that were folded a moment ago, with how far they go. */
  readonly #recalled = new Map<string, { seq: number; tally: ChatTally }>()
  /** Reads from the store under way; what leaves memory meanwhile must not come back from them. */
  #readings = 0
  /** What left memory during a reading, by which departure of all it was. */
  readonly #departed = new Map<string, number>()
  #departures = 0
  readonly lineLog = new LineLog()
  /** When no agent of a group was reachable, and for how long in all since the account woke. */
  readonly unstaffed = new Map<string, { since: number | null; totalMs: number }>()

  constructor(
    stored: StoredAccount,
    readonly loadedAt: number,
    readonly machines: Machines = MACHINES,
  ) {
    this.accountId = stored.accountId
    this.name = stored.name
    this.shard = stored.shard
    this.seq = stored.seq
    this.turn = stored.turn
    this.durableTurn = stored.turn
    this.accountActorSeq = stored.accountActorSeq
    this.rightsSeq = stored.seq
    this.erasedSeq = stored.erasedSeq
    this.settings = settingsOf(stored.settings)
    for (const group of stored.groups) this.putGroup(group)
    for (const member of stored.members) this.members.set(member.personId, member)
    for (const channel of stored.channels) this.channels.set(channel.channelId, channel)
    for (const tag of stored.tags) this.tags.set(tag.tagId, tag)
    for (const reply of stored.quickReplies) this.quickReplies.set(reply.replyId, reply)
    for (const article of stored.articles) this.articles.set(article.articleId, article)
    const since = new Map(stored.agentsSince.map(({ actor, at }) => [actor, at]))
    for (const agent of stored.agents) {
      this.#wakeActor(agent, this.turn, loadedAt, since.get(agent.actor))
    }
    for (const prompter of stored.prompters) this.prompters.set(prompter.prompterId, prompter)
    for (const bot of stored.bots) this.bots.set(bot.botId, bot)
    for (const webhook of stored.webhooks) this.webhooks.set(webhook.webhookId, webhook)
    for (const chat of stored.openChats) this.putChat(chat)
    for (const { chatId, text, ...words } of stored.lastWords) {
      this.lastWords.set(chatId, { ...words, text: text.slice(0, PREVIEW_LENGTH) })
    }
    for (const handover of stored.handovers) this.handovers.set(handover.chatId, handover)
    for (const timer of stored.timers) this.putTimer(timer)
    for (const { customerId, name } of stored.customerNames) {
      this.customerNames.set(customerId, name)
    }
    for (const file of stored.uploads) this.uploads.set(file.fileId, file)
    this.mentions = new UnreadMentions(stored.mentions, stored.mentionedChats)
    this.matchWanted = true
  }

  /** An account before its first turn. */
  static empty(accountId: string, shard: number, at: number, machines?: Machines): Account {
    const nothing = {
      groups: [],
      members: [],
      channels: [],
      tags: [],
      quickReplies: [],
      articles: [],
      prompters: [],
      bots: [],
      webhooks: [],
      agents: [],
      agentsSince: [],
      openChats: [],
      handovers: [],
      lastWords: [],
      customerNames: [],
      timers: [],
      uploads: [],
      mentions: [],
      mentionedChats: [],
    }
    const stored = { accountId, name: '', shard, seq: 0, turn: 0, accountActorSeq: 0, erasedSeq: 0 }
    return new Account({ ...stored, ...nothing, settings: null }, at, machines)
  }

  /** Lets actors and customers sleep that nothing happened to since a time, and all is durable of. */
  sleep(now: number, untouchedSince: number): void {
    for (const [name, awake] of this.actors) {
      const mayGo = awake.turn <= this.durableTurn && awake.touchedAt < untouchedSince
      if (!mayGo || name.startsWith('agent:')) continue
      this.actors.delete(name)
      this.#departs(name)
    }
    for (const [id, customer] of this.customers) {
      const mayGo = customer.turn <= this.durableTurn && customer.touchedAt < untouchedSince
      if (!mayGo) continue
      this.customers.delete(id)
      if (!this.#openChatOf.has(id)) this.customerNames.delete(id)
      this.#departs(`customer:${id}`)
    }
    for (const { fileId, expiresAt } of this.uploads.values())
      if ((expiresAt ?? now) < now) this.uploads.delete(fileId)
    for (const [key, { until }] of this.recent) if (until < now) this.recent.delete(key)
    for (const [sender, until] of this.#ahead)
      if (until < untouchedSince) this.#ahead.delete(sender)
    this.#recalled.clear()
    this.retireClosed()
  }

  /** What statistics know of a chat at a step of its journal; null where it was not recalled. */
  tallyAt(chatId: string, seq: number): ChatTally | null {
    const recalled = this.#recalled.get(chatId)
    return recalled?.seq === seq ? recalled.tally : null
  }

  /** What statistics know of a chat that is over; null where it was not recalled since it ended. */
  countedChat(chatId: string): CountedChat | null {
    const tally = this.#recalled.get(chatId)?.tally ?? null
    return tally === null ? null : countedChat(tally)
  }

  /**
   * Folds the past of a chat: what the store has of its journal, and what no batch wrote yet. It
   * has a gap where a batch was written while the store was read; one that retention took, or that
   * does not replay, is lost.
   */
  recall(chatId: string, stored: readonly JournalRow[]): 'whole' | 'gap' | 'lost' {
    const actor = `chat:${chatId}`
    const replay = new ReplayedChat(actor, this.machines)
    let tally: ChatTally | null = null
    const unwritten = [...(this.flying?.journal ?? []), ...(this.gathered?.journal ?? [])]
    for (const row of [...stored, ...unwritten.filter((one) => one.actor === actor)]) {
      if (row.actorSeq <= replay.seq) continue
      if (row.actorSeq > replay.seq + 1) return replay.seq === 0 ? 'lost' : 'gap'
      if (replay.take(row).kind === 'difference') return 'lost'
      tally = tallied(tally, chatMoment(row, replay))
    }
    if (tally === null) return 'lost'
    if (replay.seq < (this.actors.get(actor)?.seq ?? 0)) return 'gap'
    this.#recalled.set(chatId, { seq: replay.seq, tally })
    return 'whole'
  }

  /** Chats that are over, and durably so, leave memory. */
  retireClosed(): void {
    for (const [chatId, turn] of this.#closed) {
      const awake = this.actors.get(`chat:${chatId}`)
      if (Math.max(turn, awake?.turn ?? 0) > this.durableTurn) continue
      this.#closed.delete(chatId)
      this.actors.delete(`chat:${chatId}`)
      this.#departs(`chat:${chatId}`)
      this.#forgetChat(chatId)
    }
  }

  /**
   * Reads rows of what sleeps and takes them in, unless they are awake by now or left memory while
   * they were being read. Gives whether something may be out of date and must be read again.
   */
  async wake(
    read: () => Promise<{
      chatRows: ChatRow[]
      actorRows: ActorRow[]
      knownCustomers: KnownCustomer[]
    }>,
    now: () => number,
  ): Promise<{ stale: boolean }> {
    this.#readings += 1
    const begun = this.#departures
    // What left before this reading began is in what it reads: other readings may go on for ever.
    const left = (name: string): boolean => (this.#departed.get(name) ?? 0) > begun
    try {
      const rows = await read()
      const stale =
        rows.chatRows.some(({ chatId }) => left(`chat:${chatId}`)) ||
        rows.actorRows.some(({ actor }) => left(actor)) ||
        rows.knownCustomers.some(({ row }) => left(`customer:${row.customerId}`))
      if (!stale) this.#takeIn(rows, now())
      return { stale }
    } finally {
      this.#readings -= 1
      if (this.#readings === 0) this.#departed.clear()
    }
  }

  /** A sender's id says a time that has not come yet. */
  noteAhead(sender: string, until: number): void {
    this.#ahead.set(sender, Math.max(until, this.#ahead.get(sender) ?? 0))
  }

  /** From when on memory knows every id that a sender made. */
  knownSince(sender: string): number {
    return Math.max(this.loadedAt, this.#ahead.get(sender) ?? 0)
  }

  #departs(name: string): void {
    if (this.#readings === 0) return
    this.#departures += 1
    this.#departed.set(name, this.#departures)
  }

  #takeIn(
    rows: { chatRows: ChatRow[]; actorRows: ActorRow[]; knownCustomers: KnownCustomer[] },
    at: number,
  ): void {
    for (const chat of rows.chatRows) if (!this.chats.has(chat.chatId)) this.putChat(chat)
    for (const row of rows.actorRows) {
      if (!this.actors.has(row.actor)) this.#wakeActor(row, this.durableTurn, at)
    }
    for (const known of rows.knownCustomers) {
      const { customerId } = known.row
      if (this.customers.has(customerId)) continue
      this.customers.set(customerId, { ...known, turn: this.durableTurn, touchedAt: at })
      this.#putName(customerId, nameIn(known))
    }
  }

  /** The living group that a number names, also that of a deleted one; null where none does. */
  groupOfNumber(number: number): string | null {
    for (const { groupId, number: own } of this.groups.values()) {
      if (own === number) return this.retired.get(groupId) ?? groupId
    }
    return null
  }

  /** What of a customer and their open chat sleeps, by the lane of one of them. */
  asleepIn(lane: string): { actors: string[]; customers: string[] } {
    const [kind = '', id = ''] = lane.split(':')
    const chatId = kind === 'customer' ? this.#openChatOf.get(id) : id
    const chat = chatId === undefined ? undefined : this.chats.get(chatId)
    const customerId = kind === 'customer' ? id : chat?.customerId
    const actor = `chat:${chatId}`
    return {
      actors: chat?.open === true && !this.actors.has(actor) ? [actor] : [],
      customers: customerId !== undefined && !this.customers.has(customerId) ? [customerId] : [],
    }
  }

  /** Takes in what a turn made of a customer. */
  putCustomer(known: KnownCustomer, at: number): void {
    const { customerId } = known.row
    this.customers.set(customerId, { ...known, turn: this.turn, touchedAt: at })
    this.#putName(customerId, nameIn(known))
  }

  #putName(customerId: string, name: string | null): void {
    if (name === null) this.customerNames.delete(customerId)
    else this.customerNames.set(customerId, name)
  }

  /** The chat that a customer has open; null where there is none. */
  openChatOf(customerId: string): ChatRow | null {
    const chatId = this.#openChatOf.get(customerId)
    return chatId === undefined ? null : (this.chats.get(chatId) ?? null)
  }

  #wakeActor(row: ActorRow, turn: number, at: number, since = at): void {
    const { actor, machine, seq } = row
    const plain: unknown = row.snapshot
    let snapshot = this.machines.restore(machine, plain as PlainSnapshot)
    let version = machine
    const owed = this.#wayForward(row).map((next) => {
      const migrated = this.machines.migrate(version, snapshot, next)
      version = next
      snapshot = migrated.snapshot
      return migrated
    })
    const awake = { actor, machine: version, snapshot, seq, turn, touchedAt: at, owed }
    this.actors.set(actor, { ...awake, since, tally: null })
  }

  /** The versions that an actor goes through as it wakes; what is over stays as it was. */
  #wayForward({ actor, machine }: ActorRow): string[] {
    const [kind, id = ''] = actor.split(':')
    const isOver = kind === 'chat' && this.chats.get(id)?.open !== true
    return isOver ? [] : (this.machines.wayForward(machine) ?? [])
  }

  /** The batch that gathers now, begun where there is none. */
  gather(): Gathered {
    this.gathered ??= new Gathered(this.seq)
    return this.gathered
  }

  /** The newest sequence that is durable. */
  get durableSeq(): number {
    return (this.flying ?? this.gathered)?.fromSeq ?? this.seq
  }

  /** Resolves when all that has happened so far is durable; with `lost` where it never will be. */
  gate(): Promise<'committed' | 'lost'> {
    if (this.lost) return Promise.resolve('lost')
    const last = this.gathered ?? this.flying
    return last === null ? Promise.resolve('committed') : last.settled
  }

  putGroup(group: GroupRow): void {
    this.groups.set(group.groupId, group)
    this.hours.set(group.groupId, parseHours(group.hours))
    for (const { groupId, successorId } of this.groups.values()) {
      if (successorId !== null) this.retired.set(groupId, this.#livingAfter(groupId))
    }
  }

  /** Where a deleted group leads in the end; itself where that is not known. */
  #livingAfter(groupId: string): string {
    const seen = new Set<string>()
    let living = groupId
    for (let next: string | null = groupId; next !== null && !seen.has(next);) {
      seen.add(next)
      living = next
      next = this.groups.get(next)?.successorId ?? null
    }
    return living
  }

  putChat(chat: ChatRow): void {
    const before = this.chats.get(chat.chatId)
    if (before !== undefined) this.lines.get(before.groupId)?.remove(chat.chatId)
    this.chats.set(chat.chatId, chat)
    if (chat.open) {
      this.#openChatOf.set(chat.customerId, chat.chatId)
    } else {
      this.#closed.set(chat.chatId, this.turn)
      if (this.#openChatOf.get(chat.customerId) === chat.chatId) {
        this.#openChatOf.delete(chat.customerId)
      }
    }
    const waiting = toWaiting(chat)
    if (waiting !== null) this.lineOf(chat.groupId).insert(waiting)
  }

  #forgetChat(chatId: string): void {
    const chat = this.chats.get(chatId)
    if (chat === undefined) return
    this.mentions.keep(chat)
    this.lines.get(chat.groupId)?.remove(chatId)
    this.chats.delete(chatId)
    this.lastWords.delete(chatId)
    this.handovers.delete(chatId)
  }

  /** Where a chat waits; undefined for one that does not. */
  waitingOf(chatId: string): Waiting | undefined {
    const chat = this.chats.get(chatId)
    return chat && this.lines.get(chat.groupId)?.get(chatId)
  }

  lineOf(groupId: string): WaitingLine {
    let line = this.lines.get(groupId)
    if (line === undefined) {
      line = new WaitingLine()
      this.lines.set(groupId, line)
    }
    return line
  }

  /** An upload is remembered until it is used, given up or expired. */
  putFile(file: FileRow): void {
    if (file.state === 'begun' || file.state === 'ready') this.uploads.set(file.fileId, file)
    else this.uploads.delete(file.fileId)
  }

  putTimer(timer: TimerRow): void {
    let ofActor = this.timers.get(timer.actor)
    if (ofActor === undefined) {
      ofActor = new Map()
      this.timers.set(timer.actor, ofActor)
    }
    ofActor.set(timer.timerId, timer)
  }

  removeTimer(actor: string, timerId: string): void {
    const ofActor = this.timers.get(actor)
    if (ofActor === undefined) return
    ofActor.delete(timerId)
    if (ofActor.size === 0) this.timers.delete(actor)
  }

  /** An agent's state, or null for someone who never was one. */
  agent(agentId: string): AgentState | null {
    const awake = this.actors.get(`agent:${agentId}`)
    return awake === undefined ? null : agentStateOf(awake)
  }

  /** Agents of a group who are active, as routing sees them. */
  candidatesOf(groupId: string): Onlooker[] {
    const candidates: Onlooker[] = []
    for (const member of this.members.values()) {
      if (!member.active || !member.groupIds.includes(groupId)) continue
      const candidate = this.candidate(member.personId)
      if (candidate !== null) candidates.push(candidate)
    }
    return candidates
  }

  /** Whether anybody of a group takes chats, now or with a free hand. */
  isStaffed(groupId: string): boolean {
    return this.candidatesOf(groupId).some(({ notAccepting }) => willTake(notAccepting))
  }

  candidate(agentId: string): Onlooker | null {
    const state = this.agent(agentId)
    if (state === null) return null
    return {
      agentId,
      inHand: inHand(state.context),
      limit: state.context.limit,
      idleSince: state.context.idleSince,
      notAccepting: whyNotAccepting(state),
      state: hindranceOf(state.value),
    }
  }

  rulesOf(groupId: string): RoutingRules {
    const { assignment, policy } = this.settings.values
    const group = this.groups.get(groupId)
    return {
      policy: assignment === 'byHand' ? 'byHand' : policy,
      defaultAgentId: group?.defaultAgentId ?? null,
      roundRobinAfter: group?.roundRobinAfter ?? null,
    }
  }

  /** The most specific limit holds: a person's own, else the account's. */
  chatLimitOf(personId: string): number {
    return this.members.get(personId)?.chatLimit ?? this.settings.values.chatLimit
  }
}

export interface AgentState {
  value: AgentStateValue
  context: AgentContext
}

export function agentStateOf(awake: AwakeActor): AgentState {
  const value: unknown = awake.snapshot.value
  const context: unknown = awake.snapshot.context
  return { value: value as AgentStateValue, context: context as AgentContext }
}

function toWaiting(chat: ChatRow): Waiting | null {
  const state = CHAT_STATES.find((name) => name === chat.state)
  if (state === undefined || !isWaiting(state)) return null
  return {
    chatId: chat.chatId,
    groupId: chat.groupId,
    priority: chat.priority,
    firstWaitingAt: chat.firstWaitingAt ?? chat.openedAt,
    passedOver: chat.passedOver,
    targetAgentId: chat.targetAgentId,
    stickyAgentId: chat.stickyAgentId,
    stickyUntil: chat.stickyUntil ?? 0,
  }
}

/** Somebody who has all hands full will have a free one; somebody away or offline will not. */
export function willTake(notAccepting: string | null): boolean {
  return notAccepting === null || notAccepting === 'belowLimit'
}

/** What lists call a customer; null where no name is known. */
function nameIn({ details }: KnownCustomer): string | null {
  return details?.called ?? details?.name ?? null
}
