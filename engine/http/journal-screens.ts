import type { JournalFile } from '#machines/journal-file'
import { Replay } from '#machines/replay'
import type {
  ReplayPage,
  WhatCouldBe,
  WhatIfAnswer,
  WhatIfBody,
  WhyEntry,
  WhyPage,
} from '#protocol/replay'
import type { JournalShelf } from '#storage/journal-shelf'
import type { StoredJournal } from '#storage/journals'
import type { ChatRow, JournalRow } from '#storage/rows'
import type { RefusalCode } from '#protocol/refusals'
import { mayReplayAgent, mayReplayChat } from '../authorise.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { journalFileOf } from '../replay/journal-file-of.ts'
import { waitsOf } from '../replay/waits.ts'
import { toWaited } from '../replay/why-views.ts'
import { deliveriesOf, tellSteps, toWhatIf, withOutcomes } from '../replay/step-views.ts'
import { whatCouldBe } from '../replay/what-could-be.ts'

/**
 * Events of one actor that a file holds at most, and of a chat whose waiting is explained; most
 * chats have some dozen. What is longer is for `parley export`, which needs no server.
 */
const MOST_EVENTS = 5_000

/** Events that are read and replayed at once: others have their turn between. */
const EVENTS_PIECE = 500

/** Replays that stay where a page ended, so that the next one goes on from there. */
const KEPT_REPLAYS = 16

/** What of lines one page reads at most: hours of a busy one. */
const MOST_LINE_ROWS = 20_000

/** A replay, and the step that it took last. */
interface Stand {
  replay: Replay
  last: JournalRow | null
}

/** What of an actor's past somebody may see, and what else could have happened. Nothing is written. */
export class JournalScreens {
  readonly #staff: Pick<StaffScreens, 'viewer'>
  readonly #shelf: JournalShelf
  readonly #now: () => number
  readonly #loadChat: (accountId: string, chatId: string) => Promise<ChatRow | null>
  readonly #replays = new Map<string, Stand>()

  constructor(parts: {
    staff: Pick<StaffScreens, 'viewer'>
    shelf: JournalShelf
    now: () => number
    /** A chat that is not in memory. */
    loadChat: (accountId: string, chatId: string) => Promise<ChatRow | null>
  }) {
    this.#staff = parts.staff
    this.#shelf = parts.shelf
    this.#loadChat = parts.loadChat
    this.#now = () => parts.now()
  }

  /** The journal's file; `words` adds what was said in a chat, as far as the reader may read it. */
  async file(
    accountId: string,
    personId: string,
    actor: string,
    words: boolean,
  ): Promise<Shown<JournalFile>> {
    const read = await this.#read(accountId, personId, actor)
    if (read.kind === 'refused') return read
    if (read.value.more) return refusedScreen('tooLarge')
    const chatId = words ? chatIdOf(actor) : null
    const said = chatId === null ? null : await this.#shelf.said(accountId, chatId, personId)
    return { ...read, value: await journalFileOf(actor, read.value, said) }
  }

  async steps(
    accountId: string,
    personId: string,
    actor: string,
    asked: { after: number; limit: number },
  ): Promise<Shown<ReplayPage>> {
    const refusal = await this.#whyNot(accountId, personId, actor)
    if (refusal !== null) return refusedScreen(refusal)
    const { after, limit } = asked
    const stand = this.#keptUntil(accountId, actor, after)
    const { replay } = stand
    const nothing = { steps: [], more: false, last: 0, difference: null, erasedAt: null }
    const page: ReplayPage = { actor, ...nothing }
    do {
      const piece = Math.min(EVENTS_PIECE, after + limit - replay.seq)
      const read = await this.#shelf.journal(accountId, actor, piece, replay.seq)
      const { steps, difference } = await tellSteps(replay, read.events, after)
      page.steps.push(...steps)
      page.more = read.more
      page.erasedAt = read.erasedAt
      page.last = Math.max(replay.seq, read.stored?.seq ?? 0)
      page.difference = difference
      stand.last = read.events.at(-1) ?? stand.last
    } while (page.more && page.difference === null && replay.seq < after + limit)
    if (replay.seq === 0 && page.difference === null) return refusedScreen('notFound')
    if (page.difference === null) this.#keep(accountId, stand)
    const deliveries = await this.#shelf.deliveries(accountId, deliveriesOf(page))
    const seq = stand.last?.seq ?? 0
    return { kind: 'shown', seq, value: withOutcomes(page, deliveries) }
  }

