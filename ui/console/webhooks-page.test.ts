import { expect, waitUntil } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import { arrived, byKeyboard, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { WEBHOOKS, connectedConsole } from '../testing/console-fixtures.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { NOW } from '../testing/staff-fixtures.ts'

const at = (hash: string) => history.replaceState(null, '', hash)

before(adoptTokens)
afterEach(() => at(location.pathname + location.search))
after(() => emulateMedia({ colorScheme: 'light' }))

const [CRM] = WEBHOOKS

/** The text of the table of a page. */
const table = (page: ShadowRoot): string => textOf(inside(find(page, 'parley-data-table')))
const logOf = (page: ShadowRoot): ShadowRoot => inside(find(page, 'parley-webhook-log'))

function put(page: ShadowRoot, id: string, value: string): void {
  const input = find<HTMLInputElement>(page, `#${id}`)
  input.value = value
  input.dispatchEvent(new Event('input'))
}

describe('webhooks', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[CO1] are accessible, as a list, as one and as a new one: ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme })
      for (const hash of ['#/webhooks', '#/webhooks/crm', '#/webhooks/board', '#/webhooks/new']) {
        at(hash)
        const { element } = await connectedConsole()
        await isAccessible(element)
        element.remove()
      }
    })
  }

  it('[WH40] are listed with how each does', async () => {
    at('#/webhooks')
    const { page } = await connectedConsole()
    const words = table(page('parley-webhooks-page'))
    expect(words).to.contain('The CRM crm.example On')
    expect(words).to.contain('The board board.example Switched off: it failed for days Never')
  })

  it('[WH40] say what is wrong, and what to do', async () => {
    at('#/webhooks/board')
    const { page } = await connectedConsole()
    const board = page('parley-webhooks-page')
    expect(textOf(find(board, '.trouble'))).to.contain('switch it on below')
    expect(board.textContent).not.to.contain('Send a test event')
    at('#/webhooks/crm')
    const failing = [{ ...WEBHOOKS[0], failingSince: NOW - 3_600_000 }] as typeof WEBHOOKS
    const { page: second } = await connectedConsole(
      {},
      { webhooks: async () => ({ ok: true, value: { webhooks: failing } }) },
    )
    const crm = second('parley-webhooks-page')
    expect(textOf(find(crm, '.page-head'))).to.contain('Failing since')
    expect(textOf(find(crm, '.trouble'))).to.contain('after five days it is switched off')
  })

  it('[WH40] are saved whole, with what was changed', async () => {
    at('#/webhooks/crm')
    const { page, sent } = await connectedConsole()
    const crm = page('parley-webhooks-page')
    find<HTMLInputElement>(crm, 'input[value="chatRated"]').click()
    find<HTMLInputElement>(crm, '#isOn').click()
    await arrived()
    expect(textOf(find(crm, '.section-foot'))).to.contain(
      'Changed: What it is told and Tell it what happens',
    )
    button(crm, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'saveWebhook',
      webhookId: 'crm',
      name: 'The CRM',
      url: 'https://crm.example/told',
      kinds: ['chatStarted', 'chatClosed', 'chatRated'],
      isOn: false,
      secret: null,
    })
  })

  it('[WH41] a new secret is made, shown to be copied, and sent', async () => {
    at('#/webhooks/crm')
    const { page, sent, answer } = await connectedConsole()
    const crm = page('parley-webhooks-page')
    expect(crm.querySelector('#secret')).to.equal(null)
    button(crm, 'Make a new secret').click()
    await arrived()
    const shown = find<HTMLInputElement>(crm, '#secret').value
    expect(shown).to.match(/^whs_[0-9a-f]{64}$/)
    button(crm, 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({ type: 'saveWebhook', secret: shown })
    await answer()
    // Whoever saved before they copied it still can.
    expect(find<HTMLInputElement>(crm, '#secret').value).to.equal(shown)
    at('#/webhooks/new')
    const { page: again } = await connectedConsole()
    const other = find<HTMLInputElement>(again('parley-webhooks-page'), '#secret').value
    expect(other).to.match(/^whs_[0-9a-f]{64}$/)
    expect(other).not.to.equal(shown)
  })

  it('[WH41] another server gets a secret of its own, and what is no address is said', async () => {
    at('#/webhooks/crm')
    const { page, sent } = await connectedConsole()
    const crm = page('parley-webhooks-page')
    put(crm, 'url', 'crm.example')
    await arrived()
    expect(textOf(crm)).to.contain('This is no address of a server')
    put(crm, 'url', 'https://crm.example/elsewhere')
    await arrived()
    expect(textOf(find(crm, '.section-foot'))).to.contain('Changed: Address')
    put(crm, 'url', 'https://other.example/told')
    await arrived()
    expect(textOf(find(crm, '.section-foot'))).to.contain('a secret of its own')
    button(crm, 'Save').click()
    expect(sent()).to.equal(undefined)
    button(crm, 'Make a new secret').click()
    await arrived()
    button(crm, 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({ url: 'https://other.example/told' })
  })

  it('[WH42] the log shows what came of each event, narrowed, and is read on', async () => {
    at('#/webhooks/crm')
    const { page, asked } = await connectedConsole()
    const log = logOf(page('parley-webhooks-page'))
    await waitUntil(() => table(log).includes('Chat closed'))
    expect(table(log)).to.contain('Told 204 · 84 ms')
    expect(table(log)).to.contain('503 · 40 msDown for repairs')
    expect(table(log)).to.contain('In a private network')
    const link = find<HTMLAnchorElement>(inside(find(log, 'parley-data-table')), 'td a')
    expect(link.getAttribute('href')).to.equal('#/closed/chat/c1')
    const choose = async (id: string, value: string): Promise<void> => {
      const select = find<HTMLSelectElement>(log, `#${id}`)
      select.value = value
      select.dispatchEvent(new Event('change'))
      await arrived()
    }
    await choose('state', 'failed')
    await choose('told', 'messageSaid')
    expect(asked.at(-1)).to.deep.equal({ state: 'failed', kind: 'messageSaid', before: null })
    button(log, 'Load older events').click()
    await arrived()
    expect(asked.at(-1)).to.deep.equal({ state: 'failed', kind: 'messageSaid', before: 5 })
    expect(log.textContent).not.to.contain('Load older events')
  })

  it('[WH43] one that is off is not tried and told nothing again', async () => {
    at('#/webhooks/board')
    const { page } = await connectedConsole()
    const log = logOf(page('parley-webhooks-page'))
    await waitUntil(() => table(log).includes('Chat closed'))
    expect(textOf(log)).not.to.contain('Send what failed')
    expect(table(log)).not.to.contain('Send again')
  })
})

