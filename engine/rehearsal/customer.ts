import { CustomerClient } from '../client/customer-client.ts'
import type { Outcome } from '../client/pending-commands.ts'
import type { CustomerCommand } from '#protocol/customer-commands'
import type { CustomerItem } from '#protocol/customer-frames'
import type { CastAccount } from './cast.ts'
import type { CustomerSight, SaidLine, SaidRating } from './observations.ts'
import type { Conversation, Stage } from './stage.ts'
import type { Signal } from './signal.ts'
import { sendIn, wayOf } from './trouble.ts'
import { decideFiles, uploadFor, withFiles } from './uploads.ts'

/** How long a customer whose message was refused, or who has no conversation, waits. */
const PATIENCE_MS = 200

/** Every second conversation is held by somebody new. */
const STAYS = 0.5

/** A customer who holds one conversation after another. */
export class RehearsalCustomer {
  readonly #stage: Stage
  readonly #account: CastAccount
  readonly #signal: Signal
  #client: CustomerClient | null = null
  #token = ''
  #channelId = ''
  #sight: CustomerSight | null = null
  #conversation: Conversation | null = null
  #base = 0
  readonly figures = { resumes: 0, resent: 0 }

  constructor(stage: Stage, account: CastAccount) {
    this.#stage = stage
    this.#account = account
    this.#signal = stage.signal()
  }

  /** Also true of somebody who is not here. */
  welcomedSince(at: number): boolean {
    return this.#client === null || this.#client.welcomedAt > at
  }

