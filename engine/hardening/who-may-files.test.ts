import { describe, expect, it } from 'vitest'
import type { FileView } from '#protocol/files'
import type { Audience } from '../files/file-links.ts'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { arranged } from './arranged.ts'
import { BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig, codeOf } from './rig.ts'
import { SEES, STATES } from './who-may.ts'

/*
 * Every route of files, whoever asks: what staff sees of a chat they see of its files, customers
 * have their own messages' and no comment's, and of another account nothing is there.
 */

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)

const SUPPORT = '/api/v1/accounts/acme/chats'

/** What comes of asking for something: `done`, or the code of the refusal. */
async function ask(rig: Rig, method: string, path: string, token?: string): Promise<string> {
  const told = await rig.ask(method, path, token === undefined ? {} : { token })
  return told.status < 300 ? 'done' : codeOf(told)
}

async function uploads(rig: Rig, path: string, token: string): Promise<string> {
  const outcome = await rig.upload(path, token)
  return /^[0-9a-f-]{36}$/.test(outcome) ? 'done' : outcome
}

/** A comment with a file, by the administrator who arranges things. */
async function commentFile(
  rig: Rig,
  chatId: string,
  visibleTo: 'staff' | 'author',
): Promise<string> {
  const fileId = await rig.upload(`${SUPPORT}/${chatId}/files`, sessionOf(BOSS))
  const fileIds = [fileId]
  done(await rig.test.staff(BOSS, { type: 'comment', chatId, text: '', visibleTo, fileIds }))
  return fileId
}

/** The address of a file's bytes for somebody, whether they were ever shown it or not. */
function addressOf(rig: Rig, audience: Audience, chatId: string, fileId: string): string {
  const file = { fileId, name: 'x', mime: 'x', size: 1, kind: 'other' } as const
  const [view] = rig.links.showTo(audience)(chatId, [file])
  return (view as FileView).url
}

describe('files of a chat', () => {
  it.each(GRID)('[HD18] are for %s what the chat is, %s', async (viewer, assignment) => {
    const personId = VIEWERS[viewer]
    const token = sessionOf(personId)
    const differences: string[] = []
    for (const state of STATES) {
      const sees = SEES[assignment][viewer][state]
      if (sees === '') continue
      const { rig, chatId } = await arranged(state, personId, assignment)
      const place = `${SUPPORT}/${chatId}/files`
      const shared = await commentFile(rig, chatId, 'staff')
      const personal = await commentFile(rig, chatId, 'author')
      const audience = { kind: 'staff', accountId: 'acme', personId } as const
      const open = (fileId: string) =>
        ask(rig, 'GET', addressOf(rig, audience, chatId, fileId), token)
      const show = (fileId: string) => ask(rig, 'GET', `${place}/${fileId}`, token)

      const before = rig.stored()
      const isTheirs = sees === 'full' ? 'done' : 'notFound'
      const outcomes: [what: string, outcome: string, wanted: string][] = [
        ['show', await show(shared), isTheirs],
        ['open', await open(shared), isTheirs],
        ['show personal', await show(personal), 'notFound'],
        ['open personal', await open(personal), 'notFound'],
        // Nothing is there to be removed but what waits and is their own.
        ['remove', await ask(rig, 'DELETE', `${place}/${shared}`, token), 'done'],
      ]
      if (rig.stored() !== before) differences.push(`${state}: something was written`)
      const mayUpload = sees === 'full' ? 'done' : sees === 'row' ? 'forbidden' : 'notFound'
      outcomes.push(['upload', await uploads(rig, place, token), mayUpload])
      // What waits to be sent is whoever's it is to see.
      const others = await rig.upload(place, sessionOf(BOSS))
      outcomes.push(['show waiting', await show(others), 'notFound'])
      if (mayUpload === 'done') {
        const own = await rig.upload(place, token)
        outcomes.push(['show own waiting', await show(own), 'done'])
        outcomes.push(['open own waiting', await open(own), 'done'])
      }
      for (const [what, outcome, wanted] of outcomes) {
        if (outcome !== wanted) differences.push(`${state}: ${what} is ${outcome}, not ${wanted}`)
      }
      await rig.removeFiles()
    }
    expect(differences).toEqual([])
  })

  it('[HD18] are for customers those of their own messages, and no comment’s', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const SITE = '/api/v1/channels/web/files'
    const token = rig.auth.newCustomer('acme', 'web')
    const who = await rig.auth.customer('web', token)
    const stranger = rig.auth.newCustomer('acme', 'web')
    const elsewhere = rig.auth.newCustomer('acme', 'web2')
    const theirs = rig.auth.newCustomer('rival', 'theirs')
    const fileIds = [await rig.upload(SITE, token)]
    const [fileId = ''] = fileIds
    await rig.customerByRest('web', token, { type: 'sendMessage', text: 'Here', fileIds })
    const chatId = rig.test.memory.contents('acme')?.chats[0]?.chatId ?? ''
    const comments = await commentFile(rig, chatId, 'staff')
    const customerId = who?.customerId ?? ''
    const audience = { kind: 'customer', accountId: 'acme', channelId: 'web', customerId } as const

    expect(await ask(rig, 'GET', `${SITE}/${fileId}`, token)).toBe('done')
    expect(await ask(rig, 'GET', addressOf(rig, audience, chatId, fileId))).toBe('done')
    // Even one that was signed for them.
    expect(await ask(rig, 'GET', addressOf(rig, audience, chatId, comments))).toBe('forbidden')
    expect(await ask(rig, 'GET', `${SITE}/${comments}`, token)).toBe('notFound')
    expect(await ask(rig, 'GET', `${SITE}/${fileId}`, stranger)).toBe('notFound')
    for (const nobody of [elsewhere, theirs, sessionOf(BOSS), 'pc_nothing', undefined]) {
      expect(await ask(rig, 'GET', `${SITE}/${fileId}`, nobody)).toBe('unauthorized')
      expect(await ask(rig, 'DELETE', `${SITE}/${fileId}`, nobody)).toBe('unauthorized')
      expect(await uploads(rig, SITE, nobody ?? '')).toBe('unauthorized')
    }
    const other = '/api/v1/channels/theirs/files'
    expect(await ask(rig, 'GET', `${other}/${fileId}`, theirs)).toBe('notFound')
    const moved = addressOf(rig, audience, chatId, fileId).replace('/web/', '/theirs/')
    expect(await ask(rig, 'GET', moved)).toBe('forbidden')
    const waiting = await rig.upload(SITE, token)
    expect(await ask(rig, 'DELETE', `${SITE}/${waiting}`, stranger)).toBe('done')
    expect(rig.test.host.peek('acme')?.uploads.has(waiting)).toBe(true)
    expect(await ask(rig, 'GET', `${SITE}/${waiting}`, token)).toBe('notFound')

    done(await rig.test.staff(BOSS, { type: 'blockCustomer', chatId, reason: 'x', message: 'No.' }))
    expect(await uploads(rig, SITE, token)).toBe('blocked')
    expect(await ask(rig, 'GET', `${SITE}/${fileId}`, token)).toBe('done')
    await rig.removeFiles()
  })

  it('[HD18] are not there for another account, or for nobody', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const chatId = await rig.test.writes('c1', 'Hello', 'web')
    const fileId = await commentFile(rig, chatId, 'staff')
    const place = `${SUPPORT}/${chatId}/files`
    const own = '/api/v1/accounts/rival'
    const personId = 'max-of-them'
    const max = sessionOf(personId)
    const audience = { kind: 'staff', accountId: 'rival', personId } as const
    for (const path of [place, place.replace('acme', 'rival')]) {
      expect(await uploads(rig, path, max)).toBe('notFound')
      expect(await ask(rig, 'GET', `${path}/${fileId}`, max)).toBe('notFound')
    }
    expect(await ask(rig, 'DELETE', `${place}/${fileId}`, max)).toBe('notFound')
    expect(await ask(rig, 'GET', addressOf(rig, audience, chatId, fileId), max)).toBe('notFound')
    const forBoss = { kind: 'staff', accountId: 'acme', personId: BOSS } as const
    const address = addressOf(rig, forBoss, chatId, fileId)
    expect(await ask(rig, 'GET', address, max)).toBe('notFound')
    expect(await ask(rig, 'GET', address.replace('acme', 'rival'), max)).toBe('forbidden')
    expect(await ask(rig, 'GET', address)).toBe('unauthorized')
    expect(await ask(rig, 'GET', address, rig.auth.newCustomer('acme', 'web'))).toBe('unauthorized')
    expect(await ask(rig, 'GET', address, sessionOf(BOSS))).toBe('done')
    expect(await ask(rig, 'GET', `${own}/chats/${chatId}/files/${fileId}`, max)).toBe('notFound')
    await rig.removeFiles()
  })
})

