import { plainText } from '../knowledge/plain-text.ts'
import type { BotTexts } from '../texts.ts'
import { asksForPerson } from './asks-for-person.ts'
import type { BotAnswer, BotButton, BotMessage } from './bot-answer.ts'
import { onlyGreets } from './only-greets.ts'

/** So often in a row without an answer, and the bot hands over. */
const MISSES = 2

/** So much of an article is said; the rest is where it leads. In UTF-16 units. */
const EXCERPT = 700

/** An article that may answer, with how well it matches in per cent. */
export interface Fit {
  title: string
  url: string | null
  text: string
  match: number
}

export interface BotSituation {
  /** Null where the customer came without words. */
  question: string | null
  /** The best first. */
  fits: readonly Fit[]
  /** How well an article has to match, in per cent. */
  threshold: number
  /** How often in a row the bot knew no answer before. */
  misses: number
  /** Whether somebody is there to hand over to. */
  staffed: boolean
  texts: BotTexts
}

/**
 * What the built-in bot says: who comes without a question is asked for one; then an article that fits, else that it does not know and who does. It hands
 * over when it is asked in so many words, and the second time in a row that it does not know; where
 * nobody is there it says so instead, and that a message can be left.
 */
export function answerFromArticles(at: BotSituation): BotAnswer {
  const { texts } = at
  if (at.question === null || onlyGreets(at.question)) {
    return {
      messages: [{ text: texts.greeting, files: [], buttons: [toTalk(texts)] }],
      missed: false,
      handover: null,
    }
  }
  if (asksForPerson(at.question)) return toPerson(at, texts.asked)
  const [best] = at.fits
  if (best !== undefined && best.match >= at.threshold) {
    return { messages: [fromArticle(best, texts)], missed: false, handover: null }
  }
  if (at.misses + 1 >= MISSES) return toPerson(at, texts.missed)
  const unknown = { text: texts.unknown, files: [], buttons: [toTalk(texts)] }
  return { messages: [unknown], missed: true, handover: null }
}

function toPerson({ staffed, texts }: BotSituation, note: string): BotAnswer {
  if (!staffed) {
    const buttons: BotButton[] = [{ label: texts.leave, action: 'leaveMessage' }]
    return { messages: [{ text: texts.nobody, files: [], buttons }], missed: true, handover: null }
  }
  const handover = { group: null, subject: null, attributes: {}, note }
  return { messages: [], missed: false, handover }
}

function fromArticle({ title, url, text }: Fit, texts: BotTexts): BotMessage {
  const where = url === null ? [] : [url]
  const lines = [title, excerptOf(text), ...where].filter((line) => line !== '')
  return { text: lines.join('\n\n'), files: [], buttons: [toTalk(texts)] }
}

function toTalk({ person }: BotTexts): BotButton {
  return { label: person, action: 'talkToPerson' }
}

/** The beginning of an article as plain text, up to the end of a sentence where one ends in time. */
function excerptOf(text: string): string {
  const plain = plainText(text)
  if (plain.length <= EXCERPT) return plain
  const cut = plain.slice(0, EXCERPT)
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('.\n'))
  return end > EXCERPT / 2 ? cut.slice(0, end + 1) : `${cut.slice(0, cut.lastIndexOf(' '))} …`
}
