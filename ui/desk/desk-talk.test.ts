import { expect, fixture, html } from '@open-wc/testing'
import type { StaffCommand } from '#protocol/staff-commands'
import type { QuickReplyView } from '#protocol/staff-views'
import { button, find, inside, settled, textOf } from '../testing/look.ts'
import { NOW, agentView, connectedDesk } from '../testing/staff-fixtures.ts'
import { deskEvent } from './desk-events.ts'
import './parley-desk.ts'
import type { ParleyDesk } from './parley-desk.ts'
import type { QuickRepliesDialog } from './quick-replies-dialog.ts'

async function show(options: Parameters<typeof connectedDesk>[0] = {}) {
  const { client, network } = connectedDesk(options)
  const desk = await fixture<ParleyDesk>(html`<parley-desk .client=${client}></parley-desk>`)
  await steady(desk)
  const commands = () =>
    network.socket.heardOf('command').map(({ id, command }) => ({
      id: String(id),
      command: command as StaffCommand,
    }))
  return { desk, client, network, commands, root: inside(desk) }
}

async function steady(desk: ParleyDesk): Promise<void> {
  for (let depth = 0; depth < 4; depth++) {
    await settled()
    await desk.updateComplete
  }
}

describe('tags and texts in the desk', () => {
  it('[UT2] tells who asked for a new tag its id, and says why one was refused', async () => {
    const { desk, network, commands, root } = await show()
    const made: string[] = []
    const tag = {
      name: 'Wholesale',
      colour: 'teal' as const,
      made: (tagId: string) => made.push(tagId),
    }
    const list = find(root, 'parley-chat-list')
    list.dispatchEvent(deskEvent('parley-new-tag', tag))
    await steady(desk)
    const [first] = commands()
    expect(first?.command).to.deep.equal({
      type: 'saveTag',
      tagId: null,
      name: 'Wholesale',
      colour: 'teal',
    })
    network.socket
      .sayNumbered({ type: 'ack', id: first?.id, seq: 11, result: { tagId: 'tag9' } })
      .flush()
    await steady(desk)
    expect(made).to.deep.equal(['tag9'])
    list.dispatchEvent(deskEvent('parley-new-tag', tag))
    await steady(desk)
    const refusal = { code: 'nameTaken', says: 'There is one of this name already.' }
    network.socket.sayNumbered({ type: 'refused', id: commands().at(-1)?.id, refusal }).flush()
    await steady(desk)
    expect(made).to.have.length(1)
    expect(textOf(find(root, '.toasts'))).to.contain('There is one of this name already.')
  })

  it('[UT6] fetches the quick replies when they are needed, and again after a change', async () => {
    const quickReplies: QuickReplyView[] = []
    const { desk, network, commands, root, client } = await show({ quickReplies })
    expect(client.quickReplies).to.equal(null)
    find(root, 'parley-chat-list').dispatchEvent(deskEvent('parley-quick-replies', {}))
    await steady(desk)
    expect(client.quickReplies).to.deep.equal([])
    const reply = { replyId: 'r1', whose: 'own', shortcut: 'bye', text: 'Bye' } as const
    quickReplies.push(reply)
    const dialog = find<QuickRepliesDialog>(root, 'parley-quick-replies-dialog')
    const saved = dialog.run({ ...reply, type: 'saveQuickReply', replyId: null })
    await steady(desk)
    network.socket
      .sayNumbered({ type: 'ack', id: commands().at(-1)?.id, seq: 11, result: { replyId: 'r1' } })
      .flush()
    expect(await saved).to.equal(null)
    expect(client.quickReplies).to.deep.equal([reply])
  })

  it('[UT8] does not count what is being wrapped up as a chat in hand', async () => {
    const me = agentView({ inHand: 1, wrapUps: [NOW + 60_000] })
    const { desk, commands, root } = await show({ desk: { me, chats: [] } })
    const presence = find(root, 'parley-presence-switch')
    button(inside(presence), 'Offline').click()
    await steady(desk)
    expect(commands().at(-1)?.command).to.deep.equal({ type: 'goOffline' })
  })
})
