import { describe, expect, it } from 'vitest'
import { countedChats, report } from '#protocol/statistics'
import type { Report, ReportName } from '#protocol/statistics'
import { done } from '../testing/test-host.ts'
import { acme, rival } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig, codeOf } from './rig.ts'

const STATISTICS = '/api/v1/accounts/acme/statistics'
const MINUTE = 60_000

/** Tom of support closed one chat, Lou of sales another one; one more is open. */
async function talked(): Promise<{ rig: Rig; period: string; supportChat: string }> {
  const rig = await Rig.start({ acme: acme({ timeZone: 'Europe/Berlin' }), rival: rival() })
  const { test } = rig
  await test.online('tom', 'lou')
  const supportChat = await test.writes('c1')
  await test.clock.pass(MINUTE)
  done(await test.staff('tom', { type: 'takeChat', chatId: supportChat }))
  done(await test.staff('tom', { type: 'sendMessage', chatId: supportChat, text: 'Hello' }))
  await test.clock.pass(MINUTE)
  done(await test.customer('c1', { type: 'endChat' }))
  const salesChat = await test.writes('c2')
  const to = { kind: 'group', groupId: 'sales' } as const
  done(await test.staff('ada', { type: 'forwardChat', chatId: salesChat, to }))
  done(await test.staff('lou', { type: 'takeChat', chatId: salesChat }))
  done(await test.customer('c2', { type: 'endChat' }))
  await test.writes('c3')
  const today = new Date(test.clock.now()).toISOString().slice(0, 10)
  return { rig, supportChat, period: `from=${today}&to=${today}` }
}

async function reported(rig: Rig, personId: string, path: string): Promise<Report> {
  const told = await rig.ask('GET', `${STATISTICS}/${path}`, { token: sessionOf(personId) })
  expect(told.status, told.text).toBe(200)
  return report.parse(told.json)
}

describe('statistics', () => {
  it('[SA19] of groups and agents are for supervisors as far as they lead, of all for administrators', async () => {
    const { rig, period } = await talked()
    const idsOf = async (personId: string, name: ReportName) => {
      const token = sessionOf(personId)
      const told = await rig.ask('GET', `${STATISTICS}/${name}?${period}`, { token })
      return told.status === 200
        ? report
            .parse(told.json)
            .rows.map(({ id }) => id)
            .toSorted()
        : codeOf(told)
    }
    expect(await idsOf('mia', 'groups')).toBe('forbidden')
    expect(await idsOf('mia', 'agents')).toBe('forbidden')
    expect(await idsOf('sam', 'groups')).toEqual(['support'])
    expect(await idsOf('sam', 'agents')).toEqual(['tom'])
    expect(await idsOf('sue', 'agents')).toEqual(['lou'])
    expect(await idsOf('sam', 'account')).toBe('forbidden')
    expect(await idsOf('sam', 'channels')).toBe('forbidden')
    expect(await idsOf('ada', 'groups')).toEqual(['sales', 'support'])
    expect(await idsOf('ada', 'agents')).toEqual(['lou', 'tom'])
    expect(await idsOf('ada', 'account')).toEqual([''])
    expect(await idsOf('ada', 'channels')).toEqual(['web'])
  })

  it('[SA20] a report says its days, their zone, and how many are still open and not counted', async () => {
    const { rig, period } = await talked()
    const groups = await reported(rig, 'ada', `groups?${period}`)
    expect(groups).toMatchObject({ zone: 'Europe/Berlin', stillOpen: 1, computingSince: null })
    const support = groups.rows.find(({ id }) => id === 'support')
    expect(support).toMatchObject({ chats: 2, answered: 1, unanswered: 1, serviceLevel: 0.5 })
    expect(support?.waiting).toMatchObject({ count: 1, averageMs: MINUTE })
    const { rows, series, grain } = await reported(rig, 'ada', `account?${period}`)
    expect(rows[0]).toMatchObject({ chats: 2, forwards: 1 })
    expect(grain).toBe('day')
    expect(series[0]?.points).toEqual([
      {
        from: groups.from,
        chats: 2,
        answered: 1,
        abandoned: 0,
        botResolved: 0,
        serviceLevel: rows[0]?.serviceLevel,
        waitingMs: rows[0]?.waiting.medianMs,
        firstResponseMs: rows[0]?.firstResponse.medianMs,
        rating: null,
      },
    ])
  })

  it('[SA21] any figure opens the chats that it counts, as far as one may read them', async () => {
    const { rig, period, supportChat } = await talked()
    const chatsOf = async (personId: string, path: string) => {
      const token = sessionOf(personId)
      const told = await rig.ask('GET', `${STATISTICS}/${path}&${period}`, { token })
      if (told.status !== 200) return codeOf(told)
      return countedChats.parse(told.json).chats.map(({ chat }) => chat.chatId)
    }
    expect(await chatsOf('ada', 'groups/chats?id=support&figure=answered')).toEqual([supportChat])
    expect(await chatsOf('ada', 'account/chats?figure=chats')).toHaveLength(2)
    expect(await chatsOf('ada', 'channels/chats?id=web&figure=unanswered')).toHaveLength(1)
    // It ended in sales: Sam may not read it.
    expect(await chatsOf('sam', 'groups/chats?id=support&figure=chats')).toEqual([supportChat])
    expect(await chatsOf('sam', 'groups/chats?id=sales&figure=chats')).toBe('notFound')
    expect(await chatsOf('sam', 'account/chats?figure=chats')).toBe('forbidden')
    expect(await chatsOf('mia', 'agents/chats?id=tom&figure=chats')).toBe('forbidden')
  })

  it('[SA22] a report is a table for spreadsheets too, in which no name runs', async () => {
    const { rig, period } = await talked()
    const { test } = rig
    const group = { groupId: 'support', name: '=1+1', publicName: 'Our, helpers' }
    done(
      await test.staff('ada', {
        type: 'saveGroup',
        ...group,
        overflowGroupId: null,
        defaultAgentId: null,
      }),
    )
    const token = sessionOf('ada')
    const told = await rig.ask('GET', `${STATISTICS}/groups/table?${period}`, { token })
    const [head, ...lines] = told.text.split('\r\n')
    expect(head).toMatch(/^from,to,time_zone,id,name,subject,chats,answered,unanswered/)
    expect(lines.find((line) => line.includes(',support,'))).toContain(",support,'=1+1,,2,1,1,")
    expect(lines.at(-1)).toBe('')
  })
})
