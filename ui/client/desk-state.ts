import type { DeskSnapshot, StaffChange, StaffServerFrame } from '#protocol/staff-frames'
import type {
  AgentView,
  ChatView,
  DeskChannelView,
  GroupView,
  MentionView,
  SettingsView,
  TagView,
} from '#protocol/staff-views'

/** What the desk knows of its account, as it is now. */
export interface DeskState {
  me: AgentView
  account: DeskSnapshot['account']
  /** Whether the server sends mail to customers who left. */
  sendsMail: boolean
  settings: SettingsView
  groups: ReadonlyMap<string, GroupView>
  agents: ReadonlyMap<string, AgentView>
  channels: ReadonlyMap<string, DeskChannelView>
  /** The account's tags; deleted ones too, which old chats carry. */
  tags: ReadonlyMap<string, TagView>
  chats: ReadonlyMap<string, ChatView>
  /** What names me and I have not read, the newest first; of chats that are over too. */
  mentions: readonly MentionView[]
  /** Account sequence of what is shown of each thing; an older word about it is not believed. */
  seen: ReadonlyMap<string, number>
}

/** The desk of a snapshot with the chats of the parts that came before it. */
export function wholeDesk(
  { parts, gone, desk }: Extract<StaffServerFrame, { type: 'snapshot' }>,
  before: readonly ChatView[],
): DeskSnapshot {
  if (parts === 0) return desk
  const chats = new Map(before.map((chat) => [chat.chatId, chat]))
  for (const chatId of gone) chats.delete(chatId)
  for (const chat of desk.chats) chats.set(chat.chatId, chat)
  return { ...desk, chats: [...chats.values()] }
}

export function deskFrom(snapshot: DeskSnapshot, seq: number): DeskState {
  const seen = new Map<string, number>([['mentions', seq]])
  for (const { chatId, seq } of snapshot.chats) seen.set(`chat:${chatId}`, seq)
  for (const { agentId } of snapshot.agents) seen.set(`agent:${agentId}`, seq)
  for (const { groupId } of snapshot.groups) seen.set(`group:${groupId}`, seq)
  return {
    me: snapshot.me,
    account: snapshot.account,
    sendsMail: snapshot.sendsMail,
    settings: snapshot.settings,
    groups: new Map(snapshot.groups.map((group) => [group.groupId, group])),
    agents: new Map(snapshot.agents.map((agent) => [agent.agentId, agent])),
    channels: new Map(snapshot.channels.map((channel) => [channel.channelId, channel])),
    tags: new Map(snapshot.tags.map((tag) => [tag.tagId, tag])),
    chats: new Map(snapshot.chats.map((chat) => [chat.chatId, chat])),
    mentions: snapshot.mentions,
    seen,
  }
}

/** Takes in what changed at `seq`. The same thing may come twice or late: the higher one counts. */
export function changeDesk(
  desk: DeskState,
  changes: readonly StaffChange[],
  seq: number,
): DeskState {
  const chats = new Map(desk.chats)
  const agents = new Map(desk.agents)
  const groups = new Map(desk.groups)
  const channels = new Map(desk.channels)
  const tags = new Map(desk.tags)
  const seen = new Map(desk.seen)
  let { me, settings, mentions } = desk

  const isNews = (key: string, at: number): boolean => {
    if (at < (seen.get(key) ?? 0)) return false
    seen.set(key, at)
    return true
  }

  for (const change of changes) {
    switch (change.kind) {
      case 'chat':
        if (isNews(`chat:${change.chat.chatId}`, change.chat.seq)) {
          const { chatId } = change.chat
          chats.set(chatId, newerChat(chats.get(chatId), change.chat))
        }
        break
      case 'chatGone':
        if (isNews(`chat:${change.chatId}`, seq)) chats.delete(change.chatId)
        break
      case 'agent':
        if (!isNews(`agent:${change.agent.agentId}`, seq)) break
        agents.set(change.agent.agentId, change.agent)
        if (change.agent.agentId === me.agentId) me = change.agent
        break
      case 'group':
        if (isNews(`group:${change.group.groupId}`, seq)) {
          groups.set(change.group.groupId, change.group)
        }
        break
      case 'channel': {
        const { channel } = change
        if (isNews(`channel:${channel.channelId}`, seq)) channels.set(channel.channelId, channel)
        break
      }
      case 'tag':
        if (isNews(`tag:${change.tag.tagId}`, seq)) tags.set(change.tag.tagId, change.tag)
        break
      case 'settings':
        if (change.settings.version >= settings.version) settings = change.settings
        break
      case 'mentions':
        if (isNews('mentions', seq)) ({ mentions } = change)
        break
      case 'read': {
        const chat = chats.get(change.chatId)
        if (chat) chats.set(chat.chatId, readBy(chat, change.reader, change.seq))
        break
      }
      case 'message':
      case 'comment':
      case 'handover':
      case 'possible':
      case 'customer':
        break
    }
  }
  return { ...desk, me, settings, mentions, chats, agents, groups, channels, tags, seen }
}

/** Nothing is unread once whoever has the chat has read all of it. */
export function readBy(chat: ChatView, reader: string, seq: number): ChatView {
  const isHolder = chat.agentId !== null && reader === `agent:${chat.agentId}`
  return isHolder && chat.unread > 0 && seq >= chat.seq ? { ...chat, unread: 0 } : chat
}

/** A newer word about a chat; what it leaves out is as before. */
export function newerChat(old: ChatView | undefined, chat: ChatView): ChatView {
  const { preview = old?.preview ?? null, subject = old?.subject ?? null } = chat
  return { ...chat, preview, subject }
}
