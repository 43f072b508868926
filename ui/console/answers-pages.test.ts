import { expect, waitUntil } from '@open-wc/testing'
import { arrived, byKeyboard, chooseFiles, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { connectedConsole } from '../testing/console-fixtures.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView } from '../testing/staff-fixtures.ts'
import { articleIn } from './article-file.ts'
import type { ArticleImport } from './article-import.ts'

const at = (hash: string) => history.replaceState(null, '', hash)

before(adoptTokens)
afterEach(() => at(location.pathname + location.search))

/** The text of the table of a page. */
const table = (page: ShadowRoot): string => textOf(inside(find(page, 'parley-data-table')))

async function fill(root: ParentNode, selector: string, value: string): Promise<void> {
  const field = find<HTMLInputElement | HTMLTextAreaElement>(root, selector)
  field.value = value
  field.dispatchEvent(new Event('input'))
  await arrived()
}

async function check(root: ParentNode, selector: string): Promise<void> {
  find<HTMLInputElement>(root, selector).click()
  await arrived()
}

function form(page: ShadowRoot, id: string): HTMLFormElement {
  return find<HTMLFormElement>(page, `form[aria-labelledby="${id}"]`)
}

describe('articles', () => {
  it('[CP1] are listed with whom they are for, and one is accessible with its preview', async () => {
    at('#/articles')
    const { page, element: list } = await connectedConsole()
    expect(table(page('parley-articles-page'))).to.contain('Customers and staff Billing English')
    list.remove()
    at('#/articles/refunds')
    const { page: opened, element } = await connectedConsole()
    const articles = opened('parley-articles-page')
    await waitUntil(() => articles.querySelector('.markdown strong') !== null)
    expect(textOf(find(articles, '.preview'))).to.equal('Preview It takes a week.')
    await isAccessible(element)
  })

  it('[CP1] one is saved with all that is set of it, and opens', async () => {
    at('#/articles/new')
    const { page, sent, answer } = await connectedConsole()
    const articles = page('parley-articles-page')
    await fill(articles, '#title', 'Opening hours')
    expect(textOf(articles)).to.contain('A text or an address is needed.')
    await fill(articles, '#text', '# Week\n\nFrom *nine* to five.')
    expect(textOf(find(articles, '.preview em'))).to.equal('nine')
    await fill(articles, '#url', 'shop.example')
    expect(textOf(articles)).to.contain('This is no web address.')
    await fill(articles, '#url', 'https://shop.example/hours')
    await check(articles, 'input[value="staff"]')
    await check(articles, 'input[value="orders"]')
    button(articles, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'saveArticle',
      articleId: null,
      title: 'Opening hours',
      text: '# Week\n\nFrom *nine* to five.',
      url: 'https://shop.example/hours',
      language: null,
      audience: 'staff',
      groupIds: ['orders'],
    })
    await answer({ articleId: 'hours' })
    await waitUntil(() => location.hash === '#/articles/hours')
  })

  it('[CP2] nothing that is written becomes anything but words: no script, picture or frame', async () => {
    at('#/articles/new')
    const { page } = await connectedConsole()
    const articles = page('parley-articles-page')
    const words = [
      '<img src=x onerror=alert(1)> <script>alert(1)</script>',
      '![a picture](https://pictures.example/a.png)',
      '[a way](javascript:alert(1)) [another](https://help.example/)',
      '1. one\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n\n`code`',
    ]
    await fill(articles, '#text', words.join('\n\n'))
    const preview = find(articles, '.preview')
    expect(preview.querySelector('img, script, iframe')).to.equal(null)
    expect(textOf(preview)).to.contain('<script>alert(1)</script>')
    const links = [...preview.querySelectorAll('a')].map(({ href }) => href)
    expect(links).to.deep.equal(['https://pictures.example/a.png', 'https://help.example/'])
    expect(preview.querySelectorAll('li, td, blockquote, code').length).to.equal(6)
  })

  it('[CP3] are imported from files, and what became of each is said', async () => {
    at('#/articles/import')
    const { page, sent, answer, refuse, element } = await connectedConsole()
    const articles = page('parley-articles-page')
    const taker = find<ArticleImport>(articles, 'parley-article-import')
    await waitUntil(() => taker.known !== null)
    const file = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
      new File([content], name)
    const done = taker.take([
      file('hours.md', '# Opening hours\n\nFrom nine to five.'),
      file('refunds.md', '---\ntitle: How long a refund takes\nlang: de\n---\nZwei Tage.'),
      file('big.txt', 'x'.repeat(16_001)),
      file('picture.md', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0])),
      file('parcels.md', 'Soon.'),
    ])
    /** The next command, once it is another one than before. */
    const next = async (before: unknown) => {
      await waitUntil(() => sent() !== before, 'nothing more was sent', { timeout: 5_000 })
      return sent()
    }
    const first = await next(undefined)
    expect(first).to.deep.include({ articleId: null, title: 'Opening hours' })
    expect(first).to.deep.include({ text: 'From nine to five.' })
    await answer({ articleId: 'hours' })
    const second = await next(first)
    expect(second).to.deep.include({ articleId: 'refunds', text: 'Zwei Tage.', language: 'de' })
    expect(second).to.deep.include({ groupIds: ['billing'] })
    await answer({ articleId: 'refunds' })
    expect(await next(second)).to.deep.include({ articleId: null, title: 'Parcels' })
    await refuse('tooMany', 'There are too many.')
    await done
    await arrived()
    const report = textOf(inside(find(inside(taker), 'parley-data-table')))
    expect(report).to.contain('hours.md Opening hours A new article')
    expect(report).to.contain('In the place of the one that was there')
    expect(report).to.contain('It is longer than 16,000 letters.')
    expect(report).to.contain('This is no text.')
    expect(textOf(find(inside(taker), '.status'))).to.equal('1 new, 1 changed, 3 not taken')
    await isAccessible(element)
  })

  it('[CP3] a file’s title is its front matter’s, its first heading, or its name', () => {
    const titled = articleIn('a.md', '---\ntitle: "A: b"\nurl: https://a.example/\n---\n# Other\nx')
    expect(titled).to.deep.equal({
      title: 'A: b',
      url: 'https://a.example/',
      language: null,
      text: '# Other\nx',
    })
    expect(articleIn('a.md', '\uFEFF# One #\r\n\r\nTwo')).to.include({ title: 'One', text: 'Two' })
    expect(articleIn('how-to_pay.txt', 'Cash')).to.include({ title: 'How to pay', text: 'Cash' })
  })
})

