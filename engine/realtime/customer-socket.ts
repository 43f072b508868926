import { customerClientFrame } from '#protocol/customer-frames'
import type { CustomerClientFrame, CustomerServerFrame } from '#protocol/customer-frames'
import { CUSTOMER_PAGE, HEARTBEAT_MS, PROTOCOL_VERSION } from '#protocol/limits'
import type { Feed } from '#storage/feed'
import type { ChatRow, MessageRow } from '#storage/rows'
import type { Desk } from '../desk.ts'
import type { FileLinks, ShowFiles } from '../files/file-links.ts'
import { toRefusal } from '../host/answer.ts'
import type { Account } from '../host/account.ts'
import type { Host } from '../host/host.ts'
import type { Clock } from '../ports.ts'
import type { Authenticator, Connection, CustomerIdentity, Page } from './connection.ts'
import { toCustomerChat, toCustomerItem } from './customer-views.ts'
import { textsIn } from '../texts.ts'
import { SocketBase, commandIdIn } from './socket-base.ts'
import { firstThatFit } from './page-bytes.ts'

/** What a customer may learn of one turn. */
export interface CustomerNews {
  messages: MessageRow[]
  /** The chat after the turn; undefined where it did not change. */
  chat: ChatRow | undefined
  /** How far staff has read, as a number of the customer's stream. */
  readN: number | undefined
}

export interface CustomerParts {
  clock: Clock
  desk: Desk
  host: Host
  feed: Feed
  authenticator: Authenticator
  links: FileLinks
  enter: (socket: CustomerSocket, identity: CustomerIdentity) => void
  leave: (socket: CustomerSocket, identity: CustomerIdentity) => void
  typing: (identity: CustomerIdentity, typing: boolean) => void
  page: (identity: CustomerIdentity, page: Page) => void
}

/**
 * One socket of a customer.
 *
 * K1 the stream's numbers are dense: an item is sent once, in order, after all before it. K2 nothing
 * of staff's side is in any frame: no comment, no chat id, no number that counts anything else.
 */
export class CustomerSocket extends SocketBase<CustomerClientFrame, CustomerServerFrame> {
  readonly #parts: CustomerParts
  readonly #channelId: string
  #identity: CustomerIdentity | null = null
  #helloUnderWay = false
  #newest = 0
  /** What happened while the stream was being read; null once it is live. */
  #held: CustomerNews[] | null = []
  #shownChat = ''
  #show: ShowFiles = () => []
  /** What is said besides messages, in the language that the hello asked for. */
  #texts = textsIn([])

  constructor(connection: Connection, channelId: string, parts: CustomerParts) {
    super(connection, parts.clock, customerClientFrame)
    this.#parts = parts
    this.#channelId = channelId
  }

  protected get greeted(): boolean {
    return this.#identity !== null
  }

  protected get helloUnderWay(): boolean {
    return this.#helloUnderWay
  }

  get identity(): CustomerIdentity | null {
    return this.#identity
  }

