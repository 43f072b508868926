import type { AccountContents } from '#storage/memory-account'
import { isSame, wrongColumns } from './account-history.ts'
import { ReplayedAgent } from './replayed-agent.ts'
import { ReplayedChat } from './replayed-chat.ts'
import type { Witness } from './violation.ts'

/**
 * Replays everything that is stored of an account from its first event, and compares what comes of
 * it with its snapshots and with the columns of its read models.
 */
export function replayFully(contents: AccountContents, witness: Pick<Witness, 'holds'>): void {
  const { accountId } = contents
  const chats = new Map<string, ReplayedChat>()
  const agents = new Map<string, ReplayedAgent>()
  contents.journal.sort((a, b) => a.seq - b.seq)
  contents.journal.forEach((row, index) => {
    const { actor } = row
    witness.holds(
      row.seq === index + 1,
      'denseSequence',
      () => `${accountId}: ${row.seq} at ${index + 1}`,
    )
    if (actor === 'account') return
    const known = chats.get(actor) ?? agents.get(actor)
    if (known === undefined) {
      if (actor.startsWith('chat:')) chats.set(actor, new ReplayedChat(row))
      else agents.set(actor, new ReplayedAgent(row))
      return
    }
    const refused = known.take(row)
    witness.holds(refused === null, 'replay', () => `${accountId}: ${actor} refuses ${row.type}`)
  })
  witness.holds(contents.seq === contents.journal.length, 'denseSequence', () => accountId)
  for (const { actor, seq, snapshot } of contents.actors) {
    const replayed = chats.get(actor) ?? agents.get(actor)
    const same = replayed?.seq === seq && isSame(replayed.plain, snapshot)
    witness.holds(same, 'replay', () => `${accountId}: ${actor} at ${seq} is not its journal`)
  }
  const actors = chats.size + agents.size
  witness.holds(contents.actors.length === actors, 'replay', () => `${accountId}: actors`)
  witness.holds(contents.chats.length === chats.size, 'readModel', () => `${accountId}: chats`)
  for (const row of contents.chats) {
    const chat = chats.get(`chat:${row.chatId}`)
    const wrong = chat === undefined ? ['chatId'] : wrongColumns(row, chat.columns)
    witness.holds(wrong.length === 0, 'readModel', () => `${row.chatId}: ${wrong.join()}`)
  }
}
