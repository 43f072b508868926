import { fileJournal } from '#machines/journal-file'
import type { JournalFile } from '#machines/journal-file'
import type { PlainSnapshot } from '#machines/step'
import type { Machines } from '#machines/versions'
import type { SaidInChat, StoredJournal } from '#storage/journals'

/** The file of what is stored of an actor; `said` is null where no words were asked for. */
export function journalFileOf(
  actor: string,
  { events, stored }: StoredJournal,
  said: SaidInChat[] | null,
  machines?: Machines,
): JournalFile {
  const kept: unknown = stored?.snapshot
  const snapshot = stored && { ...stored, snapshot: kept as PlainSnapshot }
  const file = fileJournal(actor, events, snapshot, machines)
  return said === null ? file : { ...file, words: said }
}
