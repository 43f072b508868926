import type { ChatRow, MentionRow } from '#storage/rows'
import { MAX_UNREAD_MENTIONS } from '#storage/store'

/** A mention that its person has not read, with what says who may see its chat. */
export interface UnreadMention {
  mention: MentionRow
  chat: ChatRow
}

/**
 * What in an account names somebody who has not read it yet.
 *
 * M1 a mention is unread until the person's read cursor of its chat reaches it, and by nothing else.
 * M2 of each person the newest are held, a bounded number. M3 a chat that is over and leaves memory
 * is kept here as long as a mention in it is unread: its row says who may see it.
 */
export class UnreadMentions {
  /** By person and comment, in the order of writing. */
  readonly #ofPerson = new Map<string, Map<string, MentionRow>>()
  readonly #peopleIn = new Map<string, Set<string>>()
  readonly #closed = new Map<string, ChatRow>()

  /** @param chats those that are over, of the mentions. */
  constructor(mentions: readonly MentionRow[], chats: readonly ChatRow[]) {
    for (const mention of mentions.toSorted((a, b) => a.seq - b.seq)) this.put(mention)
    for (const chat of chats) this.keep(chat)
  }

  put(mention: MentionRow): void {
    const { personId, commentId, chatId } = mention
    const theirs = this.#ofPerson.get(personId) ?? new Map<string, MentionRow>()
    this.#ofPerson.set(personId, theirs.set(commentId, mention))
    this.#peopleIn.set(chatId, (this.#peopleIn.get(chatId) ?? new Set()).add(personId))
    // M2
    const [oldest] = theirs.values()
    if (theirs.size > MAX_UNREAD_MENTIONS && oldest !== undefined) this.#drop(oldest)
  }

  /** M1. Gives whether anything was unread until now. */
  read(personId: string, chatId: string, upTo: number): boolean {
    const read = this.#in(personId, chatId).filter(({ seq }) => seq <= upTo)
    for (const mention of read) this.#drop(mention)
    return read.length > 0
  }

  /** The sequence of the newest in a chat that a person has not read; 0 for none. */
  newestIn(personId: string, chatId: string): number {
    return this.#in(personId, chatId).at(-1)?.seq ?? 0
  }

  /** Whoever has not read a mention in a chat. */
  peopleIn(chatId: string): readonly string[] {
    return [...(this.#peopleIn.get(chatId) ?? [])]
  }

  /** M3 */
  keep(chat: ChatRow): void {
    if (this.#peopleIn.has(chat.chatId)) this.#closed.set(chat.chatId, chat)
  }

  /** Nothing in a chat names anybody any more: its words were erased. Gives whom it named. */
  forget(chatId: string): readonly string[] {
    const people = this.peopleIn(chatId)
    for (const personId of people) {
      for (const mention of this.#in(personId, chatId)) this.#drop(mention)
    }
    return people
  }

  /** Ids of the chats of a customer that are kept here. */
  closedOf(customerId: string): string[] {
    const all = [...this.#closed.values()]
    return all.filter((chat) => chat.customerId === customerId).map(({ chatId }) => chatId)
  }

  /** What a person has not read, the newest first. */
  of(personId: string, chats: ReadonlyMap<string, ChatRow>): UnreadMention[] {
    const theirs = [...(this.#ofPerson.get(personId)?.values() ?? [])]
    return theirs.toReversed().flatMap((mention) => {
      const chat = chats.get(mention.chatId) ?? this.#closed.get(mention.chatId)
      return chat === undefined ? [] : [{ mention, chat }]
    })
  }

  #in(personId: string, chatId: string): MentionRow[] {
    const theirs = [...(this.#ofPerson.get(personId)?.values() ?? [])]
    return theirs.filter((mention) => mention.chatId === chatId)
  }

  #drop({ personId, commentId, chatId }: MentionRow): void {
    const theirs = this.#ofPerson.get(personId)
    theirs?.delete(commentId)
    if (theirs?.size === 0) this.#ofPerson.delete(personId)
    if (this.#in(personId, chatId).length > 0) return
    const people = this.#peopleIn.get(chatId)
    people?.delete(personId)
    if (people === undefined || people.size > 0) return
    this.#peopleIn.delete(chatId)
    this.#closed.delete(chatId)
  }
}
