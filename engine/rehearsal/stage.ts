import type { RestClient } from '../client/rest-client.ts'
import type { Chance } from './chance.ts'
import type { ChoiceKind, Meant } from './observations.ts'
import type { Recorder } from './recorder.ts'
import { planFor } from './script.ts'
import type { Act, Plan, Script } from './script.ts'
import { Signal } from './signal.ts'

/** One conversation of the rehearsal, as far as it got. */
export class Conversation {
  readonly script: Script
  readonly plan: Plan
  accountId = ''
  chatId: string | null = null
  /** Who holds it: by which channel, and with which token. */
  customer: { channelId: string; token: string } | null = null
  /** The group in whose line it was when it was first forwarded. */
  homeGroupId: string | null = null
  finished = false
  /** By position: when it was sent, in milliseconds of the monotonic clock. */
  readonly sentAt: number[] = []
  readonly #received = new Set<number>()

  constructor(script: Script, plan: Plan) {
    this.script = script
    this.plan = plan
  }

  /** What an agent does first at a position; each thing once, whoever has the chat. */
  takeAct(position: number): Act | null {
    return this.plan.acts.get(position)?.shift() ?? null
  }

  /** How long a line took to its first arrival at the other side; null for later ones. */
  received(position: number, at: number): { sentAt: number; receivedAt: number } | null {
    const sentAt = this.sentAt[position]
    if (sentAt === undefined || this.#received.has(position)) return null
    this.#received.add(position)
    return { sentAt, receivedAt: at }
  }

  /** How many files go with a line, once. */
  takeFiles(position: number): number {
    const count = this.plan.files.get(position) ?? 0
    this.plan.files.delete(position)
    return count
  }

  toMeant(): Meant {
    const { id, lines } = this.script
    const { accountId, chatId, finished } = this
    const { blocks } = this.plan
    return {
      conversationId: id,
      accountId,
      lines,
      chatId,
      finished,
      ends: blocks === null ? 'closed' : 'blocked',
      blockMessage: blocks,
    }
  }
}

/** A time during which the server was away by our doing. */
export interface Outage {
  from: number
  to: number
}

/** Several agents who reached for one chat at the same time. */
interface Reach {
  agents: Set<string>
  underWay: number
}

/** What everybody in a rehearsal shares. Times are of the monotonic clock. */
export class Stage {
  readonly baseUrl: string
  readonly rest: RestClient
  readonly chance: Chance
  readonly recorder: Recorder
  readonly conversations: Conversation[]
  readonly outages: Outage[] = []
  readonly latencies: { sentAt: number; receivedAt: number }[] = []
  readonly figures = {
    messages: 0,
    comments: 0,
    forwards: 0,
    raceTakes: 0,
    atLimit: 0,
    resentByRest: 0,
    files: 0,
    commentFiles: 0,
    fileVisits: 0,
    blocks: 0,
    blockedTries: 0,
    tags: 0,
    ratings: 0,
  }
  readonly choices: Record<ChoiceKind, number> = {
    keep: 0,
    return: 0,
    forward: 0,
    bot: 0,
    close: 0,
  }
  /** Refusals that nobody expected, by command and code: no violation, but worth a look. */
  readonly surprises = new Map<string, number>()
  readonly #waiting: Conversation[]
  /** By its first words, in which account it is under way. */
  readonly #underWay = new Map<string, Conversation>()
  readonly #byChat = new Map<string, Conversation>()
  readonly #signals = new Set<Signal>()
  readonly #reaches = new Map<string, Reach>()
  #over = 0
  readonly #brokenOff = Promise.withResolvers<void>()
  /** Why it ended before its time; null while it goes on or when all is done. */
  broken: string | null = null
  progressAt = performance.now()

  constructor(parts: {
    baseUrl: string
    rest: RestClient
    chance: Chance
    recorder: Recorder
    scripts: Script[]
  }) {
    this.baseUrl = parts.baseUrl
    this.rest = parts.rest
    this.chance = parts.chance
    this.recorder = parts.recorder
    this.conversations = parts.scripts.map(
      (script) => new Conversation(script, planFor(script, parts.chance)),
    )
    this.#waiting = [...this.conversations]
  }

