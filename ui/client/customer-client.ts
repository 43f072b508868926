import { msg } from '@lit/localize'
import type { FileView, UploadedFile } from '#protocol/files'
import { PROTOCOL_VERSION, TYPING_EXPIRES_MS } from '#protocol/limits'
import type { CustomerCommand } from '#protocol/customer-commands'
import type {
  CustomerChatView,
  CustomerClientFrame,
  CustomerItem,
  CustomerServerFrame,
} from '#protocol/customer-frames'
import type { Answer } from './answer.ts'
import { Attachments, releasePreviews } from './attachments.ts'
import { Connection, type ConnectionStatus, type Ports } from './connection.ts'
import { ChannelMemory, type OutboxEntry } from './customer-memory.ts'
import { freshened } from './freshened.ts'
import { notReached, type Refusal } from './refused.ts'
import type { FilePlace } from './ask.ts'
import type { ChannelRest } from './channel-rest.ts'
import type { Upload } from './send-file.ts'
import { socketUrl } from './socket.ts'
import { storableText } from './storable-text.ts'

/*
 * Invariants:
 * U1 The stream shows without holes: after a number that is not the next one nothing is shown and
 *    the client resumes after the last good one.
 * U2 A message shows once: the stream's item takes the place of the unsent one with its id.
 * U3 What was not acknowledged is kept by the browser and sent again with its id, after a
 *    reconnect as after a reload.
 * U4 Nothing is stored, and no connection made, before the customer's first act.
 */

/** A heartbeat may pass an item that is just being sent; a number still missing after this is lost. */
const SETTLE_MS = 1_500

/** A look at the chat follows an arrival within this, and says more. */
const DELIVERED_AFTER_MS = 1_000

/** What waited longer than this for a connection is not sent unasked any more. */
const OUTBOX_FRESH_MS = 6 * 3_600_000

/** A message that the stream does not show yet. */
export interface UnsentMessage extends OutboxEntry {
  status: 'sending' | 'sent' | 'failed'
  /** Why it was not taken. */
  says: string | null
}

const NO_CHAT: CustomerChatView = {
  state: 'none',
  with: null,
  canTalkToPerson: false,
  canTalkToBot: false,
  canLeaveMessage: false,
  canRate: false,
  rated: null,
}

export type CustomerPage = Extract<CustomerClientFrame, { type: 'page' }>['page']

export interface CustomerClientOptions {
  base: string
  channelId: string
  rest: Pick<ChannelRest, 'newCustomer' | 'uploadFile' | 'removeFile' | 'file'>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** The language to be spoken to in, as a tag; null for whatever the server speaks. */
  language?: () => string | null
}

/** One customer's conversation over one channel, kept up to date. */
export class CustomerClient {
  status: ConnectionStatus = { kind: 'idle' }
  items: readonly CustomerItem[] = []
  chat: CustomerChatView = NO_CHAT
  /** How far staff has read. */
  readN = 0
  typing = false
  /** False until the first welcome; a customer who never wrote is loaded from the start. */
  loaded = false
  unsent: readonly UnsentMessage[]
  /** The files that go with what is being written. */
  readonly attachments = new Attachments({
    upload: (file, progress) => this.#upload(file, progress),
    remove: (fileId) => void this.#options.rest.removeFile(this.#place(), fileId),
  })

  readonly #ports: Ports
  readonly #options: CustomerClientOptions
  readonly #memory: ChannelMemory
  readonly #connection: Connection<CustomerServerFrame, CustomerClientFrame, CustomerCommand>
  readonly #listeners = new Set<() => void>()
  #lastN = 0
  #newest = 0
  #skew = 0
  #stopSettle: () => void = () => {}
  #stopSaying: () => void = () => {}
  #deliveredN = 0
  #stopTyping: () => void = () => {}
  #gettingToken: Promise<void> | null = null
  #page: CustomerPage | null = null
  #who: { name?: string; email?: string; language?: string } = {}
  #sayingWho = false
  /** A token that the server does not know is replaced once, not over and over. */
  #renewed = false
  readonly #underWay = new Set<string>()

