import type { ShowFiles } from '../files/file-links.ts'
import type { Feed } from '#storage/feed'
import type { ChatRow, MessageRow } from '#storage/rows'
import type { KnownCustomer, PendingDelivery, Store } from '#storage/store'
import type { ReturnLinks } from '../auth/return-links.ts'
import {
  noteMissedMail,
  noteRepliesNotMailed,
  noteTranscript,
  noteTranscriptNotMailed,
} from '../commands/mails.ts'
import type { WhyNotMailed } from '../commands/mails.ts'
import { valueOf } from '../commands/customer-details.ts'
import type { Account } from '../host/account.ts'
import { digestOf } from '../host/host-desk.ts'
import type { Host } from '../host/host.ts'
import type { Turn } from '../host/turn.ts'
import type { Json } from '#storage/json'
import { firstThatFit } from '../realtime/page-bytes.ts'
import { toCustomerItem } from '../realtime/customer-views.ts'
import { textsIn } from '../texts.ts'
import type { Said } from './letter.ts'
import { written } from './letter.ts'
import { letterWordsIn } from './letter-words.ts'
import type { Mail, Mailer } from './mailer.ts'
import { returnAddress } from './return-address.ts'

/** So far back a customer's stream is read for a mail; what is older stands in the chat alone. */
const MOST_ITEMS = 2_000

/** Replies in one mail: whoever missed more reads them in the chat. */
const MOST_REPLIES = 50

/** So much of what was said stands in one mail: mail servers take no book. */
const MOST_BYTES = 256 * 1024

/** Mails that go to one address in a day, from all accounts of this server. */
export const MAILS_A_DAY = 30

/** Transcripts of these: an address that nobody vouches for may be a stranger's. */
export const TRANSCRIPTS_A_DAY = { verified: 10, unverified: 3 }

/**
 * Transcripts that go from one account in a day to addresses that nobody vouches for: whoever makes
 * customers and addresses up sends nobody's words to the whole world.
 */
export const UNVERIFIED_TRANSCRIPTS_A_DAY = 500

/** Whether one more mail may go to an address, or from an account; the same effect asks as often as it is tried. */
export type Allow = (
  address: string,
  effect: string,
  kind: 'missedReplies' | 'transcript' | 'unverifiedTranscript',
  most: number,
) => Promise<boolean>

/** Everything that a letter to a customer is made from, as it is at that moment. */
interface Case {
  account: Account
  chat: ChatRow
  known: KnownCustomer
  email: string
  /** The customer's, as far as it is known. */
  languages: string[]
  said: MessageRow[]
}

/**
 * Mails to customers: what they missed, and what was said.
 *
 * C1 a customer who is blocked, erased or without an address gets none; who read, or is here, misses
 * nothing. C2 words come from committed rows of the customer's own stream, through the mapper of the
 * customer's sockets: what it cannot name is in no mail, and a name that staff gave neither. C3 what went out is noted after it did.
 */
export class CustomerMails {
  readonly #host: Pick<Host, 'look' | 'run' | 'reach'>
  readonly #store: Pick<Store, 'loadChats' | 'loadCustomers'>
  readonly #feed: Pick<Feed, 'customerTail' | 'readMarks'>
  readonly #links: ReturnLinks
  readonly #allow: Allow
  readonly #mailer: Pick<Mailer, 'send'>
  readonly #publicUrl: string

  constructor(parts: {
    host: Pick<Host, 'look' | 'run' | 'reach'>
    store: Pick<Store, 'loadChats' | 'loadCustomers'>
    feed: Pick<Feed, 'customerTail' | 'readMarks'>
    links: ReturnLinks
    allow: Allow
    mailer: Pick<Mailer, 'send'>
    publicUrl: string
  }) {
    this.#host = parts.host
    this.#store = parts.store
    this.#feed = parts.feed
    this.#links = parts.links
    this.#allow = parts.allow
    this.#mailer = parts.mailer
    this.#publicUrl = parts.publicUrl
  }

