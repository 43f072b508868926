import canonicalize from 'canonicalize'
import type { AccountBatch } from '#storage/store'
import type {
  ChannelRow,
  ChatRow,
  CommandRow,
  CommentRow,
  CustomerRow,
  GroupRow,
  JournalRow,
  MemberRow,
  MessageRow,
  ReadMarkRow,
  TimerRow,
} from '#storage/rows'
import { delayNameOf } from '#machines/step'
import { openBetween, parseHours } from '../host/calendar.ts'
import type { Settings } from '../host/settings.ts'
import { DEFAULT_SETTINGS, settingsOf } from '../host/settings.ts'
import type { ReplayedTimer } from './replayed-actor.ts'
import { ReplayedAgent } from './replayed-agent.ts'
import { ReplayedChat } from './replayed-chat.ts'
import type { Witness } from './violation.ts'

/** What every word that anybody says in a simulated world holds. */
export const WORDS = '§'

/** Delays that do not count open hours. */
const BY_THE_CLOCK = new Set(['offerLimit', 'undoLimit', 'botLimit', 'holdTime', 'grace'])

/** The delays that must run in a state, so that time alone leads out of it. */
const WAY_OUT: Partial<Record<string, string>> = {
  'bot.answering': 'botLimit',
  'bot.listening': 'idleLimit',
  offered: 'offerLimit',
  'assigned.awaitingAgent': 'responseLimit',
  'assigned.awaitingCustomer': 'idleLimit',
  'assigned.onHold': 'holdTime',
  forwarded: 'forwardLimit',
  closing: 'undoLimit',
}

/**
 * Everything durable of one account, followed batch by batch, and checked turn by turn.
 *
 * P1 every journaled event is replayed at once, so that each moment between turns can be judged.
 * P2 rows are compared with what the journal says after each batch.
 */
export class AccountHistory {
  readonly accountId: string
  readonly #witness: Witness
  seq = 0
  turn = 0
  #accountActorSeq = 0
  settings: Settings = DEFAULT_SETTINGS
  readonly #chats = new Map<string, ReplayedChat>()
  readonly #agents = new Map<string, ReplayedAgent>()
  readonly #openAt = new Map<string, string>()
  /** By sender and id. */
  readonly #turnOfCommand = new Map<string, number>()
  #touchedChats = new Set<string>()
  #touchedAgents = new Set<string>()
  #inHandBefore = new Map<string, number>()
  readonly chats = new Map<string, ChatRow>()
  readonly timers = new Map<string, Map<string, TimerRow>>()
  readonly members = new Map<string, MemberRow>()
  readonly groups = new Map<string, GroupRow>()
  readonly channels = new Map<string, ChannelRow>()
  readonly customers = new Map<string, CustomerRow>()
  readonly commands = new Map<string, CommandRow>()
  /** By customer, in the order of the stream. */
  readonly streams = new Map<string, MessageRow[]>()
  /** By chat, in the order in which they happened. */
  readonly messages = new Map<string, MessageRow[]>()
  readonly comments = new Map<string, CommentRow[]>()
  readonly readMarks = new Map<string, Map<string, ReadMarkRow>>()

  constructor(accountId: string, witness: Witness) {
    this.accountId = accountId
    this.#witness = witness
  }

  chat(chatId: string): ReplayedChat | undefined {
    return this.#chats.get(chatId)
  }

  agent(agentId: string): ReplayedAgent | undefined {
    return this.#agents.get(agentId)
  }

  get agents(): ReadonlyMap<string, ReplayedAgent> {
    return this.#agents
  }

  get openChats(): ReplayedChat[] {
    return [...this.#openAt.values()].flatMap((chatId) => this.#chats.get(chatId) ?? [])
  }

  /** Follows a batch that was just written. */
  committed(batch: AccountBatch): void {
    const { seq } = this
    this.#holds(batch.fromSeq === seq, 'denseSequence', () => `from ${batch.fromSeq}, not ${seq}`)
    this.#noWords(batch)
    this.#rare(batch)
    const last = batch.journal.length - 1
    batch.journal.forEach((row, index) => {
      this.#happened(row)
      if (index === last || batch.journal[index + 1]?.turn !== row.turn) this.#turnEnded(row.turn)
    })
    this.#holds(this.seq === batch.seq, 'denseSequence', () => `${this.seq}, not ${batch.seq}`)
    this.turn = batch.turn
    this.#keep(batch)
    this.#compare(batch)
  }

  // -- turn by turn ---------------------------------------------------------------------------

  #happened(row: JournalRow): void {
    this.#holds(row.seq === this.seq + 1, 'denseSequence', () => `${row.seq} after ${this.seq}`)
    this.#holds(row.turn >= this.turn, 'denseSequence', () => `turn ${row.turn} in ${this.turn}`)
    this.seq = row.seq
    this.turn = row.turn
    this.#onceOnly(row)
    if (row.actor === 'account') {
      const expected = this.#accountActorSeq + 1
      this.#holds(row.actorSeq === expected, 'denseSequence', () => `account: ${row.actorSeq}`)
      this.#accountActorSeq = row.actorSeq
      this.#settingsChanged(row)
    } else if (row.actor.startsWith('chat:')) {
      this.#chatEvent(row.actor.slice('chat:'.length), row)
    } else {
      this.#agentEvent(row.actor.slice('agent:'.length), row)
    }
  }

