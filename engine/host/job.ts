import type { By } from '#machines/actor-ref'
import type { Json } from '#storage/json'
import type { Answer } from './answer.ts'
import type { Turn } from './turn.ts'

/** A turn is asked for with this. */
export interface Request {
  accountId: string
  by: By
  /** Whose command this is, and its own id; null for what happens inside. */
  command: { sender: string; id: string; digest: string } | null
  /** Requests of one lane keep their order even while something they need is woken. */
  lane: string
  /** Steps actors and writes rows through the turn; refuses by throwing `RefusedTurn`. */
  decide: (turn: Turn) => Record<string, Json>
}

/** An accepted request on its way to its turn. */
export interface Job extends Request {
  answer: (answer: Answer) => void
  /** How often it was begun anew because something was asleep. */
  wakes: number
  /** What was looked for and does not exist. */
  absent: Set<string>
  /** Whether it is known that this command was never carried out. */
  lookedUp: boolean
  /** Whether that is known from the time in its id alone, and not from the store. */
  takenForNew?: boolean
}
