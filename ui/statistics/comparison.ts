import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import type { Measure } from './measures.ts'

/** What changed by less than this share is neither better nor worse; by less still, it did not. */
const NOTED = 0.05
const SAID = 0.005

/**
 * How a figure stands to the one of the days before, in words, with a colour beside where more or
 * less of it is better; nothing where one of them is not there.
 */
export function comparison(
  measure: Measure,
  now: number | null,
  before: number | null,
): TemplateResult | typeof nothing {
  if (now === null || before === null) return nothing
  return html`<span class="change"
    >${change(measure, now, before)} ${msg(str`${measure.say(before)} before`)}</span
  >`
}

/** The same where there is little room: the former figure is one hover away. */
export function shortComparison(
  measure: Measure,
  now: number | null,
  before: number | null,
): TemplateResult | typeof nothing {
  if (now === null || before === null) return nothing
  const was = msg(str`${measure.say(before)} before`)
  return html`<small title=${was}
    >${change(measure, now, before)}<span class="hidden-text">, ${was}</span></small
  >`
}

function change(measure: Measure, now: number, before: number): unknown {
  const share = before === 0 ? 0 : Math.abs(now - before) / before
  if (share < SAID || measure.say(now) === measure.say(before)) return nothing
  const isNoted = share >= NOTED
  const isBetter = now > before === (measure.better === 'more')
  const tone = measure.better === null || !isNoted ? 'neutral' : isBetter ? 'good' : 'bad'
  return html`<span class="by" data-tone=${tone}>${measure.sayChange(now, before)}</span>`
}
