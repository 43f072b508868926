import { HEARTBEAT_MS, MAX_SOCKETS } from '#protocol/limits'
import type { CloseReason } from '#protocol/close-codes'
import type { Feed } from '#storage/feed'
import type { ChatRow, MemberRow } from '#storage/rows'
import { accessTo, mayBeEmbedded, viewerOf } from '../authorise.ts'
import { agentConnected, agentDisconnected, customerPresent } from '../commands/connections.ts'
import type { Desk } from '../desk.ts'
import type { FileLinks } from '../files/file-links.ts'
import type { Account } from '../host/account.ts'
import type { TurnChanges } from '../host/changes.ts'
import type { Host } from '../host/host.ts'
import type { Request } from '../host/job.ts'
import type { Clock } from '../ports.ts'
import type {
  Authenticator,
  Connection,
  CustomerIdentity,
  Page,
  Place,
  SocketHandler,
  StaffIdentity,
} from './connection.ts'
import { Company } from './company.ts'
import { CustomerSocket } from './customer-socket.ts'
import type { CustomerNews } from './customer-socket.ts'
import { MachineWatch } from './machine-watch.ts'
import type { Watcher } from './machine-watch.ts'
import { pastFrom } from './past-passes.ts'
import type { ReadPast } from './past-passes.ts'
import type { Screens } from './screens.ts'
import { StaffSocket } from './staff-socket.ts'

/** A last tab that closes and opens again at once is not a customer who left. */
const LEFT_AFTER_MS = 5_000

/** Customers have this long to come back to a server that starts, before they have left. */
const GONE_AFTER_MS = 60_000

/** So many of those who did not come back are noted at a time, not to be in anybody's way. */
const GONE_AT_ONCE = 50
const GONE_ROUND_MS = 500

/** The sockets of one account. */
interface Room {
  staff: Map<string, Set<StaffSocket>>
  customers: Map<string, Set<CustomerSocket>>
  /** Where each customer is who said so: kept nowhere else. */
  pages: Map<string, Page>
  /** Who looks at which conversation: kept nowhere else. */
  company: Company<StaffSocket>
  /** The newest sequence that was told. */
  seq: number
}

/**
 * All sockets of this node, and who hears what.
 *
 * R1 there is no broadcast: every frame is made for one viewer. R2 an agent is connected while any
 * socket of theirs is open, a customer present likewise.
 */
export class Hub {
  readonly #clock: Clock
  readonly #host: Host
  readonly #desk: Desk
  readonly #screens: Screens
  readonly #feed: Feed
  readonly #authenticator: Authenticator
  readonly #links: FileLinks
  readonly #rooms = new Map<string, Room>()
  readonly #sockets = new Set<StaffSocket | CustomerSocket>()
  /** Staff sockets of all accounts, by person. */
  readonly #people = new Map<string, Set<StaffSocket>>()
  /** By account, while somebody watches. */
  readonly #watches = new Map<string, MachineWatch>()
  readonly #past: ReadPast
  #cancelHeartbeat: (() => void) | null = null
  #closing: CloseReason | null = null

  constructor(parts: {
    clock: Clock
    host: Host
    desk: Desk
    screens: Screens
    feed: Feed
    authenticator: Authenticator
    links: FileLinks
  }) {
    this.#clock = parts.clock
    this.#host = parts.host
    this.#desk = parts.desk
    this.#screens = parts.screens
    this.#feed = parts.feed
    this.#authenticator = parts.authenticator
    this.#links = parts.links
    this.#past = pastFrom(parts.feed)
    this.#planHeartbeat()
  }

