import type { Mail, Mailer } from '../mail/mailer.ts'
import { wordsOfMail } from './frame-rules.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Witness } from './violation.ts'

/** How often the server says that one should come again, and how often its yes gets lost. */
const REFUSES = 0.1
const LOST = 0.05

/**
 * The mail server of a simulated world: honest, so it takes a mail of an id once, and watchful. What
 * it took with its answer lost comes again under the same id.
 */
export class SimulatedMail implements Mailer {
  readonly #witness: Witness
  readonly #random: SeededRandom
  readonly #taken = new Set<string>()
  /** By what an agent said, in which mail it stood. */
  readonly #mailedIn = new Map<string, string>()

  constructor(witness: Witness, random: SeededRandom) {
    this.#witness = witness
    this.#random = random
  }

  async send(mail: Mail): Promise<void> {
    await Promise.resolve()
    if (this.#random.chance(REFUSES)) throw new Error('come again later')
    if (!this.#taken.has(mail.id)) this.#take(mail)
    if (this.#random.chance(LOST)) throw new Error('the connection was lost')
  }

  close(): void {}

  #take({ id, subject, text, html = '' }: Mail): void {
    this.#taken.add(id)
    this.#witness.saw(`a mail is taken: ${subject}`)
    for (const part of [text, html]) {
      const { wrong } = wordsOfMail(part)
      this.#witness.holds(wrong === null, 'hiddenFromCustomers', () => `${wrong} in a mail`)
    }
    if (!subject.endsWith('answered you')) return
    for (const words of new Set(wordsOfMail(text).said)) {
      const other = this.#mailedIn.get(words)
      this.#witness.holds(other === undefined, 'mailedOnce', () => `${words} in two mails`)
      this.#mailedIn.set(words, id)
    }
  }
}
