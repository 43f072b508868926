import { html, svg, type TemplateResult } from 'lit'

const drawings = {
  alert: svg`<path d="M12 4 2.8 19.5h18.4Z"/><path d="M12 10v4.5M12 17.2v.1"/>`,
  spark: svg`<path d="M12 3.5 13.9 10 20.5 12 13.9 14 12 20.5 10.1 14 3.5 12 10.1 10Z"/>`,
  attach: svg`<path d="m19.5 11.5-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1l7.3-7.3"/>`,
  back: svg`<path d="M19 12H5m6-6-6 6 6 6"/>`,
  block: svg`<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>`,
  bot: svg`<rect x="4.5" y="8" width="15" height="11" rx="3"/><path d="M12 8V4.5M9.3 13v1.4M14.7 13v1.4M2.5 12.5v3M21.5 12.5v3"/>`,
  chat: svg`<path d="M20 11.5a7.5 7.5 0 0 1-7.7 7.5 8.6 8.6 0 0 1-3.1-.6L4 20l1.5-4.3a7.2 7.2 0 0 1-1.3-4.2A7.6 7.6 0 0 1 12 4a7.6 7.6 0 0 1 8 7.5Z"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  checks: svg`<path d="m2.5 12.5 4.2 4.3L15 8.2M11.5 16l.9.8L21.5 7.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  closeChat: svg`<circle cx="12" cy="12" r="8.5"/><path d="m8.3 12.3 2.6 2.6 4.8-5.2"/>`,
  comment: svg`<path d="M5 4h14v11l-5 5H5Z"/><path d="M14 20v-5h5M8.5 8.5h7M8.5 12h4"/>`,
  customer: svg`<circle cx="12" cy="8.2" r="3.7"/><path d="M4.8 20a7.3 7.3 0 0 1 14.4 0"/>`,
  down: svg`<path d="m6 9.5 6 6 6-6"/>`,
  download: svg`<path d="M12 4v11m-4.5-4 4.5 4.5 4.5-4.5M5 19.5h14"/>`,
  eye: svg`<path d="M2.8 12S6 5.8 12 5.8 21.2 12 21.2 12 18 18.2 12 18.2 2.8 12 2.8 12Z"/><circle cx="12" cy="12" r="2.8"/>`,
  file: svg`<path d="M6 3.5h8l4 4v13H6Z"/><path d="M14 3.5v4h4M9 12.5h6M9 16h4"/>`,
  filter: svg`<path d="M4 6.5h16M7 12h10M10 17.5h4"/>`,
  forward: svg`<path d="m14 5 6 6-6 6"/><path d="M20 11H10a6 6 0 0 0-6 6v2"/>`,
  group: svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M2.8 19a6.3 6.3 0 0 1 12.4 0M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.8 14.2a6.3 6.3 0 0 1 3.4 4.8"/>`,
  hold: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.8 9v6M14.2 9v6"/>`,
  inbox: svg`<path d="M4 13.5 6.5 5h11l2.5 8.5V19H4Z"/><path d="M4 13.5h4.5a3.5 3.5 0 0 0 7 0H20"/>`,
  mail: svg`<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6 8-6"/>`,
  mute: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z"/><path d="m15.5 9.5 5 5m0-5-5 5"/>`,
  mention: svg`<circle cx="12" cy="12" r="3.8"/><path d="M15.8 8.2v5.1a2.5 2.5 0 0 0 5 0V12a8.8 8.8 0 1 0-3.6 7.1"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  more: svg`<path d="M5.5 12v.1M12 12v.1M18.5 12v.1"/>`,
  offline: svg`<path d="m4 4 16 16M8.5 15.2a5 5 0 0 1 5-1.1M5 11.6a10 10 0 0 1 4-2.3M13 8.6a10 10 0 0 1 6 3M12 18.7v.1"/>`,
  fit: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  statechart: svg`<rect x="3.5" y="4" width="7" height="5" rx="1.5"/><rect x="13.5" y="15" width="7" height="5" rx="1.5"/><path d="M7 9v5a3.5 3.5 0 0 0 3.5 3.5h3M10.5 6.5H14a3 3 0 0 1 3 3V15"/>`,
  panel: svg`<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><path d="M14.5 5v14"/>`,
  person: svg`<circle cx="12" cy="8.2" r="3.7"/><path d="M4.8 20a7.3 7.3 0 0 1 14.4 0"/>`,
  return: svg`<path d="M9 5 4 10l5 5"/><path d="M4 10h10a6 6 0 0 1 0 12h-2" transform="translate(0 -2.5)"/>`,
  play: svg`<path d="M8 5.5v13L18.5 12Z"/>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13"/>`,
  previous: svg`<path d="m14.5 6-6 6 6 6"/>`,
  next: svg`<path d="m9.5 6 6 6-6 6"/>`,
  first: svg`<path d="m17.5 6-6 6 6 6M7 6v12"/>`,
  last: svg`<path d="m6.5 6 6 6-6 6M17 6v12"/>`,
  replay: svg`<path d="M4.5 12A7.5 7.5 0 1 0 7 6.4L4.5 9M4.5 4.5V9H9"/><path d="M10.5 9.2v5.6l4.6-2.8Z"/>`,
  branch: svg`<circle cx="6.5" cy="6" r="2.2"/><circle cx="6.5" cy="18" r="2.2"/><circle cx="17.5" cy="9" r="2.2"/><path d="M6.5 8.2v7.6M17.5 11.2a5 5 0 0 1-5 4.3c-3 0-4.6.5-6 1.5"/>`,
  retry: svg`<path d="M19.5 12A7.5 7.5 0 1 1 17 6.4L19.5 9M19.5 4.5V9H15"/>`,
  reply: svg`<path d="m13 3-8 10.5h6L10 21l8.5-11h-6Z"/>`,
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
  send: svg`<path d="M4.5 12 3.8 4.6 20.5 12 3.8 19.4Z"/><path d="M4.5 12H12"/>`,
  signOut: svg`<path d="M10 4.5H5v15h5M15 8l4 4-4 4M19 12H9.5"/>`,
  settings: svg`<path d="M4 8h9M18 8h2M4 16h2M11 16h9"/><circle cx="15.5" cy="8" r="2.5"/><circle cx="8.500" cy="16" r="2.5"/>`,
  star: svg`<path d="m12 4 2.5 5.1 5.6.8-4 4 .9 5.6-5-2.7-5 2.7.9-5.6-4-4 5.6-.8Z"/>`,
  tag: svg`<path d="M12.2 4H20v7.8l-8.4 8.4a1.6 1.6 0 0 1-2.3 0l-5.5-5.5a1.6 1.6 0 0 1 0-2.3Z"/><path d="M16 8v.1"/>`,
  take: svg`<path d="M12 4v10m-4.5-4 4.5 4.5 4.5-4.5M5 19.5h14"/>`,
  undo: svg`<path d="M8.5 5 4 9.5 8.5 14"/><path d="M4 9.5h9.5a5.5 5.5 0 0 1 0 11H10" transform="translate(0 -1)"/>`,
} as const

export type IconName = keyof typeof drawings

/** They point along the line, and so the other way where one reads from right to left. */
const POINTING: ReadonlySet<IconName> = new Set<IconName>([
  'back',
  'first',
  'forward',
  'last',
  'next',
  'panel',
  'previous',
  'return',
  'send',
  'signOut',
  'undo',
])

/** A drawing beside a word, or inside a button that has a name; itself says nothing. */
export function icon(name: IconName): TemplateResult {
  const kind = POINTING.has(name) ? 'icon pointing' : 'icon'
  return html`<svg class=${kind} viewBox="0 0 24 24" aria-hidden="true">${drawings[name]}</svg>`
}
