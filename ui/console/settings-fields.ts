import { msg, str } from '@lit/localize'
import {
  MAX_CLOSE_REASONS,
  MAX_FILE_BYTES,
  MAX_RETENTION_MS,
  MAX_WRAP_UP_MS,
  MIN_RETENTION_MS,
} from '#protocol/limits'
import type { FileClass } from '#protocol/files'
import type { SettingsView } from '#protocol/staff-views'
import { number } from '../locales/formats.ts'

/** Everything that the page of settings sets; what customers read has a page of its own. */
export type SettingName = Exclude<keyof SettingsView, 'version' | 'texts'>

type NamesOf<Value> = {
  [Name in SettingName]: SettingsView[Name] extends Value ? Name : never
}[SettingName]

type Said = { label: string; says: string }

/** One setting: what it is called, what it does in a sentence, and what may be put in. */
export type SettingField = Said &
  (
    | {
        kind: 'choice'
        name: 'assignment' | 'policy' | 'queueOrder'
        options: { value: string; words: string; says: string }[]
      }
    | { kind: 'switch'; name: NamesOf<boolean> }
    | { kind: 'count'; name: 'chatLimit'; from: number; to: number }
    | {
        kind: 'time'
        name: Exclude<NamesOf<number>, 'chatLimit' | 'retentionMs'>
        from: number
        to: number
      }
    | { kind: 'megabytes'; name: 'fileMaxBytes' }
    | { kind: 'days'; name: 'retentionMs' }
    | { kind: 'classes'; name: 'fileClasses'; options: { value: FileClass; words: string }[] }
    | { kind: 'reasons'; name: 'closeReasons' }
    | { kind: 'origins'; name: 'embedOrigins' }
    | { kind: 'zone'; name: 'timeZone' }
  )

