/** The page for signing in; afterwards it goes where one wanted to go. */
import './parley-sign-in.ts'

/** Only places of the desk: an address from elsewhere is no place to go. */
function wanted(): string {
  const next = new URL(location.href).searchParams.get('next') ?? '/desk'
  return /^\/desk(?:$|[/#?])/.test(next) ? next : '/desk'
}

document.querySelector('parley-sign-in')?.addEventListener('parley-signed-in', () => {
  location.assign(wanted())
})
