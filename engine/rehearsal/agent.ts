import type { ConversationMirror } from '../client/conversation-mirror.ts'
import type { Outcome } from '../client/pending-commands.ts'
import { StaffClient } from '../client/staff-client.ts'
import type { StaffAck } from '../client/staff-client.ts'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffServerFrame } from '#protocol/staff-frames'
import type { ChatView } from '#protocol/staff-views'
import type { CastAccount, SignInOf } from './cast.ts'
import { markedComment } from './comment-marks.ts'
import type { CommentMark } from './comment-marks.ts'
import type { SaidComment, SaidLine, SaidTag, SentFile } from './observations.ts'
import type { StaffEars } from './recorder.ts'
import type { Act } from './script.ts'
import { Shift } from './shift.ts'
import type { Signal } from './signal.ts'
import type { Conversation, Stage } from './stage.ts'
import { sendIn, wayOf } from './trouble.ts'
import { decideFiles, uploadFor, withFiles } from './uploads.ts'

/** What a chat's chart says to whoever lost it in the meantime. */
const LOST_IT = ['holdsChat', 'notNow', 'chatOver', 'forbidden', 'notFound']

/** Somebody was faster, all hands are full, or the server has just come back and not seen us yet. */
const TAKE_REFUSED = ['taken', 'belowLimit', 'connected', ...LOST_IT]

/** How long an agent whose command was refused waits for the reason to arrive. */
const PATIENCE_MS = 100

/** Losing an agent's socket touches all of their chats, so it is rarer than a customer's. */
const MISFORTUNE = 0.15

/** A socket follows a limited number of topics, most of them chats in hand. */
const MOST_LINGERING = 3

/** Until when a chat is put on hold that is taken up again at once. */
const HOLD_MS = 10 * 60_000

/** An agent who gets or takes chats and holds the conversations that are in them. */
export class RehearsalAgent {
  readonly agentId: string
  readonly account: CastAccount
  readonly #stage: Stage
  readonly #token: string
  readonly #client: StaffClient
  readonly #ears: StaffEars
  readonly #colleagues: () => readonly RehearsalAgent[]
  readonly #signals = new Map<string, Signal>()
  readonly #reaching = new Set<string>()
  readonly #serving = new Set<string>()
  /** Chats that others have now, with the conversation still open here. */
  readonly #lingering = new Set<string>()
  /** By chat in hand, how many lines there were when it was first seen. */
  readonly #unmeasured = new Map<string, number>()
  readonly #shift: Shift
  #thinkingSoon = false
  #probing = false

