/** The desk's page: finds the session, connects the account, shows the desk. */
import type { Session } from '#protocol/rest'
import { browserPorts } from '../client/browser-ports.ts'
import { restOf } from '../client/rest.ts'
import { StaffClient } from '../client/staff-client.ts'
import '../desk/parley-desk.ts'

/** Which account one looked at last. */
const ACCOUNT_KEY = 'parley:account'

/** The session is asked for again this long after the server could not be reached. */
const RETRY_MS = 3_000

const rest = restOf(location.origin)
const desk = document.createElement('parley-desk')
desk.routes = true
desk.rest = rest
desk.addEventListener('parley-signed-out', () => void signOut())
desk.addEventListener('parley-account', (event) => {
  if (event instanceof CustomEvent) show(event.detail.accountId)
})
desk.addEventListener('parley-unread', (event) => {
  if (!(event instanceof CustomEvent)) return
  const { unread } = event.detail
  document.title = unread > 0 ? `(${unread}) Desk · Parley` : 'Desk · Parley'
})
document.body.append(desk)
void begin()

async function begin(): Promise<void> {
  const answer = await rest.session()
  if (answer.ok) {
    arrive(answer.value)
  } else if (answer.refusal.code === 'unauthorized') {
    toSignIn()
  } else {
    desk.unreachableSince ??= Date.now()
    setTimeout(() => void begin(), RETRY_MS)
  }
}

function arrive({ accounts }: Session): void {
  desk.unreachableSince = null
  desk.accounts = accounts
  desk.homeless = accounts.length === 0
  const last = localStorage.getItem(ACCOUNT_KEY)
  const account = accounts.find(({ accountId }) => accountId === last) ?? accounts[0]
  if (account !== undefined) show(account.accountId)
}

/** Shows an account; nothing of the one before stays on the page. */
function show(accountId: string): void {
  localStorage.setItem(ACCOUNT_KEY, accountId)
  desk.client?.stop()
  desk.client = new StaffClient(browserPorts, { base: location.origin, accountId, rest })
  desk.client.start()
}

async function signOut(): Promise<void> {
  desk.client?.stop()
  await rest.signOut()
  sessionStorage.clear()
  toSignIn()
}

function toSignIn(): void {
  const here = location.pathname + location.hash
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}
