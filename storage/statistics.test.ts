import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { stayCondition } from './statistics.ts'
import type { StayFigure } from './statistics.ts'

const tests = DatabaseForTests.forThisFile()

const STAYS = 20_000

/** Figures of which there may be few, with their indexes. */
const RARE: [StayFigure['figure'], string][] = [
  ['unanswered', 'stays_unanswered'],
  ['botResolved', 'stays_bot_resolved'],
  ['handedOver', 'stays_handed_over'],
  ['abandoned', 'stays_abandoned'],
  ['blocked', 'stays_blocked'],
  ['leftMessage', 'stays_left_message'],
  ['cameAgain', 'stays_came_again'],
  ['forwards', 'stays_forwards'],
  ['forwardsIn', 'stays_forwards_in'],
  ['overflows', 'stays_overflows'],
  ['declined', 'stays_declined'],
  ['missed', 'stays_missed'],
  ['returned', 'stays_returned'],
]

describe('chats behind a figure', () => {
  beforeAll(async () => {
    // Each of them is of the first few alone.
    await sql`
      insert into stays (account_id, kind, id, came_at, chat_id, channel_id, seq, chats, answered,
        handed_over, abandoned, blocked, left_message, last, forwards, duration_ms, waited_ms,
        handling_ms, replies_ms, came_again, forwards_in, overflows, declined, missed, returned)
      select 'acme', 'account', '', n, 'c' || n, 'web', n, (n > 2)::integer, (n > 9)::integer, n < 9,
        n < 9, n < 9, n < 9, true, (n < 9)::integer, 1, 1, 1, '[]', n < 9, (n < 9)::integer,
        (n < 9)::integer, (n < 9)::integer, (n < 9)::integer, (n < 9)::integer
      from generate_series(1, ${sql.lit(STAYS)}) n`.execute(tests.db)
    await sql`analyze stays`.execute(tests.db)
  })

  it.each(RARE)(
    '[SS6] that are %s, and few, have an index of their own: %s',
    async (name, index) => {
      const which = { figure: name, ms: 0 } as StayFigure
      const plan = await sql`
      explain select s.chat_id from stays s
      where s.account_id = 'acme' and s.kind = 'account' and s.id = ''
        and s.came_at >= 0 and s.came_at < ${STAYS} and ${stayCondition(which)}
      order by s.came_at desc, s.chat_id desc limit 50`.execute(tests.db)
      expect(JSON.stringify(plan.rows)).toContain(`using ${index} `)
    },
  )
})
