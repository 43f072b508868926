/** The start page leads to the parts and says whether the server is ready. */
import { msg } from '@lit/localize'
import { html, nothing, render, type TemplateResult } from 'lit'
import { restOf } from '../client/rest.ts'
import { speakHere } from './page-language.ts'

type State = 'unknown' | 'ready' | 'not' | 'away'

function startPage(state: State, demo: string, crm: string | null): TemplateResult {
  return html`
    <header>
      <img src="/favicon.svg" alt="" width="44" height="44" />
      <h1>Parley</h1>
      <p class="lead">
        ${msg('A live-chat desk of your own. Customers write, a bot or the queue answers first, people take over, and nothing that was said is ever lost.')}
      </p>
    </header>
    <nav aria-label=${msg('Parts')}>
      <a class="card" href="/desk">
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <rect class="p" x="20" y="18" width="200" height="102" rx="8" />
          <path class="l" d="M84 18v102M172 18v102" />
          <circle class="m" cx="34" cy="36" r="5" />
          <rect class="m" x="44" y="31" width="30" height="4" rx="2" />
          <rect class="s" x="44" y="38" width="22" height="4" rx="2" />
          <rect class="a" x="24" y="48" width="56" height="20" rx="4" />
          <circle class="w" cx="34" cy="58" r="5" />
          <rect class="w" x="44" y="53" width="28" height="4" rx="2" />
          <rect class="w" x="44" y="60" width="20" height="4" rx="2" />
          <circle class="m" cx="34" cy="80" r="5" />
          <rect class="m" x="44" y="75" width="26" height="4" rx="2" />
          <rect class="s" x="44" y="82" width="30" height="4" rx="2" />
          <rect class="s" x="92" y="30" width="46" height="14" rx="5" />
          <rect class="b" x="112" y="50" width="52" height="18" rx="5" />
          <rect class="c" x="112" y="73" width="52" height="12" rx="4" />
          <rect class="s" x="92" y="91" width="38" height="14" rx="5" />
          <circle class="m" cx="196" cy="38" r="9" />
          <rect class="s" x="180" y="54" width="32" height="4" rx="2" />
          <rect class="s" x="180" y="62" width="24" height="4" rx="2" />
        </svg>
        <h2>${msg('Desk')}</h2>
        <p>${msg('Where agents take chats, answer, forward and close them.')}</p>
        <span class="go">${msg('Open the desk')}</span>
      </a>
      <a class="card" href=${demo}>
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <rect class="p" x="20" y="18" width="200" height="102" rx="8" />
          <rect class="m" x="36" y="34" width="74" height="8" rx="4" />
          <rect class="s" x="36" y="48" width="52" height="5" rx="2.500" />
          <rect class="s" x="36" y="68" width="32" height="34" rx="5" />
          <rect class="s" x="76" y="68" width="32" height="34" rx="5" />
          <rect class="p f" x="136" y="30" width="72" height="70" rx="8" />
          <path class="a" d="M136 38a8 8 0 0 1 8-8h56a8 8 0 0 1 8 8v8h-72Z" />
          <rect class="s" x="143" y="54" width="36" height="11" rx="4" />
          <rect class="a" x="164" y="69" width="37" height="11" rx="4" />
          <rect class="s" x="143" y="84" width="26" height="10" rx="4" />
          <circle class="a" cx="199" cy="110" r="7" />
        </svg>
        <h2>${msg('Widget')}</h2>
        <p>${msg('What customers see, on the page of a made-up shop.')}</p>
        <span class="go">${msg('Visit the shop')}</span>
      </a>
      ${crm === null ? nothing : crmCard(crm)}
      <a class="card" href="/api/v1/docs">
        <svg viewBox="0 0 240 120" aria-hidden="true">
          <rect class="p" x="20" y="18" width="200" height="102" rx="8" />
          <rect class="a" x="36" y="34" width="26" height="9" rx="3" />
          <rect class="m" x="70" y="36" width="84" height="5" rx="2.500" />
          <rect class="b" x="36" y="52" width="26" height="9" rx="3" />
          <rect class="m" x="70" y="54" width="58" height="5" rx="2.500" />
          <rect class="b" x="36" y="70" width="26" height="9" rx="3" />
          <rect class="m" x="70" y="72" width="96" height="5" rx="2.500" />
          <path class="l" d="M36 91h168" />
          <rect class="s" x="36" y="100" width="60" height="5" rx="2.500" />
          <rect class="s" x="104" y="100" width="40" height="5" rx="2.500" />
          <circle class="g" cx="200" cy="38" r="4" />
          <circle class="g" cx="200" cy="56" r="4" />
          <circle class="g" cx="200" cy="74" r="4" />
        </svg>
        <h2>${msg('API')}</h2>
        <p>${msg('REST and WebSocket, described so that any language can speak it.')}</p>
        <span class="go">${msg('Read the reference')}</span>
      </a>
    </nav>
    <footer aria-live="polite">
      <span class="dot" data-is=${state}></span><span>${stateWords(state)}</span>
    </footer>
  `
}

