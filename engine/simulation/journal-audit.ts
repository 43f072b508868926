import { delayNameOf } from '#machines/delay-name'
import { differenceWords } from '#machines/difference'
import type { Replayed, RunningDelay } from '#machines/replay'
import type { Json } from '#storage/json'
import type { GroupRow, JournalRow } from '#storage/rows'
import { openBetween, parseHours } from '../host/calendar.ts'
import type { Settings } from '../host/settings.ts'
import { DEFAULT_SETTINGS } from '../host/settings.ts'
import { ReplayedAgent } from '../replay/replayed-agent.ts'
import { ReplayedChat } from '../replay/replayed-chat.ts'
import type { Witness } from './violation.ts'

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

/** The states of an open chat in which neither a line nor an agent has it. */
export function isWithBotOnly(state: string): boolean {
  return state.startsWith('bot.') || state === 'closing'
}

interface Leaving {
  agentId: string
  byThemselves: boolean
  choice: string
  /** By chat in hand, its state before. */
  had: ReadonlyMap<string, string>
}

/** What choices make of a chat in hand, by its state afterwards. */
const BECOMES: Record<string, (state: string, before: string) => boolean> = {
  keep: (state, before) => state === before,
  return: (state) => state === 'queued',
  forward: (state) => state === 'forwarded',
  bot: (state) => state.startsWith('bot.'),
  close: (state) => state === 'closing',
}

/**
 * The journal of one account, replayed as it is written: each moment between two turns is judged.
 */
export class JournalAudit {
  readonly #accountId: string
  readonly #witness: Witness
  readonly #groups: ReadonlyMap<string, GroupRow>
  seq = 0
  turn = 0
  settings: Settings = DEFAULT_SETTINGS
  #reasonIds: Json[] = []
  #accountActorSeq = 0
  readonly #chats = new Map<string, ReplayedChat>()
  readonly #agents = new Map<string, ReplayedAgent>()
  /** By customer and channel. */
  readonly #openAt = new Map<string, string>()
  /** By sender and id. */
  readonly #turnOfCommand = new Map<string, number>()
  readonly #touchedChats = new Set<string>()
  readonly #touchedAgents = new Set<string>()
  readonly #inHandBefore = new Map<string, number>()
  /** Who went offline in this turn, and what they had in hand. */
  #left: Leaving[] = []

  /** @param groups as they are now, for their hours. */
  constructor(accountId: string, witness: Witness, groups: ReadonlyMap<string, GroupRow>) {
    this.#accountId = accountId
    this.#witness = witness
    this.#groups = groups
  }

  get agents(): ReadonlyMap<string, ReplayedAgent> {
    return this.#agents
  }

