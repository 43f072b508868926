import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import { focusedElement } from '../elements/focus-back.ts'
import { arrived, byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { connectedConsole } from '../testing/console-fixtures.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView, settingsView } from '../testing/staff-fixtures.ts'
import { consoleAddress, consolePlaceAt } from './console-address.ts'
import { CONSOLE_PAGES } from './console-pages.ts'
import { settingsSections } from './settings-fields.ts'
import type { DataTable } from './data-table.ts'
import './data-table.ts'

const SUPERVISOR = { me: agentView({ role: 'supervisor' }) }

before(adoptTokens)
afterEach(() => history.replaceState(null, '', location.pathname + location.search))
after(() => emulateMedia({ colorScheme: 'light' }))

describe('parley-console', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const page of CONSOLE_PAGES) {
      it(`[CO1] is accessible: ${page}, ${colorScheme}`, async () => {
        await emulateMedia({ colorScheme })
        history.replaceState(null, '', consoleAddress(page))
        const { element } = await connectedConsole()
        await isAccessible(element)
      })
    }
  }

  it('[CO2] each page has an address, and what is an item of it too', () => {
    for (const page of CONSOLE_PAGES) {
      expect(consolePlaceAt(consoleAddress(page))).to.deep.equal({ page, itemId: null, query: {} })
      const of = consolePlaceAt(consoleAddress(page, 'a/b'))
      expect(of).to.deep.equal({ page, itemId: 'a/b', query: {} })
    }
    const narrowed = { report: 'groups', of: 'a&b' }
    const found = consolePlaceAt(consoleAddress('statistics', null, narrowed))
    expect(found?.query).to.deep.equal(narrowed)
    expect(consolePlaceAt('#/nowhere')).to.equal(null)
  })

  it('[CO2] Back leads to the page of before', async () => {
    history.replaceState(null, '', '#/audit')
    const { root } = await connectedConsole()
    location.hash = '#/settings'
    await waitUntil(() => root.querySelector('parley-settings-page') !== null)
    history.back()
    await waitUntil(() => root.querySelector('parley-audit-page') !== null)
  })

  it('[CO3] is not for agents, and shows supervisors what they lead', async () => {
    const { root } = await connectedConsole({ me: agentView({ role: 'agent' }) })
    expect(textOf(root)).to.contain('The console is for those who lead')
    expect(root.querySelector('nav')).to.equal(null)
    history.replaceState(null, '', '#/settings')
    const { root: theirs } = await connectedConsole(SUPERVISOR)
    expect(theirs.querySelector('a[href="#/settings"]')).to.equal(null)
    expect(textOf(theirs)).to.contain('This page is for administrators')
  })

  it('[CO4] every setting that there is stands on its page', () => {
    const { version: _version, texts: _texts, ...settings } = settingsView()
    const names = settingsSections().flatMap(({ fields }) => fields.map(({ name }) => name))
    expect(names.toSorted()).to.deep.equal(Object.keys(settings).toSorted())
  })

  it('[CO4] a time zone is chosen from all that there are', async () => {
    history.replaceState(null, '', '#/settings')
    const { page, sent } = await connectedConsole()
    const settings = page('parley-settings-page')
    const zones = find<HTMLSelectElement>(settings, 'select#timeZone')
    expect(zones.value).to.equal(settingsView().timeZone)
    zones.value = 'Asia/Tokyo'
    zones.dispatchEvent(new Event('change', { bubbles: true }))
    await arrived()
    const form = find<HTMLFormElement>(settings, 'form[aria-labelledby="reporting"]')
    expect(textOf(find(form, '[role="status"]'))).to.equal('Changed: Time zone')
    button(form, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({ type: 'changeSettings', change: { timeZone: 'Asia/Tokyo' } })
  })

  it('[CO4] what is set changes at once, and a section says what changed and what became of it', async () => {
    history.replaceState(null, '', '#/settings')
    const { page, answer, change, sent } = await connectedConsole()
    const settings = page('parley-settings-page')
    find<HTMLInputElement>(settings, 'input[value="automatic"]').click()
    await arrived()
    const form = find<HTMLFormElement>(settings, 'form[aria-labelledby="assigning"]')
    expect(textOf(find(form, '[role="status"]'))).to.equal('Changed: Assigning')
    button(form, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({ type: 'changeSettings', change: { assignment: 'automatic' } })
    await answer({ version: 2 })
    await change({
      kind: 'settings',
      settings: settingsView({ version: 2, assignment: 'automatic', chatLimit: 9 }),
    })
    expect(textOf(find(form, '[role="status"]'))).to.equal('Saved')
    // What a colleague changed shows where nobody touched it.
    expect(find<HTMLInputElement>(settings, '#chatLimit').value).to.equal('9')
  })

  it('[UQ3] how long words are kept is set in days, and 0 keeps them for ever', async () => {
    history.replaceState(null, '', '#/settings')
    const { page, sent } = await connectedConsole()
    const settings = page('parley-settings-page')
    const input = find<HTMLInputElement>(settings, '#retentionMs')
    expect(input.value).to.equal('0')
    const form = find<HTMLFormElement>(settings, 'form[aria-labelledby="keeping"]')
    const put = async (value: string) => {
      input.value = value
      input.dispatchEvent(new Event('input'))
      await arrived()
    }
    await put('0.5')
    expect(textOf(form)).to.contain('0, or from 1 to 3,650 days.')
    button(form, 'Save').click()
    await arrived()
    expect(sent()).to.equal(undefined)
    await put('90')
    expect(textOf(find(form, '[role="status"]'))).to.equal('Changed: Erase after')
    button(form, 'Save').click()
    await arrived()
    const change = { retentionMs: 90 * 24 * 3_600_000 }
    expect(sent()).to.deep.equal({ type: 'changeSettings', change })
  })

  it('[CO5] what cannot be is said beside it, and is not sent', async () => {
    history.replaceState(null, '', '#/settings')
    const { page, sent } = await connectedConsole()
    const settings = page('parley-settings-page')
    const input = find<HTMLInputElement>(settings, '#chatLimit')
    input.value = '0'
    input.dispatchEvent(new Event('input'))
    await arrived()
    const form = find<HTMLFormElement>(settings, 'form[aria-labelledby="assigning"]')
    expect(textOf(form)).to.contain('From 1 to 100.')
    button(form, 'Save').click()
    await arrived()
    expect(sent()).to.equal(undefined)
  })

  it('[CO5] what the server refuses is said, and what was put in stays', async () => {
    history.replaceState(null, '', '#/settings')
    const { page, refuse } = await connectedConsole()
    const settings = page('parley-settings-page')
    find<HTMLInputElement>(settings, 'input[name="rating"]').click()
    await arrived()
    const form = find<HTMLFormElement>(settings, 'form[aria-labelledby="ending"]')
    button(form, 'Save').click()
    await arrived()
    await refuse('forbidden', 'Your role does not allow this.')
    expect(textOf(form)).to.contain('Your role does not allow this.')
    expect(find<HTMLInputElement>(settings, 'input[name="rating"]').checked).to.equal(true)
  })

  it('[CO7] the audit is narrowed, and read on', async () => {
    history.replaceState(null, '', '#/audit')
    const { page, asked } = await connectedConsole()
    const audit = page('parley-audit-page')
    const table = find<DataTable>(audit, 'parley-data-table')
    await waitUntil(() => textOf(inside(table)).includes('Settings changed'))
    expect(textOf(inside(table))).to.contain('Chats at a time')
    button(audit, 'Load older entries').click()
    await waitUntil(() => inside(table).querySelectorAll('tbody tr').length === 3)
    const what = find<HTMLSelectElement>(audit, '#what')
    what.value = 'groupDeleted'
    what.dispatchEvent(new Event('change'))
    await arrived()
    expect(asked.at(-1)).to.deep.equal({ kind: 'groupDeleted', before: null })
  })
})

