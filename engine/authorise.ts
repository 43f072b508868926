import type { ChatStateName } from '#machines/chat-state'
import { isWaiting } from '#machines/chat-state'
import type { StaffCommandType } from '#protocol/staff-commands'
import type { ChatRow, FileRow, MemberRow } from '#storage/rows'
import type { AccountOfPerson } from '#storage/people'
import type { Settings } from './host/settings.ts'
import type { StaffIdentity } from './realtime/connection.ts'

/*
 * The one place that says who may see and do what: for sockets, REST, lists and files alike.
 * `hardening/who-may.ts` says the same as a table, and holds this to it.
 */

/** Staff of an account, with the rights of this moment. */
export interface Viewer {
  personId: string
  role: MemberRow['role']
  groupIds: readonly string[]
}

/** `row`: that it exists, who has it and where; enough to forward it. `full`: its words too. */
export type Access = 'none' | 'row' | 'full'

type SeenChat = Pick<ChatRow, 'state' | 'open' | 'agentId' | 'targetAgentId' | 'groupId'>

/** @param retired groups that were deleted, with the living one that each leads on to. */
export function viewerOf(member: MemberRow, retired: ReadonlyMap<string, string>): Viewer {
  const { personId, role, groupIds } = member
  if (retired.size === 0) return { personId, role, groupIds }
  // Whoever is in the successor has the archive too.
  const theirs = [...retired].filter(([, living]) => groupIds.includes(living))
  return { personId, role, groupIds: [...groupIds, ...theirs.map(([groupId]) => groupId)] }
}

/** What a viewer may see of a chat. */
export function accessTo(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): Access {
  if (viewer.role === 'administrator') return 'full'
  if (chat.open && (isTheirs(chat, viewer) || chat.targetAgentId === viewer.personId)) return 'full'
  if (!viewer.groupIds.includes(chat.groupId)) return 'none'
  if (chat.open && chat.state.startsWith('bot.')) return 'none'
  if (viewer.role === 'supervisor') return 'full'
  if (!chat.open) return 'full'
  if (isWaiting(chat.state as ChatStateName)) {
    return settings.assignment === 'byHand' ? 'full' : 'none'
  }
  return 'row'
}

/**
 * Whether a viewer's role and relation to a chat ever allow a command. What the chat's statechart
 * refuses now is another question.
 *
 * @param isNamed whether a comment of the chat names the viewer, who has not read it.
 */
export function mayCommand(
  type: StaffCommandType,
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
  isNamed = false,
): boolean {
  const access = accessTo(chat, viewer, settings)
  const leads = viewer.role !== 'agent'
  switch (type) {
    case 'takeChat':
    case 'acceptOffer':
    case 'declineOffer':
    case 'declineForward':
    case 'sendMessage':
    case 'comment':
    case 'continueChat':
    case 'sendTranscript':
      return access === 'full'
    case 'markRead':
      return access === 'full' || (access === 'row' && isNamed)
    case 'forwardChat':
      return access !== 'none'
    case 'holdChat':
    case 'resumeChat':
    case 'returnChat':
    case 'closeChat':
    case 'undoClose':
    case 'tagChat':
    case 'untagChat':
      return access === 'full' && (leads || isTheirs(chat, viewer))
    case 'takeOverChat':
    case 'setPriority':
      return access === 'full' && leads
    case 'blockCustomer':
      return access === 'full' && (leads || mayBlockAsAgent(chat, viewer))
    default:
      return false
  }
}

/** What says who may see a customer: the chats that are open, and the groups in which others ended. */
export interface SeenCustomer {
  open: readonly SeenChat[]
  closedIn: readonly string[]
}

/** Whether a viewer may see a customer, and note and change what is known: by the chats they may read. */
export function maySeeCustomer(
  { open, closedIn }: SeenCustomer,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  if (viewer.role === 'administrator') return true
  const over = { state: 'closed', open: false, agentId: null, targetAgentId: null }
  const closed = closedIn.map((groupId) => ({ ...over, groupId }))
  return [...open, ...closed].some((chat) => accessTo(chat, viewer, settings) === 'full')
}

/**
 * Why a viewer may not see a chat's past; null where they may: administrators, and supervisors who
 * see the chat itself.
 */
export function mayReplayChat(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): 'notFound' | 'forbidden' | null {
  const access = accessTo(chat, viewer, settings)
  if (access === 'none') return 'notFound'
  return viewer.role !== 'agent' && access === 'full' ? null : 'forbidden'
}

