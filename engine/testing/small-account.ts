import type { ChannelRow, GroupRow, MemberRow } from '#storage/rows'
import { shardOf } from '#storage/shard'
import type { NewAccount } from '../commands/staff-account.ts'
import { foundAccount } from '../commands/staff-account.ts'
import type { Host } from '../host/host.ts'
import type { Settings } from '../host/settings.ts'

export const ACCOUNT = 'acme'

export function group(groupId: string, more: Partial<GroupRow> = {}): GroupRow {
  return {
    groupId,
    name: groupId,
    publicName: `The ${groupId} team`,
    overflowGroupId: null,
    defaultAgentId: null,
    roundRobinAfter: null,
    number: null,
    hours: null,
    successorId: null,
    ...more,
  }
}

export function member(
  personId: string,
  groupIds: string[],
  more: Partial<MemberRow> = {},
): MemberRow {
  return {
    personId,
    role: 'agent',
    name: personId,
    publicName: personId,
    groupIds,
    chatLimit: null,
    active: true,
    picture: null,
    ...more,
  }
}

export function channel(channelId: string, more: Partial<ChannelRow> = {}): ChannelRow {
  return {
    channelId,
    kind: 'widget',
    name: channelId,
    groupId: 'support',
    botId: null,
    settings: {},
    ...more,
  }
}

/**
 * Two groups (support, sales), the agents ann and bob in both, cleo in sales, the supervisor sue of
 * support and the administrator ada; the channel `web` without a bot and `bot` with the greeter.
 */
export function smallAccount(settings: Partial<Settings> = {}): NewAccount {
  return {
    name: 'Acme',
    settings,
    groups: [group('support'), group('sales')],
    members: [
      member('ann', ['support', 'sales']),
      member('bob', ['support', 'sales']),
      member('cleo', ['sales']),
      member('sue', ['support'], { role: 'supervisor' }),
      member('ada', [], { role: 'administrator' }),
    ],
    channels: [channel('web'), channel('bot', { botId: 'greeter' })],
  }
}

/** Founds an account. Throws where the host refuses. */
export async function found(
  host: Host,
  account: NewAccount = smallAccount(),
  accountId = ACCOUNT,
): Promise<void> {
  host.found(accountId, shardOf(accountId))
  const answer = await host.run({
    accountId,
    by: 'system',
    command: null,
    lane: 'account',
    decide: (turn) => foundAccount(turn, account),
  })
  if (answer.kind === 'refused') throw new Error(answer.refusal.code)
}
