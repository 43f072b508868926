import { expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import type { Outcome } from '../client/pending-commands.ts'
import { RestClient } from '../client/rest-client.ts'
import { Chance } from './chance.ts'
import { Recorder } from './recorder.ts'
import { Shift } from './shift.ts'
import { Stage } from './stage.ts'

const DONE: Outcome<unknown> = { kind: 'ack', ack: {} }

it('[RE19] an agent leaves once, however often they think of it while the server is told that they are away', async () => {
  const baseUrl = 'http://127.0.0.1:1'
  const stage = new Stage({
    baseUrl,
    rest: new RestClient(baseUrl),
    chance: new Chance(1),
    recorder: new Recorder(),
    scripts: [{ id: 'one', lines: [{ from: 'customer', text: 'Hello' }] }],
  })
  // So that closing is what nobody chose yet.
  Object.assign(stage.choices, { keep: 1, return: 1, forward: 1, bot: 1 })
  const sent: StaffCommand['type'][] = []
  const away = Promise.withResolvers<Outcome<unknown>>()
  const shift = new Shift({
    stage,
    account: { accountId: 'acme', botChannelId: 'none', groupIds: ['support'] },
    agentId: 'ann',
    inHand: () => [{ chatId: 'chat1', channelId: 'web' }],
    isAtEnd: () => true,
    send: ({ type }) => {
      sent.push(type)
      return type === 'goAway' ? away.promise : Promise.resolve(DONE)
    },
    changed: () => {},
  })
  const thoughts: Promise<void>[] = []
  for (let tries = 0; sent.length === 0 && tries < 1_000; tries += 1) thoughts.push(shift.think())
  expect(sent).toEqual(['goAway'])
  thoughts.push(shift.think())
  away.resolve(DONE)
  await Promise.all(thoughts)
  expect(sent).toEqual(['goAway', 'goOffline', 'goOnline'])
})
