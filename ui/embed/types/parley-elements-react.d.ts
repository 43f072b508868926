import type {
  ParleyChat,
  ParleyDesk,
  ParleyDeskList,
  ParleyDeskConversation,
  ParleyCustomerCard,
} from "./parley-elements.js";

/**
 * This type can be used to create scoped tags for your components.
 *
 * Usage:
 *
 * ```ts
 * import type { ScopedElements } from "path/to/library/jsx-integration";
 *
 * declare module "my-library" {
 *   namespace JSX {
 *     interface IntrinsicElements
 *       extends ScopedElements<'test-', ''> {}
 *   }
 * }
 * ```
 *
 * @deprecated Runtime scoped elements result in duplicate types and can confusing for developers. It is recommended to use the `prefix` and `suffix` options to generate new types instead.
 */
export type ScopedElements<
  Prefix extends string = "",
  Suffix extends string = "",
> = {
  [
    Key in keyof CustomElements as `${Prefix}${Key}${Suffix}`
  ]: CustomElements[Key];
};

type BaseProps<T extends HTMLElement> = {
  /** Content added between the opening and closing tags of the element */
  children?: any | undefined;
  /** Used for declaratively styling one or more elements using CSS (Cascading Stylesheets) */
  class?: string | undefined;
  /** Used for declaratively styling one or more elements using CSS (Cascading Stylesheets) */
  className?: string | undefined;
  /** Takes an object where the key is the class name(s) and the value is a boolean expression. When true, the class is applied, and when false, it is removed. */
  classList?: Record<string, boolean | undefined> | undefined;
  /** Specifies the text direction of the element. */
  dir?: "ltr" | "rtl" | undefined;
  /** Contains a space-separated list of the part names of the element that should be exposed on the host element. */
  exportparts?: string | undefined;
  /** For <label> and <output>, lets you associate the label with some control. */
  htmlFor?: string | undefined;
  /** Specifies whether the element should be hidden. */
  hidden?: boolean | string | undefined;
  /** A unique identifier for the element. */
  id?: string | undefined;
  /** Keys tell React which array item each component corresponds to */
  key?: string | number | undefined;
  /** Specifies the language of the element. */
  lang?: string | undefined;
  /** Defines the element's semantic role for accessibility APIs. */
  role?: string | undefined;
  /** Contains a space-separated list of the part names of the element. Part names allows CSS to select and style specific elements in a shadow tree via the ::part pseudo-element. */
  part?: string | undefined;
  /** Use the ref attribute with a variable to assign a DOM element to the variable once the element is rendered. */
  ref?: (T | ((e: T) => void)) | undefined;
  /** Adds a reference for a custom element slot */
  slot?: string | undefined;
  /** Prop for setting inline styles */
  style?: Record<string, string | number> | undefined;
  /** Overrides the default Tab button behavior. Avoid using values other than -1 and 0. */
  tabIndex?: number | undefined;
  /** Specifies the tooltip text for the element. */
  title?: string | undefined;
  /** Passing 'no' excludes the element content from being translated. */
  translate?: "yes" | "no" | undefined;
  /** The popover global attribute is used to designate an element as a popover element. */
  popover?: "auto" | "hint" | "manual" | undefined;
  /** Turns an element element into a popover control button; takes the ID of the popover element to control as its value. */
  popovertarget?: "top" | "bottom" | "left" | "right" | "auto" | undefined;
  /** Specifies the action to be performed on a popover element being controlled by a control element. */
  popovertargetaction?: "show" | "hide" | "toggle" | undefined;
};

type BaseEvents = {};