export interface SettingsSection {
  id: string
  title: string
  says: string
  fields: SettingField[]
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A megabyte, as files are measured by. */
export const MEGABYTE = 1_024 * 1_024

/** What any limit takes. */
const ANY = { from: SECOND, to: 365 * DAY }

/** All settings in the order of a chat's life. */
export function settingsSections(): SettingsSection[] {
  return [assigning(), limits(), ending(), leaving(), files(), keeping(), reporting(), embedding()]
}

function assigning(): SettingsSection {
  return {
    id: 'assigning',
    title: msg('How chats come to agents'),
    says: msg('Counts for all groups, from the next chat on.'),
    fields: [
      {
        kind: 'choice',
        name: 'assignment',
        label: msg('Assigning'),
        says: msg('Who decides which agent gets the next chat of a line.'),
        options: [
          {
            value: 'byHand',
            words: msg('By hand'),
            says: msg('Agents see the line and take chats themselves; nothing lands on anybody.'),
          },
          {
            value: 'automatic',
            words: msg('Automatically'),
            says: msg(
              'Whoever accepts gets the chat that waits longest; agents see only how many wait.',
            ),
          },
        ],
      },
      {
        kind: 'choice',
        name: 'policy',
        label: msg('Who gets the next chat'),
        says: msg('Among agents who accept, where chats are assigned automatically.'),
        options: [
          {
            value: 'leastBusy',
            words: msg('Who has the fewest'),
            says: msg('Measured by the own limit.'),
          },
          {
            value: 'longestIdle',
            words: msg('Who waits longest'),
            says: msg('Since the last chat came to them.'),
          },
          {
            value: 'roundRobin',
            words: msg('One after the other'),
            says: msg('In turn, whoever has how many.'),
          },
        ],
      },
      {
        kind: 'switch',
        name: 'offers',
        label: msg('Offer chats first'),
        says: msg('An agent is asked and may decline; without it a chat is theirs at once.'),
      },
      {
        kind: 'time',
        name: 'offerLimitMs',
        label: msg('Time to accept an offer'),
        says: msg('After it the next agent is asked. Two missed in a row set an agent away.'),
        ...ANY,
      },
      {
        kind: 'count',
        name: 'chatLimit',
        label: msg('Chats at a time'),
        says: msg(
          'How many an agent has in hand at most, unless somebody has a limit of their own. A lower one takes nothing away.',
        ),
        from: 1,
        to: 100,
      },
      {
        kind: 'choice',
        name: 'queueOrder',
        label: msg('Order of the line'),
        says: msg(
          'What people see first; the machine always takes by priority, then the longest wait.',
        ),
        options: [
          {
            value: 'longestWaiting',
            words: msg('Longest wait first'),
            says: msg('Nobody is overlooked.'),
          },
          {
            value: 'newest',
            words: msg('Newest first'),
            says: msg('For whoever answers at once or not at all.'),
          },
          {
            value: 'priority',
            words: msg('Priority first'),
            says: msg('Then by the longest wait.'),
          },
        ],
      },
      {
        kind: 'time',
        name: 'stickyMs',
        label: msg('Back to the same agent'),
        says: msg(
          'A customer who writes again within this time is asked for by the agent of before; 0 for never.',
        ),
        from: 0,
        to: 30 * DAY,
      },
    ],
  }
}

function limits(): SettingsSection {
  return {
    id: 'limits',
    title: msg('How long things may take'),
    says: msg('Counted in the opening hours of the group, and also for what waits already.'),
    fields: [
      {
        kind: 'time',
        name: 'queueLimitMs',
        label: msg('In the line'),
        says: msg(
          'Then the chat goes to the overflow group, else the customer may leave a message and keep waiting.',
        ),
        ...ANY,
      },
      {
        kind: 'time',
        name: 'responseLimitMs',
        label: msg('Until an answer'),
        says: msg(
          'From the first unanswered message of a customer; then the chat returns to its place in the line.',
        ),
        ...ANY,
      },
      {
        kind: 'time',
        name: 'idleLimitMs',
        label: msg('Silent customer'),
        says: msg('After the last answer; then the chat closes by itself.'),
        ...ANY,
      },
      {
        kind: 'time',
        name: 'forwardLimitMs',
        label: msg('Forwarded and not taken'),
        says: msg('Then the chat goes back to the line that it came from.'),
        ...ANY,
      },
      {
        kind: 'time',
        name: 'botLimitMs',
        label: msg('Silent bot'),
        says: msg('Then the chat goes to the group of its channel, with a note to staff.'),
        ...ANY,
      },
      {
        kind: 'time',
        name: 'graceMs',
        label: msg('Lost connection'),
        says: msg(
          'How long an agent keeps chats after the last window is gone; counted by the clock.',
        ),
        ...ANY,
      },
    ],
  }
}

function ending(): SettingsSection {
  return {
    id: 'ending',
    title: msg('When a chat ends'),
    says: msg('What agents are asked for, and how long they may think again.'),
    fields: [
      {
        kind: 'time',
        name: 'undoMs',
        label: msg('Undo closing'),
        says: msg(
          'So long a chat that was closed can be had back; the customer hears of it after that.',
        ),
        from: 1,
        to: MINUTE,
      },
      {
        kind: 'time',
        name: 'wrapUpMs',
        label: msg('Wrap-up'),
        says: msg(
          'How long an agent’s place stays taken after a chat, for what is left to do; 0 for not at all.',
        ),
        from: 0,
        to: MAX_WRAP_UP_MS,
      },
      {
        kind: 'reasons',
        name: 'closeReasons',
        label: msg('Reasons for closing'),
        says: msg('What agents choose from; nothing is asked where there are none. One a line.'),
      },
      {
        kind: 'switch',
        name: 'closeReasonRequired',
        label: msg('A reason is needed'),
        says: msg('Nobody closes a chat without choosing one.'),
      },
      {
        kind: 'switch',
        name: 'rating',
        label: msg('Ask for a rating'),
        says: msg('Customers may give one to five, and a word, after a chat ended.'),
      },
    ],
  }
}

function leaving(): SettingsSection {
  return {
    id: 'leaving',
    title: msg('Customers who left'),
    says: msg('For those who gave an e-mail address, where this server sends mail.'),
    fields: [
      {
        kind: 'time',
        name: 'missedReplyMs',
        label: msg('Mail what they missed'),
        says: msg('So long somebody may stay away before unread answers are mailed to them.'),
        from: 10 * SECOND,
        to: DAY,
      },
    ],
  }
}

function files(): SettingsSection {
  return {
    id: 'files',
    title: msg('Files'),
    says: msg(
      'Of customers and agents alike. What a file is, is read from its bytes; programs are never taken.',
    ),
    fields: [
      {
        kind: 'megabytes',
        name: 'fileMaxBytes',
        label: msg('Largest file'),
        says: msg('In megabytes; a larger one is refused before it is read.'),
      },
      {
        kind: 'classes',
        name: 'fileClasses',
        label: msg('Kinds of files'),
        says: msg('None, and no files are taken at all.'),
        options: [
          { value: 'image', words: msg('Pictures') },
          { value: 'audio', words: msg('Sound') },
          { value: 'video', words: msg('Films') },
          { value: 'document', words: msg('Documents and archives') },
          { value: 'other', words: msg('Everything else') },
        ],
      },
    ],
  }
}

function keeping(): SettingsSection {
  return {
    id: 'keeping',
    title: msg('How long words are kept'),
    says: msg(
      'What was said, files and what is known of customers. When chats were, who had them, and statistics stay.',
    ),
    fields: [
      {
        kind: 'days',
        name: 'retentionMs',
        label: msg('Erase after'),
        says: msg(
          'In days after a chat ended; 0 keeps words for ever. What is older is erased within minutes, and nothing brings it back.',
        ),
      },
    ],
  }
}

function reporting(): SettingsSection {
  return {
    id: 'reporting',
    title: msg('Statistics'),
    says: msg('Days and months begin and end in one place for everybody.'),
    fields: [
      {
        kind: 'zone',
        name: 'timeZone',
        label: msg('Time zone'),
        says: msg('Another one counts the past again, in its days.'),
      },
    ],
  }
}

function embedding(): SettingsSection {
  return {
    id: 'embedding',
    title: msg('The desk in other pages'),
    says: msg('Pages of your own, such as a CRM, that show the desk or parts of it.'),
    fields: [
      {
        kind: 'origins',
        name: 'embedOrigins',
        label: msg('Pages that may'),
        says: msg(
          'Their origins, one a line, such as https://crm.example.com; none where it is empty.',
        ),
      },
    ],
  }
}

/** What is wrong with a value; null where it can be saved. */
export function problemOf(field: SettingField, settings: SettingsView): string | null {
  switch (field.kind) {
    case 'count':
      return isWithin(settings[field.name], field.from, field.to)
        ? null
        : msg(str`From ${number(field.from)} to ${number(field.to)}.`)
    case 'time':
      return isWithin(settings[field.name], field.from, field.to)
        ? null
        : msg(str`From ${timeWords(field.from)} to ${timeWords(field.to)}.`)
    case 'megabytes':
      return isWithin(settings.fileMaxBytes, 1, MAX_FILE_BYTES)
        ? null
        : msg(str`Up to ${number(MAX_FILE_BYTES / MEGABYTE)} megabytes.`)
    case 'days':
      return settings.retentionMs === 0 ||
        isWithin(settings.retentionMs, MIN_RETENTION_MS, MAX_RETENTION_MS)
        ? null
        : msg(
            str`0, or from ${number(MIN_RETENTION_MS / DAY)} to ${number(MAX_RETENTION_MS / DAY)} days.`,
          )
    case 'origins': {
      const bad = settings.embedOrigins.find((one) => !isOrigin(one))
      return bad === undefined ? null : msg(str`This is no origin: ${bad}`)
    }
    case 'reasons':
      return settings.closeReasons.length <= MAX_CLOSE_REASONS
        ? null
        : msg(str`${number(MAX_CLOSE_REASONS)} reasons at most.`)
    default:
      return null
  }
}

/** As browsers name it: the scheme and the host, and nothing behind. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

function isWithin(value: number, from: number, to: number): boolean {
  return Number.isFinite(value) && value >= from && value <= to
}

/** `0`, `10 s`, `5 min`, `24 h`, `365 d`. */
function timeWords(ms: number): string {
  if (ms < SECOND) return number(0)
  if (ms < MINUTE) return msg(str`${number(ms / SECOND)} s`)
  if (ms < HOUR) return msg(str`${number(ms / MINUTE)} min`)
  if (ms <= DAY) return msg(str`${number(ms / HOUR)} h`)
  return msg(str`${number(ms / DAY)} d`)
}
