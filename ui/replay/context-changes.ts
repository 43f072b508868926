import { msg, str } from '@lit/localize'
import type { ReplayedStepView } from '#protocol/replay'
import { listed, number } from '../locales/formats.ts'
import { partName } from '../statechart/chart-names.ts'
import { capital } from './capital.ts'
import { contextName, valueName } from './context-names.ts'
import type { Names } from './names.ts'
import { secondTime, tookWords } from './step-words.ts'

type Json = ReplayedStepView['data'][string]

/** One place of the context that is another than before; null where nothing stood or stands there. */
export interface Change {
  /** *Line › First waiting at* */
  path: string
  before: string | null
  after: string | null
}

/** What of a context changed, place by place, in words. */
export function changesIn(changed: ReplayedStepView['changed'], names: Names): Change[] {
  return changed.flatMap(({ key, before, after }) => changesAt([key], before, after, names))
}

/** What an event carries, place by place; ids of what is shown elsewhere are left out. */
export function factsIn(data: Readonly<Record<string, Json>>, names: Names): Change[] {
  return Object.entries(data)
    .filter(([key]) => !ELSEWHERE.has(key))
    .flatMap(([key, value]) => changesAt([key], null, value, names))
    .filter(({ after }) => after !== null)
}

/** Shown beside, or nothing that anybody reads. */
const ELSEWHERE = new Set([
  'decision',
  'messageId',
  'answers',
  'noteId',
  'blockId',
  'chatId',
  'at',
  'by',
])

function changesAt(path: string[], before: Json, after: Json, names: Names): Change[] {
  const [old, now] = [partsOf(before), partsOf(after)]
  const isNested = (old !== null || before === null) && (now !== null || after === null)
  if (isNested && (old !== null || now !== null)) {
    // what kind of thing it is shows by what it has
    const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].filter(
      (key) => key !== 'kind',
    )
    return keys.flatMap((key) =>
      changesAt([...path, key], old?.[key] ?? null, now?.[key] ?? null, names),
    )
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const words = (value: Json) => (value === null ? null : valueWords(path, value, names))
  return [{ path: pathWords(path, names), before: words(before), after: words(after) }]
}

/** The parts of an object, or of a list of objects by whom or what they are about. */
function partsOf(value: Json): Record<string, Json> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return value
  const parts: [string, Json][] = []
  for (const one of value) {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return null
    const id = one['chatId'] ?? one['agentId']
    if (typeof id !== 'string') return null
    parts.push([id, one])
  }
  return parts.length === 0 ? null : Object.fromEntries(parts)
}

function pathWords(path: readonly string[], names: Names): string {
  return path
    .map((key, place) => {
      if (isId(key)) return path[0] === 'wrapUps' ? names.chat(key) : names.agent(key)
      const words = contextName(key)
      return place === 0 ? capital(words) : words
    })
    .join(' › ')
}

function valueWords(path: readonly string[], value: Json, names: Names): string {
  const key = path.at(-1) ?? ''
  if (Array.isArray(value)) {
    const words = value.map((one) => valueWords(path, one, names))
    return words.length === 0 ? msg('none') : listed(words)
  }
  if (typeof value === 'boolean') return value ? msg('yes') : msg('no')
  if (typeof value === 'number') {
    if (key.endsWith('Ms')) return tookWords(value)
    if (/(At|[sS]ince|[uU]ntil)$/.test(key)) return secondTime(value)
    return number(value)
  }
  if (typeof value !== 'string') return JSON.stringify(value)
  if (/^\w+@\d+$/.test(value)) return value
  if (/^(agentId|passedOver)$|AgentId$/.test(key)) return names.agent(value)
  if (/^by$/.test(key) && value.includes(':')) return byWords(value, names)
  if (/[gG]roupId$/.test(key)) return names.group(value)
  if (/^(chats|offers|chatId|continues)$/.test(key)) return names.chat(value)
  if (key === 'botId') return msg('the bot', { id: 'botAsWho' })
  if (key.endsWith('MessageId')) return msg(str`message ${value.slice(-4)}`)
  if (isId(value)) return msg(str`number ${value.slice(-6)}`)
  return capital(valueName(value))
}

function byWords(by: string, names: Names): string {
  const [kind, id = ''] = by.split(':')
  if (kind === 'agent') return names.agent(id)
  return kind === 'customer' ? names.customer : partName(kind ?? '')
}

/** As this product makes them, and not a name that somebody chose. */
function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)
}
