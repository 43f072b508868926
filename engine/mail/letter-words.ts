import { spokenIn } from '../texts.ts'
import type { TextLanguage } from '../texts.ts'

/** What one kind of mail says around what was said. */
interface About {
  subject: (group: string) => string
  greeting: (group: string) => string
  footer: string
}

/** What a mail to a customer says besides what was said in the chat. */
export interface LetterWords {
  language: TextLanguage
  /** How dates are written. */
  locale: string
  missed: About
  transcript: About
  /** Where all of it is too long for a mail. */
  endOfTranscript: About
  open: string
  you: string
  notice: string
  file: (name: string) => string
}

const ENGLISH_TRANSCRIPT: About = {
  subject: (group) => `Your chat with ${group}`,
  greeting: (group) => `This was said in your chat with ${group}.`,
  footer:
    'You get this because it was asked for in our chat with this e-mail address. If that was not you, nothing has to be done.',
}

const ENGLISH: LetterWords = {
  language: 'en',
  locale: 'en-GB',
  missed: {
    subject: (group) => `${group} answered you`,
    greeting: (group) => `${group} answered you while you were away.`,
    footer:
      'You get this because you left your e-mail address in our chat. Whoever has this mail can open the chat by its link for 30 days; mails that answer this one are not read there.',
  },
  transcript: ENGLISH_TRANSCRIPT,
  endOfTranscript: {
    ...ENGLISH_TRANSCRIPT,
    greeting: (group) =>
      `This was said last in your chat with ${group}; all of it is too long for a mail.`,
  },
  open: 'Open the chat',
  you: 'You',
  notice: 'Notice',
  file: (name) => `File: ${name}`,
}

const GERMAN_TRANSCRIPT: About = {
  subject: (group) => `Ihr Chat mit ${group}`,
  greeting: (group) => `Das wurde in Ihrem Chat mit ${group} gesagt.`,
  footer:
    'Sie erhalten diese E-Mail, weil sie in unserem Chat mit dieser E-Mail-Adresse angefordert wurde. Waren Sie das nicht, müssen Sie nichts tun.',
}

const GERMAN: LetterWords = {
  language: 'de',
  locale: 'de-DE',
  missed: {
    subject: (group) => `${group} hat Ihnen geantwortet`,
    greeting: (group) => `${group} hat Ihnen geantwortet, während Sie nicht da waren.`,
    footer:
      'Sie erhalten diese E-Mail, weil Sie in unserem Chat Ihre E-Mail-Adresse hinterlassen haben. Wer diese E-Mail hat, kann den Chat 30 Tage lang über den Link öffnen; Antworten auf diese E-Mail werden dort nicht gelesen.',
  },
  transcript: GERMAN_TRANSCRIPT,
  endOfTranscript: {
    ...GERMAN_TRANSCRIPT,
    greeting: (group) =>
      `Das wurde zuletzt in Ihrem Chat mit ${group} gesagt; alles ist zu lang für eine E-Mail.`,
  },
  open: 'Chat öffnen',
  you: 'Sie',
  notice: 'Hinweis',
  file: (name) => `Datei: ${name}`,
}

const WORDS: Record<TextLanguage, LetterWords> = { en: ENGLISH, de: GERMAN }

/** The words in the first of these languages that there are some in, else in English. */
export function letterWordsIn(languages: readonly string[]): LetterWords {
  return WORDS[spokenIn(languages)]
}
