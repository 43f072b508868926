import { COMPANY_PAUSE_MS, MAX_COMPANY, TYPING_EXPIRES_MS } from '#protocol/limits'
import type { Clock } from '../ports.ts'

export type Writes = 'message' | 'comment' | null

/** One socket that has a conversation before it. */
export interface Onlooker {
  personId: string
  /** Whether its viewer may read the conversation at this moment. */
  mayRead(): boolean
  /** Whether its person may write messages in it now. */
  hasChat(): boolean
  tell(people: { personId: string; writes: Writes }[]): void
}

interface Seat {
  onlooker: Onlooker
  writes: Writes
  /** When writing was said last. */
  at: number
}

/**
 * Who has which conversation of one account before them, and who writes there: kept in memory only,
 * as long as their sockets are open.
 *
 * C1 a socket looks at one conversation at a time. C2 only who may read it at that moment is told, and
 * is named. C3 a conversation is told of at most once a pause, however much is said. C4 nobody is told
 * of themselves.
 */
export class Company<Socket> {
  readonly #clock: Clock
  readonly #chats = new Map<string, Map<Socket, Seat>>()
  readonly #chatOf = new Map<Socket, string>()
  readonly #due = new Set<string>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** C1 */
  look(socket: Socket, chatId: string, onlooker: Onlooker): void {
    if (this.#chatOf.get(socket) === chatId) return
    this.leave(socket)
    this.#chatOf.set(socket, chatId)
    const seats = this.#chats.get(chatId) ?? new Map<Socket, Seat>()
    this.#chats.set(chatId, seats.set(socket, { onlooker, writes: null, at: 0 }))
    this.stir(chatId)
  }

  /** Looks at nothing any more. */
  leave(socket: Socket): void {
    const chatId = this.#chatOf.get(socket)
    if (chatId === undefined) return
    this.#chatOf.delete(socket)
    const seats = this.#chats.get(chatId)
    seats?.delete(socket)
    if (seats?.size === 0) this.#chats.delete(chatId)
    else this.stir(chatId)
  }

  /** Somebody writes, goes on or stops, in the conversation that the socket looks at. */
  write(socket: Socket, chatId: string, writes: Writes): void {
    const seat = this.#chats.get(chatId)?.get(socket)
    if (seat === undefined || (seat.writes === null && writes === null)) return
    seat.writes = writes
    seat.at = this.#clock.now()
    this.stir(chatId)
  }

  /** C3: who may read a conversation, or who is there, may be others than before. */
  stir(chatId: string): void {
    if (!this.#chats.has(chatId) || this.#due.has(chatId)) return
    this.#due.add(chatId)
    this.#clock.schedule(COMPANY_PAUSE_MS, () => {
      this.#due.delete(chatId)
      this.#tell(chatId)
    })
  }

  /** The same of every conversation. */
  stirAll(): void {
    for (const chatId of this.#chats.keys()) this.stir(chatId)
  }

  #tell(chatId: string): void {
    const seats = [...(this.#chats.get(chatId)?.values() ?? [])]
    const here = seats.filter(({ onlooker }) => onlooker.mayRead()) // C2
    const people = new Map<string, Writes>()
    for (const seat of here) {
      const { personId } = seat.onlooker
      people.set(personId, people.get(personId) ?? this.#writesNow(seat))
    }
    for (const { onlooker } of here) {
      const others = [...people].filter(([personId]) => personId !== onlooker.personId) // C4
      const told = others.map(([personId, writes]) => ({ personId, writes }))
      onlooker.tell(told.slice(0, MAX_COMPANY))
    }
  }

  /** What was not renewed is over; who lost the chat writes no message in it. */
  #writesNow({ onlooker, writes, at }: Seat): Writes {
    if (this.#clock.now() - at >= TYPING_EXPIRES_MS) return null
    return writes === 'message' && !onlooker.hasChat() ? null : writes
  }
}
