import type { DeskSnapshot } from '#protocol/staff-frames'
import { accessTo } from '../authorise.ts'
import { agentView, dueAtOf, handoverOf, previewOf } from '../host/changes.ts'
import { headOf } from './desk-showing.ts'
import type { FindViewer } from './desk-showing.ts'
import { refusedScreen } from './shown.ts'
import type { Shown } from './shown.ts'
import { toChatView } from './staff-views.ts'

/** Which chats of a desk are asked for: those after one of them, in the order of their ids. */
export interface DeskPlace {
  afterChatId: string | null
  limit: number
}

/** `next`: the last chat of this page where there are more. */
export type DeskPage = DeskSnapshot & { next: string | null }

/**
 * One page of a desk as it is now, for who asks by REST. Ids grow as chats are opened, so pages leave
 * nothing out that was there all the time, and repeat nothing.
 */
export async function deskPage(
  find: FindViewer,
  { afterChatId, limit }: DeskPlace,
  sendsMail: boolean,
): Promise<Shown<DeskPage>> {
  const who = await find()
  if (who === null) return refusedScreen('notReady')
  const { account, viewer } = who
  const me = agentView(account, viewer.personId)
  if (me === null) return refusedScreen('unauthorized')
  const { seq } = account
  const settings = account.settings.values
  const rows = [...account.chats.values()]
    .filter(({ open, chatId }) => open && (afterChatId === null || chatId > afterChatId))
    .flatMap((row) => {
      const access = accessTo(row, viewer, settings)
      return access === 'none' ? [] : { row, access }
    })
    .sort((a, b) => (a.row.chatId < b.row.chatId ? -1 : 1))
  const chats = rows.slice(0, limit).map(({ row, access }) =>
    toChatView(row, access, {
      dueAt: dueAtOf(account, row),
      preview: previewOf(account, row),
      customerName: account.customerNames.get(row.customerId) ?? null,
      handover: handoverOf(account, row),
    }),
  )
  const next = rows.length > limit ? (chats.at(-1)?.chatId ?? null) : null
  const value = { ...headOf(account, viewer, me, chats, sendsMail), next }
  if ((await account.gate()) === 'lost') return refusedScreen('transient')
  return { kind: 'shown', seq, value }
}