describe('files on sockets', () => {
  it('[FI7] [FI8] come live and after a resume, a comment’s to staff alone', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const { test } = rig
    const token = rig.auth.newCustomer('acme', 'web')
    const customer = await rig.customer('web', token)
    await rig.customerByRest('web', token, { type: 'sendMessage', text: 'Hello' })
    const chatId = test.memory.contents('acme')?.chats[0]?.chatId ?? ''
    await test.online('mia')
    done(await test.staff('mia', { type: 'takeChat', chatId }))
    const mia = await rig.staff('mia', `chat:${chatId}`)
    const sam = await rig.staff('sam', `chat:${chatId}`)
    const after = test.host.peek('acme')?.seq ?? 0
    const told = customer.frames.length

    const place = `${SUPPORT}/${chatId}/files`
    const upload = () => rig.upload(place, sessionOf('mia'))
    const personal = await upload()
    const shared = await upload()
    const open = await upload()
    const comment = { type: 'comment', chatId, text: '' } as const
    done(await test.staff('mia', { ...comment, visibleTo: 'author', fileIds: [personal] }))
    done(await test.staff('mia', { ...comment, visibleTo: 'staff', fileIds: [shared] }))
    await settled()
    // Neither the comments, nor that something was uploaded.
    expect(customer.frames.slice(told)).toEqual([])
    done(await test.staff('mia', { type: 'sendMessage', chatId, text: '', fileIds: [open] }))
    await settled()
    const item = customer.of('item').at(-1)?.item
    expect(item).toMatchObject({ text: '', files: [{ fileId: open, name: 'note.txt' }] })
    expect(item?.files[0]?.url).toMatch(/^\/api\/v1\/channels\/web\/files\//)

    const later = await rig.staff('sam')
    await later.say({ type: 'subscribe', topic: `chat:${chatId}`, after })
    const again = await rig.staff('sam', `chat:${chatId}`)
    for (const end of [sam, later, again]) {
      const said = JSON.stringify(end.frames)
      expect(said).toContain(`/files/${shared}/content`)
      expect(said).toContain(`/files/${open}/content`)
      expect(said).not.toContain(personal)
    }
    expect(JSON.stringify(mia.frames)).toContain(`/files/${personal}/content`)
    const back = await rig.customer('web', token)
    const everything = JSON.stringify([customer.frames, back.frames])
    expect(everything).toContain(open)
    expect(everything).not.toContain(shared)
    expect(everything).not.toContain(personal)
    await rig.removeFiles()
  })
})
