import { msg, str } from '@lit/localize'
import type { StatechartTransition } from '#protocol/statechart'
import { readCondition, readState, readTrigger } from '#protocol/statechart-words'
import { number, plural } from '../locales/formats.ts'
import type { StateCount } from './chart-facts.ts'
import type { ChartIndex } from './chart-index.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long, in its largest unit: `40 s`, `12 min`, `3 h`, `2 d`. */
export function dwellWords(ms: number): string {
  if (ms < MINUTE) return msg(str`${number(Math.max(0, Math.floor(ms / SECOND)))} s`)
  if (ms < HOUR) return msg(str`${number(Math.floor(ms / MINUTE))} min`)
  if (ms < 2 * DAY) return msg(str`${number(Math.floor(ms / HOUR))} h`)
  return msg(str`${number(Math.floor(ms / DAY))} d`)
}

/** *median 2 min* over *oldest 14 min*; one line where they are the same, none where nobody is. */
export function dwellLines({ medianSince, oldestSince }: StateCount, now: number): string[] {
  if (medianSince === null || oldestSince === null) return []
  const oldest = dwellWords(now - oldestSince)
  const median = dwellWords(now - medianSince)
  return median === oldest
    ? [msg(str`for ${oldest}`)]
    : [msg(str`median ${median}`), msg(str`oldest ${oldest}`)]
}

/** *median 2 min · oldest 14 min*; nothing where nobody is. */
export function dwellOf({ medianSince, oldestSince }: StateCount, now: number): string {
  if (medianSince === null || oldestSince === null) return ''
  const oldest = dwellWords(now - oldestSince)
  const median = dwellWords(now - medianSince)
  return median === oldest ? msg(str`for ${oldest}`) : msg(str`${median}, oldest ${oldest}`)
}

/** *agent took [is another agent] to Assigned*. */
export function wayWords(transition: StatechartTransition, index: ChartIndex): string {
  const { guard, targets } = transition
  const trigger = readTrigger(transition)
  const what = guard === null ? trigger : `${trigger} [${readCondition(guard)}]`
  if (targets.length === 0) return msg(str`${what}, stays`)
  const where = targets.map((id) => nameOf(id, index)).join(', ')
  return msg(str`${what} to ${where}`)
}

/** A state's name; with the one around it where others are called the same. */
export function nameOf(id: string, index: ChartIndex): string {
  const state = index.states.get(id)
  if (state === undefined) return id
  const name = readState(state.key)
  const isOnlyOne = index.shown.filter(({ key }) => key === state.key).length <= 1
  const parent = state.parent === null ? undefined : index.states.get(state.parent)
  return isOnlyOne || parent === undefined ? name : `${readState(parent.key)}: ${name}`
}

/** What a screen reader says of a state. */
export function spokenState(
  id: string,
  index: ChartIndex,
  facts: { count: StateCount | null; isActive: boolean; now: number },
): string {
  const state = index.states.get(id)
  const parts = [nameOf(id, index)]
  if (facts.isActive) parts.push(msg('active now'))
  if (facts.count !== null) {
    const { count } = facts.count
    parts.push(
      plural(count, {
        one: msg(str`${number(count)} there now`),
        other: msg(str`${number(count)} there now`),
      }),
    )
    const dwell = dwellOf(facts.count, facts.now)
    if (dwell !== '') parts.push(dwell)
  }
  if (state?.description != null) parts.push(state.description)
  return parts.join(', ')
}
