/** What one chat was for the whole account, a group or an agent; times in milliseconds. */
export interface StayRow {
  kind: 'account' | 'group' | 'agent'
  /** Of the group or agent; empty for the account. */
  id: string
  chatId: string
  channelId: string
  /** The account's sequence at which the chat ended. */
  seq: number
  /** When the chat came to the agents; when it was born, if it never left the bot. */
  cameAt: number
  /** Of an agent, how often it joined; 0 for a chat that never left the bot. */
  chats: number
  answered: number
  handedOver: boolean
  abandoned: boolean
  blocked: boolean
  leftMessage: boolean
  /** Whether it ended here: its rating counts for them. */
  last: boolean
  forwards: number
  durationMs: number
  waitedMs: number
  handlingMs: number
  waitingMs: number | null
  firstResponseMs: number | null
  repliesMs: number[]
}

/** Figures that add up, of a day or a month of the account's calendar. */
export interface FigureRow {
  /** The time zone whose days these are, by its IANA name. */
  zone: string
  grain: 'day' | 'month'
  /** In days since 1970-01-01; of a month its first. */
  day: number
  kind: 'account' | 'channel' | 'group' | 'agent'
  id: string
  counts: FigureCounts
}

/** Each is a number that adds up, or several that add up one by one. */
export interface FigureCounts {
  chats: number
  answered: number
  botResolved: number
  handedOver: number
  abandoned: number
  blocked: number
  leftMessage: number
  forwards: number
  durationMs: number
  waitedMs: number
  handlingMs: number
  waitingMs: number
  firstResponseMs: number
  repliesMs: number
  onlineMs: number
  awayMs: number
  busyMs: number
  /** By class of duration, in how many chats it took so long; without those that left a message. */
  waiting: number[]
  firstResponse: number[]
  replies: number[]
  handling: number[]
  /** How often each number of 1 to 5 was given. */
  ratings: number[]
}

/** What of the counts is one number, and what is several, with how many they are. */
export const FIGURE_SUMS = [
  'chats',
  'answered',
  'botResolved',
  'handedOver',
  'abandoned',
  'blocked',
  'leftMessage',
  'forwards',
  'durationMs',
  'waitedMs',
  'handlingMs',
  'waitingMs',
  'firstResponseMs',
  'repliesMs',
  'onlineMs',
  'awayMs',
  'busyMs',
] as const satisfies (keyof FigureCounts)[]

/** Classes of durations; the engine says what each is. */
export const DURATION_CLASSES = 30

export const FIGURE_LISTS = {
  waiting: DURATION_CLASSES,
  firstResponse: DURATION_CLASSES,
  replies: DURATION_CLASSES,
  handling: DURATION_CLASSES,
  ratings: 5,
} as const satisfies Partial<Record<keyof FigureCounts, number>>

export type FigureList = keyof typeof FIGURE_LISTS

export const FIGURE_LIST_NAMES: readonly FigureList[] = [
  'waiting',
  'firstResponse',
  'replies',
  'handling',
  'ratings',
]

export function noFigures(): FigureCounts {
  const list = (name: FigureList): number[] => Array.from({ length: FIGURE_LISTS[name] }, () => 0)
  return {
    chats: 0,
    answered: 0,
    botResolved: 0,
    handedOver: 0,
    abandoned: 0,
    blocked: 0,
    leftMessage: 0,
    forwards: 0,
    durationMs: 0,
    waitedMs: 0,
    handlingMs: 0,
    waitingMs: 0,
    firstResponseMs: 0,
    repliesMs: 0,
    onlineMs: 0,
    awayMs: 0,
    busyMs: 0,
    waiting: list('waiting'),
    firstResponse: list('firstResponse'),
    replies: list('replies'),
    handling: list('handling'),
    ratings: list('ratings'),
  }
}

/** Both together; a copy. */
export function addedFigures(one: FigureCounts, other: Partial<FigureCounts>): FigureCounts {
  const sum = { ...one }
  for (const name of FIGURE_SUMS) sum[name] += other[name] ?? 0
  for (const name of FIGURE_LIST_NAMES) {
    const more = other[name]
    if (more !== undefined) sum[name] = one[name].map((n, index) => n + (more[index] ?? 0))
  }
  return sum
}

export function figureKey({ zone, grain, day, kind, id }: Omit<FigureRow, 'counts'>): string {
  return `${zone} ${grain} ${day} ${kind} ${id}`
}

/** Adds a row to those by key. */
export function addFigure(figures: Map<string, FigureRow>, row: FigureRow): void {
  const key = figureKey(row)
  const known = figures.get(key)
  const counts = known === undefined ? row.counts : addedFigures(known.counts, row.counts)
  figures.set(key, { ...row, counts })
}
