import { expect, waitUntil } from '@open-wc/testing'
import { defaultPreferences } from '#protocol/default-preferences'
import type { Session } from '#protocol/rest'
import { KeptFiles } from '../client/kept-files.ts'
import { Drafts } from '../desk/drafts.ts'
import type { Answer, Rest } from '../client/rest.ts'
import { FakeAttention } from '../testing/fake-attention.ts'
import { FakeBytes, FakeFiles, aFile } from '../testing/fake-files.ts'
import { FakeNetwork } from '../testing/fake-network.ts'
import { find, inside, settled, textOf } from '../testing/look.ts'
import { conversationSnapshot, deskSnapshot } from '../testing/staff-fixtures.ts'
import { DeskPage } from './desk-page.ts'

const ACME = { accountId: 'acme', name: 'Acme support', role: 'agent' }
const HARBOUR = { accountId: 'harbour', name: 'Harbour Books', role: 'administrator' }

const NO_SESSION = { ok: false, refusal: { code: 'unauthorized', says: 'Sign in first.' } } as const
const AWAY = { ok: false, refusal: { code: 'transient', says: 'Not reached.' } } as const

type Sessions = Session['accounts'] | typeof NO_SESSION | typeof AWAY

let page: DeskPage | null = null
const whereItWas = location.href

async function open(path: string, accounts: Sessions = [ACME, HARBOUR]) {
  history.replaceState(null, '', path)
  const network = new FakeNetwork()
  const left: string[] = []
  const spoken: (string | null)[] = []
  const nobody = () => Promise.resolve(AWAY)
  const server = { accounts, changing: nobody() as ReturnType<Rest['changePassword']> }
  const session = (): Promise<Answer<Session>> =>
    Promise.resolve(
      'ok' in server.accounts
        ? server.accounts
        : {
            ok: true,
            value: { personId: 'mira', name: 'Mira Okafor', accounts: server.accounts },
          },
    )
  const files = new FakeFiles()
  const bytes = new FakeBytes()
  const attention = new FakeAttention()
  const rest: Rest = {
    session,
    signIn: nobody,
    signOut: () => Promise.resolve({ ok: true, value: null }),
    channel: nobody,
    newCustomer: nobody,
    olderMessages: nobody,
    quickReplies: nobody,
    articles: nobody,
    article: nobody,
    bots: nobody,
    tryBot: nobody,
    prompters: nobody,
    tryPrompter: nobody,
    suggest: nobody,
    mentions: nobody,
    mentionable: nobody,
    statechart: nobody,
    setup: nobody,
    audit: nobody,
    makeResetLink: nobody,
    signInsOf: nobody,
    signOutMember: nobody,
    steps: nobody,
    why: nobody,
    whatCouldBe: nobody,
    whatIf: nobody,
    journal: nobody,
    invite: nobody,
    apiTokens: nobody,
    makeApiToken: nobody,
    revokeApiToken: nobody,
    webhooks: nobody,
    webhookDeliveries: nobody,
    report: nobody,
    countedChats: nobody,
    customer: nobody,
    customers: nobody,
    closedChats: nobody,
    search: nobody,
    uploadFile: files.uploadFile,
    removeFile: files.removeFile,
    file: files.file,
    demo: nobody,
    forgot: nobody,
    resetPassword: nobody,
    changePassword: () => server.changing,
    preferences: () =>
      Promise.resolve({ ok: true, value: { ...defaultPreferences, language: 'de' } }),
    savePreferences: () => Promise.resolve({ ok: true, value: null }),
    bringPicture: nobody,
    signIns: nobody,
    signOutOf: nobody,
    signOutElsewhere: nobody,
  }
  page = new DeskPage({
    rest,
    ports: network.ports,
    attention,
    keptFiles: new KeptFiles({ keeper: sessionStorage, bytes, newId: () => 'waiting' }),
    base: 'https://parley.test',
    speak: (chosen) => {
      spoken.push(chosen)
      return Promise.resolve()
    },
    leave: (address) => left.push(address),
  })
  page.begin(document.body)
  const { desk } = page
  const steady = async (): Promise<void> => {
    for (let depth = 0; depth < 5; depth++) {
      await settled()
      await desk.updateComplete
    }
  }
  await steady()
  /** The server lets the newest socket in. */
  const welcome = async (account: { accountId: string; name: string }): Promise<void> => {
    const { socket } = network
    socket.accept()
    socket.sayNumbered({
      type: 'welcome',
      protocol: 1,
      personId: 'mira',
      account: { accountId: account.accountId, name: account.name },
      seq: 10,
      now: network.clock.now(),
      heartbeatMs: 15_000,
    })
    const snapshot = deskSnapshot({ account })
    const whole = { parts: 0, gone: [], desk: snapshot }
    socket.sayNumbered({ type: 'snapshot', topic: 'desk', seq: 10, ...whole })
    socket.flush()
    await steady()
  }
  const choose = async (name: string): Promise<void> => {
    const root = inside(find(inside(desk), 'parley-account-switch'))
    const item = [...root.querySelectorAll<HTMLElement>('.menu button')].find((one) =>
      textOf(one).startsWith(name),
    )
    if (item === undefined) throw new Error(textOf(root))
    item.click()
    await steady()
  }
  return { desk, root: inside(desk), network, left, spoken, server, bytes, steady, welcome, choose }
}

