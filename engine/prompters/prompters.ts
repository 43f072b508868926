import type {
  PrompterList,
  PrompterView,
  Suggestion,
  Suggestions,
  SuggestionsBody,
} from '#protocol/prompters'
import { MAX_SUGGESTIONS } from '#protocol/limits'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import type { MessageView } from '#protocol/staff-views'
import type { PrompterTrial } from '#protocol/trials'
import type { ArticleReader } from '#storage/articles'
import type { PastAnswers } from '#storage/past-answers'
import type { PrompterRow } from '#storage/rows'
import { SearchTooBroad } from '#storage/search'
import { StoreUnavailable } from '#storage/store'
import type { SuggestionUses } from '#storage/suggestion-uses'
import { keepsPrompters, mayReadPast } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { Account } from '../host/account.ts'
import type { Knowledge } from '../knowledge/knowledge.ts'
import { readerOf } from '../knowledge/reader-of.ts'
import { Breaker } from '../outgoing/breaker.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { askKnowledge } from './knowledge-prompter.ts'
import { askModel } from './model-prompter.ts'
import { failed } from './prompted.ts'
import type { Draft, Prompted, Said } from './prompted.ts'
import { askWebhook } from './webhook-prompter.ts'

/** Requests under way to one prompter; an office full of agents has as many. */
const MOST_AT_ONCE = 20

type AskedChat = Pick<ConversationSnapshot, 'messages'>

/**
 * Prompters: they suggest answers to agents.
 *
 * M1 They run beside turns: nothing that is said or done waits for one. M2 Nothing of theirs reaches
 * a customer; an agent sends it, by a command of their own. M3 What they are told, the agent may
 * read at that moment, and their answer is handed out where that still holds; comments are not among it. M4 One that is late, down or talks nonsense is
 * said to be so, and is left alone for a while.
 */
export class Prompters {
  readonly #staff: Pick<StaffScreens, 'viewer' | 'conversation'>
  readonly #knowledge: Knowledge
  readonly #past: PastAnswers
  readonly #uses: SuggestionUses
  readonly #outgoing: Pick<Outgoing, 'post'>
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>
  readonly #ids: Ids
  readonly #log: Log
  readonly #breaker: Breaker
  readonly #underWay = new Map<string, number>()

  constructor(parts: {
    staff: Pick<StaffScreens, 'viewer' | 'conversation'>
    knowledge: Knowledge
    past: PastAnswers
    uses: SuggestionUses
    outgoing: Pick<Outgoing, 'post'>
    clock: Pick<Clock, 'now' | 'monotonic'>
    ids: Ids
    log: Log
  }) {
    this.#staff = parts.staff
    this.#knowledge = parts.knowledge
    this.#past = parts.past
    this.#uses = parts.uses
    this.#outgoing = parts.outgoing
    this.#clock = parts.clock
    this.#ids = parts.ids
    this.#log = parts.log
    this.#breaker = new Breaker(parts.clock)
  }

