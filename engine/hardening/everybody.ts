import type { CustomerCommand } from '#protocol/customer-commands'
import type { CustomerClientFrame } from '#protocol/customer-frames'
import { COMPANY_PAUSE_MS, PROTOCOL_VERSION } from '#protocol/limits'
import { defaultPreferences } from '#protocol/default-preferences'
import type { StaffClientFrame } from '#protocol/staff-frames'
import type { Audience } from '../files/file-links.ts'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import type { FarEnd } from '../testing/test-hub.ts'
import { BOSS, acme, rival } from './cast.ts'
import { embedTokenOf, sessionOf } from './memory-people.ts'
import { Rig, codeOf } from './rig.ts'

/** Everybody who can ask for something of `acme`; `their` are those of another account beside it. */
export const ASKERS = [
  'agent',
  'supervisor',
  'administrator',
  'customer',
  'blocked',
  'nobody',
  'their agent',
  'their supervisor',
  'their administrator',
  'their customer',
  'their blocked',
] as const

/** The agent once more, by the token of a page that embeds the desk. */
export const EMBEDDED = 'embedded agent'

export type Asker = (typeof ASKERS)[number] | typeof EMBEDDED

const STAFF: Partial<Record<Asker, { accountId: string; personId: string }>> = {
  agent: { accountId: 'acme', personId: 'mia' },
  [EMBEDDED]: { accountId: 'acme', personId: 'mia' },
  supervisor: { accountId: 'acme', personId: 'sam' },
  administrator: { accountId: 'acme', personId: 'ada' },
  'their agent': { accountId: 'rival', personId: 'ron-of-them' },
  'their supervisor': { accountId: 'rival', personId: 'rob-of-them' },
  'their administrator': { accountId: 'rival', personId: 'max-of-them' },
}

/** What a blocked customer reads. */
export const BLOCKED_WORDS = 'We end this here.'

/**
 * Two accounts with somebody of each kind. The agent has the chat, which is the customer's and holds
 * a file; the blocked customers had a chat each.
 */
export class Everybody {
  readonly rig: Rig
  readonly #tokens: ReadonlyMap<Asker, string>
  readonly #chatId: string
  readonly #customerId: string
  readonly #fileId: string

  private constructor(parts: {
    rig: Rig
    tokens: ReadonlyMap<Asker, string>
    chatId: string
    customerId: string
    fileId: string
  }) {
    this.rig = parts.rig
    this.#tokens = parts.tokens
    this.#chatId = parts.chatId
    this.#customerId = parts.customerId
    this.#fileId = parts.fileId
  }

  static async arrange(): Promise<Everybody> {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const { test, auth } = rig
    const customer = auth.newCustomer('acme', 'web')
    const blocked = auth.newCustomer('acme', 'web')
    const theirs = auth.newCustomer('rival', 'theirs')
    const theirBlocked = auth.newCustomer('rival', 'theirs')
    const tokens = new Map<Asker, string>([
      ['customer', customer],
      ['blocked', blocked],
      ['their customer', theirs],
      ['their blocked', theirBlocked],
      ...ASKERS.flatMap((asker): [Asker, string][] => {
        const person = STAFF[asker]
        return person === undefined ? [] : [[asker, sessionOf(person.personId)]]
      }),
      [EMBEDDED, embedTokenOf('mia', 'acme')],
    ])
    const hello = { type: 'sendMessage', text: 'Hello' } as const
    const fileId = await rig.upload('/api/v1/channels/web/files', customer)
    await rig.customerByRest('web', customer, { ...hello, fileIds: [fileId] })
    await rig.customerByRest('web', blocked, hello)
    await rig.customerByRest('theirs', theirs, hello)
    await rig.customerByRest('theirs', theirBlocked, hello)

    const placeOf = async (channelId: string, token: string) => {
      const who = await auth.customer(channelId, token)
      if (who === null) throw new Error('a token of ours is not known')
      const { customers } = test.host.peek(who.accountId) ?? {}
      const chatId = customers?.get(who.customerId)?.row.openChatId ?? ''
      return { chatId, customerId: who.customerId }
    }
    const block = { type: 'blockCustomer', reason: 'rude', message: BLOCKED_WORDS } as const
    const rude = await placeOf('web', blocked)
    done(await test.staff(BOSS, { ...block, chatId: rude.chatId }))
    const max = { accountId: 'rival', personId: 'max-of-them' }
    const theirRude = await placeOf('theirs', theirBlocked)
    done(await test.desk.staff(max, test.newId(), { ...block, chatId: theirRude.chatId }))
    const place = await placeOf('web', customer)
    await test.online('mia')
    done(await test.staff('mia', { type: 'takeChat', chatId: place.chatId }))
    return new Everybody({ rig, tokens, ...place, fileId })
  }

