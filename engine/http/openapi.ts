import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { HttpEnv } from './transport.ts'

export type OpenApi = Awaited<ReturnType<typeof generateSpecs>>

/** The OpenAPI 3.1 document of every route that describes itself. */
export function openApiOf(app: Hono<HttpEnv>): Promise<OpenApi> {
  return generateSpecs(app, {
    defaultValidationErrorResponse: false,
    excludeStaticFile: false,
    documentation: {
      info: {
        title: 'Parley',
        version: '1',
        description:
          'The live-chat desk by HTTP. What changes comes over the sockets; the same commands, ' +
          'the same refusals and the same rights hold for both. Times are milliseconds since the ' +
          'epoch.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      tags: [
        { name: 'Signing in', description: 'Sessions of staff.' },
        { name: 'Oneself', description: 'What people say of themselves; of a session.' },
        { name: 'Pictures', description: 'Of people, for everybody who talks to them.' },
        { name: 'Staff', description: 'With a session’s or an API token.' },
        { name: 'Customers', description: 'With a customer’s token.' },
        { name: 'Files', description: 'In chats; what was uploaded is sent by a command.' },
        { name: 'Tokens', description: 'For programs, and for pages that embed the desk.' },
        { name: 'Sockets', description: 'WebSockets, for what changes.' },
        { name: 'Operation', description: 'For those who run the server.' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'A session’s or an API token.' },
          cookie: {
            type: 'apiKey',
            in: 'cookie',
            name: 'parley_session',
            description: 'Of browsers, on our own pages.',
          },
          customer: { type: 'http', scheme: 'bearer', description: 'A customer’s token.' },
        },
      },
    },
  })
}
