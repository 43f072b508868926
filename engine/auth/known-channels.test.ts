import { expect, test } from 'vitest'
import type { ChannelRow } from '#storage/rows'
import { channel } from '../testing/small-account.ts'
import { KnownChannels } from './known-channels.ts'

test('[AU15] the store is asked once which account a channel is of, memory for the rest', async () => {
  const asked: string[] = []
  const stored = channel('web')
  let inMemory: ChannelRow | null = { ...stored, name: 'Renamed' }
  const channels = new KnownChannels(
    {
      channel: async (channelId) => {
        asked.push(channelId)
        return channelId === 'web' ? { accountId: 'acme', channel: stored } : null
      },
    },
    (accountId, channelId) => (accountId === 'acme' && channelId === 'web' ? inMemory : null),
  )
  expect(await channels.channel('web')).toEqual({ accountId: 'acme', channel: stored })
  expect(await channels.channel('web')).toEqual({ accountId: 'acme', channel: inMemory })
  expect(asked).toEqual(['web'])

  inMemory = null
  expect(await channels.channel('web')).toEqual({ accountId: 'acme', channel: stored })
  expect(await channels.channel('none')).toBeNull()
  expect(await channels.channel('none')).toBeNull()
  expect(asked).toEqual(['web', 'web', 'none', 'none'])
})
