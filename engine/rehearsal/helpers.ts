import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { webhookQuestion } from '#protocol/prompters'
import { SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import { answerMark, suggestionMark } from './answer-marks.ts'
import type { Chance } from './chance.ts'

/** Signs what the bot hears and says. */
export const HELPER_SECRET = 'the-secret-of-rehearsed-helpers'

/** Comes after the account's limit for bots: its chat is somebody else's by then. */
const LATE_MS = 6_000

const question = z.object({ message: z.object({ id: z.string() }).nullable() })

/** How it goes with a request. */
type Fate = 'well' | 'late' | 'never' | 'no' | 'nonsense' | 'gone'

/**
 * The services of the accounts in a rehearsal, at a real address: a bot and a prompter that are
 * sometimes late, silent, down or talk nonsense. What they say carries marks.
 */
export class Helpers {
  readonly figures = { botAnswers: 0, botHandovers: 0, botTroubles: 0, prompterTroubles: 0 }
  readonly #chance: Chance
  readonly #server: Server
  #botAsked = 0
  #prompterAsked = 0
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  private constructor(chance: Chance) {
    this.#chance = chance
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  /** Resolves when they can be asked. */
  static async start(chance: Chance): Promise<Helpers> {
    const helpers = new Helpers(chance)
    const { promise, resolve } = Promise.withResolvers<void>()
    helpers.#server.listen(0, '127.0.0.1', resolve)
    await promise
    return helpers
  }

  get botUrl(): string {
    return `${this.#address}/bot`
  }

  get prompterUrl(): string {
    return `${this.#address}/prompter`
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#server.closeAllConnections()
    this.#server.close()
  }

  get #address(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The helpers have no port')
    return `http://127.0.0.1:${address.port}`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
    } catch {
      // Whoever asked was killed.
      return
    }
    const body = Buffer.concat(chunks).toString()
    if (request.url === '/bot') {
      const fate = this.#fate(this.#botAsked++, this.figures.botTroubles)
      if (fate !== 'well') this.figures.botTroubles += 1
      this.#end(response, fate, this.#botAnswer(body))
    } else {
      const fate = this.#fate(this.#prompterAsked++, this.figures.prompterTroubles)
      if (fate !== 'well') this.figures.prompterTroubles += 1
      this.#end(response, fate, suggestionsTo(body))
    }
  }

  /** However little is asked, something goes wrong once. */
  #fate(askedBefore: number, troubles: number): Fate {
    const isDue = troubles === 0 && askedBefore >= 2
    if (!isDue && this.#chance.is(0.75)) return 'well'
    return this.#chance.of(['late', 'never', 'no', 'nonsense', 'gone'] as const) ?? 'no'
  }

  #end(response: ServerResponse, fate: Fate, answer: string): void {
    const say = (words: string): void => {
      response.setHeader(SIGNATURE_HEADER, signature(HELPER_SECRET, answer, Date.now()))
      response.end(words)
    }
    switch (fate) {
      case 'well':
        say(answer)
        return
      case 'late': {
        const timer = setTimeout(() => {
          this.#timers.delete(timer)
          if (!response.destroyed) say(answer)
        }, LATE_MS)
        this.#timers.add(timer)
        return
      }
      case 'never':
        return
      case 'no':
        response.writeHead(503).end()
        return
      case 'nonsense':
        say(`${answer} and so on`)
        return
      case 'gone':
        response.destroy()
    }
  }

  /** Says something, hands the customer over, or both. */
  #botAnswer(body: string): string {
    const { message } = question.parse(JSON.parse(body))
    const messages = [{ text: answerMark(message?.id ?? null) }]
    this.figures.botAnswers += 1
    const isDue = this.figures.botHandovers === 0 && this.figures.botAnswers > 2
    if (!isDue && this.#chance.is(0.6)) return JSON.stringify({ messages })
    this.figures.botHandovers += 1
    const handover = { subject: 'An order', attributes: { order: 'A-17' }, note: 'Seems calm' }
    return JSON.stringify(this.#chance.is(0.5) ? { messages, handover } : { handover })
  }
}

function suggestionsTo(body: string): string {
  const { requestId } = webhookQuestion.parse(JSON.parse(body))
  return JSON.stringify({ suggestions: [{ text: suggestionMark(requestId), match: 80 }] })
}
