import type { Json } from '#storage/json'
import type {
  ArticleRow,
  BotRow,
  ChannelRow,
  GroupRow,
  MemberRow,
  PrompterRow,
  QuickReplyRow,
  TagRow,
} from '#storage/rows'
import type { WebhookRow } from '#storage/webhook-rows'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Viewer } from '../authorise.ts'
import { GREETER_ID } from './greeter.ts'
import { refuse } from '../host/answer.ts'
import type { Settings } from '../host/settings.ts'
import { DEFAULT_SETTINGS, withChange, withoutWords } from '../host/settings.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

export interface NewAccount {
  name: string
  settings?: Partial<Settings>
  groups: GroupRow[]
  members: MemberRow[]
  channels: ChannelRow[]
  tags?: TagRow[]
  quickReplies?: QuickReplyRow[]
  articles?: ArticleRow[]
  bots?: BotRow[]
  webhooks?: WebhookRow[]
  prompters?: PrompterRow[]
}

/** The first turn of an account: its settings, groups, people and channels. */
export function foundAccount(turn: Turn, account: NewAccount): Result {
  if (turn.account.seq > 0) refuse('notNow')
  turn.rare.account = { name: account.name, createdAt: turn.at }
  putSettings(turn, withChange(DEFAULT_SETTINGS, account.settings ?? {}))
  turn.recordForAccount('founded', { version: turn.settings.version })
  for (const group of account.groups) {
    turn.rare.groups.set(group.groupId, group)
    turn.recordForAccount('groupSaved', { groupId: group.groupId })
  }
  for (const member of account.members) putMember(turn, member)
  for (const channel of account.channels) {
    turn.rare.channels.set(channel.channelId, channel)
    turn.recordForAccount('channelSaved', { channelId: channel.channelId })
  }
  for (const tag of account.tags ?? []) {
    turn.rare.tags.set(tag.tagId, tag)
    turn.recordForAccount('tagSaved', { tagId: tag.tagId })
  }
  for (const article of account.articles ?? []) {
    turn.rare.articles.set(article.articleId, article)
    turn.recordForAccount('articleSaved', { articleId: article.articleId })
  }
  for (const prompter of account.prompters ?? []) {
    turn.rare.prompters.set(prompter.prompterId, prompter)
    turn.recordForAccount('prompterSaved', { prompterId: prompter.prompterId })
  }
  for (const bot of account.bots ?? []) {
    turn.rare.bots.set(bot.botId, bot)
    turn.recordForAccount('botSaved', { botId: bot.botId })
  }
  for (const webhook of account.webhooks ?? []) {
    turn.rare.webhooks.set(webhook.webhookId, webhook)
    turn.recordForAccount('webhookSaved', { webhookId: webhook.webhookId, state: webhook.state })
  }
  for (const reply of account.quickReplies ?? []) {
    turn.rare.quickReplies.set(reply.replyId, reply)
    turn.recordForAccount('quickReplySaved', { replyId: reply.replyId })
  }
  return DONE
}

export function changeSettings(turn: Turn, viewer: Viewer, command: Of<'changeSettings'>): Result {
  administers(viewer)
  const values = withChange(turn.settings.values, command.change)
  const { timeZone } = turn.settings.values
  putSettings(turn, values)
  // What was counted in other days is counted again in these.
  if (values.timeZone !== timeZone) {
    turn.rare.figureBook = { zone: values.timeZone, fromSeq: turn.seq, begunAt: turn.at }
  }
  const { version } = turn.settings
  turn.recordForAccount('settingsChanged', { version, ...withoutWords(command.change) })
  for (const member of turn.account.members.values()) {
    const { personId } = member
    if (!turn.isAgent(personId)) continue
    turn.stepAgent(personId, { type: 'settingsChanged', version, graceMs: values.graceMs })
    setLimit(turn, personId, member.chatLimit ?? values.chatLimit)
  }
  turn.moveDeadlines()
  return { version }
}

export function saveMember(turn: Turn, viewer: Viewer, command: Of<'saveMember'>): Result {
  const { type: _type, ...fields } = command
  const known = turn.account.members.get(command.personId)
  const saved: MemberRow = { ...fields, active: true, picture: known?.picture ?? null }
  if (!(viewer.role === 'supervisor' && movesInOwnGroups(viewer, known, saved))) {
    administers(viewer)
  }
  for (const groupId of command.groupIds) turn.group(groupId)
  if (command.role !== 'administrator') keepsAdministrator(turn, command.personId)
  putMember(turn, saved)
  return DONE
}