describe('prompters', () => {
  it('[CP4] are listed with where they help and what agents made of them', async () => {
    at('#/prompters')
    const { page } = await connectedConsole()
    const listed = table(page('parley-prompters-page'))
    expect(listed).to.contain('Help centre From articles In chats and when asked 12 3 5')
    expect(listed).to.contain('Rests until')
  })

  it('[CP4] one of each kind is set up with what it needs; a made secret is shown before it is saved', async () => {
    at('#/prompters/new')
    const { page, sent, answer, element } = await connectedConsole()
    const prompters = page('parley-prompters-page')
    await fill(prompters, '#name', 'Stock')
    await check(prompters, 'input[value="model"]')
    await fill(prompters, '#url', 'https://models.example/v1')
    expect(textOf(prompters)).to.contain('A model is needed.')
    await isAccessible(element)
    await check(prompters, 'input[value="webhook"]')
    expect(textOf(prompters)).to.contain('A secret is needed for this address.')
    button(prompters, 'Make one').click()
    await arrived()
    const secret = find<HTMLInputElement>(prompters, 'input#secret').value
    expect(secret).to.match(/^[\w-]{43}$/)
    button(prompters, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'savePrompter',
      prompterId: null,
      kind: 'webhook',
      name: 'Stock',
      readsChats: true,
      isAsked: true,
      url: 'https://models.example/v1',
      model: null,
      instructions: null,
      secret,
    })
    await answer({ prompterId: 'new1' })
    await waitUntil(() => location.hash === '#/prompters/new1')
  })

  it('[CP4] a known secret is kept and shown to nobody; another address wants another one', async () => {
    at('#/prompters/stock')
    const { page, sent } = await connectedConsole()
    const prompters = page('parley-prompters-page')
    await waitUntil(() => prompters.querySelector('#url') !== null)
    expect(prompters.querySelector('input#secret')).to.equal(null)
    await fill(prompters, '#name', 'Stock and prices')
    button(form(prompters, 'prompter'), 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({ name: 'Stock and prices', secret: null, isAsked: false })
    await fill(prompters, '#url', 'https://other.example/a')
    expect(find(prompters, 'input#secret')).to.have.property('value', '')
    expect(textOf(prompters)).to.contain('A secret is needed for this address.')
  })

  it('[CP5] one is switched off and on, with nothing else of it changed', async () => {
    at('#/prompters/helper')
    const { page, sent } = await connectedConsole()
    const prompters = page('parley-prompters-page')
    await waitUntil(() => prompters.querySelector('#readsChats') !== null)
    await check(prompters, '#readsChats')
    await check(prompters, '#isAsked')
    button(form(prompters, 'uses'), 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({
      type: 'savePrompter',
      prompterId: 'helper',
      name: 'Help centre',
      readsChats: false,
      isAsked: false,
    })
  })

  it('[CP6] a try-out shows suggestions with their match and the time, or why there are none', async () => {
    at('#/prompters/helper')
    const { page, asked, element } = await connectedConsole()
    const prompters = page('parley-prompters-page')
    await waitUntil(() => prompters.querySelector('#words') !== null)
    const ask = async (root: ShadowRoot) => {
      await fill(root, '#words', 'When do I get my refund?')
      button(form(root, 'trial'), 'Try it').click()
      await waitUntil(() => root.querySelector('.outcome') !== null)
    }
    await ask(prompters)
    expect(asked.at(-1)).to.deep.equal({
      prompterId: 'helper',
      question: 'When do I get my refund?',
    })
    expect(textOf(find(prompters, '.outcome'))).to.equal('It answered 12 ms')
    const card = inside(find(prompters, 'parley-suggestion-card'))
    expect(textOf(card)).to.contain('72 %')
    expect(card.querySelector('button')).to.equal(null)
    await isAccessible(element)
    const problem = { code: 'status', status: 503 } as const
    const { page: failing } = await connectedConsole(undefined, {
      tryPrompter: async () => ({ ok: true, value: { tookMs: 8_012, problem, suggestions: [] } }),
    })
    const theirs = failing('parley-prompters-page')
    await waitUntil(() => theirs.querySelector('#words') !== null)
    await ask(theirs)
    expect(textOf(find(theirs, '.outcome'))).to.equal('It answered with the status 503. 8 s')
  })
})

describe('bots', () => {
  it('[CP7] are listed with their channels, and one of each kind is set up with what it needs', async () => {
    at('#/bots')
    const { page: list } = await connectedConsole()
    expect(table(list('parley-bots-page'))).to.contain('Pine A program of yours Shop Well')
    at('#/bots/new')
    const { page, sent, answer } = await connectedConsole()
    const bots = page('parley-bots-page')
    await fill(bots, '#name', 'Oak')
    await fill(bots, '#threshold', '0')
    expect(textOf(bots)).to.contain('From 1 to 100.')
    await fill(bots, '#threshold', '70')
    button(bots, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'saveBot',
      botId: null,
      name: 'Oak',
      serves: { kind: 'knowledge', threshold: 70 },
      groups: [],
    })
    await answer({ botId: 'oak' })
    await waitUntil(() => location.hash === '#/bots/oak')
  })

  it('[CP7] groups get numbers of their own, and the secret that is known is kept', async () => {
    at('#/bots/pine')
    const { page, sent, element } = await connectedConsole()
    const bots = page('parley-bots-page')
    await waitUntil(() => bots.querySelector('#number-orders') !== null)
    await isAccessible(element)
    await fill(bots, '#number-orders', '7')
    expect(textOf(form(bots, 'numbers'))).to.contain('Two groups have the same number: 7')
    await fill(bots, '#number-orders', '8')
    button(form(bots, 'numbers'), 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'saveBot',
      botId: 'pine',
      name: 'Pine',
      serves: { kind: 'webhook', url: 'https://bot.example/hook', secret: null },
      groups: [
        { groupId: 'billing', number: 7 },
        { groupId: 'orders', number: 8 },
      ],
    })
  })

  it('[CP8] a try-out shows what a customer would read, and the handover', async () => {
    at('#/bots/pine')
    const { page, asked, element } = await connectedConsole()
    const bots = page('parley-bots-page')
    await waitUntil(() => bots.querySelector('#words') !== null)
    await fill(bots, '#words', 'Where is my parcel?')
    button(form(bots, 'trial'), 'Try it').click()
    await waitUntil(() => bots.querySelector('.handover') !== null)
    expect(asked.at(-1)).to.deep.equal({
      botId: 'pine',
      text: 'Where is my parcel?',
      groupId: 'billing',
      language: 'en',
    })
    const tried = textOf(find(bots, '.tried'))
    expect(tried).to.contain('It answered 1.2 s Parcels take two days. Track it')
    expect(tried).to.contain('It hands the customer over to Billing.')
    expect(tried).to.match(/Subject A lost parcel ?order A-17/)
    await isAccessible(element)
  })

  it('[CP7] a channel names its bot', async () => {
    at('#/channels/web')
    const { page, sent } = await connectedConsole()
    const channels = page('parley-channels-page')
    const choice = find<HTMLSelectElement>(channels, '#botId')
    choice.value = 'pine'
    choice.dispatchEvent(new Event('change'))
    await arrived()
    button(channels, 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({ type: 'saveChannel', channelId: 'web', botId: 'pine' })
  })
})

