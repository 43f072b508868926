import type { DeskSnapshot } from '#protocol/staff-frames'
import type { ChatView } from '#protocol/staff-views'
import type { ChatRow } from '#storage/rows'
import { accessTo } from '../authorise.ts'
import type { Access, Viewer } from '../authorise.ts'
import type { Account } from '../host/account.ts'
import { agentView, dueAtOf, groupView, handoverOf, previewOf } from '../host/changes.ts'
import { refusedScreen } from './shown.ts'
import type { Shown } from './shown.ts'
import {
  toChatView,
  toDeskChannelView,
  toMentionViews,
  toSettingsView,
  toTagView,
} from './staff-views.ts'

/** One step of showing a desk: some of its chats, or what completes it. */
export type DeskStep =
  | { kind: 'part'; chats: ChatView[] }
  | { kind: 'whole'; desk: DeskSnapshot; gone: string[] }

/** A chat as it was shown; its row is another object as soon as it is another row. */
interface Given {
  row: ChatRow
  access: Exclude<Access, 'none'>
  dueAt: number | null
}

/** Who looks, with the rights of the moment; null where there is nobody or no account here. */
export type FindViewer = () => Promise<{ account: Account; viewer: Viewer } | null>

/**
 * A desk as it is shown to one viewer, step by step.
 *
 * D1 each step looks at memory in one go and gives what was not given yet as it is by then, a bounded
 * number of chats. D2 the last step gives what is left, and what changed since it was given: at its
 * sequence the desk is whole, however long the steps took. D3 what was given and is over or out of
 * sight by then is named. D4 all steps together look at each chat twice, however many steps they are.
 */
export class DeskShowing {
  readonly #viewer: FindViewer
  readonly #mostChats: number
  readonly #sendsMail: boolean
  readonly #given = new Map<string, Given>()
  /** D4: how far the chats were gone through, and the one that was looked at last and not given. */
  #walk: { account: Account; rows: Iterator<ChatRow>; held: string | null } | null = null

  constructor(viewer: FindViewer, mostChats: number, sendsMail: boolean) {
    this.#viewer = viewer
    this.#mostChats = mostChats
    this.#sendsMail = sendsMail
  }

  /** Ids of the chats that were given and are not gone. */
  get shown(): Set<string> {
    return new Set(this.#given.keys())
  }

  async next(): Promise<Shown<DeskStep>> {
    const who = await this.#viewer()
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const me = agentView(account, viewer.personId)
    if (me === null) return refusedScreen('unauthorized')
    // D1
    const { seq } = account
    const { chats, isAll } = this.#give(account, viewer)
    const step: DeskStep = isAll
      ? {
          kind: 'whole',
          gone: this.#takeBack(account, viewer),
          desk: headOf(account, viewer, me, chats, this.#sendsMail),
        }
      : { kind: 'part', chats }
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    return { kind: 'shown', seq, value: step }
  }

  /** D2 */
  #give(account: Account, viewer: Viewer): { chats: ChatView[]; isAll: boolean } {
    const chats: ChatView[] = []
    for (let row = this.#nextRow(account); row !== null; row = this.#nextRow(account)) {
      const given = this.#toGive(account, viewer, row)
      if (given === null) continue
      if (chats.length >= this.#mostChats) {
        this.#hold(row)
        return { chats, isAll: false }
      }
      chats.push(this.#giveOne(account, row, given))
    }
    for (const row of account.chats.values()) {
      const given = this.#toGive(account, viewer, row)
      if (given === null) continue
      if (chats.length >= this.#mostChats) return { chats, isAll: false }
      chats.push(this.#giveOne(account, row, given))
    }
    return { chats, isAll: true }
  }

  /** D4: the next chat of the first walk through all of them, also of those that came meanwhile. */
  #nextRow(account: Account): ChatRow | null {
    if (this.#walk?.account !== account) {
      this.#walk = { account, rows: account.chats.values(), held: null }
    }
    const { held, rows } = this.#walk
    this.#walk.held = null
    const again = held === null ? undefined : account.chats.get(held)
    return again ?? rows.next().value ?? null
  }

  #hold({ chatId }: ChatRow): void {
    if (this.#walk !== null) this.#walk.held = chatId
  }

  /** As what a chat would be given; null where it is not, or was given as it is. */
  #toGive(account: Account, viewer: Viewer, row: ChatRow): Given | null {
    if (!row.open) return null
    const access = accessTo(row, viewer, account.settings.values)
    if (access === 'none') return null
    const dueAt = dueAtOf(account, row)
    const given = this.#given.get(row.chatId)
    const isSame = given?.row === row && given.access === access && given.dueAt === dueAt
    return isSame ? null : { row, access, dueAt }
  }

  #giveOne(account: Account, row: ChatRow, given: Given): ChatView {
    this.#given.set(row.chatId, given)
    const { access, dueAt } = given
    const customerName = account.customerNames.get(row.customerId) ?? null
    const preview = previewOf(account, row)
    const handover = handoverOf(account, row)
    return toChatView(row, access, { dueAt, preview, customerName, handover })
  }

  /** D3 */
  #takeBack(account: Account, viewer: Viewer): string[] {
    const gone: string[] = []
    for (const chatId of this.#given.keys()) {
      const row = account.chats.get(chatId)
      const access = row?.open ? accessTo(row, viewer, account.settings.values) : 'none'
      if (access !== 'none') continue
      this.#given.delete(chatId)
      gone.push(chatId)
    }
    return gone
  }
}

/** A desk with these chats. */
export function headOf(
  account: Account,
  viewer: Viewer,
  me: DeskSnapshot['me'],
  chats: ChatView[],
  sendsMail: boolean,
): DeskSnapshot {
  return {
    me,
    account: { accountId: account.accountId, name: account.name },
    sendsMail,
    settings: toSettingsView(account),
    groups: [...account.groups.keys()].flatMap((id) => groupView(account, id) ?? []),
    agents: [...account.members.keys()].flatMap((id) => agentView(account, id) ?? []),
    channels: [...account.channels.values()].map(toDeskChannelView),
    tags: [...account.tags.values()].map(toTagView),
    mentions: toMentionViews(
      account.mentions.of(viewer.personId, account.chats),
      viewer,
      account.settings.values,
    ),
    chats,
  }
}
