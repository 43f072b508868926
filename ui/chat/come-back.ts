import type { Answer } from '../client/answer.ts'
import { askOf, part, type Fetch } from '../client/ask.ts'
import { ChannelMemory } from '../client/customer-memory.ts'

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * Exchanges the link of a mail for its customer's chat, for this tab. Whoever is that customer here
 * already goes on as before; so does everybody where the link is over. Resolves with whether it led
 * back.
 */
export async function comeBack(
  { server, channelId, link }: { server: string; channelId: string; link: string },
  own: Keeper = localStorage,
  ofTab: Keeper = sessionStorage,
  fetch?: Fetch,
): Promise<boolean> {
  const { token } = new ChannelMemory(channelId, own).get()
  const body = { link, ...(token === null ? {} : { token }) }
  const answer: Answer<{ token: string; until: number | null }> = await askOf(server, fetch)(
    'POST',
    `/channels/${part(channelId)}/returns`,
    body,
  )
  if (!answer.ok) return false
  const visit = new ChannelMemory(channelId, ofTab)
  visit.forget()
  if (answer.value.until !== null) visit.set({ token: answer.value.token })
  return true
}
