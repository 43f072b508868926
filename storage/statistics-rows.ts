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
  /** How long the bot had it before; null where it had not. */
  handoverMs: number | null
  /** It goes on with what an earlier chat was about. */
  cameAgain: boolean
  /** What the bot said that it is about; null where it said nothing. */
  subjectId: string | null
  abandoned: boolean
  blocked: boolean
  leftMessage: boolean
  /** Whether it ended here: its rating counts for them. */
  last: boolean
  forwards: number
  forwardsIn: number
  overflows: number
  offers: number
  accepted: number
  declined: number
  missed: number
  returned: number
  customerMessages: number
  agentMessages: number
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
  /** `away` is an agent's time away for one reason. */
  kind: 'account' | 'channel' | 'group' | 'agent' | 'away'
  /** Of an `away`, the agent and the reason: see `awayId`. */
  id: string
  /** Of groups and agents what a bot said that chats are about; empty for all of them together. */
  subjectId: string
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
  cameAgain: number
  forwards: number
  forwardsIn: number
  overflows: number
  offers: number
  accepted: number
  declined: number
  missed: number
  returned: number
  customerMessages: number
  agentMessages: number
  handoverMs: number
  abandoningMs: number
  durationMs: number
  waitedMs: number
  handlingMs: number
  waitingMs: number
  firstResponseMs: number
  repliesMs: number
  onlineMs: number
  awayMs: number
  busyMs: number
  wrapUpMs: number
  chatMs: number
  /** By class of duration, in how many chats it took so long; without those that left a message. */
  waiting: number[]
  firstResponse: number[]
  replies: number[]
  handling: number[]
  durations: number[]
  /** How long those who gave up had waited. */
  abandoning: number[]
  /** How many came in each hour of the day, 0 to 23. */
  hours: number[]
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
  'cameAgain',
  'forwards',
  'forwardsIn',
  'overflows',
  'offers',
  'accepted',
  'declined',
  'missed',
  'returned',
  'customerMessages',
  'agentMessages',
  'handoverMs',
  'abandoningMs',
  'durationMs',
  'waitedMs',
  'handlingMs',
  'waitingMs',
  'firstResponseMs',
  'repliesMs',
  'onlineMs',
  'awayMs',
  'busyMs',
  'wrapUpMs',
  'chatMs',
] as const satisfies (keyof FigureCounts)[]

/** Classes of durations; the engine says what each is. */
export const DURATION_CLASSES = 30

export const FIGURE_LISTS = {
  waiting: DURATION_CLASSES,
  firstResponse: DURATION_CLASSES,
  replies: DURATION_CLASSES,
  handling: DURATION_CLASSES,
  durations: DURATION_CLASSES,
  abandoning: DURATION_CLASSES,
  hours: 24,
  ratings: 5,
} as const satisfies Partial<Record<keyof FigureCounts, number>>

export type FigureList = keyof typeof FIGURE_LISTS

export const FIGURE_LIST_NAMES: readonly FigureList[] = [
  'waiting',
  'firstResponse',
  'replies',
  'handling',
  'durations',
  'abandoning',
  'hours',
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
    cameAgain: 0,
    forwards: 0,
    forwardsIn: 0,
    overflows: 0,
    offers: 0,
    accepted: 0,
    declined: 0,
    missed: 0,
    returned: 0,
    customerMessages: 0,
    agentMessages: 0,
    handoverMs: 0,
    abandoningMs: 0,
    durationMs: 0,
    waitedMs: 0,
    handlingMs: 0,
    waitingMs: 0,
    firstResponseMs: 0,
    repliesMs: 0,
    onlineMs: 0,
    awayMs: 0,
    busyMs: 0,
    wrapUpMs: 0,
    chatMs: 0,
    waiting: list('waiting'),
    firstResponse: list('firstResponse'),
    replies: list('replies'),
    handling: list('handling'),
    durations: list('durations'),
    abandoning: list('abandoning'),
    hours: list('hours'),
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

export function figureKey(row: Omit<FigureRow, 'counts'>): string {
  const { zone, grain, day, kind, id, subjectId } = row
  return `${zone} ${grain} ${day} ${kind} ${id} ${subjectId}`
}

/** Of an agent's time away for one reason. */
export function awayId(agentId: string, reason: string): string {
  return `${agentId} ${reason}`
}

/** Whose time away it is, and why. */
export function awayOf(id: string): { agentId: string; reason: string } {
  const at = id.indexOf(' ')
  return { agentId: id.slice(0, at), reason: id.slice(at + 1) }
}

/** Adds a row to those by key. */
export function addFigure(figures: Map<string, FigureRow>, row: FigureRow): void {
  const key = figureKey(row)
  const known = figures.get(key)
  const counts = known === undefined ? row.counts : addedFigures(known.counts, row.counts)
  figures.set(key, { ...row, counts })
}
