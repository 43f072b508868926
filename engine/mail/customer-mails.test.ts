import { afterEach, describe, expect, it } from 'vitest'
import type { CustomerCommand } from '#protocol/customer-commands'
import { ReturnLinks } from '../auth/return-links.ts'
import type { Settings } from '../host/settings.ts'
import { deliverToGreeter } from '../host/host-desk.ts'
import { MAIL } from '../host/missed-mail.ts'
import { OutboxWorker } from '../host/outbox.ts'
import { MailServer, headerOf, partOf } from '../testing/mail-server.ts'
import { settled } from '../testing/manual-clock.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { CustomerMails, UNVERIFIED_TRANSCRIPTS_A_DAY } from './customer-mails.ts'
import type { Allow } from './customer-mails.ts'
import { smtpMailer } from './mailer.ts'
import { PostOffice } from './post-office.ts'

const MINUTE = 60_000
const WHO = { accountId: ACCOUNT, channelId: 'web' }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A host whose mails go to a real server on loopback. */
class MailDesk {
  allows = true
  /** A kind of mail that may not go any more. */
  refuses: Parameters<Allow>[2] | null = null
  readonly asked: Parameters<Allow>[] = []
  readonly #underWay = new Set<Promise<void>>()
  readonly #outbox: OutboxWorker

  private constructor(
    readonly test: TestHost,
    readonly server: MailServer,
    readonly links: ReturnLinks,
    /** Customers with a socket. */
    readonly here: Set<string>,
  ) {
    const { host, memory, clock } = test
    const mailer = smtpMailer({ url: server.url, from: 'Acme <desk@parley.example>' })
    ends.push(() => mailer.close())
    const publicUrl = 'https://desk.example'
    const allow: Allow = async (...asked) => {
      this.asked.push(asked)
      return this.allows && asked[2] !== this.refuses
    }
    const office = new PostOffice({
      mailer,
      people: { person: async () => null, accountsOfPerson: async () => [] },
      passwordReset: { newLink: () => Promise.reject(new Error('no links here')) },
      webhookOf: () => Promise.resolve(null),
      toCustomers: new CustomerMails({
        host,
        store: memory,
        feed: memory,
        links,
        allow,
        mailer,
        publicUrl,
      }),
      publicUrl,
    })
    this.#outbox = new OutboxWorker({
      store: memory,
      clock,
      log: { info() {}, warn() {}, error() {} },
      shards: () => host.lease.owned(),
      isSlow: ({ kind }) => kind === MAIL,
      gaveUp: (delivery) => office.gaveUp(delivery),
      deliver: (delivery) => {
        if (delivery.kind !== MAIL) return deliverToGreeter(host, delivery)
        const sent = office.deliver(delivery)
        this.#underWay.add(sent)
        return sent.finally(() => this.#underWay.delete(sent))
      },
    })
  }

  static async start(settings: Partial<Settings> = {}): Promise<MailDesk> {
    const server = await MailServer.start()
    ends.push(() => server.stop())
    const here = new Set<string>()
    const account = smallAccount(settings)
    const [web, bot] = account.channels
    const test = await TestHost.start({
      account: {
        ...account,
        channels: [web, bot].flatMap((one) =>
          one ? [{ ...one, settings: { allowedOrigins: ['https://shop.example/help'] } }] : [],
        ),
      },
      reach: { sendsMail: true, isHere: (_accountId, customerId) => here.has(customerId) },
    })
    test.outbox.stop()
    const links = new ReturnLinks(new Uint8Array(32).fill(5), () => test.clock.now())
    await test.online('ann', 'bob')
    return new MailDesk(test, server, links, here)
  }

  /** Ada writes, says where she is reached, and leaves; Ann takes her chat. */
  async talk(email: string | null = 'ada@mail.example', channelId = 'web'): Promise<string> {
    const chatId = await this.test.writes('ada', 'My card was charged twice', channelId)
    if (email !== null) await this.says({ type: 'introduce', name: 'Ada', email })
    done(await this.test.staff('ann', { type: 'takeChat', chatId }))
    await this.test.comes('ada', false)
    return chatId
  }

  says(command: CustomerCommand) {
    return this.test.customer('ada', command)
  }

  async answers(chatId: string, text: string): Promise<void> {
    done(await this.test.staff('ann', { type: 'sendMessage', chatId, text }))
  }

  /** Lets time pass, and whatever is due by then go out. */
  async pass(ms: number): Promise<void> {
    await this.test.clock.pass(ms)
    while (this.due.length > 0) {
      this.#outbox.kick()
      await settled()
      await Promise.allSettled(this.#underWay)
      await settled()
    }
  }

  /** Mails that may go out now. */
  get due() {
    const outbox = this.test.memory.contents(ACCOUNT)?.outbox ?? []
    const now = this.test.clock.now()
    return outbox.filter(({ state, nextAt }) => state === 'pending' && nextAt <= now)
  }

  /** The words of all mails, as text. */
  get words(): string[] {
    return this.server.mails.map((mail) => partOf(mail, 'text/plain'))
  }

  /** Codes of the notes in a chat. */
  notes(chatId: string): unknown[] {
    const comments = this.test.memory.contents(ACCOUNT)?.comments ?? []
    return comments.filter((one) => one.chatId === chatId).map(({ data }) => data)
  }
}