describe('a table', () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({ id: `n${at}`, name: `Name ${at}`, at }))
  const columns = [
    { id: 'name', title: 'Name', value: (row: (typeof rows)[number]) => row.name },
    { id: 'at', title: 'Number', value: (row: (typeof rows)[number]) => row.at, isNumber: true },
  ]
  const show = async () => {
    const element = await fixture<DataTable>(
      html`<parley-data-table
        label="Names"
        .columns=${columns}
        .rows=${rows}
        .keyOf=${({ id }: { id: string }) => id}
      ></parley-data-table>`,
    )
    return inside(element)
  }
  const first = (root: ParentNode) => textOf(root.querySelector('tbody td'))

  it('[CO6] is sorted by its heads, in both directions', async () => {
    const root = await show()
    const head = button(root, 'Number')
    head.click()
    await arrived()
    expect(find(root, 'th:last-child').getAttribute('aria-sort')).to.equal('ascending')
    head.click()
    await arrived()
    expect(first(root)).to.equal('Name 59')
    expect(find(root, 'th:last-child').getAttribute('aria-sort')).to.equal('descending')
  })

  it('[CO6] is filtered by words, and says how much it shows', async () => {
    const root = await show()
    expect(textOf(find(root, '.foot [role="status"]'))).to.equal('1 to 25 of 60')
    const words = find<HTMLInputElement>(root, 'input')
    words.value = 'name 42'
    words.dispatchEvent(new Event('input'))
    await arrived()
    expect(root.querySelectorAll('tbody tr').length).to.equal(1)
    expect(first(root)).to.equal('Name 42')
  })
})

