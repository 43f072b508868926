import type { Workshop } from '../bootstrap/with-host.ts'
import type { SeededRandom } from '../simulation/seeded-random.ts'
import type { SimulatedClock } from '../simulation/simulated-clock.ts'
import { BOT_QUESTIONS, DIALOGUES } from './dialogues.ts'
import type { Dialogue } from './dialogues.ts'
import { PastPeople } from './past-people.ts'
import { play } from './past-plots.ts'
import type { Plot, Scene } from './past-plots.ts'
import { NAMES, addressOf } from './visitors.ts'

export interface PastOptions {
  /** When it ends: milliseconds since the epoch. */
  until: number
  /** So many days of it. */
  days: number
  random: SeededRandom
}

/** A world whose time is not the present one. */
export type PastWorkshop = Workshop & { clock: SimulatedClock }

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Nobody comes for so long before the present: whoever is there then is alive. */
const QUIET_MS = 45 * MINUTE

/** Who nobody takes for so long goes again. */
const PATIENCE_MS = 10 * MINUTE

const OPENS = 8 * HOUR
const CLOSES = 17 * HOUR
const ON_WORKDAYS = [9, 14] as const
const ON_WEEKENDS = [2, 4] as const

/** Who works when; at weekends two of them. */
const STAFF = ['Mia', 'Tom', 'Lena', 'Ben', 'Robin', 'Kim', 'Noor']
const AT_WEEKENDS = ['Kim', 'Noor']

/** How many hours after opening chats come, and how often: mornings are busy. */
const BUSY_HOURS: [weight: number, hour: number][] = [
  [2, 0],
  [4, 1],
  [6, 2],
  [5, 3],
  [3, 4],
  [4, 5],
  [5, 6],
  [4, 7],
  [2, 8],
]

const SCORES: [weight: number, score: number][] = [
  [58, 5],
  [27, 4],
  [8, 3],
  [4, 2],
  [3, 1],
]

const FATES = ['talk', 'bot', 'gaveUp'] as const
const HOW_OFTEN: [weight: number, fate: (typeof FATES)[number]][] = [
  [78, 'talk'],
  [13, 'bot'],
  [9, 'gaveUp'],
]

const TAGS = ['delivery', 'invoice', 'feedback', 'refund']

/** When the past of an account begins that ends at `until`: at midnight, in UTC. */
export function beginningOf({ until, days }: Pick<PastOptions, 'until' | 'days'>): number {
  return until - (until % DAY) - (days - 1) * DAY
}

/**
 * Lets the demo account live through the days before the present, in which its people worked and
 * customers came: all of it by turns, with journals that replay and figures that were counted. At
 * the end nobody is there and no chat is open. Its clock stands at the beginning and comes to its
 * end. Rejects as the database does, and where one of the people is not there.
 */
export async function livePast(workshop: PastWorkshop, options: PastOptions): Promise<void> {
  const { until, days, random } = options
  const people = new PastPeople(workshop)
  const first = beginningOf(options)
  const scenes: Scene[] = []
  const regulars: Regular[] = []
  for (let day = first; day < first + days * DAY; day += DAY) {
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
    const end = Math.min(day + CLOSES, until - QUIET_MS)
    if (end < day + OPENS) break
    for (const name of isWeekend ? AT_WEEKENDS : STAFF) {
      const at = day + OPENS - random.between(2, 14) * MINUTE
      scenes.push({ at, plot: shift(people, name, { end, random: random.fork(`${name} ${day}`) }) })
    }
    const [least, most] = isWeekend ? ON_WEEKENDS : ON_WORKDAYS
    for (let left = random.between(least, most); left > 0; left -= 1) {
      const at = day + OPENS + random.weighted(BUSY_HOURS) * HOUR + random.between(0, HOUR)
      const customer = aCustomer(people, regulars, random)
      const plot = visit(people, customer, random.fork(`${day} ${left}`))
      if (at < end) scenes.push({ at, plot })
    }
  }
  await play(workshop.clock, scenes, () => people.settle())
}

/** Somebody who may come again. */
interface Regular {
  customerId: string
  name: string | null
  /** Whoever is here cannot come once more. */
  here: boolean
}

/** One of three was there before, one of four says no name. */
function aCustomer(people: PastPeople, regulars: Regular[], random: SeededRandom): Regular {
  if (regulars.length > 10 && random.chance(0.34)) return random.pick(regulars)
  const name = random.chance(0.25) ? null : random.pick(NAMES)
  const customer = { customerId: people.newCustomerId(), name, here: false }
  regulars.push(customer)
  return customer
}

