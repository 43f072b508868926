import { beginUpload, dropUpload, finishUpload, senderOf } from '../commands/files.ts'
import type { Uploader } from '../commands/files.ts'
import { storageKeyOf } from '#storage/file-bytes'
import type { Turn } from '../host/turn.ts'
import type { Ids } from '../ports.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimulatedNode } from './simulated-node.ts'
import type { Witness } from './violation.ts'

/** How long the bytes of an upload are on their way at the most, in milliseconds. */
const LONGEST_MS = 5_000

/** Uploads in one place that are remembered. */
const REMEMBERED = 6

/**
 * Everybody's uploads, without their bytes: the turns that the product's own uploads take. Some are
 * given up, some break off and are forgotten, as when a process dies meanwhile.
 */
export class SimulatedUploads {
  readonly #ids: Ids
  readonly #random: SeededRandom
  readonly #witness: Witness
  /** Files that senders believe to have, by `placeOf`; the newest last. */
  readonly #ready = new Map<string, string[]>()

  constructor(ids: Ids, random: SeededRandom, witness: Witness) {
    this.#ids = ids
    this.#random = random
    this.#witness = witness
  }

  /** Some uploads for a message: mostly one's own, sometimes one that was used, or another one's. */
  some(accountId: string, by: Uploader): string[] {
    const random = this.#random
    const own = this.#ready.get(placeOf(accountId, by)) ?? []
    const others = [...this.#ready.values()].flat()
    const from = others.length > 0 && random.chance(0.05) ? others : own
    if (from.length === 0 || random.chance(0.2)) return []
    const count = random.between(1, Math.min(2, from.length))
    const some = [...new Set(Array.from({ length: count }, () => random.pick(from)))]
    if (from === own && random.chance(0.9)) {
      this.#ready.set(
        placeOf(accountId, by),
        own.filter((fileId) => !some.includes(fileId)),
      )
    }
    return some
  }

  /** Begins an upload at a process; what becomes of it shows later. */
  begin(node: SimulatedNode, accountId: string, by: Uploader): void {
    const random = this.#random
    const fileId = this.#ids.next()
    const storageKey = storageKeyOf(accountId, fileId)
    const size = random.between(1, 1_000_000)
    const end = random.weighted<'finished' | 'dropped' | 'brokenOff'>([
      [8, 'finished'],
      [1, 'dropped'],
      [1, 'brokenOff'],
    ])
    const takes = random.between(0, LONGEST_MS)
    const begun = this.#turn(node, accountId, by, (turn) => {
      beginUpload(turn, by, fileId, { name: 'note.txt', size, storageKey })
    })
    void begun.then((done) => {
      if (!done || end === 'brokenOff') return
      node.clock.schedule(takes, () => void this.#end(node, accountId, by, fileId, end))
    })
  }

  async #end(
    node: SimulatedNode,
    accountId: string,
    by: Uploader,
    fileId: string,
    end: 'finished' | 'dropped',
  ): Promise<void> {
    const sniffed = { mime: 'text/plain', kind: 'other', size: 3 } as const
    const done = await this.#turn(node, accountId, by, (turn) => {
      if (end === 'finished') finishUpload(turn, by, fileId, sniffed)
      else dropUpload(turn, by, fileId)
    })
    this.#witness.saw(`${senderOf(by)}: ${fileId} ${done ? end : 'not'}`)
    if (!done || end === 'dropped') return
    const key = placeOf(accountId, by)
    this.#ready.set(key, [...(this.#ready.get(key) ?? []), fileId].slice(-REMEMBERED))
  }

  async #turn(
    node: SimulatedNode,
    accountId: string,
    by: Uploader,
    decide: (turn: Turn) => void,
  ): Promise<boolean> {
    const answer = await node.host.run({
      accountId,
      by: senderOf(by),
      command: null,
      lane: by.kind === 'customer' ? senderOf(by) : `chat:${by.chatId}`,
      decide: (turn) => {
        decide(turn)
        return {}
      },
    })
    return answer.kind === 'done'
  }
}

/** Where an upload can be sent: staff's in its chat, a customer's in their own. */
function placeOf(accountId: string, by: Uploader): string {
  return `${accountId} ${senderOf(by)} ${by.kind === 'customer' ? '' : by.chatId}`
}