const hello = (network: FakeNetwork) => network.socket.heardOf('hello')[0]

describe('the page of the desk', () => {
  beforeEach(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  afterEach(() => {
    page?.end()
    page = null
  })
  after(() => history.replaceState(null, '', whereItWas))

  it('[UG3] speaks what one prefers, from the start and when that changes', async () => {
    const { desk, spoken, steady } = await open('/desk/acme#/mine')
    expect(spoken).to.deep.equal(['de'])
    await desk.rest?.savePreferences({ ...defaultPreferences, language: null })
    await steady()
    expect(spoken).to.deep.equal(['de', null])
  })

  it('[UO2] shows another account, and keeps nothing of the one before', async () => {
    const { desk, root, network, welcome, choose, steady } = await open('/desk/acme#/mine')
    await welcome(ACME)
    expect(hello(network)).to.include({ accountId: 'acme' })
    expect(document.title).to.equal('(1) Desk · Parley')
    location.hash = '#/mine/chat/chat1'
    await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    await steady()
    const conversation = conversationSnapshot()
    const topic = 'chat:chat1'
    const shows = { type: 'conversation', topic, seq: 10, conversation } as const
    network.socket.sayNumbered(shows).flush()
    await steady()
    const composer = inside(find(inside(find(root, 'parley-conversation')), 'parley-composer'))
    const field = find<HTMLTextAreaElement>(composer, 'textarea')
    field.value = 'words for Ada alone'
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
    desk.say('Someone has this chat.')
    await steady()
    const before = network.socket

    await choose('Harbour Books')
    expect(before.isClosed).to.equal(true)
    expect(network.sockets).to.have.length(2)
    expect(location.pathname + location.hash).to.equal('/desk/harbour#/mine')
    expect(document.title).to.equal('Desk · Parley')
    const harbour = { ...HARBOUR, accountId: 'harbour' }
    await welcome(harbour)
    expect(hello(network)).to.include({ accountId: 'harbour' })
    expect(root.querySelectorAll('parley-conversation')).to.have.length(0)
    expect(root.querySelectorAll('.toast')).to.have.length(0)
    expect(network.socket.heardOf('subscribe').map((frame) => frame['topic'])).to.deep.equal([
      'desk',
    ])
    expect(root.innerHTML).not.to.contain('words for Ada alone')

    await choose('Acme support')
    await welcome(ACME)
    location.hash = '#/mine/chat/chat1'
    await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    await steady()
    network.socket.sayNumbered(shows).flush()
    await steady()
    const again = inside(find(inside(find(root, 'parley-conversation')), 'parley-composer'))
    expect(find<HTMLTextAreaElement>(again, 'textarea').value).to.equal('words for Ada alone')
  })

  it('[UX5] forgets by signing out what was begun, in every tab', async () => {
    const { desk, left, bytes, welcome, steady } = await open('/desk/acme#/mine')
    await welcome(ACME)
    const begin = async (): Promise<void> => {
      sessionStorage.setItem('parley:draft:acme:mira:chat1:message', 'words for Ada alone')
      await bytes.keep('waiting', aFile('contract.pdf'))
    }
    await begin()
    const otherTab = new BroadcastChannel('parley:signed-out')
    const told = new Promise((resolve) => otherTab.addEventListener('message', resolve))
    desk.dispatchEvent(new CustomEvent('parley-signed-out'))
    await steady()
    await told
    expect([sessionStorage.length, bytes.kept.size]).to.deep.equal([0, 0])
    expect(left).to.have.length(1)
    await begin()
    otherTab.postMessage(null)
    await waitUntil(() => left.length === 2)
    expect([sessionStorage.length, bytes.kept.size]).to.deep.equal([0, 0])
    otherTab.close()
  })

  it('[UX5] leaves what was begun to its person where the session is over', async () => {
    const { network, server, left, root, welcome, steady } = await open('/desk/acme#/mine')
    await welcome(ACME)
    sessionStorage.setItem('parley:draft:acme:mira:chat1:message', 'words for Ada alone')
    server.accounts = NO_SESSION
    network.socket.close(4401)
    await steady()
    expect(left).to.have.length(1)
    expect(sessionStorage.getItem('parley:draft:acme:mira:chat1:message')).to.equal(
      'words for Ada alone',
    )
    expect(new Drafts('acme:mira').get('chat1', 'message')).to.equal('words for Ada alone')
    expect(new Drafts('acme:jonas').get('chat1', 'message')).to.equal('')
    expect(root.textContent).not.to.contain('words for Ada alone')
  })

  it('[UO3] opens the account and the place that its address says', async () => {
    const { desk, network, welcome } = await open('/desk/harbour#/mine/chat/chat1')
    await welcome(HARBOUR)
    expect(hello(network)).to.include({ accountId: 'harbour' })
    expect(find(inside(desk), 'parley-conversation')).to.have.property('chat', 'chat1')
  })

  it('[UO3] returns by Back to the account before', async () => {
    const { network, welcome, choose, steady } = await open('/desk/acme#/queue')
    await welcome(ACME)
    await choose('Harbour Books')
    const back = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }))
    history.back()
    await back
    await steady()
    await welcome(ACME)
    expect(hello(network)).to.include({ accountId: 'acme' })
    expect(location.pathname + location.hash).to.equal('/desk/acme#/queue')
  })

  it('[UO3] shows the account of last time where the address says none', async () => {
    localStorage.setItem('parley:account', 'harbour')
    const { network, welcome } = await open('/desk#/mine')
    await welcome(HARBOUR)
    expect(hello(network)).to.include({ accountId: 'harbour' })
    expect(location.pathname).to.equal('/desk/harbour')
  })

  it('[UO4] says so where the address names an account that is not one’s own', async () => {
    const { root, network, welcome } = await open('/desk/rival#/mine/chat/theirs')
    await welcome(ACME)
    expect(hello(network)).to.include({ accountId: 'acme' })
    expect(location.pathname + location.hash).to.equal('/desk/acme')
    expect(textOf(find(root, '.toast'))).to.contain('You are not in that account')
    expect(root.querySelectorAll('parley-conversation')).to.have.length(0)
  })

  it('[UO4] leads whoever is no member any more to another account, and says it', async () => {
    const { root, network, server, welcome, steady, left } = await open('/desk/acme')
    await welcome(ACME)
    server.accounts = [HARBOUR]
    network.socket.close(4401)
    await steady()
    await welcome(HARBOUR)
    expect(hello(network)).to.include({ accountId: 'harbour' })
    expect(textOf(find(root, '.toast'))).to.contain('You left Acme support. This is Harbour Books.')
    expect(left).to.deep.equal([])
  })

  it('[UO4] asks to sign in where the session is over', async () => {
    const { network, server, welcome, steady, left } = await open('/desk/acme#/queue')
    await welcome(ACME)
    server.accounts = NO_SESSION
    network.socket.close(4401)
    await steady()
    expect(left).to.deep.equal(['/sign-in?next=%2Fdesk%2Facme%23%2Fqueue'])
  })

  it('[UO5] stays where one is while a new password begins a new session', async () => {
    const { desk, network, welcome, steady, left, server } = await open('/desk/acme#/queue')
    await welcome(ACME)
    const changed = Promise.withResolvers<Awaited<ReturnType<Rest['changePassword']>>>()
    server.changing = changed.promise
    const change = desk.rest?.changePassword('old', 'a new password')
    server.accounts = NO_SESSION
    network.socket.close(4401)
    await steady()
    expect(left).to.deep.equal([])
    server.accounts = [ACME, HARBOUR]
    const value = { token: 't', personId: 'mira', name: 'Mira', accounts: [] }
    changed.resolve({ ok: true, value })
    await change
    await steady()
    await welcome(ACME)
    expect(hello(network)).to.include({ accountId: 'acme' })
    expect(location.pathname + location.hash).to.equal('/desk/acme#/queue')
    expect(left).to.deep.equal([])
  })

  it('[UO4] tells whoever has no account left, and waits for a server that is away', async () => {
    const { root, network, server, welcome, steady } = await open('/desk/acme', AWAY)
    expect(network.sockets).to.have.length(0)
    server.accounts = [ACME]
    network.clock.advance(3_000)
    await steady()
    await welcome(ACME)
    server.accounts = []
    network.socket.close(4401)
    await steady()
    expect(textOf(root)).to.contain('This account does not let you in')
  })
})