/** Why a viewer may not see a colleague's past; null where they lead them. */
export function mayReplayAgent(
  viewer: Viewer,
  member: Pick<MemberRow, 'groupIds' | 'role'>,
): 'forbidden' | null {
  return leads(viewer, member) ? null : 'forbidden'
}

/** Notes are deleted by whoever wrote them, and by those who lead. */
export function mayDeleteNote(note: { author: string }, viewer: Viewer): boolean {
  return viewer.role !== 'agent' || note.author === `agent:${viewer.personId}`
}

/** Whether a viewer may list who is blocked, and unblock: of own groups, by the customer's last chat. */
export function mayUnblock(lastChat: Pick<ChatRow, 'groupId'> | null, viewer: Viewer): boolean {
  if (viewer.role === 'administrator') return true
  return (
    viewer.role === 'supervisor' && lastChat !== null && viewer.groupIds.includes(lastChat.groupId)
  )
}

/** Whether a viewer may make one person of customers of whom one is verified, or part them again. */
export function mayMergeVerified(viewer: Viewer): boolean {
  return viewer.role !== 'agent'
}

export function mayErase(viewer: Viewer): boolean {
  return viewer.role === 'administrator'
}

/** Whether a viewer may upload files for a chat: who may comment in it or write to its customer. */
export function mayUpload(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return mayCommand('comment', chat, viewer, settings)
}

/**
 * Whether staff may see a file: of a chat whose words are theirs, but a personal comment's, and what
 * was not sent yet, whoever brought it alone.
 */
export function maySeeFile(
  file: Pick<FileRow, 'audience' | 'uploadedBy' | 'chatId' | 'state'>,
  chat: SeenChat & Pick<ChatRow, 'chatId'>,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  if (file.chatId !== chat.chatId || accessTo(chat, viewer, settings) !== 'full') return false
  const isTheirs = file.uploadedBy === `agent:${viewer.personId}`
  if (file.audience === 'author') return isTheirs
  return file.audience !== null || (file.state === 'ready' && isTheirs)
}

/** Whether a customer may see a file: of their own messages and those to them, never of a comment. */
export function customerMaySeeFile(
  file: Pick<FileRow, 'audience' | 'customerId' | 'commentId'>,
  customerId: string,
): boolean {
  return file.audience === 'customer' && file.customerId === customerId && file.commentId === null
}

/** Whether a viewer may act on a colleague: set offline. */
export function leads(viewer: Viewer, member: Pick<MemberRow, 'groupIds' | 'role'>): boolean {
  if (viewer.role === 'administrator') return true
  return (
    viewer.role === 'supervisor' &&
    member.role !== 'administrator' &&
    member.groupIds.some((groupId) => viewer.groupIds.includes(groupId))
  )
}

/** Whether a viewer may look at the charts of machines: whoever leads. */
export function maySeeCharts(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role !== 'agent'
}

/**
 * Whether a viewer may watch what all chats and agents of a group do, or of the whole account where
 * the group is null: supervisors their own groups, administrators all.
 */
export function mayWatchMachines(groupId: string | null, viewer: Viewer): boolean {
  if (viewer.role === 'administrator') return true
  return maySeeCharts(viewer) && groupId !== null && viewer.groupIds.includes(groupId)
}

/**
 * Whether a viewer may see the figures of the account and its channels, of a group or of an agent:
 * supervisors their own groups and whoever they lead, administrators all.
 */
export function maySeeStatistics(
  about:
    | { kind: 'account' }
    | { kind: 'group'; groupId: string }
    | { kind: 'agent'; member: Pick<MemberRow, 'groupIds' | 'role'> },
  viewer: Viewer,
): boolean {
  if (viewer.role !== 'supervisor') return viewer.role === 'administrator'
  switch (about.kind) {
    case 'account':
      return false
    case 'group':
      return viewer.groupIds.includes(about.groupId)
    case 'agent':
      return leads(viewer, about.member)
  }
}

/** Whether a viewer may watch one chat's machine: whoever leads and may read the chat. */
export function mayWatchChat(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return maySeeCharts(viewer) && accessTo(chat, viewer, settings) === 'full'
}

/** Whether a viewer may see how an account's groups and people are set up: whoever leads. */
export function maySetUp(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role !== 'agent'
}

/**
 * Whether a sign-in may invite people into its account: an administrator's, and no program's. What
 * the turn says of it counts again.
 */
export function mayInvite(
  { accountId, sessionId }: StaffIdentity,
  mine: readonly AccountOfPerson[],
): boolean {
  const here = mine.find((one) => one.accountId === accountId)
  return here?.role === 'administrator' && !sessionId.startsWith('api:')
}

/** Whether a viewer may see who changed what of the account. */
export function mayAnswerFor(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'administrator'
}

