import { RestClient } from '../client/rest-client.ts'
import { SoakAgent } from './soak-agent.ts'
import { SoakVisit } from './soak-visit.ts'
import type { Team } from './teams.ts'

/** Of every few visits one begins with the greeter. */
const BOT_EVERY = 4

/**
 * Customers and agents who talk as fast as the server lets them: each customer comes, writes, is
 * answered a few times and leaves, and then the next one comes in their place.
 */
export class BusyDesk {
  readonly #baseUrl: string
  readonly #rest: RestClient
  readonly #teams: readonly Team[]
  readonly #agents: SoakAgent[]
  readonly figures = { messages: 0, visits: 0 }
  #over = false
  #broken: Error | null = null
  #places: Promise<void>[] = []

  constructor(baseUrl: string, accountId: string, teams: readonly Team[]) {
    this.#baseUrl = baseUrl
    this.#rest = new RestClient(baseUrl)
    this.#teams = teams
    const failed = (error: Error): void => this.#breakOff(error)
    this.#agents = teams.flatMap(({ agents }) =>
      agents.map(
        ({ agentId, token }) =>
          new SoakAgent({
            baseUrl,
            accountId,
            agentId,
            token,
            said: () => {
              this.figures.messages += 1
            },
            failed,
          }),
      ),
    )
  }

  /** Why it ended before its time; null while all is well. */
  get broken(): Error | null {
    return this.#broken
  }

  /** Resolves when all agents are at work and the first customers come. */
  async open(customers: number): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.start()))
    this.#places = Array.from({ length: customers }, (_, place) => this.#keepBusy(place))
  }

  /** No new customers; resolves when those who are there have left. */
  async close(): Promise<void> {
    this.#over = true
    await Promise.all(this.#places)
    for (const agent of this.#agents) agent.close()
  }

  async #keepBusy(place: number): Promise<void> {
    for (let number = place; !this.#over; number += 1) {
      const team = this.#teams[place % this.#teams.length]
      if (team === undefined) return
      const withBot = number % BOT_EVERY === 0
      const channelId = withBot ? team.botChannelId : team.channelId
      try {
        const token = await this.#rest.newCustomer(channelId)
        await new SoakVisit({
          baseUrl: this.#baseUrl,
          channelId,
          token,
          withBot,
          number,
          said: () => {
            this.figures.messages += 1
          },
          isOver: () => this.#over,
        }).run()
        this.figures.visits += 1
      } catch (error) {
        this.#breakOff(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }

  #breakOff(error: Error): void {
    this.#broken ??= error
    this.#over = true
  }
}
