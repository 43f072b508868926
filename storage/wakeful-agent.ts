import type { Json } from './json.ts'
import type { ActorRow } from './rows.ts'

/**
 * Whether an actor is an agent that is not gone: its account must be awake, because a lost socket
 * has a grace that runs. The one thing that storage reads in a snapshot: `value.connection`.
 */
export function isWakefulAgent(row: ActorRow): boolean {
  if (!row.actor.startsWith('agent:')) return false
  return member(member(row.snapshot, 'value'), 'connection') !== 'gone'
}

function member(json: Json | undefined, key: string): Json | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json[key] : undefined
}
