import type { ChannelRow } from '#storage/rows'
import { channelSettings } from '../http/channel-settings.ts'

/**
 * The page on which a channel's customers go on, with the link behind the `#`, where no server, log
 * or referrer gets to see it: the first page that the channel lists, else the demonstration of this
 * server, which is the only other page that its widget may stand on.
 */
export function returnAddress(channel: ChannelRow, publicUrl: string, link: string): string {
  const [listed] = channelSettings(channel.settings).allowedOrigins
  const page = listed === undefined ? new URL('/demo', publicUrl) : new URL(listed)
  if (listed === undefined) page.searchParams.set('channel', channel.channelId)
  page.hash = `parley=${channel.channelId}.${link}`
  return page.href
}
