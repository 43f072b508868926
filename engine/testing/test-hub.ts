import type { CustomerClientFrame, CustomerServerFrame } from '#protocol/customer-frames'
import { customerServerFrame } from '#protocol/customer-frames'
import type { StaffClientFrame, StaffServerFrame, StaffTopic } from '#protocol/staff-frames'
import { staffServerFrame } from '#protocol/staff-frames'
import { PROTOCOL_VERSION } from '#protocol/limits'
import type { StaffChange } from '#protocol/staff-frames'
import { FileLinks } from '../files/file-links.ts'
import { Hub } from '../realtime/hub.ts'
import type { Authenticator, Connection, SocketHandler } from '../realtime/connection.ts'
import { Screens } from '../realtime/screens.ts'
import { settled } from './manual-clock.ts'
import { ACCOUNT } from './small-account.ts'
import { TestHost } from './test-host.ts'

/** Tokens of tests: `staff:<personId>` or `staff:<personId>@<account>`, and `customer:<id>`. */
export const testAuthenticator: Authenticator = {
  staff: async (token, accountId) => {
    const [kind, person = ''] = token.split(':')
    const [personId = '', at = ACCOUNT] = person.split('@')
    if (kind !== 'staff' || (accountId !== null && accountId !== at)) return null
    return { accountId: at, personId, sessionId: token }
  },
  customer: async (channelId, token) => {
    const [kind, customerId = ''] = token.split(':')
    return kind === 'customer' ? { accountId: ACCOUNT, channelId, customerId } : null
  },
  desksOf: async () => [],
}

/** The far end of a socket: what came, checked against the wire's schema, and how it ended. */
export class FarEnd<In, Out extends { type: string }> implements Connection {
  readonly frames: Out[] = []
  closedWith: { code: number; reason: string } | null = null
  buffered = 0
  /** What each frame leaves unread. */
  leaves = 0
  handler: SocketHandler | null = null
  readonly #check: (frame: unknown) => Out

  constructor(check: (frame: unknown) => Out) {
    this.#check = check
  }

  send(text: string): void {
    const frame: unknown = JSON.parse(text)
    this.frames.push(this.#check(frame))
    this.buffered += this.leaves
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason }
  }

  bufferedBytes(): number {
    return this.buffered
  }

  /** Sends a frame and lets everything happen that follows from it. */
  async say(frame: In): Promise<void> {
    await this.raw(JSON.stringify(frame))
  }

  async raw(text: string): Promise<void> {
    this.handler?.receive(text)
    await settled()
  }

  /** The client reads all that waited for it. */
  async drain(): Promise<void> {
    this.buffered = 0
    this.handler?.drained()
    await settled()
  }

  /** The connection dies without a word. */
  async drop(): Promise<void> {
    this.handler?.closed()
    await settled()
  }

  of<T extends Out['type']>(type: T): Extract<Out, { type: T }>[] {
    return this.frames.filter((frame): frame is Extract<Out, { type: T }> => frame.type === type)
  }

  /** The newest frame of a type. Throws where none came. */
  last<T extends Out['type']>(type: T): Extract<Out, { type: T }> {
    const frame = this.of(type).at(-1)
    if (frame === undefined) throw new Error(`no ${type} came: ${JSON.stringify(this.frames)}`)
    return frame
  }
}

export type StaffEnd = FarEnd<StaffClientFrame, StaffServerFrame>
export type CustomerEnd = FarEnd<CustomerClientFrame, CustomerServerFrame>

/** A host with a hub before it, and sockets that live in memory. */
export class TestHub {
  readonly test: TestHost
  readonly hub: Hub
  readonly screens: Screens

  private constructor(test: TestHost, authenticator: Authenticator, partChats?: number) {
    this.test = test
    const links = new FileLinks(new Uint8Array(32).fill(7), () => test.clock.now())
    this.screens = new Screens(
      test.host,
      test.memory,
      (accountId, actors) => test.memory.loadActors(accountId, actors),
      links,
      { partChats },
    )
    this.hub = new Hub({
      clock: test.clock,
      host: test.host,
      desk: test.desk,
      screens: this.screens,
      feed: test.memory,
      authenticator,
      links,
    })
    test.onPublish = (changes) => this.hub.publish(changes)
    test.onLoaded = (account) => this.hub.awaitCustomers(account)
    test.onLost = (accountId) => this.hub.lose(accountId)
  }

  static async start(
    options: Parameters<typeof TestHost.start>[0] & {
      authenticator?: Authenticator
      /** Chats in one frame of a desk. */
      partChats?: number
    } = {},
  ): Promise<TestHub> {
    const { authenticator = testAuthenticator, partChats } = options
    return new TestHub(await TestHost.start(options), authenticator, partChats)
  }

  staffSocket(cookieToken: string | null = null): StaffEnd {
    const end: StaffEnd = new FarEnd((frame) => staffServerFrame.parse(frame))
    end.handler = this.hub.acceptStaff(end, cookieToken)
    return end
  }

  customerSocket(channelId = 'web'): CustomerEnd {
    const end: CustomerEnd = new FarEnd((frame) => customerServerFrame.parse(frame))
    end.handler = this.hub.acceptCustomer(end, channelId)
    return end
  }

  /** A staff socket that said hello and follows topics. */
  async staff(personId: string, ...topics: StaffTopic[]): Promise<StaffEnd> {
    const end = this.staffSocket()
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token: `staff:${personId}` })
    for (const topic of topics) await end.say({ type: 'subscribe', topic })
    return end
  }

  async customer(customerId: string, after?: number, channelId = 'web'): Promise<CustomerEnd> {
    const end = this.customerSocket(channelId)
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION } as const
    const token = `customer:${customerId}`
    await end.say(after === undefined ? { ...hello, token } : { ...hello, token, after })
    return end
  }
}

/** All changes of a kind that a staff socket heard. */
export function changesOf<K extends StaffChange['kind']>(
  end: StaffEnd,
  kind: K,
): Extract<StaffChange, { kind: K }>[] {
  return end
    .of('change')
    .flatMap(({ changes }) => changes)
    .filter((change): change is Extract<StaffChange, { kind: K }> => change.kind === kind)
}