  // -- routes ---------------------------------------------------------------------------------

  /** What comes of a route (`GET /api/…`) for whoever asks: `done`, or the code of the refusal. */
  async ask(route: string, asker: Asker, origin?: string): Promise<string> {
    const [method = '', template = ''] = route.split(' ')
    const { body, raw, query = '' } = this.#said(route, asker)
    const token = this.#tokens.get(asker)
    const told = await this.rig.ask(method, `${this.#pathOf(template)}${query}`, {
      ...(token === undefined ? {} : { token }),
      ...(origin === undefined ? {} : { origin }),
      ...(body === undefined ? {} : { body }),
      ...(raw === undefined ? {} : { raw }),
    })
    return told.status < 300 ? 'done' : codeOf(told)
  }

  #pathOf(template: string): string {
    const ids: Record<string, string> = {
      accountId: 'acme',
      channelId: 'web',
      chatId: this.#chatId,
      customerId: this.#customerId,
      fileId: this.#fileId,
      personId: 'tom',
      version: 'chat@1',
      articleId: 'refunds',
      report: 'groups',
      prompterId: 'helper',
      botId: 'helper',
      webhookId: 'crm',
    }
    return template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no-${name}`)
  }

  /** What goes with a request, where its schema wants something. */
  #said(route: string, asker: Asker): { body?: unknown; raw?: string; query?: string } {
    const id = this.rig.test.newId()
    const chatId = this.#chatId
    // Each one's own: for one address only so many may be tried.
    const email = `${asker.replace(' ', '-')}@nowhere.example`
    switch (route) {
      case 'POST /api/v1/session':
        return { body: { email, password: 'not the right one' } }
      case 'POST /api/v1/session/password':
        return { body: { current: 'not the right one', next: 'another good one' } }
      case 'POST /api/v1/session/forgotten':
        return { body: { email } }
      case 'POST /api/v1/session/reset':
        return { body: { token: 'x'.repeat(43), password: 'another good one' } }
      case 'PUT /api/v1/session/preferences':
        return { body: defaultPreferences }
      case 'POST /api/v1/session/pictures':
        return { raw: 'no picture' }
      case 'POST /api/v1/accounts/{accountId}/commands':
        return {
          body: { id, command: { type: 'comment', chatId, text: 'Words', visibleTo: 'staff' } },
        }
      case 'GET /api/v1/accounts/{accountId}/chats/{chatId}/what-if':
      case 'GET /api/v1/accounts/{accountId}/agents/{personId}/what-if':
        return { query: '?after=1' }
      case 'POST /api/v1/accounts/{accountId}/invitations':
        return { body: { email, name: 'Somebody New', role: 'agent', groupIds: [] } }
      case 'POST /api/v1/accounts/{accountId}/chats/{chatId}/what-if':
        return { body: { after: 1, event: { type: 'customerEnded' } } }
      case 'POST /api/v1/accounts/{accountId}/agents/{personId}/what-if':
        return { body: { after: 1, event: { type: 'socketOpened' } } }
      case 'POST /api/v1/accounts/{accountId}/api-tokens':
        return { body: { name: 'A program' } }
      case 'POST /api/v1/accounts/{accountId}/prompters/{prompterId}/suggestions':
        return { body: { chatId } }
      case 'POST /api/v1/accounts/{accountId}/prompters/{prompterId}/trials':
        return { body: { question: 'Words' } }
      case 'POST /api/v1/accounts/{accountId}/bots/{botId}/trials':
        return { body: { text: 'Words', groupId: 'support', language: null } }
      case 'POST /api/v1/channels/{channelId}/commands':
        return { body: { id, command: { type: 'sendMessage', text: 'Words' } } }
      case 'POST /api/v1/channels/{channelId}/customers':
        return { body: {} }
      case 'POST /api/v1/channels/{channelId}/returns': {
        // Whoever holds a link is let in by it: that is what it is for.
        const place = { accountId: 'acme', channelId: 'web' }
        return { body: { link: this.rig.returnLinks.link(place, this.#customerId) } }
      }
      case 'POST /api/v1/accounts/{accountId}/chats/{chatId}/files':
      case 'POST /api/v1/channels/{channelId}/files':
        return { raw: 'a note', query: '?name=note.txt' }
      case 'GET /api/v1/accounts/{accountId}/chats':
        return { query: '?state=closed' }
      case 'GET /api/v1/accounts/{accountId}/statistics/{report}':
      case 'GET /api/v1/accounts/{accountId}/statistics/{report}/table':
        return { query: '?from=2026-01-01&to=2026-01-31' }
      case 'GET /api/v1/accounts/{accountId}/statistics/{report}/chats':
        return { query: '?from=2026-01-01&to=2026-01-31&id=support&figure=chats' }
      case 'GET /api/v1/accounts/{accountId}/search':
        return { query: '?text=Hello' }
      case 'GET /api/v1/accounts/{accountId}/chats/{chatId}/messages':
        return { query: '?before=99' }
      case 'GET /api/v1/accounts/{accountId}/chats/{chatId}/files/{fileId}/content':
      case 'GET /api/v1/accounts/{accountId}/embedded/{personId}/chats/{chatId}/files/{fileId}/content':
      case 'GET /api/v1/channels/{channelId}/files/{fileId}/content':
        return { query: this.#linkFor(asker) }
      default:
        return {}
    }
  }

  /** The words of a link that was signed for this asker, who was perhaps never to be given one. */
  #linkFor(asker: Asker): string {
    const person = STAFF[asker]
    const customerId = asker === 'customer' ? this.#customerId : `not the ${asker}'s`
    const audience: Audience =
      person === undefined
        ? { kind: 'customer', accountId: 'acme', channelId: 'web', customerId }
        : { kind: 'staff', accountId: 'acme', personId: person.personId }
    const file = { fileId: this.#fileId, name: 'x', mime: 'x', size: 1, kind: 'other' } as const
    const [view] = this.rig.links.showTo(audience)(this.#chatId, [file])
    return `?${view?.url.split('?')[1]}`
  }

  // -- frames ---------------------------------------------------------------------------------

  /** What comes of a frame to staff's socket, from whoever sends it after a hello of their own. */
  async toStaff(type: StaffClientFrame['type'], asker: Asker): Promise<string> {
    const end = this.rig.staffSocket()
    const accountId = STAFF[asker]?.accountId ?? 'acme'
    // A hello says which account is meant; whoever greets, greets ours.
    const greeted = type === 'hello' ? 'acme' : accountId
    const token = this.#tokens.get(asker) ?? ''
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token, accountId: greeted })
    if (type === 'hello' || end.closedWith !== null) return outcomeOf(end, 'welcome')
    const chatId = this.#chatId
    const topic = `chat:${chatId}` as const
    switch (type) {
      case 'subscribe':
        await end.say({ type, topic })
        return outcomeOf(end, 'conversation')
      case 'unsubscribe':
        await end.say({ type, topic })
        return outcomeOf(end, 'welcome')
      case 'accounts':
        await end.say({ type })
        return JSON.stringify(end.of('accounts')).includes('acme') ? 'done' : 'their own'
      case 'command': {
        const command = { type: 'comment', chatId, text: 'Words', visibleTo: 'staff' } as const
        return this.rig.bySocket(end, command)
      }
      case 'typing': {
        const customer = await this.rig.customer('web', this.#tokens.get('customer') ?? '')
        await end.say({ type, chatId, typing: true })
        await settled()
        return customer.of('typing').length > 0 ? 'done' : 'nothing'
      }
      case 'looking': {
        const boss = await this.rig.staff(BOSS, topic)
        for (const one of [boss, end]) {
          await one.say({ type: 'subscribe', topic })
          await one.say({ type, chatId })
        }
        await this.rig.test.clock.pass(COMPANY_PAUSE_MS)
        const { people } = boss.last('company')
        const isThere = people.some((one) => one.personId === STAFF[asker]?.personId)
        return isThere ? 'done' : 'nothing'
      }
    }
  }

