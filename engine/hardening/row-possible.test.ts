import { describe, expect, it } from 'vitest'
import { ROW_COMMANDS, rowWhyNot, type RowWhyNot } from '#protocol/row-possible'
import type { ChatView } from '#protocol/staff-views'
import { arranged } from './arranged.ts'
import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { STATES, expectedOf } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

/** What the server calls what a row says; what a role can never do is not in its answer. */
const CALLED: Record<RowWhyNot, string | undefined> = {
  notYours: undefined,
  over: 'chatOver',
  closing: 'notNow',
  blocked: 'blocked',
}

describe('what the row of a chat says', () => {
  it.each(GRID)('[UM7] is what the server says of it: %s, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    const differences: string[] = []
    let rows = 0
    for (const state of STATES) {
      if (expectedOf('forwardChat', viewer, state, assignment) === null) continue
      const { rig, chatId } = await arranged(state, personId, assignment)
      const end = await rig.staff(personId, 'desk', `chat:${chatId}`)
      const { desk } = end.last('snapshot')
      const conversation = end.of('conversation').at(-1)?.conversation
      const row: ChatView | undefined =
        conversation?.chat ?? desk.chats.find((one) => one.chatId === chatId)
      if (row === undefined) continue
      rows++
      for (const command of ROW_COMMANDS) {
        const why = rowWhyNot(command, row, desk.me)
        const says = why === null ? null : CALLED[why]
        const server =
          conversation === undefined
            ? saidByTable(expectedOf(command, viewer, state, assignment))
            : conversation.possible[command]
        if (says !== server)
          differences.push(`${state}: ${command} is ${server}, the row says ${says}`)
      }
    }
    expect(rows).toBeGreaterThan(0)
    expect(differences).toEqual([])
  })
})

/** Of a chat whose words are not told: what a command comes to, in the form of `possible`. */
function saidByTable(outcome: string | null): string | null | undefined {
  if (outcome === 'done') return null
  return Object.values(CALLED).find((code) => code === outcome)
}
