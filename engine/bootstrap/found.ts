import { shardOf } from '#storage/shard'
import { foundAccount } from '../commands/staff-account.ts'
import type { NewAccount } from '../commands/staff-account.ts'
import type { Host } from '../host/host.ts'

/**
 * Founds an account as the first turn of its life.
 * @throws Error where the host does not own the account's shard, or the account exists.
 */
export async function found(host: Host, accountId: string, account: NewAccount): Promise<void> {
  host.found(accountId, shardOf(accountId))
  const answer = await host.run({
    accountId,
    by: 'system',
    command: null,
    lane: 'account',
    decide: (turn) => foundAccount(turn, account),
  })
  if (answer.kind === 'refused') {
    throw new Error(`The account was not founded (${answer.refusal.code}): ${answer.refusal.says}`)
  }
}