/** Everybody's own: nobody is led here, so nobody has to be asked. */
export function saveProfile(turn: Turn, viewer: Viewer, command: Of<'saveProfile'>): Result {
  const { personId } = viewer
  const { name, publicName, picture } = command
  const member = turn.member(personId)
  const isAsBefore =
    name === member.name && publicName === member.publicName && picture === member.picture
  if (isAsBefore) return DONE
  turn.rare.members.set(personId, { ...member, name, publicName, picture })
  turn.recordForAccount('profileSaved', { personId })
  return DONE
}

/** Supervisors say who is in their own groups, and nothing else of a person. */
function movesInOwnGroups(viewer: Viewer, known: MemberRow | undefined, saved: MemberRow): boolean {
  if (known === undefined) return false
  const { groupIds: before } = known
  const { groupIds: after } = saved
  const moved = [
    ...before.filter((groupId) => !after.includes(groupId)),
    ...after.filter((groupId) => !before.includes(groupId)),
  ]
  return (
    known.active &&
    saved.role === known.role &&
    saved.name === known.name &&
    saved.publicName === known.publicName &&
    saved.chatLimit === known.chatLimit &&
    moved.every((groupId) => viewer.groupIds.includes(groupId))
  )
}

/** Sockets close, chats return to the front of their lines; nothing stays theirs. */
export function deactivateMember(
  turn: Turn,
  viewer: Viewer,
  command: Of<'deactivateMember'>,
): Result {
  administers(viewer)
  const { personId } = command
  const member = turn.member(personId)
  if (!member.active || personId === viewer.personId) refuse('notNow')
  turn.returnAll(personId, 'deactivated')
  declineForwards(turn, personId)
  turn.stepAgent(personId, { type: 'deactivated' })
  turn.rare.members.set(personId, { ...member, active: false })
  turn.recordForAccount('memberDeactivated', { personId })
  turn.revokedPersonIds.add(personId)
  return DONE
}

export function saveChannel(turn: Turn, viewer: Viewer, command: Of<'saveChannel'>): Result {
  administers(viewer)
  turn.group(command.groupId)
  const { kind, name, groupId, botId, allowedOrigins, colour } = command
  const channelId = command.channelId ?? turn.newId()
  if (botId !== null && botId !== GREETER_ID && turn.bot(botId) === null) {
    refuse('notFound', { botId })
  }
  // Channels are found by their id alone, so no account may choose one.
  if (command.channelId !== null) turn.channel(channelId)
  const settings = { allowedOrigins, colour }
  turn.rare.channels.set(channelId, { channelId, kind, name, groupId, botId, settings })
  turn.recordForAccount('channelSaved', { channelId })
  return { channelId }
}

/** An account without an administrator could never be set up again. */
function keepsAdministrator(turn: Turn, personId: string): void {
  const administrators = [...turn.account.members.values()].filter(
    ({ role, active }) => role === 'administrator' && active,
  )
  if (administrators.length === 1 && administrators[0]?.personId === personId) {
    refuse('lastAdministrator')
  }
}

/** Chats that were forwarded to this agent alone go back to where they came from. */
function declineForwards(turn: Turn, agentId: string): void {
  const forwarded = [...turn.account.chats.values()].filter(
    (chat) => chat.open && chat.targetAgentId === agentId && chat.state === 'forwarded',
  )
  turn.prepare(forwarded.map(({ chatId }) => chatId))
  for (const { chatId } of forwarded) turn.stepChat(chatId, { type: 'forwardDeclined', agentId })
}

/** Refuses who does not administer the account. */
export function administers(viewer: Viewer): void {
  if (viewer.role !== 'administrator') refuse('forbidden')
}

function putSettings(turn: Turn, values: Settings): void {
  const version = turn.settings.version + 1
  turn.newSettings = { version, values }
  turn.rare.settings = { version, settings: { ...values } }
}

function putMember(turn: Turn, member: MemberRow): void {
  turn.rare.members.set(member.personId, member)
  turn.recordForAccount('memberSaved', { personId: member.personId, role: member.role })
  const limit = member.chatLimit ?? turn.settings.values.chatLimit
  if (!turn.isAgent(member.personId)) {
    turn.bearAgent(member.personId, limit)
    return
  }
  if (!turn.agent(member.personId).context.active) {
    turn.stepAgent(member.personId, { type: 'reactivated' })
  }
  setLimit(turn, member.personId, limit)
}

function setLimit(turn: Turn, personId: string, limit: number): void {
  if (turn.agent(personId).context.limit !== limit) {
    turn.stepAgent(personId, { type: 'limitChanged', limit })
  }
}