  get openChats(): ReplayedChat[] {
    return [...this.#openAt.values()].flatMap((chatId) => this.#chats.get(chatId) ?? [])
  }

  /** A chat or an agent by the name of its actor. */
  actor(name: string): ReplayedChat | ReplayedAgent | undefined {
    return name.startsWith('chat:')
      ? this.#chats.get(name.slice('chat:'.length))
      : this.#agents.get(name.slice('agent:'.length))
  }

  chat(chatId: string): ReplayedChat | undefined {
    return this.#chats.get(chatId)
  }

  openChatAt(customerId: string, channelId: string): string | null {
    return this.#openAt.get(`${customerId} ${channelId}`) ?? null
  }

  /** Goes on with rows of whole turns. */
  follow(rows: readonly JournalRow[]): void {
    rows.forEach((row, index) => {
      this.#happened(row)
      if (rows[index + 1]?.turn !== row.turn) this.#turnEnded(row.turn)
    })
  }

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

  /** Of the reasons for closing the journal has the ids only; gives whether these are those. */
  takeReasons(reasons: Settings['closeReasons']): boolean {
    const ids = reasons.map(({ reasonId }) => reasonId)
    if (JSON.stringify(ids) !== JSON.stringify(this.#reasonIds)) return false
    this.settings = { ...this.settings, closeReasons: reasons }
    return true
  }

  #settingsChanged(row: JournalRow): void {
    if (row.type !== 'settingsChanged') return
    const { data } = row
    const change: unknown =
      typeof data === 'object' && data !== null && 'change' in data ? data.change : {}
    const { closeReasons, ...rest } = change as Record<string, Json>
    if (Array.isArray(closeReasons)) this.#reasonIds = closeReasons
    this.settings = { ...this.settings, ...(rest as Partial<Settings>) }
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
      const born = new ReplayedChat(row.actor)
      this.#taken(born.take(row))
      this.#chats.set(chatId, born)
      return
    }
    this.#next(known.seq, row)
    if (row.type === 'agentAssigned' || row.type === 'offerMade') this.#overtakesNobody(known, row)
    this.#notEarly(known, row)
    this.#taken(known.take(row))
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
      const born = new ReplayedAgent(row.actor)
      this.#taken(born.take(row))
      this.#agents.set(agentId, born)
      return
    }
    this.#next(known.seq, row)
    if (!this.#inHandBefore.has(agentId)) this.#inHandBefore.set(agentId, known.inHand)
    if (row.type === 'wentOffline') this.#goes(agentId, known, row)
    if (row.type === 'chatGiven') {
      const { limit } = known.context
      this.#holds(known.inHand < limit, 'limit', () => `${agentId} has ${known.inHand} of ${limit}`)
    }
    this.#notEarly(known, row)
    this.#taken(known.take(row))
  }

  #next(seq: number, row: JournalRow): void {
    this.#holds(row.actorSeq === seq + 1, 'denseSequence', () => `${row.actor}: ${row.actorSeq}`)
  }

  #taken(replayed: Replayed): void {
    if (replayed.kind === 'step') return
    this.#broken('replay', differenceWords(replayed.difference))
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
  #passed(name: string, { armedAt, groupId }: RunningDelay, at: number): number {
    if (groupId === null || BY_THE_CLOCK.has(name)) return at - armedAt
    return openBetween(parseHours(this.#groups.get(groupId)?.hours ?? null), armedAt, at)
  }

  #goes(agentId: string, agent: ReplayedAgent, { data, by }: JournalRow): void {
    const choice: unknown =
      typeof data === 'object' && data !== null && 'choice' in data ? data.choice : null
    const { kind } = choice as { kind: string }
    const had = new Map(
      agent.context.chats.map((chatId) => [chatId, this.#chats.get(chatId)?.state ?? '']),
    )
    const byThemselves = by === `agent:${agentId}`
    this.#left.push({ agentId, byThemselves, choice: kind, had })
  }

  /** What whoever leads may not decide for somebody goes back to its line. */
  #judgeChoice({ agentId, byThemselves, choice, had }: Leaving): void {
    for (const [chatId, before] of had) {
      const state = this.#chats.get(chatId)?.state ?? ''
      const isAsChosen =
        before === 'closing' ? state === 'closing' : BECOMES[choice]?.(state, before) === true
      const holds = isAsChosen || (!byThemselves && state === 'queued')
      this.#holds(
        holds,
        'choiceHolds',
        () => `${agentId} chose ${choice}, and ${chatId} went from ${before} to ${state}`,
      )
    }
  }

  #turnEnded(turn: number): void {
    for (const left of this.#left) this.#judgeChoice(left)
    this.#left = []
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
    // Exactly one of bot and agent has the floor.
    this.#holds(
      !chat.state.startsWith('bot.') || chat.context.agentId === null,
      'oneAgent',
      () => `turn ${turn}: ${chatId} is the bot's and ${chat.context.agentId}'s`,
    )
    const { blockId } = chat.context
    this.#holds(
      !chat.open || blockId === null || isWithBotOnly(chat.state),
      'blockHolds',
      () => `turn ${turn}: ${chatId} of somebody who is blocked is ${chat.state}`,
    )
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

  #holds(...[holds, promise, words]: Parameters<Witness['holds']>): void {
    this.#witness.holds(holds, promise, () => `${this.#accountId}: ${words()}`)
  }

  #broken(...[promise, words]: Parameters<Witness['broken']>): void {
    this.#witness.broken(promise, `${this.#accountId}: ${words}`)
  }
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
