import type {
  AttentionPorts,
  Happening,
  Notice,
  NotificationPermit,
} from '../client/attention-ports.ts'

/** A browser's ways to draw attention, without noise: what was played, shown and counted. */
export class FakeAttention implements AttentionPorts {
  isLooked = false
  isUnlocked = true
  permitted: NotificationPermit = 'granted'
  /** What its person says when they are asked. */
  answer: NotificationPermit = 'granted'
  asked = 0
  came = 0
  badged = 0
  readonly played: Happening[] = []
  /** Those that are shown now. */
  readonly notices: Notice[] = []
  /** Which keys are led, with who is told. */
  readonly leading = new Map<string, (leads: boolean) => void>()
  readonly #looks = new Set<() => void>()
  readonly #unlocks = new Set<() => void>()

  isLookedAt = (): boolean => this.isLooked

  onLook = (listener: () => void): (() => void) => {
    this.#looks.add(listener)
    return () => this.#looks.delete(listener)
  }

  mayPlay = (): boolean => this.isUnlocked

  onUnlock = (listener: () => void): (() => void) => {
    this.#unlocks.add(listener)
    return () => this.#unlocks.delete(listener)
  }

  play = (happening: Happening): void => {
    this.played.push(happening)
  }

  permit = (): NotificationPermit => this.permitted

  ask = (): Promise<NotificationPermit> => {
    this.asked += 1
    this.permitted = this.answer
    return Promise.resolve(this.permitted)
  }

  notify = (notice: Notice): (() => void) => {
    this.notices.push(notice)
    return () => {
      const place = this.notices.indexOf(notice)
      if (place >= 0) this.notices.splice(place, 1)
    }
  }

  come = (): void => {
    this.came += 1
  }

  badge = (count: number): void => {
    this.badged = count
  }

  lead = (key: string, changed: (leads: boolean) => void): (() => void) => {
    this.leading.set(key, changed)
    changed(true)
    return () => this.leading.delete(key)
  }

  /** Somebody looks at the page, or away from it. */
  look(isLooked: boolean): void {
    this.isLooked = isLooked
    for (const listener of this.#looks) listener()
  }

  /** The first gesture. */
  unlock(): void {
    this.isUnlocked = true
    for (const listener of this.#unlocks) listener()
  }
}
