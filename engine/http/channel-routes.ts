import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'
import {
  acknowledged,
  channelView,
  customerCommandBody,
  customerToken,
  returnBody,
  returned,
} from '#protocol/rest'
import { id, sequence } from '#protocol/scalars'
import { RateLimit } from '../auth/rate-limit.ts'
import { body, params, query } from './checked.ts'
import { acknowledgeCustomer } from './acknowledge.ts'
import { channelOrigins } from './channel-origins.ts'
import type { ChannelEnv } from './channel-origins.ts'
import { documented } from './documented.ts'
import { addCustomerFiles } from './file-routes.ts'
import { customersOnly } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem, refuse } from './problem.ts'
import { over, perAddress } from './rates.ts'
import { customerItems } from './rest-screens.ts'

const ofChannel = z.strictObject({ channelId: id })
const itemsQuery = z.strictObject({ after: numberText(sequence).optional() })
const nothing = z.strictObject({})

/** What customers do and see: `/channels/{channelId}`. */
export function channelRoutes(parts: Parts): Hono<ChannelEnv> {
  const { auth, desk, screens, returns, rates, proxies } = parts
  const commands = new RateLimit(rates.commandsPerSender)
  const routes = new Hono<ChannelEnv>()
  routes.use('/:channelId', channelOrigins(parts))
  routes.use('/:channelId/*', channelOrigins(parts))

  routes.get(
    '/:channelId',
    documented({
      tag: 'Customers',
      summary: 'What a widget needs before anybody wrote',
      security: 'nobody',
      answer: { says: 'The channel.', schema: channelView },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(ofChannel),
    query(nothing),
    async (c) => {
      const { channelId } = c.req.valid('param')
      c.header('vary', 'Origin, Accept-Language')
      const shown = await screens.channel(c.var.accountId, channelId, languagesOf(c))
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.post(
    '/:channelId/customers',
    documented({
      tag: 'Customers',
      summary: 'A token for a new customer',
      description: 'Nothing is stored before the customer’s first command.',
      security: 'nobody',
      answer: {
        status: 201,
        says: 'The token; keep it as one keeps a key.',
        schema: customerToken,
      },
      refuses: ['forbidden', 'notFound', 'tooLarge'],
    }),
    perAddress(rates.customersPerAddress, proxies),
    params(ofChannel),
    body(nothing),
    (c) => {
      const { channelId } = c.req.valid('param')
      return c.json({ token: auth.newCustomer(c.var.accountId, channelId) }, 201)
    },
  )

  routes.post(
    '/:channelId/returns',
    documented({
      tag: 'Customers',
      summary: 'A customer’s token for the link of a mail',
      description:
        'The link stands behind `#parley=` and the channel’s id with a dot. The token that it is exchanged for opens the chat of its customer, whoever holds the link, and ends with it. Whoever sends the token of that same customer gets it back.',
      security: 'nobody',
      answer: { says: 'The token, and until when it is good.', schema: returned },
      refuses: ['forbidden', 'notFound', 'linkOver', 'tooLarge'],
    }),
    perAddress(rates.returnsPerAddress, proxies),
    params(ofChannel),
    body(returnBody),
    async (c) => {
      const place = { accountId: c.var.accountId, channelId: c.req.valid('param').channelId }
      const { link, token } = c.req.valid('json')
      const back = await returns.exchange(place, link, token ?? null)
      return back === null ? refuse(c, 'linkOver') : c.json(back)
    },
  )

  routes.post(
    '/:channelId/commands',
    documented({
      tag: 'Customers',
      summary: 'Carry out a command of a customer',
      description: 'As for staff: answered after it is durable, once per id.',
      security: 'customer',
      answer: { says: 'Done, and durable.', schema: acknowledged },
      refuses: ['forbidden', 'notFound', 'blocked', 'notNow', 'busy', 'notReady', 'tooLarge'],
    }),
    customersOnly(parts),
    params(ofChannel),
    body(customerCommandBody),
    async (c) => {
      const { who } = c.var
      const refusal = await over(c, commands, who.customerId)
      if (refusal !== null) return refusal
      const { id: commandId, command } = c.req.valid('json')
      return acknowledgeCustomer(c, commandId, await desk.customer(who, commandId, command))
    },
  )

  routes.get(
    '/:channelId/items',
    documented({
      tag: 'Customers',
      summary: 'The customer’s own stream above a number',
      security: 'customer',
      answer: { says: 'Items, oldest first.', schema: customerItems },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    customersOnly(parts),
    params(ofChannel),
    query(itemsQuery),
    async (c) => {
      const { who } = c.var
      const { after = 0 } = c.req.valid('query')
      c.header('vary', 'Origin, Accept-Language')
      const shown = await screens.customerItems(who, after, languagesOf(c))
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  addCustomerFiles(routes, parts)
  return routes
}

/** What a browser prefers, in that order: browsers name languages by falling weight. */
function languagesOf(c: Context): string[] {
  return (c.req.header('accept-language') ?? '').split(',')
}
