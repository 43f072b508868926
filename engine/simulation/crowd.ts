import type { AccountHistory } from './account-history.ts'
import { nextCustomerCommand } from './customer-behaviour.ts'
import { CustomerTab } from './customer-tab.ts'
import type { AccountPlan } from './plan.ts'
import type { Records } from './records.ts'
import type { SeededRandom } from './seeded-random.ts'
import { SimulatedIds } from './simulated-ids.ts'
import { SimulatedUploads } from './simulated-uploads.ts'
import { nextStaffCommand } from './staff-behaviour.ts'
import { StaffTab } from './staff-tab.ts'
import { Sent } from './tab.ts'
import type { Surroundings } from './tab.ts'

const HOUR_MS = 3_600_000

/** Everybody who acts in a simulated world, with one or two tabs each. */
export class Crowd {
  readonly staff: StaffTab[] = []
  readonly customers: CustomerTab[] = []
  readonly #plans: readonly AccountPlan[]
  readonly #around: Surroundings
  readonly #records: Records
  readonly #random: SeededRandom
  readonly #uploads: SimulatedUploads
  #count = 0

  constructor(
    plans: readonly AccountPlan[],
    around: Surroundings,
    records: Records,
    random: SeededRandom,
  ) {
    this.#plans = plans
    this.#around = around
    this.#records = records
    this.#random = random
    const ids = new SimulatedIds(around.world, random.fork('file ids'), 'file')
    this.#uploads = new SimulatedUploads(ids, random.fork('uploads'), around.witness)
    const accountOfChat = (chatId: string) => records.accountOfChat(chatId)
    for (const { accountId, members, customers } of plans) {
      for (const { personId } of members) {
        const sent = new Sent()
        const mayReturn = () =>
          records.history(accountId).members.get(personId)?.active === true ||
          around.random.chance(0.1)
        for (let tabs = around.random.pick([1, 1, 2]); tabs > 0; tabs -= 1) {
          const who = { accountId, personId }
          this.staff.push(new StaffTab(around, who, sent, { mayReturn, accountOfChat }))
        }
      }
      for (const { customerId, channelId } of customers) {
        const sent = new Sent()
        for (let tabs = around.random.pick([1, 1, 2]); tabs > 0; tabs -= 1) {
          this.customers.push(new CustomerTab(around, { accountId, channelId, customerId }, sent))
        }
      }
    }
  }

  get tabs(): (StaffTab | CustomerTab)[] {
    return [...this.staff, ...this.customers]
  }

  /** Opens the tabs of all staff, and of most customers. */
  enter(): void {
    for (const tab of this.staff) tab.enter()
    for (const tab of this.customers) if (this.#random.chance(0.8)) tab.enter()
  }

  /** One person does something. */
  act(): void {
    const random = this.#random
    const act = random.weighted<() => void>([
      [42, () => this.#customerActs(random.pick(this.customers))],
      [50, () => this.#staffActs(random.pick(this.staff))],
      [3, () => this.#comesOrGoes()],
      [3, () => this.#sendsAgain()],
      [2, () => this.#reusesAnId()],
    ])
    act()
  }

  #customerActs(tab: CustomerTab): void {
    if (!tab.open) return tab.enter()
    const { customerId } = tab
    if (tab.node !== null && this.#random.chance(0.1)) {
      this.#uploads.begin(tab.node, tab.accountId, { kind: 'customer', customerId })
    }
    const command = nextCustomerCommand({
      random: this.#random,
      accountId: tab.accountId,
      chat: tab.chat,
      newest: tab.newest,
      fileIds: this.#uploads.some(tab.accountId, { kind: 'customer', customerId }),
      count: (this.#count += 1),
    })
    this.#around.witness.saw(`${tab.sender}: ${JSON.stringify(command)}`)
    tab.command(this.#commandId(), command)
  }

  #staffActs(tab: StaffTab): void {
    if (!tab.open) return tab.enter()
    const random = this.#random
    const plan = this.#plans.find(({ accountId }) => accountId === tab.accountId)
    const history = this.#records.history(tab.accountId)
    const member = history.members.get(tab.personId)
    if (plan === undefined || member === undefined) return
    const chats = [...tab.chats.values()]
    if (chats.length > 0 && random.chance(0.2)) tab.read(random.pick(chats).chatId)
    if (tab.talks.size > 0 && random.chance(0.03)) tab.put(random.pick([...tab.talks.keys()]))
    if (tab.node !== null && random.chance(0.2)) {
      const { personId } = tab
      const chatId = chats.length === 0 ? this.#anyChat(history) : random.pick(chats).chatId
      this.#uploads.begin(tab.node, tab.accountId, { kind: 'staff', personId, chatId })
    }
    const command = nextStaffCommand({
      now: this.#around.world.now(),
      random,
      plan,
      groupIds: [...tab.groups.keys()],
      personId: tab.personId,
      role: member.role,
      presence: tab.agents.get(tab.personId)?.presence ?? null,
      chats,
      hotChatId: this.#records.newestChat(tab.accountId),
      anyChatId: () => this.#anyChat(history),
      foreignChatId: () => this.#anyChat(this.#records.history(random.pick(this.#plans).accountId)),
      filesFor: (chatId) =>
        this.#uploads.some(tab.accountId, { kind: 'staff', personId: tab.personId, chatId }),
      count: (this.#count += 1),
    })
    if (command === null) return
    this.#around.witness.saw(`${tab.sender}: ${JSON.stringify(command)}`)
    tab.command(this.#commandId(), command)
  }

  #anyChat(history: AccountHistory): string {
    const ids = [...history.chats.keys()]
    return ids.length === 0 ? 'no-chat' : this.#random.pick(ids)
  }

  #comesOrGoes(): void {
    const random = this.#random
    const tab = random.pick<StaffTab | CustomerTab>(this.tabs)
    if (tab.open) tab.leave()
    else tab.enter()
  }

  /** The same command with the same id once more, after it was answered. */
  #sendsAgain(): void {
    const tab = this.#random.pick<StaffTab | CustomerTab>(this.tabs)
    if (tab.remembered.length === 0) return
    const { id, command } = this.#random.pick(tab.remembered)
    tab.again(id, command)
  }

  /** Another command with an id that was used before. */
  #reusesAnId(): void {
    const tab = this.#random.pick(this.customers)
    if (tab.remembered.length === 0) return
    const { id } = this.#random.pick(tab.remembered)
    const other = nextCustomerCommand({
      random: this.#random,
      accountId: tab.accountId,
      chat: tab.chat,
      newest: tab.newest,
      fileIds: [],
      count: (this.#count += 1),
    })
    tab.again(id, other)
  }

  /** Mostly of this moment; sometimes of a clock that is wrong, or of a version without a time. */
  #commandId(): string {
    const random = this.#random
    const now = this.#around.world.now()
    return random.weighted([
      [90, () => this.#around.ids.next()],
      [4, () => this.#around.ids.at(now + random.between(-60_000, 60_000))],
      [1, () => this.#around.ids.at(now + random.pick([-1, 1]) * 48 * HOUR_MS)],
      [5, () => this.#around.ids.timeless()],
    ])()
  }
}
