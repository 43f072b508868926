import { describe, expect, it } from 'vitest'
import { customerCommand } from '#protocol/customer-commands'
import { customerClientFrame } from '#protocol/customer-frames'
import { staffCommand } from '#protocol/staff-commands'
import { staffClientFrame } from '#protocol/staff-frames'
import { done } from '../testing/test-host.ts'
import { BOSS } from './cast.ts'
import { ASKERS, BLOCKED_WORDS, Everybody } from './everybody.ts'
import type { Asker } from './everybody.ts'
import { CUSTOMER_COMMANDS } from './examples.ts'
import { rowsOf } from './table.ts'
import { WHOSE } from './who-may.ts'
import { ACTS, naming } from './who-may-account.ts'

/*
 * Every route, frame and command of customers for everybody, from the decisions on behaviour. What
 * staff may do with which chat, and with what is not about one, stands in tables of its own; here is
 * seen to it that nothing is missing in any of them.
 */

const ROUTES = `
                                                                       | agent         | supervis.     | administ.     | customer      | blocked       | nobody        | th. agent     | th. super     | th. admin     | th. customer  | th. blocked
POST /api/v1/session                                                   | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword | wrongPassword
GET /api/v1/session                                                    | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
DELETE /api/v1/session                                                 | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
POST /api/v1/session/password                                          | wrongPassword | wrongPassword | wrongPassword | unauthorized  | unauthorized  | unauthorized  | wrongPassword | wrongPassword | wrongPassword | unauthorized  | unauthorized
POST /api/v1/session/forgotten                                         | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
POST /api/v1/session/reset                                             | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver      | linkOver
GET /api/v1/session/preferences                                        | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
PUT /api/v1/session/preferences                                        | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
POST /api/v1/session/pictures                                          | invalid       | invalid       | invalid       | unauthorized  | unauthorized  | unauthorized  | invalid       | invalid       | invalid       | unauthorized  | unauthorized
GET /api/v1/session/sign-ins                                           | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
DELETE /api/v1/session/sign-ins                                        | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
DELETE /api/v1/session/sign-ins/{sessionId}                            | notFound      | notFound      | notFound      | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/pictures/{pictureId}                                       | notFound      | notFound      | notFound      | notFound      | notFound      | notFound      | notFound      | notFound      | notFound      | notFound      | notFound
POST /api/v1/accounts/{accountId}/commands                             | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/desk                                  | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/quick-replies                         | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/articles                              | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/bots                                  | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/bots/{botId}/trials                  | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/webhooks                              | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/webhooks/{webhookId}/deliveries       | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/articles/{articleId}                  | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/prompters                             | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/prompters/{prompterId}/suggestions   | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/prompters/{prompterId}/trials        | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats                                 | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/search                                | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/statecharts/{version}                 | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/statistics/{report}                   | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/statistics/{report}/table             | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/statistics/{report}/chats             | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}                        | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/messages               | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/mentionable            | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/mentions                              | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/customers                             | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/customers/{customerId}                | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/chats/{chatId}/files                 | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}         | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
DELETE /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}      | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}/content | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/why                    | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/journal                | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/steps                  | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/chats/{chatId}/what-if                | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/chats/{chatId}/what-if               | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/agents/{personId}/journal             | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/agents/{personId}/steps               | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/agents/{personId}/what-if             | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/agents/{personId}/what-if            | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/members/{personId}/reset-links       | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/members/{personId}/sign-ins           | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
DELETE /api/v1/accounts/{accountId}/members/{personId}/sign-ins        | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/setup                                 | forbidden     | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/audit                                 | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/members/{personId}/embed-tokens      | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/api-tokens                            | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
POST /api/v1/accounts/{accountId}/api-tokens                           | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
DELETE /api/v1/accounts/{accountId}/api-tokens/{tokenId}               | forbidden     | forbidden     | notFound      | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/accounts/{accountId}/embedded/{personId}/chats/{chatId}/files/{fileId}/content | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden
GET /api/v1/accounts/{accountId}/socket                                | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid
POST /api/v1/accounts/{accountId}/invitations                          | forbidden     | forbidden     | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
GET /api/v1/staff/socket                                               | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid
GET /api/v1/channels/{channelId}/socket                                | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid       | invalid
GET /api/v1/channels/{channelId}                                       | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
POST /api/v1/channels/{channelId}/customers                            | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
POST /api/v1/channels/{channelId}/returns                              | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
POST /api/v1/channels/{channelId}/commands                             | unauthorized  | unauthorized  | unauthorized  | done          | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
GET /api/v1/channels/{channelId}/items                                 | unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
POST /api/v1/channels/{channelId}/files                                | unauthorized  | unauthorized  | unauthorized  | done          | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
GET /api/v1/channels/{channelId}/files/{fileId}                        | unauthorized  | unauthorized  | unauthorized  | done          | notFound      | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
DELETE /api/v1/channels/{channelId}/files/{fileId}                     | unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
GET /api/v1/channels/{channelId}/files/{fileId}/content                | forbidden     | forbidden     | forbidden     | done          | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden
GET /api/v1/demo                                                       | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
GET /healthz                                                           | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
GET /readyz                                                            | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
GET /metrics                                                           | done          | done          | done          | done          | done          | done          | done          | done          | done          | done          | done
`

