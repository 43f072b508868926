import { SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import type { Answered, Asking, Failed, Outgoing } from '../outgoing/outgoing.ts'
import { pause } from '../ports.ts'
import type { Clock } from '../ports.ts'
import { WORDS } from './account-history.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What signs what every simulated webhook bot says. */
export const BOT_SECRET = 'the secret of simulated bots'

/** A webhook's service as bad as services are: it answers, soon or late, or not, or nonsense. */
export class SimulatedBots implements Pick<Outgoing, 'post' | 'fetch'> {
  readonly #random: SeededRandom
  readonly #clock: Clock

  constructor(random: SeededRandom, clock: Clock) {
    this.#random = random
    this.#clock = clock
  }

  async post({ deadlineMs, hear }: Asking): Promise<Answered> {
    const random = this.#random
    const takesMs = random.chance(0.7) ? random.between(20, 2_000) : random.between(2_000, 25_000)
    const says = this.#says()
    await pause(this.#clock, Math.min(takesMs, deadlineMs))
    if (takesMs > deadlineMs) return { kind: 'failed', why: 'late', status: null }
    if (says === null) return { kind: 'failed', why: 'unreachable', status: null }
    const isSigned = !random.chance(0.05)
    const secret = isSigned ? BOT_SECRET : 'another secret altogether'
    hear?.({ [SIGNATURE_HEADER]: signature(secret, says, this.#clock.now()) })
    return { kind: 'answered', text: says }
  }

  /** No simulated bot sends files. */
  async fetch(): Promise<Failed> {
    return { kind: 'failed', why: 'unreachable', status: null }
  }

  #says(): string | null {
    const over = (subject: string | null) => ({
      group: 1,
      subject: subject === null ? null : `${WORDS} ${subject}`,
      attributes: { plan: `${WORDS} pro` },
    })
    return this.#random.weighted<string | null>([
      [6, JSON.stringify({ messages: [{ text: 'A bot’s answer' }] })],
      [2, JSON.stringify({ messages: [{ text: 'First' }, { text: 'Second' }] })],
      [1, JSON.stringify({ handover: over('A parcel') })],
      [0.5, JSON.stringify({ handover: over('An invoice') })],
      [0.5, JSON.stringify({ handover: over(null) })],
      [1, JSON.stringify({ messages: [{ text: 'A person can help' }], handover: {} })],
      [1, '{"messages":'],
      [1, JSON.stringify({ messages: [] })],
      [1.5, null],
    ])
  }
}
