import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { ACCOUNT } from '../testing/small-account.ts'
import { done, refusalOf } from '../testing/test-host.ts'
import type { TestHost } from '../testing/test-host.ts'
import { BotScreens } from '../bots/bot-screens.ts'
import { Outgoing } from '../outgoing/outgoing.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { TestHub } from '../testing/test-hub.ts'

type Save = Extract<StaffCommand, { type: 'saveBot' }>

const WEBHOOK: Save = {
  type: 'saveBot',
  botId: null,
  name: 'Pine',
  serves: { kind: 'webhook', url: 'https://bot.example/a', secret: 'a-secret-of-16-letters' },
  groups: [{ number: 3, groupId: 'sales' }],
}

async function account() {
  const { test, screens: staff } = await TestHub.start()
  const { clock } = test
  const outgoing = new Outgoing({ clock, allowPrivate: false })
  const ids = { next: () => crypto.randomUUID() }
  const breaker = new Breaker(clock)
  const screens = new BotScreens({ staff, outgoing, breaker, clock, ids, find: async () => [] })
  return { test, screens }
}

async function saved(test: TestHost, command: Save = WEBHOOK): Promise<string> {
  const { botId } = done(await test.staff('ada', command)).result
  if (typeof botId !== 'string') throw new Error('no id')
  return botId
}

const stored = (test: TestHost) => test.memory.contents(ACCOUNT)?.bots ?? []

describe('bots', () => {
  it('[BO50] are saved by administrators, for groups that are there, and named by channels', async () => {
    const { test, screens } = await account()
    expect(refusalOf(await test.staff('sue', WEBHOOK))).toBe('forbidden')
    const nowhere = { ...WEBHOOK, groups: [{ number: 1, groupId: 'nowhere' }] }
    expect(refusalOf(await test.staff('ada', nowhere))).toBe('notFound')
    const botId = await saved(test)
    const web: Omit<Extract<StaffCommand, { type: 'saveChannel' }>, 'botId'> = {
      type: 'saveChannel',
      channelId: 'web',
      kind: 'widget',
      name: 'Web',
      groupId: 'support',
      allowedOrigins: [],
      colour: '#123456',
    }
    expect(refusalOf(await test.staff('ada', { ...web, botId: 'nobody' }))).toBe('notFound')
    done(await test.staff('ada', { ...web, botId }))
    expect(await screens.list(ACCOUNT, 'ada')).toMatchObject({
      value: {
        bots: [
          {
            botId,
            name: 'Pine',
            serves: { kind: 'webhook', url: 'https://bot.example/a' },
            groups: [{ number: 3, groupId: 'sales' }],
            channelIds: ['web'],
          },
        ],
      },
    })
    expect(await screens.list(ACCOUNT, 'sue')).toMatchObject({ refusal: { code: 'forbidden' } })
  })

  it('[BO51] keep their secret for one place, and nobody is shown it', async () => {
    const { test, screens } = await account()
    const botId = await saved(test)
    const unsaid = { ...WEBHOOK, botId, name: 'Oak' }
    const serves = { kind: 'webhook', url: 'https://bot.example/a', secret: null } as const
    done(await test.staff('ada', { ...unsaid, serves }))
    expect(stored(test)).toMatchObject([{ name: 'Oak', secret: 'a-secret-of-16-letters' }])
    const elsewhere = { ...serves, url: 'https://other.example/' }
    expect(refusalOf(await test.staff('ada', { ...unsaid, serves: elsewhere }))).toBe('invalid')
    expect(JSON.stringify(await screens.list(ACCOUNT, 'ada'))).not.toContain('secret')
    const { journal, commands } = test.memory.contents(ACCOUNT) ?? {}
    expect(JSON.stringify([journal, commands])).not.toContain('a-secret-of')
  })

  it('[BO52] are gone with their settings, from their channels too', async () => {
    const { test } = await TestHub.start()
    const knowledge = { ...WEBHOOK, serves: { kind: 'knowledge', threshold: 60 } } as const
    const botId = await saved(test, knowledge)
    done(
      await test.staff('ada', {
        type: 'saveChannel',
        channelId: 'bot',
        kind: 'widget',
        name: 'Bot',
        groupId: 'support',
        botId,
        allowedOrigins: [],
        colour: '#123456',
      }),
    )
    done(await test.staff('ada', { type: 'deleteBot', botId }))
    expect(stored(test)).toMatchObject([{ botId, name: '', threshold: null, deleted: true }])
    const channel = test.host.peek(ACCOUNT)?.channels.get('bot')
    expect(channel?.botId).toBeNull()
    expect(refusalOf(await test.staff('ada', { type: 'deleteBot', botId }))).toBe('notFound')
  })
})
