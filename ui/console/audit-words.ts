import { msg, str } from '@lit/localize'
import type { AccountSetup, AuditEntry, AuditKind } from '#protocol/console'
import type { DeskState } from '../client/desk-state.ts'
import { listed, number } from '../locales/formats.ts'
import { settingsSections } from './settings-fields.ts'

/** What a kind of change is called, for the list to choose from. */
export function kindWords(kind: AuditKind): string {
  switch (kind) {
    case 'founded':
      return msg('Account made')
    case 'settingsChanged':
      return msg('Settings changed')
    case 'groupSaved':
      return msg('Group saved')
    case 'groupDeleted':
      return msg('Group deleted')
    case 'memberSaved':
      return msg('Person saved')
    case 'memberDeactivated':
      return msg('Person deactivated')
    case 'profileSaved':
      return msg('Own profile saved')
    case 'invited':
      return msg('Invited by mail')
    case 'resetLinkMade':
      return msg('Password link made')
    case 'signInsEnded':
      return msg('Signed out everywhere')
    case 'resetAsked':
      return msg('Password link asked for')
    case 'channelSaved':
      return msg('Channel saved')
    case 'tagSaved':
      return msg('Tag saved')
    case 'tagDeleted':
      return msg('Tag deleted')
    case 'quickReplySaved':
      return msg('Quick reply saved')
    case 'quickReplyDeleted':
      return msg('Quick reply deleted')
    case 'articleSaved':
      return msg('Article saved')
    case 'articleDeleted':
      return msg('Article deleted')
    case 'apiTokenMade':
      return msg('API token made')
    case 'apiTokenRevoked':
      return msg('API token revoked')
    case 'botSaved':
      return msg('Bot saved')
    case 'botDeleted':
      return msg('Bot deleted')
    case 'customerErased':
      return msg('Customer erased')
    case 'chatsErased':
      return msg('Words of old chats erased')
    case 'pastOpened':
      return msg('Past opened')
    case 'prompterSaved':
      return msg('Prompter saved')
    case 'prompterDeleted':
      return msg('Prompter deleted')
    case 'webhookSaved':
      return msg('Webhook saved')
    case 'webhookSwitchedOff':
      return msg('Webhook switched off by the server')
    case 'webhookDeleted':
      return msg('Webhook deleted')
    case 'webhookTested':
      return msg('Webhook tested')
    case 'webhookResent':
      return msg('Events sent to a webhook again')
  }
}

/** What an entry is about, by the names of today; empty where there is nothing to say. */
export function aboutWords(
  { kind, data }: AuditEntry,
  setup: AccountSetup | null,
  desk: DeskState | null,
): string {
  switch (kind) {
    case 'settingsChanged':
      return listed(changedSettings(data))
    case 'groupSaved':
      return groupOf(data['groupId'], setup)
    case 'groupDeleted': {
      const successor = groupOf(data['successorId'], setup)
      return msg(str`${groupOf(data['groupId'], setup)}; now ${successor}`)
    }
    case 'memberSaved':
    case 'memberDeactivated':
    case 'profileSaved':
    case 'invited':
    case 'resetLinkMade':
    case 'resetAsked':
    case 'signInsEnded':
      return personOf(data['personId'], setup)
    case 'channelSaved':
      return (
        setup?.channels.find(({ channelId }) => channelId === data['channelId'])?.name ??
        msg('a former channel')
      )
    case 'tagSaved':
    case 'tagDeleted':
      return (
        [...(desk?.tags.values() ?? [])].find(({ tagId }) => tagId === data['tagId'])?.name ??
        msg('a former tag')
      )
    case 'customerErased':
      return textOf(data['customerId'])
    case 'pastOpened':
      return openedWords(data, setup)
    case 'chatsErased': {
      const { chatIds } = data
      const count = Array.isArray(chatIds) ? chatIds.length : 0
      return count === 1 ? msg('1 chat') : msg(str`${number(count)} chats`)
    }
    case 'botSaved':
    case 'botDeleted':
      return setup?.bots.find(({ botId }) => botId === data['botId'])?.name ?? msg('a former bot')
    case 'prompterSaved':
    case 'prompterDeleted':
      return (
        setup?.prompters.find(({ prompterId }) => prompterId === data['prompterId'])?.name ??
        msg('a former prompter')
      )
    default:
      return ''
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Whose past, and how it was opened. */
function openedWords(data: AuditEntry['data'], setup: AccountSetup | null): string {
  const [kind, id] = textOf(data['of']).split(':')
  const of = kind === 'agent' ? personOf(id, setup) : msg(str`chat ${(id ?? '').slice(-4)}`)
  switch (data['as']) {
    case 'fileWithWords':
      return msg(str`${of}: journal with what was said`)
    case 'file':
      return msg(str`${of}: journal`)
    default:
      return msg(str`${of}: replay`)
  }
}

/** Who it was; `system` is Parley itself. */
export function byWords(by: string, setup: AccountSetup | null): string {
  const [kind, id] = by.split(':')
  return kind === 'agent' ? personOf(id, setup) : 'Parley'
}

function changedSettings(data: AuditEntry['data']): string[] {
  const names = new Map<string, string>(
    settingsSections().flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])),
  )
  names.set('embedOrigins', msg('pages with the desk in them'))
  const change = data['change']
  const changed = typeof change === 'object' && change !== null ? Object.keys(change) : []
  const words = changed.map((name) => names.get(name) ?? name)
  return 'texts' in data ? [...words, msg('what customers read')] : words
}

function groupOf(id: unknown, setup: AccountSetup | null): string {
  return setup?.groups.find(({ groupId }) => groupId === id)?.name ?? msg('a former group')
}

function personOf(id: unknown, setup: AccountSetup | null): string {
  return setup?.members.find(({ personId }) => personId === id)?.name ?? msg('A former agent')
}
