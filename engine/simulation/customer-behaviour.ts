import type { CustomerCommand } from '#protocol/customer-commands'
import type { CustomerChatView } from '#protocol/customer-frames'
import { textFor } from './frame-rules.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What a customer decides by. */
export interface CustomerSituation {
  random: SeededRandom
  accountId: string
  chat: CustomerChatView | null
  newest: number
  /** Uploads to send with it. */
  fileIds: string[]
  count: number
}

/** What a customer does next: mostly they write. */
export function nextCustomerCommand(s: CustomerSituation): CustomerCommand {
  const { random, chat } = s
  const state = chat?.state ?? 'none'
  const words = textFor(s.accountId, 'all', `question ${s.count}`)
  const said =
    s.fileIds.length === 0
      ? { text: words }
      : { text: random.chance(0.3) ? '' : words, fileIds: s.fileIds }
  return random.weighted<CustomerCommand>([
    [12, { type: 'sendMessage', ...said }],
    [state === 'bot' ? 6 : 0.5, { type: 'talkToPerson' }],
    [state === 'talking' || state === 'waiting' ? 1 : 0.2, { type: 'talkToBot' }],
    [state === 'waiting' ? 2 : 0.5, { type: 'leaveMessage', email: 'somebody@example.org' }],
    [2, { type: 'introduce', email: `somebody${s.count % 7}@example.org` }],
    [
      0.7,
      {
        type: 'sendTranscript',
        ...(random.chance(0.5) ? { email: 'somebody@example.org' } : {}),
      },
    ],
    [1, { type: 'introduce', name: textFor(s.accountId, 'staff', `name ${s.count}`) }],
    [state === 'talking' ? 1.5 : 0.8, { type: 'endChat' }],
    [
      state === 'ended' ? 6 : 0.3,
      {
        type: 'rateChat',
        score: random.between(1, 5),
        ...(random.chance(0.5)
          ? { words: textFor(s.accountId, 'staff', `rating ${s.count}`) }
          : {}),
      },
    ],
    [2, { type: 'markRead', n: random.chance(0.8) ? s.newest : random.between(0, 50) }],
    [1, { type: 'markDelivered', n: random.chance(0.8) ? s.newest : random.between(0, 50) }],
  ])
}
