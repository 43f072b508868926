import { msg, str } from '@lit/localize'
import type { StatechartTransition } from '#protocol/statechart'
import { readCondition, readTrigger } from '#protocol/statechart-words'
import { number, plural } from '../locales/formats.ts'
import type { StateCount } from './chart-facts.ts'
import type { ChartIndex, Edge } from './chart-index.ts'
import { conditionName, stateName, triggerName } from './chart-names.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** So many letters more find room in what a chart leaves around words. */
const SLACK = 1

/** No words are set smaller than this share of their size. */
const LEAST_SIZE = 0.55

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
  const trigger = triggerName(transition)
  const what = guard === null ? trigger : `${trigger} [${conditionName(guard)}]`
  if (targets.length === 0) return msg(str`${what}, stays`)
  const where = targets.map((id) => nameOf(id, index)).join(', ')
  return msg(str`${what} to ${where}`)
}

/** The words that the server placed beside a line, in the language of the page, with what they are in the machine. */
export function labelLines(
  { label, transitions }: Edge,
  index: ChartIndex,
): { words: string; guard: string | null; laidOut: string; technical: string }[] {
  const ways = transitions.flatMap((id) => index.transitions.get(id) ?? [])
  return label.lines.map(({ words, guard }) => {
    const way = ways.find(
      (one) =>
        readTrigger(one) === words && (guard === null || readCondition(one.guard ?? '') === guard),
    )
    const condition = way?.guard ?? ''
    return {
      words: way === undefined ? words : triggerName(way),
      guard: guard === null || condition === '' ? guard : conditionName(condition),
      laidOut: words.length > (guard?.length ?? 0) ? words : `[${guard}]`,
      technical: way === undefined ? words : technicalName(way, guard !== null),
    }
  })
}

/**
 * The size of words in a place that was laid out for others, of so many pixels: longer ones of
 * another language are set smaller, as far as they can be read. Nothing where they fit.
 */
export function sizeIn(words: string, laidOut: string, size: number): string {
  const room = laidOut.length + SLACK
  return words.length <= room
    ? ''
    : `font-size: ${size * Math.max(LEAST_SIZE, room / words.length)}px`
}

/** What the machine calls it: `agentTook [isAnotherAgent]`. */
function technicalName(
  { event, delay, kind, guard }: StatechartTransition,
  isGuarded: boolean,
): string {
  const name = event ?? delay ?? kind
  return isGuarded && guard !== null ? `${name} [${guard}]` : name
}

/** A state's name; with the one around it where others are called the same. */
export function nameOf(id: string, index: ChartIndex): string {
  const state = index.states.get(id)
  if (state === undefined) return id
  const name = stateName(state.key)
  const isOnlyOne = index.shown.filter(({ key }) => key === state.key).length <= 1
  const parent = state.parent === null ? undefined : index.states.get(state.parent)
  return isOnlyOne || parent === undefined ? name : `${stateName(parent.key)}: ${name}`
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
