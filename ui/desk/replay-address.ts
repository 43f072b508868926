import { idIn } from './id-in-address.ts'

/** What is played back, and the step that is looked at. */
export interface ReplayPlace {
  kind: 'chat' | 'agent'
  actorId: string
  /** Null where it begins. */
  step: number | null
}

/** `#/replay/chat/<id>?step=12`; null for elsewhere. */
export function replayPlaceAt(hash: string): ReplayPlace | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [page, kind, part] = path.split('/')
  const actorId = idIn(part)
  if (page !== 'replay' || (kind !== 'chat' && kind !== 'agent') || actorId === null) return null
  const step = Number(new URLSearchParams(search).get('step') ?? Number.NaN)
  return {
    kind,
    actorId,
    step: Number.isSafeInteger(step) && step > 0 ? step : null,
  }
}

export function replayAddress({
  kind,
  actorId,
  step = null,
}: Pick<ReplayPlace, 'kind' | 'actorId'> & Partial<ReplayPlace>): string {
  const asked = step === null ? '' : `?step=${step}`
  return `#/replay/${kind}/${encodeURIComponent(actorId)}${asked}`
}
