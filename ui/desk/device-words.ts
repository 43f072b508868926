import { msg, str } from '@lit/localize'
const BROWSERS: [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /(Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
]

const SYSTEMS: [name: string, sign: RegExp][] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Mac', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
]

/** As the server names sign-ins that the server of another page made. */
const EMBEDDED = 'embedded'

/** What people call the device that a browser says it is: `Firefox on Linux`. */
export function deviceWords(device: string): string {
  if (device === EMBEDDED) return msg('A page with the desk in it')
  const browser = BROWSERS.find(([, sign]) => sign.test(device))?.[0]
  const system = SYSTEMS.find(([, sign]) => sign.test(device))?.[0]
  if (browser !== undefined && system !== undefined) return msg(str`${browser} on ${system}`)
  return browser ?? system ?? msg('An unknown device')
}