  heartbeat(): void {
    // A visit by a link of a mail ends with it.
    if (this.clock.now() >= (this.#identity?.until ?? Infinity)) return this.close('unauthorized')
    if (this.#held !== null) return
    this.send({ type: 'heartbeat', newest: this.#newest, now: this.clock.now() })
  }

  tellTyping(typing: boolean): void {
    if (this.#held === null) this.send({ type: 'typing', typing })
  }

  hear(news: CustomerNews, account: Account): void {
    if (this.#held !== null) this.#held.push(news)
    else this.#tell(news, account)
  }

  protected override onFrame(frame: CustomerClientFrame): void {
    switch (frame.type) {
      case 'hello':
        this.#helloUnderWay = true
        this.#greet(frame).catch(() => this.close('resync'))
        return
      case 'command':
        void this.#command(frame)
        return
      case 'typing':
        if (this.#identity !== null) this.#parts.typing(this.#identity, frame.typing)
        return
      case 'page':
        if (this.#identity !== null) this.#parts.page(this.#identity, frame.page)
        return
    }
  }

  protected override onBadFrame(text: string): void {
    const id = this.greeted ? commandIdIn(text) : null
    if (id === null) this.close('badFrame')
    else this.send({ type: 'refused', id, refusal: toRefusal('invalid') })
  }

  protected override onOver(): void {
    if (this.#identity !== null) this.#parts.leave(this, this.#identity)
  }

  async #greet(hello: Extract<CustomerClientFrame, { type: 'hello' }>): Promise<void> {
    if (hello.protocol !== PROTOCOL_VERSION) return this.close('wrongVersion')
    const identity = await this.#parts.authenticator.customer(this.#channelId, hello.token)
    if (this.over) return
    if (identity === null) return this.close('unauthorized')
    const { accountId, customerId } = identity
    if ((await this.#parts.host.look(accountId)) === null) return this.close('notReady')
    if (this.over) return
    // From here on news is held, so nothing is missed between the reading and the first frame.
    this.#identity = identity
    this.#parts.enter(this, identity)

    this.#texts = textsIn(hello.language === undefined ? [] : [hello.language])
    const { feed } = this.#parts
    const after = hello.after ?? null
    const screen = await feed.customerScreen(accountId, customerId, CUSTOMER_PAGE)
    // What is older than fits is not told: a stream may begin anywhere.
    const tail = firstThatFit(screen.messages.toReversed()).toReversed()
    const newest = tail.at(-1)?.customerSeq ?? 0
    const oldest = tail[0]?.customerSeq ?? 0
    // A cursor ahead of the stream is from a database that was restored: start anew. Likewise where
    // words were erased that the client may have.
    const isErased = tail.some((one) => one.customerSeq <= (after ?? 0) && hasNoWords(one))
    const goesOn = after !== null && after <= newest && after >= oldest - 1 && !isErased
    const items = goesOn ? tail.filter(({ customerSeq }) => customerSeq > after) : tail
    const account = this.#parts.host.peek(accountId)
    if (this.over) return
    if (account === null) return this.close('resync')
    this.#newest = newest
    const show = this.#parts.links.showTo({ kind: 'customer', ...identity })
    this.#show = show
    const chat = toCustomerChat(screen.chat, account, this.#texts)
    this.#shownChat = JSON.stringify(chat)
    this.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      newest,
      fresh: !goesOn,
      items: items.map((message) => toCustomerItem(message, account, show, this.#texts)),
      chat,
      readN: screen.staffRead,
      now: this.clock.now(),
      heartbeatMs: HEARTBEAT_MS,
    })
    const held = this.#held ?? []
    this.#held = null
    for (const news of held) this.#tell(news, account)
  }

  async #command(frame: Extract<CustomerClientFrame, { type: 'command' }>): Promise<void> {
    if (this.#identity === null) return
    const answer = await this.#parts.desk.customer(this.#identity, frame.id, frame.command)
    if (answer.kind === 'refused') {
      // K2: codes and retry times, but no agent's or chat's id.
      const { code, says, retryAfterMs } = answer.refusal
      const refusal = { code, says, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
      this.send({ type: 'refused', id: frame.id, refusal })
      return
    }
    const { n } = answer.result
    this.send({ type: 'ack', id: frame.id, n: typeof n === 'number' ? n : null })
  }

  /** K1 */
  #tell(news: CustomerNews, account: Account): void {
    for (const message of news.messages) {
      if (message.customerSeq <= this.#newest) continue
      if (message.customerSeq !== this.#newest + 1) return this.close('resync')
      this.#newest = message.customerSeq
      const item = toCustomerItem(message, account, this.#show, this.#texts)
      this.send({ type: 'item', item })
    }
    if (news.chat !== undefined) {
      const chat = toCustomerChat(news.chat, account, this.#texts)
      const shown = JSON.stringify(chat)
      if (shown !== this.#shownChat) {
        this.#shownChat = shown
        this.send({ type: 'chat', chat })
      }
    }
    if (news.readN !== undefined) this.send({ type: 'read', n: news.readN })
  }
}

/** Whether words stood there that were erased. */
function hasNoWords({ kind, text }: Pick<MessageRow, 'kind' | 'text'>): boolean {
  return kind === 'text' && text === null
}
