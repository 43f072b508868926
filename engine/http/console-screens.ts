import { auditKind } from '#protocol/console'
import type {
  AccountSetup,
  AuditPage,
  ChannelSetup,
  GroupSetup,
  MemberSetup,
} from '#protocol/console'
import type { AuditShelf } from '#storage/audit'
import type { ChannelRow, GroupRow, JournalRow, MemberRow } from '#storage/rows'
import type { PeopleStore } from '../auth/people-store.ts'
import { mayAnswerFor, maySetUp } from '../authorise.ts'
import { parseHours } from '../host/calendar.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { DEFAULT_COLOUR, channelSettings } from './channel-settings.ts'

export interface AuditAsked {
  /** Whose acts; null for everybody's. */
  personId: string | null
  kinds: readonly (typeof auditKind.options)[number][]
  before: number | null
  limit: number
}

/** What the console shows of an account besides what the desk knows. Nothing is written. */
export class ConsoleScreens {
  readonly #staff: Pick<StaffScreens, 'viewer'>
  readonly #people: Pick<PeopleStore, 'emailsOf'>
  readonly #audit: AuditShelf

  constructor(parts: {
    staff: Pick<StaffScreens, 'viewer'>
    people: Pick<PeopleStore, 'emailsOf'>
    audit: AuditShelf
  }) {
    this.#staff = parts.staff
    this.#people = parts.people
    this.#audit = parts.audit
  }

  /** Groups and people as they are set up; to administrators their addresses, channels, bots and prompters too. */
  async setup(accountId: string, personId: string): Promise<Shown<AccountSetup>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!maySetUp(viewer)) return refusedScreen('forbidden')
    const isAll = viewer.role === 'administrator'
    const members = [...account.members.values()]
    const groups = [...account.groups.values()].filter(({ successorId }) => successorId === null)
    const channels = isAll ? [...account.channels.values()] : []
    const bots = isAll ? [...account.bots.values()] : []
    const prompters = isAll ? [...account.prompters.values()] : []
    const { seq } = account
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    const emails = isAll
      ? await this.#people.emailsOf(members.map((member) => member.personId))
      : new Map<string, string>()
    const value = {
      groups: groups.map(toGroupSetup).toSorted(byName),
      members: members
        .map((member) => toMemberSetup(member, emails.get(member.personId) ?? null))
        .toSorted(byName),
      channels: channels.map(toChannelSetup).toSorted(byName),
      bots: bots.map(({ botId, name }) => ({ botId, name })).toSorted(byName),
      prompters: prompters.map(({ prompterId, name }) => ({ prompterId, name })).toSorted(byName),
    }
    return { kind: 'shown', seq, value }
  }

  /** Who changed what of an account, the newest first. */
  async audit(accountId: string, personId: string, asked: AuditAsked): Promise<Shown<AuditPage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    if (!mayAnswerFor(who.viewer)) return refusedScreen('forbidden')
    const rows = await this.#audit.accountEvents(accountId, {
      types: asked.kinds.length === 0 ? auditKind.options : asked.kinds,
      by: asked.personId === null ? null : `agent:${asked.personId}`,
      before: asked.before,
      limit: asked.limit + 1,
    })
    const shown = rows.slice(0, asked.limit)
    const value = {
      entries: shown.flatMap(toAuditEntry),
      next: rows.length > shown.length ? (shown.at(-1)?.seq ?? null) : null,
    }
    return { kind: 'shown', seq: shown[0]?.seq ?? 0, value }
  }
}

function toGroupSetup(group: GroupRow): GroupSetup {
  const { groupId, name, publicName, overflowGroupId, defaultAgentId, number } = group
  const hours = parseHours(group.hours)
  return { groupId, name, publicName, overflowGroupId, defaultAgentId, number, hours }
}

function toMemberSetup(member: MemberRow, email: string | null): MemberSetup {
  const { personId, role, name, publicName, groupIds, chatLimit, active } = member
  return { personId, role, name, publicName, email, groupIds, chatLimit, active }
}

function toChannelSetup(channel: ChannelRow): ChannelSetup {
  const { channelId, kind, name, groupId, botId } = channel
  const { allowedOrigins, colour = DEFAULT_COLOUR } = channelSettings(channel.settings)
  return { channelId, kind, name, groupId, botId, allowedOrigins, colour }
}

function toAuditEntry({ seq, at, by, type, data }: JournalRow): AuditPage['entries'] {
  const kind = auditKind.safeParse(type)
  if (!kind.success || typeof data !== 'object' || data === null || Array.isArray(data)) return []
  return [{ seq, at, by, kind: kind.data, data }]
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name)
}