describe('missed replies', () => {
  it('[MR1] go in one mail to a customer who left and stayed away for the account’s time', async () => {
    const desk = await MailDesk.start({ missedReplyMs: 3 * MINUTE })
    const chatId = await desk.talk()
    await desk.answers(chatId, 'I found the second charge')
    await desk.pass(MINUTE)
    await desk.answers(chatId, 'It is on its way back to you')
    await desk.pass(2 * MINUTE - 1)
    expect(desk.words).toEqual([])
    await desk.pass(1)
    expect(desk.words).toHaveLength(1)
    const [words = ''] = desk.words
    expect(words).toContain('The support team answered you while you were away.')
    expect(words).toContain('ann, 5 Jan 2026')
    expect(words).toContain('I found the second charge')
    expect(words).toContain('It is on its way back to you')
    expect(words).not.toContain('My card was charged twice')
    await desk.pass(60 * MINUTE)
    expect(desk.words).toHaveLength(1)
    expect(desk.notes(chatId)).toContainEqual({ code: 'repliesMailed', count: 2 })
  })

  it('[MR1] of a bot count too', async () => {
    const desk = await MailDesk.start()
    await desk.test.writes('ada', 'Hello', 'bot')
    await desk.says({ type: 'introduce', email: 'ada@mail.example' })
    await desk.test.comes('ada', false)
    await desk.pass(0)
    await desk.pass(5 * MINUTE)
    expect(desk.words).toHaveLength(1)
    expect(desk.words[0]).toContain('Hello, I am the assistant here.')
  })

  it('[MR2] of who is here, came back, read or wrote since are not mailed', async () => {
    const desk = await MailDesk.start({ responseLimitMs: 60 * MINUTE })
    const chatId = await desk.talk()
    await desk.answers(chatId, 'One')
    await desk.says({ type: 'sendMessage', text: 'I am back' })
    await desk.pass(5 * MINUTE)
    await desk.answers(chatId, 'Two')
    await desk.says({ type: 'markRead', n: 99 })
    await desk.pass(5 * MINUTE)
    await desk.answers(chatId, 'Three')
    desk.here.add('ada')
    await desk.pass(5 * MINUTE)
    expect(desk.words).toEqual([])
    expect(desk.test.chat(chatId)).toMatchObject({ mailDueAt: null, mailedSeq: 0 })
    // Who leaves again without having read is mailed after all.
    await desk.test.comes('ada', true)
    desk.here.delete('ada')
    await desk.test.comes('ada', false)
    await desk.pass(2 * MINUTE)
    expect(desk.words).toHaveLength(1)
    expect(desk.words[0]).toContain('Three')
    expect(desk.words[0]).not.toContain('Two')
  })

  it('[MR2] are not mailed to who was blocked or erased meanwhile, or has no address', async () => {
    const blocked = await MailDesk.start()
    const chatId = await blocked.talk()
    await blocked.answers(chatId, 'One')
    const words = { reason: 'rude', message: 'No.' }
    done(await blocked.test.staff('ann', { type: 'blockCustomer', chatId, ...words }))
    await blocked.pass(5 * MINUTE)
    expect(blocked.words).toEqual([])

    const erased = await MailDesk.start()
    await erased.answers(await erased.talk(), 'One')
    done(await erased.test.staff('ada', { type: 'eraseCustomer', customerId: 'ada' }))
    await erased.pass(5 * MINUTE)
    expect(erased.words).toEqual([])

    const unknown = await MailDesk.start()
    await unknown.answers(await unknown.talk(null), 'One')
    expect(unknown.test.memory.contents(ACCOUNT)?.outbox).toEqual([])
  })

  it('[MR3] wait in the outbox by ids alone, also past a restart, and go out late rather than never', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    await desk.answers(chatId, 'Words of mine')
    const stored = JSON.stringify([
      desk.test.memory.contents(ACCOUNT)?.outbox,
      desk.test.memory.contents(ACCOUNT)?.journal,
    ])
    expect(stored).toContain('missedReplies')
    expect(stored).not.toMatch(/Words of mine|mail\.example|pl_/)
    await desk.test.host.stop()
    desk.test.clock.skip(60 * MINUTE)
    const { clock, memory } = desk.test
    const again = await TestHost.start({
      clock,
      memory,
      account: null,
      reach: desk.test.host.reach,
    })
    again.outbox.stop()
    await again.host.wakeDue()
    expect((await memory.takeOutbox(again.host.lease.owned(), clock.now(), 9)).length).toBe(1)
  })

  it('[MR4] are said once: again under the same Message-ID while a server refuses, in one thread', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    desk.server.refusals = 1
    desk.server.greylists = true
    await desk.answers(chatId, 'One')
    await desk.pass(2 * MINUTE)
    expect(desk.words).toEqual([])
    await desk.pass(1_000)
    await desk.pass(5_000)
    expect(desk.words).toHaveLength(1)
    await desk.answers(chatId, 'Two')
    await desk.pass(15 * MINUTE)
    expect(desk.words).toHaveLength(2)
    expect(desk.words[1]).not.toContain('One')
    const [first, second] = desk.server.mails
    if (first === undefined || second === undefined) throw new Error('two mails')
    expect(headerOf(first, 'Message-ID')).not.toBe(headerOf(second, 'Message-ID'))
    expect(headerOf(first, 'References')).toBe(headerOf(second, 'References'))
    expect(headerOf(first, 'In-Reply-To')).toBe(headerOf(first, 'References'))
    expect(headerOf(first, 'Auto-Submitted')).toBe('auto-generated')
    expect(headerOf(first, 'List-Unsubscribe')).toBe(
      '<mailto:desk@parley.example?subject=unsubscribe>',
    )
    expect(first.text).not.toContain(chatId)
  })

  it('[MR4] that come while a mail is on its way wait for the next one', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    await desk.answers(chatId, 'One')
    const slow = Promise.withResolvers<void>()
    desk.server.until = slow.promise
    const arrived = desk.server.arrives()
    const passed = desk.pass(2 * MINUTE)
    await arrived
    await desk.answers(chatId, 'Two')
    slow.resolve()
    await passed
    expect(desk.words).toHaveLength(1)
    await desk.pass(15 * MINUTE)
    expect(desk.words).toHaveLength(2)
    expect(desk.words.filter((words) => words.includes('One'))).toHaveLength(1)
    expect(desk.words.filter((words) => words.includes('Two'))).toHaveLength(1)
  })

  it('[MR5] of one chat go out six times an hour at most, and to one address so often in a day', async () => {
    const desk = await MailDesk.start({ responseLimitMs: 3_600_000 })
    const chatId = await desk.talk()
    for (let minute = 0; minute < 60; minute += 1) {
      await desk.answers(chatId, `At ${minute}`)
      await desk.pass(MINUTE)
    }
    expect(desk.words.length).toBeGreaterThan(4)
    expect(desk.words.length).toBeLessThanOrEqual(6)
    expect(desk.asked[0]).toEqual(['ada@mail.example', expect.any(String), 'missedReplies', 30])
    desk.allows = false
    const before = desk.words.length
    await desk.answers(chatId, 'More')
    await desk.pass(20 * MINUTE)
    expect(desk.words).toHaveLength(before)
    expect(desk.notes(chatId)).toContainEqual({ code: 'repliesNotMailed', reason: 'enough' })
  })

  it('[MR12] are in the language of the customer, with the words of people as they are', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    await desk.says({ type: 'introduce', language: 'de-AT' })
    await desk.answers(chatId, 'Found it')
    await desk.pass(5 * MINUTE)
    const [mail] = desk.server.mails
    const words = desk.words[0] ?? ''
    expect(words).toContain('hat Ihnen geantwortet, während Sie nicht da waren.')
    expect(words).toContain('Chat öffnen:')
    expect(words).toContain('05.01.2026')
    expect(words).toContain('Found it')
    expect(mail && partOf(mail, 'text/html')).toContain('<html lang="de">')
    done(await desk.says({ type: 'sendTranscript' }))
    await desk.pass(0)
    expect(desk.words[1]).toContain('ann ist jetzt für Sie da.')
  })

  it('[MR13] that were given up are said to staff, once', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    desk.server.refusals = 1_000
    await desk.answers(chatId, 'Found it')
    // The account's time, and then as the outbox tries: five times more, and never again.
    for (const minutes of [2, 1, 1, 1, 5, 30, 1]) await desk.pass(minutes * MINUTE)
    const told = desk.notes(chatId).filter((data) => JSON.stringify(data).includes('NotMailed'))
    expect(told).toEqual([{ code: 'repliesNotMailed', reason: 'failed' }])
    expect(desk.words).toEqual([])
  })

  it('[MR6] hold what the customer may see: no comment, no note, no other chat, files by their names', async () => {
    const desk = await MailDesk.start()
    const first = await desk.test.writes('ada', 'An old question')
    done(await desk.test.staff('ann', { type: 'takeChat', chatId: first }))
    await desk.answers(first, 'An old answer')
    done(await desk.says({ type: 'endChat' }))
    const chatId = await desk.talk()
    const text = 'She always complains'
    done(await desk.test.staff('ann', { type: 'comment', chatId, text, visibleTo: 'staff' }))
    await desk.answers(chatId, '<img src=x onerror=alert(1)> & more')
    await desk.pass(2 * MINUTE)
    const [mail] = desk.server.mails
    if (mail === undefined) throw new Error('no mail')
    expect(mail.text).not.toMatch(/complains|An old/)
    expect(partOf(mail, 'text/html')).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; more')
    expect(partOf(mail, 'text/html')).not.toContain('<img')
    expect(partOf(mail, 'text/plain')).toContain('<img src=x onerror=alert(1)> & more')
  })

  it('[MR7] come with a link to the channel’s page that opens this customer’s chat for 30 days', async () => {
    const desk = await MailDesk.start()
    await desk.answers(await desk.talk(), 'One')
    await desk.pass(2 * MINUTE)
    const found = /https:\/\/shop\.example\/help#parley=web\.(pl_[\w-]+)/.exec(desk.words[0] ?? '')
    const link = found?.[1] ?? ''
    expect(desk.links.openLink(WHO, link)).toMatchObject({ customerId: 'ada' })
    desk.test.clock.skip(30 * 24 * 3_600_000)
    expect(desk.links.openLink(WHO, link)).toBeNull()
  })
})

