import type { StaffCommand } from '#protocol/staff-commands'
import type { Refusal } from '../client/refused.ts'
import type { StaffAck } from '../client/staff-client.ts'
import type { Run } from './run.ts'

/** A draft of whatever. */
export interface AnyDraft {
  save: (save: () => Promise<Refusal | null>) => Promise<boolean>
}

/** Saves a draft by a command; what came of it, or null where it was not saved. */
export async function save(
  draft: AnyDraft,
  run: Run | null,
  command: () => StaffCommand,
): Promise<StaffAck['result'] | null> {
  let result: StaffAck['result'] | null = null
  const isSaved = await draft.save(async () => {
    const settled = await run?.(command())
    if (settled?.ok === false) return settled.refusal
    result = settled?.ack.result ?? {}
    return null
  })
  return isSaved ? result : null
}