  /** Sends the replies that a customer missed. Rejects where it should be tried again. */
  async missedReplies(delivery: PendingDelivery, chatId: string): Promise<void> {
    const { accountId, effectId } = delivery
    const found = await this.#case(accountId, chatId)
    const replies = found === null ? [] : await this.#missed(found, delivery.at)
    const newest = replies.at(-1)
    if (found === null || newest === undefined) {
      await this.#note(delivery, chatId, (turn) => noteMissedMail(turn, chatId, delivery.at, null))
      return
    }
    if (!(await this.#allow(found.email, keyOf(delivery), 'missedReplies', MAILS_A_DAY))) {
      await this.#noteReplies(delivery, chatId, 'enough')
      return
    }
    const said = this.#said(found, newestThatFit(replies.slice(-MOST_REPLIES)))
    await this.#send(delivery, found, 'missed', said, this.#wayBack(found))
    const sent = { upTo: newest.seq, count: replies.length }
    await this.#note(
      delivery,
      chatId,
      (turn) => noteMissedMail(turn, chatId, delivery.at, sent),
      effectId,
    )
  }

  /** Sends what was said in a chat, as its customer may see it. Rejects likewise. */
  async transcript(delivery: PendingDelivery, chatId: string): Promise<void> {
    const { accountId, effectId } = delivery
    const found = await this.#case(accountId, chatId)
    if (found === null || found.said.length === 0) return
    if (!(await this.#mayGetTranscript(delivery, found))) {
      await this.#noteTranscript(delivery, chatId, 'enough')
      return
    }
    const said = newestThatFit(found.said)
    const kind = said.length === found.said.length ? 'transcript' : 'endOfTranscript'
    await this.#send(delivery, found, kind, this.#said(found, said), null)
    await this.#note(delivery, chatId, (turn) => noteTranscript(turn, chatId), effectId)
  }

  /** Says in the chat that a mail was given up. Rejects where it could not be said. */
  async gaveUp(
    delivery: PendingDelivery,
    chatId: string,
    mail: 'missedReplies' | 'transcript',
  ): Promise<void> {
    if (mail === 'transcript') await this.#noteTranscript(delivery, chatId, 'failed')
    else await this.#noteReplies(delivery, chatId, 'failed')
  }

  #noteReplies(delivery: PendingDelivery, chatId: string, why: WhyNotMailed): Promise<void> {
    const decide = (turn: Turn) => noteRepliesNotMailed(turn, chatId, delivery.at, why)
    return this.#note(delivery, chatId, decide, delivery.effectId)
  }

