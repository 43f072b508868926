import { createHash } from 'node:crypto'
import type { Json } from '#storage/json'
import type { HandoverRow } from '#storage/rows'

/** One thing that a bot found out. */
export interface Finding {
  name: string
  value: string
}

/** What bots may have found out in one chat; of more the newest count. */
export const MAX_FINDINGS = 30

/**
 * The id of a subject: the same in an account whenever a bot says the same, whatever its case and
 * spaces. It is a digest, so the journal and figures can name what a chat is about in no words, and
 * keep doing so when these are erased.
 */
export function subjectIdOf(accountId: string, subject: string): string {
  const said = subject.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
  const digest = createHash('sha256').update(`${accountId}\n${said}`).digest('base64url')
  return `s-${digest.slice(0, 22)}`
}

/** What was found out by a handover, as it is stored. */
export function findingsOf({ attributes }: Pick<HandoverRow, 'attributes'>): Finding[] {
  return Array.isArray(attributes) ? attributes.flatMap((one) => findingIn(one) ?? []) : []
}

/** What is known after more was found out: the newest word about each thing counts. */
export function withFindings(
  before: readonly Finding[],
  more: Readonly<Record<string, string>>,
): Finding[] {
  const kept = before.filter(({ name }) => !Object.hasOwn(more, name))
  const found = Object.entries(more).map(([name, value]) => ({ name, value }))
  return [...kept, ...found].slice(-MAX_FINDINGS)
}

function findingIn(stored: Json): Finding | null {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return null
  const { name, value } = stored
  return typeof name === 'string' && typeof value === 'string' ? { name, value } : null
}
