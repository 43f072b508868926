import { afterEach, describe, expect, it } from 'vitest'
import type { PendingDelivery } from '#storage/store'
import { orderResetMail } from '../commands/staff-mails.ts'
import { OutboxWorker } from '../host/outbox.ts'
import { MailServer } from '../testing/mail-server.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { Rig } from '../hardening/rig.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost } from '../testing/test-host.ts'
import { smtpMailer } from './mailer.ts'
import type { Mailer } from './mailer.ts'
import { MAIL } from '../host/missed-mail.ts'
import { PostOffice } from './post-office.ts'

const FROM = 'Parley <desk@parley.example>'
const LOG = { info() {}, warn() {}, error() {} }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

/** A host that orders mails, and an outbox that a post office empties. */
async function office(
  mailer: Mailer,
  others: string[] = [],
  webhook: { name: string; url: string; state: 'on' | 'failed' | 'gone' } | null = null,
) {
  const test = await TestHost.start()
  // The one of these tests takes its place.
  test.outbox.stop()
  const clock = new ManualClock(test.clock.now())
  let links = 0
  const postOffice = new PostOffice({
    mailer,
    people: {
      person: async (personId) =>
        personId === 'gone'
          ? null
          : {
              personId,
              email: `${personId}@mail.example`,
              name: 'Ann Lee',
              passwordHash: personId === 'max' ? 'a hash' : null,
              createdAt: 1,
            },
      accountsOfPerson: async (personId) =>
        personId === 'left' ? [] : [{ accountId: ACCOUNT, name: 'Acme', role: 'agent' }],
    },
    passwordReset: {
      newLink: async () => ({ token: `pr_token${(links += 1)}`, expiresAt: 1 }),
    },
    webhookOf: () => Promise.resolve(webhook),
    toCustomers: { missedReplies: nobody, transcript: nobody, gaveUp: nobody },
    publicUrl: 'https://desk.example/somewhere',
  })
  let tries = Promise.withResolvers<void>()
  const outbox = new OutboxWorker({
    store: test.memory,
    clock,
    log: LOG,
    shards: () => test.host.lease.owned(),
    isSlow: ({ kind }) => kind === MAIL,
    deliver: async (delivery) => {
      if (delivery.kind !== MAIL) {
        others.push(delivery.kind)
        return
      }
      try {
        await postOffice.deliver(delivery)
      } finally {
        const tried = tries
        tries = Promise.withResolvers<void>()
        tried.resolve()
      }
    },
  })
  const order = (personId: string) =>
    test.host.run({
      accountId: ACCOUNT,
      by: 'system',
      command: null,
      lane: `agent:${personId}`,
      decide: (turn) => orderResetMail(turn, personId),
    })
  const tried = (): Promise<void> => tries.promise
  return { clock, test, postOffice, outbox, order, tried }
}

const nobody = (): Promise<void> => Promise.reject(new Error('no mail to customers here'))

const delivery = (personId: string): PendingDelivery => ({
  accountId: ACCOUNT,
  effectId: 'account:7:0',
  chatId: `person:${personId}`,
  seq: 9,
  kind: MAIL,
  payload: { mail: 'passwordReset', personId },
  at: 1,
  attempts: 0,
})

async function server() {
  const mails = await MailServer.start()
  const mailer = smtpMailer({ url: mails.url, from: FROM })
  ends.push(
    () => mails.stop(),
    () => mailer.close(),
  )
  return { mails, mailer }
}

