import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Connection, SocketHandler } from '../realtime/connection.ts'
import { cookieTokenOf, isFromElsewhere, ownPagesOnly } from './browser-guard.ts'
import { channelOrigins } from './channel-origins.ts'
import type { ChannelEnv } from './channel-origins.ts'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import { perAddress } from './rates.ts'
import type { HttpEnv } from './transport.ts'

/** Sockets of staff. Who is there is said by the hello; a browser's cookie goes with the upgrade. */
export function staffSocketRoute(parts: Parts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/socket',
    documented({
      tag: 'Sockets',
      summary: 'WebSocket of staff',
      description:
        'The first frame is a hello with a token, or without one where the session cookie came ' +
        'along. Frames are described in the protocol’s README.',
      security: 'nobody',
      answer: { status: 101, says: 'The connection is a WebSocket now.' },
      refuses: ['forbidden'],
    }),
    perAddress(parts.rates.socketsPerAddress, parts.proxies),
    ownPagesOnly(parts.publicUrl),
    (c) => {
      // A cookie without an origin is no browser's page: `ownPagesOnly` has refused it.
      const cookieToken = cookieTokenOf(c)
      return upgrade(c, (connection) => parts.hub.acceptStaff(connection, cookieToken))
    },
  )
  return routes
}

/** Sockets of staff in one account: for pages of others too, whom the account lists. */
export function accountSocketRoute(parts: Parts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/:accountId/socket',
    documented({
      tag: 'Sockets',
      summary: 'WebSocket of staff in one account',
      description:
        'As the one for all accounts, which only our own pages may open; on a page that embeds the ' +
        'desk the hello brings the token that its server was given.',
      security: 'nobody',
      answer: { status: 101, says: 'The connection is a WebSocket now.' },
      refuses: ['forbidden'],
    }),
    perAddress(parts.rates.socketsPerAddress, parts.proxies),
    (c) => {
      const origin = c.req.header('origin') ?? null
      const elsewhere = isFromElsewhere(c, parts.publicUrl) ? origin : null
      const cookieToken = elsewhere === null ? cookieTokenOf(c) : null
      const place = { accountId: c.req.param('accountId'), elsewhere }
      return upgrade(c, (connection) => parts.hub.acceptStaff(connection, cookieToken, place))
    },
  )
  return routes
}

/** Sockets of customers; the token comes in the hello. */
export function customerSocketRoute(parts: Parts): Hono<ChannelEnv> {
  const routes = new Hono<ChannelEnv>()
  routes.get(
    '/:channelId/socket',
    documented({
      tag: 'Sockets',
      summary: 'WebSocket of a customer',
      description: 'The first frame is a hello with the customer’s token.',
      security: 'nobody',
      answer: { status: 101, says: 'The connection is a WebSocket now.' },
      refuses: ['forbidden', 'notFound'],
    }),
    perAddress(parts.rates.socketsPerAddress, parts.proxies),
    channelOrigins(parts),
    (c) => {
      const channelId = c.req.param('channelId')
      return upgrade(c, (connection) => parts.hub.acceptCustomer(connection, channelId))
    },
  )
  return routes
}

function upgrade(c: Context, accept: (connection: Connection) => SocketHandler): Response {
  const env: HttpEnv['Bindings'] = c.env
  if (env.upgrade(accept)) return new Response(null)
  return refuse(c, 'invalid', { details: { why: 'is not the opening of a WebSocket' } })
}