  /** Resolves when there is no conversation left. */
  async run(): Promise<void> {
    const stage = this.#stage
    while (!stage.ended) {
      const conversation = stage.next(this.#account.accountId)
      if (conversation === null) {
        if (!stage.hasWaiting) break
        await Bun.sleep(PATIENCE_MS)
        continue
      }
      if (this.#client === null || !stage.chance.is(STAYS)) await this.come()
      await this.hold(conversation)
    }
    this.close()
  }

  /** As somebody new. */
  async come(): Promise<void> {
    const { chance, rest, baseUrl } = this.#stage
    this.close()
    this.#channelId = chance.of(this.#account.channelIds) ?? ''
    this.#token = await rest.newCustomer(this.#channelId)
    const client: CustomerClient = new CustomerClient({
      baseUrl,
      channelId: this.#channelId,
      token: this.#token,
      heard: (frame, text) => {
        const viewer = `customer of ${this.#conversation?.script.id ?? 'nothing'}`
        this.#stage.recorder.customerHeard(viewer, this.#sight, frame, text)
        if (frame.type === 'item' || frame.type === 'welcome') this.#noteArrivals(client)
        this.#signal.notify()
      },
      failed: (error) => this.#stage.breakOff(`A customer's client failed: ${error.message}`),
    })
    this.#client = client
  }

  /** Leaves; harmless when called again. */
  close(): void {
    const client = this.#client
    if (client === null) return
    this.figures.resumes += client.figures.resumes
    this.figures.resent += client.resent
    const viewer = `customer of ${this.#conversation?.script.id ?? 'nothing'}`
    this.#stage.recorder.missedFrames(viewer, client.figures.holes)
    client.close()
    this.#client = null
  }

  /** Who this is now; null before coming. */
  get identity(): { client: CustomerClient; channelId: string; token: string } | null {
    const client = this.#client
    return client && { client, channelId: this.#channelId, token: this.#token }
  }

  /** Resolves when the conversation is over, or everything is. */
  async hold(conversation: Conversation): Promise<void> {
    const client = this.#client
    if (client === null) return
    const stage = this.#stage
    const { lines } = conversation.script
    this.#base = client.newest
    this.#sight = stage.recorder.customerBegins(conversation.script.id, client.newest)
    this.#conversation = conversation
    conversation.customer = { channelId: this.#channelId, token: this.#token }
    const { ends } = conversation.toMeant()
    let spoken = 0
    let asked = false
    while (!stage.ended) {
      const changed = this.#signal.next()
      const seen = this.#linesSeen(client)
      const position = seen.length
      const isOver = this.#itemsOfNow(client).some(({ code }) => code === ends)
      // The bot has it once more: its button is pressed once more.
      if (client.chat.state !== 'bot') asked = false
      if (isOver) {
        stage.finish(conversation, position === lines.length)
        break
      }
      const line = lines[position]
      const isDone = position === lines.length && ends === 'closed'
      if (position < spoken) {
        await changed
      } else if (line?.from === 'customer') {
        if (await this.#say(client, conversation, position, line.text)) spoken = position + 1
        else await Bun.sleep(PATIENCE_MS)
      } else if (client.chat.state === 'bot' && position > 0 && !asked) {
        asked = true
        this.#expect(await client.command({ type: 'talkToPerson' }), 'talkToPerson', ['notNow'])
      } else if (isDone && conversation.plan.endedBy === 'customer') {
        const ended = await client.command({ type: 'endChat' })
        this.#expect(ended, 'endChat', ['noChat', 'chatOver'])
        await changed
      } else {
        this.#fidget(client)
        await changed
      }
    }
    if (!stage.ended && conversation.plan.rates && ends === 'closed') {
      await this.#rate(client, conversation)
    }
    this.#sight = null
    this.#conversation = null
  }

  async #rate(client: CustomerClient, conversation: Conversation): Promise<void> {
    const { chance, recorder, figures } = this.#stage
    const score = 1 + chance.below(5)
    const rating: SaidRating = { conversationId: conversation.script.id, score, fate: 'unknown' }
    recorder.rated(rating)
    const outcome = await client.command({ type: 'rateChat', score })
    this.#expect(outcome, 'rateChat', [])
    rating.fate = outcome.kind === 'ack' ? 'acknowledged' : 'refused'
    if (outcome.kind === 'ack') figures.ratings += 1
  }

  /** Says a line in one way or another; false where it was refused. */
  async #say(
    client: CustomerClient,
    conversation: Conversation,
    position: number,
    text: string,
  ): Promise<boolean> {
    const stage = this.#stage
    const { chance, recorder, rest } = stage
    const id = Bun.randomUUIDv7()
    const { accountId } = conversation
    const place = `/channels/${this.#channelId}/files`
    const sender = { accountId, token: this.#token, place, sentBy: 'customer' }
    const count = conversation.takeFiles(position)
    const files = await uploadFor(stage, sender, conversation, id, count, null)
    const command: CustomerCommand = { type: 'sendMessage', text, ...withFiles(files) }
    const said: SaidLine = {
      conversationId: conversation.script.id,
      position,
      commandId: id,
      text,
      from: 'customer',
      fate: 'unknown',
    }
    recorder.said(said)
    if (chance.is(0.2)) client.typing(true)
    conversation.sentAt[position] ??= performance.now()
    const way = wayOf(chance, 1)
    if (way === 'byBoth') stage.figures.resentByRest += 1
    const answer = await sendIn(way, client, command, id, async () => {
      const outcome = await rest.customerCommand(this.#channelId, this.#token, id, command)
      // Over HTTP the message's number stands in `seq`.
      if (outcome.kind === 'ack') recorder.answered(id, `n ${outcome.ack.seq}`)
      return outcome
    })
    said.fate = answer.kind === 'ack' ? 'acknowledged' : 'refused'
    decideFiles(files, said.fate)
    this.#expect(answer, 'sendMessage of a customer', [])
    if (answer.kind === 'refused') return false
    stage.figures.messages += 1
    stage.figures.files += files.length
    stage.progress()
    return true
  }

  /** What customers do while they wait: their phone loses the net, they read. */
  #fidget(client: CustomerClient): void {
    const { chance } = this.#stage
    if (chance.is(0.02)) client.drop()
    else if (chance.is(0.2) && client.connected && client.newest > this.#base) {
      const reading = client.command({ type: 'markRead', n: client.newest })
      reading.then(
        (outcome) => this.#expect(outcome, 'markRead of a customer', ['noChat']),
        () => {},
      )
    }
  }

  #noteArrivals(client: CustomerClient): void {
    const conversation = this.#conversation
    if (conversation === null) return
    for (const [position, { from }] of this.#linesSeen(client).entries()) {
      if (from === 'person') this.#stage.received(conversation, position)
    }
  }

  #itemsOfNow(client: CustomerClient): CustomerItem[] {
    const first = client.items.findIndex(({ n }) => n > this.#base)
    return first < 0 ? [] : client.items.slice(first)
  }

  #linesSeen(client: CustomerClient): CustomerItem[] {
    return this.#itemsOfNow(client).filter(
      ({ kind, from }) => kind === 'text' && (from === 'me' || from === 'person'),
    )
  }

  #expect(outcome: Outcome<unknown>, what: string, codes: string[]): void {
    if (outcome.kind === 'ack' || codes.includes(outcome.refusal.code)) return
    this.#stage.surprised(`${what}: ${outcome.refusal.code}`)
  }
}
