/* Generated from the JSDoc of the elements; `npm run elements` makes it anew. */

/** Asks the page for a token of its server's. */
export type GetToken = () => string | Promise<string>

/** The customer's chat: a launcher, and the window that opens from it. Stores nothing and connects to nothing but the channel's public words until the customer writes. */
export declare class ParleyChat extends HTMLElement {
  /** The channel's id. */
  channel: string
  /** Address of the server; where this script came from, if it is left out. */
  server: string
  /** Who writes, where the page knows it; staff sees it once something was written. */
  customerName: string
  /** How they are reached by mail, where the page knows it. */
  customerEmail: string
  /** The language to speak; else the first that the browser prefers and we know, or the page's. */
  lang: string
  /** On which side of the page the launcher sits. */
  side: 'start' | 'end'
  /** Whether the window is open. */
  open: boolean
  /** Opens the window and puts the focus where one writes. */
  show(): void
  /** Folds the window; the focus returns to the launcher. */
  fold(): void
  /** Brings the conversation, so that opening takes no time; gives whether it is there. P1 */
  prepare(): Promise<boolean>
  addEventListener<Name extends keyof ParleyChatEvents>(
    type: Name,
    listener: (this: ParleyChat, event: ParleyChatEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ParleyChatEvents extends HTMLElementEventMap {
  /** the window opened */
  'parley-open': CustomEvent<null>
  /** the window was folded */
  'parley-close': CustomEvent<null>
  /** how many messages are unread changed */
  'parley-unread': CustomEvent<{ unread: number }>
}

/** The agents' desk: the list, a conversation, its customer. In a page of others it connects itself: name `account` and give `getToken`. */
export declare class ParleyDesk extends HTMLElement {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server: string
  /** The account to connect to; none where the page gives a client. */
  account: string
  /** For whom the tokens are, where a page shows the desks of several people. */
  person: string
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken: GetToken | null
  /** The chat that is shown; null for none. */
  chatId: string | null
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys: boolean
  addEventListener<Name extends keyof ParleyDeskEvents>(
    type: Name,
    listener: (this: ParleyDesk, event: ParleyDeskEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ParleyDeskEvents extends HTMLElementEventMap {
  /** another conversation is shown, or none */
  'parley-place': CustomEvent<{ chatId: string | null }>
  /** how many messages are unread changed */
  'parley-unread': CustomEvent<{ unread: number }>
  /** the server lets this sign-in no longer into the account */
  'parley-shut-out': CustomEvent<null>
  /** another account was chosen, where there are several */
  'parley-account': CustomEvent<{ accountId: string }>
  /** I asked to leave; not in a page of others */
  'parley-signed-out': CustomEvent<null>
}

/** The lists of the desk alone: whose chat is chosen is told by `parley-place`, and shown elsewhere. */
export declare class ParleyDeskList extends HTMLElement {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server: string
  /** The account to connect to; none where the page gives a client. */
  account: string
  /** For whom the tokens are, where a page shows the desks of several people. */
  person: string
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken: GetToken | null
  /** The chat that is shown; null for none. */
  chatId: string | null
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys: boolean
  addEventListener<Name extends keyof ParleyDeskListEvents>(
    type: Name,
    listener: (this: ParleyDeskList, event: ParleyDeskListEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ParleyDeskListEvents extends HTMLElementEventMap {
  /** another conversation is shown, or none */
  'parley-place': CustomEvent<{ chatId: string | null }>
  /** how many messages are unread changed */
  'parley-unread': CustomEvent<{ unread: number }>
  /** the server lets this sign-in no longer into the account */
  'parley-shut-out': CustomEvent<null>
  /** another account was chosen, where there are several */
  'parley-account': CustomEvent<{ accountId: string }>
  /** I asked to leave; not in a page of others */
  'parley-signed-out': CustomEvent<null>
}

/** One conversation of the desk, with all that can be done in it: the one of `chat-id`. */
export declare class ParleyDeskConversation extends HTMLElement {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server: string
  /** The account to connect to; none where the page gives a client. */
  account: string
  /** For whom the tokens are, where a page shows the desks of several people. */
  person: string
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken: GetToken | null
  /** The chat that is shown; null for none. */
  chatId: string | null
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys: boolean
  addEventListener<Name extends keyof ParleyDeskConversationEvents>(
    type: Name,
    listener: (this: ParleyDeskConversation, event: ParleyDeskConversationEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ParleyDeskConversationEvents extends HTMLElementEventMap {
  /** another conversation is shown, or none */
  'parley-place': CustomEvent<{ chatId: string | null }>
  /** how many messages are unread changed */
  'parley-unread': CustomEvent<{ unread: number }>
  /** the server lets this sign-in no longer into the account */
  'parley-shut-out': CustomEvent<null>
  /** another account was chosen, where there are several */
  'parley-account': CustomEvent<{ accountId: string }>
  /** I asked to leave; not in a page of others */
  'parley-signed-out': CustomEvent<null>
}

/** Who one talks to: what is known of the customer of the chat of `chat-id`, notes, and earlier chats. */
export declare class ParleyCustomerCard extends HTMLElement {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server: string
  /** The account to connect to; none where the page gives a client. */
  account: string
  /** For whom the tokens are, where a page shows the desks of several people. */
  person: string
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken: GetToken | null
  /** The chat that is shown; null for none. */
  chatId: string | null
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys: boolean
  addEventListener<Name extends keyof ParleyCustomerCardEvents>(
    type: Name,
    listener: (this: ParleyCustomerCard, event: ParleyCustomerCardEvents[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

export interface ParleyCustomerCardEvents extends HTMLElementEventMap {
  /** another conversation is shown, or none */
  'parley-place': CustomEvent<{ chatId: string | null }>
  /** how many messages are unread changed */
  'parley-unread': CustomEvent<{ unread: number }>
  /** the server lets this sign-in no longer into the account */
  'parley-shut-out': CustomEvent<null>
  /** another account was chosen, where there are several */
  'parley-account': CustomEvent<{ accountId: string }>
  /** I asked to leave; not in a page of others */
  'parley-signed-out': CustomEvent<null>
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChat
    'parley-desk': ParleyDesk
    'parley-desk-list': ParleyDeskList
    'parley-desk-conversation': ParleyDeskConversation
    'parley-customer-card': ParleyCustomerCard
  }
}
