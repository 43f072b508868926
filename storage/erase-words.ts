import type { Connection } from './connection.ts'
import type { RareRows } from './store.ts'

/*
 * Takes words away that were said up to a sequence, in the transaction of a batch. Rows, numbers and
 * the codes of notices stay; bytes of files are taken by the next sweep, and then their rows.
 */

/** Erases what a batch says: what it wrote before counts too. */
export async function eraseWords(
  connection: Connection,
  accountId: string,
  { erasures, erasedChats }: Pick<RareRows, 'erasures' | 'erasedChats'>,
): Promise<void> {
  if (erasures.length + erasedChats.length === 0) return
  for (const { customerId, upToSeq, at } of erasures) {
    for (const statement of OF_CUSTOMER.words) {
      await connection.query(statement, [accountId, customerId, upToSeq])
    }
    for (const statement of OF_CUSTOMER.rows) {
      await connection.query(statement, [accountId, customerId])
    }
    await connection.query(WORDS_OF_BLOCKS, [accountId, customerId, at])
    await connection.query(MARK_CHATS, [accountId, customerId, upToSeq, at])
  }
  for (const { chatId, upToSeq, at } of erasedChats) {
    for (const statement of OF_CHAT.words) {
      await connection.query(statement, [accountId, chatId, upToSeq])
    }
    for (const statement of OF_CHAT.rows) await connection.query(statement, [accountId, chatId])
    await connection.query(MARK_CHAT, [accountId, chatId, at])
  }
  const all = [...erasures, ...erasedChats]
  await connection.query(NOTE, [accountId, Math.max(...all.map(({ upToSeq }) => upToSeq))])
  await connection.query(WANT_CLEANING, [Math.max(...all.map(({ at }) => at))])
}

/** Of everything of the customer `$2` of the account `$1`, up to the sequence `$3`. */
const OF_CUSTOMER = statementsOf({
  chats: '(select h.chat_id from chats h where h.account_id = $1 and h.customer_id = $2)',
  messages: 'm.customer_id = $2',
  files: 'f.customer_id = $2',
})

/** Likewise of the chat `$2`; messages are found in the stream of its customer. */
const OF_CHAT = statementsOf({
  chats: '($2)',
  messages: `m.chat_id = $2 and m.customer_id = (
    select h.customer_id from chats h where h.account_id = $1 and h.chat_id = $2)`,
  files: 'f.chat_id = $2',
})

function statementsOf({ chats, messages, files }: Record<'chats' | 'messages' | 'files', string>) {
  return {
    words: [
      `update messages m
      set text = null, data = case when m.kind = 'text' then null else m.data end
      where m.account_id = $1 and ${messages} and m.seq <= $3
        and (m.text is not null or (m.kind = 'text' and m.data is not null))`,
      `update comments c
      set text = null, data = case when c.kind = 'comment' then null else c.data end
      where c.account_id = $1 and c.chat_id in ${chats} and c.seq <= $3
        and (c.text is not null or (c.kind = 'comment' and c.data is not null))`,
      `update handovers v set subject = null, attributes = '[]'
      where v.account_id = $1 and v.chat_id in ${chats} and v.seq <= $3`,
    ],
    rows: [
      `update files f
      set state = 'dropped', message_id = null, comment_id = null, audience = null, name = '',
        expires_at = 0
      where f.account_id = $1 and ${files}`,
      `delete from past_answers p where p.account_id = $1 and p.chat_id in ${chats}`,
      `delete from mentions n where n.account_id = $1 and n.chat_id in ${chats}`,
      // Why a mail did not go out may name its address.
      `update outbox o set error = null
      where o.account_id = $1 and o.chat_id in ${chats} and o.error is not null`,
      // What others answered may say what they were told.
      `update webhook_deliveries d
      set tries = (
        select jsonb_agg(t || '{"answer": null}' order by place)
        from jsonb_array_elements(d.tries) with ordinality as of_them (t, place)
      )
      where d.account_id = $1 and d.chat_id in ${chats} and d.tries <> '[]'`,
    ],
  }
}

const WORDS_OF_BLOCKS = `
  update blocks set reason = '', message = ''
  where account_id = $1 and customer_id = $2 and at <= $3`

/** Not those that began after it. */
const MARK_CHATS = `
  update chats h set erased_at = $4
  where h.account_id = $1 and h.customer_id = $2 and not h.open and h.erased_at is null
    and not exists (
      select from journal j
      where j.account_id = $1 and j.actor = 'chat:' || h.chat_id and j.actor_seq = 1 and j.seq > $3
    )`

const MARK_CHAT = `
  update chats set erased_at = $3
  where account_id = $1 and chat_id = $2 and erased_at is null`

const NOTE = `update accounts set erased_seq = greatest(erased_seq, $2) where account_id = $1`

const WANT_CLEANING = `
  insert into cleanings (what, erased_at) values ('tables', $1), ('indices', $1)
  on conflict (what) do update
  set erased_at = greatest(cleanings.erased_at, excluded.erased_at)`
