import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { suggestions } from '#protocol/prompters'
import type { Suggestions, SuggestionsBody } from '#protocol/prompters'
import { prompterTrial } from '#protocol/trials'
import { memoryArticles } from '#storage/memory-articles'
import type { PastAnswers } from '#storage/past-answers'
import { memoryPastAnswers } from '#storage/memory-past-answers'
import { memorySuggestionUses } from '#storage/suggestion-uses'
import { Outgoing, signature } from '../outgoing/outgoing.ts'
import { systemClock } from '../operation/system-ports.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { done, refusalOf } from '../testing/test-host.ts'
import type { TestHost } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'
import type { Prompters } from './prompters.ts'
import { promptersOf } from './prompters-of.ts'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

type Handler = (body: string, response: ServerResponse, request: IncomingMessage) => void

/** A real service on the loopback; gives its address. */
async function service(answer: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => answer(body, response, request))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

const PROMPTER: Extract<StaffCommand, { type: 'savePrompter' }> = {
  type: 'savePrompter',
  prompterId: null,
  kind: 'knowledge',
  name: 'Helper',
  readsChats: true,
  isAsked: true,
  url: null,
  model: null,
  instructions: null,
  secret: null,
}

const ARTICLE: Extract<StaffCommand, { type: 'saveArticle' }> = {
  type: 'saveArticle',
  articleId: null,
  title: 'Refund of a parcel',
  url: 'https://help.example/refund',
  text: 'It takes a week.',
  language: null,
  audience: 'customer',
  groupIds: [],
}

interface Desk {
  test: TestHost
  prompters: Prompters
  chatId: string
}

/** A desk whose agent ann has a chat with a customer who asks for a refund. */
async function desk(
  more: { past?: PastAnswers; deadlineMs?: number; allowPrivate?: boolean } = {},
): Promise<Desk> {
  const { test, screens } = await TestHub.start()
  const outgoing = new Outgoing({ clock: systemClock, allowPrivate: more.allowPrivate ?? true })
  const { deadlineMs } = more
  const prompters = promptersOf({
    staff: screens,
    articles: memoryArticles((accountId) => test.memory.contents(accountId)),
    past: more.past ?? memoryPastAnswers(),
    uses: memorySuggestionUses((accountId) => test.memory.contents(accountId)),
    outgoing: {
      post: (asking) =>
        outgoing.post(deadlineMs === undefined ? asking : { ...asking, deadlineMs }),
    },
    clock: test.clock,
    ids: { next: () => crypto.randomUUID() },
    log: { info() {}, warn() {}, error() {} },
  })
  await test.online('ann')
  const chatId = await test.writes('cust', 'Where is the refund of my parcel?')
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  return { test, prompters, chatId }
}

async function made(test: TestHost, change: Partial<typeof PROMPTER> = {}): Promise<string> {
  const { prompterId } = done(await test.staff('ada', { ...PROMPTER, ...change })).result
  if (typeof prompterId !== 'string') throw new Error('no id')
  return prompterId
}

async function asked(
  { prompters }: Desk,
  prompterId: string,
  body: SuggestionsBody,
  personId = 'ann',
): Promise<Suggestions> {
  const shown = await prompters.suggest(ACCOUNT, personId, prompterId, body)
  if (shown.kind === 'refused') throw new Error(shown.refusal.code)
  return suggestions.parse(shown.value)
}

