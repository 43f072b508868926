import type { ChannelView } from '#protocol/rest'
import type { Answer } from './answer.ts'
import { askOf, filesRestOf, part, type Fetch, type FilesRest } from './ask.ts'

/** What a customer's page asks by REST. */
export interface ChannelRest extends FilesRest {
  channel(channelId: string): Promise<Answer<ChannelView>>
  newCustomer(channelId: string): Promise<Answer<{ token: string }>>
}

/** Asks the server of `base`, of channels alone: the widget carries no more than that. */
export function channelRestOf(base: string, fetch?: Fetch): ChannelRest {
  const ask = askOf(base, fetch)
  return {
    ...filesRestOf(base, ask),
    channel: (channelId) => ask('GET', `/channels/${part(channelId)}`),
    newCustomer: (channelId) => ask('POST', `/channels/${part(channelId)}/customers`, {}),
  }
}
