/*
 * What a rehearsal's bot and prompter say carries marks: by the bot's one sees which message it
 * answered, and nobody ever sends a prompter's.
 */

const ANSWER = /~answer\.([\w-]+)~/
const SUGGESTION = '~suggestion.'

/** A bot's words to a message; null where it was told of none. */
export function answerMark(messageId: string | null): string {
  return messageId === null ? 'What is it about?' : `~answer.${messageId}~ Somebody may know more.`
}

/** Which message a bot's words are an answer to; null where they are none to any. */
export function answeredIn(text: string): string | null {
  return ANSWER.exec(text)?.[1] ?? null
}

/** A prompter's words. */
export function suggestionMark(requestId: string): string {
  return `${SUGGESTION}${requestId}~ It is on its way.`
}

/** Whether a text has a prompter's words in it. */
export function hasSuggestion(text: string): boolean {
  return text.includes(SUGGESTION)
}
