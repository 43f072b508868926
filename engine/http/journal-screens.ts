import type { JournalFile } from '#machines/journal-file'
import type { ReplayPage, WhatIfAnswer, WhatIfBody, WhyEntry, WhyPage } from '#protocol/replay'
import type { JournalShelf } from '#storage/journal-shelf'
import type { StoredJournal } from '#storage/journals'
import type { ChatRow } from '#storage/rows'
import type { RefusalCode } from '#protocol/refusals'
import { mayReplayAgent, mayReplayChat } from '../authorise.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { journalFileOf } from '../replay/journal-file-of.ts'
import { waitsOf } from '../replay/waits.ts'
import { toWaited } from '../replay/why-views.ts'
import { deliveriesOf, toReplayPage, toWhatIf, withOutcomes } from '../replay/step-views.ts'

/**
 * Events of one actor that are read at once; most chats have some dozen. What is longer is for
 * `parley export`, which needs no server.
 */
const MOST_EVENTS = 5_000

/** What of lines one page reads at most: hours of a busy one. */
const MOST_LINE_ROWS = 20_000

/** What of an actor's past somebody may see, and what else could have happened. Nothing is written. */
export class JournalScreens {
  readonly #staff: Pick<StaffScreens, 'viewer'>
  readonly #shelf: JournalShelf
  readonly #now: () => number
  readonly #loadChat: (accountId: string, chatId: string) => Promise<ChatRow | null>

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
    const read = await this.#read(accountId, personId, actor)
    if (read.kind === 'refused') return read
    const page = await toReplayPage(actor, read.value.events, asked)
    const deliveries = await this.#shelf.deliveries(accountId, deliveriesOf(page))
    return { ...read, value: withOutcomes(page, deliveries) }
  }

  async whatIf(
    accountId: string,
    personId: string,
    actor: string,
    body: WhatIfBody,
  ): Promise<Shown<WhatIfAnswer>> {
    const read = await this.#read(accountId, personId, actor)
    if (read.kind === 'refused') return read
    const answer = await toWhatIf(actor, read.value.events, body, `agent:${personId}`)
    return answer === null ? refusedScreen('notFound') : { ...read, value: answer }
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
