/** The made-up shop: puts the widget of the channel in the address, or of the demonstration. */
import { msg } from '@lit/localize'
import { html, render, type TemplateResult } from 'lit'
import { restOf } from '../client/rest.ts'
import { inLanguage } from '../locales/formats.ts'
import { speakHere } from './page-language.ts'

const price = inLanguage((locale) => {
  const currency = { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(locale, currency)
})

function shop(hasChannel: boolean): TemplateResult {
  return html`
    <aside class="ribbon">
      ${hasChannel ? '' : msg('There is no widget channel yet; make one and name it in the address.')}
      ${msg('This shop is made up: it shows the chat in the corner.')}
      <a href="/">${msg('Back to Parley')}</a>
    </aside>
    <header>
      <strong class="shop-name">Harbour &amp; Pine</strong>
      <nav aria-label=${msg('Shop')}>
        <a href="#lamps">${msg('Lamps')}</a>
        <a href="#tables">${msg('Tables')}</a>
        <a href="#orders">${msg('My orders')}</a>
      </nav>
    </header>
    <main>
      <section class="hero">
        <h1>${msg('Furniture that outlives its fashion')}</h1>
        <p>
          ${msg('Made to order from oak, linen and brass; repaired for as long as you keep it.')}
        </p>
      </section>
      <ul class="wares">
        <li id="lamps">
          <svg viewBox="0 0 200 140" aria-hidden="true">
            <path class="a" d="M70 30h60l18 46H52Z" />
            <path class="b" d="M97 76h6v42h-6Z" />
            <path class="b" d="M74 118h52v5H74Z" />
          </svg>
          <h2>${msg('Lantern lamp')}</h2>
          <p>${msg('Linen shade, brass stem')}</p>
          <p class="price">${price().format(148)}</p>
        </li>
        <li id="tables">
          <svg viewBox="0 0 200 140" aria-hidden="true">
            <path class="a" d="M28 54h144v10H28Z" />
            <path class="b" d="m46 64 8 0-10 58h-7Zm108 0h-8l10 58h7Z" />
          </svg>
          <h2>${msg('Quay table')}</h2>
          <p>${msg('Oiled oak, seats six')}</p>
          <p class="price">${price().format(890)}</p>
        </li>
        <li id="orders">
          <svg viewBox="0 0 200 140" aria-hidden="true">
            <path class="a" d="M62 22h76v56H62Z" />
            <path class="a" d="M54 78h92v14H54Z" />
            <path class="b" d="M60 92h7v32h-7Zm73 0h7v32h-7Z" />
          </svg>
          <h2>${msg('Pier chair')}</h2>
          <p>${msg('Ash frame, woven seat')}</p>
          <p class="price">${price().format(264)}</p>
        </li>
      </ul>
    </main>
  `
}

async function channelId(): Promise<string | null> {
  const named = new URL(location.href).searchParams.get('channel')
  if (named !== null && named !== '') return named
  const answer = await restOf(location.origin).demo()
  return answer.ok ? answer.value.channelId : null
}

async function show(): Promise<void> {
  await speakHere()
  document.title = msg('Harbour & Pine · a made-up shop')
  const page = document.createElement('div')
  document.body.append(page)
  render(shop(true), page)
  const channel = await channelId()
  if (channel === null) {
    render(shop(false), page)
    return
  }
  const widget = document.createElement('parley-chat')
  widget.setAttribute('channel', channel)
  document.body.append(widget)
}

void show()
