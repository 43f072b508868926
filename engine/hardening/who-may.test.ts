import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffEnd } from '../testing/test-hub.ts'
import { arranged, chartStateOf } from './arranged.ts'
import type { Arranged } from './arranged.ts'
import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { STATES, WHOSE, expectedOf } from './who-may.ts'
import type { Assignment, ChatCommandType, State } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const COMMANDS = Object.keys(WHOSE) as ChatCommandType[]

const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

describe('what staff may do with a chat', () => {
  it.each(GRID)('[HD1] %s, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    const differences: string[] = []
    for (const state of STATES) {
      let at: Prepared | null = null
      for (const type of COMMANDS) {
        const expected = expectedOf(type, viewer, state, assignment)
        if (expected === null) continue
        at ??= await prepared(state, personId, assignment)
        const accepts = at.accepting.has(personId)
        const wanted = expected === 'gets' ? (accepts ? 'done' : 'online') : expected
        const { outcomes, wrote } = await tried(at, commandOf(type, at), wanted, assignment)
        for (const [way, outcome] of Object.entries(outcomes)) {
          if (outcome !== wanted) {
            differences.push(`${state}: ${type} by ${way} is ${outcome}, not ${wanted}`)
          }
        }
        if (!wrote) continue
        if (wanted !== 'done') differences.push(`${state}: ${type} wrote though refused`)
        at = null
      }
    }
    expect(differences).toEqual([])
  })
})

interface Prepared extends Arranged {
  personId: string
  end: StaffEnd
}

async function prepared(state: State, personId: string, assignment: Assignment): Promise<Prepared> {
  const at = await arranged(state, personId, assignment)
  expect(at.rig.chat(at.chatId).state).toBe(chartStateOf(state))
  return { ...at, personId, end: await at.rig.staff(personId) }
}

/** What is refused is refused both ways; what is done happens once: by hand it is sent by socket. */
async function tried(
  { rig, end, personId }: Prepared,
  command: StaffCommand,
  wanted: string,
  assignment: Assignment,
): Promise<{ outcomes: Record<string, string>; wrote: boolean }> {
  const before = rig.seqs()
  const outcomes: Record<string, string> = {}
  if (wanted !== 'done' || assignment === 'byHand') {
    outcomes.socket = await rig.bySocket(end, command)
  }
  if (wanted !== 'done' || assignment === 'automatic') {
    outcomes.REST = await rig.byRest(personId, command)
  }
  return { outcomes, wrote: rig.seqs() !== before }
}

function commandOf(type: ChatCommandType, { rig, chatId }: Arranged): StaffCommand {
  switch (type) {
    case 'sendMessage':
      return { type, chatId, text: 'Words' }
    case 'comment':
      return { type, chatId, text: 'Words', visibleTo: 'staff' }
    case 'forwardChat':
      return { type, chatId, to: { kind: 'group', groupId: 'sales' }, note: 'Words' }
    case 'holdChat':
      return { type, chatId, until: rig.test.clock.now() + 60_000 }
    case 'setPriority':
      return { type, chatId, priority: 5 }
    case 'blockCustomer':
      return { type, chatId, reason: 'Words', message: 'Words' }
    case 'tagChat':
    case 'untagChat':
      return { type, chatId, tagId: 'refund' }
    case 'markRead':
      return { type, chatId, seq: 1 }
    default:
      return { type, chatId }
  }
}
