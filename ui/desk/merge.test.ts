import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { CustomerEntry, CustomerView } from '#protocol/customer-card'
import type { StaffCommand } from '#protocol/staff-commands'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView, customerView } from '../testing/staff-fixtures.ts'
import './customer-parts.ts'
import type { CustomerParts } from './customer-parts.ts'
import './merge-dialog.ts'
import type { MergeDialog } from './merge-dialog.ts'
import { compared, mergeCommand, shownSide, whyNoMerge } from './merge-plan.ts'

const known = (value: string, from: 'verified' | 'customer' | 'staff' = 'customer') => ({
  value,
  from,
})

const ADA = customerView({
  customerId: 'ada',
  customerName: 'Ada Nwosu',
  block: null,
  details: {
    name: known('Ada Nwosu', 'staff'),
    email: known('ada@mail.example'),
    phone: null,
    language: null,
    attributes: [{ name: 'plan', ...known('pro', 'staff') }],
  },
})

const GUEST = customerView({
  customerId: 'guest',
  customerName: 'A. Nwosu',
  channelId: 'app',
  channelName: 'Mobile app',
  block: null,
  details: {
    name: known('A. Nwosu'),
    email: known('ada@work.example'),
    phone: known('+49 30 1'),
    language: null,
    attributes: [{ name: 'plan', ...known('free', 'staff') }],
  },
})

const verified = (customer: CustomerView, more: Partial<CustomerView> = {}): CustomerView => ({
  ...customer,
  isVerified: true,
  details: { ...customer.details, name: known(customer.customerName, 'verified') },
  ...more,
})

async function show(customer = ADA, role = agentView().role) {
  const commands: StaffCommand[] = []
  const asked: string[] = []
  const dialog = await fixture<MergeDialog>(html`
    <parley-merge-dialog
      .customer=${customer}
      .myRole=${role}
      @parley-command=${({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)}
      @parley-find-customer=${({ detail }: CustomEvent<{ search: string }>) =>
        asked.push(`find ${detail.search}`)}
      @parley-compare=${({ detail }: CustomEvent<{ customerId: string | null }>) =>
        asked.push(`compare ${detail.customerId}`)}
    ></parley-merge-dialog>
  `)
  await dialog.show()
  const compare = async (other: CustomerView): Promise<ShadowRoot> => {
    dialog.other = other
    await dialog.updateComplete
    const preview = find(inside(dialog), 'parley-merge-preview')
    await settledIn(preview)
    return inside(preview)
  }
  return { dialog, root: inside(dialog), commands, asked, compare }
}

async function settledIn(element: Element): Promise<void> {
  if ('updateComplete' in element) await element.updateComplete
}

const entry = (customer: CustomerView): CustomerEntry => customer