  get sockets(): { staff: number; customers: number } {
    let staff = 0
    for (const socket of this.#sockets) if (socket instanceof StaffSocket) staff += 1
    return { staff, customers: this.#sockets.size - staff }
  }

  /** Accounts whose machines somebody watches. */
  get watchedAccounts(): number {
    return this.#watches.size
  }

  /** @param place where it was opened for one account; any other one is refused in it. */
  acceptStaff(
    connection: Connection,
    cookieToken: string | null,
    place: Place | null = null,
  ): SocketHandler {
    const socket = new StaffSocket(
      connection,
      { cookieToken, place },
      {
        clock: this.#clock,
        desk: this.#desk,
        screens: this.#screens,
        authenticator: this.#authenticator,
        links: this.#links,
        enter: (entering, identity) => this.#enterStaff(entering, identity),
        leave: (leaving, identity) => this.#leaveStaff(leaving, identity),
        watchMachines: (identity, watcher) => this.#watchMachines(identity, watcher),
        followed: (following, identity, chatId) => this.#followed(following, identity, chatId),
        typing: (typing, identity, said) => this.#staffTyping(typing, identity, said),
        looking: (looking, identity, chatId) => this.#looking(looking, identity, chatId),
      },
    )
    return this.#accept(socket)
  }

  acceptCustomer(connection: Connection, channelId: string): SocketHandler {
    const socket = new CustomerSocket(connection, channelId, {
      clock: this.#clock,
      desk: this.#desk,
      host: this.#host,
      feed: this.#feed,
      authenticator: this.#authenticator,
      links: this.#links,
      enter: (entering, identity) => this.#enterCustomer(entering, identity),
      leave: (leaving, identity) => this.#leaveCustomer(leaving, identity),
      typing: (identity, typing) => this.#customerTyping(identity, typing),
      page: (identity, page) => this.#customerPage(identity, page),
    })
    return this.#accept(socket)
  }

  /** Tells every socket that may know what a durable turn changed. */
  publish(changes: TurnChanges): void {
    this.#tellElsewhere(changes)
    this.#watches.get(changes.accountId)?.hear(changes)
    const room = this.#rooms.get(changes.accountId)
    if (room === undefined) return
    room.seq = changes.seq
    const account = this.#host.peek(changes.accountId)
    if (account === null) return
    for (const [personId, sockets] of room.staff) {
      const member = account.members.get(personId)
      // Whoever was deactivated hears no more; the sockets are about to be closed.
      if (member === undefined || !member.active) continue
      const viewer = viewerOf(member, account.retired)
      const { newRightsOf } = changes
      const anew = newRightsOf === null || newRightsOf.includes(personId)
      for (const socket of [...sockets]) {
        if (isPutOut(socket, member, account)) {
          socket.close('unauthorized')
          continue
        }
        // Not both: with the change alone a client that is cut off then would not know of the rest.
        if (anew) socket.showAnew()
        else socket.hear(changes, account, viewer)
      }
    }
    if (changes.newRightsOf === null || changes.newRightsOf.length > 0) room.company.stirAll()
    for (const { row } of changes.chats) room.company.stir(row.chatId)
    for (const personId of changes.revokedPersonIds) {
      for (const socket of [...(room.staff.get(personId) ?? [])]) socket.close('unauthorized')
    }
    for (const customerId of changes.erasedCustomerIds) {
      for (const socket of [...(room.customers.get(customerId) ?? [])]) socket.close('erased')
    }
    if (room.customers.size === 0) return
    // R2: a chat that an agent opened does not know yet who is here.
    for (const { row } of changes.chats) {
      const knows = !row.open || row.customerPresent
      if (!knows && room.customers.has(row.customerId))
        this.#noteCustomer(changes.accountId, row.customerId)
    }
    for (const [customerId, news] of newsOf(changes, account)) {
      for (const socket of room.customers.get(customerId) ?? []) socket.hear(news, account)
    }
  }

  /** Whoever something happened to hears of it in other accounts too: that it did, and no more. */
  #tellElsewhere({ accountId, agents, chats, newRightsOf }: TurnChanges): void {
    const personIds = new Set(agents.map(({ agentId }) => agentId))
    for (const { row } of chats) if (row.agentId !== null) personIds.add(row.agentId)
    for (const personId of newRightsOf ?? []) personIds.add(personId)
    for (const personId of personIds) {
      for (const socket of this.#people.get(personId) ?? []) {
        if (socket.identity?.accountId !== accountId) socket.hearElsewhere()
      }
    }
  }

  /** R2: sockets do not outlive a server; a customer who does not come back to this one has left. */
  awaitCustomers(account: Account): void {
    this.#clock.schedule(GONE_AFTER_MS, () => {
      const gone = [...account.chats.values()].filter(
        ({ open, customerPresent: present, customerId }) =>
          open && present && !this.isHere(account.accountId, customerId),
      )
      this.#noteGone(
        account,
        gone.map(({ customerId }) => customerId),
      )
    })
  }

  #noteGone(account: Account, customerIds: string[]): void {
    if (customerIds.length === 0 || this.#closing !== null || account.lost) return
    for (const customerId of customerIds.splice(0, GONE_AT_ONCE)) {
      this.#noteCustomer(account.accountId, customerId)
    }
    this.#clock.schedule(GONE_ROUND_MS, () => this.#noteGone(account, customerIds))
  }

  /** The memory of an account was dropped: its sockets connect anew and resume. */
  lose(accountId: string): void {
    this.#watches.get(accountId)?.end()
    this.#watches.delete(accountId)
    const room = this.#rooms.get(accountId)
    if (room === undefined) return
    for (const sockets of [...room.staff.values(), ...room.customers.values()]) {
      for (const socket of [...sockets]) socket.close('resync')
    }
  }

  /** A session or API token was revoked. */
  revoke(sessionId: string): void {
    for (const socket of [...this.#sockets]) {
      if (socket instanceof StaffSocket && socket.identity?.sessionId === sessionId) {
        socket.close('unauthorized')
      }
    }
  }

  /** Closes every socket, and every new one, with a reason. */
  closeAll(reason: CloseReason): void {
    this.#closing = reason
    this.#cancelHeartbeat?.()
    for (const socket of [...this.#sockets]) socket.close(reason)
  }

  #accept(socket: StaffSocket | CustomerSocket): SocketHandler {
    this.#sockets.add(socket)
    socket.whenOver = () => this.#sockets.delete(socket)
    if (this.#closing !== null) socket.close(this.#closing)
    return socket
  }

  // -- who is here ----------------------------------------------------------------------------

  #room(accountId: string): Room {
    let room = this.#rooms.get(accountId)
    if (room === undefined) {
      const seq = this.#host.peek(accountId)?.durableSeq ?? 0
      room = {
        staff: new Map(),
        customers: new Map(),
        pages: new Map(),
        company: new Company(this.#clock),
        seq,
      }
      this.#rooms.set(accountId, room)
    }
    return room
  }

  #enterStaff(socket: StaffSocket, identity: StaffIdentity): number {
    const { accountId, personId } = identity
    const room = this.#room(accountId)
    const sockets = room.staff.get(personId) ?? new Set()
    room.staff.set(personId, sockets)
    makeRoom(sockets)
    sockets.add(socket)
    const everywhere = this.#people.get(personId) ?? new Set()
    this.#people.set(personId, everywhere.add(socket))
    if (sockets.size === 1) this.#noteStaff(accountId, personId)
    return room.seq
  }

  #leaveStaff(socket: StaffSocket, identity: StaffIdentity): void {
    const { accountId, personId } = identity
    const everywhere = this.#people.get(personId)
    if (everywhere?.delete(socket) === true && everywhere.size === 0) this.#people.delete(personId)
    const room = this.#rooms.get(accountId)
    const sockets = room?.staff.get(personId)
    if (room === undefined || sockets === undefined || !sockets.delete(socket)) return
    room.company.leave(socket)
    if (sockets.size > 0) return
    room.staff.delete(personId)
    this.#forgetEmpty(accountId, room)
    this.#noteStaff(accountId, personId)
  }

  /** R2: judged when the turn runs, not now; sockets may come and go in between. */
  #noteStaff(accountId: string, personId: string): void {
    this.#happens(accountId, `agent:${personId}`, (turn) =>
      this.#rooms.get(accountId)?.staff.has(personId) === true
        ? agentConnected(turn, personId)
        : agentDisconnected(turn, personId),
    )
  }

  #enterCustomer(socket: CustomerSocket, identity: CustomerIdentity): void {
    const { accountId, customerId } = identity
    const room = this.#room(accountId)
    const sockets = room.customers.get(customerId) ?? new Set()
    room.customers.set(customerId, sockets)
    makeRoom(sockets)
    sockets.add(socket)
    if (sockets.size === 1) this.#noteCustomer(accountId, customerId)
  }

  #leaveCustomer(socket: CustomerSocket, identity: CustomerIdentity): void {
    const { accountId, customerId } = identity
    const room = this.#rooms.get(accountId)
    const sockets = room?.customers.get(customerId)
    if (room === undefined || sockets === undefined || !sockets.delete(socket)) return
    if (sockets.size > 0) return
    room.customers.delete(customerId)
    if (room.pages.delete(customerId)) this.#sayPage(identity, null)
    this.#forgetEmpty(accountId, room)
    if (this.#closing !== null) return
    this.#clock.schedule(LEFT_AFTER_MS, () => {
      if (this.#closing === null) this.#noteCustomer(accountId, customerId)
    })
  }

  /** R2 */
  #noteCustomer(accountId: string, customerId: string): void {
    this.#happens(accountId, `customer:${customerId}`, (turn) => {
      return customerPresent(turn, customerId, this.isHere(accountId, customerId))
    })
  }

  /** Whether a customer has a socket open. */
  isHere(accountId: string, customerId: string): boolean {
    return this.#rooms.get(accountId)?.customers.has(customerId) === true
  }

  #forgetEmpty(accountId: string, room: Room): void {
    if (room.staff.size === 0 && room.customers.size === 0) this.#rooms.delete(accountId)
  }

  /** Tried again until it is known, unless the memory that it is about is lost: sockets are too. */
  #happens(accountId: string, lane: string, decide: Request['decide']): void {
    const asked = this.#host.run({ accountId, by: 'system', command: null, lane, decide })
    void asked.then((answer) => {
      if (answer.kind === 'done' || answer.refusal.retryAfterMs === undefined) return
      this.#clock.schedule(answer.refusal.retryAfterMs, () => {
        if (this.#closing !== null || this.#host.peek(accountId) === null) return
        this.#happens(accountId, lane, decide)
      })
    })
  }

  // -- machines: counted while somebody watches -----------------------------------------------

  #watchMachines({ accountId }: StaffIdentity, watcher: Watcher): () => void {
    const account = this.#host.peek(accountId)
    if (account === null) return () => {}
    let watch = this.#watches.get(accountId)
    if (watch === undefined) {
      watch = new MachineWatch(account, this.#clock)
      this.#watches.set(accountId, watch)
      void this.#addPast(watch, account)
    }
    watch.add(watcher)
    const watched = watch
    return () => {
      watched.remove(watcher)
      if (!watched.isEmpty) return
      watched.end()
      if (this.#watches.get(accountId) === watched) this.#watches.delete(accountId)
    }
  }

  /** What was taken in the last hour, before anybody watched. */
  async #addPast(watch: MachineWatch, account: Account): Promise<void> {
    try {
      const upToSeq = this.#rooms.get(account.accountId)?.seq ?? account.durableSeq
      const past = await this.#past(account.accountId, upToSeq, this.#clock.now())
      watch.addPast(past.passes, past.since)
    } catch {
      // Counted from now on: the screen says since when.
    }
  }

  // -- typing: seen by who may see the chat, kept nowhere -------------------------------------

  #staffTyping(
    socket: StaffSocket,
    { accountId, personId }: StaffIdentity,
    { chatId, typing, as }: { chatId: string; typing: boolean; as: 'message' | 'comment' },
  ): void {
    const room = this.#rooms.get(accountId)
    room?.company.write(socket, chatId, typing ? as : null)
    // A comment is nobody's but staff's, and so is that it is being written.
    if (room === undefined || as === 'comment') return
    const chat = this.#chatInHand(accountId, personId, chatId)
    if (chat === null) return
    for (const one of room.customers.get(chat.customerId) ?? []) one.tellTyping(typing)
  }

  /** The chat, where this person may write messages in it now. */
  #chatInHand(accountId: string, personId: string, chatId: string): ChatRow | null {
    const chat = this.#host.peek(accountId)?.chats.get(chatId)
    if (chat === undefined || chat.agentId !== personId) return null
    return chat.state.startsWith('assigned.') ? chat : null
  }

  // -- who looks at a conversation: likewise --------------------------------------------------

  #looking(socket: StaffSocket, identity: StaffIdentity, chatId: string | null): void {
    const { accountId, personId } = identity
    const company = this.#rooms.get(accountId)?.company
    if (company === undefined) return
    if (chatId === null) return company.leave(socket)
    company.look(socket, chatId, {
      personId,
      mayRead: () => socket.shows(chatId) && this.#mayRead(identity, chatId),
      hasChat: () => this.#chatInHand(accountId, personId, chatId) !== null,
      tell: (people) => socket.tellCompany(chatId, people),
    })
  }

  /** By the rights of this moment; of a chat that is over and asleep, what its socket shows counts. */
  #mayRead({ accountId, personId }: StaffIdentity, chatId: string): boolean {
    const account = this.#host.peek(accountId)
    const member = account?.members.get(personId)
    if (account === null || member === undefined || !member.active) return false
    const chat = account.chats.get(chatId)
    if (chat === undefined) return true
    return accessTo(chat, viewerOf(member, account.retired), account.settings.values) === 'full'
  }

  #customerTyping(identity: CustomerIdentity, typing: boolean): void {
    this.#toReaders(identity, (socket, chatId) => {
      socket.tellTyping(chatId, `customer:${identity.customerId}`, typing)
    })
  }

  // -- pages: likewise ------------------------------------------------------------------------

  #customerPage(identity: CustomerIdentity, { address, title }: Page): void {
    const room = this.#rooms.get(identity.accountId)
    if (room === undefined) return
    const page = { address: bareAddress(address), title }
    room.pages.set(identity.customerId, page)
    this.#sayPage(identity, page)
  }

  #sayPage(identity: CustomerIdentity, page: Page | null): void {
    this.#toReaders(identity, (socket, chatId) => socket.tellPage(chatId, page))
  }

  #followed(socket: StaffSocket, identity: StaffIdentity, chatId: string): void {
    this.#tellPage(socket, identity, chatId)
    this.#rooms.get(identity.accountId)?.company.stir(chatId)
  }

  #tellPage(socket: StaffSocket, { accountId, personId }: StaffIdentity, chatId: string): void {
    const account = this.#host.peek(accountId)
    const chat = account?.chats.get(chatId)
    const member = account?.members.get(personId)
    if (account === null || chat === undefined || member === undefined || !chat.open) return
    if (accessTo(chat, viewerOf(member, account.retired), account.settings.values) !== 'full')
      return
    const page = this.#rooms.get(accountId)?.pages.get(chat.customerId)
    if (page !== undefined) socket.tellPage(chatId, page)
  }

  /** Whoever may read the open chat of a customer. */
  #toReaders(
    { accountId, customerId }: CustomerIdentity,
    tell: (socket: StaffSocket, chatId: string) => void,
  ): void {
    const room = this.#rooms.get(accountId)
    const account = this.#host.peek(accountId)
    const chat = account?.openChatOf(customerId) ?? null
    if (room === undefined || account === null || chat === null) return
    for (const [personId, sockets] of room.staff) {
      const member = account.members.get(personId)
      if (member === undefined || !member.active) continue
      if (accessTo(chat, viewerOf(member, account.retired), account.settings.values) !== 'full')
        continue
      for (const socket of sockets) tell(socket, chat.chatId)
    }
  }

  #planHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.schedule(HEARTBEAT_MS, () => {
      for (const room of this.#rooms.values()) {
        for (const sockets of room.staff.values()) {
          for (const socket of [...sockets]) socket.heartbeat(room.seq)
        }
        for (const sockets of room.customers.values()) {
          for (const socket of [...sockets]) socket.heartbeat()
        }
      }
      this.#planHeartbeat()
    })
  }
}

