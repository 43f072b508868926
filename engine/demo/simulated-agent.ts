import type { ChatView } from '#protocol/staff-views'
import { StaffClient } from '../client/staff-client.ts'
import type { ConversationMirror } from '../client/conversation-mirror.ts'
import { dialogueOf } from './dialogues.ts'
import type { Dialogue } from './dialogues.ts'
import type { Pace } from './pace.ts'

/** What waits is left to people for this long. */
const FOR_PEOPLE_MS = 12_000

/** A simulated colleague always leaves room: this many chats at a time. */
const AT_A_TIME = 2

/** How long an agent holds a chat, and how rarely. */
const HOLD_MS = 60_000
const HOLD_CHANCE = 0.06

/** Plays an agent: takes what waited long enough, answers as the dialogue goes, forwards, closes. */
export class SimulatedAgent {
  readonly #client: StaffClient
  readonly #pace: Pace
  /** Chats that this agent is busy with. */
  readonly #busy = new Set<string>()
  readonly #strangers: Set<string>

  /** @param strangers chats of real people, which all simulated agents leave to people once one knows. */
  constructor(
    baseUrl: string,
    accountId: string,
    token: string,
    strangers: Set<string>,
    pace: Pace,
  ) {
    this.#strangers = strangers
    this.#pace = pace
    this.#client = new StaffClient({ baseUrl, accountId, token, failed: () => {} })
    this.#client.follow('desk')
  }

  /** Works until the pace is over. */
  async work(): Promise<void> {
    await this.#client.command({ type: 'goOnline' })
    while (!this.#pace.over) {
      for (const chat of this.#client.desk.chats.values()) this.#look(chat)
      await this.#pace.rest(800, 1_600)
    }
    this.#client.close()
  }

  #look(chat: ChatView): void {
    const me = this.#client.personId
    if (me === null || this.#busy.has(chat.chatId) || this.#strangers.has(chat.chatId)) return
    if (chat.agentId === me && chat.state.startsWith('assigned.')) {
      this.#start(chat.chatId, () => this.#talk(chat.chatId))
      return
    }
    const waits = chat.state === 'queued' || (chat.state === 'forwarded' && !chat.targetAgentId)
    const mine = this.#client.desk.agents.get(me)
    const longEnough = Date.now() - chat.stateSince > FOR_PEOPLE_MS
    const hasRoom = this.#busy.size < AT_A_TIME
    const inGroup = mine?.groupIds.includes(chat.groupId) === true
    if (waits && longEnough && hasRoom && inGroup && this.#pace.chance(0.5)) {
      this.#start(chat.chatId, () => this.#take(chat.chatId))
    }
  }

  #start(chatId: string, act: () => Promise<void>): void {
    this.#busy.add(chatId)
    act()
      .catch(() => {})
      .finally(() => this.#busy.delete(chatId))
  }

  async #take(chatId: string): Promise<void> {
    const outcome = await this.#client.command({ type: 'takeChat', chatId })
    if (outcome.kind === 'ack') await this.#talk(chatId)
  }

  async #talk(chatId: string): Promise<void> {
    this.#client.follow(`chat:${chatId}`)
    try {
      while (!this.#pace.over && (await this.#turn(chatId))) await this.#pace.rest(700, 1_500)
    } finally {
      this.#client.unfollow(`chat:${chatId}`)
    }
  }

  /** One thing in a chat in hand; false when there is nothing more to do in it. */
  async #turn(chatId: string): Promise<boolean> {
    const conversation = this.#client.conversations.get(chatId)
    if (conversation?.chat === null || conversation === undefined) return true
    const { chat } = conversation
    if (!chat.open || chat.agentId !== this.#client.personId || chat.state === 'closing') {
      return false
    }
    const dialogue = scriptOf(conversation)
    // A real person writes here: people answer people.
    if (dialogue === null) return this.#handBack(chatId)
    const said = spokenOf(conversation, dialogue)
    if (said >= dialogue.lines.length) return this.#close(chatId)
    if (said % 2 === 0) return true
    await this.#answer(chatId, conversation, dialogue, said)
    return true
  }

  async #answer(
    chatId: string,
    conversation: ConversationMirror,
    dialogue: Dialogue,
    said: number,
  ): Promise<void> {
    const words = dialogue.lines[said]
    if (words === undefined) return
    const seq = conversation.messages.at(-1)?.seq ?? 0
    await this.#client.command({ type: 'markRead', chatId, seq })
    if (said === 3 && this.#pace.chance(HOLD_CHANCE)) {
      await this.#client.command({ type: 'holdChat', chatId, until: Date.now() + HOLD_MS })
    }
    await this.#pace.rest(1_500, 5_000)
    this.#client.typing(chatId, true)
    await this.#pace.type(words)
    this.#client.typing(chatId, false)
    await this.#client.command({ type: 'sendMessage', chatId, text: words })
    if (said !== 1) return
    if (dialogue.comment !== undefined) {
      const { comment: text } = dialogue
      await this.#client.command({ type: 'comment', chatId, text, visibleTo: 'staff' })
    }
    if (dialogue.forwardTo === undefined) return
    await this.#pace.rest(1_000, 3_000)
    const to = { kind: 'group', groupId: dialogue.forwardTo } as const
    await this.#client.command({ type: 'forwardChat', chatId, to, note: 'As we said' })
  }

  async #handBack(chatId: string): Promise<boolean> {
    this.#strangers.add(chatId)
    await this.#client.command({ type: 'returnChat', chatId })
    return false
  }

  async #close(chatId: string): Promise<boolean> {
    await this.#pace.rest(3_000, 8_000)
    await this.#client.command({ type: 'closeChat', chatId })
    return false
  }
}

/** The dialogue that a chat plays: it begins after the greeting to the bot. */
function scriptOf(conversation: ConversationMirror): Dialogue | null {
  const words = conversation.lines.filter(({ author }) => author.startsWith('customer:'))
  const first = words.find(({ text }) => text !== 'Hello')
  if (first === undefined) return words.length === 1 ? WAITING : null
  return dialogueOf(first.text ?? '')
}

/** Before the customer said what it is about. */
const WAITING: Dialogue = { lines: ['', ''] }

/** How many lines of the dialogue were said already. */
function spokenOf(conversation: ConversationMirror, dialogue: Dialogue): number {
  if (dialogue === WAITING) return 0
  return conversation.lines.filter(({ text }) => dialogue.lines.includes(text ?? '')).length
}
