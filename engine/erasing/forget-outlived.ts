import type { Outlived, OutlivedChat } from '#storage/outlived'
import { eraseOutlived } from '../commands/erase.ts'
import type { ToForget } from '../commands/erase.ts'
import type { Host } from '../host/host.ts'
import type { Clock } from '../ports.ts'
import { pause } from '../ports.ts'

/** Chats of one turn: so few that nobody waits for it. */
const CHATS_OF_TURN = 20

/** People that are looked through at once, and how often in one round. */
const PEOPLE_OF_PAGE = 500
const PAGES_OF_ROUND = 20

/** By account, after whom the next round goes on looking through people. */
export type Cursors = Map<string, string>

/** Between two turns, so that others have most of the time, in milliseconds. */
const BETWEEN_TURNS_MS = 100

/**
 * Erases what accounts of this node keep for a time only, in turns of a few chats, until nothing is
 * left of it. What a turn could not erase is left to the next round. Gives how many turns it took;
 * ends early when `isOver` says so.
 */
export async function forgetOutlived(
  parts: {
    host: Pick<Host, 'run' | 'lease'>
    outlived: Outlived
    clock: Clock
    cursors: Cursors
  },
  isOver: () => boolean = () => false,
): Promise<number> {
  const { host, outlived, clock, cursors } = parts
  let turns = 0
  for (const account of await outlived.accountsThatForget(host.lease.owned())) {
    const { accountId } = account
    const before = clock.now() - account.retentionMs
    const forget = async (all: ToForget): Promise<boolean> => {
      if (isOver()) return false
      const answer = await host.run({
        accountId,
        by: 'system',
        command: null,
        lane: 'account',
        decide: (turn) => eraseOutlived(turn, all),
      })
      turns += 1
      await pause(clock, BETWEEN_TURNS_MS)
      return answer.kind === 'done'
    }
    if (!(await forgetChats(accountId, before, outlived, forget))) continue
    for (let page = 0; page < PAGES_OF_ROUND; page += 1) {
      const after = cursors.get(accountId) ?? ''
      const found = await outlived.outlivedPeople(accountId, before, after, PEOPLE_OF_PAGE)
      if (!(await forgetPeople(found.customerIds, forget))) break
      cursors.set(accountId, found.last ?? '')
      if (found.last === null) break
      await pause(clock, BETWEEN_TURNS_MS)
    }
  }
  return turns
}

type Forget = (all: ToForget) => Promise<boolean>

/** False where something went wrong: the next round tries again. */
async function forgetChats(
  accountId: string,
  before: number,
  outlived: Outlived,
  forget: Forget,
): Promise<boolean> {
  let last: OutlivedChat | undefined
  for (;;) {
    const chats = await outlived.outlivedChats(accountId, before, CHATS_OF_TURN)
    // The same again: of what is there nothing could be forgotten.
    if (chats.length === 0 || chats[0]?.chatId === last?.chatId) return chats.length === 0
    last = chats[0]
    if (!(await forget({ chats, customerIds: [] }))) return false
  }
}

/**
 * People of whom something was noted since their chats were erased, or who were blocked then. False
 * where something went wrong.
 */
async function forgetPeople(customerIds: readonly string[], forget: Forget): Promise<boolean> {
  for (let from = 0; from < customerIds.length; from += CHATS_OF_TURN) {
    const some = customerIds.slice(from, from + CHATS_OF_TURN)
    if (!(await forget({ chats: [], customerIds: some }))) return false
  }
  return true
}
