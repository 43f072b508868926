import type { Asking, Outgoing, Receipt } from '../outgoing/outgoing.ts'
import { pause } from '../ports.ts'
import type { Clock } from '../ports.ts'
import { EVENT_HEADER } from '../webhooks/dispatcher.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What signs what simulated webhooks are told. */
export const WEBHOOK_SECRET = 'the secret of simulated webhooks, long enough'

/** What a webhook's server saw of one try. */
export interface SeenTry {
  url: string
  eventId: string
  body: string
  /** False where nothing of it arrived. */
  arrived: boolean
}

/** Servers of webhooks as bad as servers are: they answer, soon or late, or not, or no. */
export class SimulatedWebhooks implements Pick<Outgoing, 'hand'> {
  readonly #random: SeededRandom
  readonly #clock: Clock
  readonly #onTry: (seen: SeenTry) => void

  constructor(random: SeededRandom, clock: Clock, onTry: (seen: SeenTry) => void) {
    this.#random = random
    this.#clock = clock
    this.#onTry = onTry
  }

  async hand({ url, body, headers = {}, deadlineMs }: Omit<Asking, 'hear'>): Promise<Receipt> {
    const random = this.#random
    const takesMs = random.chance(0.8) ? random.between(10, 800) : random.between(800, 25_000)
    const says = this.#says(url)
    const eventId = headers[EVENT_HEADER] ?? ''
    this.#onTry({ url, eventId, body, arrived: says.status !== null })
    await pause(this.#clock, Math.min(takesMs, deadlineMs))
    // What came too late may well have been taken.
    if (takesMs > deadlineMs) return NOTHING
    return says
  }

  #says(url: string): Receipt {
    return this.#random.weighted<Receipt>([
      [14, { status: 204, why: null, beginning: '', retryAfter: null }],
      [2, { status: 200, why: null, beginning: 'thanks \u0000 a lot', retryAfter: null }],
      [1, { status: 500, why: 'status', beginning: 'no', retryAfter: null }],
      [0.5, { status: 429, why: 'status', beginning: '', retryAfter: '30' }],
      [0.5, { status: 302, why: 'redirected', beginning: '', retryAfter: null }],
      [1, { status: null, why: 'unreachable', beginning: '', retryAfter: null }],
      [
        url.endsWith('/some') ? 0.3 : 0,
        { status: 410, why: 'status', beginning: '', retryAfter: null },
      ],
    ])
  }
}

const NOTHING: Receipt = { status: null, why: 'late', beginning: '', retryAfter: null }
