import { z } from 'zod'
import type { CustomerItem } from '#protocol/customer-frames'
import { chatView } from '#protocol/staff-views'
import type { Outcome } from '../client/pending-commands.ts'
import type { CastAccount } from './cast.ts'
import { RehearsalCustomer } from './customer.ts'
import { sampleFile } from './sample-files.ts'
import type { Line, Plan } from './script.ts'
import type { Stage } from './stage.ts'

/** A server that is killed meanwhile is back, and its clients are, in this time. */
const PATIENCE_MS = 30_000

/**
 * A customer whom agents block, beside those who hold the conversations: tries every way to reach
 * somebody all the same, is unblocked by a supervisor, and is served again.
 */
export class UnwantedCustomer {
  readonly #stage: Stage
  readonly #account: CastAccount
  readonly #supervisorToken: string
  readonly #name: string
  readonly customer: RehearsalCustomer

  constructor(stage: Stage, account: CastAccount, supervisorToken: string, name: string) {
    this.#stage = stage
    this.#account = account
    this.#supervisorToken = supervisorToken
    this.#name = name
    this.customer = new RehearsalCustomer(stage, account)
  }

  /** Resolves when the second conversation is over. */
  async run(): Promise<void> {
    const stage = this.#stage
    const { accountId } = this.#account
    const name = this.#name
    // Half of them wait in a line, where they may be blocked before anybody takes them.
    const more: Line[] = [
      { from: 'agent', text: 'How can I help?' },
      { from: 'customer', text: `${name} says more of it.` },
    ]
    const first: Line = { from: 'customer', text: `${name} says something rude.` }
    const lines = stage.chance.is(0.5) ? [first] : [first, ...more]
    const plan = planThatEnds(`We end this here, ${name}.`)
    const rude = stage.addConversation({ id: `${name}-rude`, lines }, plan, accountId)
    const sorry = stage.addConversation(
      {
        id: `${name}-sorry`,
        lines: [
          { from: 'customer', text: `${name} says sorry.` },
          { from: 'agent', text: 'Thank you. What is it about?' },
        ],
      },
      planThatEnds(null),
      accountId,
    )
    await this.customer.come()
    await this.customer.hold(rude)
    if (stage.ended) return
    const hasBot = this.customer.identity?.channelId === this.#account.botChannelId
    if (hasBot) await this.#tryByBot(rude.script.id)
    else await this.#tryAll(rude.script.id)
    await this.#unblocked(rude.chatId ?? '')
    await this.customer.hold(sorry)
    this.customer.close()
  }

  async #tryAll(conversationId: string): Promise<void> {
    const { rest, chance } = this.#stage
    const { identity } = this.customer
    if (identity === null) return
    const { client, channelId, token } = identity
    const write = { type: 'sendMessage', text: `${this.#name} wants somebody.` } as const
    const person = { type: 'talkToPerson' } as const
    const leave = { type: 'leaveMessage', email: 'somebody@mail.example' } as const
    const byRest = (command: typeof write | typeof person | typeof leave) =>
      rest.customerCommand(channelId, token, Bun.randomUUIDv7(), command)
    const place = `/channels/${channelId}/files`
    const ways: [way: string, tried: () => Promise<Outcome<unknown>>][] = [
      ['writing', () => client.command(write)],
      ['asking for a person', () => client.command(person)],
      ['leaving a message', () => client.command(leave)],
      ['rating', () => client.command({ type: 'rateChat', score: 1 })],
      ['writing over HTTP', () => byRest(write)],
      ['asking over HTTP', () => byRest(person)],
      ['leaving a message over HTTP', () => byRest(leave)],
      ['uploading', () => rest.upload(place, token, sampleFile('look', chance))],
    ]
    for (const [way, tried] of ways) {
      // A socket that is new knows no more of it than the one before.
      if (chance.is(0.2)) client.drop()
      const outcome = await tried()
      const isRefused = outcome.kind === 'refused'
      this.#stage.recorder.triedBlocked({
        conversationId,
        way,
        code: isRefused ? outcome.refusal.code : null,
        says: isRefused ? outcome.refusal.says : '',
      })
      this.#stage.figures.blockedTries += 1
    }
  }

  /** With a bot they may write on; whatever asks for a person tells them of the block again. */
  async #tryByBot(conversationId: string): Promise<void> {
    const { rest, chance } = this.#stage
    const { identity } = this.customer
    if (identity === null) return
    const { client, channelId, token } = identity
    const write = (text: string) =>
      client.command({ type: 'sendMessage', text: `${this.#name} ${text}` })
    const person = { type: 'talkToPerson' } as const
    const leave = { type: 'leaveMessage', email: 'somebody@mail.example' } as const
    const byRest = (command: typeof person | typeof leave) =>
      rest.customerCommand(channelId, token, Bun.randomUUIDv7(), command)
    const opening = await write('wants somebody.')
    if (opening.kind === 'refused') this.#stage.surprised(`to a bot: ${opening.refusal.code}`)
    await this.#until(() => client.chat.state === 'bot')
    const ways: [way: string, tried: () => Promise<Outcome<unknown>>][] = [
      ['asking the bot', () => client.command(person)],
      ['leaving a message with the bot', () => client.command(leave)],
      ['asking the bot over HTTP', () => byRest(person)],
      ['leaving a message with the bot over HTTP', () => byRest(leave)],
      ['words that the bot hands over', () => write('insists.')],
    ]
    for (const [way, tried] of ways) {
      if (chance.is(0.2)) client.drop()
      const before = this.#timesTold(client.items)
      const outcome = await tried()
      if (outcome.kind === 'ack') await this.#until(() => this.#timesTold(client.items) > before)
      const told = client.items.findLast(({ code }) => code === 'stillBlocked')
      const isTold = outcome.kind === 'ack' && this.#timesTold(client.items) > before
      this.#stage.recorder.triedBlocked({
        conversationId,
        way,
        code: isTold ? 'blocked' : outcome.kind === 'refused' ? outcome.refusal.code : null,
        says: isTold ? (told?.text ?? '') : '',
      })
      this.#stage.figures.blockedTries += 1
    }
    await client.command({ type: 'endChat' })
    await this.#until(() => client.chat.state === 'ended')
  }

  #timesTold(items: readonly CustomerItem[]): number {
    return items.filter(({ code }) => code === 'stillBlocked').length
  }

  /** Until it is so, or it should have been long ago. */
  async #until(isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!isSo() && !this.#stage.ended && performance.now() < deadline) await Bun.sleep(20)
  }

  async #unblocked(chatId: string): Promise<void> {
    const { rest } = this.#stage
    const { accountId } = this.#account
    const token = this.#supervisorToken
    const path = `/accounts/${accountId}/chats/${chatId}`
    const { chat } = await rest.get(path, token, z.object({ chat: chatView }))
    const { customerId } = chat
    const command = { type: 'unblockCustomer', customerId } as const
    const outcome = await rest.staffCommand(accountId, token, Bun.randomUUIDv7(), command)
    if (outcome.kind === 'refused') {
      this.#stage.surprised(`unblockCustomer: ${outcome.refusal.code}`)
    }
  }
}

/** Nothing happens in these conversations but what they are for. */
function planThatEnds(blocks: string | null): Plan {
  return {
    acts: new Map(),
    files: new Map(),
    endedBy: 'agent',
    undoes: false,
    tags: false,
    rates: false,
    blocks,
  }
}
