import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { AppForTests, PASSWORD } from './app-for-tests.ts'

const PERIOD = '?from=2026-01-01&to=2026-01-31'

const tests = AppForTests.forThisFile()

interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, unknown>[]
  parameters?: { in: string; name: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

interface OpenApi {
  openapi: string
  info: { title: string; version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

async function document(): Promise<OpenApi> {
  const told = await tests.ask('GET', '/api/v1/openapi.json')
  expect(told.status).toBe(200)
  return told.json as OpenApi
}

function operationsOf(api: OpenApi): [path: string, method: string, operation: Operation][] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [
      path,
      method,
      operation,
    ]),
  )
}

/** Compiles schemas of the document: each once, and once what many of them refer to. */
function compilerFor({ components }: OpenApi): (schema: object) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ components }, 'document')
  const compiled = new Map<string, ValidateFunction>()
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')
    const fits = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object)
    compiled.set(text, fits)
    return fits
  }
}

describe('the OpenAPI document', () => {
  it('[HT4] has every route in it, and no other', async () => {
    const api = await document()
    const described = operationsOf(api).map(([path, method]) => `${method} ${path}`)
    const served = tests.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      // The document's own pages.
      .filter(({ path }) => !/^\/api\/v1\/(docs|openapi\.json)/.test(path))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted())
    expect(described).toHaveLength(77)
  })

  it('[HT4] is a whole OpenAPI 3.1 document', async () => {
    const api = await document()
    expect(api.openapi).toMatch(/^3\.1\.\d+$/)
    expect(api.info).toMatchObject({ title: 'Parley', version: '1' })
    const tags = api.tags.map(({ name }) => name)
    const ids = new Set<string>()
    for (const [path, method, operation] of operationsOf(api)) {
      const where = `${method} ${path}`
      expect(METHODS, where).toContain(method)
      expect(operation.summary, where).not.toBe('')
      expect(tags, where).toContain(operation.tags[0])
      expect(ids.has(operation.operationId), where).toBe(false)
      ids.add(operation.operationId)
      for (const one of operation.security.flatMap((names) => Object.keys(names))) {
        expect(Object.keys(api.components.securitySchemes), where).toContain(one)
      }
      const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path')
      expect(
        inPath.every(({ required }) => required === true),
        where,
      ).toBe(true)
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(
        inPath.map(({ name }) => name),
        where,
      ).toEqual(names)
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(status, where).toMatch(/^[1-5]\d\d$/)
        expect(description, where).not.toBe('')
      }
    }
    const text = JSON.stringify(api)
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(api.components.schemas, name).toHaveProperty(name)
    }
    expect(text).not.toContain('#/$defs/')
  })

  it('[HT4] holds schemas that compile', async () => {
    const api = await document()
    const compile = compilerFor(api)
    for (const [path, method, operation] of operationsOf(api)) {
      const contents = [operation.requestBody, ...Object.values(operation.responses)]
      for (const content of contents.flatMap((one) => Object.values(one?.content ?? {}))) {
        expect(() => compile(content.schema), `${method} ${path}`).not.toThrow()
      }
    }
  }, 60_000)

  it('[HT5] describes what is really answered', async () => {
    const api = await document()
    const compile = compilerFor(api)
    const chat = await aChat()
    const { token, chatId, customerId, customer } = chat
    const id = Bun.randomUUIDv7
    const account = '/api/v1/accounts/{accountId}'
    const channel = '/api/v1/channels/{channelId}'
    const files = await sentFiles(chat)
    const boss = await tests.signedIn('ada')
    const asked: [
      method: string,
      template: string,
      path: string,
      status: number,
      as: { token?: string; body?: unknown; raw?: string },
    ][] = [
      [
        'post',
        '/api/v1/session',
        '',
        200,
        { body: { email: 'mia@parley.example', password: PASSWORD } },
      ],
      [
        'post',
        '/api/v1/session',
        '',
        401,
        { body: { email: 'mia@parley.example', password: 'no' } },
      ],
      ['post', '/api/v1/session', '', 400, { body: {} }],
      ['get', '/api/v1/session', '', 200, { token }],
      ['get', '/api/v1/session', '', 401, {}],
      ['get', `${account}/desk`, '', 200, { token }],
      ['get', `${account}/desk`, '', 401, {}],
      ['get', `${account}/quick-replies`, '', 200, { token }],
      ['get', `${account}/quick-replies`, '', 401, {}],
      ['get', `${account}/articles`, '', 200, { token }],
      ['get', `${account}/bots`, '', 403, { token }],
      ['get', `${account}/bots`, '', 401, {}],
      ['get', `${account}/webhooks`, '', 403, { token }],
      ['get', `${account}/webhooks`, '', 401, {}],
      ['get', `${account}/webhooks/{webhookId}/deliveries`, '', 403, { token }],
      ['get', `${account}/webhooks/{webhookId}/deliveries`, '', 401, {}],
      ['get', `${account}/articles/{articleId}`, '', 404, { token }],
      ['get', `${account}/prompters`, '', 200, { token }],
      [
        'post',
        `${account}/prompters/{prompterId}/suggestions`,
        '',
        404,
        { token, body: { question: 'Words' } },
      ],
      ['get', `${account}/mentions`, '', 200, { token }],
      ['get', `${account}/mentions`, '', 401, {}],
      ['get', `${account}/chats/{chatId}/mentionable`, '', 200, { token }],
      ['get', `${account}/statecharts/{version}`, '', 403, { token }],
      ['get', `${account}/statistics/{report}`, PERIOD, 200, { token: boss }],
      ['get', `${account}/statistics/{report}`, PERIOD, 403, { token }],
      ['get', `${account}/statistics/{report}`, '?from=2026-01-01', 400, { token: boss }],
      [
        'get',
        `${account}/statistics/{report}/chats`,
        `${PERIOD}&figure=chats`,
        200,
        { token: boss },
      ],
      ['get', `${account}/chats`, '?state=closed', 200, { token }],
      ['get', `${account}/chats`, '?state=open', 400, { token }],
      ['get', `${account}/customers`, '?search=a', 200, { token }],
      ['get', `${account}/customers`, '?limit=0', 400, { token }],
      ['get', `${account}/customers/{customerId}`, '', 200, { token }],
      ['get', `${account}/chats/{chatId}`, '', 200, { token }],
      ['get', `${account}/chats/{chatId}/messages`, '?before=99999', 200, { token }],
      ['get', `${account}/chats/{chatId}/journal`, '?words=true', 200, { token: boss }],
      ['get', `${account}/chats/{chatId}/journal`, '?words=1', 400, { token: boss }],
      ['get', `${account}/chats/{chatId}/steps`, '?after=1', 200, { token: boss }],
      ['get', `${account}/chats/{chatId}/why`, '?after=0', 200, { token: boss }],
      ['get', `${account}/chats/{chatId}/why`, '?limit=101', 400, { token: boss }],
      ['get', `${account}/chats/{chatId}/what-if`, '?after=1', 200, { token: boss }],
      ['get', `${account}/chats/{chatId}/what-if`, '', 400, { token: boss }],
      [
        'post',
        `${account}/chats/{chatId}/what-if`,
        '',
        200,
        { token: boss, body: { after: 1, event: { type: 'customerEnded' } } },
      ],
      ['post', `${account}/chats/{chatId}/what-if`, '', 400, { token: boss, body: { after: 1 } }],
      ['get', `${account}/agents/{personId}/journal`, '', 200, { token: boss }],
      ['get', `${account}/agents/{personId}/steps`, '', 200, { token: boss }],
      ['get', `${account}/agents/{personId}/what-if`, '?after=1', 200, { token: boss }],
      [
        'post',
        `${account}/agents/{personId}/what-if`,
        '',
        200,
        { token: boss, body: { after: 1, event: { type: 'wentOnline' } } },
      ],
      [
        'post',
        `${account}/commands`,
        '',
        200,
        {
          token,
          body: { id: id(), command: { type: 'holdChat', chatId, until: Date.now() + 600_000 } },
        },
      ],
      [
        'post',
        `${account}/commands`,
        '',
        409,
        { token, body: { id: id(), command: { type: 'holdChat', chatId, until: 5 } } },
      ],
      ['get', `${account}/setup`, '', 200, { token: boss }],
      ['get', `${account}/setup`, '', 403, { token }],
      ['get', `${account}/bots`, '', 200, { token: boss }],
      [
        'post',
        `${account}/bots/{botId}/trials`,
        '',
        404,
        { token: boss, body: { text: 'Words', groupId: 'support', language: null } },
      ],
      [
        'post',
        `${account}/prompters/{prompterId}/trials`,
        '',
        403,
        { token, body: { question: 'Words' } },
      ],
      ['get', `${account}/webhooks`, '', 200, { token: boss }],
      ['get', `${account}/webhooks/{webhookId}/deliveries`, '', 404, { token: boss }],
      ['get', `${account}/audit`, '?kind=memberSaved&limit=2', 200, { token: boss }],
      [
        'post',
        `${account}/invitations`,
        '',
        201,
        {
          token: boss,
          body: { email: 'nia@parley.example', name: 'Nia', role: 'agent', groupIds: ['support'] },
        },
      ],
      ['get', `${account}/members/{personId}/sign-ins`, '', 200, { token: boss }],
      ['get', `${account}/audit`, '?kind=nonsense', 400, { token: boss }],
      ['get', `${account}/search`, '?text=more', 200, { token }],
      ['get', channel, '', 200, {}],
      ['post', `${channel}/customers`, '', 201, { body: {} }],
      ['post', `${channel}/returns`, '', 410, { body: { link: 'pl_nothing' } }],
      ['get', `${channel}/items`, '?after=0', 200, { token: customer }],
      [
        'post',
        `${channel}/commands`,
        '',
        200,
        { token: customer, body: { id: id(), command: { type: 'sendMessage', text: 'More' } } },
      ],
      [
        'post',
        `${channel}/commands`,
        '',
        409,
        { token: customer, body: { id: id(), command: { type: 'talkToPerson' } } },
      ],
      ['post', `${account}/chats/{chatId}/files`, '?name=a.txt', 201, { token, raw: 'words' }],
      ['post', `${account}/chats/{chatId}/files`, '?name=a.bat', 415, { token, raw: 'words' }],
      ['get', `${account}/chats/{chatId}/files/{fileId}`, '', 200, { token }],
      ['post', `${channel}/files`, '?name=a.txt', 201, { token: customer, raw: 'words' }],
      ['get', `${channel}/files/{fileId}`, '', 200, { token: customer }],
      ['get', '/api/v1/session/preferences', '', 200, { token }],
      ['get', '/api/v1/session/sign-ins', '', 200, { token }],
      ['post', '/api/v1/session/pictures', '', 400, { token, body: { image: 'AAAA' } }],
      ['post', '/api/v1/session/pictures', '', 201, { token, body: { image: '/9j/4A==' } }],
      ['post', '/api/v1/session/forgotten', '', 202, { body: { email: 'who@parley.example' } }],
      ['post', `${account}/members/{personId}/reset-links`, '', 201, { token: boss }],
      ['post', `${account}/members/{personId}/embed-tokens`, '', 201, { token: boss }],
      ['post', `${account}/api-tokens`, '', 201, { token: boss, body: { name: 'CRM' } }],
      ['get', `${account}/api-tokens`, '', 200, { token: boss }],
      ['get', '/api/v1/demo', '', 200, {}],
      ['get', '/healthz', '', 200, {}],
      ['get', '/readyz', '', 200, {}],
    ]
    const seen = new Set<string>()
    for (const [method, template, query, status, as] of asked) {
      const path = template
        .replace('{accountId}', 'acme')
        .replace('{channelId}', 'site')
        .replace('{report}', 'account')
        .replace('{version}', 'agent@1')
        .replace('{chatId}', chatId)
        .replace('{customerId}', customerId)
        .replace('{fileId}', template.startsWith(account) ? files.staff : files.customer)
        .replace('{articleId}', 'no-article')
        .replace('{prompterId}', 'no-prompter')
        .replace('{botId}', 'no-bot')
        .replace('{webhookId}', 'no-webhook')
        .replace('{personId}', 'lou')
      const told = await tests.ask(method.toUpperCase(), path + query, as)
      const where = `${method} ${path}${query}: ${told.text}`
      const isExpected = told.status === status || (status === 409 && told.status === 400)
      expect(isExpected, where).toBe(true)
      const answer = api.paths[template]?.[method]?.responses[String(told.status)]
      const [type, content] = Object.entries(answer?.content ?? {})[0] ?? []
      expect(told.headers.get('content-type'), where).toContain(type)
      const fits = compile(content?.schema ?? {})
      expect(fits(told.json), `${where} ${JSON.stringify(fits.errors)}`).toBe(true)
      seen.add(`${method} ${template}`)
    }
    const unseen = operationsOf(api)
      .map(([path, method]) => `${method} ${path}`)
      .filter((one) => !seen.has(one))
    // Answers without a body of JSON, and the change of a password, which other tests look at.
    expect(unseen.toSorted()).toEqual([
      'delete /api/v1/accounts/{accountId}/api-tokens/{tokenId}',
      'delete /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}',
      'delete /api/v1/accounts/{accountId}/members/{personId}/sign-ins',
      'delete /api/v1/channels/{channelId}/files/{fileId}',
      'delete /api/v1/session',
      'delete /api/v1/session/sign-ins',
      'delete /api/v1/session/sign-ins/{sessionId}',
      'get /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}/content',
      'get /api/v1/accounts/{accountId}/embedded/{personId}/chats/{chatId}/files/{fileId}/content',
      'get /api/v1/accounts/{accountId}/socket',
      'get /api/v1/accounts/{accountId}/statistics/{report}/table',
      'get /api/v1/channels/{channelId}/files/{fileId}/content',
      'get /api/v1/channels/{channelId}/socket',
      'get /api/v1/pictures/{pictureId}',
      'get /api/v1/staff/socket',
      'get /metrics',
      'post /api/v1/session/password',
      'post /api/v1/session/reset',
      'put /api/v1/session/preferences',
    ])
  })
})

