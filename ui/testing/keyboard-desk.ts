import { fixture, html } from '@open-wc/testing'
import { emulateMedia, setViewport } from '@web/test-runner-commands'
import type { ArchivePage, SearchPage } from '#protocol/rest'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import type { StaffChange } from '#protocol/staff-frames'
import '../desk/parley-desk.ts'
import type { ParleyDesk } from '../desk/parley-desk.ts'
import type { ProfileRest } from '../desk/profile-dialog.ts'
import { arrived, keys, tabTo } from './by-keyboard.ts'
import { adoptTokens, find, inside } from './look.ts'
import { chatView, connectedDesk, conversationSnapshot } from './staff-fixtures.ts'

export const ADA = chatView({ chatId: 'chat1', customerName: 'Ada Nwosu', unread: 0 })
export const BO = chatView({
  chatId: 'chat2',
  customerId: 'bo',
  customerName: 'Bo Lind',
  unread: 0,
})

export const VIP = { tagId: 'vip', name: 'VIP', colour: 'teal' as const, deleted: false }

/** Each test begins in a wide window of a browser that knows of nothing, and leaves no address. */
export function beginsAfresh(): void {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1440, height: 900 })
    await emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  })
  beforeEach(() => {
    localStorage.clear()
    sessionStorage.clear()
    history.replaceState(null, '', '#/mine')
  })
  after(() => history.replaceState(null, '', '#'))
}

/** A desk whose server the test plays, for hands on a keyboard. */
export async function keyboardDesk(
  options: Parameters<typeof connectedDesk>[0] & {
    opened?: Partial<ConversationSnapshot>
    found?: SearchPage
    closed?: ArchivePage
    rest?: ProfileRest
    desk?: Partial<DeskSnapshot>
  } = {},
) {
  const { client, network, files } = connectedDesk({
    ...options,
    desk: { chats: [ADA, BO], ...options.desk },
  })
  const said: CustomEvent[] = []
  const note = (event: CustomEvent) => said.push(event)
  const found = options.found ?? { customers: [], lines: [], next: null }
  const closed = options.closed ?? { chats: [], next: null }
  const desk = await fixture<ParleyDesk>(html`
    <parley-desk
      .client=${client}
      .rest=${options.rest ?? null}
      .accounts=${[
        { accountId: 'acme', name: 'Acme support' },
        { accountId: 'books', name: 'Harbour Books' },
      ]}
      .finder=${{
        closedChats: async () => ({ ok: true, value: closed }),
        search: async () => ({ ok: true, value: found }),
      }}
      @parley-account=${note}
      @parley-signed-out=${note}
    ></parley-desk>
  `)
  await arrived()
  const root = inside(desk)
  let seq = 10
  /** What the server says of the desk. */
  const change = async (...changes: StaffChange[]): Promise<void> => {
    network.socket.sayNumbered({ type: 'change', topic: 'desk', seq: ++seq, changes }).flush()
    await arrived()
  }
  /** The answer to what was sent last. */
  const take = async (result: object = {}): Promise<void> => {
    const id = network.socket.heardOf('command').at(-1)?.['id']
    network.socket.sayNumbered({ type: 'ack', id, seq: ++seq, result }).flush()
    await arrived()
  }
  /** Opens the first chat from the list, and plays the server's part of it. */
  const open = async (): Promise<void> => {
    await tabTo('Ada Nwosu')
    await keys('Enter')
    const conversation = conversationSnapshot({ chat: ADA, ...options.opened })
    network.socket
      .sayNumbered({ type: 'conversation', topic: 'chat:chat1', seq: 10, conversation })
      .flush()
    await arrived()
  }
  const sent = () => network.socket.heardOf('command').at(-1)?.['command']
  const dialog = (name: string) => find<HTMLDialogElement>(inside(find(root, name)), 'dialog')
  return { desk, root, network, files, said, change, take, open, sent, dialog }
}