  /** A command is carried out in one turn, ever. */
  #onceOnly(row: JournalRow): void {
    if (row.commandId === null || row.by === 'system' || row.by === 'timer') return
    const key = `${row.by} ${row.commandId}`
    const turn = this.#turnOfCommand.get(key) ?? row.turn
    this.#holds(turn === row.turn, 'once', () => `${key} was carried out in turn ${turn} and again`)
    this.#turnOfCommand.set(key, turn)
  }

  #settingsChanged(row: JournalRow): void {
    if (row.type !== 'settingsChanged') return
    const { data } = row
    const change: unknown =
      typeof data === 'object' && data !== null && 'change' in data ? data.change : {}
    this.settings = { ...this.settings, ...(change as Partial<Settings>) }
  }

  #chatEvent(chatId: string, row: JournalRow): void {
    this.#touchedChats.add(chatId)
    const known = this.#chats.get(chatId)
    if (known === undefined) {
      this.#holds(
        row.actorSeq === 1,
        'denseSequence',
        () => `${row.actor} begins at ${row.actorSeq}`,
      )
      this.#chats.set(chatId, new ReplayedChat(row))
      return
    }
    this.#next(known.seq, row)
    if (row.type === 'agentAssigned' || row.type === 'offerMade') this.#overtakesNobody(known, row)
    this.#notEarly(known, row)
    this.#taken(known.take(row), row)
  }

  #agentEvent(agentId: string, row: JournalRow): void {
    this.#touchedAgents.add(agentId)
    const known = this.#agents.get(agentId)
    if (known === undefined) {
      this.#holds(
        row.actorSeq === 1,
        'denseSequence',
        () => `${row.actor} begins at ${row.actorSeq}`,
      )
      this.#agents.set(agentId, new ReplayedAgent(row))
      return
    }
    this.#next(known.seq, row)
    if (!this.#inHandBefore.has(agentId)) this.#inHandBefore.set(agentId, known.inHand)
    if (row.type === 'chatGiven') {
      const { limit } = known.context
      this.#holds(known.inHand < limit, 'limit', () => `${agentId} has ${known.inHand} of ${limit}`)
    }
    this.#notEarly(known, row)
    this.#taken(known.take(row), row)
  }

  #next(seq: number, row: JournalRow): void {
    this.#holds(row.actorSeq === seq + 1, 'denseSequence', () => `${row.actor}: ${row.actorSeq}`)
  }

  #taken(refused: string | null, row: JournalRow): void {
    this.#holds(refused === null, 'replay', () => `${row.actor} refuses ${row.type}: ${refused}`)
  }

  /** Whoever stands first in the same line, for the same agents, is given first. */
  #overtakesNobody(given: ReplayedChat, row: JournalRow): void {
    const { assignment } = this.settings
    this.#holds(assignment === 'automatic', 'byHand', () => `${row.actor} was ${row.type}`)
    const { line, chatId } = given.context
    for (const other of this.openChats) {
      if (other === given || !other.waits || other.targetAgentId !== given.targetAgentId) continue
      const theirs = other.context.line
      if (theirs.groupId !== line.groupId) continue
      const first = standsBefore(theirs, other.context.chatId, line, chatId)
      this.#holds(!first, 'noOvertaking', () => `${chatId} before ${other.context.chatId}`)
    }
  }

  #notEarly(actor: ReplayedChat | ReplayedAgent, row: JournalRow): void {
    const name = delayNameOf(row.type)
    if (name === null) return
    const timer = actor.timers.get(row.type)
    if (timer === undefined) {
      this.#broken('timerNotEarly', `${row.actor}: ${row.type} fired and did not run`)
      return
    }
    // A setting may have changed the budget of a chat's delay meanwhile; an agent's keeps its own.
    const now = actor.budgetOf(row.type) ?? timer.budgetMs
    const budgetMs = timer.groupId === null ? Math.min(now, timer.budgetMs) : now
    const passed = this.#passed(name, timer, row.at)
    this.#holds(
      passed >= budgetMs,
      'timerNotEarly',
      () => `${row.actor}: ${row.type} after ${passed} of ${budgetMs} ms`,
    )
  }

  /** Time that counted since a delay began, by the hours of the group that it began in. */
  #passed(name: string, { armedAt, groupId }: ReplayedTimer, at: number): number {
    if (groupId === null || BY_THE_CLOCK.has(name)) return at - armedAt
    return openBetween(parseHours(this.groups.get(groupId)?.hours ?? null), armedAt, at)
  }

  #turnEnded(turn: number): void {
    for (const chatId of this.#touchedChats) this.#judgeChat(chatId, turn)
    for (const agentId of this.#touchedAgents) this.#judgeAgent(agentId, turn)
    this.#touchedChats.clear()
    this.#touchedAgents.clear()
    this.#inHandBefore.clear()
  }

  #judgeChat(chatId: string, turn: number): void {
    const chat = this.#chats.get(chatId)
    if (chat === undefined) return
    const { customerId, channelId } = chat.context
    const place = `${customerId} ${channelId}`
    const there = this.#openAt.get(place)
    if (chat.open) {
      this.#holds(
        there === undefined || there === chatId,
        'oneOpenChat',
        () => `turn ${turn}: ${chatId} beside ${there}`,
      )
      this.#openAt.set(place, chatId)
    } else if (there === chatId) {
      this.#openAt.delete(place)
    }
    const { holder } = chat
    if (holder !== null) {
      const hands = this.#agents.get(holder.agentId)?.context
      const list = holder.as === 'chat' ? hands?.chats : hands?.offers
      this.#holds(
        list?.includes(chatId) === true,
        'oneAgent',
        () => `turn ${turn}: ${chatId} is with ${holder.agentId}, who does not know`,
      )
    }
    const needed = WAY_OUT[chat.state]
    const running = [...chat.timers.keys()].map(delayNameOf)
    this.#holds(
      needed === undefined || running.includes(needed),
      'notStuck',
      () => `turn ${turn}: ${chatId} is ${chat.state} without ${needed}`,
    )
  }

  #judgeAgent(agentId: string, turn: number): void {
    const agent = this.#agents.get(agentId)
    if (agent === undefined) return
    const { chats, offers, limit } = agent.context
    const most = Math.max(limit, this.#inHandBefore.get(agentId) ?? 0)
    this.#holds(
      agent.inHand <= most,
      'limit',
      () => `turn ${turn}: ${agentId} has ${agent.inHand} of ${limit}`,
    )
    const claims = [
      ...chats.map((chatId) => ({ chatId, as: 'chat' })),
      ...offers.map((chatId) => ({ chatId, as: 'offer' })),
    ]
    for (const { chatId, as } of claims) {
      const holder = this.#chats.get(chatId)?.holder ?? null
      this.#holds(
        holder?.agentId === agentId && holder.as === as,
        'oneAgent',
        () => `turn ${turn}: ${agentId} claims ${chatId} as ${as}, it is with ${holder?.agentId}`,
      )
    }
  }

  // -- rows -----------------------------------------------------------------------------------

  #noWords(batch: AccountBatch): void {
    const { journal, actors, outbox, commands, timersSet } = batch
    const text = JSON.stringify([journal, actors, outbox, commands, timersSet])
    this.#holds(!text.includes(WORDS), 'noWordsInJournal', () => text.slice(text.indexOf(WORDS)))
  }

  #rare({ rare }: AccountBatch): void {
    if (rare === null) return
    for (const row of rare.groups) this.groups.set(row.groupId, row)
    for (const row of rare.members) this.members.set(row.personId, row)
    for (const row of rare.channels) this.channels.set(row.channelId, row)
    if (this.seq === 0) this.settings = settingsOf(rare.settings).values
  }

  #keep(batch: AccountBatch): void {
    for (const row of batch.chats) this.chats.set(row.chatId, row)
    for (const { actor, timerId } of batch.timersGone) this.timers.get(actor)?.delete(timerId)
    for (const row of batch.timersSet) within(this.timers, row.actor).set(row.timerId, row)
    for (const row of batch.customers) this.customers.set(row.customerId, row)
    for (const row of batch.messages) {
      const stream = listOf(this.streams, row.customerId)
      this.#holds(
        row.customerSeq === stream.length + 1,
        'denseSequence',
        () => `${row.customerId}: item ${row.customerSeq} after ${stream.length}`,
      )
      stream.push(row)
      listOf(this.messages, row.chatId).push(row)
    }
    for (const row of batch.comments) listOf(this.comments, row.chatId).push(row)
    for (const row of batch.commands) {
      const key = `${row.sender} ${row.commandId}`
      this.#holds(!this.commands.has(key), 'once', () => `${key} has two answers`)
      this.commands.set(key, row)
    }
    for (const row of batch.readMarks) within(this.readMarks, row.chatId).set(row.reader, row)
  }

  /** P2 */
  #compare(batch: AccountBatch): void {
    const touched = new Set(batch.journal.map(({ actor }) => actor))
    touched.delete('account')
    for (const row of batch.actors) {
      const actor = this.#actor(row.actor)
      touched.delete(row.actor)
      const same = actor?.seq === row.seq && isSame(row.snapshot, actor.plain)
      this.#holds(same, 'replay', () => `${row.actor} at ${row.seq} is not what was journaled`)
      this.#compareTimers(row.actor)
    }
    this.#holds(touched.size === 0, 'replay', () => `no snapshot of ${[...touched].join()}`)
    for (const row of batch.chats) {
      const chat = this.#chats.get(row.chatId)
      const wrong = chat === undefined ? ['chatId'] : wrongColumns(row, chat.columns)
      this.#holds(wrong.length === 0, 'readModel', () => `${row.chatId}: ${wrong.join()}`)
      const words = this.messages.get(row.chatId)?.findLast(({ kind }) => kind === 'text')
      const known = row.lastMessageId === (words?.messageId ?? null)
      this.#holds(known, 'readModel', () => `${row.chatId}: lastMessageId`)
    }
    for (const row of batch.customers) {
      const newest = this.streams.get(row.customerId)?.length ?? 0
      this.#holds(row.streamSeq === newest, 'readModel', () => `${row.customerId}: streamSeq`)
      const open = this.#openAt.get(`${row.customerId} ${row.channelId}`) ?? null
      this.#holds(row.openChatId === open, 'readModel', () => `${row.customerId}: openChatId`)
    }
    if (batch.rare?.settings != null) {
      const stored = settingsOf(batch.rare.settings).values
      this.#holds(isSame(stored, this.settings), 'readModel', () => 'settings')
    }
  }

  #compareTimers(name: string): void {
    const stored = [...(this.timers.get(name)?.values() ?? [])]
    const replayed = this.#actor(name)?.timers ?? new Map<string, { armedSeq: number }>()
    const same =
      stored.length === replayed.size &&
      stored.every(({ timerId, armedSeq }) => replayed.get(timerId)?.armedSeq === armedSeq)
    const words = () =>
      `${name}: ${stored.map(({ timerId }) => timerId).join()} for ${[...replayed.keys()].join()}`
    this.#holds(same, 'replay', words)
  }

  #actor(name: string): ReplayedChat | ReplayedAgent | undefined {
    return name.startsWith('chat:')
      ? this.#chats.get(name.slice('chat:'.length))
      : this.#agents.get(name.slice('agent:'.length))
  }

  #holds(...[holds, promise, words]: Parameters<Witness['holds']>): void {
    this.#witness.holds(holds, promise, () => `${this.accountId}: ${words()}`)
  }

  #broken(...[promise, words]: Parameters<Witness['broken']>): void {
    this.#witness.broken(promise, `${this.accountId}: ${words}`)
  }
}

/** Which columns of a chat's row are not what its journal says. */
export function wrongColumns(row: ChatRow, columns: Partial<ChatRow>): string[] {
  return Object.entries(columns).flatMap(([name, value]) => {
    const stored: unknown = row[name as keyof ChatRow]
    return isSame(stored, value) ? [] : `${name} ${String(stored)} for ${String(value)}`
  })
}

/** Whether two values have the same canonical JSON (RFC 8785). */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || canonicalize(a) === canonicalize(b)
}

interface Place {
  priority: number
  firstWaitingAt: number | null
}

function standsBefore(a: Place, aId: string, b: Place, bId: string): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  const since = (a.firstWaitingAt ?? 0) - (b.firstWaitingAt ?? 0)
  return since === 0 ? aId < bId : since < 0
}

function within<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = maps.get(key) ?? new Map<string, V>()
  maps.set(key, found)
  return found
}

function listOf<V>(lists: Map<string, V[]>, key: string): V[] {
  const found = lists.get(key) ?? []
  lists.set(key, found)
  return found
}
