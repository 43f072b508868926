import { describe, expect, it } from 'vitest'
import { accessTo, viewerOf } from '../authorise.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'

const deletion = { type: 'deleteGroup', groupId: 'support', successorId: 'sales' } as const

describe('deleting a group', () => {
  it('[GR1] moves what waits to the successor, in its order', async () => {
    const test = await TestHost.start()
    const first = await test.writes('c1')
    await test.clock.pass(1_000)
    const second = await test.writes('c2')
    done(await test.staff('ada', deletion))
    const line = [...(test.host.peek(ACCOUNT)?.lines.get('sales') ?? [])]
    expect(line.map(({ chatId }) => chatId)).toEqual([first, second])
    expect(test.chat(first)).toMatchObject({ groupId: 'sales', state: 'queued' })
  })

  it('[GR2] leaves what is in hand with its agent, and lets it return to the successor', async () => {
    const test = await TestHost.start()
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ada', deletion))
    expect(test.chat(chatId)).toMatchObject({ agentId: 'ann', state: 'assigned.awaitingAgent' })
    done(await test.staff('ann', { type: 'returnChat', chatId }))
    expect(test.chat(chatId)).toMatchObject({ groupId: 'sales', state: 'queued' })
  })

  it('[GR3] leads channels and people on; the group takes nothing any more', async () => {
    const test = await TestHost.start()
    await test.online('cleo', 'ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ada', deletion))
    expect(test.chat(await test.writes('c2')).groupId).toBe('sales')
    expect(test.host.peek(ACCOUNT)?.members.get('sue')?.groupIds).toEqual(['sales'])
    const to = { kind: 'group', groupId: 'support' } as const
    expect(refusalOf(await test.staff('ann', { type: 'forwardChat', chatId, to }))).toBe('notFound')
  })

  it('[GR6] leaves the archive to the people of the successor, and lets it be continued', async () => {
    const test = await TestHost.start()
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(60_000)
    const closed = (await test.memory.loadChats(ACCOUNT, [chatId]))[0]
    done(await test.staff('ada', { ...deletion, successorId: 'sales' }))
    const account = test.host.peek(ACCOUNT)
    const seen = (personId: string) => {
      const member = account?.members.get(personId)
      if (closed === undefined || account === null || member === undefined) return null
      return accessTo(closed, viewerOf(member, account.retired), account.settings.values)
    }
    expect([seen('cleo'), seen('sue'), seen('ann')]).toEqual(['full', 'full', 'full'])
    const again = done(await test.staff('ann', { type: 'continueChat', chatId }))
    expect(test.chat(idIn(again.result)).groupId).toBe('sales')
  })

  it('[GR4] is for administrators, and needs another group that lives', async () => {
    const test = await TestHost.start()
    expect(refusalOf(await test.staff('sue', deletion))).toBe('forbidden')
    const itself = { ...deletion, successorId: 'support' }
    expect(refusalOf(await test.staff('ada', itself))).toBe('sameTarget')
    const nowhere = { ...deletion, successorId: 'nowhere' }
    expect(refusalOf(await test.staff('ada', nowhere))).toBe('notFound')
  })
})

describe('the overflow of a group', () => {
  it('[GR5] is known to chats that wait already', async () => {
    const test = await TestHost.start()
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(
      await test.staff('ada', {
        type: 'saveGroup',
        groupId: 'support',
        name: 'Support',
        publicName: 'Support',
        overflowGroupId: 'sales',
        defaultAgentId: null,
      }),
    )
    await test.clock.pass(5 * 60_000 + 1_000)
    expect(test.chat(chatId).groupId).toBe('sales')
  })
})

describe('the number of a group', () => {
  const save = (groupId: string, number: number | null) =>
    ({
      type: 'saveGroup',
      groupId,
      name: groupId,
      publicName: groupId,
      overflowGroupId: null,
      defaultAgentId: null,
      number,
    }) as const

  it('[GR7] is its own, stays when nothing is said of it, and is given up', async () => {
    const test = await TestHost.start()
    done(await test.staff('ada', save('support', 7)))
    const taken = await test.staff('ada', save('sales', 7))
    expect(taken).toMatchObject({
      refusal: { code: 'numberTaken', details: { groupId: 'support' } },
    })
    const { number: _, ...silent } = save('support', null)
    done(await test.staff('ada', silent))
    const account = () => test.host.peek(ACCOUNT)
    expect(account()?.groupOfNumber(7)).toBe('support')
    done(await test.staff('ada', save('support', null)))
    done(await test.staff('ada', save('sales', 7)))
    expect(account()?.groupOfNumber(7)).toBe('sales')
    expect(account()?.groupOfNumber(8)).toBe(null)
  })

  it('[GR7] leads on when its group is deleted, until another one is given it', async () => {
    const test = await TestHost.start()
    done(await test.staff('ada', save('support', 7)))
    done(await test.staff('ada', deletion))
    await test.host.stop()
    const { clock, memory } = test
    const next = await TestHost.start({ clock, memory, account: null })
    await next.host.look(ACCOUNT)
    expect(next.host.peek(ACCOUNT)?.groupOfNumber(7)).toBe('sales')
    done(await next.staff('ada', save('returns', 7)))
    expect(next.host.peek(ACCOUNT)?.groupOfNumber(7)).toBe('returns')
  })
})

function idIn(result: Record<string, unknown>): string {
  const { chatId } = result
  if (typeof chatId !== 'string') throw new Error('no chat was named')
  return chatId
}
