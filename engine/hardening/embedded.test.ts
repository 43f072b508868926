import { describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { staffClientFrame } from '#protocol/staff-frames'
import { staffCommand } from '#protocol/staff-commands'
import { done } from '../testing/test-host.ts'
import type { Place } from '../realtime/connection.ts'
import { BOSS } from './cast.ts'
import { EMBEDDED, Everybody } from './everybody.ts'
import type { Asker } from './everybody.ts'
import { embedTokenOf } from './memory-people.ts'

/*
 * Pages of others, on every way in: each listed and unlisted origin with each kind of token. What an
 * agent may do there is what the agent may do here.
 */

const CRM = 'https://crm.example'

/** None of these is the one that is listed. */
const OTHERS = [
  'http://crm.example',
  'https://crm.example:8443',
  'https://crm.example.evil.example',
  'https://www.crm.example',
  'https://crm.example/',
  'https://CRM.example',
  'https://evil.example',
  'file://crm.example',
  'null',
  '*',
  '',
]

async function arrange(): Promise<{ everybody: Everybody; routes: string[] }> {
  const everybody = await Everybody.arrange()
  const { rig } = everybody
  const change = { embedOrigins: [CRM] }
  done(await rig.test.staff(BOSS, { type: 'changeSettings', change }))
  const { json } = await rig.ask('GET', '/api/v1/openapi.json')
  const { paths } = json as { paths: Record<string, object> }
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  return { everybody, routes }
}

const isStaffs = (route: string) => route.includes('/accounts/{accountId}/')
/** By their links alone, and before any hello. */
const isNobodys = (route: string) => /embedded|socket$/.test(route)

describe('an embedding token', () => {
  it('[EM5] does on every route what its agent does, and is no session', async () => {
    const { everybody, routes } = await arrange()
    const differences: string[] = []
    for (const route of routes.toSorted()) {
      const own = await everybody.ask(route, 'agent')
      const embedded = await everybody.ask(route, EMBEDDED)
      // Signing in and what is forgotten need no token at all.
      const open = /POST \/api\/v1\/session(\/forgotten|\/reset)?$/.test(route)
      const isSession = route.includes('/api/v1/session') && !open
      const wanted = isSession ? 'unauthorized' : own
      // Signing out of nothing is done.
      const isRight = embedded === wanted || route === 'DELETE /api/v1/session'
      // What was removed is not there a second time.
      if (!isRight && !route.startsWith('DELETE')) differences.push(`${route}: ${embedded}`)
    }
    expect(differences).toEqual([])
    await everybody.rig.removeFiles()
  })

  it('[EM5] does by every frame what its agent does', async () => {
    for (const type of staffClientFrame.options.map(({ shape }) => shape.type.value)) {
      const { everybody } = await arrange()
      expect(await everybody.toStaff(type, EMBEDDED), type).toBe(
        await everybody.toStaff(type, 'agent'),
      )
    }
  })

  it('[EM5] is nobody in another account, and in its own as soon as its agent leads', async () => {
    const { everybody } = await arrange()
    const { rig } = everybody
    const token = embedTokenOf('mia', 'acme')
    const greet = async (accountId?: string) => {
      const end = rig.staffSocket()
      const hello = { type: 'hello', protocol: PROTOCOL_VERSION, token } as const
      await end.say(accountId === undefined ? hello : { ...hello, accountId })
      return end
    }
    expect((await greet('rival')).closedWith?.reason).toBe('unauthorized')
    expect((await rig.ask('GET', '/api/v1/accounts/rival/desk', { token })).status).toBe(404)
    const end = await greet()
    expect(end.of('welcome')[0]).toMatchObject({ personId: 'mia', until: expect.any(Number) })
    const member = rig.test.host.peek('acme')?.members.get('mia')
    if (member === undefined) throw new Error('Mia is gone')
    const { name, publicName, groupIds, chatLimit } = member
    const saved = { personId: 'mia', name, publicName, groupIds, chatLimit }
    done(await rig.test.staff(BOSS, { type: 'saveMember', role: 'supervisor', ...saved }))
    expect(end.closedWith?.reason).toBe('unauthorized')
    expect((await greet()).closedWith?.reason).toBe('unauthorized')
    expect((await rig.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(401)
  })

  it('[EM6] closes its socket when its time is over, or its agent deactivated', async () => {
    const { everybody } = await arrange()
    const { rig } = everybody
    const token = embedTokenOf('mia', 'acme')
    const greet = async () => {
      const end = rig.staffSocket()
      await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token })
      return end
    }
    const late = await greet()
    await rig.test.clock.pass(900_000)
    expect(late.closedWith).toBeNull()
    await rig.test.clock.pass(200_000)
    expect(late.closedWith?.reason).toBe('unauthorized')
    const gone = await greet()
    done(await rig.test.staff(BOSS, { type: 'deactivateMember', personId: 'mia' }))
    expect(gone.closedWith?.reason).toBe('unauthorized')
    expect((await greet()).closedWith?.reason).toBe('unauthorized')
  })
})

describe('a page of others', () => {
  it.each(OTHERS)('[EM2] [EM3] of %j does nothing where staff is served', async (origin) => {
    const { everybody, routes } = await arrange()
    const { rig } = everybody
    const askers: Asker[] = ['agent', 'administrator', EMBEDDED, 'nobody']
    for (const route of routes.filter(isStaffs)) {
      for (const asker of askers) {
        const before = rig.stored()
        expect(await everybody.ask(route, asker, origin), `${route} ${asker}`).toBe('forbidden')
        expect(rig.stored()).toBe(before)
      }
    }
    const path = '/api/v1/accounts/acme/desk'
    for (const method of ['GET', 'OPTIONS']) {
      const told = await rig.ask(method, path, { origin, token: embedTokenOf('mia', 'acme') })
      expect(told.headers.get('access-control-allow-origin')).toBeNull()
      const nobodys = await rig.ask(method, path.replace('acme', 'no-such'), { origin })
      expect(nobodys.text).toBe(told.text)
    }
    await everybody.rig.removeFiles()
  })

  it('[EM2] [EM3] that is listed is asked for its own token, and for no other', async () => {
    const { everybody, routes } = await arrange()
    const differences: string[] = []
    for (const route of routes.filter((one) => isStaffs(one) && !isNobodys(one))) {
      for (const asker of ['agent', 'administrator', 'nobody'] as const) {
        const told = await everybody.ask(route, asker, CRM)
        if (told !== 'unauthorized') differences.push(`${route} ${asker}: ${told}`)
      }
      const embedded = await everybody.ask(route, EMBEDDED, CRM)
      const own = await everybody.ask(route, 'agent')
      if (embedded !== own && !route.startsWith('DELETE')) {
        differences.push(`${route}: ${embedded}, not ${own}`)
      }
    }
    expect(differences).toEqual([])
    await everybody.rig.removeFiles()
  })

  it('[EM3] that is listed is let in by its exact name, for this account, without cookies', async () => {
    const { everybody } = await arrange()
    const { rig } = everybody
    const token = embedTokenOf('mia', 'acme')
    for (const method of ['GET', 'OPTIONS']) {
      const { status, headers } = await rig.ask(method, '/api/v1/accounts/acme/desk', {
        origin: CRM,
        token,
      })
      expect(status).toBe(method === 'GET' ? 200 : 204)
      expect(headers.get('access-control-allow-origin')).toBe(CRM)
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('vary')).toContain('Origin')
    }
    for (const path of ['accounts/rival/desk', 'session', 'accounts/acme/../rival/desk']) {
      const told = await rig.ask('GET', `/api/v1/${path}`, { origin: CRM, token })
      expect(told.status, path).toBe(403)
      expect(told.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('[EM7] has a socket of its account alone, and by its own token alone', async () => {
    const { everybody } = await arrange()
    const place: Place = { accountId: 'acme', elsewhere: CRM }
    const greet = async (
      at: Place,
      hello: { token: string; accountId?: string },
    ): Promise<string> => {
      const end = everybody.rig.staffSocket(at)
      await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, ...hello })
      return end.closedWith?.reason ?? 'welcome'
    }
    const token = embedTokenOf('mia', 'acme')
    expect(await greet(place, { token })).toBe('welcome')
    expect(await greet(place, { token, accountId: 'acme' })).toBe('welcome')
    expect(await greet(place, { token, accountId: 'rival' })).toBe('unauthorized')
    expect(await greet(place, { token: 'ps_mia' })).toBe('unauthorized')
    expect(await greet(place, { token: 'pt_mia.acme' })).toBe('unauthorized')
    const elsewhere = { accountId: 'rival', elsewhere: CRM }
    expect(await greet(elsewhere, { token })).toBe('unauthorized')
    expect(await greet({ ...place, elsewhere: null }, { token: 'ps_mia' })).toBe('welcome')
  })
})

it('[EM10] a page that is listed no more loses its socket at once, and others keep theirs', async () => {
  const { everybody } = await arrange()
  const { rig } = everybody
  const open = async (elsewhere: string | null, token: string) => {
    const end = rig.staffSocket({ accountId: 'acme', elsewhere })
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token })
    return end
  }
  const embedded = await open(CRM, embedTokenOf('mia', 'acme'))
  const own = await open(null, 'ps_mia')
  const change = { embedOrigins: [] }
  done(await rig.test.staff(BOSS, { type: 'changeSettings', change }))
  expect([embedded.closedWith?.reason, own.closedWith]).toEqual(['unauthorized', null])
})

it('[EM1] the list holds origins as browsers write them, once each', () => {
  const is = (...embedOrigins: string[]) =>
    staffCommand.safeParse({ type: 'changeSettings', change: { embedOrigins } }).success
  for (const good of [
    CRM,
    'http://localhost:4161',
    'https://[::1]:8443',
    'https://a-b.c_d.example',
  ])
    expect(is(good), good).toBe(true)
  const usual = ['https://crm.example:443', 'http://crm.example:80']
  for (const bad of [...OTHERS.slice(4, 6), ...OTHERS.slice(7), ...usual, 'https://*.crm.example'])
    expect(is(bad), bad).toBe(bad === 'https://evil.example')
  expect(is(CRM, CRM)).toBe(false)
})
