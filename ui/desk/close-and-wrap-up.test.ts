import { expect, fixture, html } from '@open-wc/testing'
import type { StaffCommand } from '#protocol/staff-commands'
import { conversationFrom } from '../client/conversation-state.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import {
  NOW,
  agentView,
  chatView,
  commentView,
  conversationSnapshot,
  deskState,
  settingsView,
} from '../testing/staff-fixtures.ts'
import './chat-actions.ts'
import type { ChatActions } from './chat-actions.ts'
import './close-dialog.ts'
import type { CloseDialog } from './close-dialog.ts'
import { noticeWords } from './notice-words.ts'
import { staffStream } from './staff-stream.ts'
import type { TagPicker } from './tag-picker.ts'
import './wrap-up-chip.ts'
import type { WrapUpChip } from './wrap-up-chip.ts'

const REASONS = [
  { reasonId: 'answered', name: 'Question answered' },
  { reasonId: 'spam', name: 'Unwanted' },
]

let commands: StaffCommand[] = []
let dialogs: unknown[] = []
const listen = ({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)

const deskWith = (required: boolean) =>
  deskState({
    settings: settingsView({ closeReasons: REASONS, closeReasonRequired: required }),
    tags: [
      { tagId: 'refund', name: 'Refund', colour: 'teal', deleted: false },
      { tagId: 'urgent', name: 'Urgent', colour: 'plum', deleted: false },
    ],
  })

describe('closing', () => {
  before(adoptTokens)
  beforeEach(() => {
    commands = []
    dialogs = []
  })

  async function actions(desk = deskState()) {
    const element = await fixture<ChatActions>(html`
      <parley-chat-actions
        .chat=${chatView()}
        .desk=${desk}
        .possible=${{ closeChat: null }}
        @parley-command=${listen}
        @parley-dialog=${({ detail }: CustomEvent) => dialogs.push(detail)}
      ></parley-chat-actions>
    `)
    button(inside(element), 'Close chat').click()
  }

  it('[UT7] takes one click where the account asks nothing, else it asks', async () => {
    await actions()
    expect([commands, dialogs]).to.deep.equal([[{ type: 'closeChat', chatId: 'chat1' }], []])
    await actions(deskWith(false))
    expect(commands).to.have.length(1)
    expect(dialogs).to.deep.equal([{ kind: 'close', chatId: 'chat1' }])
  })

  async function dialog(required: boolean) {
    const element = await fixture<CloseDialog>(html`
      <parley-close-dialog
        .chats=${[chatView({ tagIds: ['refund'] })]}
        .desk=${deskWith(required)}
        @parley-command=${listen}
      ></parley-close-dialog>
    `)
    await element.show()
    await element.updateComplete
    return element
  }

  it('[UT7] asks for a reason and tags, accessibly', async () => {
    const element = await dialog(true)
    await isAccessible(element)
    const submit = find<HTMLButtonElement>(inside(element), '.primary')
    expect(submit.disabled).to.equal(true)
    find<HTMLInputElement>(inside(element), 'input[value="spam"]').click()
    const picker = find<TagPicker>(inside(element), 'parley-tag-picker')
    for (const option of inside(picker).querySelectorAll<HTMLElement>('[role="option"]')) {
      option.click()
    }
    await element.updateComplete
    submit.click()
    expect(commands).to.deep.equal([
      { type: 'closeChat', chatId: 'chat1', tagIds: ['urgent'], reasonId: 'spam' },
    ])
    expect(find<HTMLDialogElement>(inside(element), 'dialog').open).to.equal(false)
  })

  it('[UT7] needs no reason where it is only offered', async () => {
    const element = await dialog(false)
    find<HTMLButtonElement>(inside(element), '.primary').click()
    expect(commands).to.deep.equal([{ type: 'closeChat', chatId: 'chat1' }])
  })
})

describe('wrapping up', () => {
  before(adoptTokens)

  it('[UT8] shows the time left, and ends at once', async () => {
    commands = []
    const me = agentView({ wrapUps: [NOW + 10_000, NOW + 65_000] })
    const element = await fixture<WrapUpChip>(html`
      <parley-wrap-up-chip
        .me=${me}
        .now=${() => NOW}
        @parley-command=${listen}
      ></parley-wrap-up-chip>
    `)
    await isAccessible(element)
    expect(textOf(inside(element))).to.contain('Wrapping up 2 1:05')
    button(inside(element), 'Done').click()
    expect(commands).to.deep.equal([{ type: 'endWrapUp' }])
    element.me = agentView()
    await element.updateComplete
    expect(textOf(inside(element))).to.equal('')
  })
})

describe('a rating in the stream', () => {
  it('[UT9] is a notice with its words, and only the last one shows', () => {
    const rated = (seq: number, score: number, text: string | null) =>
      commentView({
        commentId: `rating${seq}`,
        seq,
        kind: 'note',
        author: 'customer:ada',
        text,
        data: { code: 'rated', score },
      })
    const conversation = conversationFrom(
      conversationSnapshot({ comments: [rated(20, 3, null), rated(21, 4, 'Quick and kind')] }),
    )
    const parts = staffStream({ conversation, unsent: [], meId: 'mira', newAfter: null })
    const notices = parts.flatMap((part) =>
      part.kind === 'notice' ? [noticeWords(part.data, null, NOW)] : [],
    )
    expect(notices).to.include('Rated 4 of 5: “Quick and kind”')
    expect(notices.filter((words) => words.startsWith('Rated'))).to.have.length(1)
    expect(parts.some(({ kind }) => kind === 'comments')).to.equal(false)
  })
})
