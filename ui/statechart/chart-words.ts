import { msg, str } from '@lit/localize'
import type { StatechartTransition } from '#protocol/statechart'
import {
  FAR_LETTERS,
  NEAR_LETTERS,
  brokenWords,
  readCondition,
  readState,
  readTrigger,
} from '#protocol/statechart-words'
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
const LEAST_SHARE = 0.55

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

/** *2 min*: the median; nothing where nobody is. */
export function shortDwell({ medianSince }: StateCount, now: number): string {
  return medianSince === null ? '' : dwellWords(now - medianSince)
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

/** One line of words beside a line of a chart, with what they are in the machine. */
export interface LabelRow {
  words: string
  isGuard: boolean
  technical: string
  /** Which of the transitions it says something of. */
  place: number
}

/**
 * The words that the server placed beside a line, in the language of the page, and the share of their
 * size at which they fit: near with their conditions, from afar without.
 */
export function labelRows(
  { label, transitions }: Edge,
  index: ChartIndex,
  isNear: boolean,
): { rows: LabelRow[]; share: number } {
  const ways = transitions.flatMap((id) => index.transitions.get(id) ?? [])
  const [rows, laidOut]: [LabelRow[], string[]] = [[], []]
  const said = new Set<string>()
  const letters = isNear ? NEAR_LETTERS : FAR_LETTERS
  for (const [place, { words, guard }] of label.lines.entries()) {
    if (!isNear && said.has(words)) continue
    said.add(words)
    const way = ways.find(
      (one) =>
        readTrigger(one) === words && (guard === null || readCondition(one.guard ?? '') === guard),
    )
    const technical = way === undefined ? words : technicalName(way, guard !== null)
    const trigger = way === undefined ? words : triggerName(way)
    laidOut.push(...brokenWords(words, letters))
    for (const line of brokenWords(trigger, letters)) {
      rows.push({ words: line, isGuard: false, technical, place })
    }
    if (guard === null || !isNear) continue
    const condition = way?.guard ? conditionName(way.guard) : guard
    laidOut.push(...brokenWords(`[${guard}]`, letters))
    for (const line of brokenWords(`[${condition}]`, letters)) {
      rows.push({ words: line, isGuard: true, technical, place })
    }
  }
  return {
    rows,
    share: shareOf(
      rows.map(({ words }) => words),
      laidOut,
    ),
  }
}

/** A state's name in lines, and the share of their size at which they fit where the server laid them out. */
export function titleRows(key: string): { rows: string[]; share: number } {
  const rows = brokenWords(stateName(key), FAR_LETTERS)
  return { rows, share: shareOf(rows, brokenWords(readState(key), FAR_LETTERS)) }
}

/**
 * The share of its size at which text has room in a place that was laid out for another: longer or
 * more lines of another language are set smaller, as far as they can be read.
 */
export function shareOf(rows: readonly string[], laidOut: readonly string[]): number {
  const longest = (lines: readonly string[]) => Math.max(0, ...lines.map(({ length }) => length))
  const [room, needed] = [longest(laidOut) + SLACK, longest(rows)]
  const across = needed <= room ? 1 : room / needed
  const down = rows.length <= laidOut.length ? 1 : laidOut.length / rows.length
  return Math.max(LEAST_SHARE, Math.min(across, down))
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