describe('a transcript', () => {
  it('[TN1] goes to the address that is known of the customer, with what was said in this chat', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    const text = 'She always complains'
    done(await desk.test.staff('ann', { type: 'comment', chatId, text, visibleTo: 'staff' }))
    await desk.answers(chatId, 'It is on its way back')
    done(await desk.says({ type: 'sendTranscript' }))
    await desk.pass(0)
    expect(desk.server.mails.map(({ to }) => to)).toEqual([['ada@mail.example']])
    const [words = ''] = desk.words
    expect(words).toMatch(/You, 5 Jan 2026[^\n]*\n {2}My card was charged twice/)
    expect(words).toMatch(/ann, 5 Jan 2026[^\n]*\n {2}It is on its way back/)
    expect(words).not.toContain('complains')
    expect(words).not.toContain('#parley=')
    expect(desk.notes(chatId)).toContainEqual({ code: 'transcriptMailed' })
  })

  it('[TN2] is asked for with an address or after one was left, and is refused without', async () => {
    const desk = await MailDesk.start()
    expect(refusalOf(await desk.says({ type: 'sendTranscript' }))).toBe('noChat')
    await desk.talk(null)
    expect(refusalOf(await desk.says({ type: 'sendTranscript' }))).toBe('noAddress')
    done(await desk.says({ type: 'sendTranscript', email: 'ada@mail.example' }))
    await desk.pass(0)
    expect(desk.server.mails.map(({ to }) => to)).toEqual([['ada@mail.example']])
    const { details } = desk.test.host.peek(ACCOUNT)?.customers.get('ada') ?? {}
    expect(details).toMatchObject({ email: 'ada@mail.example', sources: { email: 'customer' } })
  })

  it('[TN3] is asked for three times a day by one customer, and an unverified address gets three', async () => {
    const desk = await MailDesk.start()
    const chatId = await desk.talk()
    for (const name of ['a', 'b', 'c']) {
      done(await desk.says({ type: 'sendTranscript', email: `${name}@mail.example` }))
    }
    const fourth = { type: 'sendTranscript', email: 'd@mail.example' } as const
    expect(refusalOf(await desk.says(fourth))).toBe('mailedEnough')
    done(await desk.test.staff('ann', { type: 'sendTranscript', chatId }))
    await desk.pass(0)
    const asked = desk.asked.filter(([, , kind]) => kind === 'transcript')
    expect(asked).toHaveLength(4)
    expect(asked.every(([, , , most]) => most === 3)).toBe(true)
    desk.test.clock.skip(24 * 3_600_000)
    // A process that stood still gets its shards anew.
    await desk.test.clock.pass(MINUTE)
    done(await desk.says({ type: 'sendTranscript' }))
    const sent = desk.words.length
    expect(sent).toBe(4)
    desk.allows = false
    await desk.pass(0)
    expect(desk.words).toHaveLength(sent)
    expect(desk.notes(chatId)).toContainEqual({ code: 'transcriptNotMailed', reason: 'enough' })
  })

  it('[HD33] that is long holds the newest that one mail server takes, and says so', async () => {
    const desk = await MailDesk.start({ responseLimitMs: 3_600_000 })
    const chatId = await desk.talk()
    const long = '"'.repeat(7_990)
    for (let line = 0; line < 60; line += 1) await desk.answers(chatId, `${line}. ${long}`)
    done(await desk.says({ type: 'sendTranscript' }))
    await desk.pass(0)
    const [words = ''] = desk.words
    expect(words).toContain('This was said last in your chat with')
    expect(words).toContain('59. ')
    expect(words).not.toContain('My card was charged twice')
    expect(words.length).toBeLessThan(300_000)
    await desk.pass(2 * MINUTE)
    expect(desk.words[1]).toContain('59. ')
    expect(desk.words[1]?.length).toBeLessThan(300_000)
  })

  it('[HD34] goes to addresses that nobody vouches for so often in a day from one account, whoever asks', async () => {
    const desk = await MailDesk.start()
    await desk.talk()
    done(await desk.says({ type: 'sendTranscript' }))
    await desk.pass(0)
    const most = UNVERIFIED_TRANSCRIPTS_A_DAY
    const [, ofAccount] = desk.asked
    expect(ofAccount).toEqual([ACCOUNT, expect.any(String), 'unverifiedTranscript', most])
    desk.refuses = 'unverifiedTranscript'
    done(await desk.says({ type: 'sendTranscript', email: 'stranger@mail.example' }))
    await desk.pass(0)
    expect(desk.words).toHaveLength(1)
  })

  it('[TN4] is sent by staff, of a closed chat too, to no other address, and not to who is blocked', async () => {
    const desk = await MailDesk.start({ undoMs: 1 })
    const chatId = await desk.talk()
    done(await desk.test.staff('ann', { type: 'closeChat', chatId }))
    await desk.pass(MINUTE)
    done(await desk.test.staff('bob', { type: 'sendTranscript', chatId }))
    await desk.pass(0)
    expect(desk.server.mails.map(({ to }) => to)).toEqual([['ada@mail.example']])
    const other = await desk.test.staff('cleo', { type: 'sendTranscript', chatId })
    expect(refusalOf(other)).toBe('notFound')
    const words = { reason: 'rude', message: 'No.' }
    done(await desk.test.staff('ada', { type: 'blockCustomer', chatId, ...words }))
    const late = await desk.test.staff('bob', { type: 'sendTranscript', chatId })
    expect(refusalOf(late)).toBe('blocked')
  })

  it('[TN5] is refused where no mail server is set', async () => {
    const test = await TestHost.start()
    await test.online('ann')
    const chatId = await test.writes('ada')
    const asked = { type: 'sendTranscript', email: 'ada@mail.example' } as const
    expect(refusalOf(await test.customer('ada', asked))).toBe('noMail')
    expect(refusalOf(await test.staff('ann', { type: 'sendTranscript', chatId }))).toBe('noMail')
    expect(test.memory.contents(ACCOUNT)?.customerDetails).toEqual([])
  })
})
