import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import type { DeskSnapshot } from '#protocol/staff-frames'
import { adoptTokens, button, find, inside, textOf, isAccessible } from '../testing/look.ts'
import { agentView, chatView, deskState, groupView } from '../testing/staff-fixtures.ts'
import './block-dialog.ts'
import type { BlockDialog } from './block-dialog.ts'
import './forward-dialog.ts'
import type { ForwardDialog } from './forward-dialog.ts'
import './offline-dialog.ts'
import type { OfflineDialog } from './offline-dialog.ts'
import './presence-switch.ts'
import type { PresenceSwitch } from './presence-switch.ts'

let commands: StaffCommand[] = []
const listen = ({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)

const dialog = (element: Element) => find<HTMLDialogElement>(inside(element), 'dialog')
const choice = (element: Element, words: string) => {
  const found = [...inside(element).querySelectorAll('.choice')].find((one) =>
    textOf(one).includes(words),
  )
  return find<HTMLInputElement>(found ?? inside(element), 'input')
}

describe('dialogs of the desk', () => {
  before(adoptTokens)
  beforeEach(() => {
    commands = []
  })

  async function forward(personalComments = 0) {
    const element = await fixture<ForwardDialog>(html`
      <parley-forward-dialog
        .desk=${deskState()}
        .chats=${[chatView()]}
        .personalComments=${personalComments}
        @parley-command=${listen}
      ></parley-forward-dialog>
    `)
    await element.show()
    return element
  }

  it('[UI43] is accessible and says who accepts and how many wait', async () => {
    const element = await forward(2)
    await isAccessible(element)
    const words = textOf(dialog(element))
    expect(words).to.contain('1 accepts · 2 wait')
    expect(words).to.contain('Nobody accepts · 2 wait')
    expect(words).to.contain('4 of 4 in hand')
    expect(words).to.contain('2 personal comments stay with you')
    expect(choice(element, 'Tomás Herrera').disabled).to.equal(true)
    expect(words).not.to.contain('Mira Okafor')
  })

  it('[UI43] warns where nobody accepts and where somebody is full', async () => {
    const element = await forward()
    choice(element, 'Billing').click()
    await element.updateComplete
    expect(textOf(dialog(element))).to.contain('Nobody accepts chats in Billing now')
    choice(element, 'Jonas Lind').click()
    await element.updateComplete
    expect(textOf(dialog(element))).to.contain('has no room now: the chat waits up to 5 min')
  })

  it('[UI43] forwards with a word to the next one', async () => {
    const element = await forward()
    expect(button(dialog(element), 'Forward').disabled).to.equal(true)
    choice(element, 'Orders').click()
    await element.updateComplete
    find<HTMLTextAreaElement>(inside(element), 'textarea').value = ' Please look '
    find<HTMLButtonElement>(inside(element), '.primary').click()
    expect(commands).to.deep.equal([
      {
        type: 'forwardChat',
        chatId: 'chat1',
        to: { kind: 'group', groupId: 'orders' },
        note: 'Please look',
      },
    ])
    expect(dialog(element).open).to.equal(false)
  })

  it('[UI71] shows who accepts first, leaves oneself out, and folds who is offline', async () => {
    const element = await fixture<ForwardDialog>(html`
      <parley-forward-dialog
        .desk=${deskState({
          groups: [
            groupView({ groupId: 'billing', name: 'Billing', accepting: 0 }),
            groupView({ accepting: 1, waiting: 1 }),
            groupView({ groupId: 'sales', name: 'Sales', accepting: 3 }),
          ],
        })}
        .chats=${[chatView()]}
      ></parley-forward-dialog>
    `)
    await element.show()
    const [groups, bot, agents] = [...inside(element).querySelectorAll('fieldset')]
    const names = [...(groups?.querySelectorAll('.choice') ?? [])].map(textOf)
    expect(names[0]).to.contain('Sales')
    expect(names.find((one) => one.startsWith('Orders'))).to.contain('Nobody accepts · 1 waits')
    expect(textOf(bot ?? null)).to.contain('The bot of the channel')
    const folded = find<HTMLDetailsElement>(agents ?? element, 'details')
    expect(folded.open).to.equal(false)
    expect(textOf(folded)).to.contain('1 offline')
    expect(textOf(folded)).to.contain('Tomás Herrera')
  })

  it('[UI44] blocks only with a reason and a message', async () => {
    const element = await fixture<BlockDialog>(html`
      <parley-block-dialog
        .chats=${[chatView()]}
        .message=${'The words of the account'}
        @parley-command=${listen}
      ></parley-block-dialog>
    `)
    await element.show()
    await isAccessible(element)
    const submit = find<HTMLButtonElement>(inside(element), '.danger')
    submit.click()
    expect(commands).to.deep.equal([])
    await element.updateComplete
    expect(textOf(find(inside(element), '#reason-says'))).to.contain('Say why')
    expect(inside(element).activeElement?.id).to.equal('reason')
    await isAccessible(element)
    const message = find<HTMLTextAreaElement>(inside(element), '#message')
    expect(message.value).to.equal('The words of the account')
    find(inside(element), '#reason').focus()
    await sendKeys({ type: 'Threats' })
    message.value = ''
    submit.click()
    expect(commands).to.deep.equal([])
    message.value = 'We end this here.'
    submit.click()
    expect(commands).to.deep.equal([
      {
        type: 'blockCustomer',
        chatId: 'chat1',
        reason: 'Threats',
        message: 'We end this here.',
      },
    ])
  })

  async function offline(change: Partial<DeskSnapshot> = {}) {
    const stayed: Event[] = []
    const element = await fixture<OfflineDialog>(html`
      <parley-offline-dialog
        .desk=${deskState({
          groups: [
            groupView({ accepting: 1, waiting: 7 }),
            groupView({ groupId: 'sales', name: 'Sales', accepting: 2 }),
          ],
          ...change,
        })}
        @parley-command=${listen}
        @parley-stay=${(event: Event) => stayed.push(event)}
      ></parley-offline-dialog>
    `)
    await element.show()
    return { element, stayed }
  }

  it('[UI45] offers five choices, says where I am the last, and is accessible', async () => {
    const { element } = await offline()
    await isAccessible(element)
    expect(inside(element).querySelectorAll('input[type="radio"]')).to.have.length(5)
    expect(textOf(dialog(element))).to.contain('You are the last one in Orders (7 waiting)')
  })

  for (const [words, choiceOf] of [
    ['Keep', { kind: 'keep' }],
    ['Return', { kind: 'return' }],
    ['Forward', { kind: 'forward', groupId: 'sales' }],
    ['bot', { kind: 'bot' }],
    ['Close', { kind: 'close', farewell: 'I have to go now. My colleagues will help you.' }],
  ] as const) {
    it(`[UI45] goes offline with the choice: ${choiceOf.kind}`, async () => {
      const { element } = await offline()
      choice(element, words).click()
      await element.updateComplete
      find<HTMLButtonElement>(inside(element), '.primary').click()
      expect(commands).to.deep.equal([{ type: 'goOffline', choice: choiceOf }])
    })
  }

  it('[UW4] closes with a farewell that the account begins and I change, or without one', async () => {
    const { element } = await offline()
    const field = find<HTMLTextAreaElement>(inside(element), '#farewell')
    expect(field.checkVisibility()).to.equal(false)
    choice(element, 'Close').click()
    await element.updateComplete
    await isAccessible(element)
    expect(field.value).to.equal('I have to go now. My colleagues will help you.')
    field.value = '  Good-bye '
    const go = find<HTMLButtonElement>(inside(element), '.primary')
    go.click()
    field.value = ' '
    go.click()
    expect(commands).to.deep.equal([
      { type: 'goOffline', choice: { kind: 'close', farewell: 'Good-bye' } },
      { type: 'goOffline', choice: { kind: 'close' } },
    ])
  })

  it('[UW4] says how many are in hand, on hold, and closing already', async () => {
    const chats = [
      chatView({ chatId: 'a', agentId: 'mira' }),
      chatView({ chatId: 'b', agentId: 'mira', state: 'assigned.onHold' }),
      chatView({ chatId: 'c', agentId: 'mira', state: 'closing' }),
    ]
    const { element } = await offline({ chats, me: agentView({ inHand: 3 }) })
    expect(textOf(dialog(element))).to.contain('You have 2 chats in hand, 1 of them on hold.')
    expect(textOf(dialog(element))).to.contain('One chat closes already, whatever is chosen.')
    choice(element, 'Return').click()
    await element.updateComplete
    expect(textOf(dialog(element))).to.contain('What is on hold goes too')
  })

  it('[UZ6] speaks of one chat as of one', async () => {
    const { element } = await offline({ chats: [chatView()], me: agentView({ inHand: 1 }) })
    const words = textOf(dialog(element))
    expect(words).to.contain('What becomes of it? ').and.to.contain('Return it to its line')
    expect(words).not.to.match(/\bthem\b|customers/)
  })

  it('[UW6] sets a colleague offline on their behalf, and says what is not mine to decide', async () => {
    const jonas = agentView({ agentId: 'jonas', name: 'Jonas Lind', inHand: 2 })
    const chats = [chatView({ chatId: 'a', agentId: 'jonas' })]
    const { element } = await offline({ chats, agents: [agentView(), jonas] })
    await element.show('jonas')
    await isAccessible(element)
    const words = textOf(dialog(element))
    expect(words).to.contain('Set Jonas Lind offline')
    expect(words).to.contain('Jonas Lind has 2 chats in hand. What becomes of them?')
    expect(words).to.contain('Jonas Lind is the last one in Orders (7 waiting)')
    expect(words).to.contain('One chat of other groups returns to its line.')
    button(dialog(element), 'Set offline').click()
    expect(commands).to.deep.equal([
      { type: 'goOffline', agentId: 'jonas', choice: { kind: 'return' } },
    ])
  })

  it('[UW6] asks nothing of chats where a colleague has none', async () => {
    const jonas = agentView({ agentId: 'jonas', name: 'Jonas Lind', inHand: 0 })
    const { element } = await offline({ chats: [], agents: [agentView(), jonas] })
    await element.show('jonas')
    expect(textOf(dialog(element))).to.contain('Jonas Lind has no chats in hand.')
    expect(inside(element).querySelector('input[type="radio"]')).to.equal(null)
    button(dialog(element), 'Set offline').click()
    expect(commands).to.deep.equal([{ type: 'goOffline', agentId: 'jonas' }])
  })

  it('[UI45] stays online when it is cancelled', async () => {
    const { element, stayed } = await offline()
    button(dialog(element), 'Stay online').click()
    expect(commands).to.deep.equal([])
    expect(stayed).to.have.length(1)
    expect(dialog(element).open).to.equal(false)
  })

  it('[UI72] chooses no group beforehand that accepts nothing, and warns of one', async () => {
    const { element } = await offline({ groups: [groupView({ accepting: 1 })] })
    choice(element, 'Forward').click()
    await element.updateComplete
    const select = find<HTMLSelectElement>(inside(element), 'select')
    expect(select.value).to.equal('')
    find<HTMLButtonElement>(inside(element), '.primary').click()
    expect(commands).to.deep.equal([])
    expect(inside(element).activeElement).to.equal(select)
    select.value = 'orders'
    select.dispatchEvent(new Event('change'))
    await element.updateComplete
    expect(textOf(dialog(element))).to.contain('Nobody accepts chats in Orders now.')
    await isAccessible(element)
  })

  it('[UI72] promises to stay online only to who is online', async () => {
    const { element } = await offline({ me: agentView({ presence: 'away' }) })
    button(dialog(element), 'Cancel').click()
    expect(dialog(element).open).to.equal(false)
  })

  async function presence(inHand: number) {
    const asked: unknown[] = []
    const element = await fixture<PresenceSwitch>(html`
      <parley-presence-switch
        .me=${agentView({ inHand })}
        @parley-command=${listen}
        @parley-dialog=${({ detail }: CustomEvent) => asked.push(detail)}
      ></parley-presence-switch>
    `)
    return { element, asked }
  }

  it('[UI46] goes away with a reason by keyboard', async () => {
    const { element } = await presence(0)
    await isAccessible(element)
    find(inside(element), '.me').focus()
    await sendKeys({ press: 'Enter' })
    await element.updateComplete
    await isAccessible(element)
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([{ type: 'goAway', reason: 'lunch' }])
    expect(inside(element).activeElement).to.equal(find(inside(element), '.me'))
  })

  it('[UI46] goes online by keyboard', async () => {
    const { element } = await presence(0)
    element.me = agentView({ presence: 'offline', inHand: 0 })
    await element.updateComplete
    find(inside(element), '.me').focus()
    await sendKeys({ press: 'Enter' })
    await element.updateComplete
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'ArrowDown' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([{ type: 'goOnline' }])
  })

  it('[UI46] goes offline at once with nothing in hand, and asks otherwise', async () => {
    const free = await presence(0)
    button(inside(free.element), 'Offline').click()
    expect(commands).to.deep.equal([{ type: 'goOffline' }])
    const busy = await presence(2)
    button(inside(busy.element), 'Offline').click()
    expect(commands).to.have.length(1)
    expect(busy.asked).to.deep.equal([{ kind: 'offline' }])
  })
})
