import { msg, str } from '@lit/localize'
import { LitElement, html } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import { browserClock, type Clock } from '../client/clock.ts'
import { manyCommands } from '../client/many-commands.ts'
import type { StaffClient } from '../client/staff-client.ts'
import './block-dialog.ts'
import type { BlockDialog } from './block-dialog.ts'
import './close-dialog.ts'
import type { CloseDialog } from './close-dialog.ts'
import type { DeskEvents } from './desk-events.ts'
import './forward-dialog.ts'
import type { ForwardDialog } from './forward-dialog.ts'
import { manyPossible, type ManyKind } from './many-possible.ts'
import { refusalSays } from './refusal-words.ts'
import type { Selection } from './selection.ts'
import './tag-dialog.ts'
import type { TagDialog } from './tag-dialog.ts'
import { number } from '../locales/formats.ts'

function workingWord(kind: ManyKind): string {
  switch (kind) {
    case 'forward':
      return msg('Forwarding')
    case 'tag':
      return msg('Tagging')
    case 'close':
      return msg('Closing', { id: 'closingMany' })
    case 'block':
      return msg('Blocking')
  }
}

/** What became of many at once. */
export interface ManyDone {
  words: string
  isRefused: boolean
  /** The chats whose closing can be undone. */
  undo: readonly string[]
}

/**
 * Does something with all chats that are selected: asks once, then sends a command for each, and
 * says what was done and what was refused. What was refused stays selected.
 *
 * @fires parley-many-done - all of it is settled; `detail` is `ManyDone`
 */
@customElement('parley-many-dialogs')
export class ManyDialogs extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property({ attribute: false }) selection: Selection | null = null
  @property({ attribute: false }) clock: Clock = browserClock

  @state() protected kind: ManyKind = 'close'
  @state() protected chats: readonly ChatView[] = []
  @state() protected leftOut: string | null = null

  @query('parley-forward-dialog') protected forwardDialog!: ForwardDialog
  @query('parley-tag-dialog') protected tagDialog!: TagDialog
  @query('parley-close-dialog') protected closeDialog!: CloseDialog
  @query('parley-block-dialog') protected blockDialog!: BlockDialog

  /** What a dialog asked for, until it has said all of it. */
  #asked: StaffCommand[] = []

  async ask({ kind, selected }: DeskEvents['parley-many']): Promise<void> {
    const { chats, says } = manyPossible(kind, selected, this.client?.desk ?? null)
    this.kind = kind
    this.leftOut = says
    this.chats = chats
    await this.updateComplete
    const dialogs = {
      forward: this.forwardDialog,
      tag: this.tagDialog,
      close: this.closeDialog,
      block: this.blockDialog,
    }
    await dialogs[kind].show()
  }

  /** A dialog says a command for each chat, one after the other: they are taken together. */
  readonly #onCommand = (event: CustomEvent<StaffCommand>): void => {
    event.stopPropagation()
    this.#asked.push(event.detail)
    if (this.#asked.length > 1) return
    queueMicrotask(() => {
      const commands = this.#asked
      this.#asked = []
      void this.#run(this.kind, commands)
    })
  }

  /** Takes back that these chats close. */
  async undo(chatIds: readonly string[]): Promise<void> {
    await this.#send(
      msg('Undoing'),
      chatIds.map((chatId) => ({ type: 'undoClose', chatId })),
    )
  }

  async #run(kind: ManyKind, commands: readonly StaffCommand[]): Promise<void> {
    const { chats } = this
    this.#tellDone(kind, chats, await this.#send(workingWord(kind), commands))
  }

  /** Resolves with why chats were refused, by their ids. */
  async #send(doing: string, commands: readonly StaffCommand[]): Promise<Map<string, string>> {
    const { client, selection } = this
    const refused = new Map<string, string>()
    if (client === null) return refused
    const stop = new AbortController()
    const tell = (count: number): void =>
      selection?.works({
        words: msg(str`${doing}: ${number(count)} of ${number(commands.length)}`),
        stop: () => stop.abort(),
      })
    tell(0)
    const settled = await manyCommands(commands, {
      send: (command) => client.command(command),
      clock: this.clock,
      told: tell,
      stopped: stop.signal,
    })
    selection?.works(null)
    for (const [index, command] of commands.entries()) {
      const answer = settled[index]
      if (answer === undefined || answer.ok || !('chatId' in command)) continue
      if (command.chatId === null) continue
      refused.set(command.chatId, refusalSays(answer.refusal, client.desk))
    }
    return refused
  }

  #tellDone(
    kind: ManyKind,
    chats: readonly ChatView[],
    refused: ReadonlyMap<string, string>,
  ): void {
    const asked = kind === 'block' ? oneOfEachCustomer(chats) : chats
    const done = asked.filter(({ chatId }) => !refused.has(chatId))
    const why = whyWords([...refused.values()])
    // whoever is blocked is blocked in all their chats
    const blocked = new Set(kind === 'block' ? done.map(({ customerId }) => customerId) : [])
    const gone = kind === 'block' ? chats.filter((chat) => blocked.has(chat.customerId)) : done
    this.selection?.drop(gone.map(idOf), why)
    const isUndone = kind === 'close' && (this.client?.desk?.settings.undoMs ?? 0) > 0
    const detail: ManyDone = {
      words: why === null ? `${done.length} done.` : `${done.length} done, ${why}`,
      isRefused: why !== null,
      undo: isUndone ? done.map(idOf) : [],
    }
    this.dispatchEvent(new CustomEvent('parley-many-done', { detail }))
  }

  override render() {
    const { client, chats, leftOut } = this
    const desk = client?.desk ?? null
    return html`
      <div @parley-command=${this.#onCommand}>
        <parley-forward-dialog
          .desk=${desk}
          .chats=${chats}
          .leftOut=${leftOut}
        ></parley-forward-dialog>
        <parley-tag-dialog .desk=${desk} .chats=${chats} .leftOut=${leftOut}></parley-tag-dialog>
        <parley-close-dialog
          .desk=${desk}
          .chats=${chats}
          .leftOut=${leftOut}
        ></parley-close-dialog>
        <parley-block-dialog
          .chats=${oneOfEachCustomer(chats)}
          .leftOut=${leftOut}
          .message=${desk?.settings.texts.blocked ?? ''}
        ></parley-block-dialog>
      </div>
    `
  }
}

function idOf({ chatId }: ChatView): string {
  return chatId
}

function oneOfEachCustomer(chats: readonly ChatView[]): readonly ChatView[] {
  return [...new Map(chats.map((chat) => [chat.customerId, chat])).values()]
}

/** Such as *1 refused: Ben has this chat.*; the same reason is said once. Null where none was. */
function whyWords(reasons: readonly string[]): string | null {
  if (reasons.length === 0) return null
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const [only, ...others] = counts.keys()
  const why =
    others.length === 0
      ? (only ?? '')
      : [...counts].map(([reason, count]) => `${count} × ${reason}`).join(' ')
  return `${reasons.length} refused: ${why}`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-many-dialogs': ManyDialogs
  }
}
