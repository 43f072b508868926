import { z } from 'zod'
import { chatView } from '#protocol/staff-views'
import { conversationSnapshot } from '#protocol/staff-frames'
import type { RestClient } from '../client/rest-client.ts'
import type { Cast } from './cast.ts'
import type { DatabaseRecord, Meant } from './observations.ts'

const archive = z.object({ chats: z.array(chatView) })
const conversation = conversationSnapshot.extend({ seq: z.int() })

/**
 * Reads what a running product says that it holds, as its administrators: for a server whose
 * database is out of reach. Others' personal comments and the journal are not in it.
 */
export async function readOverRest(
  rest: RestClient,
  cast: Cast,
  meant: readonly Meant[],
): Promise<DatabaseRecord> {
  const record: DatabaseRecord = {
    chats: [],
    messages: [],
    comments: [],
    withPersonalComments: false,
    hands: null,
    moves: [],
  }
  for (const { accountId, administrator } of cast.accounts) {
    const { token } = await rest.signIn(administrator.email, administrator.password)
    // Proves that the archive answers; chats are read by id.
    await rest.get(`/accounts/${accountId}/chats?state=closed&limit=1`, token, archive)
    for (const { chatId } of meant.filter((one) => one.accountId === accountId)) {
      if (chatId === null) continue
      const path = `/accounts/${accountId}/chats/${chatId}`
      const { chat, messages, comments } = await rest.get(path, token, conversation)
      const { state, groupId, customerId, tagIds, rating, firstWaitingAt } = chat
      const row = { accountId, chatId, state, groupId, customerId, tagIds, rating, firstWaitingAt }
      record.chats.push(row)
      for (const { messageId, seq, author, kind, text, data, commandId, files } of messages) {
        const code = data?.code
        const says = kind === 'text' ? (text ?? '') : typeof code === 'string' ? code : ''
        const fileIds = files.map(({ fileId }) => fileId)
        const place = { accountId, chatId, messageId, seq }
        record.messages.push({ ...place, author, kind, says, commandId, fileIds })
      }
      for (const { commentId, seq, author, visibleTo, kind, text, files } of comments) {
        if (kind !== 'comment') continue
        record.comments.push({
          accountId,
          chatId,
          commentId,
          seq,
          author,
          visibleTo,
          text: text ?? '',
          fileIds: files.map(({ fileId }) => fileId),
        })
      }
    }
  }
  return record
}
