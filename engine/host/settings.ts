import type { ChatLimits } from '#machines/chat-events'
import type { SettingsChange } from '#protocol/staff-commands'
import type { SettingsView } from '#protocol/staff-views'
import type { Json } from '#storage/json'
import type { SettingsRow } from '#storage/rows'
import { BLOCKED_MESSAGE, FAREWELL } from '../texts.ts'

/** What an account can set. Times in milliseconds. */
export type Settings = Omit<SettingsView, 'version'>

const SECOND = 1_000
const MINUTE = 60 * SECOND
const MEGABYTE = 1_024 * 1_024

export const DEFAULT_SETTINGS: Settings = {
  assignment: 'byHand',
  policy: 'leastBusy',
  offers: false,
  chatLimit: 4,
  queueOrder: 'longestWaiting',
  queueLimitMs: 5 * MINUTE,
  offerLimitMs: 30 * SECOND,
  responseLimitMs: 5 * MINUTE,
  idleLimitMs: 30 * MINUTE,
  forwardLimitMs: 3 * MINUTE,
  botLimitMs: 20 * SECOND,
  undoMs: 10 * SECOND,
  graceMs: 30 * SECOND,
  stickyMs: 15 * MINUTE,
  missedReplyMs: 2 * MINUTE,
  rating: false,
  wrapUpMs: 0,
  closeReasons: [],
  closeReasonRequired: false,
  texts: { blocked: BLOCKED_MESSAGE, farewell: FAREWELL },
  fileMaxBytes: 20 * MEGABYTE,
  fileClasses: ['image', 'audio', 'video', 'document', 'other'],
  embedOrigins: [],
  timeZone: 'UTC',
  retentionMs: 0,
}

export interface VersionedSettings {
  version: number
  values: Settings
}

/** Settings as stored, with the defaults for what was never set. Ignores what it does not know. */
export function settingsOf(row: SettingsRow | null): VersionedSettings {
  const stored = row?.settings
  if (row === null || typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return { version: row?.version ?? 0, values: DEFAULT_SETTINGS }
  }
  return { version: row.version, values: withChange(DEFAULT_SETTINGS, stored) }
}

/** Settings with some of them changed; fields that are absent or of another type stay as they are. */
export function withChange(
  settings: Settings,
  change: Partial<Settings> | SettingsChange | Record<string, Json>,
): Settings {
  const changed: Record<string, unknown> = { ...settings }
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(settings, name) || typeof value !== typeof changed[name]) continue
    changed[name] = name === 'texts' ? withTexts(settings.texts, value) : value
  }
  return changed as Settings
}

/** Each text is changed alone. */
function withTexts(texts: Settings['texts'], change: unknown): Settings['texts'] {
  const changed: Record<string, string> = { ...texts }
  for (const [name, words] of Object.entries(change ?? {})) {
    if (Object.hasOwn(texts, name) && typeof words === 'string') changed[name] = words
  }
  return { ...texts, ...changed }
}

/** What of a change may stand in the journal: of texts which, of reasons for closing the ids. */
export function withoutWords({
  texts,
  closeReasons,
  ...plain
}: SettingsChange): Record<string, Json> {
  const change: Record<string, Json> = { ...plain }
  if (closeReasons !== undefined) change.closeReasons = closeReasons.map(({ reasonId }) => reasonId)
  return texts === undefined ? { change } : { change, texts: Object.keys(texts) }
}

/** What the statechart of a chat needs to know of them. */
export function chatLimitsOf(settings: Settings): ChatLimits {
  return {
    queueMs: settings.queueLimitMs,
    offerMs: settings.offerLimitMs,
    responseMs: settings.responseLimitMs,
    idleMs: settings.idleLimitMs,
    forwardMs: settings.forwardLimitMs,
    undoMs: settings.undoMs,
    botMs: settings.botLimitMs,
  }
}
