import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Refusal } from '../client/refused.ts'
import type { Unsaved } from './unsaved.ts'

export type DraftStatus =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'refused'; says: string }

/**
 * What is being changed of something: its saved values, with what was touched laid over them. What
 * others change meanwhile shows at once where it was not touched.
 */
export class Draft<Values extends object> implements ReactiveController {
  status: DraftStatus = { kind: 'idle' }

  readonly #host: ReactiveControllerHost
  readonly #saved: () => Values
  readonly #unsaved: () => Unsaved | null
  #touched: Partial<Values> = {}

  /** @param saved what counts now */
  constructor(
    host: ReactiveControllerHost,
    saved: () => Values,
    unsaved: () => Unsaved | null = () => null,
  ) {
    this.#host = host
    this.#saved = saved
    this.#unsaved = unsaved
    host.addController(this)
  }

  hostConnected(): void {}

  hostUpdate(): void {
    this.#unsaved()?.note(this, this.changed.length > 0)
  }

  hostDisconnected(): void {
    this.#unsaved()?.note(this, false)
  }

  get value(): Values {
    return { ...this.#saved(), ...this.#touched }
  }

  /** The names of what differs from what is saved. */
  get changed(): (keyof Values & string)[] {
    const saved = this.#saved()
    const names = Object.keys(this.#touched) as (keyof Values & string)[]
    return names.filter((name) => !isSame(saved[name], this.#touched[name]))
  }

  /** Only what differs. */
  get change(): Partial<Values> {
    const names: readonly string[] = this.changed
    const pairs = Object.entries(this.#touched).filter(([name]) => names.includes(name))
    return Object.fromEntries(pairs) as Partial<Values>
  }

  set(change: Partial<Values>): void {
    this.#touched = { ...this.#touched, ...change }
    this.status = { kind: 'idle' }
    this.#host.requestUpdate()
  }

  discard(): void {
    this.#touched = {}
    this.status = { kind: 'idle' }
    this.#host.requestUpdate()
  }

  /** Saves what differs; what was touched stays until it was taken. True where it was. */
  async save(save: (change: Partial<Values>) => Promise<Refusal | null>): Promise<boolean> {
    if (this.status.kind === 'saving' || this.changed.length === 0) return false
    const touched = this.#touched
    this.status = { kind: 'saving' }
    this.#host.requestUpdate()
    const refusal = await save(this.change)
    if (refusal === null) {
      // What was typed while it was under way is still to be saved.
      const left = Object.entries(this.#touched).filter(
        ([name, value]) => !isSame(value, touched[name as keyof Values]),
      )
      this.#touched = Object.fromEntries(left) as Partial<Values>
    }
    this.status = refusal === null ? { kind: 'saved' } : { kind: 'refused', says: refusal.says }
    this.#host.requestUpdate()
    return refusal === null
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