  constructor(ports: Ports, options: CustomerClientOptions) {
    this.#ports = ports
    this.#options = options
    this.#memory = new ChannelMemory(options.channelId, options.storage)
    this.loaded = this.#memory.get().token === null
    this.unsent = this.#memory.get().outbox.map((entry) => this.#fromOutbox(entry))
    this.#connection = new Connection(ports, {
      url: socketUrl(
        options.base,
        `/api/v1/channels/${encodeURIComponent(options.channelId)}/socket`,
      ),
      hello: () => this.#hello(),
      commandFrame: (id, command) => ({ type: 'command', id, command }),
      received: (frame) => this.#received(frame),
      changed: (status) => this.#statusChanged(status),
      erased: () => {
        this.items = []
        this.#lastN = 0
      },
    })
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Connects a customer who is known; for anybody else nothing happens before the first message. */
  start(): void {
    if (this.#memory.get().token === null) return
    this.#connection.start()
    for (const entry of this.unsent) {
      if (entry.status === 'sending') void this.#deliver(entry)
    }
  }

  stop(): void {
    this.#stopSettle()
    this.#stopSaying()
    this.#stopTyping()
    this.#connection.stop()
  }

  /** Address of the server. */
  get base(): string {
    return this.#options.base
  }

  now(): number {
    return this.#ports.clock.now() + this.#skew
  }

  get started(): boolean {
    return this.#memory.get().token !== null
  }

  /** What others wrote since this customer last looked. */
  get unread(): number {
    const { seenN } = this.#memory.get()
    return this.items.filter(({ n, from, kind }) => n > seenN && from !== 'me' && kind === 'text')
      .length
  }

  /** Sends a message; the first one makes the customer known to the channel. */
  sendMessage(text: string, files: readonly FileView[] = []): void {
    const entry: UnsentMessage = {
      id: this.#connection.newId(),
      text: storableText(text),
      files,
      at: this.now(),
      status: 'sending',
      says: null,
    }
    this.unsent = [...this.unsent, entry]
    this.#keepOutbox()
    this.#tell()
    if (this.started) void this.#deliver(entry)
    else void this.#becomeKnown()
  }

  /** Sends again, with the same id, a message that was not taken. */
  retry(id: string): void {
    const failed = this.unsent.find((one) => one.id === id && one.status === 'failed')
    if (failed === undefined) return
    this.#changeUnsent(id, { status: 'sending', says: null })
    if (this.started) void this.#deliver(failed)
    else void this.#becomeKnown()
  }

  discard(id: string): void {
    this.unsent = this.unsent.filter((one) => one.id !== id || one.status !== 'failed')
    this.#keepOutbox()
    this.#tell()
  }

  /** Gives a file a new link, where its own ended. */
  async freshenFile(fileId: string): Promise<void> {
    const answer = await this.#options.rest.file(this.#place(), fileId)
    if (!answer.ok) return
    const file = answer.value
    this.items = this.items.map((item) => ({ ...item, files: freshened(item.files, file) }))
    this.#tell()
  }

  /** Resolves with why it was refused, or null. */
  async ask(
    command: Exclude<CustomerCommand, { type: 'sendMessage' | 'markRead' | 'markDelivered' }>,
  ): Promise<Refusal | null> {
    const settled = await this.#connection.command(command)
    return settled.ok ? null : settled.refusal
  }

  /** The page that this tab shows, for staff; said again after each reconnect. */
  sayPage(page: CustomerPage): void {
    const isSame = this.#page?.address === page.address && this.#page.title === page.title
    this.#page = page
    if (!isSame && this.status.kind === 'live') this.#connection.send({ type: 'page', page })
  }

  /** Who this is, as the page knows it; said once the customer has written, and when it changes. */
  introduce(who: { name?: string; email?: string; language?: string }): void {
    this.#who = who
    void this.#sayWho()
  }

  sayTyping(typing: boolean): void {
    this.#connection.send({ type: 'typing', typing })
  }

  /** The customer has seen all that is here. */
  markRead(): void {
    const n = this.#lastN
    if (n <= this.#memory.get().seenN || !this.started) return
    this.#memory.set({ seenN: n })
    void this.#connection.command({ type: 'markRead', n }, { lane: 'read' })
    this.#tell()
  }

  async #sayWho(): Promise<void> {
    const words = JSON.stringify(this.#who)
    if (words === '{}' || words === this.#memory.get().introduced) return
    if (this.#sayingWho || this.status.kind !== 'live' || this.chat.state === 'none') return
    this.#sayingWho = true
    const settled = await this.#connection.command({ type: 'introduce', ...this.#who })
    this.#sayingWho = false
    // What the server will not take now it will not take later either.
    if (settled.ok || settled.refusal.code === 'invalid') this.#memory.set({ introduced: words })
  }

  #hello(): CustomerClientFrame {
    const language = this.#options.language?.() ?? null
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      token: this.#memory.get().token ?? '',
      ...(this.#lastN > 0 ? { after: this.#lastN } : {}),
      ...(language === null ? {} : { language }),
    }
  }

  #statusChanged(status: ConnectionStatus): void {
    this.status = status
    if (status.kind !== 'live') this.typing = false
    if (status.kind === 'over' && status.reason === 'unauthorized') {
      // the token is not known any more: the next message begins anew, what was written stays
      const { outbox } = this.#memory.get()
      this.#memory.forget()
      this.#memory.set({ outbox })
      this.#lastN = 0
      const waits = this.unsent.some((one) => one.status === 'sending')
      if (waits && !this.#renewed) {
        this.#renewed = true
        void this.#becomeKnown()
      }
    }
    this.#tell()
  }

  #received(frame: CustomerServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcomed(frame)
        break
      case 'item':
        this.#arrived(frame.item)
        this.#sayDelivered()
        break
      case 'chat':
        this.chat = frame.chat
        void this.#sayWho()
        break
      case 'read':
        this.readN = Math.max(this.readN, frame.n)
        break
      case 'typing':
        this.#typed(frame.typing)
        break
      case 'heartbeat':
        this.#skew = frame.now - this.#ports.clock.now()
        this.#newest = frame.newest
        if (frame.newest !== this.#lastN) this.#checkLater()
        return
      case 'ack':
      case 'refused':
        return
    }
    this.#tell()
  }

  #welcomed(frame: Extract<CustomerServerFrame, { type: 'welcome' }>): void {
    this.#skew = frame.now - this.#ports.clock.now()
    this.loaded = true
    this.chat = frame.chat
    this.readN = frame.readN
    if (frame.fresh) {
      this.items = [...frame.items]
      this.#lastN = frame.items.at(-1)?.n ?? frame.newest
      this.#dropShown()
    } else if ((frame.items[0]?.n ?? 0) > this.#lastN + 1) {
      // only a part of what was missed: ask for everything
      this.#lastN = 0
      this.#connection.resume()
      return
    } else {
      for (const item of frame.items) this.#arrived(item)
    }
    this.#newest = frame.newest
    if (this.#lastN !== frame.newest) this.#checkLater()
    if (this.#memory.get().seenN > frame.newest) this.#memory.set({ seenN: frame.newest })
    if (this.#page !== null) this.#connection.send({ type: 'page', page: this.#page })
    void this.#sayWho()
    this.#sayDelivered()
  }

  #arrived(item: CustomerItem): void {
    if (item.n <= this.#lastN) return
    if (item.n !== this.#lastN + 1) {
      this.#connection.resume()
      return
    }
    this.#lastN = item.n
    this.items = [...this.items, item]
    if (item.from !== 'me') this.typing = false
    this.#dropShown()
  }

  /** Says that words are here; a moment later, because who looks says that they are read. */
  #sayDelivered(): void {
    this.#stopSaying()
    this.#stopSaying = this.#ports.clock.after(DELIVERED_AFTER_MS, () => {
      const n = this.#lastN
      if (this.unread === 0 || n <= this.#deliveredN || this.status.kind !== 'live') return
      this.#deliveredN = n
      void this.#connection.command({ type: 'markDelivered', n }, { lane: 'read' })
    })
  }

  #checkLater(): void {
    this.#stopSettle()
    this.#stopSettle = this.#ports.clock.after(SETTLE_MS, () => {
      if (this.#newest > this.#lastN) this.#connection.resume()
    })
  }

  #typed(typing: boolean): void {
    this.#stopTyping()
    this.typing = typing
    if (!typing) return
    this.#stopTyping = this.#ports.clock.after(TYPING_EXPIRES_MS, () => {
      this.typing = false
      this.#tell()
    })
  }

  /** An upload is a first act too: whoever has no token gets one before. */
  #upload(file: File, progress: (share: number) => void): Upload {
    let begun: Upload | null = null
    let isOver = false
    const begin = async (): Promise<Answer<UploadedFile>> => {
      if (!this.started) await this.#becomeKnown()
      if (isOver || !this.started) {
        return { ok: false, refusal: notReached(msg('The server cannot be reached.')) }
      }
      begun = this.#options.rest.uploadFile(this.#place(), file, progress)
      return begun.done
    }
    const abort = (): void => {
      isOver = true
      begun?.abort()
    }
    return { done: begin(), abort }
  }

  #place(): FilePlace {
    const token = this.#memory.get().token ?? ''
    return { kind: 'channel', channelId: this.#options.channelId, token }
  }

  /** Gets a token for a customer who just wrote first, and sends what waits. */
  #becomeKnown(): Promise<void> {
    this.#gettingToken ??= this.#getToken().finally(() => (this.#gettingToken = null))
    return this.#gettingToken
  }

  async #getToken(): Promise<void> {
    const answer = await this.#options.rest.newCustomer(this.#options.channelId)
    if (!answer.ok) {
      for (const { id, status } of this.unsent) {
        if (status === 'sending') {
          this.#changeUnsent(id, { status: 'failed', says: answer.refusal.says })
        }
      }
      return
    }
    this.#memory.set({ token: answer.value.token, seenN: 0 })
    this.#connection.start()
    for (const entry of this.unsent) {
      if (entry.status === 'sending') void this.#deliver(entry)
    }
  }

  async #deliver({ id, text, files = [] }: OutboxEntry): Promise<void> {
    if (this.#underWay.has(id)) return
    this.#underWay.add(id)
    const fileIds = files.map(({ fileId }) => fileId)
    const settled = await this.#connection.command(
      { type: 'sendMessage', text, ...(fileIds.length === 0 ? {} : { fileIds }) },
      { id, lane: 'write' },
    )
    this.#underWay.delete(id)
    if (settled.ok) this.#changeUnsent(id, { status: 'sent' })
    else this.#changeUnsent(id, { status: 'failed', says: settled.refusal.says })
  }

  #changeUnsent(id: string, change: Partial<UnsentMessage>): void {
    this.unsent = this.unsent.map((one) => (one.id === id ? { ...one, ...change } : one))
    this.#dropShown()
    this.#keepOutbox()
    this.#tell()
  }

  #dropShown(): void {
    if (this.unsent.length === 0) return
    const shown = new Set(this.items.map(({ commandId }) => commandId))
    const left = this.unsent.filter(({ id }) => !shown.has(id))
    if (left.length === this.unsent.length) return
    for (const { id, files = [] } of this.unsent) if (shown.has(id)) releasePreviews(files)
    this.unsent = left
    this.#keepOutbox()
  }

  #keepOutbox(): void {
    const waiting = this.unsent.filter(({ status }) => status !== 'sent')
    if (waiting.length === 0 && this.#memory.get().outbox.length === 0) return
    this.#memory.set({ outbox: waiting.map(toEntry) })
  }

  #fromOutbox(entry: OutboxEntry): UnsentMessage {
    const isFresh = this.#ports.clock.now() - entry.at < OUTBOX_FRESH_MS
    const known = this.#memory.get().token !== null
    return isFresh && known
      ? { ...entry, status: 'sending', says: null }
      : { ...entry, status: 'failed', says: msg('This was not sent before the page was left.') }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** What a reload leaves of a message: addresses of pictures in this page are not among it. */
function toEntry({ id, text, at, files = [] }: OutboxEntry): OutboxEntry {
  if (files.length === 0) return { id, text, at }
  return { id, text, at, files: files.map((file) => ({ ...file, url: '' })) }
}
