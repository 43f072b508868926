/** The page for signing in; afterwards it goes where one wanted to go. */
import { msg } from '@lit/localize'
import { speakHere } from './page-language.ts'
import './parley-forgotten.ts'
import './parley-sign-in.ts'

/** Only places of the desk: an address from elsewhere is no place to go. */
function wanted(): string {
  const next = new URL(location.href).searchParams.get('next') ?? '/desk'
  return /^\/(?:desk|console)(?:$|[/#?])/.test(next) ? next : '/desk'
}

/** Of the link in a mail; it does not stay in the address, which others may see or keep. */
function takeToken(): string | null {
  const [, token] = /^#reset=([\w-]{1,100})$/.exec(location.hash) ?? []
  if (token !== undefined) history.replaceState(null, '', location.pathname + location.search)
  return token ?? null
}

function show(): void {
  const token = takeToken()
  if (token !== null || location.hash === '#forgotten') {
    const forgotten = document.createElement('parley-forgotten')
    forgotten.token = token
    document.querySelector('main')?.replaceChildren(forgotten)
    return
  }
  const signIn = document.createElement('parley-sign-in')
  signIn.addEventListener('parley-signed-in', () => location.assign(wanted()))
  document.querySelector('main')?.replaceChildren(signIn)
}

await speakHere()
document.title = msg('Sign in · Parley')
addEventListener('hashchange', show)
// From a link that was just used the way back changes nothing of the address.
document.addEventListener('click', (event) => {
  const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
  if (link?.getAttribute('href') === '#' && location.hash === '') show()
})
show()
