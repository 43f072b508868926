import type { PrompterView, Suggestion, SuggestionsBody, Suggestions } from '#protocol/prompters'
import type { StaffCommand } from '#protocol/staff-commands'
import type { Refusal } from './refused.ts'
import type { Rest } from './rest.ts'

/** So many requests of each prompter are kept to go back to. */
export const KEPT_REQUESTS = 10

/** A list is as old at most before it is asked for again, in milliseconds. */
const LIST_AGE_MS = 30_000

/** What a prompter was asked, and what came of it. */
export interface Request {
  prompterId: string
  /** What the agent asked; null where it is about a message. */
  question: string | null
  chatId: string | null
  messageId: string | null
  /** Null while it is under way. */
  answer: Suggestions | null
  refusal: Refusal | null
  /** What the agent did not want, or has sent. */
  done: readonly string[]
}

type Use = Omit<Extract<StaffCommand, { type: 'noteSuggestion' }>, 'type'>

/** In which chats suggestions come by themselves, what came, and what was asked before. */
export class PrompterBook {
  /** Null until it was asked for. */
  list: readonly PrompterView[] | null = null

  readonly #rest: Pick<Rest, 'prompters' | 'suggest'>
  readonly #accountId: () => string | null
  readonly #tell: () => void
  readonly #note: (use: Use) => void
  #listedAt = -Infinity
  readonly #watched = new Set<string>()
  /** By chat, what is suggested there now, of each prompter. */
  readonly #forChat = new Map<string, readonly Request[]>()
  /** By chat, the message that they are about. */
  readonly #about = new Map<string, string>()
  /** By chat, the customer's newest message that was suggested for by itself. */
  readonly #seen = new Map<string, string>()
  /** By prompter, what it was asked, the oldest first. */
  readonly #asked = new Map<string, readonly Request[]>()
  /** By chat, what was put where one writes. */
  readonly #inserted = new Map<string, Omit<Use, 'outcome'> & { text: string }>()

  constructor(parts: {
    rest: Pick<Rest, 'prompters' | 'suggest'>
    accountId: () => string | null
    tell: () => void
    note: (use: Use) => void
  }) {
    this.#rest = parts.rest
    this.#accountId = parts.accountId
    this.#tell = parts.tell
    this.#note = parts.note
  }

  /** Asks who suggests answers, unless that was asked a moment ago. */
  async look(now = performance.now()): Promise<void> {
    const accountId = this.#accountId()
    if (accountId === null || now - this.#listedAt < LIST_AGE_MS) return
    this.#listedAt = now
    const answer = await this.#rest.prompters(accountId)
    // A refusal is no news: whoever shows this asks again when the list is old.
    if (!answer.ok) return
    this.list = answer.value.prompters
    this.#tell()
  }

  get readers(): readonly PrompterView[] {
    return (this.list ?? []).filter(({ readsChats }) => readsChats)
  }

  get assistants(): readonly PrompterView[] {
    return (this.list ?? []).filter(({ isAsked }) => isAsked)
  }

  isOn(chatId: string): boolean {
    return this.#watched.has(chatId)
  }

  /** Switches suggestions for each new message of the customer on or off. */
  turn(chatId: string, on: boolean): void {
    if (on) this.#watched.add(chatId)
    else {
      this.#watched.delete(chatId)
      this.#forChat.delete(chatId)
      this.#about.delete(chatId)
      this.#seen.delete(chatId)
    }
    this.#tell()
  }

  /**
   * The newest message of the customer, as it is now: a new one is suggested for, where that is on,
   * once. What was asked for earlier words since stays until there is a newer one.
   */
  saw(chatId: string, messageId: string | null): void {
    if (messageId === null || !this.isOn(chatId) || this.#seen.get(chatId) === messageId) return
    this.#seen.set(chatId, messageId)
    void this.about(chatId, messageId)
  }

  /** Has all that read chats suggest for one message. */
  async about(chatId: string, messageId: string): Promise<void> {
    this.#about.set(chatId, messageId)
    await this.look()
    const requests = this.readers.map(({ prompterId }): Request => ({
      ...{ prompterId, chatId, messageId, question: null },
      ...{ answer: null, refusal: null, done: [] },
    }))
    if (this.#about.get(chatId) !== messageId) return
    this.#forChat.set(chatId, requests)
    this.#tell()
    await Promise.all(
      requests.map((request) =>
        this.#send(request, { chatId, messageId }, (answered) => {
          // The customer wrote again meanwhile, or it was switched off.
          const now = this.#forChat.get(chatId)
          if (now?.includes(request) !== true) return
          this.#forChat.set(
            chatId,
            now.map((one) => (one === request ? answered : one)),
          )
        }),
      ),
    )
  }

