import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import { MAX_PICTURE_BYTES } from '#protocol/limits'
import { defaultPreferences } from '#protocol/default-preferences'
import type { SignIns } from '#protocol/rest'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import { NOW, agentView } from '../testing/staff-fixtures.ts'
import { deviceWords } from './device-words.ts'
import './profile-dialog.ts'
import type { ProfileDialog, ProfileRest } from './profile-dialog.ts'
import { smallPicture } from './small-picture.ts'

const LINUX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1'

function server() {
  const told = {
    preferences: defaultPreferences,
    passwords: [] as string[][],
    images: [] as string[],
    signIns: [
      signIn('s1', LINUX, NOW, true),
      signIn('s2', PHONE, NOW - 3_600_000, false),
      signIn('s3', '', NOW - 7_200_000, false),
    ],
  }
  const nothing = { ok: true, value: null } as const
  const rest: ProfileRest = {
    preferences: async () => ({ ok: true, value: told.preferences }),
    savePreferences: async (preferences) => {
      told.preferences = preferences
      return nothing
    },
    bringPicture: async (image) => {
      told.images.push(image)
      return { ok: true, value: { picture: 'a-hash' } }
    },
    changePassword: async (current, next) => {
      told.passwords.push([current, next])
      return current === 'right'
        ? { ok: true, value: { token: 't', personId: 'mira', name: 'Mira', accounts: [] } }
        : { ok: false, refusal: { code: 'wrongPassword', says: 'E-mail or password is wrong.' } }
    },
    signIns: async () => ({ ok: true, value: { signIns: told.signIns } }),
    signOutOf: async (id) => {
      told.signIns = told.signIns.filter(({ sessionId }) => sessionId !== id)
      return nothing
    },
    signOutElsewhere: async () => {
      told.signIns = told.signIns.filter(({ current }) => current)
      return nothing
    },
  }
  return { rest, told }
}

function signIn(
  sessionId: string,
  device: string,
  lastSeenAt: number,
  current: boolean,
): SignIns['signIns'][number] {
  return { sessionId, device, address: '192.0.2.1', createdAt: lastSeenAt, lastSeenAt, current }
}

async function show() {
  const { rest, told } = server()
  const commands: unknown[] = []
  const element = await fixture<ProfileDialog>(html`
    <parley-profile-dialog
      .me=${agentView()}
      account="Acme support"
      .rest=${rest}
      .now=${() => NOW}
      @parley-command=${(event: CustomEvent<unknown>) => commands.push(event.detail)}
    ></parley-profile-dialog>
  `)
  await element.show()
  const root = inside(element)
  const steady = async (): Promise<void> => {
    for (let depth = 0; depth < 4; depth++) {
      await settled()
      await element.updateComplete
    }
  }
  const go = async (section: string): Promise<void> => {
    button(find(root, 'nav'), section).click()
    await steady()
  }
  const fill = (id: string, words: string): void => {
    find<HTMLInputElement>(root, `#${id}`).value = words
  }
  return {
    element,
    root,
    told,
    commands,
    steady,
    go,
    fill,
    says: () => textOf(find(root, '.says')),
  }
}

async function picture(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  for (let x = 0; x < width; x += 4) {
    context.fillStyle = `hsl(${x % 360} 80% ${(x * 7) % 100}%)`
    context.fillRect(x, 0, 4, height)
  }
  return canvas.convertToBlob({ type: 'image/png' })
}