const STAFF_FRAMES = `
            | agent         | supervis.     | administ.     | customer      | blocked       | nobody        | th. agent     | th. super     | th. admin     | th. customer  | th. blocked
hello       | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
subscribe   | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | refused       | refused       | refused       | unauthorized  | unauthorized
unsubscribe | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | done          | done          | done          | unauthorized  | unauthorized
accounts    | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | their own     | their own     | their own     | unauthorized  | unauthorized
command     | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | notFound      | notFound      | notFound      | unauthorized  | unauthorized
typing      | done          | nothing       | nothing       | unauthorized  | unauthorized  | unauthorized  | nothing       | nothing       | nothing       | unauthorized  | unauthorized
looking     | done          | done          | done          | unauthorized  | unauthorized  | unauthorized  | nothing       | nothing       | nothing       | unauthorized  | unauthorized
`

const CUSTOMER_FRAMES = `
        | agent         | supervis.     | administ.     | customer      | blocked       | nobody        | th. agent     | th. super     | th. admin     | th. customer  | th. blocked
hello   | unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
command | unauthorized  | unauthorized  | unauthorized  | done          | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
typing  | unauthorized  | unauthorized  | unauthorized  | done          | nothing       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
page    | unauthorized  | unauthorized  | unauthorized  | done          | nothing       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
`

const COMMANDS = `
             | agent         | supervis.     | administ.     | customer      | blocked       | nobody        | th. agent     | th. super     | th. admin     | th. customer  | th. blocked
sendMessage  | unauthorized  | unauthorized  | unauthorized  | done          | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
talkToPerson | unauthorized  | unauthorized  | unauthorized  | notNow        | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
talkToBot    | unauthorized  | unauthorized  | unauthorized  | noBot         | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
leaveMessage | unauthorized  | unauthorized  | unauthorized  | notNow        | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
introduce    | unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
endChat      | unauthorized  | unauthorized  | unauthorized  | done          | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
rateChat     | unauthorized  | unauthorized  | unauthorized  | noChat        | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
sendTranscript| unauthorized  | unauthorized  | unauthorized  | noMail        | blocked       | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
markRead     | unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
markDelivered| unauthorized  | unauthorized  | unauthorized  | done          | done          | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized  | unauthorized
`

/** Refusals by which something else than a right said no. */
const MAY = new Set(['done', 'notNow', 'noChat', 'noMail'])

describe('every route', () => {
  const inTable = ROUTES.trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split('|')[0]?.trim() ?? '')
  const table = rowsOf(inTable, ASKERS, ROUTES)

  it('[HD20] is in the table', async () => {
    const { rig } = await Everybody.arrange()
    const { json } = await rig.ask('GET', '/api/v1/openapi.json')
    const { paths } = json as { paths: Record<string, object> }
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(inTable.toSorted()).toEqual(routes.toSorted())
    await rig.removeFiles()
  })

  it.each(inTable)('[HD20] %s does for everybody what it says', async (route) => {
    const everybody = await Everybody.arrange()
    const outcomes: Partial<Record<Asker, string>> = {}
    for (const asker of ASKERS) {
      const before = everybody.rig.stored()
      outcomes[asker] = await everybody.ask(route, asker)
      if (outcomes[asker] === 'done') continue
      expect(everybody.rig.stored(), `${route} of ${asker}`).toBe(before)
    }
    expect(outcomes).toEqual(table[route])
    await everybody.rig.removeFiles()
  })
})

