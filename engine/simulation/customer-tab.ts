import { customerServerFrame } from '#protocol/customer-frames'
import { ERASED } from '../texts.ts'
import type { CustomerChatView, CustomerItem, CustomerServerFrame } from '#protocol/customer-frames'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { Connection, SocketHandler } from '../realtime/connection.ts'
import { isSame } from '../replay/compare.ts'
import { wrongForCustomer } from './frame-rules.ts'
import type { SimulatedNode } from './simulated-node.ts'
import { Tab } from './tab.ts'
import type { Sent, Surroundings } from './tab.ts'

/** A customer's widget, which keeps the stream that it saw. */
export class CustomerTab extends Tab {
  readonly customerId: string
  readonly #channelId: string
  /** By number, from the first one that was kept. */
  items: CustomerItem[] = []
  newest = 0
  chat: CustomerChatView | null = null
  /** The cursor of the last hello. */
  #after: number | undefined = undefined

  constructor(
    around: Surroundings,
    who: { accountId: string; channelId: string; customerId: string },
    sent: Sent,
  ) {
    super(around, who.accountId, `customer:${who.customerId}`, sent)
    this.customerId = who.customerId
    this.#channelId = who.channelId
  }

  protected accept(node: SimulatedNode, connection: Connection): SocketHandler {
    return node.acceptCustomer(connection, this.#channelId)
  }

  protected hello(): object {
    const { random } = this.around
    if (random.chance(0.1)) this.#forget()
    this.#after = this.newest === 0 ? undefined : this.newest
    // A cursor of a database that was restored to an earlier day.
    if (random.chance(0.03)) this.#after = this.newest + 1_000
    const { customerId: token } = this
    return { type: 'hello', protocol: PROTOCOL_VERSION, token, after: this.#after }
  }

  protected lost(): void {}

  protected mayReturn(): boolean {
    return true
  }

  protected receive(text: string): void {
    const { witness } = this.around
    // The way to a file leads through the customer's own channel.
    const plain = text.replaceAll(`/channels/${this.#channelId}/files/`, '/files/')
    const wrong = wrongForCustomer(this.accountId, plain)
    witness.holds(wrong === null, 'hiddenFromCustomers', () => `${wrong} in ${text}`)
    const parsed = customerServerFrame.safeParse(JSON.parse(text))
    if (!parsed.success) return witness.broken('wire', `${text}: ${parsed.error.message}`)
    this.#frame(parsed.data)
  }

  #frame(frame: CustomerServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcome(frame)
        this.welcomed()
        return
      case 'item':
        this.#add(frame.item)
        return
      case 'chat':
        this.chat = frame.chat
        return
      case 'heartbeat':
        this.around.witness.holds(
          frame.newest === this.newest,
          'seenOnceInOrder',
          () => `${this.sender} has ${this.newest}, the server told ${frame.newest}`,
        )
        return
      case 'ack':
        this.answered(frame.id, { kind: 'ack', answer: { n: frame.n } })
        return
      case 'refused':
        this.answered(frame.id, { refusal: frame.refusal })
        return
      case 'read':
      case 'typing':
        return
    }
  }

  #welcome(welcome: Extract<CustomerServerFrame, { type: 'welcome' }>): void {
    const { witness } = this.around
    const before = this.items
    if (welcome.fresh) {
      this.#forget()
      this.newest = (welcome.items[0]?.n ?? 1) - 1
    } else {
      witness.holds(
        this.#after === this.newest,
        'seenOnceInOrder',
        () => `${this.sender} named ${this.#after} and gets what follows`,
      )
    }
    for (const item of welcome.items) this.#add(item)
    witness.holds(
      this.newest === welcome.newest,
      'seenOnceInOrder',
      () => `${this.sender} got items up to ${this.newest} of ${welcome.newest}`,
    )
    const known = new Map(this.items.map((item) => [item.n, item]))
    for (const item of before) {
      const now = known.get(item.n)
      // Names may change, what was said does not; an unheard loss of the newest never happens.
      const same = now === undefined ? item.n < (this.items[0]?.n ?? 0) : sameItem(now, item)
      witness.holds(same, 'seenOnceInOrder', () => `${this.sender}: item ${item.n} is another`)
    }
    this.chat = welcome.chat
  }

  #add(item: CustomerItem): void {
    this.around.witness.holds(
      item.n === this.newest + 1,
      'seenOnceInOrder',
      () => `${this.sender} gets ${item.n} after ${this.newest}`,
    )
    this.newest = item.n
    this.items.push(item)
    for (const { fileId } of item.files) this.#seesFile(fileId)
  }

  #seesFile(fileId: string): void {
    const file = this.around.fileOf(this.accountId, fileId)
    const isTheirs = file?.audience === 'customer' && file.customerId === this.customerId
    this.around.witness.holds(
      isTheirs || file?.state === 'dropped',
      'hiddenFromCustomers',
      () => `${this.sender} is told of ${fileId}, for ${file?.audience} of ${file?.customerId}`,
    )
  }

  #forget(): void {
    this.items = []
    this.newest = 0
    this.chat = null
  }
}

/** @param a what is shown now; words may have been erased since `b` was. */
function sameItem(a: CustomerItem, b: CustomerItem): boolean {
  const { n, kind, from, code, at, commandId } = a
  return (
    isSame(
      { n, kind, from, code, at, commandId },
      {
        n: b.n,
        kind: b.kind,
        from: b.from,
        code: b.code,
        at: b.at,
        commandId: b.commandId,
      },
    ) &&
    (kind === 'notice' || a.text === b.text || a.text === ERASED)
  )
}
