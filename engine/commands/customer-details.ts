import { MAX_ATTRIBUTES } from '#protocol/limits'
import type { KnownAttribute, KnownValue, ValueFrom } from '#protocol/customer-card'
import type { CustomerChange } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { CustomerDetailsRow } from '#storage/rows'
import { refuse } from '../host/answer.ts'

/** What is known of a customer besides free attributes. */
export const FIELDS = ['name', 'email', 'phone', 'language'] as const

export type Field = (typeof FIELDS)[number]

/** Where an e-mail address is kept that the customer left beside a verified one. */
const OTHER_EMAIL = 'Other e-mail address'

export function noDetails(customerId: string): CustomerDetailsRow {
  return {
    customerId,
    name: null,
    email: null,
    phone: null,
    language: null,
    attributes: [],
    sources: {},
    erasedAt: null,
    called: null,
    prefers: {},
  }
}

/** A value with where it is from; null where nothing is known. */
export function valueOf(details: CustomerDetailsRow, field: Field): KnownValue | null {
  const value = details[field]
  return value === null ? null : { value, from: sourceOf(fieldsOf(details.sources)[field]) }
}

/** Free attributes, in the order in which they came. */
export function attributesOf({ attributes }: CustomerDetailsRow): KnownAttribute[] {
  if (!Array.isArray(attributes)) return []
  return attributes.flatMap((stored) => {
    const { name, value, from } = fieldsOf(stored)
    const isOne = typeof name === 'string' && typeof value === 'string'
    return isOne ? [{ name, value, from: sourceOf(from) }] : []
  })
}

/**
 * Details as staff changes them, and the names of what changed. Refuses with `verified` what comes
 * from a signed identity, and with `tooMany` attributes above the limit.
 */
export function changedByStaff(
  before: CustomerDetailsRow,
  change: CustomerChange,
): { details: CustomerDetailsRow; fields: string[] } {
  const fields: string[] = []
  let details = before
  for (const field of FIELDS) {
    const value = change[field]
    if (value === undefined || value === before[field]) continue
    if (valueOf(before, field)?.from === 'verified') refuse('verified', { field })
    details = withValue(details, field, value, 'staff')
    fields.push(field)
  }
  let attributes = attributesOf(before)
  let isOther = false
  for (const { name, value } of change.attributes ?? []) {
    const known = attributes.find((one) => one.name === name)
    if (value === (known?.value ?? null)) continue
    if (known?.from === 'verified') refuse('verified')
    isOther = true
    attributes = withAttribute(attributes, name, value, 'staff')
  }
  if (attributes.length > MAX_ATTRIBUTES) refuse('tooMany')
  if (!isOther) return { details, fields }
  return {
    details: { ...details, attributes: toJson(attributes) },
    fields: [...fields, 'attributes'],
  }
}

/**
 * Details as the customer gives them, and the names of what changed: what is verified stays, and an
 * e-mail address to answer to is kept beside it. `person` is what is known in all parts; what a part
 * says is its own all the same: mails go to it, and it is what is left when the part is taken out.
 */
export function givenByCustomer(
  before: CustomerDetailsRow,
  given: {
    name?: string | undefined
    email?: string | undefined
    language?: string | undefined
  },
  person: CustomerDetailsRow = before,
): { details: CustomerDetailsRow; fields: string[] } {
  const fields: string[] = []
  let details = before
  for (const field of ['name', 'email'] as const) {
    const value = given[field]
    if (value === undefined || value === before[field]) continue
    const isOther = value !== person[field] && valueOf(person, field)?.from === 'verified'
    if (field === 'email' && isOther) {
      const attributes = withAttribute(attributesOf(before), OTHER_EMAIL, value, 'customer')
      details = { ...details, attributes: toJson(attributes) }
      fields.push('attributes')
    }
    if (valueOf(before, field)?.from === 'verified') continue
    details = withValue(details, field, value, 'customer')
    fields.push(field)
  }
  const { language } = given
  const isOurs = valueOf(before, 'language')?.from === 'customer'
  if (
    language !== undefined &&
    (before.language === null || isOurs) &&
    language !== before.language
  ) {
    details = withValue(details, 'language', language, 'customer')
    fields.push('language')
  }
  return { details, fields }
}

export function withValue(
  details: CustomerDetailsRow,
  field: Field,
  value: string | null,
  from: ValueFrom,
): CustomerDetailsRow {
  const { [field]: _old, ...others } = fieldsOf(details.sources)
  return {
    ...details,
    [field]: value,
    sources: value === null ? others : { ...others, [field]: from },
  }
}

/** With another value in its place, or at the end; null takes it away. */
export function withAttribute(
  attributes: readonly KnownAttribute[],
  name: string,
  value: string | null,
  from: ValueFrom,
): KnownAttribute[] {
  if (value === null) return attributes.filter((one) => one.name !== name)
  const changed = { name, value, from }
  return attributes.some((one) => one.name === name)
    ? attributes.map((one) => (one.name === name ? changed : one))
    : [...attributes, changed]
}

/** What was stored before sources were was given by customers. */
function sourceOf(from: Json | undefined): ValueFrom {
  return from === 'verified' || from === 'staff' ? from : 'customer'
}

export function toJson(attributes: readonly KnownAttribute[]): Json {
  return attributes.map(({ name, value, from }) => ({ name, value, from }))
}

export function fieldsOf(data: Json | undefined): Record<string, Json> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
}