byKeyboard(
  [
    'parley-console',
    'parley-settings-page',
    'parley-time-input',
    'parley-audit-page',
    'parley-data-table',
  ],
  () => {
    it('[CO8] settings are changed by keyboard alone, and leaving asks first', async () => {
      history.replaceState(null, '', '#/settings')
      const { element, page, sent, answer } = await connectedConsole()
      await tabTo('Settings')
      await tabTo('In the line')
      await keys('Control+a')
      await type('7')
      await tabTo('In the line: unit')
      await tabTo('Save')
      expect(
        textOf(
          find(page('parley-settings-page'), 'form[aria-labelledby="limits"] [role="status"]'),
        ),
      ).to.equal('Changed: In the line')
      await isAccessible(element)
      await tabTo('Audit log', 'Shift+Tab')
      await keys('Enter')
      const question = find<HTMLDialogElement>(inside(element), 'dialog.leave')
      expect(question.open).to.equal(true)
      expect(focusedName()).to.equal('Stay here')
      await isAccessible(element)
      await keys('Enter')
      expect(location.hash).to.equal('#/settings')
      await tabTo('In the line')
      await keys('Enter')
      expect(sent()).to.equal(undefined)
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.deep.equal({
        type: 'changeSettings',
        change: { queueLimitMs: 7 * 60_000 },
      })
      await answer({ version: 2 })
    })

    it('[CO8] leaving what is not saved leads on, where one says so', async () => {
      history.replaceState(null, '', '#/settings')
      const { root } = await connectedConsole()
      await tabTo('Offer chats first')
      await keys('Space')
      await tabTo('Audit log', 'Shift+Tab')
      await keys('Enter')
      await tabTo('Leave')
      await keys('Enter')
      await waitUntil(() => root.querySelector('parley-audit-page') !== null)
    })

    it('[CO8] the audit is read by keyboard alone, and its table turned', async () => {
      history.replaceState(null, '', '#/audit')
      const { element } = await connectedConsole()
      await tabTo('Who')
      await tabTo('What')
      await tabTo('When')
      await keys('Enter')
      await keys('PageDown')
      await tabTo('Load older entries')
      await keys('Enter')
      await isAccessible(element)
      expect(focusedElement()).not.to.equal(null)
    })
  },
)
