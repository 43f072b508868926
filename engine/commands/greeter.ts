import type { Json } from '#storage/json'
import type { Turn } from '../host/turn.ts'
import { GREETER } from '../texts.ts'

/** By which channels name it; it is no bot of any account. */
export const GREETER_ID = 'greeter'

/**
 * The built-in bot: it greets and offers a person; whoever writes on instead of pressing the button
 * is handed over. An answer to a message that is not the latest is refused by the statechart.
 */
export function greet(turn: Turn, chatId: string, answers: string | null): Record<string, Json> {
  turn.prepare([chatId])
  const chat = turn.chat(chatId)
  if (!chat.state.startsWith('bot.')) return {}
  if (turn.chatContext(chatId).botAnswered) {
    turn.stepChat(chatId, { type: 'botHandedOver', answers })
    return {}
  }
  const messageId = turn.newId()
  turn.stepChat(chatId, { type: 'botWrote', messageId, answers }, () => {
    turn.writeMessage({
      chatId,
      messageId,
      author: `bot:${chat.botId ?? ''}`,
      kind: 'text',
      text: GREETER.greeting,
      data: { buttons: ['talkToPerson'] },
    })
  })
  return { messageId }
}
