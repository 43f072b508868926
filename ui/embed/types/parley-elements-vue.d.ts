import type { DefineComponent } from "vue";
import type {
  ParleyChat,
  ParleyDesk,
  ParleyDeskList,
  ParleyDeskConversation,
  ParleyCustomerCard,
} from "./parley-elements.js";

type ParleyChatProps = {
  /** The channel's id. */
  channel?: ParleyChat["channel"];
  /** Address of the server; where this script came from, if it is left out. */
  server?: ParleyChat["server"];
  /** Who writes, where the page knows it; staff sees it once something was written. */
  "customer-name"?: ParleyChat["customerName"];
  /** How they are reached by mail, where the page knows it. */
  "customer-email"?: ParleyChat["customerEmail"];
  /** The language to speak; else the first that the browser prefers and we know, or the page's. */
  lang?: ParleyChat["lang"];
  /** On which side of the page the launcher sits. */
  side?: ParleyChat["side"];
  /** Whether the window is open. */
  open?: ParleyChat["open"];

  /** the window opened */
  "onparley-open"?: (e: CustomEvent<null>) => void;
  /** the window was folded */
  "onparley-close"?: (e: CustomEvent<null>) => void;
  /** how many messages are unread changed */
  "onparley-unread"?: (e: CustomEvent<{ unread: number }>) => void;
};

type ParleyDeskProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDesk["server"];
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDesk["account"];
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDesk["person"];
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDesk["chatId"];
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDesk["getToken"];
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDesk["singleKeys"];
  /** another conversation is shown, or none */
  "onparley-place"?: (e: CustomEvent<{ chatId: string | null }>) => void;
  /** how many messages are unread changed */
  "onparley-unread"?: (e: CustomEvent<{ unread: number }>) => void;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: (e: CustomEvent<null>) => void;
  /** another account was chosen, where there are several */
  "onparley-account"?: (e: CustomEvent<{ accountId: string }>) => void;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: (e: CustomEvent<null>) => void;
};

type ParleyDeskListProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDeskList["server"];
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDeskList["account"];
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDeskList["person"];
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDeskList["chatId"];
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDeskList["getToken"];
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDeskList["singleKeys"];
  /** another conversation is shown, or none */
  "onparley-place"?: (e: CustomEvent<{ chatId: string | null }>) => void;
  /** how many messages are unread changed */
  "onparley-unread"?: (e: CustomEvent<{ unread: number }>) => void;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: (e: CustomEvent<null>) => void;
  /** another account was chosen, where there are several */
  "onparley-account"?: (e: CustomEvent<{ accountId: string }>) => void;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: (e: CustomEvent<null>) => void;
};

type ParleyDeskConversationProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyDeskConversation["server"];
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyDeskConversation["account"];
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyDeskConversation["person"];
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyDeskConversation["chatId"];
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyDeskConversation["getToken"];
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyDeskConversation["singleKeys"];
  /** another conversation is shown, or none */
  "onparley-place"?: (e: CustomEvent<{ chatId: string | null }>) => void;
  /** how many messages are unread changed */
  "onparley-unread"?: (e: CustomEvent<{ unread: number }>) => void;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: (e: CustomEvent<null>) => void;
  /** another account was chosen, where there are several */
  "onparley-account"?: (e: CustomEvent<{ accountId: string }>) => void;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: (e: CustomEvent<null>) => void;
};

type ParleyCustomerCardProps = {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  server?: ParleyCustomerCard["server"];
  /** The account to connect to; none where the page gives a client. */
  account?: ParleyCustomerCard["account"];
  /** For whom the tokens are, where a page shows the desks of several people. */
  person?: ParleyCustomerCard["person"];
  /** The chat that is shown; null for none. */
  "chat-id"?: ParleyCustomerCard["chatId"];
  /** Asks the page for a token of its server's, whenever one is needed. */
  getToken?: ParleyCustomerCard["getToken"];
  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  singleKeys?: ParleyCustomerCard["singleKeys"];
  /** another conversation is shown, or none */
  "onparley-place"?: (e: CustomEvent<{ chatId: string | null }>) => void;
  /** how many messages are unread changed */
  "onparley-unread"?: (e: CustomEvent<{ unread: number }>) => void;
  /** the server lets this sign-in no longer into the account */
  "onparley-shut-out"?: (e: CustomEvent<null>) => void;
  /** another account was chosen, where there are several */
  "onparley-account"?: (e: CustomEvent<{ accountId: string }>) => void;
  /** I asked to leave; not in a page of others */
  "onparley-signed-out"?: (e: CustomEvent<null>) => void;
};

