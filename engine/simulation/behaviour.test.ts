import { describe, expect, it } from 'vitest'
import { customerCommand } from '#protocol/customer-commands'
import { staffCommand } from '#protocol/staff-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import { nextCustomerCommand } from './customer-behaviour.ts'
import { planAccounts } from './plan.ts'
import { SeededRandom } from './seeded-random.ts'
import { nextStaffCommand } from './staff-behaviour.ts'

const DRAWS = 20_000

describe('people of a simulated world', () => {
  it('[SI8] use every command that staff has, each one well-formed', () => {
    const random = new SeededRandom(1)
    const [plan] = planAccounts(random)
    if (plan === undefined) throw new Error('no plan')
    const used = new Set<StaffCommand['type']>()
    for (let count = 0; count < DRAWS; count += 1) {
      const command = nextStaffCommand({
        now: 1_000_000,
        random,
        plan,
        groupIds: plan.groups.map(({ groupId }) => groupId),
        personId: `${plan.accountId}-ann`,
        role: random.pick(['agent', 'supervisor', 'administrator']),
        presence: random.pick(['online', 'away']),
        chats: [],
        hotChatId: null,
        anyChatId: () => 'some-chat',
        foreignChatId: () => 'foreign-chat',
        filesFor: () => (random.chance(0.2) ? ['a-file'] : []),
        count,
      })
      if (command !== null) used.add(staffCommand.parse(command).type)
    }
    const all = staffCommand.options.map(({ shape }) => shape.type.value)
    expect(all.filter((type) => !used.has(type))).toEqual([])
  })

  it('[SI8] use every command that customers have, each one well-formed', () => {
    const random = new SeededRandom(1)
    const used = new Set<string>()
    for (let count = 0; count < 1_000; count += 1) {
      const chat = null
      const fileIds = random.chance(0.2) ? ['a-file'] : []
      const command = nextCustomerCommand({
        random,
        accountId: 'a0',
        chat,
        newest: 3,
        fileIds,
        count,
      })
      used.add(customerCommand.parse(command).type)
    }
    const all = customerCommand.options.map(({ shape }) => shape.type.value)
    expect(all.filter((type) => !used.has(type))).toEqual([])
  })
})
