import { webhookEvent } from '#protocol/webhooks'
import type { WebhookEvent } from '#protocol/webhooks'
import type { Json } from '#storage/json'
import type { Feed } from '#storage/feed'
import type { CustomerDetailsRow } from '#storage/rows'
import type { Store } from '#storage/store'
import type { PendingWebhookDelivery } from '#storage/webhook-rows'
import { filesIn } from '../files/file-facts.ts'
import type { Account } from '../host/account.ts'

/** Where the words of an event are, in rows that erasing reaches. */
export interface EventRows {
  store: Pick<Store, 'loadCustomers'>
  feed: Pick<Feed, 'conversation' | 'customerStream'>
}

type Names = Pick<Account, 'members' | 'bots' | 'groups'>

/**
 * What a webhook is told, put together at the moment at which it is sent. What was erased by then is
 * null. Rejects as the store does.
 */
export async function eventOf(
  account: Names,
  delivery: PendingWebhookDelivery,
  rows: EventRows,
): Promise<WebhookEvent> {
  const { accountId, eventId, kind, at, seq, chatId } = delivery
  const { customerId, channelId, groupId, by, ...data } = fieldsOf(delivery.data)
  const told = { protocol: 1, id: eventId, kind, at, sequence: seq, accountId }
  if (chatId === null || typeof customerId !== 'string') {
    return webhookEvent.parse({ ...told, by: whoIs(by, account, null) })
  }
  const [known] = await rows.store.loadCustomers(accountId, [customerId])
  const details = known?.details ?? null
  return webhookEvent.parse({
    ...told,
    chat: { id: chatId, channelId, groupId },
    customer: {
      id: customerId,
      name: nameIn(details),
      language: details?.language ?? null,
    },
    by: whoIs(by, account, details),
    ...(await factsOf(account, { ...delivery, chatId, customerId, data }, rows)),
  })
}

interface Fact extends PendingWebhookDelivery {
  chatId: string
  customerId: string
  data: Record<string, Json>
}

/** What an event of this kind says besides. */
async function factsOf(account: Names, fact: Fact, rows: EventRows): Promise<object> {
  const { kind, data } = fact
  switch (kind) {
    case 'chatAssigned':
      return { agent: agentIn(data, account) }
    case 'chatForwarded':
      return { to: targetIn(data, account) }
    case 'chatClosed': {
      const { agentId: _agentId, ...facts } = data
      return { ...facts, agent: agentIn(data, account) }
    }
    case 'chatRated':
      return { score: data.score, words: await ratingWords(fact, rows) }
    case 'messageSaid':
      return { message: await messageIn(fact, rows) }
    default:
      return data
  }
}

async function messageIn({ accountId, customerId, data }: Fact, { feed }: EventRows) {
  const { messageId, customerSeq } = data
  const [row] = await feed.customerStream(accountId, customerId, Number(customerSeq) - 1, 1)
  const found = row?.messageId === messageId ? row : null
  return { id: messageId, text: found?.text ?? null, files: filesIn(found?.data ?? null) }
}

async function ratingWords(
  { accountId, chatId, seq, data }: Fact,
  { feed }: EventRows,
): Promise<string | null> {
  const { comments } = await feed.conversation(accountId, chatId, seq + 1, 1)
  return comments.find(({ commentId }) => commentId === data.commentId)?.text ?? null
}

function agentIn({ agentId = null }: Record<string, Json>, { members }: Names) {
  if (typeof agentId !== 'string') return null
  return { id: agentId, name: members.get(agentId)?.name ?? null }
}

function targetIn({ to = null }: Record<string, Json>, names: Names) {
  const { kind, id } = fieldsOf(to)
  const key = typeof id === 'string' ? id : ''
  const named = {
    group: names.groups.get(key)?.name,
    agent: names.members.get(key)?.name,
    bot: names.bots.get(key)?.name,
  }
  const name = kind === 'group' || kind === 'agent' || kind === 'bot' ? named[kind] : null
  return { kind, id, name: name ?? null }
}

/** `agent:<id>`, `bot:<id>`, `customer:<id>`; timers and rules are nobody. */
function whoIs(
  by: Json | undefined,
  { members, bots }: Names,
  customer: CustomerDetailsRow | null,
): WebhookEvent['by'] {
  const [kind, ...rest] = (typeof by === 'string' ? by : '').split(':')
  const id = rest.join(':')
  switch (kind) {
    case 'agent':
      return { kind, id, name: members.get(id)?.name ?? null }
    case 'bot':
      return { kind, id, name: bots.get(id)?.name ?? null }
    case 'customer':
      return { kind, id, name: nameIn(customer) }
    default:
      return { kind: 'system', id: null, name: null }
  }
}

/** As lists call the customer. */
function nameIn(details: CustomerDetailsRow | null): string | null {
  return details?.called ?? details?.name ?? null
}

function fieldsOf(data: Json): Record<string, Json> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
}
