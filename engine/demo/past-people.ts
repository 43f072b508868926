import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import { PostgresFeed } from '#storage/postgres-feed'
import { storedArticles } from '#storage/articles'
import { storedPastAnswers } from '#storage/past-answers'
import type { Json } from '#storage/json'
import type { ChatRow } from '#storage/rows'
import { DEMO_ACCOUNT_ID, DEMO_CHANNEL_ID } from '../bootstrap/demo-account.ts'
import type { Workshop } from '../bootstrap/with-host.ts'
import { botsOf } from '../bots/bots-of.ts'
import type { Bots } from '../bots/bots.ts'
import { agentConnected, agentDisconnected, customerPresent } from '../commands/connections.ts'
import type { Desk } from '../desk.ts'
import type { Account } from '../host/account.ts'
import type { Answer } from '../host/answer.ts'
import { hostDesk } from '../host/host-desk.ts'
import type { Turn } from '../host/turn.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { Outgoing } from '../outgoing/outgoing.ts'
import { settled } from '../simulation/simulated-clock.ts'

const MOST_DELIVERIES = 20

/** Those who wrote and answered before: they do it by the same turns as everybody. */
export class PastPeople {
  readonly #workshop: Workshop
  readonly #desk: Desk
  readonly #bots: Bots

  constructor(workshop: Workshop) {
    const { host, db, clock } = workshop
    this.#workshop = workshop
    this.#desk = hostDesk(host)
    this.#bots = botsOf({
      host,
      clock,
      outgoing: new Outgoing({ clock, allowPrivate: false }),
      breaker: new Breaker(clock),
      files: null,
      feed: new PostgresFeed(db),
      articles: storedArticles(db),
      past: storedPastAnswers(db),
    })
  }

  now(): number {
    return this.#workshop.clock.now()
  }

  /** Resolves when all that was begun is done: timers that fell due may wait for what they need. */
  async settle(): Promise<void> {
    while (this.#account().pending > 0) await settled()
  }

  newCustomerId(): string {
    return this.#workshop.ids.next()
  }

  /** A customer opens the widget, or leaves the page. */
  async customerComes(customerId: string, present: boolean): Promise<void> {
    await this.#note(`customer:${customerId}`, (turn) => customerPresent(turn, customerId, present))
  }

  /** An agent opens the desk, or closes it. */
  async agentComes(personId: string, present: boolean): Promise<void> {
    await this.#note(`agent:${personId}`, (turn) =>
      present ? agentConnected(turn, personId) : agentDisconnected(turn, personId),
    )
  }

  /** @throws Error where it is refused: a past makes no mistakes. */
  async customer(customerId: string, command: CustomerCommand): Promise<void> {
    const who = { accountId: DEMO_ACCOUNT_ID, channelId: DEMO_CHANNEL_ID, customerId }
    taken(await this.#desk.customer(who, this.#workshop.ids.next(), command))
    if (this.openChat(customerId)?.state.startsWith('bot.') === true) await this.#askBots()
  }

  /** @throws Error where it is refused. */
  async staff(personId: string, command: StaffCommand): Promise<void> {
    const who = { accountId: DEMO_ACCOUNT_ID, personId }
    taken(await this.#desk.staff(who, this.#workshop.ids.next(), command))
  }

  /** The chat that a customer has open; null where there is none. */
  openChat(customerId: string): ChatRow | null {
    return this.#account().openChatOf(customerId)
  }

  /** The group in whose line or hands a chat is; null where it is not open. */
  groupOf(chatId: string): string | null {
    const chat = this.#account().chats.get(chatId)
    return chat?.open === true ? chat.groupId : null
  }

  /** Whether an agent has a chat in hand. */
  isBusy(personId: string): boolean {
    return (this.#account().candidate(personId)?.inHand ?? 0) > 0
  }

  /** Who is called so. Throws where nobody is. */
  personId(publicName: string): string {
    const members = [...this.#account().members.values()]
    const member = members.find((one) => one.publicName === publicName)
    if (member === undefined) throw new Error(`nobody is called ${publicName}`)
    return member.personId
  }

  /** Of a group, whoever takes chats now and has the fewest; null where nobody does. */
  freeAgent(groupId: string): string | null {
    const ready = this.#account()
      .candidatesOf(groupId)
      .filter(({ notAccepting }) => notAccepting === null)
    return ready.toSorted((a, b) => a.inHand - b.inHand)[0]?.agentId ?? null
  }

  async #askBots(): Promise<void> {
    const { host, store, clock } = this.#workshop
    const due = await store.takeOutbox(host.lease.owned(), clock.now(), MOST_DELIVERIES)
    for (const delivery of due) await this.#bots.deliver(delivery)
    await store.settleOutbox(
      due.map(({ accountId, effectId }) => ({ accountId, effectId, outcome: { kind: 'done' } })),
    )
  }

  async #note(lane: string, decide: (turn: Turn) => Record<string, Json>): Promise<void> {
    const by = 'system'
    const accountId = DEMO_ACCOUNT_ID
    taken(await this.#workshop.host.run({ accountId, by, command: null, lane, decide }))
  }

  #account(): Account {
    const account = this.#workshop.host.peek(DEMO_ACCOUNT_ID)
    if (account === null) throw new Error('the demo account is not in memory')
    return account
  }
}

function taken(answer: Answer): void {
  if (answer.kind === 'refused') throw new Error(answer.refusal.says)
}
