import type { Outcome } from '../client/pending-commands.ts'
import type { OfflineChoice, StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import type { CastAccount } from './cast.ts'
import type { ChoiceKind, SaidOffline } from './observations.ts'
import type { Stage } from './stage.ts'

/** How long somebody stays offline: long enough that others get what was left. */
const OFFLINE_MS = 400

/**
 * How often an agent with chats in hand thinks of leaving, by whether somebody left so already; to
 * the bot at the first good occasion, since only now and then all that is in hand is of its channel.
 */
const OFTEN = 0.05
const SELDOM = 0.0005
const AT_ONCE = 0.5

/** What an agent's shift needs of the agent. */
interface Agent {
  stage: Stage
  account: Pick<CastAccount, 'accountId' | 'botChannelId' | 'groupIds'>
  agentId: string
  /** Chats in hand that nobody began to close. */
  inHand: () => readonly Pick<ChatView, 'chatId' | 'channelId'>[]
  /** Whether nothing is left in a chat but to close it. */
  isAtEnd: (chatId: string) => boolean
  send: (command: StaffCommand, codes: readonly string[]) => Promise<Outcome<unknown>>
  /** Another chat may be taken now, or no more. */
  changed: () => void
}

/**
 * When an agent leaves with chats in hand, with one of the five choices for these, and comes back a
 * moment later. Chats are closed by leaving only when all that is in hand was talked through: until
 * then the agent is away, so that nothing new comes.
 */
export class Shift {
  readonly #agent: Agent
  #state: 'atWork' | 'finishing' | 'leaving' | 'offline' = 'atWork'

  constructor(agent: Agent) {
    this.#agent = agent
  }

  get takesChats(): boolean {
    return this.#state === 'atWork'
  }

  /** Whether chats that are at their end are closed by leaving. */
  get closesByLeaving(): boolean {
    return this.#state === 'finishing' || this.#state === 'leaving'
  }

  /** Perhaps it is time to leave. */
  async think(): Promise<void> {
    const { stage, inHand } = this.#agent
    if (stage.ended) return
    if (this.#state === 'finishing') return this.#finish()
    if (this.#state !== 'atWork' || inHand().length === 0) return
    const possible = this.#possible()
    const choice =
      stage.choices.bot === 0 && possible.includes('bot') ? 'bot' : stage.rarestOf(possible)
    const isFirst = stage.choices[choice] === 0
    if (!stage.chance.is(isFirst ? (choice === 'bot' ? AT_ONCE : OFTEN) : SELDOM)) return
    if (choice === 'close') {
      this.#state = 'finishing'
      await this.#agent.send({ type: 'goAway', reason: 'lunch' }, [])
      return this.#finish()
    }
    const way = this.#wayOf(choice)
    if (way !== null) await this.#leave(way)
  }

  /** To the bot goes only what came by the channel that has one. */
  #possible(): [ChoiceKind, ...ChoiceKind[]] {
    const { account, inHand } = this.#agent
    const isOfBot = inHand().every(({ channelId }) => channelId === account.botChannelId)
    return ['keep', 'return', 'forward', 'close', ...(isOfBot ? (['bot'] as const) : [])]
  }

  /** Leaves as soon as everything in hand was talked through; once, however many thoughts lead here. */
  async #finish(): Promise<void> {
    if (this.#state !== 'finishing') return
    const { inHand, isAtEnd } = this.#agent
    const chats = inHand()
    if (chats.length > 0 && !chats.every(({ chatId }) => isAtEnd(chatId))) return
    await this.#leave({ kind: 'close' })
  }

  async #leave(choice: OfflineChoice): Promise<void> {
    const { stage, agentId, account, send, changed, inHand } = this.#agent
    this.#state = 'leaving'
    const had = inHand().length > 0
    const { kind } = choice
    const said: SaidOffline = {
      accountId: account.accountId,
      agentId,
      choice: kind,
      fate: 'unknown',
    }
    stage.recorder.wentOffline(said)
    // A chat of a channel without a bot may have come in the meantime.
    const outcome = await send({ type: 'goOffline', choice }, ['noBot'])
    said.fate = outcome.kind === 'ack' ? 'acknowledged' : 'refused'
    if (outcome.kind === 'ack' && had) stage.choices[kind] += 1
    this.#state = 'offline'
    changed()
    await Bun.sleep(OFFLINE_MS)
    await send({ type: 'goOnline' }, [])
    this.#state = 'atWork'
    changed()
  }

  /** What to say of the chats in hand; null where that is not possible now. */
  #wayOf(choice: Exclude<ChoiceKind, 'close'>): OfflineChoice | null {
    switch (choice) {
      case 'keep':
      case 'return':
      case 'bot':
        return { kind: choice }
      case 'forward': {
        const { stage, account } = this.#agent
        const groupId = stage.chance.of(account.groupIds)
        return groupId === null ? null : { kind: 'forward', groupId }
      }
    }
  }
}
