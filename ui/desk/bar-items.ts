import { msg, str } from '@lit/localize'
import type { ForwardTo } from '#protocol/staff-commands'
import {
  COMMAND_IDS,
  commandOf,
  sectionWords,
  type CommandDesk,
  type CommandId,
} from './commands.ts'
import { fit } from './fuzzy.ts'
import { customerName, groupName } from './names.ts'
import { standsAgainst } from './refusal-words.ts'

/** One line of the command bar. */
export interface BarItem {
  /** Unique, and the same each time: by it what was used lately is known. */
  id: string
  words: string
  /** What kind of thing it is, or where. */
  place: string
  command: CommandId | null
  why: string | null
  run: () => void
}

/** Lines that are shown at a time. */
const SHOWN = 40

/** Commands that open what is open already. */
const NOT_LISTED: readonly CommandId[] = ['bar']

/**
 * What fits what was typed, best first; commands that were used lately come before others, and
 * without a word only commands are there.
 */
export function barItems(desk: CommandDesk, typed: string, lately: readonly string[]): BarItem[] {
  const words = typed.trim()
  const all = words === '' ? commands(desk) : [...commands(desk), ...chats(desk), ...targets(desk)]
  const ranked = all.flatMap((item, at) => {
    const score = fit(words, item.words)
    const used = lately.indexOf(item.id)
    return score === null ? [] : [{ item, score, used: used < 0 ? lately.length : used, at }]
  })
  ranked.sort(
    (a, b) =>
      a.score - b.score ||
      Number(a.item.why !== null) - Number(b.item.why !== null) ||
      a.used - b.used ||
      a.at - b.at,
  )
  return ranked.slice(0, SHOWN).map(({ item }) => item)
}

function commands(desk: CommandDesk): BarItem[] {
  return COMMAND_IDS.filter((id) => !NOT_LISTED.includes(id)).map((id) => {
    const command = commandOf(id)
    return {
      id,
      words: command.words(),
      place: sectionWords(command.section),
      command: id,
      why: command.whyNot?.(desk) ?? null,
      run: () => command.run(desk),
    }
  })
}

/** Customers by their chats. */
function chats(desk: CommandDesk): BarItem[] {
  return [...(desk.desk?.chats.values() ?? [])].map((chat) => ({
    id: `chat:${chat.chatId}`,
    words: customerName(chat),
    place: msg(str`Chat · ${groupName(desk.desk, chat.groupId)}`),
    command: null,
    why: null,
    run: () => desk.go({ tab: desk.place.tab, chatId: chat.chatId }),
  }))
}

/** Groups and agents that the chat in sight can go to: their dialog asks before it does. */
function targets(commands: CommandDesk): BarItem[] {
  const { desk, chat, possible } = commands
  if (desk === null || chat === null) return []
  const why = standsAgainst(possible, 'forwardChat', chat.state).why
  const item = (to: ForwardTo, id: string, name: string, off: boolean): BarItem => ({
    id: `forward:${id}`,
    words: name,
    place: msg(str`Forward ${customerName(chat)}`),
    command: null,
    why: why ?? (off ? msg('Offline') : null),
    run: () => commands.ask({ kind: 'forward', chatId: chat.chatId, to }),
  })
  const groups = [...desk.groups.values()].map(({ groupId, name }) =>
    item({ kind: 'group', groupId }, groupId, name, false),
  )
  const agents = [...desk.agents.values()]
    .filter(({ active, agentId }) => active && agentId !== desk.me.agentId)
    .map(({ agentId, name, presence, connection }) => {
      const off = presence === 'offline' || connection === 'gone'
      return item({ kind: 'agent', agentId }, agentId, name, off)
    })
  return [...groups, ...agents]
}
