import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffClient } from '../client/staff-client.ts'
import type { Place } from './address.ts'
import type { CommandDesk, DeskPart } from './commands.ts'
import type { DeskEvents } from './desk-events.ts'

/** What the desk gives for its commands. */
export interface CommandDeskParts {
  /** Where its elements are. */
  root: () => ParentNode
  client: () => StaffClient | null
  place: () => Place
  /** Leads to a place that is the desk's own: a panel, a page, the way out. */
  open: (part: Extract<DeskPart, 'side' | 'customers' | 'signOut' | 'search'>) => void
  go: (place: Place) => void
  goNextAfter: (chatId: string) => void
  run: (command: StaffCommand) => void
  ask: (dialog: DeskEvents['parley-dialog']) => void
}

/** The desk as its commands see it: what is there at that moment, and the elements that do it. */
export function commandDesk(parts: CommandDeskParts): CommandDesk {
  const list = () => parts.root().querySelector('parley-chat-list')
  const found = () => parts.root().querySelector('parley-search-list')
  const conversation = () => parts.root().querySelector('parley-conversation')
  const composer = () => conversation()?.writes ?? null
  return {
    get desk() {
      return parts.client()?.desk ?? null
    },
    get place() {
      return parts.place()
    },
    get chat() {
      return conversation()?.about.chat ?? null
    },
    get possible() {
      return conversation()?.about.possible ?? null
    },
    whyNoWriting: (mode) => composer()?.whyNot(mode) ?? null,
    get takesFiles() {
      return composer()?.takesFiles ?? false
    },
    get hasAccounts() {
      return parts.root().querySelector('parley-account-switch')?.hasOthers ?? false
    },
    get isEmbedded() {
      return parts.root().querySelector('parley-presence-switch')?.embedded ?? true
    },
    get hasSearch() {
      const field = 'parley-search-field, parley-search-list, [href^="#/search"]'
      return parts.root().querySelector(field) !== null
    },
    get hasSide() {
      return conversation() !== null
    },
    get newBelow() {
      return conversation()?.hasNew ?? false
    },
    neighbour: (step) => (list() ?? found())?.neighbour(step) ?? null,
    go: parts.go,
    goNextAfter: parts.goNextAfter,
    run: parts.run,
    ask: parts.ask,
    to: (part) => {
      switch (part) {
        case 'list':
          return (list() ?? found())?.focusRows()
        case 'filter':
          return list()?.focusFind()
        case 'conversation':
          return conversation()?.focusWords()
        case 'unread':
          return conversation()?.toUnread()
        case 'composer':
          return conversation()?.focus()
        case 'message':
        case 'comment':
          return composer()?.choose(part)
        case 'attach':
          return composer()?.attach()
        case 'emoji':
          return composer()?.openEmoji()
        case 'hold':
          return conversation()?.openHold()
        case 'tags':
          return conversation()?.openTags()
        case 'accounts':
          return parts.root().querySelector('parley-account-switch')?.open()
        case 'bar':
          return void parts.root().querySelector('parley-command-bar')?.show()
        case 'help':
          return parts.root().querySelector('parley-keys-dialog')?.show()
        case 'side':
        case 'customers':
        case 'search':
        case 'signOut':
          return parts.open(part)
      }
    },
  }
}
