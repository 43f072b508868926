import { fileView } from '#protocol/files'
import type { CastAccount } from './cast.ts'
import type { FileViewer, FileVisit, FileWay, SentFile } from './observations.ts'
import { digestOf } from './sample-files.ts'
import type { Stage } from './stage.ts'

/** Requests that are under way at a time. */
const AT_A_TIME = 12

/** Somebody who can ask for files. */
export interface Visitor {
  viewer: FileViewer
  token: string
}

/**
 * When everything was said, everybody reaches for every file: by the links that they were told and
 * by new ones, by right or not, and by links that were changed or are another one's. What came of it
 * is written down; the audit knows who was entitled to what.
 */
export async function visitFiles(
  stage: Stage,
  accounts: readonly CastAccount[],
  staff: readonly Visitor[],
): Promise<void> {
  const visits = new FileVisits(stage, accounts, staff)
  const files = [...stage.recorder.files]
  const workers = Array.from({ length: AT_A_TIME }, async () => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      await visits.all(file)
      stage.progress()
    }
  })
  await Promise.all(workers)
}

class FileVisits {
  readonly #stage: Stage
  readonly #accounts: ReadonlyMap<string, CastAccount>
  readonly #staff: readonly Visitor[]

  constructor(stage: Stage, accounts: readonly CastAccount[], staff: readonly Visitor[]) {
    this.#stage = stage
    this.#accounts = new Map(accounts.map((account) => [account.accountId, account]))
    this.#staff = staff
  }

  async all(file: SentFile): Promise<void> {
    await this.#staffVisits(file)
    await this.#customerVisits(file)
  }

  async #staffVisits(file: SentFile): Promise<void> {
    const { fileId, accountId } = file
    const chatId = this.#stage.conversations.find(
      ({ script }) => script.id === file.conversationId,
    )?.chatId
    if (chatId === null || chatId === undefined) return
    const place = `/api/v1/accounts/${accountId}/chats/${chatId}/files/${fileId}`
    for (const { viewer, token } of this.#staff) {
      const told = this.#stage.recorder.linkOf(fileId, viewer.id)
      if (told !== undefined) {
        await this.#visit(file, viewer, 'ownLink', told, token)
        await this.#visitAltered(file, viewer, told, token)
        await this.#borrow(file, told, viewer.id)
      }
      const isNear = told !== undefined || viewer.role !== 'agent' || this.#stage.chance.is(0.2)
      if (isNear) await this.#visitAnew(file, viewer, place, token)
    }
  }

  /** The link of one person in the hands of others: staff's works with the session of its person only. */
  async #borrow(file: SentFile, link: string, ownerId: string): Promise<void> {
    const nobody = viewerWithout('nobody', file.accountId)
    await this.#visit(file, nobody, 'borrowedLink', link, null)
    const other = this.#stage.chance.of(this.#staff.filter(({ viewer }) => viewer.id !== ownerId))
    if (other !== null) {
      await this.#visit(file, other.viewer, 'borrowedLink', link, other.token)
    }
    // Led to the customers' door it is nothing at all.
    const [channelId] = this.#accounts.get(file.accountId)?.channelIds ?? []
    const atTheirs = link.replace(/accounts\/.*\/files/, `channels/${channelId}/files`)
    await this.#visit(file, nobody, 'borrowedLink', atTheirs, null)
  }

  async #customerVisits(file: SentFile): Promise<void> {
    const { recorder, chance, conversations } = this.#stage
    const own = conversations.find(({ script }) => script.id === file.conversationId)
    const others = conversations.filter(
      ({ customer, accountId }) =>
        customer !== null &&
        customer.token !== own?.customer?.token &&
        accountId === file.accountId,
    )
    for (const conversation of [own, chance.of(others)]) {
      const customer = conversation?.customer ?? null
      if (customer === null || conversation === undefined || conversation === null) continue
      const viewer = {
        role: 'customer',
        accountId: conversation.accountId,
        id: conversation.script.id,
        groupIds: [],
      } as const satisfies FileViewer
      const { channelId, token } = customer
      const told = recorder.linkOf(file.fileId, viewer.id)
      if (told !== undefined) {
        // An image on a page brings no token.
        await this.#visit(file, viewer, 'ownLink', told, null)
        await this.#visitAltered(file, viewer, told, null)
      }
      const place = `/api/v1/channels/${channelId}/files/${file.fileId}`
      await this.#visitAnew(file, viewer, place, token)
    }
  }

  /** Asks for a new link, and follows it. */
  async #visitAnew(
    file: SentFile,
    viewer: FileViewer,
    place: string,
    token: string,
  ): Promise<void> {
    const { rest } = this.#stage
    const { status, bytes } = await rest.fetchBytes(place, token)
    if (status !== 200) return this.#note(file, viewer, 'newLink', 'refused')
    const { url } = fileView.parse(JSON.parse(new TextDecoder().decode(bytes)))
    await this.#visit(file, viewer, 'newLink', url, token)
  }

  /** By links that say later, earlier, another file or another signature than what was signed. */
  async #visitAltered(
    file: SentFile,
    viewer: FileViewer,
    link: string,
    token: string | null,
  ): Promise<void> {
    const until = Number(/until=(\d+)/.exec(link)?.[1] ?? 0)
    const other = this.#stage.chance.of(
      this.#stage.recorder.files.filter(({ fileId }) => fileId !== file.fileId),
    )
    const altered = [
      link.replace(`until=${until}`, `until=${until + 3_600_000}`),
      link.replace(`until=${until}`, `until=${Date.now() - 1}`),
      link.replace(/signature=(.)/, (_, first: string) => `signature=${first === 'A' ? 'B' : 'A'}`),
      ...(other === null ? [] : [link.replace(file.fileId, other.fileId)]),
    ]
    for (const address of altered) await this.#visit(file, viewer, 'alteredLink', address, token)
  }

  async #visit(
    file: SentFile,
    viewer: FileViewer,
    way: FileWay,
    address: string,
    token: string | null,
  ): Promise<void> {
    const { status, bytes } = await this.#stage.rest.fetchBytes(address, token)
    const isSame = status === 200 && digestOf(bytes) === file.digest
    this.#note(file, viewer, way, isSame ? 'same' : status === 200 ? 'other' : 'refused')
  }

  #note(
    { fileId }: SentFile,
    viewer: FileViewer,
    way: FileWay,
    outcome: FileVisit['outcome'],
  ): void {
    this.#stage.recorder.visited({ fileId, viewer, way, outcome })
    this.#stage.figures.fileVisits += 1
  }
}

function viewerWithout(role: 'nobody', accountId: string): FileViewer {
  return { role, accountId, id: 'without a session', groupIds: [] }
}
