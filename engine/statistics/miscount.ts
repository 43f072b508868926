import type { ChatRow, JournalRow, SettingsRow } from '#storage/rows'
import { figureKey } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import { settingsOf } from '../host/settings.ts'
import { isSame } from '../replay/compare.ts'
import { recount } from './recount.ts'

/** What statistics have of an account, with what they must come from. */
export interface Counted {
  journal: readonly JournalRow[]
  chats: readonly ChatRow[]
  stays: readonly StayRow[]
  figures: readonly FigureRow[]
  settings: SettingsRow | null
}

/**
 * What of the statistics in the account's time zone is not what its journals say, in words; null
 * where all is. The journals must be whole, and the zone the only one that the account ever had.
 */
export function miscount(counted: Counted): string | null {
  const zone = settingsOf(counted.settings).values.timeZone
  const again = recount(counted, zone)
  const stays = difference(byKey(counted.stays, stayKey), byKey(again.stays, stayKey))
  if (stays !== null) return `stay ${stays}`
  const figures = difference(byKey(counted.figures, figureKey), byKey(again.figures, figureKey))
  return figures === null ? null : `figure ${figures}`
}

function stayKey({ chatId, kind, id }: StayRow): string {
  return `${chatId} ${kind} ${id}`
}

function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]))
}

function difference<Row>(stored: Map<string, Row>, wanted: Map<string, Row>): string | null {
  for (const [key, row] of wanted) {
    const found = stored.get(key)
    if (!isSame(found, row)) return `${key} is ${JSON.stringify(found)} for ${JSON.stringify(row)}`
  }
  const extra = [...stored.keys()].find((key) => !wanted.has(key))
  return extra === undefined ? null : `${extra} is too much`
}