byKeyboard(['parley-webhooks-page', 'parley-webhook-log'], () => {
  it('[CO8] [WH40] one is made', async () => {
    at('#/webhooks')
    const { element, page, sent, answer } = await connectedConsole()
    await tabTo('New webhook')
    await keys('Enter')
    await waitUntil(() => location.hash === '#/webhooks/new')
    await tabTo('Name')
    await type('The shop')
    await tabTo('Address')
    await type('https://shop.example/told')
    await tabTo('Message said, with its words')
    await keys('Space')
    const secret = find<HTMLInputElement>(page('parley-webhooks-page'), '#secret').value
    await tabTo('Save')
    await keys('Enter')
    expect(sent()).to.deep.equal({
      type: 'saveWebhook',
      webhookId: null,
      name: 'The shop',
      url: 'https://shop.example/told',
      kinds: ['chatStarted', 'chatClosed', 'messageSaid'],
      isOn: true,
      secret,
    })
    await isAccessible(element)
    await answer({ webhookId: 'shop' })
    await waitUntil(() => location.hash === '#/webhooks/shop')
  })

  it('[CO8] [WH43] a test event is sent, one again, and what failed', async () => {
    at('#/webhooks/crm')
    const { element, page, sent, answer } = await connectedConsole()
    const log = logOf(page('parley-webhooks-page'))
    await waitUntil(() => table(log).includes('Chat closed'))
    await tabTo('Send a test event')
    await keys('Enter')
    expect(sent()).to.deep.equal({ type: 'testWebhook', webhookId: 'crm' })
    await answer({ eventId: 'account:8:0' })
    await tabTo('Send again: Chat closed')
    await keys('Enter')
    const again = { type: 'resendToWebhook', webhookId: 'crm' }
    expect(sent()).to.deep.equal({ ...again, what: { eventId: 'chat:c1:9:0' } })
    await answer()
    await tabTo('Send what failed again …', 'Shift+Tab')
    await keys('Enter')
    await isAccessible(element)
    await tabTo('Happened in')
    await keys('ArrowDown')
    await tabTo('Send again')
    await keys('Enter')
    const what = { failedSince: NOW - 72 * 3_600_000 }
    const command = sent() as { what: { failedSince: number } }
    expect(command).to.deep.include(again)
    expect(Math.abs(command.what.failedSince - what.failedSince)).to.be.lessThan(60_000)
    await answer()
    expect(find<HTMLDialogElement>(log, 'dialog.question').open).to.equal(false)
  })

  it('[CO8] [WH40] one is deleted after a question', async () => {
    at('#/webhooks/crm')
    const { sent, answer } = await connectedConsole()
    await tabTo('Delete webhook …')
    await keys('Enter')
    await tabTo('Delete webhook')
    await keys('Enter')
    expect(sent()).to.deep.equal({ type: 'deleteWebhook', webhookId: CRM?.webhookId })
    await answer()
    await waitUntil(() => location.hash === '#/webhooks')
  })
})
