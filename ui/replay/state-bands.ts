/** How a state looks on a timeline: never by its colour alone, its name stands with it. */
export type Tone = 'bot' | 'waits' | 'owed' | 'answered' | 'rests' | 'over' | 'good' | 'bad'

/** An actor's stay in one state, from one step to another. */
export interface Band {
  /** `assigned.awaitingAgent` */
  state: string
  tone: Tone
  /** The step that led there, from 0, and the one that led away; the last one's stays open. */
  from: number
  to: number
}

/** The bands of one region; a chart without regions has one row, without a name. */
export interface BandRow {
  region: string | null
  bands: Band[]
}

/** By the beginning of a state's path; the longest one that fits counts. */
const TONES: ReadonlyMap<string, Tone> = new Map<string, Tone>([
  ['bot', 'bot'],
  ['queued', 'waits'],
  ['queued.offered', 'waits'],
  ['forwarded', 'waits'],
  ['assigned', 'answered'],
  ['assigned.awaitingAgent', 'owed'],
  ['assigned.awaitingCustomer', 'answered'],
  ['assigned.onHold', 'rests'],
  ['closing', 'over'],
  ['closed', 'over'],
  ['blocked', 'bad'],
  ['presence.online', 'good'],
  ['presence.away', 'waits'],
  ['presence.offline', 'over'],
  ['connection.connected', 'answered'],
  ['connection.grace', 'waits'],
  ['connection.gone', 'over'],
  ['wrapUp.running', 'owed'],
  ['wrapUp.none', 'over'],
])

/**
 * The stays of an actor, by region.
 * @param states after each step, in words, as the route tells them: `presence.online wrapUp.none`.
 */
export function bandRows(states: readonly string[]): BandRow[] {
  const rows = new Map<string, BandRow>()
  for (const [place, words] of states.entries()) {
    const paths = words.split(' ')
    for (const path of paths) {
      const region = paths.length === 1 ? null : (path.split('.', 1)[0] ?? null)
      const row = rows.get(region ?? '') ?? { region, bands: [] }
      rows.set(region ?? '', row)
      const last = row.bands.at(-1)
      if (last?.state === path) last.to = place + 1
      else row.bands.push({ state: path, tone: toneOf(path), from: place, to: place + 1 })
    }
  }
  return [...rows.values()]
}

/** How a state looks that a chart of later days may have, too. */
export function toneOf(path: string): Tone {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const tone = TONES.get(at)
    if (tone !== undefined) return tone
  }
  return 'rests'
}