/** Whether a viewer may save or delete what all of the account share: tags, articles and its quick replies. */
export function keepsShelf(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role !== 'agent'
}

/** Whether a viewer may save and delete prompters, and know what became of their suggestions. */
export function keepsPrompters(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'administrator'
}

/** Whether a viewer may have answers suggested for a chat: who may write to its customer or comment. */
export function mayBePrompted(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return mayCommand('sendMessage', chat, viewer, settings)
}

/**
 * Whether a viewer may be given what was answered in a chat: one that is over, and that they may
 * read.
 */
export function mayReadPast(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return !chat.open && accessTo(chat, viewer, settings) === 'full'
}

/** Whether a viewer may save, delete and list bots. */
export function keepsBots(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'administrator'
}

/** Whether a viewer may save, delete, try and list webhooks, and see what they were told. */
export function keepsWebhooks(viewer: Pick<Viewer, 'role'>): boolean {
  return viewer.role === 'administrator'
}

/** Whether staff may be given an article: it is everybody's, or of a group of theirs, or they keep all. */
export function mayReadArticle(article: { groupIds: readonly string[] }, viewer: Viewer): boolean {
  if (keepsShelf(viewer) || article.groupIds.length === 0) return true
  return article.groupIds.some((groupId) => viewer.groupIds.includes(groupId))
}

/**
 * Whether a sign-in may be told what waits in an account of its person: a session of all of them,
 * an API token and an embedding page of their own alone.
 */
export function mayKnowOf(accountId: string, who: StaffIdentity): boolean {
  if (who.accountId === accountId) return true
  return who.embeddedUntil === undefined && !isProgram(who)
}

/**
 * Whether somebody may be signed in by the server of a page of others: agents alone, so that such a
 * token never opens more than an agent has.
 */
export function mayBeEmbedded(member: Pick<MemberRow, 'role'>): boolean {
  return member.role === 'agent'
}

/**
 * Whether a sign-in may list, make and revoke the account's API tokens: its administrators do, but
 * no program, which could so outlive its own token.
 */
export function mayKeepApiTokens(who: StaffIdentity, mine: readonly AccountOfPerson[]): boolean {
  const here = mine.find(({ accountId }) => accountId === who.accountId)
  return here?.role === 'administrator' && !isProgram(who)
}

function isProgram({ sessionId }: StaffIdentity): boolean {
  return sessionId.startsWith('api:')
}

/**
 * Why a person may not open or close another one's ways in: a link for a new password, the sign-ins.
 * Null where they may. These are of all accounts of that one, so whoever has a hand in them
 * administers all of them, and is no program.
 */
export function whyNoWayIn(
  who: StaffIdentity,
  mine: readonly AccountOfPerson[],
  theirs: readonly AccountOfPerson[],
): 'forbidden' | 'notFound' | 'worksElsewhere' | null {
  const administered = new Set(
    mine.filter(({ role }) => role === 'administrator').map((one) => one.accountId),
  )
  if (isProgram(who) || !administered.has(who.accountId)) return 'forbidden'
  if (!theirs.some((one) => one.accountId === who.accountId)) return 'notFound'
  return theirs.every((one) => administered.has(one.accountId)) ? null : 'worksElsewhere'
}

/** Whether a colleague can be named in a comment of a chat: whoever else knows of it now. */
export function mayBeMentioned(
  member: MemberRow,
  chat: SeenChat,
  retired: ReadonlyMap<string, string>,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return member.active && maySeeMention(chat, viewerOf(member, retired), settings)
}

/**
 * Whether somebody sees a comment for all staff that names them: its author showed them this one, so
 * knowing of its chat is enough. Of the chat it shows nothing else.
 */
export function maySeeMention(
  chat: SeenChat,
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): boolean {
  return accessTo(chat, viewer, settings) !== 'none'
}

/** Whether a comment may be seen: personal ones are their author's alone, always. */
export function maySeeComment(
  comment: { visibleTo: 'staff' | 'author'; author: string },
  viewer: Viewer,
): boolean {
  return comment.visibleTo === 'staff' || comment.author === `agent:${viewer.personId}`
}

/** The chat in hand; in a line, offered or forwarded: of own groups. */
function mayBlockAsAgent(chat: SeenChat, viewer: Viewer): boolean {
  const state = chat.state as ChatStateName
  const waits = state === 'offered' || isWaiting(state)
  return waits ? viewer.groupIds.includes(chat.groupId) : chat.open && isTheirs(chat, viewer)
}

function isTheirs(chat: SeenChat, viewer: Viewer): boolean {
  return chat.agentId === viewer.personId
}
