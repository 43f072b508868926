import { describe, expect, it } from 'vitest'
import { Passwords } from '../auth/passwords.ts'
import { SESSION_IDLE_MS, SESSION_MS, Sessions } from '../auth/sessions.ts'
import { SignIn } from '../auth/sign-in.ts'
import { storedPeople } from '../auth/stored-people.ts'
import { systemClock } from '../operation/system-ports.ts'
import { AppForTests, OWN, PASSWORD } from './app-for-tests.ts'
import { createApp } from './app.ts'

const tests = AppForTests.forThisFile()
const SESSION = '/api/v1/session'

const signIn = (email: string, password: string, more: { address?: string } = {}) =>
  tests.ask('POST', SESSION, { body: { email, password }, ...more })

describe('signing in', () => {
  it('[AU4] gives a session, its cookie and the accounts of the person', async () => {
    const told = await signIn('MIA@parley.example', PASSWORD)
    expect(told.status).toBe(200)
    expect(told.json).toMatchObject({
      personId: 'mia',
      name: 'mia',
      accounts: [{ accountId: 'acme', name: 'acme', role: 'agent' }],
    })
    const { token } = told.json as { token: string }
    expect(token).toMatch(/^ps_[A-Za-z0-9_-]{43}$/)
    const cookie = told.headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`parley_session=${token};`)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Path=/')
    expect(cookie).not.toContain('Secure')
    expect((await tests.ask('GET', SESSION, { token })).json).toMatchObject({ personId: 'mia' })
    expect((await tests.ask('GET', SESSION, { cookie: token })).status).toBe(200)
  })

  it('[AU4] behind TLS the cookie is for TLS only', async () => {
    const body = { email: 'mia@parley.example', password: PASSWORD }
    const proxied = await tests.ask('POST', SESSION, {
      body,
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(proxied.headers.get('set-cookie')).toContain('Secure')
    const app = createApp({ ...tests.parts, publicUrl: 'https://desk.example' })
    const configured = await tests.ask('POST', SESSION, { body }, app)
    expect(configured.headers.get('set-cookie')).toContain('Secure')
  })

  it('[AU4] a wrong password and an unknown address get the same answer, by the same work', async () => {
    const checked: (string | null)[] = []
    const passwords = new (class extends Passwords {
      override check(password: string, hash: string | null) {
        checked.push(hash === null ? null : 'a hash')
        return super.check(password, hash)
      }
    })()
    const people = storedPeople(tests.db)
    const app = createApp({
      ...tests.parts,
      signIn: new SignIn({ store: people, sessions: tests.parts.sessions, passwords }),
    })
    const answers = await Promise.all(
      ['mia@parley.example', 'nobody@parley.example'].map((email) =>
        tests.ask('POST', SESSION, { body: { email, password: 'wrong' } }, app),
      ),
    )
    expect(answers[0]?.status).toBe(401)
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect(answers[0]?.json).toMatchObject({ refusal: { code: 'wrongPassword' } })
    expect(answers[0]?.headers.get('set-cookie')).toBeNull()
    expect(new Set(checked)).toEqual(new Set(['a hash', null]))
  })

  it('[AU4] the work for an unknown address takes as long', async () => {
    const passwords = new Passwords()
    const hash = await passwords.hash(PASSWORD)
    await passwords.check('wrong', null)
    const time = async (known: string | null) => {
      const startedAt = performance.now()
      for (let n = 0; n < 5; n += 1) await passwords.check('wrong', known)
      return performance.now() - startedAt
    }
    const ratio = (await time(null)) / (await time(hash))
    expect(ratio).toBeGreaterThan(0.3)
    expect(ratio).toBeLessThan(3)
  })

  it.each([
    [{}],
    [{ email: 'mia@parley.example' }],
    [{ email: 'mia@parley.example', password: '' }],
    [{ email: ['mia@parley.example'], password: PASSWORD }],
    [{ email: { $gt: '' }, password: PASSWORD }],
    [{ email: 'mia@parley.example', password: { $ne: null } }],
    [{ email: 'mia@parley.example', password: PASSWORD, admin: true }],
    [{ email: 'mia@parley.example\u0000', password: PASSWORD }],
    [{ email: 'mia@parley.example', password: 'x'.repeat(201) }],
    [[]],
    [null],
  ])('[HT3] %j is no sign-in', async (body) => {
    const told = await tests.ask('POST', SESSION, { body })
    expect(told.status).toBe(400)
    expect(told.json).toMatchObject({ refusal: { code: 'invalid' } })
  })
})

describe('too many attempts', () => {
  const limited = (perEmail: number, perAddress: number) =>
    createApp({
      ...tests.parts,
      signIn: new SignIn({
        store: storedPeople(tests.db),
        sessions: tests.parts.sessions,
        perEmail: { points: perEmail, perSeconds: 60 },
        perAddress: { points: perAddress, perSeconds: 60 },
      }),
    })
  const ask = (app: ReturnType<typeof limited>, email: string, password: string, address: string) =>
    tests.ask('POST', SESSION, { body: { email, password }, address }, app)

  it('[AU7] for one address of e-mail are refused where they come from, known or not', async () => {
    const app = limited(2, 100)
    for (const email of ['mia@parley.example', 'nobody@parley.example']) {
      expect((await ask(app, email, 'wrong', '192.0.2.1')).status).toBe(401)
      expect((await ask(app, email.toUpperCase(), 'wrong', '192.0.2.1')).status).toBe(401)
      const told = await ask(app, email, PASSWORD, '192.0.2.1')
      expect(told.status).toBe(429)
      expect(told.json).toMatchObject({ refusal: { code: 'tooManyRequests' } })
      expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(50)
    }
  })

  it('[AU16] somewhere else keep nobody out, but from everywhere they are bounded', async () => {
    const app = limited(1, 100)
    const email = 'mia@parley.example'
    for (let address = 1; address <= 19; address += 1) {
      expect((await ask(app, email, 'wrong', `192.0.2.${address}`)).status).toBe(401)
    }
    expect((await ask(app, email, PASSWORD, '198.51.100.1')).status).toBe(200)
    expect((await ask(app, email, PASSWORD, '198.51.100.2')).status).toBe(429)
  })

  it('[AU7] from one address are refused whomever they try', async () => {
    const app = limited(100, 2)
    expect((await ask(app, 'a@parley.example', 'wrong', '2001:db8::1')).status).toBe(401)
    expect((await ask(app, 'b@parley.example', 'wrong', '2001:db8::2')).status).toBe(401)
    expect((await ask(app, 'mia@parley.example', PASSWORD, '2001:db8::3')).status).toBe(429)
    expect((await ask(app, 'mia@parley.example', PASSWORD, '2001:db8:0:1::3')).status).toBe(200)
  })

  it('[AU7] are forgotten when one succeeds', async () => {
    const app = limited(2, 100)
    expect((await ask(app, 'mia@parley.example', 'wrong', '192.0.2.1')).status).toBe(401)
    expect((await ask(app, 'mia@parley.example', PASSWORD, '192.0.2.1')).status).toBe(200)
    expect((await ask(app, 'mia@parley.example', 'wrong', '192.0.2.1')).status).toBe(401)
  })
})

describe('a session', () => {
  it('[AU5] ends by signing out, and its sockets close', async () => {
    const [token, other] = [await tests.signedIn('mia'), await tests.signedIn('mia')]
    const told = await tests.ask('DELETE', SESSION, { cookie: token, origin: OWN })
    expect(told.status).toBe(204)
    expect(told.headers.get('set-cookie')).toMatch(/parley_session=;.*Max-Age=0/)
    expect((await tests.ask('GET', SESSION, { token })).status).toBe(401)
    expect((await tests.ask('GET', SESSION, { token: other })).status).toBe(200)
    expect(tests.revoked).toHaveLength(1)
    expect(await tests.parts.auth.staff(token, 'acme')).toBeNull()
  })

  it('[AU5] ends when nobody used it for long, and in the end however busy it is', async () => {
    const idle = await tests.signedIn('mia')
    const busy = await tests.signedIn('mia')
    const is = async (token: string) => (await tests.ask('GET', SESSION, { token })).status
    try {
      for (
        tests.aheadMs = 0;
        tests.aheadMs < SESSION_MS;
        tests.aheadMs += SESSION_IDLE_MS - 1_000
      ) {
        expect(await is(busy)).toBe(200)
      }
      expect(await is(idle)).toBe(401)
      tests.aheadMs = SESSION_MS + 1_000
      expect(await is(busy)).toBe(401)
    } finally {
      tests.aheadMs = 0
    }
  })

  it('[AU11] is stored as a hash only, as API tokens are', async () => {
    const token = await tests.signedIn('mia')
    const rows = await tests.db.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(rows.every(({ tokenHash }) => /^[A-Za-z0-9_-]{43}$/.test(tokenHash))).toBe(true)
  })
})

describe('changing the password', () => {
  const change = (token: string, current: string, next: string) =>
    tests.ask('POST', `${SESSION}/password`, { token, body: { current, next } })

  it('[AU6] needs the current one, and ends all sessions of the person but the new one', async () => {
    const [token, other] = [await tests.signedIn('lou'), await tests.signedIn('lou')]
    const bystander = await tests.signedIn('mia')
    const before = tests.revoked.length

    const wrong = await change(token, 'not this one', 'another-password')
    expect(wrong.status).toBe(401)
    expect((await tests.ask('GET', SESSION, { token })).status).toBe(200)
    expect((await change(token, PASSWORD, 'short')).status).toBe(400)

    const told = await change(token, PASSWORD, 'another-password')
    expect(told.status).toBe(200)
    const fresh = (told.json as { token: string }).token
    expect(tests.revoked.length - before).toBe(2)
    for (const dead of [token, other]) {
      expect((await tests.ask('GET', SESSION, { token: dead })).status).toBe(401)
    }
    for (const live of [fresh, bystander]) {
      expect((await tests.ask('GET', SESSION, { token: live })).status).toBe(200)
    }
    expect((await signIn('lou@parley.example', PASSWORD)).status).toBe(401)
    expect((await signIn('lou@parley.example', 'another-password')).status).toBe(200)
  })

  it('[AU6] is not for an API token or nobody', async () => {
    expect((await change('pt_nonsense', PASSWORD, 'another-password')).status).toBe(401)
    const body = { current: PASSWORD, next: 'another-password' }
    expect((await tests.ask('POST', `${SESSION}/password`, { body })).status).toBe(401)
  })

  it('[AU6] a sign-in that was checked against the old password ends too', async () => {
    const people = storedPeople(tests.db)
    const hash = await new Passwords().hash('new-password-of-sam')
    const meanwhile = {
      ...people,
      async addSession(...session: Parameters<typeof people.addSession>) {
        await people.setPassword('sam', hash)
        await people.addSession(...session)
      },
    }
    const sessions = new Sessions(meanwhile, systemClock, () => {})
    const late = new SignIn({ store: people, sessions })
    const app = createApp({ ...tests.parts, sessions, signIn: late })
    const body = { email: 'sam@parley.example', password: PASSWORD }
    const told = await tests.ask('POST', SESSION, { body }, app)
    expect(told.status).toBe(401)
    const left = await tests.db
      .selectFrom('sessions')
      .select('tokenHash')
      .where('personId', '=', 'sam')
      .where('revokedAt', 'is', null)
      .execute()
    expect(left).toEqual([])
  })
})