describe('prompters', () => {
  it('[PM24] are saved and deleted by administrators, with what their kind needs', async () => {
    const { test, prompters } = await desk()
    const webhook = { kind: 'webhook', url: 'https://hooks.example/a', secret: 's3' } as const
    expect(refusalOf(await test.staff('sue', PROMPTER))).toBe('forbidden')
    expect(refusalOf(await test.staff('ada', { ...PROMPTER, kind: 'webhook' }))).toBe('incomplete')
    expect(refusalOf(await test.staff('ada', { ...PROMPTER, kind: 'model' }))).toBe('incomplete')
    const prompterId = await made(test, webhook)
    // the secret is kept where the place is the same, and only there
    const same = { ...PROMPTER, ...webhook, prompterId, secret: null }
    done(await test.staff('ada', { ...same, name: 'Renamed' }))
    const moved = { ...same, url: 'https://elsewhere.example/a' }
    expect(refusalOf(await test.staff('ada', moved))).toBe('incomplete')
    const list = async (personId: string) => {
      const shown = await prompters.list(ACCOUNT, personId)
      return shown.kind === 'shown' ? shown.value.prompters : []
    }
    const [mine] = await list('ada')
    expect(mine).toMatchObject({ name: 'Renamed', settings: { hasSecret: true } })
    const [theirs] = await list('ann')
    expect(theirs).toMatchObject({ name: 'Renamed', settings: null, acceptance: null })
    expect(JSON.stringify([mine, theirs])).not.toContain('s3')
    expect(JSON.stringify(test.memory.contents(ACCOUNT)?.journal)).not.toMatch(/s3|hooks/)
    done(await test.staff('ada', { type: 'deletePrompter', prompterId }))
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).not.toMatch(/"s3"|hooks\.example/)
    expect(await list('ada')).toEqual([])
  })

  it('[PM25] suggest for a chat that one may read, from articles with their match and source', async () => {
    const one = await desk()
    done(await one.test.staff('ada', ARTICLE))
    const prompterId = await made(one.test)
    const told = await asked(one, prompterId, { chatId: one.chatId })
    expect(told).toMatchObject({
      state: 'answered',
      suggestions: [
        {
          text: 'It takes a week.\nhttps://help.example/refund',
          sources: [{ kind: 'article', title: 'Refund of a parcel' }],
        },
      ],
    })
    expect(told.suggestions[0]?.match).toBeGreaterThan(30)
    const byQuestion = await asked(one, prompterId, { question: 'refund' })
    expect(byQuestion.suggestions).toHaveLength(1)
    const nothing = await asked(one, prompterId, { question: 'weather' })
    expect(nothing).toMatchObject({ state: 'answered', suggestions: [] })
    const refused = await one.prompters.suggest(ACCOUNT, 'cleo', prompterId, { chatId: one.chatId })
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code: 'notFound' } })
  })

  it('[PM25] answer to what they are for: chats, questions or both', async () => {
    const { test, prompters, chatId } = await desk()
    const context = await made(test, { isAsked: false })
    const assistant = await made(test, { readsChats: false })
    const code = async (prompterId: string, body: SuggestionsBody) => {
      const shown = await prompters.suggest(ACCOUNT, 'ann', prompterId, body)
      return shown.kind === 'shown' ? 'done' : shown.refusal.code
    }
    expect(await code(context, { chatId })).toBe('done')
    expect(await code(context, { question: 'x' })).toBe('notFound')
    expect(await code(assistant, { chatId })).toBe('notFound')
    expect(await code(assistant, { chatId, question: 'x' })).toBe('done')
    expect(await code('nobody', { question: 'x' })).toBe('notFound')
  })

  it('[PM26] give past answers of chats that the agent may read, masked', async () => {
    const past: PastAnswers = {
      words: async () => ({
        count: 2,
        averageLength: 1,
        uses: [],
        words: [
          {
            word: 'refund',
            documents: ['mine', 'theirs'].map((answerId) => ({
              answerId,
              articleId: null,
              weight: 1,
              length: 1,
            })),
          },
        ],
      }),
      said: async (_account, answerIds) =>
        answerIds.flatMap((answerId) => {
          const [chat] = one.test.memory.contents(ACCOUNT)?.chats ?? []
          if (chat === undefined) return []
          const groupId = answerId === 'mine' ? chat.groupId : 'nobodys'
          const over = { ...chat, groupId, open: false, state: 'closed' }
          return [{ answerId, chat: over, texts: [`${answerId}: call +49 30 1234567`], at: 0 }]
        }),
    }
    const one: Desk = await desk({ past })
    const prompterId = await made(one.test)
    const told = await asked(one, prompterId, { question: 'refund' })
    expect(told.suggestions.map(({ text, sources }) => [text, sources[0]?.kind])).toEqual([
      ['mine: call •••', 'chat'],
    ])
  })

  it('[PM27] of the kind webhook are sent signed JSON, and no comment', async () => {
    const heard: { body: string; signed: string }[] = []
    const url = await service((body, response, request) => {
      heard.push({ body, signed: String(request.headers['parley-signature']) })
      response.end(
        JSON.stringify({
          suggestions: [
            { text: 'Second', match: 20 },
            {
              text: 'First',
              match: 80.4,
              extras: [{ kind: 'image', url: 'https://pictures.example/a.png', name: 'a.png' }],
              sources: [{ title: 'Handbook' }],
            },
          ],
        }),
      )
    })
    const one = await desk()
    const { test, chatId } = one
    done(await test.staff('ann', { type: 'comment', chatId, text: 'secret', visibleTo: 'staff' }))
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'One moment' }))
    const prompterId = await made(test, { kind: 'webhook', url, secret: 'key' })
    const told = await asked(one, prompterId, { chatId })
    expect(told.suggestions).toMatchObject([
      { text: 'First', match: 80, sources: [{ kind: 'elsewhere', title: 'Handbook', url: null }] },
      { text: 'Second', match: 20 },
    ])
    const { body, signed } = heard[0] ?? { body: '', signed: '' }
    const seconds = Number(/^t=(\d+),/.exec(signed)?.[1])
    expect(signed).toBe(signature('key', body, seconds * 1_000))
    expect(JSON.parse(body)).toMatchObject({
      type: 'suggest',
      question: 'Where is the refund of my parcel?',
    })
    expect(body).not.toContain('secret')
  })

  it('[PM27] of the kind model answer from articles alone, and name those that they used', async () => {
    const heard: { body: string; key: string | undefined; path: string | undefined }[] = []
    const url = await service((body, response, { headers, url: path }) => {
      heard.push({ body, key: headers.authorization, path })
      const content = 'A week, usually [1].'
      response.end(JSON.stringify({ choices: [{ message: { content } }] }))
    })
    const one = await desk()
    const model = { kind: 'model', url: `${url}/v1/`, model: 'small', secret: 'key' } as const
    const prompterId = await made(one.test, model)
    // nothing to answer from: nobody is asked
    expect((await asked(one, prompterId, { chatId: one.chatId })).suggestions).toEqual([])
    expect(heard).toEqual([])
    done(await one.test.staff('ada', ARTICLE))
    done(await one.test.staff('ada', { ...ARTICLE, title: 'Parcel', url: null }))
    const told = await asked(one, prompterId, { chatId: one.chatId })
    expect(told.suggestions).toHaveLength(1)
    expect(told.suggestions[0]).toMatchObject({ text: 'A week, usually.' })
    expect(told.suggestions[0]?.sources).toHaveLength(1)
    expect(heard[0]).toMatchObject({ key: 'Bearer key', path: '/v1/chat/completions' })
    expect(heard[0]?.body).toContain('It takes a week.')
  })

  it('[PM28] that talk nonsense, too much, or no, are said to have failed', async () => {
    const answers: Handler[] = [
      (_, response) => response.end('<html>'),
      (_, response) => response.end('{"suggestions":[{"text":"no match"}]}'),
      (_, response) => response.end('{"suggestions":[{"text":"","match":4}]}'),
      (_, response) => response.end('{"suggestions":[{"text":"x","match":400}]}'),
      (_, response) =>
        response.end(
          JSON.stringify({
            suggestions: [
              {
                text: 'x',
                match: 1,
                extras: [{ kind: 'image', url: 'javascript:alert(1)', name: 'x' }],
              },
            ],
          }),
        ),
      (_, response) => response.end('x'.repeat(1_000_000)),
      (_, response) => response.writeHead(503).end(),
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
      (_, response) => {
        response.writeHead(200, { 'content-length': '50' })
        response.write('{"sug', () => response.destroy())
      },
    ]
    const one = await desk()
    for (const [index, answer] of answers.entries()) {
      for (const kind of ['webhook', 'model'] as const) {
        const url = await service(answer)
        if (kind === 'model') done(await one.test.staff('ada', ARTICLE))
        const prompterId = await made(one.test, { kind, url, secret: 'key', model: 'm' })
        const told = await asked(one, prompterId, { chatId: one.chatId })
        expect(told, `${kind} ${index}`).toMatchObject({ state: 'failed', suggestions: [] })
      }
    }
  })

  it('[PM28] that answer late are said to be so, and meanwhile everything else goes on', async () => {
    const url = await service(() => {})
    const one = await desk({ deadlineMs: 300 })
    const { test, chatId } = one
    const prompterId = await made(test, { kind: 'webhook', url, secret: 'key' })
    let isTold = false
    const told = asked(one, prompterId, { chatId }).finally(() => {
      isTold = true
    })
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Hello' }))
    await test.writes('cust', 'And now?')
    expect(isTold).toBe(false)
    expect(await told).toMatchObject({ state: 'late', suggestions: [] })
  })

  it('[PM29] that fail again and again rest, and are not asked until then', async () => {
    let requests = 0
    const url = await service((_, response) => {
      requests += 1
      response.writeHead(500).end()
    })
    const one = await desk()
    const prompterId = await made(one.test, { kind: 'webhook', url, secret: 'key' })
    for (let round = 0; round < 3; round += 1) await asked(one, prompterId, { chatId: one.chatId })
    const told = await asked(one, prompterId, { chatId: one.chatId })
    expect(told.state).toBe('resting')
    expect(told.restsUntil).toBe(one.test.clock.now() + 30_000)
    expect(requests).toBe(3)
    await one.test.clock.pass(30_000)
    await asked(one, prompterId, { chatId: one.chatId })
    expect(requests).toBe(4)
  })

  it('[PM21] are not asked at addresses that are not everybody’s', async () => {
    let requests = 0
    const url = await service((_, response) => {
      requests += 1
      response.end('{"suggestions":[]}')
    })
    const one = await desk({ allowPrivate: false })
    const prompterId = await made(one.test, { kind: 'webhook', url, secret: 'key' })
    expect((await asked(one, prompterId, { chatId: one.chatId })).state).toBe('failed')
    expect(requests).toBe(0)
  })

  it('[PM50] whose answer comes when the agent may not have it any more are heard by nobody', async () => {
    const asked = Promise.withResolvers<ServerResponse>()
    const next = { asked }
    const url = await service((_, response) => next.asked.resolve(response))
    const one = await desk()
    const { test, prompters, chatId } = one
    const webhook = { kind: 'webhook', url, secret: 'key' } as const
    const prompterId = await made(test, webhook)
    /** What an agent is told of an answer that comes after something else happened. */
    const after = async (body: SuggestionsBody, happens: () => Promise<unknown>) => {
      next.asked = Promise.withResolvers<ServerResponse>()
      const shown = prompters.suggest(ACCOUNT, 'ann', prompterId, body)
      const response = await next.asked.promise
      await happens()
      response.end('{"suggestions":[{"text":"A secret","match":90}]}')
      const told = await shown
      return told.kind === 'refused' ? told.refusal.code : told.value.suggestions.length
    }
    const save = (change: Partial<typeof PROMPTER>) =>
      test.staff('ada', { ...PROMPTER, ...webhook, prompterId, ...change })
    const member = { type: 'saveMember', personId: 'ann', role: 'agent', name: 'Ann' } as const
    const leaves = { ...member, publicName: 'Ann', groupIds: [], chatLimit: null }
    expect(await after({ chatId }, async () => {})).toBe(1)
    expect(await after({ chatId }, () => save({ readsChats: false }))).toBe('notFound')
    done(await save({}))
    expect(await after({ question: 'x' }, () => save({ isAsked: false }))).toBe('notFound')
    done(await save({}))
    const moved = { url: `${url}/elsewhere` }
    expect(await after({ chatId }, () => save(moved))).toBe('notFound')
    done(await save({}))
    const lost = async () => {
      await test.online('bob')
      const to = { kind: 'agent', agentId: 'bob' } as const
      done(await test.staff('ann', { type: 'forwardChat', chatId, to }))
      done(await test.staff('bob', { type: 'takeChat', chatId }))
    }
    expect(await after({ chatId }, lost)).toBe('notFound')
    expect(await after({ question: 'x' }, () => test.staff('ada', leaves))).toBe('transient')
    const gone = { type: 'deactivateMember', personId: 'ann' } as const
    expect(await after({ question: 'x' }, () => test.staff('ada', gone))).toBe('notReady')
    const deleted = { type: 'deletePrompter', prompterId } as const
    done(await test.staff('ada', { ...leaves, groupIds: ['support'] }))
    expect(await after({ question: 'x' }, () => test.staff('ada', deleted))).toBe('notFound')
  })

  it('[PM51] are tried out by administrators, with the time, or why there is no answer', async () => {
    const answers: Handler[] = [
      (_, response) => response.end('{"suggestions":[{"text":"Soon","match":70}]}'),
      (_, response) => response.writeHead(503).end(),
      (_, response) => response.end('<html>'),
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end(),
      (_, response) => response.end('x'.repeat(1_000_000)),
      () => {},
    ]
    const one = await desk({ deadlineMs: 300 })
    const { test, prompters } = one
    const tried = async (prompterId: string, personId = 'ada') => {
      const shown = await prompters.try(ACCOUNT, personId, prompterId, 'Where is it?')
      if (shown.kind === 'refused') return shown.refusal.code
      const { tookMs, problem, suggestions: told } = prompterTrial.parse(shown.value)
      expect(tookMs).toBeGreaterThanOrEqual(0)
      return problem === null ? told.map(({ text }) => text) : problem
    }
    const off = { readsChats: false, isAsked: false }
    const outcomes: unknown[] = []
    for (const answer of answers) {
      const url = await service(answer)
      const prompterId = await made(test, { kind: 'webhook', url, secret: 'key', ...off })
      outcomes.push(await tried(prompterId))
    }
    expect(outcomes).toEqual([
      ['Soon'],
      { code: 'status', status: 503 },
      { code: 'nonsense', status: null },
      { code: 'redirected', status: 302 },
      { code: 'tooLarge', status: 200 },
      { code: 'late', status: null },
    ])
    const knowledge = await made(test, off)
    done(await test.staff('ada', ARTICLE))
    expect(await tried(knowledge)).toEqual([])
    expect(await tried(knowledge, 'sue')).toBe('forbidden')
    expect(await tried('nobody')).toBe('notFound')
  })

  it('[PM51] that rest are asked, and rest no more where they answer', async () => {
    let isWell = false
    const url = await service((_, response) => {
      if (isWell) response.end('{"suggestions":[]}')
      else response.writeHead(500).end()
    })
    const one = await desk()
    const { test, prompters, chatId } = one
    const prompterId = await made(test, { kind: 'webhook', url, secret: 'key' })
    for (let round = 0; round < 3; round += 1) await asked(one, prompterId, { chatId })
    expect((await asked(one, prompterId, { chatId })).state).toBe('resting')
    isWell = true
    await prompters.try(ACCOUNT, 'ada', prompterId, 'Are you well?')
    expect((await asked(one, prompterId, { chatId })).state).toBe('answered')
  })

  it('[PM30] write nothing themselves; what agents make of suggestions is counted for administrators', async () => {
    const one = await desk()
    const { test, prompters, chatId } = one
    done(await test.staff('ada', ARTICLE))
    const prompterId = await made(test)
    const before = JSON.stringify(test.memory.contents(ACCOUNT))
    const told = await asked(one, prompterId, { chatId })
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).toBe(before)
    const suggestionId = told.suggestions[0]?.suggestionId ?? ''
    const noted = { type: 'noteSuggestion', prompterId, suggestionId, chatId } as const
    done(await test.staff('ann', { ...noted, outcome: 'dismissed' }))
    done(await test.staff('ann', { ...noted, outcome: 'edited' }))
    expect(refusalOf(await test.staff('cleo', { ...noted, outcome: 'taken' }))).toBe('notFound')
    const shown = await prompters.list(ACCOUNT, 'ada')
    const acceptance = { taken: 0, edited: 1, dismissed: 0 }
    expect(shown).toMatchObject({ value: { prompters: [{ prompterId, acceptance }] } })
  })
})