  #noteTranscript(delivery: PendingDelivery, chatId: string, why: WhyNotMailed): Promise<void> {
    const decide = (turn: Turn) => noteTranscriptNotMailed(turn, chatId, why)
    return this.#note(delivery, chatId, decide, delivery.effectId)
  }

  async #mayGetTranscript(delivery: PendingDelivery, { known, email }: Case): Promise<boolean> {
    const isVerified = known.details !== null && isVouchedFor(known.details)
    const most = TRANSCRIPTS_A_DAY[isVerified ? 'verified' : 'unverified']
    const effect = keyOf(delivery)
    if (!(await this.#allow(email, effect, 'transcript', most))) return false
    if (isVerified) return true
    const { accountId } = delivery
    return this.#allow(accountId, effect, 'unverifiedTranscript', UNVERIFIED_TRANSCRIPTS_A_DAY)
  }

  /** C1 */
  async #case(accountId: string, chatId: string): Promise<Case | null> {
    const account = await this.#host.look(accountId)
    if (account === null) throw new Error('The account is not here now')
    const [chat] = await this.#store.loadChats(accountId, [chatId])
    if (chat === undefined) return null
    const { customerId } = chat
    const [known] = await this.#store.loadCustomers(accountId, [customerId])
    const email = known?.details?.email ?? null
    if (known === undefined || email === null || known.row.blockId !== null) return null
    const tail = await this.#feed.customerTail(accountId, customerId, MOST_ITEMS)
    const said = tail.filter((message) => message.chatId === chatId)
    const language = known.details === null ? null : valueOf(known.details, 'language')
    const languages = language === null ? [] : [language.value]
    return { account, chat, known, email, languages, said }
  }

  /**
   * What others said since the customer read, wrote or was mailed, until the mail was due: each try
   * says the same. Nothing for who is here.
   */
  async #missed({ account, chat, said }: Case, dueAt: number): Promise<MessageRow[]> {
    const { accountId } = account
    const { chatId, customerId } = chat
    if (this.#host.reach.isHere(accountId, customerId)) return []
    const marks = await this.#feed.readMarks(accountId, [chatId])
    const read = marks.find(({ reader }) => reader === 'customer')?.seq ?? 0
    const own = said.findLast(({ author }) => author.startsWith('customer:'))?.seq ?? 0
    const seen = Math.max(read, own, chat.mailedSeq)
    // Words of an erased customer's chat are gone: there is nothing to say.
    return said.filter(
      ({ seq, kind, text, at }) => kind === 'text' && text !== null && seq > seen && at < dueAt,
    )
  }

  /** C2 */
  #said({ account, languages }: Case, messages: readonly MessageRow[]): Said[] {
    const texts = textsIn(languages)
    return messages.map((message) => toCustomerItem(message, account, NAMED_ONLY, texts))
  }

  #wayBack({ account, chat }: Case): string | null {
    const channel = account.channels.get(chat.channelId)
    if (channel === undefined) return null
    const { accountId } = account
    const link = this.#links.link({ accountId, channelId: chat.channelId }, chat.customerId)
    return returnAddress(channel, this.#publicUrl, link)
  }

  async #send(
    delivery: PendingDelivery,
    found: Case,
    kind: 'missed' | 'transcript' | 'endOfTranscript',
    said: Said[],
    wayBack: string | null,
  ): Promise<void> {
    const { account, chat, email, languages } = found
    const words = letterWordsIn(languages)
    const { subject, greeting, footer } = words[kind]
    const group = groupName(found)
    const timeZone = timeZoneOf(found)
    const letter = { words, greeting: greeting(group), said, timeZone, wayBack, footer }
    const mail: Mail = {
      // Ids of chats and accounts are for staff.
      id: opaque(keyOf(delivery)),
      thread: opaque(`${account.accountId} ${chat.chatId}`),
      to: email,
      subject: subject(group),
      ...(await written(letter)),
      mayStop: true,
    }
    await this.#mailer.send(mail)
  }

  /** C3: once per effect, where one is named. Rejects where it could not be noted now. */
  async #note(
    { accountId }: PendingDelivery,
    chatId: string,
    decide: (turn: Turn) => Record<string, Json>,
    effectId: string | null = null,
  ): Promise<void> {
    const command = effectId && { sender: 'mail', id: effectId, digest: digestOf({ chatId }) }
    const answer = await this.#host.run({
      accountId,
      by: 'system',
      command: command === '' ? null : command,
      lane: `chat:${chatId}`,
      decide,
    })
    if (answer.kind === 'refused' && answer.refusal.retryAfterMs !== undefined) {
      throw new Error(answer.refusal.code)
    }
  }
}

/** The newest of what was said, in its order. */
function newestThatFit(said: readonly MessageRow[]): MessageRow[] {
  return firstThatFit(said.toReversed(), MOST_BYTES).toReversed()
}

/** Files are named in a mail, and have no address there. */
const NAMED_ONLY: ShowFiles = (_chatId, files) => files.map((file) => ({ ...file, url: '' }))

function isVouchedFor(details: NonNullable<KnownCustomer['details']>): boolean {
  return valueOf(details, 'email')?.from === 'verified'
}

function groupName({ account, chat, languages }: Case): string {
  return account.groups.get(chat.groupId)?.publicName ?? textsIn(languages).ourTeam
}

function timeZoneOf({ account, chat }: Case): string {
  return account.hours.get(chat.groupId)?.timeZone ?? 'UTC'
}

function keyOf({ accountId, effectId }: PendingDelivery): string {
  return `${accountId} ${effectId}`
}

/** The same for the same words, which cannot be told from it. */
function opaque(words: string): string {
  return digestOf(words).slice(0, 32)
}
