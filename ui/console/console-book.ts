import type { AccountSetup } from '#protocol/console'
import type { DeskState } from '../client/desk-state.ts'
import type { StaffClient } from '../client/staff-client.ts'
import type { Refusal } from '../client/refused.ts'
import type { Rest } from '../client/rest.ts'

/** What the console asks by REST. */
export type ConsoleRest = Pick<
  Rest,
  | 'setup'
  | 'audit'
  | 'customers'
  | 'makeResetLink'
  | 'signInsOf'
  | 'signOutMember'
  | 'invite'
  | 'apiTokens'
  | 'makeApiToken'
  | 'revokeApiToken'
  | 'report'
  | 'countedChats'
  | 'articles'
  | 'article'
  | 'prompters'
  | 'tryPrompter'
  | 'bots'
  | 'tryBot'
  | 'closedChats'
  | 'webhooks'
  | 'webhookDeliveries'
>

/**
 * How an account is set up, kept as it is: asked for again when the desk hears of a change in it.
 * Tells whoever subscribed.
 */
export class ConsoleBook {
  /** Null until it came. */
  setup: AccountSetup | null = null
  /** Why it did not come; null while all is well. */
  refusal: Refusal | null = null

  readonly #client: StaffClient
  readonly #rest: ConsoleRest
  readonly #listeners = new Set<() => void>()
  readonly #leave: () => void
  #known = ''
  #asked = 0

  constructor(client: StaffClient, rest: ConsoleRest) {
    this.#client = client
    this.#rest = rest
    this.#leave = client.subscribe(() => this.#onDesk())
    this.#onDesk()
  }

  /** Calls `listener` after each change; returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  end(): void {
    this.#leave()
    this.#listeners.clear()
  }

  /** Asks anew; of answers that overtake each other the newest question's counts. */
  async refresh(): Promise<void> {
    const accountId = this.#client.desk?.account.accountId
    if (accountId === undefined) return
    const asked = ++this.#asked
    const answer = await this.#rest.setup(accountId)
    if (asked !== this.#asked) return
    if (answer.ok) {
      this.setup = answer.value
      this.refusal = null
    } else {
      this.refusal = answer.refusal
    }
    for (const listener of this.#listeners) listener()
  }

  #onDesk(): void {
    const { desk } = this.#client
    if (desk === null || desk.me.role === 'agent') return
    const now = outline(desk)
    if (now === this.#known) return
    this.#known = now
    void this.refresh()
  }
}

/** What of the desk says that an account is set up differently now. */
function outline({ me, agents, groups, channels }: DeskState): string {
  return JSON.stringify([
    me.role,
    [...agents.values()].map((one) => [one.agentId, one.name, one.role, one.groupIds, one.active]),
    [...groups.values()].map((one) => [one.groupId, one.name, one.publicName]),
    [...channels.values()].map((one) => [one.channelId, one.name]),
  ])
}
