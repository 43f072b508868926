import type { DeskSnapshot, StaffChange } from '#protocol/staff-frames'
import type {
  AgentView,
  ChatView,
  DeskChannelView,
  GroupView,
  SettingsView,
  TagView,
} from '#protocol/staff-views'

/** The desk as a viewer sees it: a snapshot with all changes since. The higher `seq` counts. */
export class DeskMirror {
  readonly chats = new Map<string, ChatView>()
  readonly agents = new Map<string, AgentView>()
  readonly groups = new Map<string, GroupView>()
  readonly channels = new Map<string, DeskChannelView>()
  readonly tags = new Map<string, TagView>()
  settings: SettingsView | null = null

  /** Chats of the parts that came of a desk that is not whole yet. */
  #parts: ChatView[] = []

  takePart(part: number, chats: ChatView[]): void {
    if (part === 1) this.#parts = []
    this.#parts.push(...chats)
  }

  /** Completes the parts that came before, where there are any. */
  show(desk: DeskSnapshot, parts: number, gone: readonly string[]): void {
    this.chats.clear()
    if (parts > 0) for (const chat of this.#parts) this.chats.set(chat.chatId, chat)
    for (const chatId of gone) this.chats.delete(chatId)
    this.#parts = []
    this.agents.clear()
    this.groups.clear()
    this.channels.clear()
    this.tags.clear()
    for (const chat of desk.chats) this.chats.set(chat.chatId, chat)
    for (const agent of desk.agents) this.agents.set(agent.agentId, agent)
    for (const group of desk.groups) this.groups.set(group.groupId, group)
    for (const channel of desk.channels) this.channels.set(channel.channelId, channel)
    for (const tag of desk.tags) this.tags.set(tag.tagId, tag)
    this.settings = desk.settings
  }

  change(change: StaffChange): void {
    switch (change.kind) {
      case 'chat':
        if (change.chat.open) this.#put(change.chat)
        else this.chats.delete(change.chat.chatId)
        return
      case 'chatGone':
        this.chats.delete(change.chatId)
        return
      case 'agent':
        this.agents.set(change.agent.agentId, change.agent)
        return
      case 'group':
        this.groups.set(change.group.groupId, change.group)
        return
      case 'channel':
        this.channels.set(change.channel.channelId, change.channel)
        return
      case 'tag':
        this.tags.set(change.tag.tagId, change.tag)
        return
      case 'settings':
        this.settings = change.settings
        return
      case 'message':
      case 'comment':
      case 'read':
      case 'handover':
      case 'possible':
      case 'mentions':
      case 'customer':
    }
  }

  #put(chat: ChatView): void {
    const known = this.chats.get(chat.chatId)
    if (known !== undefined && known.seq > chat.seq) return
    const preview = chat.preview === undefined ? known?.preview : chat.preview
    this.chats.set(chat.chatId, { ...chat, preview })
  }
}