  /** One more conversation, beside those that were given; whoever asks holds it. */
  addConversation(script: Script, plan: Plan, accountId: string): Conversation {
    const conversation = new Conversation(script, plan)
    conversation.accountId = accountId
    this.conversations.push(conversation)
    this.#underWay.set(openingOf(conversation), conversation)
    return conversation
  }

  /** The conversation under way that a waiting chat's first words belong to, if it is to be blocked. */
  isToBlock(accountId: string, opening: string): boolean {
    const conversation = this.#underWay.get(opening)
    return conversation?.accountId === accountId && conversation.plan.blocks !== null
  }

  /** Of some choices for going offline the one that was made least often. */
  rarestOf(choices: readonly [ChoiceKind, ...ChoiceKind[]]): ChoiceKind {
    return choices.reduce((rarest, one) =>
      this.choices[one] < this.choices[rarest] ? one : rarest,
    )
  }

  get ended(): boolean {
    return this.broken !== null || this.#over === this.conversations.length
  }

  /** Conversations that were held to their end, or given up. */
  get over(): number {
    return this.#over
  }

  /** A signal that also wakes when everything ends. */
  signal(): Signal {
    const signal = new Signal()
    this.#signals.add(signal)
    return signal
  }

  /** Resolves when it ends before its time; what still waits for an answer then waits in vain. */
  get brokenOff(): Promise<void> {
    return this.#brokenOff.promise
  }

  /** Ends everything early. */
  breakOff(why: string): void {
    if (this.ended) return
    this.broken = why
    this.#wakeAll()
    this.#brokenOff.resolve()
  }

  /**
   * The next conversation for a customer. Agents know a conversation by its first words, so no two
   * with the same ones are under way at a time; null where there is none now.
   */
  next(accountId: string): Conversation | null {
    const index = this.#waiting.findIndex((one) => !this.#underWay.has(openingOf(one)))
    const [conversation] = index < 0 ? [] : this.#waiting.splice(index, 1)
    if (conversation === undefined) return null
    conversation.accountId = accountId
    this.#underWay.set(openingOf(conversation), conversation)
    return conversation
  }

  /** Whether a customer without a conversation may get one later. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Which conversation a chat is, by the customer's first words; null for a chat of others. */
  find(accountId: string, chatId: string, opening: string): Conversation | null {
    const known = this.#byChat.get(chatId)
    if (known !== undefined) return known
    const conversation = this.#underWay.get(opening)
    if (conversation === undefined || conversation.accountId !== accountId) return null
    if (conversation.chatId !== null) return null
    conversation.chatId = chatId
    this.#byChat.set(chatId, conversation)
    return conversation
  }

  /** Whether the conversation in a chat was held to its end. */
  isOver(chatId: string): boolean {
    return this.#byChat.get(chatId)?.finished === true
  }

  finish(conversation: Conversation, finished: boolean): void {
    conversation.finished = finished
    this.#underWay.delete(openingOf(conversation))
    this.#over += 1
    this.progress()
    if (this.ended) this.#wakeAll()
  }

  progress(): void {
    this.progressAt = performance.now()
  }

  /** A line arrived at the other side. */
  received(conversation: Conversation, position: number): void {
    const latency = conversation.received(position, performance.now())
    if (latency !== null) this.latencies.push(latency)
  }

  surprised(what: string): void {
    this.surprises.set(what, (this.surprises.get(what) ?? 0) + 1)
  }

  /** An agent reaches for a chat; call the result when the answer is there. */
  reach(chatId: string, agentId: string): () => void {
    const reach = this.#reaches.get(chatId) ?? { agents: new Set(), underWay: 0 }
    this.#reaches.set(chatId, reach)
    reach.agents.add(agentId)
    reach.underWay += 1
    return () => {
      reach.underWay -= 1
      if (reach.underWay > 0) return
      this.#reaches.delete(chatId)
      if (reach.agents.size > 1) this.figures.raceTakes += 1
    }
  }

  #wakeAll(): void {
    for (const signal of this.#signals) signal.notify()
  }
}

function openingOf({ script }: Conversation): string {
  return script.lines[0]?.text ?? ''
}