describe('the way to statecharts and replay', () => {
  it('[CP9] stands in the navigation of those who lead', async () => {
    at('#/past')
    const { root, page } = await connectedConsole({ me: agentView({ role: 'supervisor' }) })
    expect(root.querySelector('nav a[href="#/statecharts"]')).not.to.equal(null)
    const past = page('parley-past-page')
    await waitUntil(() => past.querySelector('parley-data-table') !== null)
    const [chats, agents] = [...past.querySelectorAll('parley-data-table')]
    if (chats === undefined || agents === undefined) throw new Error('no tables')
    await waitUntil(() => inside(chats).querySelector('a') !== null)
    expect(inside(chats).querySelector('a[href="#/replay/chat/chat9"]')).not.to.equal(null)
    expect(inside(agents).querySelector('a[href="#/replay/agent/jonas"]')).not.to.equal(null)
  })
})

byKeyboard(
  ['parley-articles-page', 'parley-article-import', 'parley-prompters-page', 'parley-bots-page'],
  () => {
    it('[CP10] an article is found, written on and deleted after a question', async () => {
      at('#/articles')
      const { element, page, sent, answer } = await connectedConsole()
      await tabTo('How long a refund takes')
      await keys('Enter')
      await waitUntil(() => location.hash === '#/articles/refunds')
      await waitUntil(() => page('parley-articles-page').querySelector('#title') !== null)
      await tabTo('Title')
      await type('How soon?')
      await tabTo('Save')
      await keys('Enter')
      await arrived()
      expect(sent()).to.deep.include({ articleId: 'refunds', title: 'How soon?' })
      await answer({ articleId: 'refunds' })
      await tabTo('Delete article …', 'Shift+Tab')
      await keys('Enter')
      await arrived()
      await tabTo('Delete article')
      await keys('Enter')
      await arrived()
      expect(sent()).to.deep.equal({ type: 'deleteArticle', articleId: 'refunds' })
      await isAccessible(element)
    })

    it('[CP10] files are chosen and taken', async () => {
      at('#/articles/import')
      const { element, page, sent, answer } = await connectedConsole()
      const taker = find<ArticleImport>(page('parley-articles-page'), 'parley-article-import')
      await waitUntil(() => taker.known !== null)
      await tabTo('Choose files')
      await chooseFiles(() => keys('Enter'), new File(['Soon.'], 'parcels.md'))
      await waitUntil(() => sent() !== undefined)
      await answer({ articleId: 'parcels' })
      await waitUntil(() => inside(taker).querySelector('parley-data-table') !== null)
      await tabTo('Parcels')
      await isAccessible(element)
    })

    it('[CP10] a prompter is found, switched off where it is asked, and tried out', async () => {
      at('#/prompters')
      const { element, page, sent, answer } = await connectedConsole()
      await tabTo('Help centre')
      await keys('Enter')
      await waitUntil(() => location.hash === '#/prompters/helper')
      const prompters = page('parley-prompters-page')
      await waitUntil(() => prompters.querySelector('#isAsked') !== null)
      await tabTo('When asked')
      await keys('Space')
      await tabTo('Save')
      await keys('Enter')
      await arrived()
      expect(sent()).to.deep.include({ prompterId: 'helper', isAsked: false })
      await answer({ prompterId: 'helper' })
      await tabTo('What a customer or an agent would ask')
      await type('When?')
      await tabTo('Try it')
      await keys('Enter')
      await waitUntil(() => prompters.querySelector('parley-suggestion-card') !== null)
      await isAccessible(element)
    })

    it('[CP10] a bot gets another address with a secret, and is tried out', async () => {
      at('#/bots')
      const { element, page, sent, answer } = await connectedConsole()
      await tabTo('Pine')
      await keys('Enter')
      await waitUntil(() => location.hash === '#/bots/pine')
      const bots = page('parley-bots-page')
      await waitUntil(() => bots.querySelector('#url') !== null)
      await tabTo('Address')
      await type('https://bot.example/new')
      await tabTo('Make one')
      await keys('Enter')
      await arrived()
      await tabTo('Save')
      await keys('Enter')
      await arrived()
      expect(sent()).to.deep.include({ type: 'saveBot', botId: 'pine' })
      await answer({ botId: 'pine' })
      await tabTo('What a customer writes')
      await type('Where is it?')
      await tabTo('Try it')
      await keys('Enter')
      await waitUntil(() => bots.querySelector('.handover') !== null)
      await isAccessible(element)
    })
  },
)