export type ParleyChatProps = {
  /** The channel's id. */
  channel?: ParleyChat["channel"] | undefined;
  /** Address of the server; where this script came from, if it is left out. */
  server?: ParleyChat["server"] | undefined;
  /** Who writes, where the page knows it; staff sees it once something was written. */
  "customer-name"?: ParleyChat["customerName"] | undefined;
  /** Who writes, where the page knows it; staff sees it once something was written. */
  customerName?: ParleyChat["customerName"] | undefined;
  /** How they are reached by mail, where the page knows it. */
  "customer-email"?: ParleyChat["customerEmail"] | undefined;
  /** How they are reached by mail, where the page knows it. */
  customerEmail?: ParleyChat["customerEmail"] | undefined;
  /** The language to speak; else the first that the browser prefers and we know, or the page's. */
  lang?: ParleyChat["lang"] | undefined;
  /** On which side of the page the launcher sits. */
  side?: ParleyChat["side"] | undefined;
  /** Whether the window is open. */
  open?: ParleyChat["open"] | undefined;

  /** the window opened */
  "onparley-open"?: ((e: CustomEvent<null>) => void) | undefined;
  /** the window was folded */
  "onparley-close"?: ((e: CustomEvent<null>) => void) | undefined;
  /** how many messages are unread changed */
  "onparley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
};

export type ParleyChatSolidJsProps = {
  /** The channel's id. */
  "prop:channel"?: ParleyChat["channel"] | undefined;
  /** Address of the server; where this script came from, if it is left out. */
  "prop:server"?: ParleyChat["server"] | undefined;
  /** Who writes, where the page knows it; staff sees it once something was written. */
  "attr:customer-name"?: ParleyChat["customerName"] | undefined;
  /** Who writes, where the page knows it; staff sees it once something was written. */
  "prop:customerName"?: ParleyChat["customerName"] | undefined;
  /** How they are reached by mail, where the page knows it. */
  "attr:customer-email"?: ParleyChat["customerEmail"] | undefined;
  /** How they are reached by mail, where the page knows it. */
  "prop:customerEmail"?: ParleyChat["customerEmail"] | undefined;
  /** The language to speak; else the first that the browser prefers and we know, or the page's. */
  "prop:lang"?: ParleyChat["lang"] | undefined;
  /** On which side of the page the launcher sits. */
  "prop:side"?: ParleyChat["side"] | undefined;
  /** Whether the window is open. */
  "prop:open"?: ParleyChat["open"] | undefined;
  /** the window opened */
  "on:parley-open"?: ((e: CustomEvent<null>) => void) | undefined;
  /** the window was folded */
  "on:parley-close"?: ((e: CustomEvent<null>) => void) | undefined;
  /** how many messages are unread changed */
  "on:parley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;

  /** Set the innerHTML of the element */
  innerHTML?: string | undefined;
  /** Set the textContent of the element */
  textContent?: string | number | undefined;
};

