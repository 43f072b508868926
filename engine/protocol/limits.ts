/** Version of the wire; a client says it in its hello. */
export const PROTOCOL_VERSION = 1

/** A message or comment; a long e-mail pasted whole fits. Counted in UTF-16 units. */
export const MAX_TEXT_LENGTH = 8_000

/** One frame or JSON body in bytes: the longest text, escaped at its worst, and its envelope. */
export const MAX_FRAME_BYTES = 64 * 1024

/** A name, a reason, a note: one line or two. */
export const MAX_LINE_LENGTH = 500

/** By which bots name a group; what a database keeps in four bytes. */
export const MAX_GROUP_NUMBER = 2_147_483_647

/** What a chat is about, in a row of a list. */
export const MAX_SUBJECT_LENGTH = 120

/** A phone on a bad network needs up to 6 s from open to hello. */
export const HELLO_TIMEOUT_MS = 10_000

/** The server says its newest number this often; a client that misses two reconnects. */
export const HEARTBEAT_MS = 15_000

/** Frames that a socket may send at once, and refill per second: fast typing and a backlog after a reconnect. */
export const FRAME_BURST = 120
export const FRAMES_PER_SECOND = 30

/** Bytes that may wait for a slow client before it is cut off. */
export const MAX_SEND_BUFFER_BYTES = 1024 * 1024

/** The next part of a desk goes out when no more than this waits for its client. */
export const DRAINED_BYTES = 128 * 1024

/** Chats in one frame of a desk: about 200 KB, so that several fit below what a slow client may owe. */
export const DESK_PART_CHATS = 250

/** More changes than this since a cursor are sent as a fresh snapshot. */
export const MAX_RESUME_CHANGES = 2_000

/** Sockets that one customer or one person of staff may have open; the oldest goes for a new one. */
export const MAX_SOCKETS = 30

/** Missed chats, messages and comments that are told at once; more are sent as a fresh snapshot. */
export const MAX_RESUME_ITEMS = 250

/** Topics that a socket may follow at a time: the desk and open conversations. */
export const MAX_TOPICS = 20

/** Bytes of a person's picture: 256 pixels square, compressed; with its frame of JSON a body. */
export const MAX_PICTURE_BYTES = 40_000

/** A password that is shorter is guessed; longer than the other nobody types. */
export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 200

/** One's other accounts are told anew at most this often, however much happens there. */
export const ACCOUNTS_PAUSE_MS = 1_000

/** What happened to them on another server is known after this at the latest. */
export const ACCOUNTS_ROUND_MS = 60_000

/**
 * Messages and comments in one answer or frame, in bytes: two of them fit below what a slow client may
 * owe. What does not fit is older, and asked for by page.
 */
export const MAX_PAGE_BYTES = 384 * 1024

/** Messages of a conversation in one answer; older ones are asked for by page. */
export const CONVERSATION_PAGE = 100

/** Items of a customer's stream sent at the most after a hello. */
export const CUSTOMER_PAGE = 200

/** A typing signal holds this long unless it is renewed. */
export const TYPING_EXPIRES_MS = 6_000

/** People that one comment can name. */
export const MAX_MENTIONED = 20

/** Unread mentions that a desk holds, and mentions that a list of them shows: the newest. */
export const MAX_MENTIONS = 100
export const MENTIONS_LISTED = 50

/** Who looks at a conversation, and writes there, is told at most this often. */
export const COMPANY_PAUSE_MS = 250

/** Colleagues who are named as looking at a conversation. */
export const MAX_COMPANY = 20

/** Tags of an account that are not deleted, and of one chat. */
export const MAX_TAGS = 200
export const MAX_TAGS_OF_CHAT = 20

/** Quick replies of an account, and again of each person. */
export const MAX_QUICK_REPLIES = 300

/** Articles of an account; whoever has more of them has a help centre elsewhere. */
export const MAX_ARTICLES = 5_000

/** What an article says, in UTF-16 units: it comes in one frame. */
export const MAX_ARTICLE_LENGTH = 16_000

/** An address of a page, wherever it is. */
export const MAX_ADDRESS_LENGTH = 2_000

/** Prompters of an account: agents choose among them. */
export const MAX_PROMPTERS = 50

/** What a model is told besides, in UTF-16 units. */
export const MAX_INSTRUCTIONS_LENGTH = 4_000

/** What opens somebody else's service. */
export const MAX_SECRET_LENGTH = 500

/** Suggestions of one request, and what may come with one. */
export const MAX_SUGGESTIONS = 8
export const MAX_SUGGESTION_EXTRAS = 10

/** A prompter that takes longer has not answered, in milliseconds: an agent who waits longer has written the answer. */
export const WEBHOOK_DEADLINE_MS = 8_000
/** Models write word by word. */
export const MODEL_DEADLINE_MS = 20_000

/** A bot that takes longer has not answered, in milliseconds; the account's own limit may be shorter. */
export const BOT_DEADLINE_MS = 15_000

/** Bots of an account, and the groups that one names by numbers. */
export const MAX_BOTS = 50
export const MAX_GROUPS_OF_BOT = 200

/** What signs what a bot says and hears. */
export const MAX_BOT_SECRET_LENGTH = 200
export const MIN_BOT_SECRET_LENGTH = 16

/** Webhooks of an account. */
export const MAX_WEBHOOKS = 20

/** What signs what a webhook is told: as much as nobody guesses. */
export const MIN_WEBHOOK_SECRET_LENGTH = 32
export const MAX_WEBHOOK_SECRET_LENGTH = 200

/** Reasons for closing that an account may ask with. */
export const MAX_CLOSE_REASONS = 30

/** Wrapping up longer than this is another kind of work. */
export const MAX_WRAP_UP_MS = 30 * 60_000

/** A closed chat may be rated so long after its end, and a rating changed so long after it was given. */
export const RATING_OPEN_MS = 7 * 24 * 3_600_000
export const RATING_CHANGE_MS = 3_600_000

/** What a note about a customer may say, in UTF-16 units. */
export const MAX_NOTE_LENGTH = 2_000

/** Notes about one customer, and free attributes of one: a screen shows them all. */
/** Customers that one person may be. */
export const MAX_PARTS_OF_PERSON = 20

export const MAX_NOTES = 100
export const MAX_ATTRIBUTES = 50
export const MAX_ATTRIBUTE_NAME_LENGTH = 60

/** Chats that a customer's card lists; older ones stand in the archive. */
export const CUSTOMER_CHATS = 200

/** A page's address and title, as the widget tells them. */
export const MAX_PAGE_ADDRESS_LENGTH = 2_000
export const MAX_PAGE_TITLE_LENGTH = 300

/** Files in one message or comment. */
export const MAX_FILES = 10

/** A file's name in UTF-16 units; file systems end at 255 bytes. */
export const MAX_FILE_NAME_LENGTH = 255

/** What was said is kept a day at least, so that nothing goes that is still worked with, or for ever. */
export const MIN_RETENTION_MS = 24 * 3_600_000
export const MAX_RETENTION_MS = 10 * 365 * 24 * 3_600_000

/** The largest file that an account can allow, in bytes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024

/** A chat's last words in a list are cut after so many UTF-16 units. */
export const PREVIEW_LENGTH = 140

/** Pages that an account lets embed its desk: a CRM with an address for each of its customers. */
export const MAX_EMBED_ORIGINS = 50

/** API tokens of an account: nobody keeps track of more. */
export const MAX_API_TOKENS = 100
