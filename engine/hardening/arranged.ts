import type { StaffCommand } from '#protocol/staff-commands'
import { done } from '../testing/test-host.ts'
import { settled } from '../testing/manual-clock.ts'
import { ANOTHER, BOSS, acme, rival } from './cast.ts'
import { Rig } from './rig.ts'
import type { Assignment, State } from './who-may.ts'

/** A chat in a state, as one person sees it. */
export interface Arranged {
  rig: Rig
  chatId: string
  customerId: string
  /** Who accepts chats; everybody else is away. */
  accepting: ReadonlySet<string>
}

export const CUSTOMER = 'c-in-question'

/**
 * A desk on which a chat of `support` is in a state for somebody. By hand that person and the
 * colleague are online. Under automatic assignment they are away, unless an offer is out to them:
 * else what waits would not wait.
 */
export async function arranged(
  state: State,
  me: string,
  assignment: Assignment,
): Promise<Arranged> {
  const rig = await Rig.start({ acme: acme({ offers: true, undoMs: 1_000 }), rival: rival() })
  const { test } = rig
  const people = new Set([me, ANOTHER])
  await test.online(...people)
  const boss = async (command: StaffCommand): Promise<void> => {
    done(await test.staff(BOSS, command))
  }
  const [what = '', who] = state.split(' ')
  const holder = who === 'me' || who === 'me!' ? me : ANOTHER
  const channelId = what === 'bot' ? 'bot' : who === 'group' ? 'front' : 'web'
  const chatId = await test.writes(CUSTOMER, 'Hello', channelId)
  const toHolder = { type: 'forwardChat', chatId, to: { kind: 'agent', agentId: holder } } as const
  const isOffered = what === 'offered'

  switch (what) {
    case 'bot':
    case 'queued':
      break
    case 'offered':
      await goAway(rig, people, holder)
      if (who === 'me!') await boss(toHolder)
      await boss({ type: 'changeSettings', change: { assignment: 'automatic' } })
      break
    case 'forwarded':
      if (who === 'group') {
        await boss({ ...toHolder, to: { kind: 'group', groupId: 'support' } })
      } else {
        await boss(toHolder)
      }
      break
    case 'blocked':
      await boss({ type: 'blockCustomer', chatId, reason: 'rude', message: 'No.' })
      break
    default:
      await boss(toHolder)
      done(await test.staff(holder, { type: 'takeChat', chatId }))
      if (what === 'held') {
        await boss({ type: 'holdChat', chatId, until: test.clock.now() + 3_600_000 })
      }
      if (what.startsWith('clos')) await boss({ type: 'closeChat', chatId })
      if (what === 'closed') await test.clock.pass(2_000)
  }

  const accepting = new Set<string>()
  if (assignment === 'automatic') {
    await goAway(rig, people, isOffered ? holder : null)
    await boss({ type: 'changeSettings', change: { assignment } })
    if (isOffered) accepting.add(holder)
  } else {
    await boss({ type: 'changeSettings', change: { assignment } })
    await test.online(...people)
    for (const personId of people) accepting.add(personId)
  }
  await settled()
  return { rig, chatId, customerId: CUSTOMER, accepting }
}

async function goAway(
  { test }: Rig,
  people: ReadonlySet<string>,
  but: string | null,
): Promise<void> {
  for (const personId of people) {
    if (personId === but) continue
    if (test.host.peek('acme')?.agent(personId)?.value.presence !== 'online') continue
    done(await test.staff(personId, { type: 'goAway', reason: 'lunch' }))
  }
}

/** What the statechart calls the state in which a chat was arranged. */
export function chartStateOf(state: State): string {
  const [what = ''] = state.split(' ')
  if (what === 'bot') return 'bot.listening'
  if (what === 'assigned') return 'assigned.awaitingAgent'
  return what === 'held' ? 'assigned.onHold' : what
}