describe('merging customers', () => {
  before(adoptTokens)

  it('[UX6] is accessible and finds the other one by keyboard', async () => {
    const { dialog, root, asked } = await show()
    expect(asked).to.deep.equal(['compare null', 'find ada@mail.example'])
    await isAccessible(dialog)
    dialog.found = [entry(ADA), entry(GUEST)]
    await dialog.updateComplete
    await isAccessible(dialog)
    // Nobody is merged with oneself.
    expect([...root.querySelectorAll('.other b')].map(textOf)).to.deep.equal(['A. Nwosu'])
    expect(button(root, 'Merge customers').hasAttribute('disabled')).to.equal(true)
    find(root, '.other').focus()
    await sendKeys({ press: 'Enter' })
    expect(asked.at(-1)).to.equal('compare guest')
    const search = find<HTMLInputElement>(root, '#search')
    search.focus()
    search.value = 'Bo'
    search.dispatchEvent(new InputEvent('input'))
    await sendKeys({ press: 'Enter' })
    expect(asked.at(-1)).to.equal('find Bo')
    dialog.found = []
    await dialog.updateComplete
    expect(textOf(root)).to.contain('Nobody else is found')
  })

  it('[UX6] shows both side by side, and sends who stays and what was chosen', async () => {
    const { dialog, root, commands, compare } = await show()
    const preview = await compare(GUEST)
    await isAccessible(dialog)
    const labels = [...preview.querySelectorAll('legend')].map(textOf)
    expect(labels).to.deep.equal(['Who stays', 'Name', 'E-mail', 'Phone', 'plan'])
    expect(textOf(preview)).to.contain('From staff').and.to.contain('Mobile app')
    const choices = [...preview.querySelectorAll<HTMLInputElement>('input[name=email]')]
    choices[0]?.focus()
    await sendKeys({ press: 'ArrowDown' })
    await dialog.updateComplete
    button(root, 'Merge customers').click()
    expect(commands).to.deep.equal([
      {
        type: 'mergeCustomers',
        customerId: 'ada',
        otherId: 'guest',
        take: ['email'],
        takeAttributes: [],
      },
    ])
    expect(find<HTMLDialogElement>(root, 'dialog').open).to.equal(false)
  })

  it('[UX6] shows the values of who stays, unless others were chosen', () => {
    const two = { first: ADA, second: GUEST }
    const chosen = new Map([['attribute plan', 'second' as const]])
    const shown = (stays: 'first' | 'second') =>
      Object.fromEntries(compared(two).map((row) => [row.key, shownSide(row, stays, chosen)]))
    expect(shown('first')).to.deep.equal({
      name: 'first',
      email: 'first',
      phone: 'second',
      'attribute plan': 'second',
    })
    expect(shown('second').name).to.equal('second')
    expect(mergeCommand(two, 'second', new Map([['name', 'first' as const]]))).to.deep.equal({
      type: 'mergeCustomers',
      customerId: 'guest',
      otherId: 'ada',
      take: ['name'],
      takeAttributes: [],
    })
  })

  it('[UX7] warns of who is not verified, and wants to be told that one knows', async () => {
    const { dialog, root, commands, compare } = await show(verified(ADA), 'supervisor')
    const preview = await compare(GUEST)
    await isAccessible(dialog)
    expect(textOf(find(root, '.warning'))).to.contain('Nobody has proved that A. Nwosu is this')
    // What is verified is not a question.
    expect(preview.querySelectorAll('input[name=name]')).to.have.length(0)
    button(root, 'Merge customers').click()
    expect(commands).to.deep.equal([])
    find<HTMLInputElement>(root, '.sure input').click()
    button(root, 'Merge customers').click()
    expect(commands[0]).to.deep.include({ type: 'mergeCustomers', knowsUnverified: true, take: [] })
  })

  it('[UX7] says why two cannot be one', async () => {
    const { dialog, root, compare } = await show(verified(ADA), 'agent')
    await compare(GUEST)
    expect(textOf(root)).to.contain('a supervisor or an administrator has to do this')
    expect(button(root, 'Merge customers').hasAttribute('disabled')).to.equal(true)
    dialog.myRole = 'administrator'
    await compare(verified(GUEST, { channelId: ADA.channelId }))
    expect(textOf(root)).to.contain('they are two people')
    await isAccessible(dialog)
    const two = { first: verified(ADA), second: verified(GUEST) }
    expect(whyNoMerge(two, 'administrator')).to.equal(null)
    expect(whyNoMerge({ first: ADA, second: ADA }, 'administrator')).to.equal('samePerson')
  })

  it('[UX7] says that a block becomes one of both', async () => {
    const block = {
      blockId: 'b1',
      reason: 'rude',
      message: 'No.',
      by: 'agent:mira',
      at: 1,
      endedAt: null,
      endedBy: null,
    }
    const { root, compare } = await show({ ...ADA, hasOpenChat: true })
    await compare({ ...GUEST, block })
    expect(textOf(root)).to.contain('Ada Nwosu will be blocked too, and the open chat ends.')
  })
})

describe('a person of several customers', () => {
  before(adoptTokens)

  it('[UX8] shows them with their channels, and takes one out where one may', async () => {
    const commands: StaffCommand[] = []
    const part = { createdAt: 1, isVerified: false, mergedAt: null, mergedBy: null }
    const parts = [
      { ...part, customerId: 'ada', customerName: 'Ada', channelId: 'web', channelName: 'Shop' },
      {
        ...part,
        customerId: 'guest',
        customerName: 'A. Nwosu',
        channelId: 'app',
        channelName: 'Mobile app',
        isVerified: true,
        mergedAt: 2,
        mergedBy: 'agent:mira',
      },
    ]
    const element = await fixture<CustomerParts>(html`
      <parley-customer-parts
        .customer=${customerView({ parts, mayUnmerge: true })}
        @parley-command=${({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)}
      ></parley-customer-parts>
    `)
    await isAccessible(element)
    expect(textOf(inside(element)))
      .to.contain('Mobile app')
      .and.to.contain('Verified')
    button(inside(element), 'Take out A. Nwosu').click()
    expect(commands).to.deep.equal([{ type: 'unmergeCustomer', customerId: 'guest' }])
    element.customer = customerView({ parts, mayUnmerge: false })
    await element.updateComplete
    expect(inside(element).querySelectorAll('button')).to.have.length(0)
    element.customer = customerView({ parts: [] })
    await element.updateComplete
    expect(textOf(inside(element))).to.equal('')
  })
})
