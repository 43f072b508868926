import type { Bots } from '#protocol/bots'
import type { BotTrial, BotTrialBody } from '#protocol/trials'
import type { BotRow } from '#storage/rows'
import { keepsBots } from '../authorise.ts'
import type { Account } from '../host/account.ts'
import type { Breaker } from '../outgoing/breaker.ts'
import type { Outgoing } from '../outgoing/outgoing.ts'
import type { Clock, Ids } from '../ports.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { textsIn } from '../texts.ts'
import type { BotAnswer } from './bot-answer.ts'
import { toBotView } from './bot-view.ts'
import { breakerKey, isStaffed } from './bots.ts'
import type { FindFits } from './bots.ts'
import { answerFromArticles } from './knowledge-bot.ts'
import { groupNamed } from './say-answer.ts'
import { askWebhook } from './webhook-bot.ts'
import type { Told } from './webhook-bot.ts'

/** What a webhook is told instead of ids, where nobody but an administrator asks. */
const NOBODY = 'trial'

interface BotScreensParts {
  staff: Pick<StaffScreens, 'viewer'>
  find: FindFits
  outgoing: Pick<Outgoing, 'post'>
  breaker: Breaker
  clock: Pick<Clock, 'now' | 'monotonic'>
  ids: Ids
}

/** What administrators see of bots, and what one answers when it is tried out. Nothing is written. */
export class BotScreens {
  readonly #parts: BotScreensParts

  constructor(parts: BotScreensParts) {
    this.#parts = parts
  }

  /** The account's bots by name, without their secrets. Refuses who does not administer it. */
  async list(accountId: string, personId: string): Promise<Shown<Bots>> {
    const who = await this.#parts.staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!keepsBots(viewer)) return refusedScreen('forbidden')
    const { seq } = account
    const channels = [...account.channels.values()]
    const bots = [...account.bots.values()].map((bot) =>
      toBotView(bot, channels, this.#restsUntil(accountId, bot)),
    )
    bots.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    return { kind: 'shown', seq, value: { bots } }
  }

  /**
   * What a bot would say to these words of a customer of a group, and how long it takes. One that
   * rests is asked too, and rests no more where it answers.
   */
  async try(
    accountId: string,
    personId: string,
    botId: string,
    asked: BotTrialBody,
  ): Promise<Shown<BotTrial>> {
    const { staff, clock, breaker } = this.#parts
    const who = await staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!keepsBots(viewer)) return refusedScreen('forbidden')
    const bot = account.bots.get(botId)
    if (bot === undefined || !account.groups.has(asked.groupId)) return refusedScreen('notFound')
    const since = clock.monotonic()
    const told = await this.#ask(account, bot, asked)
    const tookMs = Math.round(clock.monotonic() - since)
    if (told.kind === 'answer') breaker.succeeded(breakerKey(accountId, bot))
    const now = await staff.viewer(accountId, personId)
    if (now === null || !keepsBots(now.viewer)) return refusedScreen('forbidden')
    const value =
      told.kind === 'answer'
        ? { tookMs, problem: null, ...toTrial(account, bot, told.answer) }
        : { tookMs, problem: told.problem, messages: [], handover: null }
    return { kind: 'shown', seq: account.seq, value }
  }

  async #ask(account: Account, bot: BotRow, asked: BotTrialBody): Promise<Told> {
    const { accountId } = account
    const { text, groupId, language } = asked
    const { find, clock, outgoing, ids } = this.#parts
    const { botId, kind, name, url, secret, threshold } = bot
    const staffed = isStaffed(account, groupId, clock.now())
    if (kind === 'knowledge') {
      const answer = answerFromArticles({
        question: text,
        fits: await find(accountId, text, groupId),
        threshold: threshold ?? 100,
        misses: 0,
        staffed,
        texts: textsIn([language ?? '']).bot,
      })
      return { kind: 'answer', answer }
    }
    if (url === null || secret === null) {
      return { kind: 'unreachable', problem: { code: 'incomplete', status: null } }
    }
    return askWebhook(
      outgoing,
      { url, secret },
      {
        protocol: 1,
        event: 'message',
        effectId: `${NOBODY}:${ids.next()}`,
        bot: { id: botId, name },
        chat: { id: NOBODY, channelId: NOBODY, groupId },
        customer: { id: NOBODY, name: null, language },
        message: { id: ids.next(), text, at: clock.now() },
        blocked: false,
        staffed,
      },
      () => clock.now(),
    )
  }

  #restsUntil(accountId: string, bot: BotRow): number | null {
    const { breaker, clock } = this.#parts
    const restsFor = breaker.restsFor(breakerKey(accountId, bot))
    return restsFor === 0 ? null : Math.round(clock.now() + restsFor)
  }
}

function toTrial(
  account: Account,
  bot: BotRow,
  { messages, handover }: BotAnswer,
): Pick<BotTrial, 'messages' | 'handover'> {
  return {
    messages: messages.map(({ text, buttons }) => ({ text, buttons: [...buttons] })),
    handover:
      handover === null
        ? null
        : {
            groupId: groupNamed(account, bot, handover.group),
            subject: handover.subject,
            attributes: { ...handover.attributes },
            note: handover.note,
          },
  }
}
