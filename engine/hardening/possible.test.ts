import { describe, expect, it } from 'vitest'
import { arranged } from './arranged.ts'
import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { STATES, WHOSE, expectedOf } from './who-may.ts'
import type { ChatCommandType } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const COMMANDS = Object.keys(WHOSE) as ChatCommandType[]
const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

describe('what is said to be possible with a chat', () => {
  it.each(GRID)(
    '[WY28] is what comes of it when it is sent: %s, %s',
    async (viewer, assignment) => {
      const personId = VIEWERS[viewer]
      const differences: string[] = []
      let said = 0
      for (const state of STATES) {
        const comes = expectedOf('comment', viewer, state, assignment)
        if (comes === null || comes === 'notFound' || comes === 'forbidden') continue
        const { rig, chatId, accepting } = await arranged(state, personId, assignment)
        const end = await rig.staff(personId, `chat:${chatId}`)
        const { possible } = end.last('conversation').conversation
        for (const type of COMMANDS) {
          const says = Object.entries(possible).find(([name]) => name === type)?.[1]
          if (says === undefined) continue
          said += 1
          const expected = expectedOf(type, viewer, state, assignment)
          const outcome = expected === 'gets' && !accepting.has(personId) ? 'online' : expected
          const sent = outcome === 'done' || outcome === 'gets' ? null : outcome
          if (says !== sent) differences.push(`${state}: ${type} is ${sent}, it says ${says}`)
        }
      }
      expect(said).toBeGreaterThan(50)
      expect(differences).toEqual([])
    },
  )
})