  /** What could have happened after a step, besides what did. */
  async whatCouldBe(
    accountId: string,
    personId: string,
    actor: string,
    after: number,
  ): Promise<Shown<WhatCouldBe>> {
    const stands = await this.#standsAfter(accountId, personId, actor, after)
    if (stands.kind === 'refused') return stands
    const { replay, at } = stands.value
    const account = (await this.#staff.viewer(accountId, personId))?.account
    const groups = [...(account?.groups.values() ?? [])]
    const living = groups.filter(({ successorId }) => successorId === null)
    const groupIds = living.map(({ groupId }) => groupId)
    return { ...stands, value: whatCouldBe(replay, personId, at, groupIds) }
  }

  async whatIf(
    accountId: string,
    personId: string,
    actor: string,
    { after, ...asked }: WhatIfBody,
  ): Promise<Shown<WhatIfAnswer>> {
    const stands = await this.#standsAfter(accountId, personId, actor, after)
    if (stands.kind === 'refused') return stands
    const { replay, at } = stands.value
    return { ...stands, value: toWhatIf(replay, { at, ...asked }, `agent:${personId}`) }
  }

  /** Why a chat waited, and why it came to whom: entries above a step, at most `limit`. */
  async why(
    accountId: string,
    personId: string,
    chatId: string,
    asked: { after: number; limit: number },
  ): Promise<Shown<WhyPage>> {
    const actor = `chat:${chatId}`
    const read = await this.#read(accountId, personId, actor)
    if (read.kind === 'refused') return read
    const { entries: all, difference } = await waitsOf(actor, read.value.events)
    const wanted = all.filter(({ step }) => step > asked.after)
    const entries: WhyEntry[] = []
    let left = MOST_LINE_ROWS
    for (const entry of wanted.slice(0, asked.limit)) {
      if (entry.kind === 'given') {
        entries.push(entry)
        continue
      }
      if (left === 0) break
      const { groupId, targetAgentId, fromTurn, toTurn } = entry
      const lane = { groupId, targetAgentId: targetAgentId ?? '', fromTurn, toTurn }
      const line = await this.#shelf.line(accountId, lane, left)
      left -= line.rows.length
      entries.push(toWaited(entry, line, this.#now()))
    }
    const more = entries.length < wanted.length
    return { ...read, value: { chatId, entries, more, difference: more ? null : difference } }
  }

  /** The actor as it was after a step, and when that was. */
  async #standsAfter(
    accountId: string,
    personId: string,
    actor: string,
    after: number,
  ): Promise<Shown<{ replay: Replay; at: number }>> {
    const refusal = await this.#whyNot(accountId, personId, actor)
    if (refusal !== null) return refusedScreen(refusal)
    if (after === 0) return refusedScreen('notFound')
    const stand = this.#keptUntil(accountId, actor, after)
    const { replay } = stand
    while (replay.seq < after) {
      const piece = Math.min(EVENTS_PIECE, after - replay.seq)
      const { events } = await this.#shelf.journal(accountId, actor, piece, replay.seq)
      const { difference } = await tellSteps(replay, events, after)
      if (events.length === 0 || difference !== null) return refusedScreen('notFound')
      stand.last = events.at(-1) ?? null
    }
    if (stand.last === null) return refusedScreen('notFound')
    this.#keep(accountId, stand)
    const { seq, at } = stand.last
    return { kind: 'shown', seq, value: { replay, at } }
  }

  /** A replay that has not gone past a step: the one that is kept, which is taken out, or a new one. */
  #keptUntil(accountId: string, actor: string, step: number): Stand {
    const key = `${accountId} ${actor}`
    const kept = this.#replays.get(key)
    if (kept === undefined || kept.replay.seq > step) {
      return { replay: new Replay(actor), last: null }
    }
    this.#replays.delete(key)
    return kept
  }

  #keep(accountId: string, stand: Stand): void {
    const key = `${accountId} ${stand.replay.actor}`
    this.#replays.delete(key)
    this.#replays.set(key, stand)
    const [oldest] = this.#replays.keys()
    if (this.#replays.size > KEPT_REPLAYS && oldest !== undefined) this.#replays.delete(oldest)
  }

  async #read(accountId: string, personId: string, actor: string): Promise<Shown<StoredJournal>> {
    const refusal = await this.#whyNot(accountId, personId, actor)
    if (refusal !== null) return refusedScreen(refusal)
    const value = await this.#shelf.journal(accountId, actor, MOST_EVENTS)
    if (value.events.length === 0) return refusedScreen('notFound')
    return { kind: 'shown', seq: value.events.at(-1)?.seq ?? 0, value }
  }

  async #whyNot(accountId: string, personId: string, actor: string): Promise<RefusalCode | null> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return 'notReady'
    const { account, viewer } = who
    const chatId = chatIdOf(actor)
    if (chatId === null) {
      const member = account.members.get(actor.slice('agent:'.length))
      return member === undefined ? 'notFound' : mayReplayAgent(viewer, member)
    }
    const chat = account.chats.get(chatId) ?? (await this.#loadChat(accountId, chatId))
    return chat === null ? 'notFound' : mayReplayChat(chat, viewer, account.settings.values)
  }
}

function chatIdOf(actor: string): string | null {
  return actor.startsWith('chat:') ? actor.slice('chat:'.length) : null
}