  constructor(parts: {
    stage: Stage
    account: CastAccount
    person: SignInOf
    token: string
    colleagues: () => readonly RehearsalAgent[]
  }) {
    this.#stage = parts.stage
    this.#token = parts.token
    this.#colleagues = parts.colleagues
    this.account = parts.account
    this.agentId = parts.person.personId
    const { accountId } = parts.account
    this.#ears = parts.stage.recorder.staffEars(accountId, this.agentId)
    this.#client = new StaffClient({
      baseUrl: parts.stage.baseUrl,
      token: parts.token,
      accountId,
      heard: (frame, text) => this.#heard(frame, text),
      failed: (error) => parts.stage.breakOff(`An agent's client failed: ${error.message}`),
    })
    this.#client.follow('desk')
    this.#shift = new Shift({
      stage: parts.stage,
      account: parts.account,
      agentId: this.agentId,
      inHand: () => this.#inHand().filter(({ state }) => state !== 'closing'),
      isAtEnd: (chatId) => this.#isAtEnd(chatId),
      send: (command, codes) => this.#send(command, codes),
      changed: () => this.#thinkSoon(),
    })
  }

  welcomedSince(at: number): boolean {
    return this.#client.welcomedAt > at
  }

  /** Whether a chat is still in these hands, or was until just now. */
  get busy(): boolean {
    return this.#serving.size > 0
  }

  get figures(): { resumes: number; resent: number; holes: number } {
    return { ...this.#client.figures, resent: this.#client.resent }
  }

  /** Resolves when the agent is at work. */
  async start(): Promise<void> {
    this.#expect(await this.#client.command({ type: 'goOnline' }), 'goOnline', [])
  }

  close(): void {
    this.#stage.recorder.missedFrames(this.agentId, this.#client.figures.holes)
    this.#client.close()
  }

  /** Chats that this agent could still take. */
  get room(): number {
    if (!this.#shift.takesChats) return 0
    const limit = this.#client.desk.agents.get(this.agentId)?.limit ?? 0
    return limit - this.#inHand().length - this.#reaching.size
  }

  /** Whether this agent sees that chat waiting. */
  seesWaiting(chatId: string): boolean {
    const chat = this.#client.desk.chats.get(chatId)
    return chat !== undefined && this.#mayTake(chat)
  }

  /** Reaches for a chat, perhaps together with others. */
  async take(chatId: string): Promise<void> {
    if (this.#reaching.has(chatId)) return
    this.#reaching.add(chatId)
    const done = this.#stage.reach(chatId, this.agentId)
    const command: StaffCommand = { type: 'takeChat', chatId }
    const outcome = await this.#send(command, TAKE_REFUSED)
    done()
    this.#reaching.delete(chatId)
    if (outcome.kind === 'ack') {
      const { accountId } = this.account
      const { seq } = outcome.ack
      this.#stage.recorder.took({ accountId, chatId, agentId: this.agentId, seq })
    }
    this.#thinkSoon()
  }

  // -- seeing ---------------------------------------------------------------------------------

  #heard(frame: StaffServerFrame, text: string): void {
    this.#ears.heard(frame, text)
    if (!('topic' in frame) || frame.topic === 'desk') {
      this.#thinkSoon()
      return
    }
    const chatId = frame.topic.slice('chat:'.length)
    if (frame.type === 'change' || frame.type === 'conversation') this.#noteArrivals(chatId)
    this.#signals.get(chatId)?.notify()
    if (!this.#lingering.has(chatId)) return
    const view = this.#client.conversations.get(chatId)
    if (view === undefined || this.#stage.isOver(chatId) || view.chat?.open === false)
      this.#leave(chatId)
  }

  #noteArrivals(chatId: string): void {
    const view = this.#client.conversations.get(chatId)
    const conversation = view === undefined ? null : this.#conversationOf(view)
    if (view === undefined || conversation === null || !this.#has(view.chat)) return
    // What stood there already had waited for an agent, not for the wire.
    const first = this.#unmeasured.get(chatId) ?? view.lines.length
    this.#unmeasured.set(chatId, first)
    for (const [position, { author }] of view.lines.entries()) {
      if (!author.startsWith('customer:')) continue
      if (position >= first) this.#stage.received(conversation, position)
      else conversation.received(position, 0)
    }
  }

  #conversationOf(view: ConversationMirror): Conversation | null {
    const opening = view.lines[0]?.text ?? null
    if (view.chat === null || opening === null) return null
    return this.#stage.find(this.account.accountId, view.chat.chatId, opening)
  }

  #inHand(): ChatView[] {
    return [...this.#client.desk.chats.values()].filter((chat) => this.#has(chat))
  }

  #has(chat: ChatView | null): boolean {
    if (chat === null || chat.agentId !== this.agentId) return false
    return chat.state.startsWith('assigned.') || chat.state === 'closing'
  }

  #mayTake(chat: ChatView): boolean {
    if (chat.state !== 'queued' && chat.state !== 'forwarded') return false
    if (chat.access !== 'full' || this.#reaching.has(chat.chatId)) return false
    return chat.targetAgentId === null || chat.targetAgentId === this.agentId
  }

  // -- getting chats --------------------------------------------------------------------------

  #thinkSoon(): void {
    if (this.#thinkingSoon) return
    this.#thinkingSoon = true
    setImmediate(() => {
      this.#thinkingSoon = false
      if (!this.#stage.ended && this.#client.connected) this.#think()
    })
  }

  #think(): void {
    for (const chatId of this.#lingering) if (this.#stage.isOver(chatId)) this.#leave(chatId)
    for (const { chatId } of this.#inHand()) {
      if (!this.#serving.has(chatId)) this.#mustNotFail(this.#serve(chatId))
    }
    this.#mustNotFail(this.#shift.think())
    if (this.account.assignment === 'automatic' || !this.#shift.takesChats) return
    const waiting = [...this.#client.desk.chats.values()].filter((chat) => this.#mayTake(chat))
    if (waiting.length === 0) return
    this.#blockFromList(waiting)
    if (this.room <= 0) return this.#tryBeyondLimit(waiting)
    while (this.room > 0 && waiting.length > 0) {
      const chat = this.#choose(waiting)
      waiting.splice(waiting.indexOf(chat), 1)
      this.#mustNotFail(this.take(chat.chatId))
      const often = this.#stage.figures.raceTakes === 0 ? 0.5 : 0.1
      if (this.#stage.chance.is(often)) this.#reachWithColleague(chat.chatId)
    }
  }

  /** What was forwarded to them comes first; otherwise whatever catches their eye. */
  #choose(waiting: readonly ChatView[]): ChatView {
    const theirs = waiting.find(({ targetAgentId }) => targetAgentId === this.agentId)
    const chat = theirs ?? this.#stage.chance.of(waiting)
    if (chat === null) throw new Error('Nothing waits')
    return chat
  }

  /** Whom nobody has to talk to first, to know that they will not. */
  #blockFromList(waiting: ChatView[]): void {
    const { accountId } = this.account
    const rude = waiting.find((chat) => this.#stage.isToBlock(accountId, chat.preview?.text ?? ''))
    if (rude === undefined || !this.#stage.chance.is(0.5)) return
    const conversation = this.#stage.find(accountId, rude.chatId, rude.preview?.text ?? '')
    if (conversation === null || conversation.script.lines.length > 1) return
    waiting.splice(waiting.indexOf(rude), 1)
    this.#mustNotFail(this.#block(rude.chatId, conversation).then(() => {}))
  }

  #reachWithColleague(chatId: string): void {
    const able = this.#colleagues().filter(
      (other) => other !== this && other.room > 0 && other.seesWaiting(chatId),
    )
    const colleague = this.#stage.chance.of(able)
    if (colleague !== null) this.#mustNotFail(colleague.take(chatId))
  }

  /** With as many chats as the limit allows, one more must be refused. */
  #tryBeyondLimit(waiting: readonly ChatView[]): void {
    const { chance, figures, recorder } = this.#stage
    const often = figures.atLimit === 0 ? 0.5 : 0.05
    if (this.#probing || this.#reaching.size > 0 || !chance.is(often)) return
    const chat = chance.of(waiting)
    if (chat === null) return
    this.#probing = true
    const { chatId } = chat
    this.#send({ type: 'takeChat', chatId }, TAKE_REFUSED).then(
      (outcome) => {
        this.#probing = false
        if (outcome.kind === 'refused' && outcome.refusal.code === 'belowLimit') {
          figures.atLimit += 1
        } else if (outcome.kind === 'ack') {
          // A chat ended meanwhile, perhaps: the audit knows.
          const { accountId } = this.account
          recorder.took({ accountId, chatId, agentId: this.agentId, seq: outcome.ack.seq })
        }
      },
      () => {},
    )
  }

  // -- conversations --------------------------------------------------------------------------

  /** Holds the conversation in a chat as long as it is in these hands. */
  async #serve(chatId: string): Promise<void> {
    this.#serving.add(chatId)
    this.#lingering.delete(chatId)
    const signal = this.#stage.signal()
    this.#signals.set(chatId, signal)
    this.#client.follow(`chat:${chatId}`)
    let spoken = 0
    while (!this.#stage.ended) {
      const changed = signal.next()
      const view = this.#client.conversations.get(chatId)
      if (view === undefined) break
      const isShown = view.loaded && !view.gone
      const chat = isShown ? view.chat : (this.#client.desk.chats.get(chatId) ?? null)
      if (!this.#has(chat)) break
      const conversation = isShown ? this.#conversationOf(view) : null
      if (conversation === null || !view.whole || view.lines.length < spoken) {
        await changed
        continue
      }
      const said = await this.#goOn(chatId, view, conversation)
      if (said === null) await changed
      else spoken = Math.max(spoken, said)
    }
    this.#signals.delete(chatId)
    this.#serving.delete(chatId)
    if (this.#mayLinger(chatId)) this.#lingering.add(chatId)
    else this.#leave(chatId)
    this.#unmeasured.delete(chatId)
    this.#thinkSoon()
  }

  /** Some leave the conversation open on their screen when the chat goes to somebody else. */
  #mayLinger(chatId: string): boolean {
    const view = this.#client.conversations.get(chatId)
    if (view === undefined || view.chat?.open !== true) return false
    return this.#lingering.size < MOST_LINGERING && this.#stage.chance.is(0.5)
  }

  #leave(chatId: string): void {
    this.#lingering.delete(chatId)
    this.#ears.unfollowed(chatId)
    this.#client.unfollow(`chat:${chatId}`)
  }

  /** One step; gives how many lines must be there then, or null where the customer has the word. */
  async #goOn(
    chatId: string,
    view: ConversationMirror,
    conversation: Conversation,
  ): Promise<number | null> {
    const { lines } = conversation.script
    const position = view.lines.length
    if (view.chat?.state === 'closing') return null
    if (position >= lines.length) {
      if (conversation.plan.blocks !== null) return this.#block(chatId, conversation)
      if (conversation.plan.endedBy === 'customer') return null
      // What is to be closed by going home waits for the rest of it.
      return this.#shift.closesByLeaving ? this.#wait() : this.#end(chatId, conversation)
    }
    const line = lines[position]
    if (line === undefined || line.from === 'customer') {
      this.#fidget(chatId, view)
      return null
    }
    const act = conversation.takeAct(position)
    if (act !== null) {
      const goesOn = await this.#act(act, chatId, view, conversation)
      return goesOn ? 0 : null
    }
    const said = await this.#say(chatId, conversation, position, line.text)
    return said ? position + 1 : 0
  }

  async #say(
    chatId: string,
    conversation: Conversation,
    position: number,
    text: string,
  ): Promise<boolean> {
    const stage = this.#stage
    const commandId = Bun.randomUUIDv7()
    const said: SaidLine = {
      conversationId: conversation.script.id,
      position,
      commandId,
      text,
      from: 'agent',
      fate: 'unknown',
    }
    stage.recorder.said(said)
    if (stage.chance.is(0.1)) this.#client.typing(chatId, true)
    const count = conversation.takeFiles(position)
    const files = await this.#upload(chatId, conversation, commandId, count, null)
    conversation.sentAt[position] ??= performance.now()
    const command: StaffCommand = { type: 'sendMessage', chatId, text, ...withFiles(files) }
    const outcome = await this.#send(command, LOST_IT, commandId)
    said.fate = outcome.kind === 'ack' ? 'acknowledged' : 'refused'
    decideFiles(files, said.fate)
    if (outcome.kind === 'ack') stage.figures.files += files.length
    if (outcome.kind === 'refused') {
      await Bun.sleep(PATIENCE_MS)
      return false
    }
    stage.figures.messages += 1
    stage.progress()
    return true
  }

  /** Whether the chat is still in these hands, so that the line itself comes next. */
  async #act(
    act: Act,
    chatId: string,
    view: ConversationMirror,
    conversation: Conversation,
  ): Promise<boolean> {
    switch (act.type) {
      case 'comment':
        await this.#comment(chatId, act, conversation)
        return true
      case 'tag': {
        const tagIds = this.#someTags(chatId)
        for (const { tagId } of tagIds) {
          const outcome = await this.#send({ type: 'tagChat', chatId, tagId }, LOST_IT)
          this.#decideTags(tagIds, outcome)
        }
        return true
      }
      case 'forward':
        return !(await this.#forward(act.to, chatId, view, conversation))
      case 'hold': {
        const until = Date.now() + HOLD_MS
        await this.#send({ type: 'holdChat', chatId, until }, LOST_IT)
        await this.#send({ type: 'resumeChat', chatId }, LOST_IT)
        return true
      }
      case 'return':
        return (await this.#send({ type: 'returnChat', chatId }, LOST_IT)).kind === 'refused'
    }
  }

  async #comment(
    chatId: string,
    { visibleTo, files: count }: Extract<Act, { type: 'comment' }>,
    conversation: Conversation,
  ): Promise<void> {
    const { accountId } = this.account
    const mark = { accountId, agentId: this.agentId, visibleTo }
    const commandId = Bun.randomUUIDv7()
    const text = markedComment(mark, `about ${conversation.script.id} (${commandId})`)
    const said: SaidComment = { ...mark, chatId, commandId, text, fate: 'unknown' }
    this.#stage.recorder.commented(said)
    const files = await this.#upload(chatId, conversation, commandId, count, mark)
    const command = { type: 'comment', chatId, text, visibleTo, ...withFiles(files) } as const
    const outcome = await this.#send(command, LOST_IT, commandId)
    said.fate = outcome.kind === 'ack' ? 'acknowledged' : 'refused'
    decideFiles(files, said.fate)
    if (outcome.kind === 'refused') return
    this.#stage.figures.comments += 1
    this.#stage.figures.commentFiles += files.length
  }

  #upload(
    chatId: string,
    conversation: Conversation,
    commandId: string,
    count: number,
    mark: CommentMark | null,
  ): Promise<SentFile[]> {
    const { accountId } = this.account
    const place = `/accounts/${accountId}/chats/${chatId}/files`
    const sender = { accountId, token: this.#token, place, sentBy: this.agentId }
    return uploadFor(this.#stage, sender, conversation, commandId, count, mark)
  }

  /** One of the account's tags for a chat, written down. */
  #someTags(chatId: string): SaidTag[] {
    const tagId = this.#stage.chance.of(this.account.tagIds)
    if (tagId === null) return []
    const tag: SaidTag = { chatId, tagId, fate: 'unknown' }
    this.#stage.recorder.tagged(tag)
    return [tag]
  }

  #decideTags(tags: readonly SaidTag[], { kind }: Outcome<unknown>): void {
    for (const tag of tags) tag.fate = kind === 'ack' ? 'acknowledged' : 'refused'
    if (kind === 'ack') this.#stage.figures.tags += tags.length
  }

  /** Ends it so that the customer is blocked: from the list, or with the chat in hand. */
  async #block(chatId: string, { plan }: Conversation): Promise<number> {
    const command: StaffCommand = {
      type: 'blockCustomer',
      chatId,
      reason: markedComment(
        { accountId: this.account.accountId, agentId: this.agentId, visibleTo: 'staff' },
        'rude',
      ),
      message: plan.blocks ?? '',
    }
    const outcome = await this.#send(command, ['blocked', ...LOST_IT])
    if (outcome.kind === 'ack') this.#stage.figures.blocks += 1
    else await Bun.sleep(PATIENCE_MS)
    return 0
  }

  /** Whether nothing is left in a chat but to close it. */
  #isAtEnd(chatId: string): boolean {
    const view = this.#client.conversations.get(chatId)
    const conversation = view?.loaded === true ? this.#conversationOf(view) : null
    if (view === undefined || conversation === null || !view.whole) return false
    const { plan, script } = conversation
    const isWhole = view.lines.length === script.lines.length
    return isWhole && plan.blocks === null && plan.endedBy === 'agent'
  }

  #wait(): null {
    this.#thinkSoon()
    return null
  }

  /** True where the chat has left these hands. */
  async #forward(
    to: 'anotherGroup' | 'homeGroup' | 'anotherAgent',
    chatId: string,
    view: ConversationMirror,
    conversation: Conversation,
  ): Promise<boolean> {
    const { chance, recorder, figures } = this.#stage
    const { accountId, groupIds } = this.account
    const groupId = view.chat?.groupId ?? ''
    let target: Extract<StaffCommand, { type: 'forwardChat' }>['to'] | null = null
    if (to === 'anotherAgent') {
      const able = [...this.#client.desk.agents.values()].filter(
        ({ agentId, role, presence, connection }) =>
          agentId !== this.agentId &&
          role === 'agent' &&
          presence === 'online' &&
          connection === 'connected',
      )
      const agent = chance.of(able)
      if (agent !== null) target = { kind: 'agent', agentId: agent.agentId }
    } else {
      const others = groupIds.filter((id) => id !== groupId)
      const home = conversation.homeGroupId
      const other = to === 'homeGroup' && home !== groupId ? home : chance.of(others)
      if (other !== null) target = { kind: 'group', groupId: other }
    }
    if (target === null) return false
    conversation.homeGroupId ??= groupId
    const mark = { accountId, agentId: this.agentId, visibleTo: 'staff' } as const
    const commandId = Bun.randomUUIDv7()
    const note = markedComment(mark, `forwarded ${conversation.script.id} (${commandId})`)
    const said: SaidComment = { ...mark, chatId, commandId, text: note, fate: 'unknown' }
    recorder.commented(said)
    const command: StaffCommand = { type: 'forwardChat', chatId, to: target, note }
    const outcome = await this.#send(command, ['targetNotAccepting', ...LOST_IT], commandId)
    said.fate = outcome.kind === 'ack' ? 'acknowledged' : 'refused'
    if (outcome.kind === 'ack') figures.forwards += 1
    return outcome.kind === 'ack'
  }

  async #end(chatId: string, conversation: Conversation): Promise<number | null> {
    const tags = conversation.plan.tags ? this.#someTags(chatId) : []
    const tagIds = tags.map(({ tagId }) => tagId)
    const closed = await this.#send({ type: 'closeChat', chatId, tagIds }, LOST_IT)
    this.#decideTags(tags, closed)
    if (closed.kind === 'ack' && conversation.plan.undoes) {
      conversation.plan.undoes = false
      const undone = await this.#send({ type: 'undoClose', chatId }, LOST_IT)
      if (undone.kind === 'ack') return 0
    }
    return null
  }

  /** What agents do while the customer thinks: read, type, lose their net. */
  #fidget(chatId: string, view: ConversationMirror): void {
    const { chance } = this.#stage
    if (chance.is(0.002)) this.#client.drop()
    if (chance.is(0.02)) this.#client.typing(chatId, chance.is(0.5))
    if (!chance.is(0.1)) return
    const seq = view.messages.at(-1)?.seq ?? 0
    this.#client.command({ type: 'markRead', chatId, seq }).then(
      (outcome) => this.#expect(outcome, 'markRead', LOST_IT),
      () => {},
    )
  }

  // -- sending --------------------------------------------------------------------------------

  async #send(
    command: StaffCommand,
    codes: readonly string[],
    id: string = Bun.randomUUIDv7(),
  ): Promise<Outcome<StaffAck>> {
    const { chance, rest, recorder, figures } = this.#stage
    const way = wayOf(chance, MISFORTUNE)
    if (way === 'byBoth') figures.resentByRest += 1
    const outcome = await sendIn(way, this.#client, command, id, async () => {
      const answer = await rest.staffCommand(this.account.accountId, this.#token, id, command)
      if (answer.kind === 'ack') recorder.answered(id, JSON.stringify(answer.ack.result))
      return answer
    })
    this.#expect(outcome, command.type, codes)
    return outcome
  }

  /** Nothing that an agent does may fail: a rule that says no is an answer. */
  #mustNotFail(doing: Promise<void>): void {
    doing.catch((error: unknown) => this.#stage.breakOff(`An agent failed: ${String(error)}`))
  }

  #expect(outcome: Outcome<unknown>, what: string, codes: readonly string[]): void {
    if (outcome.kind === 'ack' || codes.includes(outcome.refusal.code)) return
    this.#stage.surprised(`${what}: ${outcome.refusal.code}`)
  }
}
