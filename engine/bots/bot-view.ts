import type { BotView } from '#protocol/bots'
import type { BotRow, ChannelRow } from '#storage/rows'
import { groupsOf } from './say-answer.ts'

/**
 * A bot as administrators see it: its secret is nobody's to see.
 *
 * @param restsUntil until when it is left alone because it failed
 */
export function toBotView(
  bot: BotRow,
  channels: readonly ChannelRow[],
  restsUntil: number | null,
): BotView {
  const { botId, name, kind, url, threshold } = bot
  return {
    botId,
    name,
    serves: kind === 'webhook' ? { kind, url: url ?? '' } : { kind, threshold: threshold ?? 100 },
    groups: groupsOf(bot),
    channelIds: channels.flatMap((channel) => (channel.botId === botId ? channel.channelId : [])),
    restsUntil,
  }
}
