import { MAX_PROMPTERS } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { PrompterRow } from '#storage/rows'
import { keepsPrompters, mayBePrompted } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

/** Refuses a webhook or model without what it needs with `incomplete`. */
export function savePrompter(turn: Turn, viewer: Viewer, command: Of<'savePrompter'>): Result {
  if (!keepsPrompters(viewer)) refuse('forbidden')
  const { type: _type, prompterId: changed, ...said } = command
  const before = changed === null ? null : prompterFor(turn, changed)
  if (before === null && turn.account.prompters.size >= MAX_PROMPTERS) refuse('tooMany')
  // A secret is of one place: whoever names another one says it anew.
  const isSamePlace = before?.url === said.url && before.kind === said.kind
  const row: PrompterRow = {
    ...said,
    prompterId: changed ?? turn.newId(),
    secret: said.secret ?? (isSamePlace ? before.secret : null),
    deleted: false,
  }
  const missing = missingOf(row)
  if (missing !== null) refuse('incomplete', { field: missing })
  turn.rare.prompters.set(row.prompterId, row)
  turn.recordForAccount('prompterSaved', { prompterId: row.prompterId })
  return { prompterId: row.prompterId }
}

/** Its settings and its secret are gone with it. */
export function deletePrompter(turn: Turn, viewer: Viewer, command: Of<'deletePrompter'>): Result {
  if (!keepsPrompters(viewer)) refuse('forbidden')
  const { prompterId, kind } = prompterFor(turn, command.prompterId)
  turn.rare.prompters.set(prompterId, {
    prompterId,
    kind,
    name: '',
    readsChats: false,
    isAsked: false,
    url: null,
    model: null,
    instructions: null,
    secret: null,
    deleted: true,
  })
  turn.recordForAccount('prompterDeleted', { prompterId })
  return {}
}

/** What is said of a suggestion last counts. */
export function noteSuggestion(turn: Turn, viewer: Viewer, command: Of<'noteSuggestion'>): Result {
  const { prompterId, suggestionId, chatId, outcome } = command
  prompterFor(turn, prompterId)
  if (chatId !== null && !mayBePrompted(turn.chat(chatId), viewer, turn.settings.values)) {
    refuse('notFound', { chatId })
  }
  const { personId } = viewer
  const use = { suggestionId, prompterId, personId, chatId, outcome, at: turn.at }
  turn.rare.suggestionUses.set(suggestionId, use)
  turn.recordForAccount('suggestionNoted', { prompterId, suggestionId, outcome })
  return {}
}

function prompterFor(turn: Turn, prompterId: string): PrompterRow {
  const prompter = turn.account.prompters.get(prompterId)
  if (prompter === undefined) refuse('notFound', { prompterId })
  return prompter
}

/** What a prompter of its kind cannot do without. */
function missingOf({ kind, url, model, secret }: PrompterRow): string | null {
  if (kind === 'knowledge') return null
  if (url === null) return 'url'
  if (kind === 'webhook') return secret === null ? 'secret' : null
  return model === null ? 'model' : null
}
