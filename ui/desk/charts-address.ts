import { idIn } from './id-in-address.ts'

/** Where one is among the statecharts. */
export interface ChartsPlace {
  kind: 'chat' | 'agent'
  /** One chat or agent that is looked at; null for all of them. */
  actorId: string | null
  /** Null for the whole account. */
  groupId: string | null
  /** The stretch of time in which passes are counted. */
  window: 'minute' | 'hour'
  /** The state that is chosen. */
  state: string | null
}

/** `#/statecharts/agent?group=…&window=hour&state=…`, `#/statecharts/chat/<id>`; null for elsewhere. */
export function chartsPlaceAt(hash: string): ChartsPlace | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [page, kind, actorId] = path.split('/')
  if (page !== 'statecharts') return null
  const asked = new URLSearchParams(search)
  return {
    kind: kind === 'agent' ? 'agent' : 'chat',
    actorId: idIn(actorId),
    groupId: idIn(asked.get('group')),
    window: asked.get('window') === 'hour' ? 'hour' : 'minute',
    state: asked.get('state'),
  }
}

export function chartsAddress(place: Partial<ChartsPlace> = {}): string {
  const { kind = 'chat', actorId = null, groupId = null, window = 'minute', state = null } = place
  const asked = new URLSearchParams()
  if (groupId !== null) asked.set('group', groupId)
  if (window === 'hour') asked.set('window', window)
  if (state !== null) asked.set('state', state)
  const actor = actorId === null ? '' : `/${encodeURIComponent(actorId)}`
  const path = kind === 'chat' && actor === '' ? '' : `/${kind}${actor}`
  return `#/statecharts${path}${asked.size === 0 ? '' : `?${asked}`}`
}
