import { createHmac } from 'node:crypto'
import type { Db } from '#storage/database'
import { takeAllowance } from '#storage/mail-allowances'
import { writing } from '#storage/outcome'
import type { Clock } from '../ports.ts'
import type { Allow } from './customer-mails.ts'

const DAY_MS = 86_400_000

/**
 * Counts mails to an address over a day, in the database: for all processes, and across restarts.
 * What stands there is a keyed hash (HMAC-SHA-256) of address, or account, and kind of mail.
 */
export function keyedAllowances(db: Db, secret: Uint8Array, clock: Pick<Clock, 'now'>): Allow {
  return (address, effect, kind, most) => {
    const whole = JSON.stringify([kind, address.toLowerCase()])
    const addressHash = createHmac('sha256', secret).update(whole).digest('base64url')
    const now = clock.now()
    return writing(() => takeAllowance(db, { addressHash, effect, most, since: now - DAY_MS, now }))
  }
}