/** The oldest of too many goes: a page that comes back opens a new one, and forgets the old. */
function makeRoom(sockets: ReadonlySet<StaffSocket | CustomerSocket>): void {
  const [oldest] = sockets
  if (sockets.size >= MAX_SOCKETS) oldest?.close('tooManySockets')
}

/** Whether a page of others may have its socket no more: its agent leads now, or it is not listed. */
function isPutOut(
  { identity, place }: StaffSocket,
  member: MemberRow,
  { settings }: Account,
): boolean {
  if (identity?.embeddedUntil !== undefined && !mayBeEmbedded(member)) return true
  const elsewhere = place?.elsewhere ?? null
  return elsewhere !== null && !settings.values.embedOrigins.includes(elsewhere)
}

/** A page's address without what is no place: a name and password, the part after `#`. */
function bareAddress(address: string): string {
  const url = new URL(address)
  url.username = ''
  url.password = ''
  url.hash = ''
  return url.href
}

/** What each customer may learn of a turn, by customer. */
function newsOf(changes: TurnChanges, account: Account): Map<string, CustomerNews> {
  const news = new Map<string, CustomerNews>()
  const about = (customerId: string): CustomerNews => {
    const known = news.get(customerId) ?? { messages: [], chat: undefined, readN: undefined }
    news.set(customerId, known)
    return known
  }
  for (const message of changes.messages) about(message.customerId).messages.push(message)
  for (const { row, toCustomer } of changes.chats) {
    if (toCustomer) about(row.customerId).chat = row
  }
  // A socket tells apart whether it showed this already.
  for (const row of changes.renamedIn) about(row.customerId).chat ??= row
  for (const { reader, chatId, seq } of changes.readMarks) {
    const customerId = account.chats.get(chatId)?.customerId
    if (reader === 'staff' && customerId !== undefined) about(customerId).readN = seq
  }
  return news
}