  /** What is suggested for a chat now. */
  suggested(chatId: string): readonly Request[] {
    return this.#forChat.get(chatId) ?? []
  }

  /** Folds what is suggested away; the next message has its own again. */
  fold(chatId: string): void {
    this.#forChat.delete(chatId)
    this.#tell()
  }

  /** What an assistant was asked, the oldest first, at most so many. */
  asked(prompterId: string): readonly Request[] {
    return this.#asked.get(prompterId) ?? []
  }

  async ask(prompterId: string, question: string, chatId: string | null): Promise<void> {
    const request: Request = {
      ...{ prompterId, chatId, question, messageId: null },
      ...{ answer: null, refusal: null, done: [] },
    }
    this.#asked.set(prompterId, [...this.asked(prompterId), request].slice(-KEPT_REQUESTS))
    this.#tell()
    const body = chatId === null ? { question } : { question, chatId }
    await this.#send(request, body, (answered) => this.#replace(request, answered))
  }

  /** Remembers what is put where one writes, until that is sent. */
  inserts({ prompterId, chatId }: Request, { suggestionId, text }: Suggestion): void {
    if (chatId !== null) {
      this.#inserted.set(chatId, { prompterId, chatId, suggestionId, text })
    }
  }

  /** Something was sent to the customer: what was inserted before went with it, as it was or not. */
  wrote(chatId: string, text: string): void {
    const inserted = this.#inserted.get(chatId)
    if (inserted === undefined) return
    this.#inserted.delete(chatId)
    const { text: suggested, ...use } = inserted
    this.#note({ ...use, outcome: text.trim() === suggested.trim() ? 'taken' : 'edited' })
  }

  /** It was sent as it is, or is not wanted: it goes away. */
  done(request: Request, { suggestionId }: Suggestion, outcome: 'taken' | 'dismissed'): void {
    const { prompterId, chatId } = request
    this.#note({ prompterId, chatId, suggestionId, outcome })
    this.#replace(request, { ...request, done: [...request.done, suggestionId] })
    this.#tell()
  }

  /** What was asked and suggested in these chats goes; what is about no chat stays. */
  forget(isErased: (chatId: string) => boolean): void {
    const isKept = ({ chatId }: Request): boolean => chatId === null || !isErased(chatId)
    for (const [prompterId, all] of this.#asked) this.#asked.set(prompterId, all.filter(isKept))
    for (const chatId of [...this.#forChat.keys()]) {
      if (isErased(chatId)) this.#forChat.delete(chatId)
    }
    for (const chatId of [...this.#inserted.keys()]) {
      if (isErased(chatId)) this.#inserted.delete(chatId)
    }
  }

  async #send(
    request: Request,
    body: SuggestionsBody,
    keep: (answered: Request) => void,
  ): Promise<void> {
    const accountId = this.#accountId()
    if (accountId === null) return
    const answer = await this.#rest.suggest(accountId, request.prompterId, body)
    keep(answer.ok ? { ...request, answer: answer.value } : { ...request, refusal: answer.refusal })
    this.#tell()
  }

  #replace(before: Request, after: Request): void {
    const replaced = (all: readonly Request[]) => all.map((one) => (one === before ? after : one))
    for (const [chatId, all] of this.#forChat) this.#forChat.set(chatId, replaced(all))
    for (const [prompterId, all] of this.#asked) this.#asked.set(prompterId, replaced(all))
  }
}