describe('every frame', () => {
  it('[HD21] to staff’s socket is in the table, and does for everybody what it says', async () => {
    const types = staffClientFrame.options.map(({ shape }) => shape.type.value)
    const table = rowsOf(types, ASKERS, STAFF_FRAMES)
    for (const type of types) {
      const outcomes: Partial<Record<Asker, string>> = {}
      const everybody = await Everybody.arrange()
      for (const asker of ASKERS) outcomes[asker] = await everybody.toStaff(type, asker)
      expect(outcomes, type).toEqual(table[type])
    }
  })

  it('[HD21] to customers’ socket is in the table, and does for everybody what it says', async () => {
    const types = customerClientFrame.options.map(({ shape }) => shape.type.value)
    const table = rowsOf(types, ASKERS, CUSTOMER_FRAMES)
    for (const type of types) {
      const outcomes: Partial<Record<Asker, string>> = {}
      const everybody = await Everybody.arrange()
      for (const asker of ASKERS) outcomes[asker] = await everybody.toCustomers(type, asker)
      expect(outcomes, type).toEqual(table[type])
    }
  })
})

describe('every command', () => {
  it.each(['REST', 'socket'] as const)(
    '[HD21] of customers is in the table, and does for everybody what it says by %s',
    async (way) => {
      const types = customerCommand.options.map(({ shape }) => shape.type.value)
      const table = rowsOf(types, ASKERS, COMMANDS)
      for (const type of types) {
        const command = CUSTOMER_COMMANDS.find((one) => one.type === type)
        if (command === undefined) throw new Error(`There is no example of ${type}`)
        const everybody = await Everybody.arrange()
        const outcomes: Partial<Record<Asker, string>> = {}
        for (const asker of ASKERS) {
          const before = everybody.rig.stored()
          outcomes[asker] = await everybody.byCustomer(command, asker, way)
          if (MAY.has(outcomes[asker] ?? '')) continue
          expect(everybody.rig.stored(), `${type} of ${asker}`).toBe(before)
        }
        expect(outcomes, type).toEqual(table[type])
      }
    },
  )

  it('[HD21] of staff is in the table of those about a chat, or of those that are not', () => {
    const types = staffCommand.options.map(({ shape }) => shape.type.value)
    const inTables = new Set<string>([
      ...Object.keys(WHOSE),
      ...Object.values(ACTS).map(({ type }) => type),
    ])
    expect(types.filter((type) => !inTables.has(type))).toEqual([])
  })

  it('[HD21] of staff that names an id is tried with those of another account', () => {
    const ids = {
      chatId: 'c',
      customerId: 'c',
      groupId: 'g',
      agentId: 'a',
      tagId: 't',
      replyId: 'r',
      articleId: 'a',
      prompterId: 'p',
      botId: 'b',
      webhookId: 'w',
    }
    const tried = new Set(naming(ids, 'own').map(({ command }) => command.type))
    const withId = staffCommand.options.flatMap(({ shape }) =>
      Object.keys(shape).some((field) => /Ids?$/.test(field)) ? shape.type.value : [],
    )
    expect(withId.filter((type) => !tried.has(type))).toEqual([])
  })
})

describe('whoever is blocked', () => {
  it('[HD19] is told the words of the block, whatever they ask for and by whichever way', async () => {
    const everybody = await Everybody.arrange()
    const quiet = ['introduce', 'markRead', 'markDelivered']
    const asked = CUSTOMER_COMMANDS.filter(({ type }) => !quiet.includes(type))
    for (const command of asked) {
      expect(await everybody.wordsForBlocked(command), command.type).toEqual(
        Array.from({ length: 3 }, () => BLOCKED_WORDS),
      )
    }
  })

  it('[HD19] is told nothing of it any more once everything of them was erased', async () => {
    const everybody = await Everybody.arrange()
    const customerId = await everybody.blockedCustomerId()
    done(await everybody.rig.test.staff(BOSS, { type: 'eraseCustomer', customerId }))
    const words = await everybody.wordsForBlocked({ type: 'talkToPerson' })
    expect(words).toEqual(Array.from({ length: 3 }, () => 'This customer is blocked.'))
  })
})
