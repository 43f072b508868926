import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { arranged, chartStateOf } from './arranged.ts'
import type { Arranged } from './arranged.ts'
import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { STATES, WHOSE, expectedOf } from './who-may.ts'
import type { Assignment, ChatCommandType } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const COMMANDS = Object.keys(WHOSE) as ChatCommandType[]

const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

describe('what staff may do with a chat', () => {
  it.each(GRID)('[HD1] %s, %s, by socket', async (viewer, assignment) => {
    await holds(viewer, assignment, async (at, personId) => {
      const end = await at.rig.staff(personId)
      return (command) => at.rig.bySocket(end, command)
    })
  })

  it.each(GRID)('[HD1] %s, %s, by REST', async (viewer, assignment) => {
    await holds(viewer, assignment, async (at, personId) => {
      return (command) => at.rig.byRest(personId, command)
    })
  })
})

type Sender = (command: StaffCommand) => Promise<string>

/** Tries every command in every state; what is refused must write nothing. */
async function holds(
  viewer: ViewerName,
  assignment: Assignment,
  connect: (at: Arranged, personId: string) => Promise<Sender>,
): Promise<void> {
  const personId = VIEWERS[viewer]
  const differences: string[] = []
  for (const state of STATES) {
    let at: Arranged | null = null
    let send: Sender | null = null
    for (const type of COMMANDS) {
      const expected = expectedOf(type, viewer, state, assignment)
      if (expected === null) continue
      if (at === null || send === null) {
        at = await arranged(state, personId, assignment)
        expect(at.rig.test.chat(at.chatId).state).toBe(chartStateOf(state))
        send = await connect(at, personId)
      }
      const before = at.rig.stored()
      const outcome = await send(commandOf(type, at))
      const accepts = at.accepting.has(personId)
      const wanted = expected === 'gets' ? (accepts ? 'done' : 'online') : expected
      const where = `${state}: ${type}`
      if (outcome !== wanted) differences.push(`${where} is ${outcome}, not ${wanted}`)
      if (outcome === 'done') at = null
      else if (at.rig.stored() !== before) differences.push(`${where} wrote though refused`)
    }
  }
  expect(differences).toEqual([])
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
    case 'markRead':
      return { type, chatId, seq: 1 }
    default:
      return { type, chatId }
  }
}

