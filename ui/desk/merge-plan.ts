import type { CustomerView, KnownValue, PersonPart } from '#protocol/customer-card'
import type { CustomerField, StaffCommand } from '#protocol/staff-commands'
import type { AgentView } from '#protocol/staff-views'

/** One of the two customers that are to be one person. */
export type Side = 'first' | 'second'

/** Something that is known of one of two customers, or of both. */
export interface Compared {
  key: string
  /** Null for an attribute. */
  field: CustomerField | null
  /** The attribute's name, where it is one. */
  name: string
  first: KnownValue | null
  second: KnownValue | null
  /** Whose value is shown, whatever one would choose: where a signed identity decides. */
  fast: Side | null
}

export interface Two {
  first: CustomerView
  second: CustomerView
}

/** Why two customers cannot be made one person, by this viewer or at all. */
export type MergeBar = 'samePerson' | 'twoIdentities' | 'leadsOnly'

const FIELDS: readonly CustomerField[] = ['name', 'email', 'phone', 'language']

/** What is known of both, side by side: fields first, then attributes. */
export function compared({ first, second }: Two): Compared[] {
  const names = [first, second].flatMap(({ details }) => details.attributes.map((one) => one.name))
  const attribute = (of: CustomerView, name: string): KnownValue | null =>
    of.details.attributes.find((one) => one.name === name) ?? null
  return [
    ...FIELDS.map((field) => {
      const values = { first: first.details[field], second: second.details[field] }
      return { key: field, field, name: '', ...values, fast: fastSide(values) }
    }),
    ...[...new Set(names)].map((name) => {
      const values = { first: attribute(first, name), second: attribute(second, name) }
      return { key: `attribute ${name}`, field: null, name, ...values, fast: fastSide(values) }
    }),
  ].filter((one) => one.first !== null || one.second !== null)
}

/** Whether both say something, and something else. */
export function isConflict({ first, second }: Pick<Compared, Side>): boolean {
  return first !== null && second !== null && first.value !== second.value
}

/** Whose value is shown: what is verified, else what was chosen, else that of who stays. */
export function shownSide(row: Compared, stays: Side, chosen: ReadonlyMap<string, Side>): Side {
  if (row.fast !== null) return row.fast
  const side = isConflict(row) ? (chosen.get(row.key) ?? stays) : stays
  return row[side] === null ? other(side) : side
}

export function whyNoMerge({ first, second }: Two, role: AgentView['role']): MergeBar | null {
  if (first.customerId === second.customerId) return 'samePerson'
  const channels = verifiedChannels(first)
  if (verifiedChannels(second).some((one) => channels.includes(one))) return 'twoIdentities'
  return (first.isVerified || second.isVerified) && role === 'agent' ? 'leadsOnly' : null
}

/** The one of two who is not verified while the other is; null where they do not differ so. */
export function unverifiedOf({ first, second }: Two): CustomerView | null {
  if (first.isVerified === second.isVerified) return null
  return first.isVerified ? second : first
}

/** Who will be blocked because the other one is; null where that changes for nobody. */
export function blockedWith({ first, second }: Two): CustomerView | null {
  if ((first.block === null) === (second.block === null)) return null
  return first.block === null ? first : second
}

/** All customers that a person is, who stands for it first. */
export function partsOf(customer: CustomerView): PersonPart[] {
  if (customer.parts.length > 0) return customer.parts
  const { customerId, customerName, channelId, channelName, createdAt, isVerified } = customer
  const alone = { mergedAt: null, mergedBy: null }
  return [{ customerId, customerName, channelId, channelName, createdAt, isVerified, ...alone }]
}

export function mergeCommand(
  two: Two,
  stays: Side,
  chosen: ReadonlyMap<string, Side>,
): Extract<StaffCommand, { type: 'mergeCustomers' }> {
  const taken = compared(two).filter(
    (row) => isConflict(row) && row.fast === null && shownSide(row, stays, chosen) !== stays,
  )
  return {
    type: 'mergeCustomers',
    customerId: two[stays].customerId,
    otherId: two[other(stays)].customerId,
    take: taken.flatMap(({ field }) => field ?? []),
    takeAttributes: taken.flatMap(({ field, name }) => (field === null ? [name] : [])),
    ...(unverifiedOf(two) === null ? {} : { knowsUnverified: true }),
  }
}

export function other(side: Side): Side {
  return side === 'first' ? 'second' : 'first'
}

function fastSide({ first, second }: Pick<Compared, Side>): Side | null {
  if (first?.from === 'verified') return 'first'
  return second?.from === 'verified' ? 'second' : null
}

function verifiedChannels(customer: CustomerView): string[] {
  return partsOf(customer)
    .filter(({ isVerified }) => isVerified)
    .map(({ channelId }) => channelId)
}
