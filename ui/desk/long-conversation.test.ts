import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import type { Rest } from '../client/rest.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { connectedDesk, longConversation, messageView } from '../testing/staff-fixtures.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import { Drafts } from './drafts.ts'

async function show(count: number, change: { olderMessages?: Rest['olderMessages'] } = {}) {
  const { asked, ...long } = longConversation(count)
  const { client, network } = connectedDesk({ ...long, ...change })
  const conversation = await fixture<Conversation>(html`
    <parley-conversation
      .style=${'block-size: 700px; inline-size: 640px'}
      .client=${client}
      .chat=${'chat1'}
      .drafts=${new Drafts('acme', null)}
    ></parley-conversation>
  `)
  await conversation.updateComplete
  const scroller = find(inside(conversation), '.scroller')
  await waitUntil(() => isAtEnd(scroller))
  return { client, network, conversation, scroller, asked }
}

const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement) =>
  scrollHeight - scrollTop - clientHeight < 2

const lineAt = (conversation: Conversation, seq: number) =>
  inside(conversation).querySelector<HTMLElement>(`[data-seq="${seq}"]`)

const shown = (conversation: Conversation) =>
  inside(conversation).querySelectorAll('[data-seq]').length

describe('a long conversation', () => {
  before(adoptTokens)

  it('[UL9] opens at its end with one page, and is accessible', async () => {
    const { conversation, scroller, asked } = await show(10_000)
    expect(shown(conversation)).to.equal(100)
    expect(isAtEnd(scroller)).to.equal(true)
    await isAccessible(conversation)
    expect(asked).to.deep.equal([])
  })

  it('[UL9] loads earlier messages as one scrolls up, and keeps its place', async () => {
    const { conversation, scroller, network } = await show(10_000)
    let pages = 1
    for (const place of [300, 200, 0]) {
      scroller.scrollTop = place
      const [first] = inside(conversation).querySelectorAll<HTMLElement>('[data-seq]')
      const edge = scroller.getBoundingClientRect().top
      const lines = [...inside(conversation).querySelectorAll<HTMLElement>('[data-seq]')]
      const read = lines.find((line) => line.getBoundingClientRect().bottom > edge) ?? first
      const seq = Number(read?.dataset['seq'])
      const top = read?.getBoundingClientRect().top ?? 0
      pages += 1
      await waitUntil(() => shown(conversation) === 100 * pages)
      await conversation.updateComplete
      const moved = Math.abs((lineAt(conversation, seq)?.getBoundingClientRect().top ?? 0) - top)
      expect(moved).to.be.lessThan(2)
    }
    // Something new at the end does not move it either.
    const lines = [...inside(conversation).querySelectorAll<HTMLElement>('[data-seq]')]
    const middle = lines[Math.floor(lines.length / 2)]
    middle?.scrollIntoView()
    const top = middle?.getBoundingClientRect().top ?? 0
    const message = messageView({ seq: 10_001, text: 'New' })
    const changes = [{ kind: 'message', message }]
    network.socket
      .sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 10_001, changes })
      .flush()
    await conversation.updateComplete
    expect(middle?.getBoundingClientRect().top).to.be.closeTo(top, 2)
    expect(textOf(find(inside(conversation), '.jump'))).to.equal('1 new')
  })

  it('[WY30] leaves the lines that are here as they are when earlier ones come', async () => {
    const { conversation, scroller } = await show(10_000)
    const before = [...inside(conversation).querySelectorAll<HTMLElement>('[data-seq]')]
    scroller.scrollTop = 0
    await waitUntil(() => shown(conversation) === 200)
    const after = [...inside(conversation).querySelectorAll<HTMLElement>('[data-seq]')]
    expect(after.slice(100).every((line, index) => line === before[index])).to.equal(true)
  })

  it('[UL9] says that earlier messages did not come, and tries again when asked', async () => {
    let fails = true
    const long = longConversation(300)
    const { conversation, scroller } = await show(300, {
      olderMessages: (...asked) =>
        fails
          ? Promise.resolve({ ok: false, refusal: { code: 'transient', says: 'Not now.' } })
          : long.olderMessages(...asked),
    })
    scroller.scrollTop = 0
    await waitUntil(() => textOf(inside(conversation)).includes('did not come'))
    expect(shown(conversation)).to.equal(100)
    fails = false
    button(inside(conversation), 'Try again').click()
    await waitUntil(() => shown(conversation) >= 200)
    expect(textOf(inside(conversation))).not.to.contain('did not come')
  })

  it('[UL11] brings an old line into sight, and another one after it', async () => {
    const { conversation, scroller } = await show(2_000)
    const isInSight = (seq: number) => {
      const line = lineAt(conversation, seq)?.getBoundingClientRect()
      const { top, bottom } = scroller.getBoundingClientRect()
      return line !== undefined && line.top >= top && line.bottom <= bottom
    }
    conversation.at = 1_234
    await waitUntil(() => isInSight(1_234))
    conversation.at = 1_990
    await waitUntil(() => isInSight(1_990))
    conversation.at = null
    await conversation.updateComplete
    conversation.at = 1_234
    await waitUntil(() => isInSight(1_234))
  })
})
