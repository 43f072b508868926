import type { Durations, Report, ReportRow } from '#protocol/statistics'

type Cell = string | number | null

/** The columns of a table, in order: times in whole seconds, shares as they are. */
const COLUMNS: [name: string, of: (row: ReportRow) => Cell][] = [
  ['id', (row) => row.id],
  ['name', (row) => row.name],
  ['subject', (row) => row.subject],
  ['chats', (row) => row.chats],
  ['answered', (row) => row.answered],
  ['unanswered', (row) => row.unanswered],
  ['bot_resolved', (row) => row.botResolved],
  ['handed_over', (row) => row.handedOver],
  ['handover_average_s', (row) => seconds(row.handoverMs)],
  ['came_again', (row) => row.cameAgain],
  ['abandoned', (row) => row.abandoned],
  ['blocked', (row) => row.blocked],
  ['left_message', (row) => row.leftMessage],
  ['forwards', (row) => row.forwards],
  ['forwards_in', (row) => row.forwardsIn],
  ['overflows', (row) => row.overflows],
  ['returned', (row) => row.returned],
  ['offers', (row) => row.offers.made],
  ['offers_accepted', (row) => row.offers.accepted],
  ['offers_declined', (row) => row.offers.declined],
  ['offers_missed', (row) => row.offers.missed],
  ['acceptance', (row) => row.offers.acceptance],
  ['customer_messages', (row) => row.messages.customer],
  ['agent_messages', (row) => row.messages.agent],
  ['messages_per_chat', (row) => row.messages.perChat],
  ['duration_s', (row) => seconds(row.durationMs)],
  ['waited_s', (row) => seconds(row.waitedMs)],
  ...times('chat_duration', (row) => row.duration),
  ...times('waiting', (row) => row.waiting),
  ...times('first_response', (row) => row.firstResponse),
  ...times('reply', (row) => row.reply),
  ...times('handling', (row) => row.handling),
  ...times('abandoning', (row) => row.abandoning),
  ['service_level', (row) => row.serviceLevel],
  ['rating', (row) => row.rating.average],
  ['ratings', (row) => row.rating.counts.reduce((sum, n) => sum + n, 0)],
  ['online_s', (row) => seconds(row.presence?.onlineMs ?? null)],
  ['away_s', (row) => seconds(row.presence?.awayMs ?? null)],
  ['busy_s', (row) => seconds(row.presence?.busyMs ?? null)],
  ['wrap_up_s', (row) => seconds(row.presence?.wrapUpMs ?? null)],
  ['occupancy', (row) => row.presence?.occupancy ?? null],
  ['concurrency', (row) => row.presence?.concurrency ?? null],
]

/** A report as a table, RFC 4180, with its period and zone in every line. */
export function reportTable({ rows, zone, from, to }: Report): string {
  const head = ['from', 'to', 'time_zone', ...COLUMNS.map(([name]) => name)]
  const lines = rows.map((row) => [from, to, zone, ...COLUMNS.map(([, of]) => of(row))])
  return [head, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

function times(
  name: string,
  of: (row: ReportRow) => Durations,
): [string, (row: ReportRow) => Cell][] {
  return [
    [`${name}_average_s`, (row) => seconds(of(row).averageMs)],
    [`${name}_median_s`, (row) => seconds(of(row).medianMs)],
    [`${name}_90th_s`, (row) => seconds(of(row).ninetiethMs)],
  ]
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1_000)
}

/** A spreadsheet runs what begins like a formula: such a name gets an apostrophe. */
function quoted(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