  /** What comes of a frame to the customers' socket of our channel, from whoever sends it. */
  async toCustomers(type: CustomerClientFrame['type'], asker: Asker): Promise<string> {
    const { rig } = this
    const mia = await rig.staff('mia', `chat:${this.#chatId}`)
    const end = await rig.customer('web', this.#tokens.get(asker) ?? '')
    if (type === 'hello' || end.closedWith !== null) return outcomeOf(end, 'welcome')
    const heard = mia.frames.length
    const id = rig.test.newId()
    switch (type) {
      case 'command':
        await end.say({ type, id, command: { type: 'sendMessage', text: 'Words' } })
        return end.of('ack').length > 0 ? 'done' : end.last('refused').refusal.code
      case 'typing':
        await end.say({ type, typing: true })
        break
      case 'page':
        await end.say({ type, page: { address: 'https://shop.example/', title: 'Shop' } })
        break
    }
    await settled()
    return mia.frames.slice(heard).some((frame) => frame.type === type) ? 'done' : 'nothing'
  }

  // -- commands of customers ------------------------------------------------------------------

  async byCustomer(
    command: CustomerCommand,
    asker: Asker,
    way: 'REST' | 'socket',
  ): Promise<string> {
    const { rig } = this
    const token = this.#tokens.get(asker) ?? ''
    if (way === 'REST') {
      const path = '/api/v1/channels/web/commands'
      const told = await rig.ask('POST', path, { token, body: { id: rig.test.newId(), command } })
      return told.status === 200 ? 'done' : codeOf(told)
    }
    const end = await rig.customer('web', token)
    if (end.closedWith !== null) return outcomeOf(end, 'welcome')
    await end.say({ type: 'command', id: rig.test.newId(), command })
    return end.of('ack').length > 0 ? 'done' : end.last('refused').refusal.code
  }

  async blockedCustomerId(): Promise<string> {
    const who = await this.rig.auth.customer('web', this.#tokens.get('blocked') ?? '')
    return who?.customerId ?? ''
  }

  /** The words with which the blocked customer is refused, by every way that there is. */
  async wordsForBlocked(command: CustomerCommand): Promise<string[]> {
    const { rig } = this
    const token = this.#tokens.get('blocked') ?? ''
    const end = await rig.customer('web', token)
    await end.say({ type: 'command', id: rig.test.newId(), command })
    const body = { id: rig.test.newId(), command }
    const told = await rig.ask('POST', '/api/v1/channels/web/commands', { token, body })
    const upload = await rig.ask('POST', '/api/v1/channels/web/files?name=note.txt', {
      token,
      raw: 'a note',
    })
    const { says } = end.last('refused').refusal
    return [says, wordsOf(told.json), wordsOf(upload.json)]
  }
}

function outcomeOf<Frame extends { type: string }>(
  end: FarEnd<never, Frame>,
  wanted: Frame['type'],
): string {
  if (end.closedWith !== null) return end.closedWith.reason
  return end.frames.some(({ type }) => type === wanted) ? 'done' : 'refused'
}

function wordsOf(json: unknown): string {
  const problem = json as { refusal?: { says?: string } } | null
  return problem?.refusal?.says ?? ''
}
