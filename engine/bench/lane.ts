import type { CustomerCommand } from '#protocol/customer-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import { systemIds } from '../operation/system-ports.ts'
import type { CustomerIdentity } from '../realtime/connection.ts'

/** A command of either side of a chat, as a client would send it. */
export type Saying =
  | { from: 'customer'; who: CustomerIdentity; id: string; command: CustomerCommand }
  | {
      from: 'agent'
      who: { accountId: string; personId: string }
      id: string
      command: StaffCommand
    }

/** From a word to a paragraph, as people write in chats. */
const TEXTS = [
  'Hello, I ordered two lamps last week and only one of them has arrived so far.',
  'I am sorry to hear that. May I have the number of your order, please?',
  'It is 20417-A, the parcel came on Tuesday.',
  'Thank you, one moment, I am looking it up.',
  'ok',
  'The second lamp left our warehouse a day later, in a parcel of its own. The carrier says that it ' +
    'is out for delivery today between two and six. Would you like me to send you the tracking link?',
  'Yes please! And can I still change the colour of the third one, or is it too late for that?',
  'That is still possible: it has not been packed yet. Which colour would you like instead?',
]

/** One open chat in an agent's hands, in which customer and agent write by turns. */
export class Lane {
  readonly accountId: string
  readonly channelId: string
  readonly customerId: string
  readonly agentId: string
  readonly chatId: string
  #said = 0

  constructor(options: {
    accountId: string
    channelId: string
    customerId: string
    agentId: string
    chatId: string
  }) {
    this.accountId = options.accountId
    this.channelId = options.channelId
    this.customerId = options.customerId
    this.agentId = options.agentId
    this.chatId = options.chatId
  }

  /** The next message, with a command id of its own. */
  next(): Saying {
    const { accountId, channelId, customerId, agentId, chatId } = this
    const text = TEXTS[this.#said % TEXTS.length] ?? ''
    const id = systemIds.next()
    this.#said += 1
    return this.#said % 2 === 1
      ? {
          from: 'customer',
          who: { accountId, channelId, customerId },
          id,
          command: { type: 'sendMessage', text },
        }
      : {
          from: 'agent',
          who: { accountId, personId: agentId },
          id,
          command: { type: 'sendMessage', chatId, text },
        }
  }
}