export type CustomElements = {
  /**
   * The customer's chat: a launcher, and the window that opens from it. Stores nothing and connects
   * to nothing but the channel's public words until the customer writes.
   * ---
   *
   *
   * ### **Events:**
   *  - **parley-open** - the window opened
   * - **parley-close** - the window was folded
   * - **parley-unread** - how many messages are unread changed
   *
   * ### **Methods:**
   *  - **show(): _void_** - Opens the window and puts the focus where one writes.
   * - **fold(): _void_** - Folds the window; the focus returns to the launcher.
   * - **prepare(): _Promise<boolean>_** - Brings the conversation, so that opening takes no time; gives whether it is there. P1
   *
   * ### **CSS Properties:**
   *  - **--parley-layer** - z-index of launcher and window _(default: undefined)_
   *
   * ### **CSS Parts:**
   *  - **launcher** - the round button
   * - **window** - the window
   */
  "parley-chat": DefineComponent<ParleyChatProps>;

  /**
   * The agents' desk: the list, a conversation, its customer.
   *
   * In a page of others it connects itself: name `account` and give `getToken`.
   * ---
   *
   *
   * ### **Events:**
   *  - **parley-place** - another conversation is shown, or none
   * - **parley-unread** - how many messages are unread changed
   * - **parley-shut-out** - the server lets this sign-in no longer into the account
   * - **parley-account** - another account was chosen, where there are several
   * - **parley-signed-out** - I asked to leave; not in a page of others
   *
   * ### **Slots:**
   *  - **brand** - in place of the logo, at the start of the strip
   * - **actions** - at the end of the strip, before one's presence
   *
   * ### **CSS Properties:**
   *  - **--accent** - the colour of what can be done _(default: undefined)_
   * - **--accent-text** - the same as text _(default: undefined)_
   * - **--ground** - the ground _(default: undefined)_
   * - **--ground-sunken** - the ground of strip, rail and columns _(default: undefined)_
   * - **--text** - the text _(default: undefined)_
   * - **--line** - lines that part things _(default: undefined)_
   * - **--radius** - how round controls are _(default: undefined)_
   * - **--font** - the family of the text _(default: undefined)_
   *
   * ### **CSS Parts:**
   *  - **strip** - what stands above all
   * - **rail** - the ways to chats and customers
   * - **list** - the list of chats
   * - **conversation** - the conversation
   * - **customer** - the column of the customer
   */
  "parley-desk": DefineComponent<ParleyDeskProps>;

  /**
   * The lists of the desk alone: whose chat is chosen is told by `parley-place`, and shown elsewhere.
   * ---
   *
   *
   * ### **Events:**
   *  - **parley-place** - another conversation is shown, or none
   * - **parley-unread** - how many messages are unread changed
   * - **parley-shut-out** - the server lets this sign-in no longer into the account
   * - **parley-account** - another account was chosen, where there are several
   * - **parley-signed-out** - I asked to leave; not in a page of others
   *
   * ### **CSS Properties:**
   *  - **--accent** - the colour of what can be done _(default: undefined)_
   * - **--accent-text** - the same as text _(default: undefined)_
   * - **--ground** - the ground _(default: undefined)_
   * - **--ground-sunken** - the ground of strip, rail and columns _(default: undefined)_
   * - **--text** - the text _(default: undefined)_
   * - **--line** - lines that part things _(default: undefined)_
   * - **--radius** - how round controls are _(default: undefined)_
   * - **--font** - the family of the text _(default: undefined)_
   *
   * ### **CSS Parts:**
   *  - **list** - the list of chats
   */
  "parley-desk-list": DefineComponent<ParleyDeskListProps>;

  /**
   * One conversation of the desk, with all that can be done in it: the one of `chat-id`.
   * ---
   *
   *
   * ### **Events:**
   *  - **parley-place** - another conversation is shown, or none
   * - **parley-unread** - how many messages are unread changed
   * - **parley-shut-out** - the server lets this sign-in no longer into the account
   * - **parley-account** - another account was chosen, where there are several
   * - **parley-signed-out** - I asked to leave; not in a page of others
   *
   * ### **CSS Properties:**
   *  - **--accent** - the colour of what can be done _(default: undefined)_
   * - **--accent-text** - the same as text _(default: undefined)_
   * - **--ground** - the ground _(default: undefined)_
   * - **--ground-sunken** - the ground of strip, rail and columns _(default: undefined)_
   * - **--text** - the text _(default: undefined)_
   * - **--line** - lines that part things _(default: undefined)_
   * - **--radius** - how round controls are _(default: undefined)_
   * - **--font** - the family of the text _(default: undefined)_
   *
   * ### **CSS Parts:**
   *  - **conversation** - the conversation
   */
  "parley-desk-conversation": DefineComponent<ParleyDeskConversationProps>;

  /**
   * Who one talks to: what is known of the customer of the chat of `chat-id`, notes, and earlier chats.
   * ---
   *
   *
   * ### **Events:**
   *  - **parley-place** - another conversation is shown, or none
   * - **parley-unread** - how many messages are unread changed
   * - **parley-shut-out** - the server lets this sign-in no longer into the account
   * - **parley-account** - another account was chosen, where there are several
   * - **parley-signed-out** - I asked to leave; not in a page of others
   *
   * ### **CSS Properties:**
   *  - **--accent** - the colour of what can be done _(default: undefined)_
   * - **--accent-text** - the same as text _(default: undefined)_
   * - **--ground** - the ground _(default: undefined)_
   * - **--ground-sunken** - the ground of strip, rail and columns _(default: undefined)_
   * - **--text** - the text _(default: undefined)_
   * - **--line** - lines that part things _(default: undefined)_
   * - **--radius** - how round controls are _(default: undefined)_
   * - **--font** - the family of the text _(default: undefined)_
   *
   * ### **CSS Parts:**
   *  - **customer** - the card
   */
  "parley-customer-card": DefineComponent<ParleyCustomerCardProps>;
};

declare module "vue" {
  // eslint-disable-next-line @typescript-eslint/no-empty-interface
  interface GlobalComponents extends CustomElements {}
}

declare global {
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-interface
    interface IntrinsicElements extends CustomElements {}
  }
}
