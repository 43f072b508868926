import { Filing } from '#machines/journal-file'
import type { JournalFile } from '#machines/journal-file'
import type { PlainSnapshot } from '#machines/step'
import type { Machines } from '#machines/versions'
import type { SaidInChat, StoredJournal } from '#storage/journals'
import { inPieces } from './in-pieces.ts'

/** The file of what is stored of an actor; `said` is null where no words were asked for. */
export async function journalFileOf(
  actor: string,
  { events, stored, erasedAt }: StoredJournal,
  said: SaidInChat[] | null,
  machines?: Machines,
): Promise<JournalFile> {
  const kept: unknown = stored?.snapshot
  const filing = new Filing(actor, machines)
  for await (const piece of inPieces(events)) for (const row of piece) filing.take(row)
  const file = filing.file(stored && { ...stored, snapshot: kept as PlainSnapshot })
  const erased = erasedAt === null ? {} : { erasedAt }
  return { ...file, ...erased, ...(said === null ? {} : { words: said }) }
}