export type ParleyDeskProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDesk["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDesk["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDesk["person"] | undefined;
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDesk["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  chatId?: ParleyDesk["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDesk["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDesk["singleKeys"] | undefined;

  /** another conversation is shown, or none */
  "onparley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "onparley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "onparley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;
};

export type ParleyDeskSolidJsProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  "prop:server"?: ParleyDesk["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  "prop:account"?: ParleyDesk["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  "prop:person"?: ParleyDesk["person"] | undefined;
  /** The chat that is shown; null for none. */
  "attr:chat-id"?: ParleyDesk["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  "prop:chatId"?: ParleyDesk["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  "prop:getToken"?: ParleyDesk["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  "prop:singleKeys"?: ParleyDesk["singleKeys"] | undefined;
  /** another conversation is shown, or none */
  "on:parley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "on:parley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "on:parley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "on:parley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "on:parley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;

  /** Set the innerHTML of the element */
  innerHTML?: string | undefined;
  /** Set the textContent of the element */
  textContent?: string | number | undefined;
};

export type ParleyDeskListProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDeskList["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDeskList["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDeskList["person"] | undefined;
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDeskList["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  chatId?: ParleyDeskList["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDeskList["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDeskList["singleKeys"] | undefined;

  /** another conversation is shown, or none */
  "onparley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "onparley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "onparley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;
};

export type ParleyDeskListSolidJsProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  "prop:server"?: ParleyDeskList["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  "prop:account"?: ParleyDeskList["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  "prop:person"?: ParleyDeskList["person"] | undefined;
  /** The chat that is shown; null for none. */
  "attr:chat-id"?: ParleyDeskList["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  "prop:chatId"?: ParleyDeskList["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  "prop:getToken"?: ParleyDeskList["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  "prop:singleKeys"?: ParleyDeskList["singleKeys"] | undefined;
  /** another conversation is shown, or none */
  "on:parley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "on:parley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "on:parley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "on:parley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "on:parley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;

  /** Set the innerHTML of the element */
  innerHTML?: string | undefined;
  /** Set the textContent of the element */
  textContent?: string | number | undefined;
};

export type ParleyDeskConversationProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDeskConversation["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDeskConversation["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDeskConversation["person"] | undefined;
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDeskConversation["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  chatId?: ParleyDeskConversation["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDeskConversation["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDeskConversation["singleKeys"] | undefined;

  /** another conversation is shown, or none */
  "onparley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "onparley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "onparley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;
};

export type ParleyDeskConversationSolidJsProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  "prop:server"?: ParleyDeskConversation["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  "prop:account"?: ParleyDeskConversation["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  "prop:person"?: ParleyDeskConversation["person"] | undefined;
  /** The chat that is shown; null for none. */
  "attr:chat-id"?: ParleyDeskConversation["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  "prop:chatId"?: ParleyDeskConversation["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  "prop:getToken"?: ParleyDeskConversation["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  "prop:singleKeys"?: ParleyDeskConversation["singleKeys"] | undefined;
  /** another conversation is shown, or none */
  "on:parley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "on:parley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "on:parley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "on:parley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "on:parley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;

  /** Set the innerHTML of the element */
  innerHTML?: string | undefined;
  /** Set the textContent of the element */
  textContent?: string | number | undefined;
};

export type ParleyCustomerCardProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyCustomerCard["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyCustomerCard["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyCustomerCard["person"] | undefined;
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyCustomerCard["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  chatId?: ParleyCustomerCard["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyCustomerCard["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyCustomerCard["singleKeys"] | undefined;

  /** another conversation is shown, or none */
  "onparley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "onparley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "onparley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;
};

export type ParleyCustomerCardSolidJsProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  "prop:server"?: ParleyCustomerCard["server"] | undefined;
  /** The account to connect to; none where the page gives a client. */
  "prop:account"?: ParleyCustomerCard["account"] | undefined;
  /** For whom the tokens are, where a page shows the desks of several people. */
  "prop:person"?: ParleyCustomerCard["person"] | undefined;
  /** The chat that is shown; null for none. */
  "attr:chat-id"?: ParleyCustomerCard["chatId"] | undefined;
  /** The chat that is shown; null for none. */
  "prop:chatId"?: ParleyCustomerCard["chatId"] | undefined;
  /** Asks the page for a token of its server's, whenever one is needed. */
  "prop:getToken"?: ParleyCustomerCard["getToken"] | undefined;
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  "prop:singleKeys"?: ParleyCustomerCard["singleKeys"] | undefined;
  /** another conversation is shown, or none */
  "on:parley-place"?:
    ((e: CustomEvent<{ chatId: string | null }>) => void) | undefined;
  /** how many messages are unread changed */
  "on:parley-unread"?:
    ((e: CustomEvent<{ unread: number }>) => void) | undefined;
  /** the server lets this sign-in no longer into the account */
  "on:parley-shut-out"?: ((e: CustomEvent<null>) => void) | undefined;
  /** another account was chosen, where there are several */
  "on:parley-account"?:
    ((e: CustomEvent<{ accountId: string }>) => void) | undefined;
  /** I asked to leave; not in a page of others */
  "on:parley-signed-out"?: ((e: CustomEvent<null>) => void) | undefined;

  /** Set the innerHTML of the element */
  innerHTML?: string | undefined;
  /** Set the textContent of the element */
  textContent?: string | number | undefined;
};

export type CustomElements = {
  /**
   * The customer's chat: a launcher, and the window that opens from it. Stores nothing and connects
   * to nothing but the channel's public words until the customer writes.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `channel`: The channel's id.
   * - `server`: Address of the server; where this script came from, if it is left out.
   * - `customer-name`/`customerName`: Who writes, where the page knows it; staff sees it once something was written.
   * - `customer-email`/`customerEmail`: How they are reached by mail, where the page knows it.
   * - `lang`: The language to speak; else the first that the browser prefers and we know, or the page's.
   * - `side`: On which side of the page the launcher sits.
   * - `open`: Whether the window is open.
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-open`: the window opened
   * - `parley-close`: the window was folded
   * - `parley-unread`: how many messages are unread changed
   *
   * ## Methods
   *
   * Methods that can be called to access component functionality.
   *
   * - `show() => void`: Opens the window and puts the focus where one writes.
   * - `fold() => void`: Folds the window; the focus returns to the launcher.
   * - `prepare() => Promise<boolean>`: Brings the conversation, so that opening takes no time; gives whether it is there. P1
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--parley-layer`: z-index of launcher and window (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `launcher`: the round button
   * - `window`: the window
   */
  "parley-chat": Partial<ParleyChatProps & BaseProps<ParleyChat> & BaseEvents>;

  /**
   * The agents' desk: the list, a conversation, its customer.
   *
   * In a page of others it connects itself: name `account` and give `getToken`.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## Slots
   *
   * Areas where markup can be added to the component.
   *
   * - `brand`: in place of the logo, at the start of the strip
   * - `actions`: at the end of the strip, before one's presence
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `strip`: what stands above all
   * - `rail`: the ways to chats and customers
   * - `list`: the list of chats
   * - `conversation`: the conversation
   * - `customer`: the column of the customer
   */
  "parley-desk": Partial<ParleyDeskProps & BaseProps<ParleyDesk> & BaseEvents>;

  /**
   * The lists of the desk alone: whose chat is chosen is told by `parley-place`, and shown elsewhere.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `list`: the list of chats
   */
  "parley-desk-list": Partial<
    ParleyDeskListProps & BaseProps<ParleyDeskList> & BaseEvents
  >;

  /**
   * One conversation of the desk, with all that can be done in it: the one of `chat-id`.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `conversation`: the conversation
   */
  "parley-desk-conversation": Partial<
    ParleyDeskConversationProps & BaseProps<ParleyDeskConversation> & BaseEvents
  >;

  /**
   * Who one talks to: what is known of the customer of the chat of `chat-id`, notes, and earlier chats.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `customer`: the card
   */
  "parley-customer-card": Partial<
    ParleyCustomerCardProps & BaseProps<ParleyCustomerCard> & BaseEvents
  >;
};

export type CustomElementsSolidJs = {
  /**
   * The customer's chat: a launcher, and the window that opens from it. Stores nothing and connects
   * to nothing but the channel's public words until the customer writes.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `channel`: The channel's id.
   * - `server`: Address of the server; where this script came from, if it is left out.
   * - `customer-name`/`customerName`: Who writes, where the page knows it; staff sees it once something was written.
   * - `customer-email`/`customerEmail`: How they are reached by mail, where the page knows it.
   * - `lang`: The language to speak; else the first that the browser prefers and we know, or the page's.
   * - `side`: On which side of the page the launcher sits.
   * - `open`: Whether the window is open.
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-open`: the window opened
   * - `parley-close`: the window was folded
   * - `parley-unread`: how many messages are unread changed
   *
   * ## Methods
   *
   * Methods that can be called to access component functionality.
   *
   * - `show() => void`: Opens the window and puts the focus where one writes.
   * - `fold() => void`: Folds the window; the focus returns to the launcher.
   * - `prepare() => Promise<boolean>`: Brings the conversation, so that opening takes no time; gives whether it is there. P1
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--parley-layer`: z-index of launcher and window (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `launcher`: the round button
   * - `window`: the window
   */
  "parley-chat": Partial<
    ParleyChatProps &
      ParleyChatSolidJsProps &
      BaseProps<ParleyChat> &
      BaseEvents
  >;

  /**
   * The agents' desk: the list, a conversation, its customer.
   *
   * In a page of others it connects itself: name `account` and give `getToken`.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## Slots
   *
   * Areas where markup can be added to the component.
   *
   * - `brand`: in place of the logo, at the start of the strip
   * - `actions`: at the end of the strip, before one's presence
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `strip`: what stands above all
   * - `rail`: the ways to chats and customers
   * - `list`: the list of chats
   * - `conversation`: the conversation
   * - `customer`: the column of the customer
   */
  "parley-desk": Partial<
    ParleyDeskProps &
      ParleyDeskSolidJsProps &
      BaseProps<ParleyDesk> &
      BaseEvents
  >;

  /**
   * The lists of the desk alone: whose chat is chosen is told by `parley-place`, and shown elsewhere.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `list`: the list of chats
   */
  "parley-desk-list": Partial<
    ParleyDeskListProps &
      ParleyDeskListSolidJsProps &
      BaseProps<ParleyDeskList> &
      BaseEvents
  >;

  /**
   * One conversation of the desk, with all that can be done in it: the one of `chat-id`.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `conversation`: the conversation
   */
  "parley-desk-conversation": Partial<
    ParleyDeskConversationProps &
      ParleyDeskConversationSolidJsProps &
      BaseProps<ParleyDeskConversation> &
      BaseEvents
  >;

  /**
   * Who one talks to: what is known of the customer of the chat of `chat-id`, notes, and earlier chats.
   *
   * ## Attributes & Properties
   *
   * Component attributes and properties that can be applied to the element or by using JavaScript.
   *
   * - `server`: Address of the server to connect to; where this script came from, if it is left out.
   * - `account`: The account to connect to; none where the page gives a client.
   * - `person`: For whom the tokens are, where a page shows the desks of several people.
   * - `chat-id`/`chatId`: The chat that is shown; null for none.
   * - `getToken`: Asks the page for a token of its server's, whenever one is needed. (property only)
   * - `singleKeys`: Whether keys without Ctrl, Cmd or Alt are wanted. (property only)
   *
   * ## Events
   *
   * Events that will be emitted by the component.
   *
   * - `parley-place`: another conversation is shown, or none
   * - `parley-unread`: how many messages are unread changed
   * - `parley-shut-out`: the server lets this sign-in no longer into the account
   * - `parley-account`: another account was chosen, where there are several
   * - `parley-signed-out`: I asked to leave; not in a page of others
   *
   * ## CSS Custom Properties
   *
   * CSS variables available for styling the component.
   *
   * - `--accent`: the colour of what can be done (default: `undefined`)
   * - `--accent-text`: the same as text (default: `undefined`)
   * - `--ground`: the ground (default: `undefined`)
   * - `--ground-sunken`: the ground of strip, rail and columns (default: `undefined`)
   * - `--text`: the text (default: `undefined`)
   * - `--line`: lines that part things (default: `undefined`)
   * - `--radius`: how round controls are (default: `undefined`)
   * - `--font`: the family of the text (default: `undefined`)
   *
   * ## CSS Parts
   *
   * Custom selectors for styling elements within the component.
   *
   * - `customer`: the card
   */
  "parley-customer-card": Partial<
    ParleyCustomerCardProps &
      ParleyCustomerCardSolidJsProps &
      BaseProps<ParleyCustomerCard> &
      BaseEvents
  >;
};

export type CustomCssProperties = {
  /** z-index of launcher and window */
  "--parley-layer"?: string | undefined;
  /** the colour of what can be done */
  "--accent"?: string | undefined;
  /** the same as text */
  "--accent-text"?: string | undefined;
  /** the ground */
  "--ground"?: string | undefined;
  /** the ground of strip, rail and columns */
  "--ground-sunken"?: string | undefined;
  /** the text */
  "--text"?: string | undefined;
  /** lines that part things */
  "--line"?: string | undefined;
  /** how round controls are */
  "--radius"?: string | undefined;
  /** the family of the text */
  "--font"?: string | undefined;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "react/jsx-runtime" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "react/jsx-dev-runtime" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "@builder.io/qwik" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "@stencil/core" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "hono/jsx" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "react-native" {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements extends CustomElementsSolidJs {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}

declare global {
  namespace JSX {
    interface IntrinsicElements extends CustomElements {}
  }
  export interface CSSProperties extends CustomCssProperties {}
}
