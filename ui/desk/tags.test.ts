import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { TagView } from '#protocol/staff-views'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView, chatView, deskState } from '../testing/staff-fixtures.ts'
import './chat-list.ts'
import type { ChatList } from './chat-list.ts'
import './chat-tags.ts'
import type { ChatTags } from './chat-tags.ts'
import type { DeskEvents } from './desk-events.ts'
import type { TagPicker } from './tag-picker.ts'

const tag = (tagId: string, name: string, deleted = false): TagView => ({
  tagId,
  name,
  colour: 'teal',
  deleted,
})

const TAGS = [
  tag('refund', 'Refund'),
  tag('urgent', 'Urgent'),
  tag('press', 'Press'),
  tag('spam', 'Spam'),
  tag('old', 'Old words', true),
]

let commands: StaffCommand[] = []
let made: DeskEvents['parley-new-tag'][] = []

async function show(
  options: { tagIds?: string[]; role?: 'agent' | 'supervisor'; mayTag?: boolean } = {},
) {
  const { tagIds = ['refund'], role = 'agent', mayTag = true } = options
  const element = await fixture<ChatTags>(html`
    <parley-chat-tags
      .chat=${chatView({ tagIds })}
      .desk=${deskState({ tags: TAGS, me: agentView({ role }) })}
      .possible=${mayTag ? { tagChat: null } : {}}
      @parley-command=${({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)}
      @parley-new-tag=${({ detail }: CustomEvent<DeskEvents['parley-new-tag']>) =>
        made.push(detail)}
    ></parley-chat-tags>
  `)
  return element
}

async function opened(element: ChatTags): Promise<TagPicker> {
  button(inside(element), 'Change tags').click()
  const picker = find<TagPicker>(inside(element), 'parley-tag-picker')
  await new Promise((resolve) => {
    find(inside(element), '.panel').addEventListener('toggle', resolve, { once: true })
  })
  await element.updateComplete
  await picker.updateComplete
  return picker
}

const names = (picker: TagPicker) =>
  [...inside(picker).querySelectorAll('[role="option"]')].map((one) => textOf(one))

describe('tags on the desk', () => {
  before(adoptTokens)
  beforeEach(() => {
    commands = []
    made = []
  })

  it('[UT1] the picker is accessible, filters as one types and toggles by keyboard', async () => {
    const element = await show()
    const picker = await opened(element)
    await isAccessible(element)
    expect(names(picker)).to.deep.equal(['Press', 'Refund', 'Spam', 'Urgent'])
    await sendKeys({ type: 'r' })
    await picker.updateComplete
    expect(names(picker)).to.deep.equal(['Press', 'Refund', 'Urgent'])
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([
      { type: 'untagChat', chatId: 'chat1', tagId: 'refund' },
      { type: 'tagChat', chatId: 'chat1', tagId: 'urgent' },
    ])
  })

  it('[UT2] a new tag is offered to who may create it, under a name that is not there', async () => {
    const agents = await opened(await show())
    await sendKeys({ type: 'Wholesale' })
    await agents.updateComplete
    expect(textOf(inside(agents))).to.contain('No tag has this name')
    const element = await show({ role: 'supervisor' })
    const picker = await opened(element)
    await sendKeys({ type: 'refund' })
    await picker.updateComplete
    expect(names(picker)).to.deep.equal(['Refund'])
    picker.reset()
    await picker.updateComplete
    await sendKeys({ type: 'Wholesale' })
    await sendKeys({ press: 'Enter' })
    expect(made.map(({ name }) => name)).to.deep.equal(['Wholesale'])
    made[0]?.made('new')
    expect(commands).to.deep.equal([{ type: 'tagChat', chatId: 'chat1', tagId: 'new' }])
  })

  it('[UT3] a chat shows its tags, deleted ones too, and counts what is more', async () => {
    const tagIds = ['refund', 'old', 'urgent', 'press', 'spam']
    const element = await show({ tagIds, mayTag: false })
    await isAccessible(element)
    const shown = [...inside(element).querySelectorAll('li')].map((one) => textOf(one))
    expect(shown).to.deep.equal(['Refund', 'Old words', 'Urgent', '+2 more'])
    expect(inside(element).querySelector('button')).to.equal(null)
  })

  it('[UT3] a row of the list shows them as marks, and a rating as a number', async () => {
    const desk = deskState({ tags: TAGS, chats: [chatView({ tagIds: ['urgent'], rating: 4 })] })
    const list = await fixture<ChatList>(
      html`<parley-chat-list .desk=${desk} .tab=${'mine'}></parley-chat-list>`,
    )
    await isAccessible(list)
    const row = textOf(find(inside(list), '.row'))
    expect(row).to.contain('Tags: Urgent')
    expect(row).to.contain('Rated 4 of 5')
  })
})
