import { MAX_BOTS } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { BotRow } from '#storage/rows'
import { keepsBots } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

/** Refuses groups that are not there with `notFound`, and a webhook without a secret with `invalid`. */
export function saveBot(turn: Turn, viewer: Viewer, command: Of<'saveBot'>): Result {
  if (!keepsBots(viewer)) refuse('forbidden')
  const { botId: changed, name, serves, groups } = command
  const before = changed === null ? null : botFor(turn, changed)
  if (before === null && turn.account.bots.size >= MAX_BOTS) refuse('tooMany')
  const isWebhook = serves.kind === 'webhook'
  // A secret is of one place: whoever names another one says it anew.
  const kept = isWebhook && before?.url === serves.url ? before.secret : null
  const secret = isWebhook ? (serves.secret ?? kept) : null
  if (isWebhook && secret === null) refuse('invalid', { field: 'serves.secret' })
  const botId = changed ?? turn.newId()
  turn.rare.bots.set(botId, {
    botId,
    kind: serves.kind,
    name,
    url: isWebhook ? serves.url : null,
    secret,
    threshold: isWebhook ? null : serves.threshold,
    groups: groups.map(({ number, groupId }) => ({
      number,
      groupId: turn.livingGroup(groupId).groupId,
    })),
    deleted: false,
  })
  turn.recordForAccount('botSaved', { botId })
  return { botId }
}

/** Its settings and its secret are gone with it, and no channel names it any more. */
export function deleteBot(turn: Turn, viewer: Viewer, command: Of<'deleteBot'>): Result {
  if (!keepsBots(viewer)) refuse('forbidden')
  const { botId, kind } = botFor(turn, command.botId)
  const nothing = { name: '', url: null, secret: null, threshold: null, groups: [] }
  turn.rare.bots.set(botId, { botId, kind, ...nothing, deleted: true })
  turn.recordForAccount('botDeleted', { botId })
  for (const channel of turn.account.channels.values()) {
    if (channel.botId !== botId) continue
    turn.rare.channels.set(channel.channelId, { ...channel, botId: null })
    turn.recordForAccount('channelSaved', { channelId: channel.channelId })
  }
  return {}
}

function botFor(turn: Turn, botId: string): BotRow {
  const bot = turn.bot(botId)
  if (bot === null) refuse('notFound', { botId })
  return bot
}
