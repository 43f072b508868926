import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import '../elements/avatar.ts'
import { isolated } from '../elements/direction.ts'
import { agoTime, exactTime, runningTime } from '../elements/times.ts'
import { agentName, channelName, customerName, groupName } from './names.ts'
import { unreadIn } from './chat-lists.ts'
import { closedWords, noticeWords } from './notice-words.ts'
import { rowMarks } from './row-marks.ts'
import { waitingSince, waitingTone } from './state-words.ts'

/** A row's height, as a multiple of the page's font size: three lines. */
export const CHAT_ROW_REM = 4.5

const NOTHING_UNREAD = { messages: 0, mentions: 0 }

export interface ChatRowFacts {
  chat: ChatView
  desk: DeskState | null
  now: number
  href: string
  isSelected: boolean
  isTabbable: boolean
  /** It left the list while that stands still. */
  isGone?: boolean
  hasDraft?: boolean
  /** What selects it, where rows can be selected. */
  box?: TemplateResult
}

/** A chat as lists show it: who, when, last words, where; a link to its conversation. */
export function chatRow(facts: ChatRowFacts): TemplateResult {
  const { chat, desk, now, isGone = false } = facts
  const unread = desk === null ? NOTHING_UNREAD : unreadIn(chat, desk)
  const isUnread = unread.messages > 0
  return html`
    ${facts.box ?? nothing}
    <a
      class="row ${isGone ? 'gone' : ''} ${isUnread ? 'unread' : ''}"
      href=${facts.href}
      aria-current=${facts.isSelected ? 'true' : nothing}
      tabindex=${facts.isTabbable ? 0 : -1}
    >
      <parley-avatar .key=${chat.customerId} .name=${chat.customerName}></parley-avatar>
      <span class="first">
        <span class="name" dir="auto">${customerName(chat)}</span>
        ${timeOf(chat, desk, now)}
      </span>
      <span class="second">
        ${subjectOf(chat)}
        <span class="preview" dir="auto">${previewOf(chat, desk, now)}</span>
        ${
          unread.mentions > 0
            ? html`<span class="mentioned" title=${msg('You are named in a comment')}>
                @<span class="hidden-text"> ${msg('You are named in a comment')}</span>
              </span>`
            : nothing
        }
        ${
          isUnread
            ? html`<span class="unread-count">
                ${unread.messages}<span class="hidden-text"> ${msg('unread')}</span>
              </span>`
            : nothing
        }
      </span>
      <span class="third">
        <span class="place">${isGone ? msg('No longer here') : whereOf(chat, desk)}</span>
        ${isGone ? nothing : channelOf(chat, desk)}
        ${facts.hasDraft ? html`<span class="draft">· ${msg('Draft')}</span>` : nothing}
        ${chat.open && !chat.customerPresent ? html`<span class="left">· ${msg('left')}</span>` : nothing}
        ${rowMarks(chat, desk)}
      </span>
    </a>
  `
}

function timeOf(chat: ChatView, desk: DeskState | null, now: number): TemplateResult {
  if (chat.closedAt !== null) {
    const { closedAt } = chat
    return html`<time
      class="time"
      datetime=${new Date(closedAt).toISOString()}
      title=${exactTime(closedAt)}
      >${agoTime(closedAt, now)}</time
    >`
  }
  if (chat.state === 'offered' && chat.agentId === desk?.me.agentId && chat.dueAt !== null) {
    return html`<span class="time" data-tone="accent">
      ${runningTime(chat.dueAt - now)}<span class="hidden-text"> ${msg('left to accept')}</span>
    </span>`
  }
  const since = waitingSince(chat)
  if (since !== null) {
    return html`<span class="time waits" data-tone=${waitingTone(chat, desk, now)}>
      <span class="hidden-text">${msg('waits')} </span>${runningTime(now - since)}
    </span>`
  }
  const at = chat.preview?.at ?? chat.stateSince
  return html`<time class="time" datetime=${new Date(at).toISOString()} title=${exactTime(at)}
    >${agoTime(at, now)}</time
  >`
}

/** What it is about, as the bot said. */
function subjectOf({ subject }: ChatView): TemplateResult | typeof nothing {
  if (subject === null || subject === undefined) return nothing
  return html`<span class="subject" dir="auto" title=${subject}>${subject}</span>`
}

function previewOf(chat: ChatView, desk: DeskState | null, now: number): string {
  const { preview } = chat
  if (chat.erasedAt !== null) return msg('Erased')
  if (preview === null || preview === undefined)
    return chat.access === 'row' ? placeOf(chat, desk) : msg('No words yet')
  const [kind, id] = preview.author.split(':')
  switch (kind) {
    case 'agent':
      return id === desk?.me.agentId
        ? msg(str`You: ${isolated(preview.text)}`)
        : `${isolated(agentName(desk, id ?? null))}: ${isolated(preview.text)}`
    case 'bot':
      return msg(str`Bot: ${isolated(preview.text)}`)
    case 'system':
      return noticeWords({ code: preview.text }, desk, now)
    default:
      return preview.text
  }
}

/** Of a chat without words the second line says whose it is already. */
function whereOf(chat: ChatView, desk: DeskState | null): string {
  const isSaid = chat.access === 'row' && !chat.preview
  return isSaid ? groupName(desk, chat.groupId) : placeOf(chat, desk)
}

/** Over which channel it came, where there are several. */
function channelOf(chat: ChatView, desk: DeskState | null): TemplateResult | typeof nothing {
  if (desk === null || desk.channels.size < 2) return nothing
  return html`<span class="channel">· ${channelName(desk, chat.channelId)}</span>`
}

/** What the tab does not say already: where it is, whose it is, what it waits for. */
function placeOf(chat: ChatView, desk: DeskState | null): string {
  const group = isolated(groupName(desk, chat.groupId))
  const isMine = chat.agentId === desk?.me.agentId
  switch (chat.state) {
    case 'offered':
      return `${group} · ${
        isMine
          ? msg('offered to you')
          : msg(str`offered to ${isolated(agentName(desk, chat.agentId))}`)
      }`
    case 'assigned.onHold':
      return `${isMine ? group : isolated(agentName(desk, chat.agentId))} · ${msg('on hold')}`
    case 'forwarded':
      return `${group} · ${forwardedWords(chat.targetAgentId, desk)}`
    case 'closing':
      return `${group} · ${msg('closing')}`
    case 'bot.answering':
    case 'bot.listening':
      return `${group} · ${msg('with the bot')}`
    case 'closed':
      return `${group} · ${closedWords(chat.closeReason)}`
    case 'blocked':
      return `${group} · ${msg('blocked')}`
    case 'queued':
      return chat.stickyAgentId === desk?.me.agentId
        ? `${group} · ${msg('you know this customer')}`
        : group
    default:
      return isMine ? group : `${group} · ${isolated(agentName(desk, chat.agentId))}`
  }
}

function forwardedWords(targetAgentId: string | null, desk: DeskState | null): string {
  if (targetAgentId === null) return msg('forwarded')
  return targetAgentId === desk?.me.agentId
    ? msg('forwarded to you')
    : msg(str`forwarded to ${isolated(agentName(desk, targetAgentId))}`)
}
