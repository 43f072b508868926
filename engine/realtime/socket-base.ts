import type { ZodType } from 'zod'
import { CLOSE } from '#protocol/close-codes'
import type { CloseReason } from '#protocol/close-codes'
import {
  DRAINED_BYTES,
  HELLO_TIMEOUT_MS,
  MAX_FRAME_BYTES,
  MAX_SEND_BUFFER_BYTES,
} from '#protocol/limits'
import { commandId } from '#protocol/scalars'
import type { Clock } from '../ports.ts'
import type { Connection, SocketHandler } from './connection.ts'
import { FrameRate } from './frame-rate.ts'

/**
 * What every socket does, whoever is at the other end: frames in are checked, frames out are
 * counted against a slow reader, and a socket without a hello does not stay.
 */
export abstract class SocketBase<In extends { type: string }, Out> implements SocketHandler {
  protected readonly clock: Clock
  readonly #connection: Connection
  readonly #schema: ZodType<In>
  readonly #rate: FrameRate
  readonly #cancelHello: () => void
  #over = false
  /** Who waits until the client has read. */
  #waiting: (() => void)[] = []
  /** Called once when the socket is over. */
  whenOver: () => void = () => {}

  constructor(connection: Connection, clock: Clock, schema: ZodType<In>) {
    this.#connection = connection
    this.clock = clock
    this.#schema = schema
    this.#rate = new FrameRate(clock.monotonic())
    this.#cancelHello = clock.schedule(HELLO_TIMEOUT_MS, () => {
      if (!this.greeted) this.close('helloTimeout')
    })
  }

  /** Whether the hello was accepted. */
  protected abstract readonly greeted: boolean
  protected abstract onFrame(frame: In): void
  /** Called once, whichever side closed. */
  protected abstract onOver(): void

  get over(): boolean {
    return this.#over
  }

  receive(text: string): void {
    if (this.#over) return
    if (!this.#rate.allows(this.clock.monotonic())) return this.close('tooManyFrames')
    if (text.length > MAX_FRAME_BYTES) return this.close('badFrame')
    const frame = this.#schema.safeParse(parse(text))
    if (!frame.success) return this.onBadFrame(text)
    const isHello = frame.data.type === 'hello'
    // A hello comes first, and once; nothing else before it was accepted.
    if (isHello ? this.helloUnderWay : !this.greeted) return this.close('badFrame')
    this.onFrame(frame.data)
  }

  protected abstract readonly helloUnderWay: boolean

  /** A frame that no schema knows ends the socket, unless a subclass can name the command in it. */
  protected onBadFrame(_text: string): void {
    this.close('badFrame')
  }

  drained(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const goOn of waiting) goOn()
  }

  closed(): void {
    if (this.#over) return
    this.#over = true
    this.#cancelHello()
    this.drained()
    this.onOver()
    this.whenOver()
  }

  close(reason: CloseReason): void {
    if (this.#over) return
    this.#connection.close(CLOSE[reason].code, reason)
    this.closed()
  }

  /** Whether the client reads as fast as it is told. */
  protected get keepsUp(): boolean {
    return this.#connection.bufferedBytes() <= DRAINED_BYTES
  }

  /** Resolves when the client has read what it was sent, or is gone. */
  protected async hasRead(): Promise<void> {
    while (!this.#over && !this.keepsUp) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve)
      })
    }
  }

  /** Gives the length of what was sent. */
  protected send(frame: Out): number {
    if (this.#over) return 0
    // Judged before: that one answer of ours is long is not the client's slowness.
    if (this.#connection.bufferedBytes() > MAX_SEND_BUFFER_BYTES) {
      this.close('tooSlow')
      return 0
    }
    const text = JSON.stringify(frame)
    this.#connection.send(text)
    return text.length
  }
}

/** The id of a command whose body no schema knows: it gets its refusal by name. */
export function commandIdIn(text: string): string | null {
  const frame = parse(text)
  if (typeof frame !== 'object' || frame === null) return null
  if (!('type' in frame) || frame.type !== 'command' || !('id' in frame)) return null
  return commandId.safeParse(frame.id).data ?? null
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