function crmCard(crm: string): TemplateResult {
  return html`<a class="card" href=${crm}>
    <svg viewBox="0 0 240 120" aria-hidden="true">
      <rect class="p" x="20" y="18" width="200" height="102" rx="8" />
      <path class="l" d="M52 18v102" />
      <circle class="m" cx="36" cy="32" r="5" />
      <rect class="s" x="29" y="46" width="14" height="4" rx="2" />
      <rect class="s" x="29" y="56" width="14" height="4" rx="2" />
      <rect class="a" x="26" y="66" width="20" height="8" rx="3" />
      <rect class="s" x="29" y="80" width="14" height="4" rx="2" />
      <rect class="p f" x="60" y="30" width="104" height="82" rx="6" />
      <path class="l" d="M94 30v82" />
      <rect class="a" x="64" y="36" width="26" height="14" rx="3" />
      <rect class="s" x="64" y="55" width="26" height="4" rx="2" />
      <rect class="s" x="64" y="64" width="20" height="4" rx="2" />
      <rect class="s" x="101" y="40" width="36" height="12" rx="4" />
      <rect class="b" x="118" y="58" width="40" height="14" rx="4" />
      <rect class="s" x="101" y="78" width="30" height="12" rx="4" />
      <rect class="m" x="172" y="34" width="36" height="5" rx="2.500" />
      <rect class="s" x="172" y="46" width="40" height="4" rx="2" />
      <rect class="s" x="172" y="55" width="28" height="4" rx="2" />
    </svg>
    <h2>${msg('CRM')}</h2>
    <p>${msg('The desk inside another page, of a made-up company, from another origin.')}</p>
    <span class="go">${msg('Visit the CRM')}</span>
  </a>`
}

function stateWords(state: State): string {
  switch (state) {
    case 'unknown':
      return msg('Asking the server …')
    case 'ready':
      return msg('The server is ready.')
    case 'not':
      return msg('The server is not ready yet.')
    case 'away':
      return msg('The server cannot be reached.')
  }
}

async function serverState(): Promise<State> {
  try {
    const { ok } = await fetch('/readyz')
    return ok ? 'ready' : 'not'
  } catch {
    return 'away'
  }
}

/** The shop of the demonstration, with its channel where there is one, and the CRM. */
async function demoAddresses(): Promise<{ demo: string; crm: string | null }> {
  const answer = await restOf(location.origin).demo()
  if (!answer.ok) return { demo: '/demo', crm: null }
  const { channelId, crm } = answer.value
  const demo = channelId === null ? '/demo' : `/demo?channel=${encodeURIComponent(channelId)}`
  return { demo, crm }
}

async function show(): Promise<void> {
  await speakHere()
  const main = document.querySelector('main')
  if (main === null) return
  let [state, demo, crm]: [State, string, string | null] = ['unknown', '/demo', null]
  const draw = (): void => void render(startPage(state, demo, crm), main)
  draw()
  const asked = serverState().then((now) => {
    state = now
    draw()
  })
  ;({ demo, crm } = await demoAddresses())
  draw()
  await asked
}

void show()
