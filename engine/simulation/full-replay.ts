import { differenceWords } from '#machines/difference'
import type { PlainSnapshot } from '#machines/step'
import type { AccountContents } from '#storage/memory-account'
import { wrongColumns } from '../replay/compare.ts'
import type { ReplayedAgent } from '../replay/replayed-agent.ts'
import { ReplayedChat } from '../replay/replayed-chat.ts'
import { replayed } from '../replay/replayed.ts'
import { miscount } from '../statistics/miscount.ts'
import type { Witness } from './violation.ts'

/**
 * Replays everything that is stored of an account from its first event, and compares what comes of
 * it with its snapshots and with the columns of its read models.
 */
export function replayFully(contents: AccountContents, witness: Pick<Witness, 'holds'>): void {
  const { accountId } = contents
  const actors = new Map<string, ReplayedChat | ReplayedAgent>()
  contents.journal.sort((a, b) => a.seq - b.seq)
  contents.journal.forEach((row, index) => {
    const { actor } = row
    witness.holds(
      row.seq === index + 1,
      'denseSequence',
      () => `${accountId}: ${row.seq} at ${index + 1}`,
    )
    if (actor === 'account') return
    const replay = actors.get(actor) ?? replayed(actor)
    actors.set(actor, replay)
    const result = replay.take(row)
    if (result.kind === 'step') return
    witness.holds(false, 'replay', () => `${accountId}: ${differenceWords(result.difference)}`)
  })
  witness.holds(contents.seq === contents.journal.length, 'denseSequence', () => accountId)
  for (const { actor, machine, seq, snapshot } of contents.actors) {
    const kept: unknown = snapshot
    const replay = actors.get(actor)
    const wrong = replay?.compare(machine, seq, kept as PlainSnapshot)
    witness.holds(replay !== undefined, 'replay', () => `${accountId}: ${actor} has no journal`)
    if (wrong) witness.holds(false, 'replay', () => `${accountId}: ${differenceWords(wrong)}`)
  }
  witness.holds(contents.actors.length === actors.size, 'replay', () => `${accountId}: actors`)
  const chats = [...actors.values()].filter((actor) => actor instanceof ReplayedChat)
  witness.holds(contents.chats.length === chats.length, 'readModel', () => `${accountId}: chats`)
  for (const row of contents.chats) {
    const chat = actors.get(`chat:${row.chatId}`)
    const wrong = chat instanceof ReplayedChat ? wrongColumns(row, chat.columns) : ['chatId']
    witness.holds(wrong.length === 0, 'readModel', () => `${row.chatId}: ${wrong.join()}`)
  }
  const miscounted = miscount(contents)
  witness.holds(miscounted === null, 'readModel', () => `${accountId}: ${miscounted}`)
}
