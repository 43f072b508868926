import type { KnownAttribute, KnownValue } from '#protocol/customer-card'
import type { CustomerChange } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { CustomerDetailsRow } from '#storage/rows'
import {
  FIELDS,
  attributesOf,
  changedByStaff,
  fieldsOf,
  noDetails,
  toJson,
  valueOf,
  withAttribute,
  withValue,
} from './customer-details.ts'
import type { Field } from './customer-details.ts'

/*
 * What is known of a person who is several customers. Each keeps what was said of it alone, so that
 * taking one out again loses nothing; what the person is shown with is made from all of them:
 *
 * P1 a verified value before any other. P2 else that of the part that was chosen, or that gave it
 * last. P3 else that of who stands for the person, then in the order in which they were merged.
 */

/** One of the customers that a person is; who stands for it comes first. */
export interface Part {
  customerId: string
  details: CustomerDetailsRow | null
}

/** What of a person's details has several sources: a field, or `attribute <name>`. */
export type Choice = Field | `attribute ${string}`

export function attributeChoice(name: string): Choice {
  return `attribute ${name}`
}

/** What is known of a person, as one row of who stands for it. */
export function detailsOfPerson(parts: readonly Part[]): CustomerDetailsRow {
  const [head, ...others] = parts.map(rowOf)
  if (head === undefined) throw new Error('a person without a part')
  if (others.length === 0) return head
  let whole = { ...head, sources: {} as Json }
  for (const field of FIELDS) {
    const known = giverOf(parts, field)?.known ?? null
    whole = { ...whole, ...withValue(whole, field, known?.value ?? null, known?.from ?? 'staff') }
  }
  return { ...whole, attributes: toJson(attributesOfPerson(parts)) }
}

/** Which part of a person gives a value, and the value; null where nothing is known. */
export function giverOf(
  parts: readonly Part[],
  choice: Choice,
): { customerId: string; known: KnownValue } | null {
  const givers = parts.flatMap((part) => {
    const known = knownIn(rowOf(part), choice)
    return known === null ? [] : [{ customerId: part.customerId, known }]
  })
  const preferred = fieldsOf(parts[0]?.details?.prefers)[choice]
  return (
    givers.find(({ known }) => known.from === 'verified') ??
    givers.find(({ customerId }) => customerId === preferred) ??
    givers[0] ??
    null
  )
}

/** Whether a signed identity says something of somebody. */
export function isVerified({ details }: Pick<Part, 'details'>): boolean {
  if (details === null) return false
  const from = attributesOf(details).map((one) => one.from)
  return [...Object.values(fieldsOf(details.sources)), ...from].includes('verified')
}

/** Details with another choice of where some values are shown from; null for none. */
export function preferring(
  row: CustomerDetailsRow,
  choices: ReadonlyMap<Choice, string | null>,
): CustomerDetailsRow {
  const prefers = { ...fieldsOf(row.prefers), ...Object.fromEntries(choices) }
  const kept = Object.entries(prefers).filter(([, customerId]) => customerId !== null)
  return { ...row, prefers: Object.fromEntries(kept) }
}

/**
 * A person's details as staff changes them: the rows that differ, and the names of what changed.
 * What is set is set at who stands for the person and shown from there; what is taken away is taken
 * away everywhere. Refuses as `changedByStaff` does.
 */
export function personChangedByStaff(
  parts: readonly Part[],
  change: CustomerChange,
): { rows: CustomerDetailsRow[]; fields: string[] } {
  const before = detailsOfPerson(parts)
  const changed = changedByStaff(before, change)
  const [head] = parts
  if (parts.length === 1 || head === undefined || changed.fields.length === 0) {
    return { rows: changed.fields.length === 0 ? [] : [changed.details], fields: changed.fields }
  }
  const shownFromHead = new Map<Choice, null>()
  const rows = parts.map((part) => {
    const isHead = part === head
    let row = rowOf(part)
    let attributes = attributesOf(row)
    for (const field of FIELDS) {
      const value = change[field]
      if (value === undefined || value === before[field]) continue
      shownFromHead.set(field, null)
      if (isHead || value === null) row = withValue(row, field, value, 'staff')
    }
    for (const { name, value } of change.attributes ?? []) {
      if (value === (giverOf(parts, attributeChoice(name))?.known.value ?? null)) continue
      shownFromHead.set(attributeChoice(name), null)
      if (isHead || value === null) attributes = withAttribute(attributes, name, value, 'staff')
    }
    return { ...row, attributes: toJson(attributes) }
  })
  return {
    rows: rows.map((row) =>
      row.customerId === head.customerId ? preferring(row, shownFromHead) : row,
    ),
    fields: changed.fields,
  }
}

/** The rows of a person whose name in lists is another one by now. */
export function calledAnew(parts: readonly Part[]): CustomerDetailsRow[] {
  const name = parts.length > 1 ? detailsOfPerson(parts).name : null
  return parts.flatMap((part) => {
    const row = rowOf(part)
    const called = name === row.name ? null : name
    return called === row.called ? [] : [{ ...row, called }]
  })
}

function attributesOfPerson(parts: readonly Part[]): KnownAttribute[] {
  const names = new Set(parts.flatMap((part) => attributesOf(rowOf(part)).map(({ name }) => name)))
  return [...names].flatMap((name) => {
    const known = giverOf(parts, attributeChoice(name))?.known
    return known === undefined ? [] : [{ ...known, name }]
  })
}

function knownIn(row: CustomerDetailsRow, choice: Choice): KnownValue | null {
  const field = FIELDS.find((one) => one === choice)
  if (field !== undefined) return valueOf(row, field)
  const named = attributesOf(row).find(({ name }) => attributeChoice(name) === choice)
  return named === undefined ? null : { value: named.value, from: named.from }
}

function rowOf({ customerId, details }: Part): CustomerDetailsRow {
  return details ?? noDetails(customerId)
}