/** A day at work, with a pause at noon. */
async function* shift(
  people: PastPeople,
  name: string,
  { end, random }: { end: number; random: SeededRandom },
): Plot {
  const personId = people.personId(name)
  await people.agentComes(personId, true)
  await people.staff(personId, { type: 'goOnline' })
  const pauseAt = end - random.between(4 * HOUR, 5 * HOUR)
  yield Math.max(MINUTE, pauseAt - people.now())
  await people.staff(personId, { type: 'goAway', reason: 'break' })
  yield random.between(20, 40) * MINUTE
  await people.staff(personId, { type: 'goOnline' })
  // The last ones are helped first.
  yield Math.max(MINUTE, end + QUIET_MS / 2 - people.now() + random.between(0, 10) * MINUTE)
  while (people.isBusy(personId)) yield MINUTE
  await people.staff(personId, { type: 'goOffline' })
  await people.agentComes(personId, false)
}

/** One visit, from the first words to leaving the page. */
async function* visit(people: PastPeople, customer: Regular, random: SeededRandom): Plot {
  if (customer.here) return
  customer.here = true
  const { customerId, name } = customer
  const fate = random.weighted(HOW_OFTEN)
  await people.customer(customerId, {
    type: 'sendMessage',
    text: fate === 'bot' ? random.pick(BOT_QUESTIONS) : 'Hello',
  })
  await people.customerComes(customerId, true)
  yield random.between(5, 20) * SECOND
  if (name !== null) await people.customer(customerId, introduction(name, random))
  if (fate === 'bot') {
    yield random.between(20, 90) * SECOND
    await people.customer(customerId, { type: 'endChat' })
  } else {
    await people.customer(customerId, { type: 'talkToPerson' })
    const dialogue = random.pick(DIALOGUES)
    await people.customer(customerId, { type: 'sendMessage', text: dialogue.lines[0] ?? '' })
    if (fate === 'gaveUp') {
      yield random.between(60, 240) * SECOND
      await people.customer(customerId, { type: 'endChat' })
    } else {
      yield* talk(people, customerId, dialogue, random)
      if (random.chance(0.55)) {
        await people.customer(customerId, { type: 'rateChat', score: random.weighted(SCORES) })
      }
    }
  }
  yield random.between(10, 60) * SECOND
  await people.customerComes(customerId, false)
  customer.here = false
}

function introduction(name: string, random: SeededRandom) {
  const email = random.chance(0.5) ? { email: addressOf(name) } : {}
  return { type: 'introduce' as const, name, ...email }
}

/** From the line to the last word, through one group or two. */
async function* talk(
  people: PastPeople,
  customerId: string,
  dialogue: Dialogue,
  random: SeededRandom,
): Plot {
  const chatId = people.openChat(customerId)?.chatId
  if (chatId === undefined) return
  let agentId = yield* wait(people, chatId, random)
  if (agentId === null) return people.customer(customerId, { type: 'endChat' })
  for (const [index, words] of dialogue.lines.entries()) {
    if (index === 0) continue
    yield random.between(10, 70) * SECOND
    if (index % 2 === 0) {
      await people.customer(customerId, { type: 'sendMessage', text: words })
      continue
    }
    await people.staff(agentId, { type: 'sendMessage', chatId, text: words })
    if (index > 1) continue
    if (dialogue.comment !== undefined) {
      const { comment: text } = dialogue
      await people.staff(agentId, { type: 'comment', chatId, text, visibleTo: 'staff' })
    }
    if (dialogue.forwardTo === undefined) continue
    yield random.between(5, 30) * SECOND
    const to = { kind: 'group', groupId: dialogue.forwardTo } as const
    await people.staff(agentId, { type: 'forwardChat', chatId, to, note: 'As we said' })
    agentId = yield* wait(people, chatId, random)
    if (agentId === null) return people.customer(customerId, { type: 'endChat' })
  }
  yield random.between(10, 60) * SECOND
  const tagIds = random.chance(0.7) ? [random.pick(TAGS)] : []
  await people.staff(agentId, { type: 'closeChat', chatId, tagIds })
  // Closing can be undone for a moment.
  yield 15 * SECOND
}

/** Most wait for seconds, some for minutes. Gives who took the chat; null where nobody did. */
async function* wait(
  people: PastPeople,
  chatId: string,
  random: SeededRandom,
): AsyncGenerator<number, string | null, void> {
  yield random.chance(0.8) ? random.between(6, 50) * SECOND : random.between(60, 170) * SECOND
  for (let waited = 0; waited < PATIENCE_MS; waited += 10 * SECOND) {
    const groupId = people.groupOf(chatId)
    const agentId = groupId === null ? null : people.freeAgent(groupId)
    if (agentId !== null) {
      await people.staff(agentId, { type: 'takeChat', chatId })
      return agentId
    }
    yield 10 * SECOND
  }
  return null
}