  /** All of the account, by name; with their settings and what became of suggestions for administrators. */
  async list(accountId: string, personId: string): Promise<Shown<PrompterList>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const keeps = keepsPrompters(viewer)
    const rows = [...account.prompters.values()].toSorted(byName)
    const acceptance = keeps ? await this.#uses.acceptance(accountId) : []
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    const prompters = rows.map((row): PrompterView => {
      const { prompterId, kind, name, readsChats, isAsked, url, model, instructions } = row
      const { taken, edited, dismissed } = acceptance.find(
        (one) => one.prompterId === prompterId,
      ) ?? { taken: 0, edited: 0, dismissed: 0 }
      return {
        prompterId,
        kind,
        name,
        readsChats,
        isAsked,
        restsUntil: this.#restsUntil(keyOf(accountId, row)),
        settings: keeps ? { url, model, instructions, hasSecret: row.secret !== null } : null,
        acceptance: keeps ? { taken, edited, dismissed } : null,
      }
    })
    return { kind: 'shown', seq: account.seq, value: { prompters } }
  }

  /**
   * What a prompter suggests for a chat, or answers to a question. Refuses with `notFound` chats that
   * the person may not read, and prompters that are not there or not for that.
   */
  async suggest(
    accountId: string,
    personId: string,
    prompterId: string,
    asked: SuggestionsBody,
  ): Promise<Shown<Suggestions>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const prompter = account.prompters.get(prompterId)
    const isFor = asked.question === undefined ? prompter?.readsChats : prompter?.isAsked
    if (prompter === undefined || isFor !== true) return refusedScreen('notFound')
    let chat: AskedChat | null = null
    if (asked.chatId !== undefined) {
      // M3
      const shown = await this.#staff.conversation(accountId, personId, asked.chatId)
      if (shown.kind === 'refused') return shown
      chat = shown.value
    }
    const prompted = promptedBy(asked, chat, askerOf(account, viewer))
    const value = await this.#ask(prompter, prompted)
    return (
      (await this.#refusedNow(personId, prompter, asked, account, viewer)) ?? {
        kind: 'shown',
        seq: account.seq,
        value,
      }
    )
  }

  /** M3 Why an answer that is there now is handed to nobody; null where it may be. */
  async #refusedNow(
    personId: string,
    { prompterId, url }: PrompterRow,
    { chatId, question }: SuggestionsBody,
    { accountId }: Account,
    before: Viewer,
  ): Promise<Extract<Shown<Suggestions>, { kind: 'refused' }> | null> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const prompter = who.account.prompters.get(prompterId)
    const isFor = question === undefined ? prompter?.readsChats : prompter?.isAsked
    if (isFor !== true || prompter?.url !== url) return refusedScreen('notFound')
    // What was found may be of a group that is theirs no more: it is looked for anew.
    if (hasLess(readerOf(before), readerOf(who.viewer))) return refusedScreen('transient')
    if (chatId === undefined) return null
    const shown = await this.#staff.conversation(accountId, personId, chatId, null, 1)
    return shown.kind === 'refused' ? shown : null
  }

  /**
   * What a prompter answers to an administrator who tries it out, and how long it takes. One that
   * rests is asked too, and rests no more where it answers.
   */
  async try(
    accountId: string,
    personId: string,
    prompterId: string,
    question: string,
  ): Promise<Shown<PrompterTrial>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!keepsPrompters(viewer)) return refusedScreen('forbidden')
    const prompter = account.prompters.get(prompterId)
    if (prompter === undefined) return refusedScreen('notFound')
    const since = this.#clock.monotonic()
    const prompted = { ...askerOf(account, viewer), question, isAsked: true, before: [] }
    const said = await this.#say(prompter, prompted)
    const tookMs = Math.round(this.#clock.monotonic() - since)
    if (said.kind === 'said') this.#breaker.succeeded(keyOf(accountId, prompter))
    const now = await this.#staff.viewer(accountId, personId)
    if (now === null || !keepsPrompters(now.viewer)) return refusedScreen('forbidden')
    const value =
      said.kind === 'said'
        ? { tookMs, problem: null, suggestions: this.#named(said.drafts) }
        : { tookMs, problem: said.problem, suggestions: [] }
    return { kind: 'shown', seq: account.seq, value }
  }

  async #ask(prompter: PrompterRow, prompted: Prompted | null): Promise<Suggestions> {
    const { prompterId } = prompter
    const nothing = { prompterId, restsUntil: null, suggestions: [] }
    if (prompted === null) return { ...nothing, state: 'answered' }
    const key = keyOf(prompted.accountId, prompter)
    const restsUntil = this.#restsUntil(key)
    if (restsUntil !== null) return { ...nothing, state: 'resting', restsUntil }
    const underWay = this.#underWay.get(key) ?? 0
    if (underWay >= MOST_AT_ONCE) return { ...nothing, state: 'busy' }
    this.#underWay.set(key, underWay + 1)
    try {
      const said = await this.#say(prompter, prompted)
      if (said.kind !== 'said') {
        // M4
        this.#breaker.failed(key)
        const { code } = said.problem
        const state = code === 'late' || code === 'tooBroad' ? 'late' : 'failed'
        return { ...nothing, state, restsUntil: this.#restsUntil(key) }
      }
      this.#breaker.succeeded(key)
      const suggestions = this.#named(said.drafts)
      return { prompterId, restsUntil: null, state: 'answered', suggestions }
    } finally {
      const left = (this.#underWay.get(key) ?? 1) - 1
      if (left === 0) this.#underWay.delete(key)
      else this.#underWay.set(key, left)
    }
  }

  #named(drafts: readonly Draft[]): Suggestion[] {
    const most = drafts.slice(0, MAX_SUGGESTIONS)
    return most.map((draft) => ({ suggestionId: this.#ids.next(), ...draft }))
  }

  async #say(prompter: PrompterRow, prompted: Prompted): Promise<Said> {
    const { kind, prompterId, url, model, instructions, secret } = prompter
    const outgoing = this.#outgoing
    const knowledge = this.#knowledge
    try {
      if (kind === 'webhook' && url !== null && secret !== null) {
        const asking = { requestId: this.#ids.next(), at: this.#clock.now() }
        return await askWebhook(outgoing, { prompterId, url, secret }, prompted, asking)
      }
      if (kind === 'model' && url !== null && model !== null) {
        return await askModel(
          { outgoing, knowledge },
          { url, model, instructions, secret },
          prompted,
        )
      }
      const drafts = await askKnowledge({ knowledge, past: this.#past }, prompted)
      return { kind: 'said', drafts }
    } catch (error) {
      if (error instanceof SearchTooBroad) return failed('tooBroad')
      if (error instanceof StoreUnavailable) return failed('unreachable')
      this.#log.error({ error, prompterId }, 'a prompter failed')
      return failed('fault')
    }
  }

  #restsUntil(key: string): number | null {
    const restsFor = this.#breaker.restsFor(key)
    return restsFor === 0 ? null : Math.round(this.#clock.now() + restsFor)
  }
}

/** As whom a prompter is asked. */
function askerOf(
  { accountId, settings }: Account,
  viewer: Viewer,
): Pick<Prompted, 'accountId' | 'reader' | 'mayReadPast'> {
  return {
    accountId,
    reader: readerOf(viewer),
    mayReadPast: (chat) => mayReadPast(chat, viewer, settings.values),
  }
}

/** Whether somebody is given less now than before. */
function hasLess(before: ArticleReader, now: ArticleReader): boolean {
  const { groupIds } = now
  if (groupIds === null) return false
  return before.groupIds?.some((groupId) => !groupIds.includes(groupId)) ?? true
}

/** What a prompter is told of a chat and question; null where nobody asked anything. */
function promptedBy(
  { messageId, question }: SuggestionsBody,
  chat: AskedChat | null,
  who: Pick<Prompted, 'accountId' | 'reader' | 'mayReadPast'>,
): Prompted | null {
  const said = (chat?.messages ?? []).filter(isSaid)
  if (question !== undefined) return { ...who, question, isAsked: true, before: said.map(toBefore) }
  const fromCustomer = said.filter(({ author }) => author.startsWith('customer:'))
  const asked =
    messageId === undefined
      ? fromCustomer.at(-1)
      : fromCustomer.find((message) => message.messageId === messageId)
  if (asked === undefined) return null
  const before = said.filter(({ seq }) => seq < asked.seq)
  return { ...who, question: asked.text, isAsked: false, before: before.map(toBefore) }
}

type SaidMessage = MessageView & { text: string }

function isSaid(message: MessageView): message is SaidMessage {
  return message.kind === 'text' && message.text !== null && message.text.trim() !== ''
}

function toBefore({ author, text, at }: SaidMessage): Prompted['before'][number] {
  const [who] = author.split(':')
  const from = who === 'customer' ? 'customer' : who === 'bot' ? 'bot' : 'agent'
  return { from, text, at }
}

/** With where it is: one that moved is another one. */
function keyOf(accountId: string, { prompterId, url }: PrompterRow): string {
  return `${accountId} ${prompterId} ${url ?? ''}`
}

function byName(a: PrompterRow, b: PrompterRow): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.prompterId < b.prompterId ? -1 : 1
}
