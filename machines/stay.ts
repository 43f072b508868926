/** What the whole chat, a group or an agent had of it. Times in milliseconds. */
export interface Stay {
  kind: 'account' | 'group' | 'agent'
  /** Empty for the whole chat. */
  id: string
  /** Of an agent, how often it joined; else 1, and 0 for a chat that never left the bot. */
  chats: number
  /** How many of these had a person's message. */
  answered: number
  /** From arrival to departure, of an agent from joining to leaving. */
  durationMs: number
  /** How much of that nobody had the chat. */
  waitedMs: number
  /** How much of it an agent had the chat. */
  handlingMs: number
  /** From the first arrival until an agent joined; null where none did. */
  waitingMs: number | null
  /** From arrival or joining to the first message that answers the customer. */
  firstResponseMs: number | null
  /** How long each later answer took, from the customer's message or the arrival, the later one. */
  repliesMs: readonly number[]
  /** How often it was forwarded from here, and how often it came here by that. */
  forwards: number
  forwardsIn: number
  /** How often the line's limit sent it on from here to another group. */
  overflows: number
  /** How often it was offered to an agent, and how often that was accepted, declined or missed. */
  offers: number
  accepted: number
  declined: number
  missed: number
  /** How often the response limit took it from an agent. */
  returned: number
  /** Messages of customers and of agents while it was here. */
  customerMessages: number
  agentMessages: number
  /** The customer gave up while it waited here. */
  abandoned: boolean
  /** The customer was blocked while it was here. */
  blocked: boolean
  /** The customer left a message, and it ended here. */
  leftMessage: boolean
  /** It was here when it ended, or last: a rating is theirs. */
  last: boolean
}
