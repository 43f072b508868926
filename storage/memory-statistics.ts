import type { AccountContents } from './memory-account.ts'
import type { ChatRow } from './rows.ts'
import { emptyWeek } from './statistics.ts'
import type { AskedStays, FigureOf, StatisticsShelf, StayFigure } from './statistics.ts'
import { addedFigures, noFigures } from './statistics-rows.ts'
import type { FigureCounts, StayRow } from './statistics-rows.ts'

/** Statistics of a store in memory. */
export function memoryStatistics(
  contentsOf: (accountId: string) => AccountContents | null,
): StatisticsShelf {
  return {
    figures: async (accountId, { zone, kind, ids, bySubject = false, most }, spans) => {
      const sums = new Map<string, FigureOf & { counts: FigureCounts }>()
      for (const row of contentsOf(accountId)?.figures ?? []) {
        const isIn = spans.some(
          ({ grain, from, to }) => row.grain === grain && row.day >= from && row.day <= to,
        )
        if (!isIn || row.zone !== zone || row.kind !== kind) continue
        const { id, subjectId } = row
        if (ids?.includes(id) === false || bySubject === (subjectId === '')) continue
        const key = JSON.stringify([id, subjectId])
        const counts = addedFigures(sums.get(key)?.counts ?? noFigures(), row.counts)
        sums.set(key, { id, subjectId, counts })
      }
      const mostFirst = [...sums.values()].sort(byId).sort((one, other) => {
        return other.counts.chats - one.counts.chats
      })
      return mostFirst.slice(0, most).sort(byId)
    },
    hours: async (accountId, { zone, kind, ids }, { from, to }) => {
      const week = emptyWeek()
      for (const row of contentsOf(accountId)?.figures ?? []) {
        if (row.zone !== zone || row.kind !== kind || row.grain !== 'day') continue
        if (row.subjectId !== '' || ids?.includes(row.id) === false) continue
        if (row.day < from || row.day > to) continue
        const weekday = (row.day + 3) % 7
        week[weekday] = row.counts.hours.map((n, hour) => n + (week[weekday]?.[hour] ?? 0))
      }
      return week
    },
    series: async (accountId, { zone, kind, ids }, { grain, from, to }) =>
      (contentsOf(accountId)?.figures ?? [])
        .filter((row) => row.zone === zone && row.kind === kind && row.grain === grain)
        .filter(({ subjectId }) => subjectId === '')
        .filter(({ day, id }) => day >= from && day <= to && ids?.includes(id) !== false)
        .map(({ id, day, counts }) => ({ id, day, counts }))
        .sort((one, other) => one.day - other.day || byId(one, other)),
    counted: async (accountId, asked, before, limit) => {
      const { stays = [], chats = [] } = contentsOf(accountId) ?? {}
      const found = stays
        .flatMap((stay) => {
          const chat = chats.find(({ chatId }) => chatId === stay.chatId)
          return chat !== undefined && isAsked(stay, chat, asked) ? [{ stay, chat }] : []
        })
        .sort((one, other) => newestFirst(one.stay, other.stay))
        .filter(({ stay }) => before === null || newestFirst(before, stay) < 0)
      const last = found[limit - 1]?.stay
      return {
        stays: found.slice(0, limit).map(({ stay, chat }) => {
          const { chatId, cameAt, durationMs, waitingMs, firstResponseMs } = stay
          return { stay: { chatId, cameAt, durationMs, waitingMs, firstResponseMs }, chat }
        }),
        next:
          found.length > limit && last !== undefined
            ? { cameAt: last.cameAt, chatId: last.chatId }
            : null,
      }
    },
    subjects: async (accountId, subjectIds) => {
      const named = (contentsOf(accountId)?.handovers ?? []).flatMap(
        ({ subjectId, subject, seq }) =>
          subjectId !== null && subject !== null && subjectIds.includes(subjectId)
            ? [{ subjectId, subject, seq }]
            : [],
      )
      const inOrder = named.toSorted((one, other) => one.seq - other.seq)
      return new Map(inOrder.map(({ subjectId, subject }) => [subjectId, subject]))
    },
    stillOpen: async (accountId, cameFrom, cameBefore) => {
      const open = (contentsOf(accountId)?.chats ?? []).filter(
        ({ open: isOpen, firstWaitingAt }) =>
          isOpen &&
          firstWaitingAt !== null &&
          firstWaitingAt >= cameFrom &&
          firstWaitingAt < cameBefore,
      )
      return open.map(({ groupId, channelId, agentId }) => {
        return { groupId, channelId, agentId, chats: 1 }
      })
    },
    computingSince: async () => null,
  }
}

function byId(one: Partial<FigureOf>, other: Partial<FigureOf>): number {
  const [a, b] = [one, other].map(({ id = '', subjectId = '' }) => `${id} ${subjectId}`)
  return a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1
}

type Came = Pick<StayRow, 'cameAt' | 'chatId'>

function newestFirst(one: Came, other: Came): number {
  if (one.cameAt !== other.cameAt) return other.cameAt - one.cameAt
  return one.chatId < other.chatId ? 1 : one.chatId > other.chatId ? -1 : 0
}

function isAsked(stay: StayRow, chat: ChatRow, asked: AskedStays): boolean {
  const { kind, id, channelId, subjectId, groupIds, cameFrom, cameBefore, which } = asked
  if (stay.kind !== kind || stay.id !== id) return false
  if (channelId !== null && stay.channelId !== channelId) return false
  if (subjectId !== null && stay.subjectId !== subjectId) return false
  if (groupIds?.includes(chat.groupId) === false) return false
  if (stay.cameAt < cameFrom || stay.cameAt >= cameBefore) return false
  return isCounted(stay, chat, which)
}

function isCounted(stay: StayRow, { rating }: ChatRow, which: StayFigure): boolean {
  switch (which.figure) {
    case 'chats':
      return stay.chats > 0
    case 'answered':
      return stay.answered > 0
    case 'unanswered':
      return stay.answered < stay.chats
    case 'botResolved':
      return stay.kind === 'account' && stay.chats === 0
    case 'rated':
      return stay.last && rating !== null
    case 'within':
      return !stay.leftMessage && stay.waitingMs !== null && stay.waitingMs <= which.ms
    default:
      return Number(stay[which.figure]) > 0
  }
}