describe('parley-profile-dialog', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UO5] is accessible in all its parts, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { element, go } = await show()
      await isAccessible(element)
      for (const section of ['Preferences', 'Password', 'Signed in']) {
        await go(section)
        await isAccessible(element)
      }
    })
  }

  it('[UO5] says who one is in this account, by keyboard', async () => {
    const { root, commands, fill } = await show()
    expect(textOf(root)).to.contain('For colleagues in Acme support.')
    fill('name', '  Mira O. ')
    fill('public-name', 'Mira from Acme')
    find(root, '#name').focus()
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([
      { type: 'saveProfile', name: 'Mira O.', publicName: 'Mira from Acme', picture: null },
    ])
    expect(find<HTMLDialogElement>(root, 'dialog').open).to.equal(false)
  })

  it('[UO5] says what is missing', async () => {
    const { root, commands, fill, says, steady } = await show()
    fill('public-name', ' ')
    button(root, 'Save').click()
    await steady()
    expect(says()).to.equal('Both names are needed.')
    expect(commands).to.deep.equal([])
  })

  it('[UO5] keeps what one prefers', async () => {
    const { root, told, fill, go, says, steady } = await show()
    await go('Preferences')
    fill('language', 'de')
    fill('speaks', 'de, pt-BR')
    find(root, '[name="desktop"]').click()
    await steady()
    find(root, '[name="single-keys"]').click()
    await steady()
    button(root, 'Save').click()
    await steady()
    expect(told.preferences).to.deep.equal({
      language: 'de',
      speaks: ['de', 'pt-BR'],
      singleKeys: false,
      notifications: { ...defaultPreferences.notifications, desktop: true },
    })
    expect(says()).to.equal('Saved.')
  })

  it('[UO5] changes the password, or says why not', async () => {
    const { root, told, fill, go, says, steady } = await show()
    await go('Password')
    fill('current', 'wrong')
    fill('next', 'short')
    button(root, 'Change password').click()
    await steady()
    expect(says()).to.contain('10 characters or more')
    fill('next', 'long enough now')
    button(root, 'Change password').click()
    await steady()
    expect(says()).to.equal('E-mail or password is wrong.')
    fill('current', 'right')
    button(root, 'Change password').click()
    await steady()
    expect(says()).to.contain('Changed.')
    expect(told.passwords).to.deep.equal([
      ['wrong', 'long enough now'],
      ['right', 'long enough now'],
    ])
    expect(find<HTMLInputElement>(root, '#next').value).to.equal('')
  })

  it('[UO7] lists where one is signed in, and signs out there', async () => {
    const { root, told, go, steady } = await show()
    await go('Signed in')
    const rows = () => [...root.querySelectorAll('.sign-ins li')].map(textOf)
    expect(rows()).to.have.length(3)
    expect(rows()[0]).to.contain('Firefox on Linux')
    expect(rows()[0]).to.contain('This one')
    expect(rows()[1]).to.contain('Safari on iPhone')
    expect(rows()[1]).to.contain('Sign out')
    button(root, 'Sign out Safari on iPhone').click()
    await steady()
    expect(told.signIns.map(({ sessionId }) => sessionId)).to.deep.equal(['s1', 's3'])
    expect(rows()).to.have.length(2)
    button(root, 'Sign out everywhere else').click()
    await steady()
    expect(textOf(root)).to.contain('You are signed in here only.')
    expect(deviceWords('curl/8')).to.equal('An unknown device')
  })

  it('[UO6] cuts a picture to a small square and encodes it anew', async () => {
    const small = await smallPicture(await picture(900, 600))
    const bytes = Uint8Array.from(atob(small ?? ''), (one) => one.codePointAt(0) ?? 0)
    expect(bytes.length).to.be.within(100, MAX_PICTURE_BYTES)
    const image = await createImageBitmap(new Blob([bytes]))
    expect([image.width, image.height]).to.deep.equal([256, 256])
    expect(await smallPicture(new Blob(['<svg onload="alert(1)">']))).to.equal(null)
  })

  it('[UO6] shows the picture that was chosen, and initials without one', async () => {
    const { element, root, told, steady } = await show()
    const avatar = () => inside(find(root, 'parley-avatar'))
    expect(textOf(avatar())).to.equal('MO')
    const files = new DataTransfer()
    files.items.add(new File([await picture(80, 80)], 'me.png', { type: 'image/png' }))
    const field = find<HTMLInputElement>(root, '#file')
    field.files = files.files
    const brought = new Promise<void>((resolve) => {
      const { rest } = element
      if (rest === null) return
      element.rest = {
        ...rest,
        bringPicture: async (image) => {
          const answer = await rest.bringPicture(image)
          resolve()
          return answer
        },
      }
    })
    field.dispatchEvent(new Event('change'))
    await brought
    await steady()
    expect(told.images).to.have.length(1)
    const image = find<HTMLImageElement>(avatar(), 'img')
    expect(image.src).to.contain('/api/v1/pictures/a-hash')
    image.dispatchEvent(new Event('error'))
    await steady()
    expect(textOf(avatar())).to.equal('MO')
    button(root, 'Remove').click()
    await steady()
    expect(avatar().querySelectorAll('img')).to.have.length(0)
  })
})