describe('the page of the interface', () => {
  it('[HT6] shows every route, without a script or anything of others', async () => {
    const told = await tests.ask('GET', '/api/v1/docs')
    expect(told.status).toBe(200)
    expect(told.headers.get('content-type')).toContain('text/html')
    expect(told.headers.get('content-security-policy')).toContain("default-src 'self'")
    for (const [path, method, { summary }] of operationsOf(await document())) {
      expect(told.text).toContain(`<code>${path}</code>`)
      expect(told.text).toContain(summary)
      expect(told.text).toContain(method.toUpperCase())
    }
    expect(told.text).not.toMatch(/<script|<style|style="|\son\w+=|https?:\/\/(?!json-schema)/i)
    expect(told.text).toContain('<a href="/">Start page</a>')
    const style = await tests.ask('GET', '/api/v1/docs/style.css')
    expect(style.headers.get('content-type')).toContain('text/css')
  })
})

describe('an address that leads nowhere', () => {
  it('[HT18] is answered with a page that leads home, and with a refusal under /api', async () => {
    const page = await tests.ask('GET', '/no/such/page')
    expect(page.status).toBe(404)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(page.text).toContain('<a href="/">Start page</a>')
    const api = await tests.ask('GET', '/api/v1/no-such')
    expect(api.status).toBe(404)
    expect(api.headers.get('content-type')).toContain('json')
  })
})

/** A chat in hand of Mia, with what each side needs to ask about it. */
async function aChat() {
  const token = await tests.signedIn('mia')
  const { token: customer } = await tests.customer()
  const staff = (command: object) =>
    tests.ask('POST', '/api/v1/accounts/acme/commands', {
      token,
      body: { id: Bun.randomUUIDv7(), command },
    })
  await tests.ask('POST', '/api/v1/channels/site/commands', {
    token: customer,
    body: { id: Bun.randomUUIDv7(), command: { type: 'sendMessage', text: 'Hello' } },
  })
  await tests.connect(token)
  await staff({ type: 'goOnline' })
  const desk = await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })
  const { chats } = desk.json as { chats: { chatId: string; customerId: string }[] }
  const { chatId = '', customerId = '' } = chats[0] ?? {}
  await staff({ type: 'takeChat', chatId })
  await staff({ type: 'sendMessage', chatId, text: 'Good morning' })
  await staff({ type: 'comment', chatId, text: 'Between us', visibleTo: 'staff' })
  return { token, customer, chatId, customerId }
}

/** A file that staff sent in a comment, and one that the customer sent. */
async function sentFiles({ token, chatId, customer }: Awaited<ReturnType<typeof aChat>>) {
  const send = async (place: string, files: string, as: string, command: object) => {
    const told = await tests.ask('POST', `${files}?name=a.txt`, { token: as, raw: 'words' })
    const { fileId } = told.json as { fileId: string }
    const body = { id: Bun.randomUUIDv7(), command: { ...command, text: '', fileIds: [fileId] } }
    expect((await tests.ask('POST', `${place}/commands`, { token: as, body })).status).toBe(200)
    return fileId
  }
  const acme = '/api/v1/accounts/acme'
  const site = '/api/v1/channels/site'
  const comment = { type: 'comment', chatId, visibleTo: 'staff' }
  return {
    staff: await send(acme, `${acme}/chats/${chatId}/files`, token, comment),
    customer: await send(site, `${site}/files`, customer, { type: 'sendMessage' }),
  }
}