describe('a mail', () => {
  it('[ML1] goes out by SMTP, with the same Message-ID on each try', async () => {
    const { mails, mailer } = await server()
    const { postOffice } = await office(mailer)
    mails.refusals = 1
    await expect(postOffice.deliver(delivery('ann'))).rejects.toThrow('come again later')
    await postOffice.deliver(delivery('ann'))
    await postOffice.deliver(delivery('ann'))
    expect(mails.mails.map(({ to }) => to)).toEqual([['ann@mail.example'], ['ann@mail.example']])
    for (const { text } of mails.mails) {
      expect(text).toContain('Message-ID: <acme.account.7.0@parley.example>')
      expect(text).toContain('From: Parley <desk@parley.example>')
      expect(text).toContain('Subject: A new password for Parley')
      expect(text).toContain('Auto-Submitted: auto-generated')
    }
  })

  it('[ML3] leads to where people reach Parley', async () => {
    const { mails, mailer } = await server()
    const { postOffice } = await office(mailer)
    await postOffice.deliver(delivery('ann'))
    const text = mails.mails[0]?.text.replaceAll('=\r\n', '').replaceAll('=3D', '=')
    expect(text).toContain('https://desk.example/sign-in#reset=pr_token1')
  })

  it('[CN4] tells who was invited how to come in, by a link that is made when it goes out', async () => {
    const { mails, mailer } = await server()
    const { postOffice } = await office(mailer)
    const invited = (personId: string): PendingDelivery => ({
      ...delivery(personId),
      payload: { mail: 'invitation', personId, by: 'ada' },
    })
    for (const personId of ['nia', 'max', 'gone', 'left']) {
      await postOffice.deliver(invited(personId))
    }
    const [nia = '', max = '', ...others] = mails.mails.map(({ text }) =>
      text.replaceAll('=\r\n', '').replaceAll('=3D', '='),
    )
    expect(others).toEqual([])
    expect(nia).toContain('Subject: Your place in Acme')
    expect(nia).toContain('https://desk.example/sign-in#reset=pr_token1')
    expect(max).toContain('https://desk.example/sign-in')
    expect(max).not.toContain('#reset')
  })

  it('[WH16] says that a webhook was switched off, and why, unless it is on again', async () => {
    const { mails, mailer } = await server()
    const payload = { mail: 'webhookOff', personId: 'ann', webhookId: 'crm' }
    const about = { ...delivery('ann'), payload }
    const webhook = { name: 'The CRM', url: 'https://crm.example/told' }
    for (const state of ['gone', 'failed', 'on'] as const) {
      await (await office(mailer, [], { ...webhook, state })).postOffice.deliver(about)
    }
    await (await office(mailer)).postOffice.deliver(about)
    const [gone = '', failed = '', ...more] = mails.mails.map(({ text }) =>
      text.replaceAll('=\r\n', '').replaceAll('=3D', '='),
    )
    expect(gone).toContain('Subject: A webhook was switched off: The CRM')
    expect(gone).toContain('https://desk.example/console/acme#/webhooks/crm')
    expect(gone).toContain('said that it is gone')
    expect(failed).toContain('in the last days failed')
    expect(more).toEqual([])
  })

  it('[ML1] is one to one person, whatever the address looks like', async () => {
    const { mails, mailer } = await server()
    await mailer.send({
      id: 'x y\r\nBcc: eve@mail.example',
      to: 'ann@mail.example',
      subject: 'Hello\r\nBcc: eve@mail.example',
      text: 'Bcc: eve@mail.example',
    })
    expect(mails.mails.map(({ to }) => to)).toEqual([['ann@mail.example']])
    expect(mails.mails[0]?.text.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m)
  })

  it('[ML1] to somebody who is not there any more is done', async () => {
    const { mails, mailer } = await server()
    const { postOffice } = await office(mailer)
    await postOffice.deliver(delivery('gone'))
    expect(mails.mails).toEqual([])
    await expect(
      postOffice.deliver({ ...delivery('ann'), payload: { mail: 'poem' } }),
    ).rejects.toThrow('nobody can write')
  })
})

describe('ordered mails', () => {
  it('[ML1] [FP2] wait in the outbox without words, address or token, until a server takes them', async () => {
    const { mails, mailer } = await server()
    const { test, outbox, order, tried } = await office(mailer)
    expect((await order('ann')).kind).toBe('done')
    expect((await order('nobody')).kind).toBe('refused')
    const stored = JSON.stringify(test.memory.contents(ACCOUNT))
    expect(stored).toContain('"kind":"mail"')
    expect(stored).not.toMatch(/pr_token|mail\.example|Hello Ann/)
    const sent = tried()
    outbox.kick()
    await sent
    await settled()
    expect(mails.mails).toHaveLength(1)
    expect(outbox.counters).toEqual({ delivered: 1, retried: 0, dead: 0 })
  })

  it('[ML1] are tried again later while no server takes them', async () => {
    const { mails, mailer } = await server()
    const { outbox, order, tried } = await office(mailer)
    await order('ann')
    mails.refusals = 1
    const sent = tried()
    outbox.kick()
    await sent
    await settled()
    expect(outbox.counters).toMatchObject({ delivered: 0, retried: 1 })
    expect(mails.mails).toEqual([])
  })

  it('[ML1] are dead letters in the end, which say why', async () => {
    const mailer: Mailer = {
      send: () => Promise.reject(new Error('no such mailbox')),
      close() {},
    }
    const { clock, test, outbox, order } = await office(mailer)
    await order('ann')
    for (let hour = 0; hour < 7; hour += 1) {
      outbox.kick()
      await settled()
      await clock.pass(3_600_000)
    }
    expect(outbox.counters).toEqual({ delivered: 0, retried: 5, dead: 1 })
    expect(JSON.stringify(test.memory.contents(ACCOUNT)?.outbox)).toContain('no such mailbox')
  })

  it('[ML4] are none where no mail server is set, and the answer says so', async () => {
    const rig = await Rig.start({ [ACCOUNT]: smallAccount() })
    const before = rig.stored()
    const body = { email: 'ann@parley.example' }
    const told = await rig.ask('POST', '/api/v1/session/forgotten', { body })
    await settled()
    expect(told.status).toBe(202)
    expect(told.json).toEqual({ sendsMail: false })
    expect(rig.stored()).toBe(before)
  })

  it('[ML2] keep nothing else waiting', async () => {
    const stuck = Promise.withResolvers<void>()
    const others: string[] = []
    const mailer: Mailer = { send: () => stuck.promise, close() {} }
    const { test, outbox, order } = await office(mailer, others)
    await order('ann')
    outbox.kick()
    await settled()
    await test.writes('c1', 'Hello', 'bot')
    outbox.kick()
    await settled()
    expect(others).toEqual(['askBot'])
    expect(outbox.counters.delivered).toBe(1)
    stuck.resolve()
    await settled()
    expect(outbox.counters.delivered).toBe(2)
  })
})
